/** Instants in words, with their day or their end, for what comes after the choice of a time. */
import { dateIn, type LocalDate } from './dates.ts'
import { formatter, timeText } from './format.ts'

export { zoneText } from './format.ts'

const atNoon = (date: LocalDate) => new Date(`${date}T12:00:00Z`)

/** `Mar 2 – 8, 2027` */
export const rangeText = (locale: string, from: LocalDate, to: LocalDate): string =>
  formatter(locale, { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(atNoon(from), atNoon(to))

/** `Tue` and `Mar 2`, for the head of a column. */
export const dayParts = (locale: string, date: LocalDate): [string, string] => [
  formatter(locale, { weekday: 'short', timeZone: 'UTC' }).format(atNoon(date)),
  formatter(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(atNoon(date)),
]

/** `Tuesday, March 2, 2027` of an instant. */
export const dayText = (locale: string, timeZone: string, instant: string): string =>
  formatter(locale, { dateStyle: 'full', timeZone }).format(new Date(instant))

/** `Tue, Mar 2, 3:30 PM` */
export function momentText(locale: string, timeZone: string, instant: string): string {
  const day = formatter(locale, { weekday: 'short', month: 'short', day: 'numeric', timeZone }).format(new Date(instant))
  return `${day}, ${timeText(locale, timeZone, instant)}`
}

/** `3:30 – 4:00 PM`, also across midnight, where `Intl` alone would put whole dates before the times. */
export function spanText(locale: string, timeZone: string, start: string, end: string): string {
  const [from, to] = [new Date(start), new Date(end)]
  if (dateIn(timeZone, from) !== dateIn(timeZone, to)) return `${timeText(locale, timeZone, start)} – ${timeText(locale, timeZone, end)}`
  return formatter(locale, { timeStyle: 'short', timeZone }).formatRange(from, to)
}
