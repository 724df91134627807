import { laterTexts, locale, texts } from '../text/language.ts'
import { dayText, spanText, zoneText } from '../ui/span.ts'
import { formOf } from './form.ts'
import type { Booking } from './state.ts'
import { ANYONE, repOf } from './steps.ts'

interface Props {
  readonly booking: Booking
}

/** What Done will book, in one sentence, beside the button: for whom, what, when, with whom. */
export function Review({ booking }: Props) {
  const page = booking.page.value
  const eventType = booking.eventType.value
  const { start } = booking.choices.now.value
  if (page === null || eventType === null || start === null) return null
  const zone = booking.picker.timeZone.value
  const end = new Date(Date.parse(start) + eventType.durationMinutes * 60_000).toISOString()
  const rep = page.choice === 'automatic' ? undefined : repOf(page, booking.choices.now.value)?.name
  const anyone = booking.choices.now.value.rep === ANYONE ? texts.anyone : undefined
  const name = formOf(booking).typed.value.name.trim()
  return (
    <dl class="facts review" aria-label={laterTexts.details.review}>
      {name !== '' && (
        <>
          <dt>{laterTexts.details.forWhom}</dt>
          <dd class="strong">{name}</dd>
        </>
      )}
      <dt>{texts.summary.eventType}</dt>
      <dd>
        <bdi>{eventType.name}</bdi>
        {(rep ?? anyone) && (
          <>
            {' · '}
            <bdi>{rep ?? anyone}</bdi>
          </>
        )}
      </dd>
      <dt>{texts.summary.when}</dt>
      <dd>
        <time dateTime={start}>
          {dayText(locale, zone, start)} · {spanText(locale, zone, start, end)}
        </time>{' '}
        <span class="muted">({zoneText(locale, zone, start)})</span>
      </dd>
    </dl>
  )
}
