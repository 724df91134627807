import { sql } from 'kysely'
import type { CrmUser } from '../domain/crm.ts'
import type { CrmRules } from '../domain/crm-rules.ts'
import { type Database, json } from './database.ts'

/** The org that bookings are written to. */
export interface StoredOrg {
  readonly id: string
  readonly name: string
  readonly sandbox: boolean
  readonly apiUrl: string
  /** Whom it takes us for. */
  readonly userId: string
  /** Sealed tokens; null: each is asked for with a signed statement. */
  readonly secret: string | null
  readonly secretVersion: number
  readonly revoked: boolean
  readonly failingSince: Date | null
  readonly problem: string | null
  readonly callsUsed: number | null
  readonly callsAllowed: number | null
  readonly pausedUntil: Date | null
  readonly changesUntil: Date
  readonly readAt: Date | null
  /** When its changes were last asked for. */
  readonly triedAt: Date | null
  /** What administrators were told is wrong with it. */
  readonly told: 'revoked' | 'unreachable' | null
  readonly launchCertificate: string | null
  readonly rules: CrmRules
  readonly connectedAt: Date
}

/** The connected org, or null if there is none. */
export async function findOrg(db: Database): Promise<StoredOrg | null> {
  const row = await db
    .selectFrom('crm_org')
    .select(['id', 'name', 'sandbox', 'api_url as apiUrl', 'user_id as userId', 'secret', 'secret_version as secretVersion', 'revoked'])
    .select(['failing_since as failingSince', 'problem', 'calls_used as callsUsed', 'calls_allowed as callsAllowed'])
    .select(['paused_until as pausedUntil', 'changes_until as changesUntil', 'read_at as readAt', 'tried_at as triedAt', 'told'])
    .select(['launch_certificate as launchCertificate', 'rules', 'connected_at as connectedAt'])
    .where('disconnected_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

interface NewOrg {
  readonly id: string
  readonly name: string
  readonly sandbox: boolean
  readonly apiUrl: string
  readonly userId: string
  readonly secret: string | null
  readonly rules: CrmRules
}

const WELL = { revoked: false, failing_since: null, problem: null, paused_until: null, disconnected_at: null }

/** Keep an org that was just connected; its changes are read from now on. */
export async function insertOrg(tx: Database, { apiUrl, userId, rules, ...org }: NewOrg, now: Date): Promise<void> {
  await tx
    .insertInto('crm_org')
    .values({
      ...org,
      ...WELL,
      calls_used: null,
      calls_allowed: null,
      read_at: null,
      api_url: apiUrl,
      user_id: userId,
      rules: json(rules),
      launch_certificate: null,
      changes_until: now,
      connected_at: now,
    })
    .execute()
}

/** The org that is connected or was last, and since when it no longer is, until the transaction ends. Two cannot be connected at once. */
export async function lockLastOrg(tx: Database): Promise<{ id: string; disconnectedAt: Date | null } | null> {
  await sql`select pg_advisory_xact_lock(hashtext('crm org'))`.execute(tx)
  const row = await tx.selectFrom('crm_org').select(['id', 'disconnected_at as disconnectedAt']).executeTakeFirst()
  return row ?? null
}

/** Take an org up again: what was wrong is over. What it has changed meanwhile is still to be read, and its rules hold as before. */
export async function renewOrg(
  tx: Database,
  { id, name, sandbox, apiUrl, userId, secret }: Omit<NewOrg, 'rules'>,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('crm_org')
    .set((eb) => ({ ...WELL, name, sandbox, secret, api_url: apiUrl, user_id: userId, secret_version: eb('secret_version', '+', 1) }))
    .set((eb) => ({ connected_at: eb.case().when('disconnected_at', 'is', null).then(eb.ref('connected_at')).else(now).end() }))
    .where('id', '=', id)
    .execute()
}

/** Leave an org. Its tokens go, and what it has opened here is closed; what is known of bookings and customers stays, should it be connected again. */
export async function leaveOrg(tx: Database, id: string, now: Date): Promise<void> {
  await tx.updateTable('crm_org').set({ secret: null, disconnected_at: now }).where('id', '=', id).execute()
  for (const table of ['launch', 'launch_session'] as const) await tx.deleteFrom(table).execute()
}

/** Forget an org wholly, and where bookings, customers and launches lie in it: ids of one org mean nothing in another, or somebody else. */
export async function forgetOrg(tx: Database): Promise<void> {
  for (const table of ['crm_record', 'crm_user', 'launch', 'launch_session', 'crm_org'] as const) await tx.deleteFrom(table).execute()
  await tx
    .updateTable('customer')
    .set({ salesforce_object: null, salesforce_id: null, salesforce_account: null, salesforce_owner: null, salesforce_was: null })
    .where((row) => row.or([row('salesforce_id', 'is not', null), row('salesforce_was', 'is not', null)]))
    .execute()
  await tx.updateTable('booking').set({ crm_sync: 'none' }).where('crm_sync', '!=', 'none').execute()
}

/** Replace the tokens of an org, unless somebody else has replaced them meanwhile: then false. */
export async function replaceOrgSecret(
  db: Database,
  { id, secretVersion }: Pick<StoredOrg, 'id' | 'secretVersion'>,
  secret: string,
  apiUrl?: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('crm_org')
    .set({ secret, secret_version: secretVersion + 1, ...(apiUrl === undefined ? {} : { api_url: apiUrl }) })
    .where('id', '=', id)
    .where('secret_version', '=', secretVersion)
    .where('disconnected_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Keep what was decided about an org. */
export async function updateOrg(
  db: Database,
  id: string,
  { rules, launchCertificate }: { readonly rules?: CrmRules; readonly launchCertificate?: string | null },
): Promise<void> {
  const changed = {
    ...(rules === undefined ? {} : { rules: json(rules) }),
    ...(launchCertificate === undefined ? {} : { launch_certificate: launchCertificate }),
  }
  if (Object.keys(changed).length > 0) await db.updateTable('crm_org').set(changed).where('id', '=', id).execute()
}

/** Somebody who works in the org, or null if that is not known. */
export async function findCrmUser(db: Database, id: string): Promise<CrmUser | null> {
  return (await db.selectFrom('crm_user').select(['id', 'name', 'email', 'active']).where('id', '=', id).executeTakeFirst()) ?? null
}

/** How many bookings wait to be written, and how many could not be. */
export async function countCrmWrites(db: Database): Promise<{ pending: number; failed: number }> {
  const rows = await db
    .selectFrom('booking')
    .select(['crm_sync as sync', db.fn.countAll<string>().as('count')])
    .where('crm_sync', 'in', ['pending', 'failed'])
    .groupBy('crm_sync')
    .execute()
  const count = (sync: string) => Number(rows.find((one) => one.sync === sync)?.count ?? 0)
  return { pending: count('pending'), failed: count('failed') }
}

/** Note how many calls the org has counted today, and allows. */
export async function noteCalls(db: Database, calls: { readonly used: number; readonly allowed: number }): Promise<void> {
  await db.updateTable('crm_org').set({ calls_used: calls.used, calls_allowed: calls.allowed }).execute()
}

/** Leave the org alone until then. */
export async function pauseOrg(db: Database, until: Date): Promise<void> {
  await sql`update crm_org set paused_until = greatest(paused_until, ${until})`.execute(db)
}

/** Note that the org no longer lets us in, and why if that is known, unless it was connected anew in the meantime. */
export async function noteRevoked(
  db: Database,
  { id, secretVersion }: Pick<StoredOrg, 'id' | 'secretVersion'>,
  problem?: string,
): Promise<void> {
  await db
    .updateTable('crm_org')
    .set({ revoked: true, ...(problem === undefined ? {} : { problem }) })
    .where('id', '=', id)
    .where('secret_version', '=', secretVersion)
    .execute()
}
