import {
  countByDay,
  covers,
  type Held,
  type Limits,
  type Packed,
  type RepTime,
  type Shape,
  type Taken,
  touched,
  touches,
} from './availability.ts'
import { DAY, type Minute, overlaps, type Span, subtract } from './interval.ts'
import type { RefusalCode } from './refusal.ts'
import type { QualificationReason } from './rep.ts'
import { type Schedule, spansOn, WHOLE_DAY, workingSpans } from './schedule.ts'
import { type LocalDay, mondayOf } from './zone.ts'

/** Why a rep cannot take a meeting at a time. `span` is what stands in the way, `limit` the limit that is reached. */
export interface TimeReason {
  readonly code:
    | 'outside-hours'
    | 'date-override'
    | 'time-off'
    | 'busy'
    | 'booked'
    | 'held'
    | 'buffer'
    | 'too-soon'
    | 'too-far-ahead'
    | 'daily-limit'
    | 'weekly-limit'
  readonly span?: Span
  readonly limit?: number
  /** Of a `buffer`: what it would touch. */
  readonly of?: 'busy' | 'booked' | 'held'
  /** Slug of the pool that has nobody left to come along. */
  readonly pool?: string
}

export type Reason = TimeReason | QualificationReason

/** All reasons why the rep is not free for a meeting at `start`; none if `isFree` holds. */
export function timeReasons(rep: RepTime, schedule: Schedule, limits: Limits, start: Minute, shape: Shape): TimeReason[] {
  const meeting: Span = { start, end: start + shape.duration }
  const wide: Span = { start: start - shape.before, end: meeting.end + shape.after }
  return [
    ...hoursReasons(rep.working, schedule, meeting),
    ...touched(rep.timeOff, meeting.start, meeting.end).map((span) => ({ code: 'time-off', span }) as const),
    ...touched(rep.busy, wide.start, wide.end).map((span) =>
      overlaps(span, meeting) ? ({ code: 'busy', span } as const) : ({ code: 'buffer', of: 'busy', span } as const),
    ),
    ...clashes('booked', rep.taken, meeting, wide),
    ...clashes('held', rep.held, meeting, wide),
    ...limitReasons(rep, limits, start),
  ]
}

const clashes = (code: 'booked' | 'held', all: readonly Pick<Held, 'meeting' | 'blocks'>[], meeting: Span, wide: Span): TimeReason[] =>
  all
    .filter((one) => overlaps(one.blocks, wide))
    .map((one) => (overlaps(one.meeting, meeting) ? { code, span: one.meeting } : { code: 'buffer', of: code, span: one.blocks }))

/**
 * What the hours have against a meeting, judged by the minutes of it that the rep does not work: `outside-hours` if the usual week lacks
 * one of them, `date-override` if an override took one away or replaces the hours of its date.
 */
function hoursReasons(working: Packed, schedule: Schedule, meeting: Span): TimeReason[] {
  if (covers(working, meeting.start, meeting.end)) return []
  // Where packed time begins before the meeting and ends after it, it says all; and without overrides only the usual week can lack a minute.
  const saysAll = (working[0] ?? Number.POSITIVE_INFINITY) <= meeting.start && (working.at(-1) ?? 0) >= meeting.end
  if (saysAll && schedule.overrides.size === 0) return [{ code: 'outside-hours' }]
  const gaps = subtract([meeting], workingSpans(schedule, meeting.start, meeting.end))
  const usual = { ...schedule, overrides: new Map<LocalDay, never>() }
  const never = subtract(gaps, workingSpans(usual, meeting.start, meeting.end))
  const reasons: TimeReason[] = []
  if (never.length > 0) reasons.push({ code: 'outside-hours' })
  if (subtract(gaps, never).length > 0 || gaps.some((gap) => isOverridden(schedule, gap))) reasons.push({ code: 'date-override' })
  return reasons
}

/** Whether a local date that has an override lies in the span. */
const isOverridden = ({ zone, overrides }: Schedule, span: Span): boolean =>
  [...overrides.keys()].some((day) => spansOn(day, WHOLE_DAY, zone).some((part) => overlaps(part, span)))

function limitReasons(rep: RepTime, limits: Limits, start: Minute): TimeReason[] {
  if (!touches(rep.full, start, start + 1)) return []
  const day = rep.zone.localDay(start)
  const byDay = countByDay(rep.zone, rep.taken)
  let inWeek = 0
  for (let d = mondayOf(day); d < mondayOf(day) + 7; d++) inWeek += byDay.get(d) ?? 0
  const reasons: TimeReason[] = []
  if (limits.daily !== null && (byDay.get(day) ?? 0) >= limits.daily) reasons.push({ code: 'daily-limit', limit: limits.daily })
  if (limits.weekly !== null && inWeek >= limits.weekly) reasons.push({ code: 'weekly-limit', limit: limits.weekly })
  return reasons
}

/** The rep's time as if these bookings were not there. */
export const withoutBooking = (taken: readonly Taken[], bookingId: string | null): readonly Taken[] =>
  bookingId === null ? taken : taken.filter((one) => one.bookingId !== bookingId)

/** The holds that keep time at an instant, the one with this id left out. A hold is over at the very instant at which it expires. */
export const liveHolds = (held: readonly Held[], at: number, exceptId: string | null): readonly Held[] =>
  held.length === 0 ? held : held.filter((one) => one.expiresAt > at && one.holdId !== exceptId)

const precedence: readonly (readonly [RefusalCode, readonly Reason['code'][]])[] = [
  ['not-qualified', ['inactive', 'missing-skill', 'missing-language', 'other-territory', 'other-project']],
  ['too-soon', ['too-soon']],
  ['too-far-ahead', ['too-far-ahead']],
  ['outside-availability', ['outside-hours', 'date-override', 'time-off', 'calendar-unreachable']],
  ['limit-reached', ['daily-limit', 'weekly-limit']],
  ['slot-taken', ['booked', 'held', 'busy', 'buffer']],
]

/** The code with which a booking is refused for these reasons: the first kind that holds, or null for none. */
export function refusalOf(reasons: readonly Reason[]): RefusalCode | null {
  for (const [refusal, codes] of precedence) if (reasons.some((reason) => codes.includes(reason.code))) return refusal
  return null
}

/** Whether a reason is a clash with the rep's calendar, which staff may accept: never one with a booking or a hold. */
export const isConflict = (reason: Reason): boolean =>
  reason.code === 'busy' || (reason.code === 'buffer' && 'of' in reason && reason.of === 'busy')

/** The reasons left when staff accept a clash with the rep's calendar. */
export const acceptingConflicts = (reasons: readonly Reason[]): Reason[] => reasons.filter((reason) => !isConflict(reason))

/** Minutes around a meeting that a check must know of: a week for the limits, a day for buffers and hours past midnight. */
export const REACH = 8 * DAY
