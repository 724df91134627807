import { sql } from 'kysely'
import type { Turn } from '../domain/distribution.ts'
import type { Database } from './database.ts'
import type { LedgerKind } from './tables.ts'

/** Note what a rep was given or lost in a pool. */
export async function insertLedger(
  tx: Database,
  entry: { poolId: string; eventTypeId: string; repId: string; bookingId: string; kind: LedgerKind; at: Date },
): Promise<void> {
  await tx
    .insertInto('ledger')
    .values({
      pool_id: entry.poolId,
      event_type_id: entry.eventTypeId,
      rep_id: entry.repId,
      booking_id: entry.bookingId,
      kind: entry.kind,
      at: entry.at,
    })
    .execute()
}

/**
 * When each rep was last given a booking in this pool and event type. A booking that was cancelled, or moved to somebody else, does not
 * count. `version` changes with every entry of the pool.
 */
export async function findTurns(
  db: Database,
  poolId: string,
  eventTypeId: string,
  repIds: readonly string[],
): Promise<{ turns: Turn[]; version: string }> {
  const { rows } = await sql<{ repId: string; at: Date }>`
    select rep_id as "repId", max(at) as at from ledger given
    where pool_id = ${poolId} and event_type_id = ${eventTypeId} and kind in ('assigned', 'reassigned-to')
      and not exists (select from ledger lost where lost.booking_id = given.booking_id and lost.rep_id = given.rep_id
        and lost.id > given.id and lost.kind in ('cancelled', 'reassigned-away'))
    group by rep_id`.execute(db)
  const newest = await sql<{ version: string }>`
    select coalesce(max(id), 0)::text as version from ledger where pool_id = ${poolId} and event_type_id = ${eventTypeId}`.execute(db)
  const last = new Map(rows.map((row) => [row.repId, row.at]))
  return { turns: repIds.map((repId) => ({ repId, lastBookedAt: last.get(repId) ?? null })), version: newest.rows[0]?.version ?? '0' }
}
