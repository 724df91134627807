import { getAgentOptions } from '../../db/agents.ts'
import { dispositionsFor } from '../../db/call-centers.ts'
import { noteEntries } from '../../db/customer-history.ts'
import { getCustomer, lockCustomers } from '../../db/customers.ts'
import type { Database } from '../../db/database.ts'
import { endLeads, getLead, lockLeadsOf, type ShownLead } from '../../db/leads.ts'
import type { Caller } from '../../domain/booking.ts'
import type { AgentOptions, DispositionKind } from '../../domain/lead.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

interface Said {
  readonly disposition: string
  readonly note?: string
}

/** Close a lead without a sale, with a Sales disposition of its agent's call center. Refuses with `conflict` one that is closed already. */
export async function resolveLead({ db, now }: Services, caller: Caller, id: string, { disposition, note }: Said): Promise<ShownLead> {
  return db.transaction().execute(async (tx) => {
    const lead = await lockOpen(tx, id)
    await refuseOther(tx, 'sales', await getAgentOptions(tx, lead.agent.id), disposition)
    const at = now()
    await endLeads(tx, [id], { ending: 'resolved', at, caller, disposition, note: note ?? null })
    const facts = { what: 'resolved', agent: lead.agent.name, disposition, ...(note === undefined ? {} : { note }) }
    await noteEntries(tx, [{ customerId: lead.customerId, at, kind: 'lead', facts }], caller)
    return getLead(tx, id)
  })
}

/** Take a lead back: its customer is nobody's again. Refuses with `conflict` one that is closed already. */
export async function unassignLead({ db, now }: Services, caller: Caller, id: string): Promise<ShownLead> {
  return db.transaction().execute(async (tx) => {
    const lead = await lockOpen(tx, id)
    const at = now()
    await endLeads(tx, [id], { ending: 'unassigned', at, caller })
    const facts = { what: 'unassigned', agent: lead.agent.name }
    await noteEntries(tx, [{ customerId: lead.customerId, at, kind: 'lead', facts }], caller)
    return getLead(tx, id)
  })
}

/** Take all leads of somebody back who works on them no longer. */
export async function releaseLeads(tx: Database, agentId: string, caller: Caller, at: Date): Promise<void> {
  const leads = await lockLeadsOf(tx, agentId)
  if (leads.length === 0) return
  await endLeads(
    tx,
    leads.map(({ id }) => id),
    { ending: 'unassigned', at, caller },
  )
  await noteEntries(
    tx,
    leads.map(({ customerId, agent }) => ({ customerId, at, kind: 'lead', facts: { what: 'unassigned', agent } })),
    caller,
  )
}

/** Note what came of a call with a customer, in words of the Call Centers page. */
export async function logCall(
  { db, now }: Services,
  caller: Caller,
  customerRef: string,
  { disposition, note }: Said,
  options: AgentOptions | null,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id: customerId } = await getCustomer(tx, customerRef)
    await refuseOther(tx, 'service', options, disposition)
    const facts = { disposition, ...(note === undefined ? {} : { note }) }
    await noteEntries(tx, [{ customerId, at: now(), kind: 'call', facts }], caller)
  })
}

async function lockOpen(tx: Database, id: string): Promise<ShownLead> {
  await lockCustomers(tx, [(await getLead(tx, id)).customerId])
  const lead = await getLead(tx, id)
  if (lead.endedAt !== null) throw new Refusal('conflict', `${lead.customer.name} is ${lead.agent.name}’s lead no longer.`)
  return lead
}

/** Refuse with `invalid` what the Call Centers page does not offer. */
async function refuseOther(tx: Database, kind: DispositionKind, options: AgentOptions | null, disposition: string): Promise<void> {
  if (!(await dispositionsFor(tx, kind, options)).includes(disposition))
    throw new Refusal('invalid', `“${disposition}” is not among the dispositions of the Call Centers page.`, {
      errors: [{ pointer: '/disposition', detail: 'must be one that is offered' }],
    })
}
