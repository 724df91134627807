import { sql } from 'kysely'
import type { Account } from '../domain/account.ts'
import { type AgentOptions, USUAL } from '../domain/lead.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Level } from '../domain/rights.ts'
import { findAgentOptions } from './agents.ts'
import { type Database, isId, violates } from './database.ts'

/** An account as administrators see it. */
export interface ListedAccount extends Account {
  /** The slugs of the projects in which the person works; none: all. */
  readonly projects: readonly string[]
  /** What a leads agent may do; null: the account is none's. */
  readonly agent: AgentOptions | null
  readonly secondFactor: boolean
  /** Whether the person has ever chosen a password or signed in from elsewhere. */
  readonly joined: boolean
  readonly createdAt: Date
}

const select = (db: Database) =>
  db
    .selectFrom('staff_account')
    .select(['id', 'name', 'email', 'level', 'generation', 'deactivated_at as deactivatedAt', 'created_at as createdAt'])
    .select(
      sql<
        string[]
      >`array(select slug from account_project join project on project.id = project_id where account_id = staff_account.id order by slug)`.as(
        'projects',
      ),
    )
    .select(sql<boolean>`coalesce(two_factor_enabled, false)`.as('secondFactor'))
    .select(sql<boolean>`exists (select from account_credential where user_id = staff_account.id)`.as('joined'))

/** Accounts with what those of leads agents may do. */
async function withAgents(db: Database, rows: readonly Omit<ListedAccount, 'agent'>[]): Promise<ListedAccount[]> {
  const agents = rows.flatMap(({ id, level }) => (level === 'leads-agent' ? [id] : []))
  const options = agents.length === 0 ? new Map<string, AgentOptions>() : await findAgentOptions(db, agents)
  return rows.map((row) => ({ ...row, agent: row.level === 'leads-agent' ? (options.get(row.id) ?? USUAL) : null }))
}

/** Accounts by email, the deactivated included. */
export const findAccounts = async (db: Database, filter: { after?: string; limit: number }): Promise<ListedAccount[]> =>
  withAgents(
    db,
    await select(db)
      .where('email', '>', filter.after ?? '')
      .orderBy('email')
      .limit(filter.limit)
      .execute(),
  )

export const findAccountByEmail = async (db: Database, email: string): Promise<ListedAccount | undefined> =>
  (await withAgents(db, await select(db).where('email', '=', email.toLowerCase()).execute()))[0]

export const findAccount = async (db: Database, id: string): Promise<ListedAccount | undefined> =>
  isId(id) ? (await withAgents(db, await select(db).where('id', '=', id).execute()))[0] : undefined

/** The account with this id. Refuses with `not-found`. */
export async function getAccount(db: Database, id: string): Promise<ListedAccount> {
  const found = await findAccount(db, id)
  if (!found) throw new Refusal('not-found', 'There is no such account.')
  return found
}

export const anyAccount = async (db: Database): Promise<boolean> =>
  (await db.selectFrom('staff_account').select('id').limit(1).executeTakeFirst()) !== undefined

/** Let changes of who is there wait for each other until the transaction ends, so that one never leaves the house without an administrator. */
export async function lockAccounts(tx: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('switchboard accounts'))`.execute(tx)
}

/** Everybody who may do everything: whoever is told of what is wrong. */
export const findAdministrators = (db: Database): Promise<{ name: string; email: string }[]> =>
  db
    .selectFrom('staff_account')
    .select(['name', 'email'])
    .where('level', '=', 'administrator')
    .where('deactivated_at', 'is', null)
    .execute()

export const countAdministrators = async (db: Database): Promise<number> => {
  const { count } = await db
    .selectFrom('staff_account')
    .select((row) => row.fn.countAll<string>().as('count'))
    .where('level', '=', 'administrator')
    .where('deactivated_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Store a new account. Refuses with `conflict` if the email has one. */
export async function insertAccount(
  db: Database,
  account: { id: string; name: string; email: string; level: Level },
  at: Date,
): Promise<void> {
  try {
    await db
      .insertInto('staff_account')
      .values({ ...account, email_verified: true, generation: 0, created_at: at, updated_at: at })
      .execute()
  } catch (error) {
    if (violates(error, 'staff_account_email')) throw new Refusal('conflict', `There is an account for ${account.email} already.`)
    throw error
  }
}

/** Let somebody work in these projects alone; none: in all. */
export async function replaceAccountProjects(tx: Database, accountId: string, projectIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('account_project').where('account_id', '=', accountId).execute()
  const rows = [...new Set(projectIds)].map((id) => ({ account_id: accountId, project_id: id }))
  if (rows.length > 0) await tx.insertInto('account_project').values(rows).execute()
}

export async function updateAccount(db: Database, id: string, change: { level?: Level; deactivated_at?: Date | null }): Promise<void> {
  if (Object.keys(change).length > 0) await db.updateTable('staff_account').set(change).where('id', '=', id).execute()
}

/** Make every link that was mailed void. False if the account is no longer at `from`. */
export async function updateGeneration(db: Database, id: string, from: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('staff_account')
    .set({ generation: from + 1 })
    .where('id', '=', id)
    .where('generation', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Set the password, kept as a hash. */
export async function updatePassword(db: Database, accountId: string, credentialId: string, hash: string, at: Date): Promise<void> {
  await db
    .insertInto('account_credential')
    .values({
      id: credentialId,
      user_id: accountId,
      provider_id: 'credential',
      subject: accountId,
      password: hash,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.constraint('account_credential_once').doUpdateSet({ password: hash, updated_at: at }))
    .execute()
}

/** A session as its owner sees it. */
export interface ListedSession {
  readonly id: string
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly userAgent: string | null
  readonly address: string | null
}

/** The sessions of an account that have not run out, newest first. */
export const findSessions = (db: Database, accountId: string): Promise<ListedSession[]> =>
  db
    .selectFrom('account_session')
    .select(['id', 'created_at as createdAt', 'expires_at as expiresAt', 'user_agent as userAgent', 'ip_address as address'])
    .where('user_id', '=', accountId)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()

/** End one session of an account, or all. How many there were. */
export async function deleteSessions(db: Database, accountId: string, id: string | null): Promise<number> {
  if (id !== null && !isId(id)) return 0
  const query = db.deleteFrom('account_session').where('user_id', '=', accountId)
  const { numDeletedRows } = await (id === null ? query : query.where('id', '=', id)).executeTakeFirst()
  return Number(numDeletedRows)
}

/** Remove sign-ins that never came to an end, and sessions that have run out. */
export async function deleteStaleSignIns(db: Database): Promise<void> {
  await db.deleteFrom('account_verification').where('expires_at', '<', sql<Date>`now()`).execute()
  await db.deleteFrom('account_session').where('expires_at', '<', sql<Date>`now()`).execute()
}
