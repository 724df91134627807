import { DAY, type Minute, merge, type Span } from './interval.ts'
import { type LocalDay, weekdayOf, type Zone } from './zone.ts'

/** Hours of one day as minutes of the wall clock. An end at or before the start lies on the next day. */
export interface Hours {
  readonly start: number
  readonly end: number
}

/** When a rep works, in wall time of the rep's zone. */
export interface Schedule {
  readonly zone: Zone
  /** Seven lists of hours, Monday first. */
  readonly weekly: readonly (readonly Hours[])[]
  /** Hours that replace the weekly ones that *begin* on a date. */
  readonly overrides: ReadonlyMap<LocalDay, readonly Hours[]>
}

/** Around the clock on one date. */
export const WHOLE_DAY: Hours = { start: 0, end: DAY }

/** `"17:30"` as a minute of the day; `"24:00"` is 1440. */
export const minuteOfDay = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

/**
 * The real time that `hours`, beginning on `day`, cover in `zone`.
 *
 * A rep works in a minute if the wall clock shows, at that minute, a time inside the hours: a skipped hour gives no time and a repeated
 * hour gives its time twice. So each stretch of constant offset gives [from − offset, to − offset) within that stretch.
 */
export function spansOn(day: LocalDay, hours: Hours, zone: Zone): Span[] {
  const from = day * DAY + hours.start
  const to = day * DAY + (hours.end > hours.start ? hours.end : hours.end + DAY) // past midnight
  return zone
    .stretches(from - 2 * DAY, to + 2 * DAY)
    .map((s) => ({ start: Math.max(s.start, from - s.offset), end: Math.min(s.end, to - s.offset) }))
    .filter((span) => span.start < span.end)
}

/** The hours that begin on a date. */
export const hoursOn = (schedule: Schedule, day: LocalDay): readonly Hours[] =>
  schedule.overrides.get(day) ?? schedule.weekly[weekdayOf(day)] ?? []

/** The rep's working time that begins on the local dates touched by [from, to), merged and in order. It may reach beyond. */
export function workingSpans(schedule: Schedule, from: Minute, to: Minute): Span[] {
  const spans: Span[] = []
  // Hours past midnight begin the day before. One more day on either side: a clock set back just after midnight shows the date before
  // again (St. John's, until 2011).
  const last = schedule.zone.localDay(to) + 1
  for (let day = schedule.zone.localDay(from) - 2; day <= last; day++)
    for (const hours of hoursOn(schedule, day)) spans.push(...spansOn(day, hours, schedule.zone))
  return merge(spans)
}
