import { getBooking, lockBooking, setOutcomeOf } from '../db/bookings.ts'
import type { Database } from '../db/database.ts'
import { getMessageRule } from '../db/event-types.ts'
import { insertLedger } from '../db/ledger.ts'
import { lockPools } from '../db/pools.ts'
import { getProject } from '../db/projects.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import { allow } from './change.ts'
import { crmJobs, jobsOf } from './look-again.ts'
import { noteChange } from './note-change.ts'
import { followOutcome } from './processes/follow-booking.ts'
import type { Services } from './services.ts'

/** What came of a meeting, in whose project, by whom. `scheduled` takes an outcome back. */
export interface Outcome {
  readonly status: 'completed' | 'no-show' | 'scheduled'
  readonly notes?: string
  /** The project in which it was completed, id or slug; the one where it took place unless given. */
  readonly project?: string
}

/** Set or correct a booking's outcome. The time stays taken; only a follow-up, or words about a no-show, may come of it. `also` stores what belongs to it. */
export async function setOutcome(
  services: Services,
  caller: Caller,
  bookingId: string,
  outcome: Outcome,
  also?: (tx: Database) => Promise<void>,
): Promise<Booking> {
  const { db, queue, now } = services
  const before = await getBooking(db, bookingId)
  allow(services, 'outcome', before)
  const project = outcome.project === undefined ? before.projectId : (await getProject(db, outcome.project)).id
  const done = outcome.status !== 'scheduled'
  const after: Booking = {
    ...before,
    status: outcome.status,
    notes: outcome.notes ?? before.notes,
    completedIn: done ? project : null,
    completedBy: done ? { name: caller.name, email: caller.email } : null,
  }
  const at = now()
  const rule = await getMessageRule(db, before.eventTypeId)
  await db.transaction().execute(async (tx) => {
    await lockPools(tx, before.poolId === null ? [] : [before.poolId])
    await lockBooking(tx, before)
    await setOutcomeOf(tx, after)
    await also?.(tx)
    const { poolId, eventTypeId, repId, id } = before
    const turned = before.status !== after.status && [before.status, after.status].includes('no-show')
    if (poolId && turned)
      await insertLedger(tx, {
        poolId,
        eventTypeId,
        repId,
        bookingId: id,
        kind: after.status === 'no-show' ? 'no-show' : 'no-show-undone',
        at,
      })
    if (done && before.status !== after.status) await followOutcome(tx, after, caller, at)
    await noteChange(services, tx, { action: `outcome: ${after.status}`, at, caller, reason: outcome.notes ?? null, before, after })
    const words = before.status === after.status ? [] : jobsOf(after, rule, at)
    await queue.enqueue(tx, [...words, ...(await crmJobs(tx, after))])
  })
  return after
}
