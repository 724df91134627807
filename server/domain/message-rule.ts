/** What an event type tells, to whom, by which channels and when. */
import type { Booking } from './booking.ts'
import type { Channel } from './event-type.ts'

/** What has happened to a booking, or what time has come in its life. */
export const MOMENTS = [
  'booked',
  'requested',
  'approved',
  'declined',
  'rescheduled',
  'reassigned',
  'cancelled',
  'expired',
  'reminder',
  'follow-up',
  'no-show',
  'choose-anew',
] as const
export type Moment = (typeof MOMENTS)[number]

/** The two sides of a booking. Guests are on the customer's. */
export const SIDES = ['customer', 'rep'] as const
export type Side = (typeof SIDES)[number]

/** Moments that go out by other channels than the usual; by none, if the list is empty. */
export type Moments = { readonly [S in Side]?: { readonly [M in Moment]?: readonly Channel[] | undefined } | undefined }

export interface MessageRule {
  /** Minutes before the start. */
  readonly reminders: readonly number[]
  /** Minutes after the end of a meeting that was completed; null: no follow-up. */
  readonly followUpMinutes: number | null
  /** How long a request waits for its answer. */
  readonly requestExpiresMinutes: number
  readonly moments: Moments
}

/** Moments of which a side hears only if the event type says so: a rep's calendar reminds already, and nobody likes to be called absent. */
const QUIET: Record<Side, readonly Moment[]> = { customer: ['no-show'], rep: ['reminder', 'follow-up', 'no-show', 'choose-anew'] }

/**
 * The channels by which one side of a booking hears of a moment.
 *
 * Those of the moment, or else the usual. A side without usual channels hears nothing, and what was chosen for a booking itself is never exceeded.
 */
export function channelsFor(rule: MessageRule, notify: Booking['notify'], side: Side, moment: Moment): readonly Channel[] {
  const usual = notify[side]
  if (usual.length === 0) return []
  const special = rule.moments[side]?.[moment]
  if (special === undefined) return QUIET[side].includes(moment) ? [] : usual
  return notify.chosen?.includes(side) ? special.filter((channel) => usual.includes(channel)) : special
}

const after = (instant: Date, minutes: number): Date => new Date(instant.getTime() + minutes * 60_000)

/** When a request ends that nobody has answered: at its start at the latest. */
export const requestExpiresAt = ({ createdAt, start }: Pick<Booking, 'createdAt' | 'start'>, rule: MessageRule): Date =>
  new Date(Math.min(after(createdAt, rule.requestExpiresMinutes).getTime(), start.getTime()))

/** The instants after `now` at which a booking is to be looked at again. */
export function lookAgainAt(booking: Pick<Booking, 'status' | 'start' | 'end' | 'createdAt'>, rule: MessageRule, now: Date): Date[] {
  const times =
    booking.status === 'requested'
      ? [requestExpiresAt(booking, rule)]
      : booking.status === 'scheduled'
        ? [...rule.reminders.map((minutes) => after(booking.start, -minutes)), ...followUpTimes(booking, rule)]
        : booking.status === 'completed'
          ? followUpTimes(booking, rule)
          : []
  return times.filter((at) => at > now)
}

const followUpTimes = ({ end }: Pick<Booking, 'end'>, { followUpMinutes }: MessageRule): Date[] =>
  followUpMinutes === null ? [] : [after(end, followUpMinutes)]

/** A message whose time has come. Its key names it among all of the booking: whatever has the same key is the same message. */
export interface Due {
  readonly moment: 'reminder' | 'follow-up' | 'no-show' | 'choose-anew'
  readonly key: string
}

/** Days after a meeting within which words about it still make sense. */
const STALE_DAYS = 7

/**
 * The message whose time has come, or null. It follows from the booking alone, so a job that runs late never says anything stale.
 *
 * Of several reminders only the latest is given, and none to people who heard of the time after the reminder's own moment.
 *
 * @param settledAt since when the booking is as it is: its state, its time, its rep
 */
export function dueNow(booking: Pick<Booking, 'status' | 'start' | 'end'>, rule: MessageRule, settledAt: Date, now: Date): Due | null {
  const { status, start, end } = booking
  switch (status) {
    case 'scheduled': {
      const due = rule.reminders.filter((minutes) => now < start && after(start, -minutes) <= now && settledAt <= after(start, -minutes))
      return due.length === 0 ? null : { moment: 'reminder', key: `reminder ${Math.min(...due)} ${start.toISOString()}` }
    }
    case 'completed': {
      const [at] = followUpTimes(booking, rule)
      return at && at <= now && now < after(at, STALE_DAYS * 1440) ? { moment: 'follow-up', key: 'follow-up' } : null
    }
    case 'no-show':
      return now < after(end, STALE_DAYS * 1440) ? { moment: 'no-show', key: 'no-show' } : null
    default:
      return null
  }
}

/** What the customer is asked, if they are to choose another time and still can. */
export function askedNow({ status, start, askedAnewAt }: Pick<Booking, 'status' | 'start' | 'askedAnewAt'>, now: Date): Due | null {
  const open = (status === 'scheduled' || status === 'requested') && now < start
  return askedAnewAt && open ? { moment: 'choose-anew', key: `choose-anew ${askedAnewAt.toISOString()}` } : null
}
