/** Leads agents and what each of them may do. */
import { sql } from 'kysely'
import { type AgentOptions, USUAL } from '../domain/lead.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId, json } from './database.ts'

/** Somebody to whom leads can be assigned. */
export interface Agent {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** What a leads agent may do: as an administrator has it, or what is usual. */
export async function getAgentOptions(db: Database, accountId: string): Promise<AgentOptions> {
  return (await findAgentOptions(db, [accountId])).get(accountId) ?? USUAL
}

/** What leads agents may do, by account; those of whom nothing is said are not among them. */
export async function findAgentOptions(db: Database, accountIds: readonly string[]): Promise<Map<string, AgentOptions>> {
  const rows = await db
    .selectFrom('leads_agent')
    .leftJoin('call_center', 'call_center.id', 'call_center_id')
    .select(['account_id as id', 'pages', 'sees_all_orders as seesAllOrders', 'only_assigned as onlyAssigned', 'slug as callCenter'])
    .where(sql<boolean>`account_id = any(${accountIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, ...options }) => [id, options]))
}

export async function keepAgentOptions(tx: Database, accountId: string, options: AgentOptions, callCenterId: string | null): Promise<void> {
  const row = {
    pages: json(options.pages),
    sees_all_orders: options.seesAllOrders,
    only_assigned: options.onlyAssigned,
    call_center_id: callCenterId,
  }
  await tx
    .insertInto('leads_agent')
    .values({ account_id: accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute()
}

const selectAgents = (db: Database) =>
  db
    .selectFrom('staff_account')
    .select(['staff_account.id', 'name', 'email'])
    .where('level', '=', 'leads-agent')
    .where('deactivated_at', 'is', null)

/** Everybody to whom leads can be assigned, by name, with how many each has. */
export async function findAgents(db: Database): Promise<(Agent & { leads: number })[]> {
  const rows = await selectAgents(db)
    .select(sql<string>`(select count(*) from lead where account_id = staff_account.id and ended_at is null)`.as('leads'))
    .orderBy('name')
    .orderBy('email')
    .execute()
  return rows.map((row) => ({ ...row, leads: Number(row.leads) }))
}

/** The leads agent of this id or email. Refuses with `not-found`. */
export async function getAgent(db: Database, ref: string): Promise<Agent> {
  const agent = await selectAgents(db)
    .where((row) => (isId(ref) ? row('staff_account.id', '=', ref) : row('email', '=', ref.toLowerCase())))
    .executeTakeFirst()
  if (!agent) throw new Refusal('not-found', `There is no leads agent “${ref}”.`)
  return agent
}
