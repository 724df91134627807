/** Leads: customers who are assigned to a leads agent, what a leads agent may do, and why a lead was closed. */

/** Pages that are granted to a leads agent one by one. */
export const AGENT_PAGES = ['order-details', 'customer-service', 'order-entry'] as const
export type AgentPage = (typeof AGENT_PAGES)[number]

/** What a leads agent may do beyond finding times, booking, and working through their own leads. */
export interface AgentOptions {
  readonly pages: readonly AgentPage[]
  /** Reports show them orders that are not partial as well. */
  readonly seesAllOrders: boolean
  /** They see the customers who are assigned to them, and no others. */
  readonly onlyAssigned: boolean
  /** Slug of the call center whose dispositions they choose from; null: those of all. */
  readonly callCenter: string | null
}

/** What is usually granted. */
export const USUAL: AgentOptions = { pages: AGENT_PAGES, seesAllOrders: false, onlyAssigned: false, callCenter: null }

/** What can come of a call: with a lead, or with anybody on the Customer Service page. */
export const DISPOSITION_KINDS = ['sales', 'service'] as const
export type DispositionKind = (typeof DISPOSITION_KINDS)[number]

export interface Disposition {
  readonly name: string
  readonly kind: DispositionKind
}

/** How an assignment ends: by its agent with a disposition, by a completed sale, taken back, or given to another agent. */
export const LEAD_ENDINGS = ['resolved', 'sale', 'unassigned', 'reassigned'] as const
export type LeadEnding = (typeof LEAD_ENDINGS)[number]

/** An assignment of a customer to a leads agent. */
export interface Lead {
  readonly id: string
  readonly customerId: string
  readonly agent: { readonly id: string; readonly name: string; readonly email: string }
  readonly assignedAt: Date
  readonly assignedBy: string | null
  /** Null: it is open. */
  readonly endedAt: Date | null
  readonly ending: LeadEnding | null
  readonly disposition: string | null
}

/** So long after it was resolved a lead can still be opened by its agent, the last moment included. */
const OPEN_AFTERWARDS_MS = 60 * 60_000

/** Whoever was resolved at this moment or later can still be opened. */
export const openSince = (now: Date): Date => new Date(now.getTime() - OPEN_AFTERWARDS_MS)
