import { callerKey } from '../domain/booking.ts'
import type { Hold } from '../domain/hold.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId, json } from './database.ts'
import { occupy } from './occupancy.ts'

const select = (db: Database) =>
  db
    .selectFrom('hold')
    .select(['id', 'event_type_id as eventTypeId', 'pool_id as poolId', 'rep_id as repId', 'with', 'starts_at as start', 'ends_at as end'])
    .select(['buffer_before_minutes as bufferBeforeMinutes', 'buffer_after_minutes as bufferAfterMinutes'])
    .select(['held_by as heldBy', 'created_at as createdAt', 'expires_at as expiresAt'])

/** The hold of this id, if it still keeps time at `at`: an unknown or expired one means nothing. */
export async function findHold(db: Database, id: string, at: Date): Promise<Hold | null> {
  if (!isId(id)) return null
  return (await select(db).where('id', '=', id).where('expires_at', '>', at).executeTakeFirst()) ?? null
}

/** The hold of this id, expired ones included until they are tidied away. Refuses with `not-found`. */
export async function getHold(db: Database, id: string): Promise<Hold> {
  const found = isId(id) ? await select(db).where('id', '=', id).executeTakeFirst() : undefined
  if (!found) throw new Refusal('not-found', 'There is no such hold; it may have ended.')
  return found
}

/** How many holds of a holder keep time at `at`. */
export async function countHolds(db: Database, holder: string, at: Date): Promise<number> {
  const { count } = await db
    .selectFrom('hold')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('holder', '=', holder)
    .where('expires_at', '>', at)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Store a hold and take its time. Throws `slot-taken` as `occupy` does. */
export async function insertHold(tx: Database, hold: Hold): Promise<void> {
  await tx
    .insertInto('hold')
    .values({
      id: hold.id,
      event_type_id: hold.eventTypeId,
      pool_id: hold.poolId,
      rep_id: hold.repId,
      with: json(hold.with),
      starts_at: hold.start,
      ends_at: hold.end,
      buffer_before_minutes: hold.bufferBeforeMinutes,
      buffer_after_minutes: hold.bufferAfterMinutes,
      held_by: json(hold.heldBy),
      holder: callerKey(hold.heldBy),
      created_at: hold.createdAt,
      expires_at: hold.expiresAt,
    })
    .execute()
  await occupy(tx, { holdId: hold.id, expiresAt: hold.expiresAt }, hold)
}

/** Let a hold last until `expiresAt`; false if it has ended by `at`. The caller has touched everybody it concerns. */
export async function prolongHold(tx: Database, id: string, at: Date, expiresAt: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('hold')
    .set({ expires_at: expiresAt })
    .where('id', '=', id)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await tx.updateTable('occupancy').set({ expires_at: expiresAt }).where('hold_id', '=', id).execute()
  return true
}

/** End a hold and give back its time. The caller has touched everybody it concerns. */
export async function deleteHold(tx: Database, id: string): Promise<void> {
  await tx.deleteFrom('hold').where('id', '=', id).execute()
}

/** Whose time holds that expired by `at` still take in the database. */
export async function findRepsHeldSince(db: Database, at: Date): Promise<string[]> {
  const rows = await db.selectFrom('occupancy').select('rep_id').distinct().where('expires_at', '<=', at).execute()
  return rows.map((row) => row.rep_id)
}

/** Remove the holds that expired by `at`. The caller has touched everybody whose time they take. */
export async function deleteExpiredHolds(tx: Database, at: Date): Promise<void> {
  await tx.deleteFrom('hold').where('expires_at', '<=', at).execute()
}
