import type { Shape } from './availability.ts'
import type { Policy } from './booking.ts'
import type { Minute, Span } from './interval.ts'
import type { Zone } from './zone.ts'

/** Where a meeting takes place. `value` is an address, a number or a link. */
export interface Location {
  readonly kind: 'phone' | 'in-person' | 'link' | 'other'
  readonly value?: string
}

/** A question that a booking page asks. */
export interface Question {
  readonly key: string
  readonly label: string
  readonly kind: 'text' | 'long-text' | 'choice' | 'several' | 'checkbox' | 'number' | 'date' | 'consent'
  readonly required: boolean
  readonly options?: readonly string[]
}

/** No meeting is longer. */
export const LONGEST_MINUTES = 1440

/** What can be booked. */
export interface EventType {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly durationMinutes: number
  readonly slotIntervalMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly minimumNoticeMinutes: number
  readonly bookingWindowDays: number
  /** Who else must be there: so many members of each pool (its id), free together with the rep. */
  readonly with: readonly { readonly pool: string; readonly count: number }[]
  readonly location: Location
  readonly approval: boolean
  readonly questions: readonly Question[]
  readonly notify: { readonly customer: readonly Channel[]; readonly rep: readonly Channel[] }
  /** How late customers may move or cancel. */
  readonly policy: Policy
  /** How many of the bookings that customers make themselves one email may have open; null: any number. */
  readonly openPerCustomer: number | null
}

export type Channel = 'email' | 'sms'

/** The meeting's length, or the one asked for, with the event type's buffers. */
export const shapeOf = (eventType: EventType, durationMinutes?: number): Shape => ({
  duration: durationMinutes ?? eventType.durationMinutes,
  before: eventType.bufferBeforeMinutes,
  after: eventType.bufferAfterMinutes,
})

/** The starts that an event type allows now: `first` and `end` bound them, half-open. */
export function bookableWindow(eventType: EventType, now: Minute, zone: Zone): Span {
  return { start: now + eventType.minimumNoticeMinutes, end: zone.startOfDay(zone.localDay(now) + eventType.bookingWindowDays + 1) }
}

type DateRefusal = 'too-soon' | 'too-far-ahead'

/** Every reason why a meeting may not start at `start` for its date alone: a notice longer than the booking window gives both. */
export function dateRefusals(eventType: EventType, start: Minute, now: Minute, zone: Zone): DateRefusal[] {
  const refusals: DateRefusal[] = []
  if (start < now + eventType.minimumNoticeMinutes) refusals.push('too-soon')
  if (zone.localDay(start) > zone.localDay(now) + eventType.bookingWindowDays) refusals.push('too-far-ahead')
  return refusals
}

/**
 * Why a meeting may not start at `start` for its date alone, or null if it may.
 *
 * Slot search and booking both ask this one function, so a slot that is shown is never refused for its date.
 */
export const refusalFor = (eventType: EventType, start: Minute, now: Minute, zone: Zone): DateRefusal | null =>
  dateRefusals(eventType, start, now, zone)[0] ?? null

/** Whether a start stands on the grid that public pages offer: the wall clock of the customer's zone, every slot interval. */
export const isOnGrid = (eventType: EventType, start: Minute, zone: Zone): boolean =>
  zone.minuteOfDay(start) % eventType.slotIntervalMinutes === 0
