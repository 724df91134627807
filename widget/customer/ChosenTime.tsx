import { useEffect } from 'preact/hooks'
import { locale } from '../text/language.ts'
import { dayText, spanText, zoneText } from '../ui/span.ts'
import { verifyTime } from './kept-time.ts'
import type { Booking } from './state.ts'

interface Props {
  readonly booking: Booking
  readonly start: string
  readonly minutes: number
}

/** The time that was chosen, from when to when, and on whose clock. */
export function ChosenTime({ booking, start, minutes }: Props) {
  const timeZone = booking.picker.timeZone.value
  useEffect(() => verifyTime(booking), [])
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
