/** Dates and times in words, for people. Instants are shown in the zone that is asked for and never changed. */
import type { LocalDate, Month } from './dates.ts'

const made = new Map<string, Intl.DateTimeFormat>()

/** A formatter, kept: making one costs more than using it a thousand times. */
export function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const found = made.get(key) ?? new Intl.DateTimeFormat(locale, options)
  made.set(key, found)
  return found
}

const onCalendar = (date: LocalDate) => new Date(`${date}T00:00:00Z`)

/** `Tuesday, March 2, 2027` */
export const dateText = (locale: string, date: LocalDate): string =>
  formatter(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(onCalendar(date))

/** `2`: the number of a day, in the reader's digits. */
export const numberText = (locale: string, date: LocalDate): string =>
  formatter(locale, { day: 'numeric', timeZone: 'UTC' }).format(onCalendar(date))

/** `Tue, Mar 2` */
export const shortDateText = (locale: string, date: LocalDate): string =>
  formatter(locale, { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(onCalendar(date))

/** `March 2027` */
export const monthText = (locale: string, month: Month): string =>
  formatter(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(onCalendar(`${month}-01`))

/** The seven names of the week's days, long and short, from `firstDay` on (1 is Monday). */
export const weekdayNames = (locale: string, firstDay: number): { long: string; short: string }[] =>
  Array.from({ length: 7 }, (_, place) => {
    const day = new Date(Date.UTC(2024, 0, firstDay + place))
    const name = (weekday: 'long' | 'short') => formatter(locale, { weekday, timeZone: 'UTC' }).format(day)
    return { long: name('long'), short: name('short') }
  })

/** The day that a week begins with where people use this locale: 1 is Monday, 7 is Sunday. */
export function firstDayOf(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } }
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1
}

/** `3:30 PM`; with `zoned`, `3:30 PM EST`, for the hour that a clock change shows twice. */
export function timeText(locale: string, timeZone: string, instant: string, zoned = false): string {
  const time = formatter(locale, { timeStyle: 'short', timeZone }).format(new Date(instant))
  return zoned ? `${time} ${zoneText(locale, timeZone, instant, 'short')}` : time
}

/** `Eastern Standard Time` or `EST`: what the zone is called at that instant. */
export function zoneText(locale: string, timeZone: string, instant: string, width: 'long' | 'short' = 'long'): string {
  const parts = formatter(locale, { timeZone, timeZoneName: width }).formatToParts(new Date(instant))
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone
}

/** Whether this browser knows a zone of this name. */
export function isZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

/** `30 minutes` or `1 hour`. */
export function durationText(locale: string, minutes: number): string {
  const whole = minutes % 60 === 0
  const unit = whole ? 'hour' : 'minute'
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(whole ? minutes / 60 : minutes)
}
