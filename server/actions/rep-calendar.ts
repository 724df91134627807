import { findTimeOff, type TimeOff } from '../db/absence.ts'
import { findBookingsByIds, type StoredBooking } from '../db/bookings.ts'
import { findRepTimes } from '../db/rep-times.ts'
import { findReps } from '../db/reps.ts'
import { dateOf, type Span } from '../domain/interval.ts'
import { workingSpans } from '../domain/schedule.ts'
import type { Sight } from '../domain/sight.ts'
import { liveHolds } from '../domain/unavailability.ts'
import { zone } from '../domain/zone.ts'
import type { Services } from './services.ts'

/** What stands in a rep's calendar. Of bookings that the asker does not see there is only the time. */
export interface RepCalendar {
  readonly active: boolean
  readonly working: readonly Span[]
  readonly busy: readonly Span[]
  readonly held: readonly Span[]
  readonly elsewhere: readonly Span[]
  readonly timeOff: readonly TimeOff[]
  readonly bookings: readonly StoredBooking[]
}

/** What stands in a rep's calendar within a span: in few queries, however much it is. */
export async function findRepCalendar({ db, now }: Services, repId: string, span: Span, sight: Sight): Promise<RepCalendar> {
  const [rep] = await findReps(db, [repId])
  const time = (await findRepTimes(db, [repId], span.start, span.end)).get(repId)
  const taken = time?.taken ?? []
  const bookings = await findBookingsByIds(
    db,
    taken.map(({ bookingId }) => bookingId),
    sight,
  )
  const busy = time?.busy ?? []
  const starts = Array.from({ length: busy.length / 2 }, (_, i) => 2 * i)
  const within = ({ start, end }: Span): Span[] =>
    start < span.end && end > span.start ? [{ start: Math.max(start, span.start), end: Math.min(end, span.end) }] : []
  const schedule = rep && { zone: zone(rep.timeZone), weekly: rep.weekly, overrides: rep.overrides }
  return {
    active: rep?.active ?? false,
    working: schedule ? workingSpans(schedule, span.start, span.end).flatMap(within) : [],
    busy: starts.flatMap((i) => within({ start: busy[i] ?? 0, end: busy[i + 1] ?? 0 })),
    held: liveHolds(time?.held ?? [], now().getTime(), null).map(({ meeting }) => meeting),
    elsewhere: taken.filter(({ bookingId }) => !bookings.has(bookingId)).map(({ meeting }) => meeting),
    timeOff: await findTimeOff(db, repId, dateOf(span.start), dateOf(span.end)),
    bookings: [...bookings.values()].sort((a, b) => a.start.getTime() - b.start.getTime()),
  }
}
