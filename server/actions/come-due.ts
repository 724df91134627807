import { getBooking } from '../db/bookings.ts'
import { getMessageRule } from '../db/event-types.ts'
import type { Caller } from '../domain/booking.ts'
import { lookAgainAt, requestExpiresAt } from '../domain/message-rule.ts'
import type { Job, Payload } from '../jobs/catalog.ts'
import { end } from './cancel.ts'
import type { Services } from './services.ts'

/** Whom history names where no person did anything. */
const THE_CLOCK: Caller = { kind: 'api', name: 'Switchboard', email: null }

/** The database's clock, by which jobs begin, may be ahead of ours by so much; a time that has not come by then is looked for again after it. */
const CLOCKS_DIFFER_MS = 120_000
const PAUSE_MS = 30_000

/**
 * A time in a booking's life has come. Job `booking.due`; running it twice, late, or for a time that was given up does no harm.
 *
 * A request that nobody answered ends here. Everything else is words, and those are decided where all words are.
 */
export async function comeDue(services: Services, { bookingId }: Payload<'booking.due'>): Promise<void> {
  const { db, queue, now } = services
  const booking = await getBooking(db, bookingId)
  const rule = await getMessageRule(db, booking.eventTypeId)
  const at = now()
  if (booking.status === 'requested' && requestExpiresAt(booking, rule) <= at) {
    await end(services, THE_CLOCK, booking, 'expired', undefined)
    return
  }
  const almost = lookAgainAt(booking, rule, at).find((time) => time.getTime() - at.getTime() < CLOCKS_DIFFER_MS)
  const again: Job[] = almost ? [['booking.due', { bookingId }, new Date(almost.getTime() + PAUSE_MS)]] : []
  await db.transaction().execute((tx) => queue.enqueue(tx, [['invitation.send', { bookingId }], ...again]))
}
