import { askForSync, type Outside } from '../db/bookings.ts'
import type { Database } from '../db/database.ts'
import type { Booking } from '../domain/booking.ts'
import { lookAgainAt, type MessageRule } from '../domain/message-rule.ts'
import type { Job } from '../jobs/catalog.ts'

/**
 * The jobs that a booking needs from now on: tell people of it, and look again when the time of a reminder, of the end of a request or of a
 * follow-up has come. What they do is decided when they run, so those of a time that is no longer the booking's do nothing.
 */
export const jobsOf = (booking: Booking, rule: MessageRule, now: Date): Job[] => [
  ['invitation.send', { bookingId: booking.id }],
  ...lookAgainAt(booking, rule, now).map((at): Job => ['booking.due', { bookingId: booking.id }, at]),
]

/** The jobs that write a booking, stored as it now is, into the calendars of those concerned, and into the CRM; none where nobody is. */
export const outsideJobs = (tx: Database, booking: Booking): Promise<Job[]> => jobsFor(tx, booking, ['calendar', 'crm'])

/** The job that writes its event anew into the calendars of those concerned, if any of them has one. */
export const calendarJobs = (tx: Database, booking: Booking): Promise<Job[]> => jobsFor(tx, booking, ['calendar'])

/** The job that writes it into the CRM, if one is connected: for what calendars do not say. */
export const crmJobs = (tx: Database, booking: Booking): Promise<Job[]> => jobsFor(tx, booking, ['crm'])

const writers = { calendar: 'calendar.write', crm: 'crm.write' } as const

async function jobsFor(tx: Database, booking: Booking, where: readonly Outside[]): Promise<Job[]> {
  return (await askForSync(tx, booking, where)).map((one): Job => [writers[one], { bookingId: booking.id }])
}
