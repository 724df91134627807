import { useRef, useState } from 'preact/hooks'
import { rankText } from '../reasons.ts'
import { timeElsewhere, zoneCity } from '../said.ts'
import { texts } from '../text.ts'
import type { Candidate } from '../wire.ts'
import { onKeys } from './focus.ts'

const FIRST = 6

interface Props {
  readonly candidates: readonly Candidate[]
  readonly picked: string | null
  readonly isStrict: boolean
  readonly at: Date
  readonly timeZone: string
  readonly onPick: (id: string) => void
  /** Called when a candidate is clicked, and not merely passed with the arrows. */
  readonly onChoose: (id: string) => void
  /** Called on Enter (forward) and Esc (back). */
  readonly onDone: (forward: boolean) => void
}

/** The free reps, best first. Arrows choose, Enter goes on. */
export function Candidates({ candidates, picked, isStrict, at, timeZone, onPick, onChoose, onDone }: Props) {
  const [isLong, setLong] = useState(false)
  const act = onKeys({ Enter: () => onDone(true), Escape: () => onDone(false) })
  // Arrows that move within the list click as well.
  const isPointing = useRef(false)
  const shown = isLong ? candidates : candidates.slice(0, FIRST)
  return (
    <>
      <fieldset
        id="candidates"
        class="candidates"
        onPointerDown={() => {
          isPointing.current = true
        }}
        onKeyDown={(event) => {
          isPointing.current = false
          act(event)
        }}
      >
        <legend class="visually-hidden">{texts.answer.title}</legend>
        {shown.map((one) => (
          <label key={one.rep.id} class="candidate">
            <input
              type="radio"
              name="rep"
              value={one.rep.id}
              checked={one.rep.id === picked}
              disabled={isStrict && one.rank > 1}
              onChange={() => onPick(one.rep.id)}
              onClick={() => {
                if (isPointing.current) onChoose(one.rep.id)
              }}
            />
            <span class="rank" aria-hidden="true">
              {one.rank}
            </span>
            <span class="about">
              <span class="strong">{one.rep.name}</span>
              <span class="small">
                {one.reasons.map((reason) => rankText(reason, one.rank)).join(' · ')}
                <span class="muted">
                  {' · '}
                  {texts.answer.localTime(timeElsewhere(at, one.rep.timeZone, timeZone), zoneCity(one.rep.timeZone))}
                  {one.with && one.with.length > 0 && ` · ${texts.answer.together(one.with.map(({ rep }) => rep.name).join(', '))}`}
                </span>
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {isStrict && candidates.length > 1 && <p class="small muted">{texts.answer.strict}</p>}
      {shown.length < candidates.length && (
        <button type="button" class="button-link compact" onClick={() => setLong(true)}>
          {texts.answer.more(candidates.length - shown.length)}
        </button>
      )}
    </>
  )
}
