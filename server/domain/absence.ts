/** What keeps a rep from bookings that were agreed before: hours that have changed, time off, or that the rep is gone. */
import type { Span } from './interval.ts'
import type { Member } from './matching.ts'
import { disqualifications } from './rep.ts'
import { type Reason, timeReasons } from './unavailability.ts'

/** What came between. Limits, buffers and calendars do not: such a booking was taken in spite of them, or before them. */
const ABSENT: readonly Reason['code'][] = ['inactive', 'outside-hours', 'date-override', 'time-off']

const NOTHING_WANTED = { skills: [], languages: [], territory: null, project: null }

/** Why a rep cannot keep what was agreed for this time; nothing, if nothing has come between. */
export function reasonsToMiss({ rep, schedule, time }: Member, meeting: Span): Reason[] {
  const shape = { duration: meeting.end - meeting.start, before: 0, after: 0 }
  const limits = { daily: null, weekly: null }
  const reasons: Reason[] = [...disqualifications(rep, NOTHING_WANTED), ...timeReasons(time, schedule, limits, meeting.start, shape)]
  return reasons.filter(({ code }) => ABSENT.includes(code))
}
