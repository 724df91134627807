import { getBooking } from '../db/bookings.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import { end } from './cancel.ts'
import { allow, change } from './change.ts'
import type { Services } from './services.ts'

/** Approve a request: from now on it is a booking like any other. */
export async function approve(services: Services, caller: Caller, bookingId: string): Promise<Booking> {
  const before = await getBooking(services.db, bookingId)
  allow(services, 'approve', before)
  return change(services, { action: 'approved', caller, before, after: { ...before, status: 'scheduled' } })
}

/** Decline a request: its time is free again, and the customer is told. */
export async function decline(services: Services, caller: Caller, bookingId: string, reason?: string): Promise<Booking> {
  const before = await getBooking(services.db, bookingId)
  allow(services, 'decline', before)
  return end(services, caller, before, 'declined', reason)
}
