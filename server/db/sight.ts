/** The rules of `domain/sight.ts` as conditions of a query, so that what somebody may not see is never read. */
import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '../domain/refusal.ts'
import { type AgentSight, EVERYTHING, type Share, type Sight, seesAll, sightFrom } from '../domain/sight.ts'
import type { Database } from './database.ts'
import { findProjects, type Project } from './projects.ts'

const ids = (list: readonly string[]) => sql`${list}::uuid[]`

/**
 * Whether a query finds a row. Written as a value: `exists` would let PostgreSQL read a whole table once in place of a row of its index for each
 * one that is judged, and it takes the wrong way where people ask for a page of a long list.
 */
const any = (from: RawBuilder<unknown>) => sql<boolean>`coalesce((select true from ${from} limit 1), false)`

const registeredIn = (customerId: string, projectIds: readonly string[]) =>
  any(sql`registration where registration.customer_id = ${sql.ref(customerId)} and registration.project_id = any(${ids(projectIds)})`)

/** The ids of the customers whom a leads agent may open: assigned to them and to nobody since, and not resolved too long ago. */
const assignedTo = ({ accountId, since }: AgentSight) =>
  sql<string[]>`array(select lead.customer_id from lead where lead.latest and lead.account_id = ${accountId}::uuid
    and (lead.ended_at is null or lead.ended_at >= ${since}::timestamptz))`

/**
 * Whether a row of `customer` is seen: registered where one works; or, by a rep, looked after or met by that very rep; or, by others,
 * registered nowhere. A leads agent sees those who are assigned to them as well, or nobody else.
 */
export function seesCustomer({ projectIds, repId, agent }: Sight): RawBuilder<boolean> {
  const assigned = agent && sql<boolean>`customer.id = any(${assignedTo(agent)})`
  if (assigned && agent.onlyAssigned) return assigned
  if (projectIds === null) return sql<boolean>`true`
  const own = sql`customer.owner_id = ${repId}::uuid or ${any(sql`booking where booking.customer_id = customer.id and booking.rep_id = ${repId}::uuid`)}`
  const nowhere = sql`not ${any(sql`registration where registration.customer_id = customer.id`)}`
  return sql<boolean>`(${registeredIn('customer.id', projectIds)} or ${repId === null ? nowhere : own}${assigned ? sql` or ${assigned}` : sql``})`
}

/** Whether a row of `sales_order`, joined to its `customer`, is seen: if the customer is. */
export const seesOrder = (sight: Sight): RawBuilder<boolean> => {
  if (sight.agent?.onlyAssigned) return sql<boolean>`sales_order.customer_id = any(${assignedTo(sight.agent)})`
  return seesAll(sight) ? sql<boolean>`true` : sql<boolean>`(customer.id is not null and ${seesCustomer(sight)})`
}

/**
 * Whether a row of `booking` is seen: one's own as its rep; or made or finished where one works; or shared with it, of a customer who is
 * registered there; or, by those who are no reps, of no project at all. A leads agent may see those of their customers alone.
 */
export function seesBooking({ projectIds, appointmentsOf, historyOf, repId, agent }: Sight): RawBuilder<boolean> {
  if (agent?.onlyAssigned) return sql<boolean>`booking.customer_id = any(${assignedTo(agent)})`
  if (projectIds === null) return sql<boolean>`true`
  const registered = registeredIn('booking.customer_id', projectIds)
  const ofRep = sql`booking.rep_id = ${repId}::uuid or booking."with" @> jsonb_build_array(jsonb_build_object('repId', ${repId}::text))`
  return sql<boolean>`(${repId === null ? sql`booking.created_in is null and booking.completed_in is null` : ofRep}
    or booking.created_in = any(${ids(projectIds)}) or booking.completed_in = any(${ids(projectIds)})
    or (${registered} and case when booking.status in ('requested', 'scheduled') then booking.created_in = any(${ids(appointmentsOf)})
      else coalesce(booking.completed_in, booking.created_in) = any(${ids(historyOf)}) end))`
}

/** What two projects show each other, where something is said of it. */
async function findShares(db: Database): Promise<Share[]> {
  const rows = await db.selectFrom('project_share').selectAll().execute()
  return rows.map(({ project_id, other_id, appointments, history }) => ({ between: [project_id, other_id], appointments, history }))
}

/** The ids of the projects in which the owner of an account works; null: in all. */
export async function findProjectsOfAccount(db: Database, accountId: string): Promise<string[] | null> {
  const rows = await db.selectFrom('account_project').select('project_id').where('account_id', '=', accountId).execute()
  return rows.length === 0 ? null : rows.map((row) => row.project_id)
}

export async function findProjectsOfRep(db: Database, repId: string): Promise<string[]> {
  const rows = await db.selectFrom('rep_project').select('project_id').where('rep_id', '=', repId).execute()
  return rows.map((row) => row.project_id)
}

/** All projects, and what they show each other. */
export interface Landscape {
  readonly projects: readonly Project[]
  readonly shares: readonly Share[]
}

export async function findLandscape(db: Database): Promise<Landscape> {
  const [projects, shares] = await Promise.all([findProjects(db), findShares(db)])
  return { projects, shares }
}

/** What is seen from these projects (null: from all, and everything). */
export async function findSight(
  db: Database,
  projectIds: readonly string[] | null,
  repId: string | null,
  agent: AgentSight | null,
): Promise<Sight> {
  if (projectIds === null) return { ...EVERYTHING, agent }
  const { projects, shares } = await findLandscape(db)
  return { ...sightFrom(projectIds, projects, shares, repId), agent }
}

/** Refuse with `not-found` whatever customer is not seen, in words that say no more than how they were `asked` for. */
export async function refuseUnseenCustomer(db: Database, sight: Sight, customerId: string, asked = customerId): Promise<void> {
  if (seesAll(sight)) return
  const seen = await db.selectFrom('customer').select('id').where('id', '=', customerId).where(seesCustomer(sight)).executeTakeFirst()
  if (!seen) throw new Refusal('not-found', `There is no customer “${asked}”.`)
}

/** Refuse with `not-found` whatever booking is not seen. */
export async function refuseUnseenBooking(db: Database, sight: Sight, bookingId: string): Promise<void> {
  const seen = await db.selectFrom('booking').select('id').where('id', '=', bookingId).where(seesBooking(sight)).executeTakeFirst()
  if (!seen) throw new Refusal('not-found', 'There is no such booking.')
}
