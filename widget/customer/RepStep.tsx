import { laterTexts, locale, texts } from '../text/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { momentText } from '../ui/span.ts'
import { Chevron } from './Chevron.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { freeRepsOf } from './free-reps.ts'
import { People } from './icons.tsx'
import type { PageRep } from './public-api.ts'
import type { Booking } from './state.ts'
import { ANYONE } from './steps.ts'
import { TimeGoneNotice } from './TimeGoneNotice.tsx'

interface Props {
  readonly booking: Booking
}

/** Who it should be: before the day all reps of the page, after the time those who are free then, or anyone. */
export function RepStep({ booking }: Props) {
  const freeReps = freeRepsOf(booking)
  const { start } = booking.choices.now.value
  const failure = start === null ? null : freeReps.failure.value
  const reps = start === null ? (booking.page.value?.reps ?? []) : freeReps.reps.value
  return (
    <section class="stack">
      <div>
        <StepHeading>{start === null ? laterTexts.rep.heading : laterTexts.rep.headingAfterTime}</StepHeading>
        {start !== null && <p class="muted">{momentText(locale, booking.picker.timeZone.value, start)}</p>}
      </div>
      {booking.gone.value && <TimeGoneNotice booking={booking} gone={booking.gone.value} />}
      {failure && <FailureNotice failure={failure} onAgain={freeReps.refresh} />}
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
      {anyone && <p role="status">{laterTexts.rep.free(reps.length)}</p>}
      <ul class="options">
        {anyone && (
          <li>
            <button type="button" class="option" onClick={() => onPick(ANYONE)}>
              <span class="initials" aria-hidden="true">
                <People />
              </span>
              <span>
                <span class="option-name">{texts.anyone}</span>
                <span class="option-hint">{laterTexts.rep.anyoneHint}</span>
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
    <Notice tone="warning" title={laterTexts.rep.none}>
      <p>
        <button type="button" class="button-quiet" onClick={back}>
          {laterTexts.rep.otherTime}
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
