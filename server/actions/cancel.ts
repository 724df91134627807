import { getBooking } from '../db/bookings.ts'
import { insertLedger } from '../db/ledger.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import { allow, allowStill, change } from './change.ts'
import type { Services } from './services.ts'

/** Cancel a booking: its time is free again, and everybody who knew of it is told. */
export async function cancel(services: Services, caller: Caller, bookingId: string, reason?: string): Promise<Booking> {
  const before = await getBooking(services.db, bookingId)
  allow(services, 'cancel', before)
  allowStill(services, 'cancel', caller, before)
  return end(services, caller, before, 'cancelled', reason)
}

/** Bring a booking, or a request for one, to its end: its time is free again, and the turn that it used is given back. */
export async function end(
  services: Services,
  caller: Caller,
  before: Awaited<ReturnType<typeof getBooking>>,
  status: 'cancelled' | 'declined' | 'expired',
  reason: string | undefined,
): Promise<Booking> {
  const after: Booking = { ...before, status, cancelReason: reason ?? null }
  return change(
    services,
    { action: status, caller, reason: reason ?? null, before, after },
    {
      also: async (tx, at) => {
        const { poolId, eventTypeId, repId, id: bookingId } = before
        if (poolId) await insertLedger(tx, { poolId, eventTypeId, repId, bookingId, kind: 'cancelled', at })
      },
    },
  )
}
