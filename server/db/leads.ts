/** Assignments of customers to leads agents. */
import { sql } from 'kysely'
import type { Caller } from '../domain/booking.ts'
import type { Lead, LeadEnding } from '../domain/lead.ts'
import type { OrderStatus } from '../domain/order.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Sight, seesAll } from '../domain/sight.ts'
import { idsOfMatching } from './customer-search.ts'
import { type Database, isId, json } from './database.ts'
import { seesCustomer } from './sight.ts'

/** An order in a line. */
export interface OrderInShort {
  readonly id: string
  readonly number: string
  readonly status: OrderStatus
  readonly currency: string
  readonly total: number
  readonly items: readonly { readonly name: string; readonly quantity: number }[]
  readonly placedAt: Date
}

/** A customer in a line, with the order that came last. */
export interface LeadCustomer {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly timeZone: string | null
  readonly order: OrderInShort | null
}

export interface ShownLead extends Lead {
  readonly customer: LeadCustomer
}

const LEAD = sql`lead.id, lead.customer_id as "customerId", json_build_object('id', agent.id, 'name', agent.name, 'email', agent.email) as agent,
  lead.assigned_at as "assignedAt", coalesce(lead.assigned_by ->> 'name', lead.assigned_by ->> 'email') as "assignedBy",
  lead.ended_at as "endedAt", lead.ending, lead.disposition`
const ORDER = sql`json_build_object('id', sales_order.id, 'number', sales_order.number, 'status', sales_order.status, 'currency', currency,
  'total', total, 'items', items, 'placedAt', placed_at)`
const CUSTOMER = sql`json_build_object('id', customer.id, 'name', customer.name, 'email', customer.email, 'phone', customer.phone,
  'timeZone', customer.time_zone, 'order', (select ${ORDER} from sales_order where sales_order.customer_id = customer.id
    order by placed_at desc, sales_order.id desc limit 1)) as customer`

const shown = <T extends { customer: LeadCustomer }>(row: T): T => ({ ...row, customer: withDates(row.customer) })
const withDates = (customer: LeadCustomer): LeadCustomer => ({
  ...customer,
  order: customer.order && { ...customer.order, placedAt: new Date(customer.order.placedAt) },
})

const sees = (sight: Sight) => (seesAll(sight) ? sql`` : sql`and ${seesCustomer(sight)}`)

/** Open assignments of customers who are seen, the newest first: of one agent, or all. */
export async function findOpenLeads(
  db: Database,
  sight: Sight,
  filter: { readonly agentId?: string; readonly limit: number; readonly before?: { readonly assignedAt: Date; readonly id: string } },
): Promise<ShownLead[]> {
  const { agentId, before, limit } = filter
  const { rows } = await sql<ShownLead>`
    select ${LEAD}, ${CUSTOMER} from lead join staff_account agent on agent.id = lead.account_id join customer on customer.id = lead.customer_id
    where lead.ended_at is null ${agentId === undefined ? sql`` : sql`and lead.latest and lead.account_id = ${agentId}::uuid`}
      ${sees(sight)} ${before ? sql`and (lead.assigned_at, lead.id) < (${before.assignedAt}, ${before.id}::uuid)` : sql``}
    order by lead.assigned_at desc, lead.id desc limit ${limit}`.execute(db)
  return rows.map(shown)
}

/** How many customers who are seen are assigned: to one agent, or to all. */
export async function countOpenLeads(db: Database, sight: Sight, agentId?: string): Promise<number> {
  const { rows } = await sql<{ leads: string }>`
    select count(*) as leads from lead ${seesAll(sight) ? sql`` : sql`join customer on customer.id = lead.customer_id`} where ended_at is null
      ${sees(sight)} ${agentId === undefined ? sql`` : sql`and latest and account_id = ${agentId}::uuid`}`.execute(db)
  return Number(rows[0]?.leads ?? 0)
}

/** The assignment of this id. Refuses with `not-found`. */
export async function getLead(db: Database, id: string): Promise<ShownLead> {
  const { rows } = isId(id)
    ? await sql<ShownLead>`
        select ${LEAD}, ${CUSTOMER} from lead join staff_account agent on agent.id = lead.account_id
        join customer on customer.id = lead.customer_id where lead.id = ${id}::uuid`.execute(db)
    : { rows: [] }
  const [row] = rows
  if (!row) throw new Refusal('not-found', 'There is no such lead.')
  return shown(row)
}

/** The last assignment of each of these customers, by customer, unless it was taken back. */
export async function findLatestLeads(db: Database, customerIds: readonly string[]): Promise<Map<string, Lead>> {
  const { rows } = await sql<Lead>`
    select ${LEAD} from lead join staff_account agent on agent.id = lead.account_id
    where lead.latest and lead.customer_id = any(${customerIds}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.customerId, row]))
}

/** Everything that a customer was assigned to, the newest first. */
export async function findLeadsOf(db: Database, customerId: string): Promise<Lead[]> {
  const { rows } = await sql<Lead>`
    select ${LEAD} from lead join staff_account agent on agent.id = lead.account_id
    where lead.customer_id = ${customerId}::uuid order by lead.assigned_at desc, lead.ended_at desc nulls first, lead.id`.execute(db)
  return rows
}

/** Customers whose latest order is partial, the newest order first, and to whom they are assigned already. `ids`: some of them alone; `search`: as in reports. */
export async function findCandidates(
  db: Database,
  sight: Sight,
  { ids, search, limit }: { readonly ids?: readonly string[]; readonly search?: string; readonly limit: number },
): Promise<(LeadCustomer & { readonly agent: Lead['agent'] | null })[]> {
  const { rows } = await sql<{ customer: LeadCustomer; agent: Lead['agent'] | null }>`
    select ${CUSTOMER}, case when agent.id is null then null else json_build_object('id', agent.id, 'name', agent.name, 'email', agent.email) end as agent
    from sales_order newest join customer on customer.id = newest.customer_id
    left join lead on lead.customer_id = customer.id and lead.latest and lead.ended_at is null
    left join staff_account agent on agent.id = lead.account_id
    where newest.status = 'partial' ${sees(sight)} ${ids === undefined ? sql`` : sql`and customer.id = any(${ids}::uuid[])`}
      ${search === undefined ? sql`` : sql`and (customer.id = any(${idsOfMatching(search)}) or lower(newest.number) = ${search.toLowerCase()})`}
      and coalesce((select latest.id = newest.id from sales_order latest where latest.customer_id = newest.customer_id
        order by latest.placed_at desc, latest.id desc limit 1), false)
    order by newest.placed_at desc, newest.id desc limit ${limit}`.execute(db)
  return rows.map(({ customer, agent }) => ({ ...withDates(customer), agent }))
}

/** The open assignments of an agent, by customer, locked. */
export async function lockLeadsOf(tx: Database, agentId: string): Promise<{ id: string; customerId: string; agent: string }[]> {
  const { rows } = await sql<{ id: string; customerId: string; agent: string }>`
    select lead.id, customer_id as "customerId", agent.name as agent from lead join staff_account agent on agent.id = account_id
    where account_id = ${agentId}::uuid and latest and ended_at is null order by customer_id for update of lead`.execute(tx)
  return rows
}

/** Assign customers, each of whom has no open assignment. */
export async function insertLeads(
  tx: Database,
  leads: readonly { readonly id: string; readonly customerId: string }[],
  { agentId, at, caller }: { readonly agentId: string; readonly at: Date; readonly caller: Caller },
): Promise<void> {
  const rows = JSON.stringify(leads.map(({ id, customerId }) => ({ id, customer_id: customerId })))
  await sql`update lead set latest = false where latest and customer_id = any(${leads.map(({ customerId }) => customerId)}::uuid[])`.execute(
    tx,
  )
  await sql`
    insert into lead (id, customer_id, account_id, assigned_at, assigned_by, latest)
    select id, customer_id, ${agentId}::uuid, ${at}, ${json(caller)}::jsonb, true
    from jsonb_to_recordset(${rows}::jsonb) as one (id uuid, customer_id uuid)`.execute(tx)
}

/** End open assignments. What is taken back or given to another was not the customer's last word: the agent sees it no longer. */
export async function endLeads(
  tx: Database,
  ids: readonly string[],
  end: {
    readonly ending: LeadEnding
    readonly at: Date
    readonly caller: Caller
    readonly disposition?: string
    readonly note?: string | null
  },
): Promise<void> {
  const stays = end.ending === 'resolved' || end.ending === 'sale'
  await sql`
    update lead set ended_at = ${end.at}, ending = ${end.ending}, ended_by = ${json(end.caller)}::jsonb,
      disposition = ${end.disposition ?? null}, note = ${end.note ?? null}, latest = latest and ${stays}::boolean
    where id = any(${ids}::uuid[]) and ended_at is null`.execute(tx)
}
