import { sql } from 'kysely'
import type { Caller } from '../domain/booking.ts'
import type { Entry, LedgerKind } from '../domain/ledger.ts'
import { type Database, json } from './database.ts'

/** An entry to be written. */
export interface NewEntry {
  readonly poolId: string
  readonly eventTypeId: string | null
  readonly repId: string
  readonly bookingId: string | null
  readonly kind: LedgerKind
  readonly at: Date
  readonly amount?: number
  readonly counts?: boolean
  readonly author?: Caller
  readonly reason?: string
}

/** Note what reps were given or lost in a pool, in this order. The pool is locked already. */
export async function insertLedger(tx: Database, ...entries: readonly NewEntry[]): Promise<void> {
  await tx
    .insertInto('ledger')
    .values(
      entries.map((entry) => ({
        pool_id: entry.poolId,
        event_type_id: entry.eventTypeId,
        rep_id: entry.repId,
        booking_id: entry.bookingId,
        kind: entry.kind,
        at: entry.at,
        amount: entry.amount ?? 0,
        counts: entry.counts ?? true,
        author: entry.author ? json(entry.author) : null,
        reason: entry.reason ?? null,
      })),
    )
    .execute()
}

/** A pool's entries after the one with id `version`, in order; those before `until`, if given. */
export async function findEntries(db: Database, poolId: string, version: string, until: Date | null = null): Promise<Entry[]> {
  const { rows } = await sql<Entry>`
    select id::text, rep_id as "repId", event_type_id as "eventTypeId", booking_id as "bookingId", kind, at, amount, counts from ledger
    where pool_id = ${poolId} and id > ${version}::bigint and (${until}::timestamptz is null or at < ${until}) order by ledger.id`.execute(
    db,
  )
  return rows
}
