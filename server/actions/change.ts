/** What every change of a booking shares: look at it, decide, lock, store, and let jobs tell the people. */
import { lockBooking, type StoredBooking, updateBooking } from '../db/bookings.ts'
import type { Database } from '../db/database.ts'
import { getMessageRule } from '../db/event-types.ts'
import { lockPools } from '../db/pools.ts'
import { askedStill, type Booking, type Caller, lastChance, refusalOfStep, type Step, tells } from '../domain/booking.ts'
import { type Hold, peopleOf } from '../domain/hold.ts'
import { Refusal } from '../domain/refusal.ts'
import { jobsOf, outsideJobs } from './look-again.ts'
import { noteChange } from './note-change.ts'
import type { Services } from './services.ts'
import { lockTime } from './take-time.ts'

export interface Change {
  /** What history calls it. */
  readonly action: string
  readonly caller: Caller
  readonly reason?: string | null
  readonly before: StoredBooking
  /** What the booking becomes: known, or decided once the pool is locked, by a turn that nobody else uses then. */
  readonly after: Booking | ((tx: Database) => Promise<Booking>)
  /** The hold that it uses up. */
  readonly hold?: Hold | null
}

/** Refuse with `conflict` what the booking's state does not allow now. */
export function allow(services: Services, step: Step, booking: Booking): void {
  const refusal = refusalOfStep(step, booking, services.now())
  if (refusal) throw new Refusal('conflict', refusal)
}

/** Refuse a customer with `too-soon` once it is later than the booking's policy allows. */
export function allowStill(services: Services, step: 'reschedule' | 'cancel', caller: Caller, booking: Booking): void {
  if (caller.kind !== 'customer') return
  const until = lastChance(step, booking)
  if (until === null || until <= services.now())
    throw new Refusal('too-soon', `It is too late to ${step} this by yourself. Please get in touch with us.`)
}

/**
 * Store a change that people must hear of: the sequence rises. `check` runs once the reps of before and after are locked, and may refuse;
 * `also` stores what belongs to the change. Locks are taken in one order everywhere: pool, reps, booking.
 */
export async function change(
  services: Services,
  { action, caller, reason = null, before, after, hold = null }: Change,
  parts: {
    check?: (tx: Database, after: Booking, lockedAt: Date) => Promise<void>
    also?: (tx: Database, at: Date, after: Booking) => Promise<void>
  } = {},
): Promise<Booking> {
  const at = services.now()
  const rule = await getMessageRule(services.db, before.eventTypeId)
  return services.db.transaction().execute(async (tx) => {
    await lockPools(tx, before.poolId === null ? [] : [before.poolId])
    const becomes = typeof after === 'function' ? await after(tx) : after
    const changed: Booking = { ...becomes, sequence: before.sequence + 1, askedAnewAt: askedStill(before, becomes) }
    const lockedAt = await lockTime(services, tx, [before, changed].flatMap(peopleOf), hold)
    await lockBooking(tx, before)
    await parts.check?.(tx, changed, lockedAt)
    await updateBooking(tx, changed, tells(changed) ? 'pending' : 'none')
    await parts.also?.(tx, at, changed)
    await noteChange(services, tx, { action, at, caller, reason, before, after: changed })
    await services.queue.enqueue(tx, [...jobsOf(changed, rule, at), ...(await outsideJobs(tx, changed))])
    return changed
  })
}
