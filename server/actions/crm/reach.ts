import { EMAIL_CHANGED } from '../../db/booking-history.ts'
import { findBookingsByIds } from '../../db/bookings.ts'
import { rewriteEvents } from '../../db/calendar-events.ts'
import { followAddresses, type Reach } from '../../db/crm-follow.ts'
import type { Database } from '../../db/database.ts'
import type { Caller } from '../../domain/booking.ts'
import { calendarJobs } from '../look-again.ts'
import { noteChange } from '../note-change.ts'
import type { Services } from '../services.ts'
import { writeAgain } from './ask.ts'

/** Nobody is named: many may have edited the record. */
const SALESFORCE: Caller = { kind: 'salesforce', name: null, email: null }

/**
 * Let the coming bookings of customers who have another email or phone, by their record or by what staff say, reach them there: who is reached there is invited, calendars
 * name the new address, and the CRM has the new link. Returns the bookings.
 */
export async function followReach(
  services: Services,
  tx: Database,
  changed: readonly Reach[],
  caller: Caller = SALESFORCE,
): Promise<readonly string[]> {
  const { queue, now } = services
  const moved = changed.filter((one) => one.email !== one.emailBefore || one.phone !== one.phoneBefore)
  if (moved.length === 0) return []
  const byEmail = new Map((await followAddresses(tx, moved, now())).map((one) => [one.id, one.byEmail]))
  for (const [bookingId, booking] of await findBookingsByIds(tx, [...byEmail.keys()])) {
    const action = byEmail.get(bookingId) ? EMAIL_CHANGED : 'phone changed'
    await noteChange(services, tx, { action, at: now(), caller, reason: null, before: booking, after: booking })
    await rewriteEvents(tx, bookingId)
    await queue.enqueue(tx, [['invitation.send', { bookingId }], ...(await calendarJobs(tx, booking))])
  }
  await queue.enqueue(tx, await writeAgain(tx, [...byEmail.keys()]))
  return [...byEmail.keys()]
}
