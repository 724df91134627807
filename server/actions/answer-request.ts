import { getBooking, type StoredBooking } from '../db/bookings.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import { end } from './cancel.ts'
import { allow, change } from './change.ts'
import type { Services } from './services.ts'

/** A request by its id, or as somebody saw it: then it must not have changed since. */
type Asked = string | StoredBooking

const asItIs = async ({ db }: Services, asked: Asked) => (typeof asked === 'string' ? getBooking(db, asked) : asked)

/** Approve a request: from now on it is a booking like any other. */
export async function approve(services: Services, caller: Caller, asked: Asked): Promise<Booking> {
  const before = await asItIs(services, asked)
  allow(services, 'approve', before)
  return change(services, { action: 'approved', caller, before, after: { ...before, status: 'scheduled' } })
}

/** Decline a request: its time is free again, and the customer is told. */
export async function decline(services: Services, caller: Caller, asked: Asked, reason?: string): Promise<Booking> {
  const before = await asItIs(services, asked)
  allow(services, 'decline', before)
  return end(services, caller, before, 'declined', reason)
}
