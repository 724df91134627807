import { locale, texts } from '../text/language.ts'
import { momentText } from '../ui/format.ts'
import { Notice } from '../ui/Notice.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { Chevron, People } from './icons.tsx'
import type { PageRep } from './public-api.ts'
import type { Booking } from './state.ts'
import { ANYONE } from './steps.ts'

interface Props {
  readonly booking: Booking
}

/** Who it should be: before the day all reps of the page, after the time those who are free then, or anyone. */
export function RepStep({ booking }: Props) {
  const { start } = booking.choices.now.value
  const failure = start === null ? null : booking.freeReps.failure.value
  const reps = start === null ? (booking.page.value?.reps ?? []) : booking.freeReps.reps.value
  return (
    <section class="stack">
      <div>
        <StepHeading>{start === null ? texts.rep.heading : texts.rep.headingAfterTime}</StepHeading>
        {start !== null && <p class="muted">{momentText(locale, booking.picker.timeZone.value, start)}</p>}
      </div>
      {failure && <FailureNotice failure={failure} onAgain={booking.freeReps.refresh} />}
      {reps === null && !failure && (
        <p class="muted" role="status">
          <span class="busy" aria-hidden="true" /> {texts.loading}
        </p>
      )}
      {reps?.length === 0 && booking.gone.value === null && <NobodyFree booking={booking} />}
      {reps !== null && reps.length > 0 && <Reps reps={reps} anyone={start !== null} onPick={booking.pickRep} />}
    </section>
  )
}

function Reps({ reps, anyone, onPick }: { reps: readonly PageRep[]; anyone: boolean; onPick: (rep: string) => void }) {
  return (
    <>
      {anyone && <p role="status">{texts.rep.free(reps.length)}</p>}
      <ul class="options">
        {anyone && (
          <li>
            <button type="button" class="option" onClick={() => onPick(ANYONE)}>
              <span class="initials" aria-hidden="true">
                <People />
              </span>
              <span>
                <span class="option-name">{texts.anyone}</span>
                <span class="option-hint">{texts.rep.anyoneHint}</span>
              </span>
              <Chevron />
            </button>
          </li>
        )}
        {reps.map(({ id, name }) => (
          <li key={id}>
            <button type="button" class="option" onClick={() => onPick(id)}>
              <span class="initials" aria-hidden="true">
                {initialsOf(name)}
              </span>
              <span class="option-name">{name}</span>
              <Chevron />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function NobodyFree({ booking }: Props) {
  const back = () => {
    booking.picker.refresh()
    booking.choices.choose({ start: null })
  }
  return (
    <Notice tone="warning" title={texts.rep.none}>
      <p>
        <button type="button" class="button-quiet" onClick={back}>
          {texts.rep.otherTime}
        </button>
      </p>
    </Notice>
  )
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}
