import { obstacleText } from '../reasons.ts'
import { texts } from '../text.ts'
import type { Conflict } from '../wire.ts'
import { onKeys } from './focus.ts'

interface Props {
  /** Null while they are not shown, or not known yet. */
  readonly conflicts: readonly Conflict[] | null
  readonly isOpen: boolean
  readonly picked: string | null
  readonly at: Date
  readonly timeZone: string
  readonly on: {
    readonly toggle: (open: boolean) => void
    readonly pick: (id: string) => void
    /** Enter (forward) and Esc (back). */
    readonly done: (forward: boolean) => void
  }
}

/** Reps whose calendar alone stands in the way: quiet, until somebody asks for them. */
export function Conflicts({ conflicts, isOpen, picked, at, timeZone, on }: Props) {
  return (
    <div class="conflicts">
      <label class="row small">
        <input type="checkbox" checked={isOpen} onChange={(event) => on.toggle(event.currentTarget.checked)} />
        {texts.conflicts.show}
      </label>
      {isOpen && conflicts?.length === 0 && <p class="small muted">{texts.conflicts.none}</p>}
      {isOpen && conflicts && conflicts.length > 0 && (
        <fieldset class="candidates" onKeyDown={onKeys({ Enter: () => on.done(true), Escape: () => on.done(false) })}>
          <legend class="visually-hidden">{texts.conflicts.title}</legend>
          {conflicts.map(({ rep, reasons }) => (
            <label key={rep.id} class="candidate">
              <input type="radio" name="rep" value={rep.id} checked={rep.id === picked} onChange={() => on.pick(rep.id)} />
              <span class="rank" aria-hidden="true">
                !
              </span>
              <span class="about">
                <span class="strong">{rep.name}</span>
                <span class="small">{reasons.map((reason) => obstacleText(reason, at, timeZone)).join('; ')}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
