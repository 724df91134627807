import { sql } from 'kysely'
import type { Database } from './database.ts'

/**
 * Which reps changed in transactions that `snapshot` did not see, and the snapshot of this read, in one round trip.
 *
 * Exact with any number of writers: a transaction that was still open is not visible in the snapshot of the read before, whatever its
 * number. The snapshot `1:1:` has seen nothing.
 */
export async function findChangedReps(db: Database, snapshot: string): Promise<{ snapshot: string; repIds: string[] }> {
  const { rows } = await sql<{ snapshot: string; repIds: string[] }>`
    select pg_current_snapshot()::text as snapshot, array(
      select rep_id::text from rep_change
      where changed >= pg_snapshot_xmin(${snapshot}::pg_snapshot) and not pg_visible_in_snapshot(changed, ${snapshot}::pg_snapshot)
    ) as "repIds"`.execute(db)
  return rows[0] ?? { snapshot, repIds: [] }
}

/** The first number in a snapshot that was not yet given out: it never goes back on one server. */
export const nextOf = (snapshot: string): bigint => BigInt(snapshot.split(':')[1] ?? 0)
