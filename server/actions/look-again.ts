import { askForCalendars } from '../db/bookings.ts'
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

/** The jobs that write a booking, stored as it now is, into the calendars of those concerned; none if nobody has one. */
export const calendarJobs = async (tx: Database, booking: Booking): Promise<Job[]> =>
  (await askForCalendars(tx, booking)) ? [['calendar.write', { bookingId: booking.id }]] : []
