/** After the storm: let what is left to do be done. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../../server/db/database.ts'
import type { ServiceProcesses } from './service.ts'

/**
 * What the queue does by itself after its pauses, done at once. The workers are new ones, so what was under way before is a dead one's, which
 * they would notice after half a minute; and what is to be tried again would wait for up to an hour.
 */
const hurry = (db: Database, began: Date) =>
  sql`update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null
    where (state = 'retry' and start_after > now()) or (state = 'active' and started_on < ${began})`.execute(db)

const left = async (db: Database): Promise<number> => {
  const { rows } = await sql<{ left: number }>`select count(*)::int as left from pgboss.job
    where state < 'completed' and start_after < now() and singleton_key is distinct from name`.execute(db)
  return rows[0]?.left ?? 0
}

/** Start the workers anew and wait until nothing is due, `patience` milliseconds at most. How long it took. */
export async function drain(db: Database, { workers }: ServiceProcesses, patience: number): Promise<number> {
  const from = Date.now()
  await Promise.all(workers.map((one) => one.stop('SIGTERM')))
  const { rows } = await sql<{ began: Date }>`select clock_timestamp() as began`.execute(db)
  await Promise.all(workers.map((one) => one.start()))
  for (let calm = 0; calm < 2 && Date.now() - from < patience; ) {
    await hurry(db, rows[0]?.began ?? new Date())
    await wait(500)
    calm = (await left(db)) === 0 ? calm + 1 : 0
  }
  return Date.now() - from
}
