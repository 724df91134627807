import { sql } from 'kysely'
import { deleteStaleSignIns } from '../db/accounts.ts'
import { findOverdueRequests } from '../db/bookings.ts'
import { deleteExpiredHolds, findRepsHeldSince } from '../db/holds.ts'
import { forgetAnswers } from '../db/idempotency.ts'
import { deleteDoneJobs } from '../db/jobs.ts'
import { deleteEndedLaunches } from '../db/launches.ts'
import { tidyNameWords } from '../db/name-search.ts'
import { deleteEndedHits } from '../db/rate-limits.ts'
import { touchReps } from '../db/reps.ts'
import { deleteOldDeliveries } from '../db/webhook-deliveries.ts'
import { comeDue } from './come-due.ts'
import { askForWaitingTasks } from './crm/write-task.ts'
import { sealAnew } from './seal-anew.ts'
import type { Services } from './services.ts'

/** End requests that nobody answered, remove what is kept for a while only, and seal anew what an earlier key has sealed. Job `tidy`, hourly. The embedded database has no autovacuum, so this is its vacuum too. */
export async function tidy(services: Services): Promise<void> {
  const { db, now, embedded } = services
  await forgetAnswers(db, new Date(now().getTime() - 48 * 3_600_000))
  // A little later than they expire: a process whose clock is behind may still take them for live.
  const expired = new Date(now().getTime() - 60_000)
  await db.transaction().execute(async (tx) => {
    await touchReps(tx, await findRepsHeldSince(tx, expired))
    await deleteExpiredHolds(tx, expired)
  })
  // Each has a job of its own for this; one that was lost, or made for a longer wait, is caught here.
  for (const bookingId of await findOverdueRequests(db, now())) await comeDue(services, { bookingId })
  await deleteStaleSignIns(db)
  await deleteEndedLaunches(db, expired)
  await deleteOldDeliveries(db, new Date(now().getTime() - 30 * 24 * 3_600_000))
  await deleteDoneJobs(db)
  await deleteEndedHits(db)
  await tidyNameWords(db)
  await askForWaitingTasks(services)
  await sealAnew(services)
  if (embedded) await sql`vacuum`.execute(db)
}
