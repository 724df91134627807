import { findFailedJobs, takeFailedJobs } from '../../db/jobs.ts'
import { Refusal } from '../../domain/refusal.ts'
import { type Job, jobs } from '../../jobs/catalog.ts'
import type { Services } from '../services.ts'

/** Jobs that are begun anew in one transaction. */
const BATCH = 500

/** Do jobs anew that were given up, with all their tries: these, or all. Returns how many they are. */
export async function replayFailedJobs(services: Services, id: string | null): Promise<number> {
  if (id !== null) {
    const replayed = await replay(services, [id])
    if (replayed === 0) throw new Refusal('not-found', 'There is no such failed job.')
    return replayed
  }
  for (let all = 0; ; ) {
    const ids = (await findFailedJobs(services.db, { limit: BATCH })).map((job) => job.id)
    const replayed = ids.length === 0 ? 0 : await replay(services, ids)
    all += replayed
    if (replayed === 0) return all
  }
}

const replay = ({ db, queue }: Services, ids: readonly string[]): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const taken = await takeFailedJobs(tx, ids)
    // A name that an earlier version gave is nobody's job any more.
    const known = taken.filter(({ name }) => name in jobs)
    await queue.enqueue(
      tx,
      known.map(({ name, data }) => [name, data ?? {}] as unknown as Job),
    )
    return taken.length
  })

/** Forget a job that was given up and that nobody needs any more. Refuses with `not-found`. */
export async function dropFailedJob({ db }: Services, id: string): Promise<void> {
  if ((await takeFailedJobs(db, [id])).length === 0) throw new Refusal('not-found', 'There is no such failed job.')
}
