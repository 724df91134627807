import { type NewEntry, noteEntries } from '../../db/customer-history.ts'
import type { Database } from '../../db/database.ts'
import { endLeads, findLatestLeads } from '../../db/leads.ts'
import type { Caller } from '../../domain/booking.ts'

/** A sale that is complete. */
export interface Sale {
  readonly customerId: string
  readonly number: string
  /** Null: just now. */
  readonly completedAt: Date | null
}

/** A completed sale resolves the lead of its customer, if it was completed after they were assigned. */
export async function closeLeads(tx: Database, sales: readonly Sale[], caller: Caller, at: Date): Promise<void> {
  if (sales.length === 0) return
  const leads = await findLatestLeads(
    tx,
    sales.map(({ customerId }) => customerId),
  )
  const closed = sales.flatMap(({ customerId, number, completedAt }) => {
    const lead = leads.get(customerId)
    return lead && lead.endedAt === null && (completedAt === null || completedAt >= lead.assignedAt) ? [{ lead, number }] : []
  })
  const once = [...new Map(closed.map((one) => [one.lead.id, one])).values()]
  await endLeads(
    tx,
    once.map(({ lead }) => lead.id),
    { ending: 'sale', at, caller },
  )
  const entries = once.map(
    ({ lead, number }): NewEntry => ({
      customerId: lead.customerId,
      at,
      kind: 'lead',
      facts: { what: 'sale', agent: lead.agent.name, number },
    }),
  )
  await noteEntries(tx, entries, caller)
}
