import { randomUUID } from 'node:crypto'
import type { Agent } from '../../db/agents.ts'
import { noteEntries } from '../../db/customer-history.ts'
import { lockCustomers } from '../../db/customers.ts'
import type { Database } from '../../db/database.ts'
import { endLeads, findCandidates, findLatestLeads, getLead, insertLeads, type ShownLead } from '../../db/leads.ts'
import { findCustomersOfOrders } from '../../db/orders.ts'
import { lockImport } from '../../db/setup.ts'
import type { Caller } from '../../domain/booking.ts'
import type { Lead } from '../../domain/lead.ts'
import { Refusal } from '../../domain/refusal.ts'
import { EVERYTHING } from '../../domain/sight.ts'
import type { Services } from '../services.ts'

/**
 * Assign a customer whose latest order is partial. Refuses with `conflict` if it is not, or if they are somebody's lead: of two who assign at once,
 * one wins and the other is told.
 */
export async function assignLead(services: Services, caller: Caller, agent: Agent, customerId: string): Promise<ShownLead> {
  return services.db.transaction().execute(async (tx) => {
    await lockCustomers(tx, [customerId])
    const [candidate] = await findCandidates(tx, EVERYTHING, { ids: [customerId], limit: 1 })
    if (!candidate) throw new Refusal('conflict', 'Only customers whose latest order is partial can be assigned here.')
    if (candidate.agent)
      throw new Refusal('conflict', `${candidate.name} is assigned to ${candidate.agent.name} already.`, { agent: candidate.agent })
    const [id] = await assign(tx, agent, [customerId], caller, services.now())
    return getLead(tx, id ?? '')
  })
}

/** What became of the customers of a batch. */
export interface Batch {
  readonly assigned: number
  readonly moved: readonly Lead[]
  readonly already: number
  readonly kept: readonly Lead[]
}

/**
 * Assign the customers of orders. Other agents' leads move, but for those that somebody has assigned after `asOf`, when whoever asks had last looked.
 */
export async function assignMany(
  { db, now }: Services,
  caller: Caller,
  agent: Agent,
  orderIds: readonly string[],
  asOf: Date | null,
): Promise<Batch> {
  return db.transaction().execute(async (tx) => {
    // Imports lock many customers as well, in another order.
    await lockImport(tx)
    const customerIds = await findCustomersOfOrders(tx, orderIds)
    await lockCustomers(tx, customerIds)
    const at = now()
    const open = [...(await findLatestLeads(tx, customerIds)).values()].filter(({ endedAt }) => endedAt === null)
    const already = open.filter((lead) => lead.agent.id === agent.id)
    const others = open.filter((lead) => lead.agent.id !== agent.id)
    const kept = others.filter(({ assignedAt }) => asOf !== null && assignedAt > asOf)
    const moved = others.filter((lead) => !kept.includes(lead))
    await noteEntries(
      tx,
      moved.map((lead) => ({ customerId: lead.customerId, at, kind: 'lead', facts: { what: 'reassigned', agent: lead.agent.name } })),
      caller,
    )
    await endLeads(
      tx,
      moved.map(({ id }) => id),
      { ending: 'reassigned', at, caller },
    )
    const stay = new Set([...already, ...kept].map(({ customerId }) => customerId))
    const made = await assign(
      tx,
      agent,
      customerIds.filter((id) => !stay.has(id)),
      caller,
      at,
    )
    return { assigned: made.length - moved.length, moved, already: already.length, kept }
  })
}

async function assign(tx: Database, agent: Agent, customerIds: readonly string[], caller: Caller, at: Date): Promise<string[]> {
  if (customerIds.length === 0) return []
  const leads = customerIds.map((customerId) => ({ id: randomUUID(), customerId }))
  await insertLeads(tx, leads, { agentId: agent.id, at, caller })
  await noteEntries(
    tx,
    customerIds.map((customerId) => ({ customerId, at, kind: 'lead', facts: { what: 'assigned', agent: agent.name } })),
    caller,
  )
  return leads.map(({ id }) => id)
}
