import type { Channel, Location } from './event-type.ts'
import type { Language } from './language.ts'

export type BookingStatus = 'requested' | 'scheduled' | 'completed' | 'no-show' | 'cancelled' | 'declined' | 'expired'

/** Who made a booking, and through which door. */
export interface Caller {
  readonly kind: 'coordinator' | 'customer' | 'salesforce' | 'api'
  readonly name: string | null
  readonly email: string | null
  /** There if somebody answered by the link in a mail, without signing in, or moved or deleted the event in the calendar. */
  readonly via?: 'mailed-link' | 'calendar'
  /** Of a user of the CRM: several may have one email. */
  readonly userId?: string
}

/** A caller in one text: their holds are counted by it, and their Idempotency-Keys are told from those of others. */
export const callerKey = ({ kind, name, email, userId }: Caller): string => `${kind} ${userId ?? email ?? name ?? ''}`

/** The person who is met, as typed or as stored when the booking was made. */
export interface Attendee {
  /** Id of the stored customer, if it is one. */
  readonly id: string | null
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
}

export interface Guest {
  readonly name: string | null
  readonly email: string
}

export interface Answer {
  readonly key: string
  readonly label: string
  readonly value: string | number | boolean | readonly string[]
}

/** How customers may change a booking by themselves. */
export interface Policy {
  /** Minutes before the start; null: not at all. */
  readonly rescheduleUntilMinutes: number | null
  readonly cancelUntilMinutes: number | null
  /** Whether another rep of the pool will do when it is moved. */
  readonly moveTo: 'same' | 'any'
}

/** The agreement that a rep meets a customer. `uid` never changes; `sequence` rises with every change that people must hear of. */
export interface Booking {
  readonly id: string
  readonly uid: string
  readonly sequence: number
  readonly status: BookingStatus
  readonly eventTypeId: string
  readonly poolId: string | null
  readonly repId: string
  /** Other people and rooms that are part of it, with the pool they were taken from. */
  readonly with: readonly { readonly repId: string; readonly poolId: string }[]
  readonly customer: Attendee
  readonly guests: readonly Guest[]
  readonly projectId: string | null
  readonly createdIn: string | null
  readonly completedIn: string | null
  readonly completedBy: { readonly name: string | null; readonly email: string | null } | null
  readonly start: Date
  readonly end: Date
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** The customer's zone: the one in which messages tell the time. */
  readonly timeZone: string
  /** In which messages to the customer are written; English unless known. */
  readonly language?: Language
  readonly subject: string
  readonly location: Location
  readonly details: string | null
  readonly notes: string | null
  readonly answers: readonly Answer[]
  readonly bookedBy: Caller
  readonly assignment: { readonly method: string; readonly reasons: readonly unknown[] }
  /** The usual channels of each side; `chosen` are the sides for which this booking itself said them. */
  readonly notify: {
    readonly customer: readonly Channel[]
    readonly rep: readonly Channel[]
    readonly chosen?: readonly ('customer' | 'rep')[]
  }
  /** What held when it was made. */
  readonly policy: Policy
  readonly cancelReason: string | null
  /** Raising it makes every manage link of the booking void. */
  readonly generation: number
  readonly createdAt: Date
  /** Since when the customer is asked to choose another time. */
  readonly askedAnewAt?: Date | null
}

/** A booking in one of these states keeps its time, and counts against limits. */
export const BLOCKING: readonly BookingStatus[] = ['requested', 'scheduled', 'completed', 'no-show']

/** What may be done with a booking. `outcome` sets or corrects completed, no-show or back to scheduled. */
export type Step = 'reschedule' | 'reassign' | 'cancel' | 'outcome' | 'approve' | 'decline'

/** Why a step is not allowed now, or null if it is. Outcomes are for after the start; everything else for what is still to come. */
export function refusalOfStep(step: Step, booking: Pick<Booking, 'status' | 'start'>, now: Date): string | null {
  const { status } = booking
  switch (step) {
    case 'approve':
    case 'decline':
      return status === 'requested' ? null : `Only a request can be ${step}d; this booking is ${status}.`
    case 'outcome':
      if (!['scheduled', 'completed', 'no-show'].includes(status)) return `A booking that is ${status} has no outcome.`
      return booking.start <= now ? null : 'An outcome can be set once the meeting has begun.'
    default:
      return status === 'scheduled' || status === 'requested' ? null : `A booking that is ${status} cannot be changed.`
  }
}

/** The policy as it holds now: whoever was asked to choose anew may, until the start and with anybody of the pool. */
export const policyNow = ({ policy, askedAnewAt }: Pick<Booking, 'policy' | 'askedAnewAt'>): Policy =>
  askedAnewAt ? { ...policy, rescheduleUntilMinutes: 0, moveTo: 'any' } : policy

/** Since when the customer is asked to choose anew once a booking has changed: no longer, if the time or the rep is another or it is over. */
export const askedStill = (before: Booking, after: Booking): Date | null =>
  after.repId === before.repId &&
  after.start.getTime() === before.start.getTime() &&
  (after.status === 'scheduled' || after.status === 'requested')
    ? (before.askedAnewAt ?? null)
    : null

/** Until when the customer may do this alone, by the policy that the booking was made under; null: never. Staff may until the start. */
export function lastChance(step: 'reschedule' | 'cancel', booking: Pick<Booking, 'start' | 'policy' | 'askedAnewAt'>): Date | null {
  const policy = policyNow(booking)
  const minutes = step === 'cancel' ? policy.cancelUntilMinutes : policy.rescheduleUntilMinutes
  return minutes === null ? null : new Date(booking.start.getTime() - minutes * 60_000)
}

/** What a booking is called unless somebody says otherwise: it must make sense in the rep's calendar and in the customer's. */
export const usualSubject = (eventTypeName: string, customerName: string): string =>
  `${eventTypeName}: ${customerName}`.slice(0, 200).replace(/\p{Cs}$/u, '')

/** Whether anybody is told anything about this booking. */
export const tells = ({ notify, customer, guests }: Pick<Booking, 'notify' | 'customer' | 'guests'>): boolean =>
  notify.rep.length > 0 ||
  (notify.customer.includes('email') && (customer.email !== null || guests.length > 0)) ||
  (notify.customer.includes('sms') && customer.phone !== null)

/** Whether it is a video meeting whose link nobody has named: the calendar of whoever leads it makes one, if it can. */
export const awaitsLink = ({ location }: Pick<Booking, 'location'>): boolean => location.kind === 'link' && !location.value
