import { getBooking } from '../db/bookings.ts'
import type { Database } from '../db/database.ts'
import { insertLedger } from '../db/ledger.ts'
import { getProject } from '../db/projects.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import { allow, allowStill, change } from './change.ts'
import { followOutcome } from './processes/follow-booking.ts'
import type { Services } from './services.ts'

/** Why, and in which project (id or slug; the one where it would have taken place unless given). */
export interface Cancellation {
  readonly reason?: string
  readonly project?: string
}

/** Cancel a booking: its time is free again, and everybody who knew of it is told. `also` stores what belongs to it. */
export async function cancel(
  services: Services,
  caller: Caller,
  bookingId: string,
  { reason, project }: Cancellation = {},
  also?: (tx: Database) => Promise<void>,
): Promise<Booking> {
  const before = await getBooking(services.db, bookingId)
  allow(services, 'cancel', before)
  allowStill(services, 'cancel', caller, before)
  if (caller.kind === 'customer') return end(services, caller, before, 'cancelled', reason, also)
  const completedIn = project === undefined ? before.projectId : (await getProject(services.db, project)).id
  const completed = { completedIn, completedBy: { name: caller.name, email: caller.email } }
  return end(services, caller, before, 'cancelled', reason, also, completed)
}

/** Bring a booking, or a request for one, to its end: its time is free again, and the turn that it used is given back. */
export async function end(
  services: Services,
  caller: Caller,
  before: Awaited<ReturnType<typeof getBooking>>,
  status: 'cancelled' | 'declined' | 'expired',
  reason: string | undefined,
  also?: (tx: Database) => Promise<void>,
  completed: Partial<Pick<Booking, 'completedIn' | 'completedBy'>> = {},
): Promise<Booking> {
  const after: Booking = { ...before, ...completed, status, cancelReason: reason ?? null }
  return change(
    services,
    { action: status, caller, reason: reason ?? null, before, after },
    {
      also: async (tx, at) => {
        const { poolId, eventTypeId, repId, id: bookingId } = before
        if (poolId) await insertLedger(tx, { poolId, eventTypeId, repId, bookingId, kind: 'cancelled', at })
        await also?.(tx)
        await followOutcome(tx, after, caller, at)
      },
    },
  )
}
