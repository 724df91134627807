/** When and how calendars are read: in which window, how often, and how long after a failure. */
import type { CalendarEntry, CalendarTrouble } from './calendar.ts'
import type { Interval } from './interval.ts'

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS

/** Read anew after this long, at the latest: the window moves on, and whatever a vendor forgot to tell is put right. */
const COMPLETE_EVERY_MS = DAY_MS

/** What is read of a calendar: as far ahead as anything may be booked, and the last days, in which a meeting may still be corrected. */
export const readingWindow = (now: Date, bookingWindowDays: number): Interval => {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  return { start: new Date(today - 7 * DAY_MS), end: new Date(today + (bookingWindowDays + 3) * DAY_MS) }
}

/** Where an event may have been moved that is no longer in the window: a year back, and three beyond. */
export const farAround = ({ start, end }: Interval): Interval => ({
  start: new Date(start.getTime() - 365 * DAY_MS),
  end: new Date(Math.min(end.getTime() + 1095 * DAY_MS, start.getTime() + 1400 * DAY_MS)),
})

/** Whether a calendar may be read from its cursor on, or everything has to be read anew. */
export const mayContinue = (
  known: { readonly completeAt: Date | null; readonly knownUntil: Date | null },
  window: Interval,
  now: Date,
): boolean =>
  known.completeAt !== null &&
  now.getTime() - known.completeAt.getTime() < COMPLETE_EVERY_MS &&
  known.knownUntil !== null &&
  known.knownUntil.getTime() >= window.end.getTime() - 2 * DAY_MS

/** When an account is read next that could be read now. `chance` in [0, 1) spreads the accounts, so that they do not all come at once. */
export const nextReading = (now: Date, watched: boolean, chance: number): Date =>
  new Date(now.getTime() + (watched ? 10 : 2) * MINUTE_MS * (1 + 0.25 * chance))

/** When an account is tried again that could not be read: soon at first, then every quarter of an hour, and never before the vendor said. */
export function nextTry(now: Date, failures: number, trouble: Pick<CalendarTrouble, 'retryAfterMs'>, chance: number): Date {
  const patience = Math.min(30_000 * 2 ** Math.min(failures - 1, 5), 15 * MINUTE_MS)
  return new Date(now.getTime() + Math.max(patience * (1 + 0.25 * chance), trouble.retryAfterMs ?? 0))
}

/** What is left of entries without names, once our own bookings are taken out of them. */
export function withoutOwn(entries: readonly CalendarEntry[], own: readonly Interval[]): CalendarEntry[] {
  const holes = own.toSorted((a, b) => a.start.getTime() - b.start.getTime())
  return entries.map((entry) => ({ ...entry, busy: entry.busy.flatMap((span) => without(span, holes)) }))
}

function without(span: Interval, holes: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  let { start } = span
  for (const hole of holes) {
    if (hole.end <= start || hole.start >= span.end) continue
    if (hole.start > start) left.push({ start, end: hole.start })
    start = hole.end
  }
  return start < span.end ? [...left, { start, end: span.end }] : left
}
