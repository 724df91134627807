/** Readings of the org: which one may still change something, and how far they have come. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

/** A reading that was begun of an org. */
export interface Reading {
  readonly id: string
  readonly orgId: string
  readonly begunAt: Date
}

/** Begin a reading: from now on any other of this org changes nothing any more. */
export async function beginReading(db: Database, { id, orgId, begunAt }: Reading): Promise<void> {
  await db.updateTable('crm_org').set({ reading: id, tried_at: begunAt }).where('id', '=', orgId).execute()
}

/** Keep the org from being read anew, connected anew or left until the transaction ends; false if that has happened already. */
export async function holdReading(tx: Database, { id, orgId }: Reading): Promise<boolean> {
  const held = await tx
    .selectFrom('crm_org')
    .select('id')
    .where('id', '=', orgId)
    .where('reading', '=', id)
    .where('disconnected_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  return held !== undefined
}

/** How an org is doing, locked until the transaction ends; null if another reading has begun, or the org is another. */
export async function lockCondition(tx: Database, { id, orgId }: Reading) {
  const row = await tx
    .selectFrom('crm_org')
    .select(['failing_since as failingSince', 'told', 'secret_version as secretVersion'])
    .where('id', '=', orgId)
    .where('reading', '=', id)
    .where('disconnected_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Note that administrators are about to hear that the org lets us in no longer; since when, or null if they have, or if it does. */
export async function noteToldOfRevoked(tx: Database, orgId: string, at: Date): Promise<Date | null> {
  const row = await tx
    .updateTable('crm_org')
    .set({ told: 'revoked', failing_since: sql`coalesce(failing_since, ${at})` })
    .where('id', '=', orgId)
    .where('revoked', '=', true)
    .where(sql<boolean>`told is distinct from 'revoked'`)
    .returning('failing_since as since')
    .executeTakeFirst()
  return row?.since ?? null
}

/** What is wrong with an org; `pausedUntil` null leaves a pause as it is. */
export interface Condition {
  readonly revoked: boolean
  readonly failingSince: Date
  readonly problem: string
  readonly pausedUntil: Date | null
  readonly told: 'revoked' | 'unreachable' | null
}

/** Note that the org could not be read. Its row is locked. */
export async function noteFailing(tx: Database, { revoked, failingSince, problem, pausedUntil, told }: Condition): Promise<void> {
  const pause = pausedUntil === null ? {} : { paused_until: sql<Date>`greatest(paused_until, ${pausedUntil})` }
  await tx
    .updateTable('crm_org')
    .set({ revoked, failing_since: failingSince, problem, told, ...pause })
    .execute()
}

/** Note that all changes up to then are known, and that the org is well. Its row is locked. */
export async function noteRead(tx: Database, until: Date, at: Date): Promise<void> {
  const well = { failing_since: null, problem: null, told: null }
  await tx
    .updateTable('crm_org')
    .set({ ...well, changes_until: until, read_at: at })
    .execute()
}
