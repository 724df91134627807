import { locale } from '../text/language.ts'
import { dayText, spanText, zoneText } from '../ui/span.ts'

interface Props {
  readonly start: string
  readonly minutes: number
  readonly timeZone: string
}

/** The time that was chosen, from when to when, and on whose clock. */
export function ChosenTime({ start, minutes, timeZone }: Props) {
  const end = new Date(Date.parse(start) + minutes * 60_000).toISOString()
  return (
    <>
      <time class="strong" dateTime={start}>
        {dayText(locale, timeZone, start)}
        <br />
        {spanText(locale, timeZone, start, end)}
      </time>
      <span class="muted">{zoneText(locale, timeZone, start)}</span>
    </>
  )
}
