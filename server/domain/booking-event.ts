import type { Booking } from './booking.ts'
import type { CalendarEvent } from './calendar.ts'
import { placeOf } from './message.ts'
import { clean, oneLine } from './text.ts'

/** What else decides how an event reads. */
export interface EventFacts {
  /** The zone of whoever's calendar it is. */
  readonly timeZone: string
  /** Who leads the meeting. */
  readonly repName: string
  /** Whether the vendor is to make a link for a video meeting. */
  readonly video: boolean
  /** Whether the vendor invites the customer and the guests. */
  readonly invites: boolean
}

/**
 * A booking as an event in the calendar of somebody who takes part. The customer stands in its text, not among its attendees, unless the
 * vendor is to invite: we have invited them already.
 */
export function calendarEventOf(booking: Booking, { timeZone, repName, video, invites }: EventFacts): CalendarEvent {
  const { customer, guests, answers, details, notify } = booking
  const valueText = (value: (typeof answers)[number]['value']) => (Array.isArray(value) ? value.join(', ') : String(value))
  const lines = [
    `Customer: ${[customer.name, customer.email, customer.phone].filter(Boolean).join(', ')}`,
    `With: ${repName}`,
    ...(guests.length > 0 ? [`Guests: ${guests.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ')}`] : []),
    ...answers.map(({ label, value }) => `${label}: ${valueText(value)}`),
  ].map(oneLine)
  const text = clean(details ?? '').trim()
  // What is written for whoever is invited tells them nothing about each other.
  const description = invites ? text : [...lines, ...(text === '' ? [] : ['', text])].join('\n')
  const invited = [{ name: customer.name, email: customer.email }, ...guests].flatMap(({ name, email }) => (email ? [{ name, email }] : []))
  return {
    uid: booking.uid,
    sequence: booking.sequence,
    start: booking.start,
    end: booking.end,
    timeZone,
    subject: oneLine(booking.subject),
    description,
    location: placeOf(booking, invites ? 'customer' : 'rep'),
    video,
    attendees: invites && notify.customer.includes('email') ? invited : [],
  }
}
