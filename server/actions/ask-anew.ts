import { getBooking, lockBooking, setAskedAnew } from '../db/bookings.ts'
import { getMessageRule } from '../db/event-types.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import { channelsFor } from '../domain/message-rule.ts'
import { Refusal } from '../domain/refusal.ts'
import { allow } from './change.ts'
import { noteChange } from './note-change.ts'
import type { Services } from './services.ts'

/**
 * Ask the customer to choose another time, with anybody who can then. The booking stays as it is until they do; refuses with `conflict` a
 * customer whom no message reaches.
 */
export async function askAnew(services: Services, caller: Caller, bookingId: string): Promise<Booking> {
  const { db, now, queue } = services
  const before = await getBooking(db, bookingId)
  allow(services, 'reschedule', before)
  const at = now()
  if (before.start <= at) throw new Refusal('conflict', 'It has begun already. Get in touch with the customer.')
  const channels = channelsFor(await getMessageRule(db, before.eventTypeId), before.notify, 'customer', 'choose-anew')
  const { email, phone } = before.customer
  const reached = (channels.includes('email') && email !== null) || (channels.includes('sms') && phone !== null)
  if (!reached)
    throw new Refusal('conflict', 'No message reaches this customer: there is no address, or they are not to be told. Call them.')
  const after: Booking = { ...before, askedAnewAt: at }
  await db.transaction().execute(async (tx) => {
    await lockBooking(tx, before)
    await setAskedAnew(tx, before.id, at)
    await noteChange(services, tx, { action: 'asked-anew', at, caller, reason: null, before, after })
    await queue.enqueue(tx, [['invitation.send', { bookingId }]])
  })
  return after
}
