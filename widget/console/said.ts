/** Instants and durations in the words that a coordinator says on the phone. */
import { timeText } from '../ui/format.ts'
import { locale } from './text.ts'
import { dateAt, wallAt } from './zone.ts'

/** The zone that this browser lives in. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Whether the clocks of two zones agree at an instant; one zone may have several names. */
export const isSameClock = (instant: Date, one: string, other: string): boolean =>
  JSON.stringify(wallAt(instant, one)) === JSON.stringify(wallAt(instant, other))

/** The city a zone is named after: `New York`. */
export const zoneCity = (timeZone: string): string => timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone

const made = new Map<string, Intl.DateTimeFormat>()
function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options)
  const found = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone })
  made.set(key, found)
  return found
}

/** `Tuesday, March 9`, with the year when it is not this one. */
export function dayText(instant: Date, timeZone: string, now: Date): string {
  const sameYear = dateAt(instant, timeZone).slice(0, 4) === dateAt(now, timeZone).slice(0, 4)
  return format(timeZone, { weekday: 'long', month: 'long', day: 'numeric', ...(!sameYear && { year: 'numeric' }) }).format(instant)
}

/** `Tuesday, March 9, 3:30 PM` */
export const momentText = (instant: Date, timeZone: string, now: Date): string =>
  `${dayText(instant, timeZone, now)}, ${timeText(locale, timeZone, instant.toISOString())}`

/** `Tuesday, March 9, 3:30 PM EST in New York` */
export const sentence = (instant: Date, timeZone: string, now: Date): string =>
  `${dayText(instant, timeZone, now)}, ${timeText(locale, timeZone, instant.toISOString(), true)} in ${zoneCity(timeZone)}`

/** `2:30 PM`, with the weekday when it is not the one that `here` has then. */
export function timeElsewhere(instant: Date, timeZone: string, here: string): string {
  const time = timeText(locale, timeZone, instant.toISOString())
  if (dateAt(instant, timeZone) === dateAt(instant, here)) return time
  return `${format(timeZone, { weekday: 'short' }).format(instant)} ${time}`
}

/** `2:45 PM` on the day of `on`, else `Wed, Nov 25, 9:00 AM`. */
export const nearMoment = (instant: Date, timeZone: string, on: Date): string => {
  const time = timeText(locale, timeZone, instant.toISOString())
  if (dateAt(instant, timeZone) === dateAt(on, timeZone)) return time
  return `${format(timeZone, { weekday: 'short', month: 'short', day: 'numeric' }).format(instant)}, ${time}`
}

/** `today`, `tomorrow`, `in 6 days`, on the calendar of a zone. */
export function daysAway(instant: Date, timeZone: string, now: Date): string {
  const days = Math.round((Date.parse(dateAt(instant, timeZone)) - Date.parse(dateAt(now, timeZone))) / 86_400_000)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
}

/** `3 days ago`, from minutes that have passed. */
export function agoText(minutes: number): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (minutes < 1) return 'just now'
  if (minutes < 60) return words.format(-Math.floor(minutes), 'minute')
  if (minutes < 1440) return words.format(-Math.floor(minutes / 60), 'hour')
  return words.format(-Math.floor(minutes / 1440), 'day')
}

/** `Mar 9, 3:30 PM`: short, for lists and buttons. */
export const shortMoment = (instant: Date, timeZone: string): string =>
  format(timeZone, { weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).format(instant)

/** `8 April`, or `3:30 PM` when it is on the day of `on`. */
export const untilText = (instant: Date, timeZone: string, on: Date): string =>
  dateAt(instant, timeZone) === dateAt(on, timeZone)
    ? timeText(locale, timeZone, instant.toISOString())
    : format(timeZone, { month: 'long', day: 'numeric' }).format(instant)

/** `3:00 – 3:30 PM`, with dates when it spans several days. */
export function spanText(from: Date, until: Date, timeZone: string): string {
  const oneDay = dateAt(from, timeZone) === dateAt(new Date(until.getTime() - 1), timeZone)
  const clock: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  return format(timeZone, oneDay ? clock : { ...clock, month: 'short', day: 'numeric' }).formatRange(from, until)
}
