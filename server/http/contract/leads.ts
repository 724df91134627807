import { z } from 'zod'
import { AGENT_PAGES, DISPOSITION_KINDS, LEAD_ENDINGS } from '../../domain/lead.ts'
import { holdsCardNumber, ORDER_STATUSES } from '../../domain/order.ts'
import { LeadsAgentView } from './orders.ts'
import { InstantOut, line, listOf, Paging, Ref, text } from './shapes.ts'

const Kind = z.enum(DISPOSITION_KINDS).meta({ id: 'DispositionKind' })
const Note = text(2000).refine((value) => !holdsCardNumber(value), 'looks like the number of a card, which is never stored here')

/** What a leads agent may do beyond the Leads Agent Report, finding times and booking. */
const options = {
  pages: z
    .array(z.enum(AGENT_PAGES))
    .max(AGENT_PAGES.length)
    .transform((pages) => AGENT_PAGES.filter((one) => pages.includes(one)))
    .meta({ description: 'Pages that are granted.' }),
  seesAllOrders: z.boolean().meta({ description: 'Reports show orders that are not partial as well.' }),
  onlyAssigned: z.boolean().meta({ description: 'Nobody but assigned customers is shown.' }),
  callCenter: Ref.nullable().meta({ description: 'Slug of the call center whose dispositions are offered; null: those of all.' }),
}
export const AgentChange = z
  .strictObject({
    pages: options.pages.exactOptional(),
    seesAllOrders: options.seesAllOrders.exactOptional(),
    onlyAssigned: options.onlyAssigned.exactOptional(),
    callCenter: options.callCenter.exactOptional(),
  })
  .meta({ id: 'LeadsAgentOptionsChange' })
export const AgentView = z.object(options).meta({ id: 'LeadsAgentOptions' })

const OrderInShort = z
  .object({
    id: z.string(),
    number: z.string(),
    status: z.enum(ORDER_STATUSES),
    currency: z.string(),
    total: z.string(),
    items: z.string().meta({ description: 'What was ordered, in a line.' }),
    placedAt: InstantOut,
  })
  .meta({ id: 'OrderInShort' })
const LeadCustomer = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    timeZone: z.string().nullable(),
    order: OrderInShort.nullable().meta({ description: 'The latest.' }),
  })
  .meta({ id: 'LeadCustomer' })

/** An assignment of a customer to a leads agent; `ending` is null while it is open. */
export const LeadView = z
  .object({
    id: z.string(),
    agent: LeadsAgentView,
    assignedAt: InstantOut,
    assignedBy: z.string().nullable(),
    endedAt: InstantOut.nullable(),
    ending: z.enum(LEAD_ENDINGS).nullable(),
    disposition: z.string().nullable(),
  })
  .meta({ id: 'Lead' })
export const LeadWithCustomer = LeadView.extend({ customer: LeadCustomer }).meta({ id: 'LeadWithCustomer' })

export const LeadQuery = z.strictObject({ agent: Ref.exactOptional(), ...Paging }).meta({ id: 'LeadQuery' })
export const LeadList = listOf(LeadWithCustomer).extend({ total: z.int() }).meta({ id: 'LeadList' })

/** Somebody whose latest order is partial. */
export const LeadRequest = z.strictObject({ agent: Ref, customer: Ref }).meta({ id: 'LeadRequest' })
/** The customers of these orders. Whoever was assigned to another agent after `asOf` stays theirs, and is told; everybody else is now this agent's. */
export const BatchRequest = z
  .strictObject({
    agent: Ref,
    orders: z.array(line(100)).min(1).max(1000),
    asOf: z.iso
      .datetime({ offset: true, error: 'must be an instant' })
      .transform((value) => new Date(value))
      .exactOptional(),
  })
  .meta({ id: 'BatchRequest' })
const Whom = z.object({ customer: z.object({ id: z.string(), name: z.string() }), agent: LeadsAgentView })
export const BatchView = z
  .object({
    assigned: z.int().meta({ description: 'Customers who are this agent’s now and were nobody’s.' }),
    moved: z.array(Whom).meta({ description: 'Customers who were another agent’s, and whose.' }),
    already: z.int().meta({ description: 'Customers who were this agent’s before.' }),
    kept: z.array(Whom).meta({ description: 'Customers whom somebody has assigned meanwhile, and to whom.' }),
  })
  .meta({ id: 'Batch' })
export const UnassignRequest = z.strictObject({}).meta({ id: 'UnassignRequest' })
export const ResolveRequest = z.strictObject({ disposition: line(200), note: Note.exactOptional() }).meta({ id: 'ResolveRequest' })

export const AgentList = listOf(LeadsAgentView.extend({ leads: z.int().meta({ description: 'How many are assigned.' }) })).meta({
  id: 'LeadsAgentList',
})
export const CandidateQuery = z.strictObject({ search: line(200).exactOptional(), limit: Paging.limit }).meta({ id: 'CandidateQuery' })
export const CandidateList = listOf(
  LeadCustomer.extend({ agent: LeadsAgentView.nullable().meta({ description: 'Whose lead they are already.' }) }),
).meta({ id: 'CandidateList' })

/**
 * What happened with a customer. `facts` by kind. order: number, status, total, currency, reason; lead: what (assigned, resolved, sale, unassigned,
 * reassigned), agent, disposition, note, number; call: disposition, note; appointment: action, start, subject, rep, booking; activity: type, status, note, result.
 */
export const HistoryEntryView = z
  .object({
    id: z.string(),
    at: InstantOut,
    kind: z.enum(['order', 'lead', 'call', 'appointment', 'activity']),
    facts: z.record(z.string(), z.unknown()),
    by: z.string().nullable(),
    customer: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: 'HistoryEntry' })

/** `agent`: whose report; one’s own unless given. */
export const LeadReportQuery = z.strictObject({ agent: Ref.exactOptional(), ...Paging }).meta({ id: 'LeadReportQuery' })
/** The Leads Agent Report: assigned leads, the newest first, and the 10 newest entries of their customers' history. */
export const LeadReport = z
  .object({ agent: LeadsAgentView, leads: LeadList, history: z.array(HistoryEntryView).max(10) })
  .meta({ id: 'LeadReport' })

export const DispositionQuery = z
  .strictObject({ kind: Kind, lead: line(100).exactOptional().meta({ description: 'Those with which this lead can be resolved.' }) })
  .meta({ id: 'DispositionQuery' })
export const DispositionList = z.object({ items: z.array(z.string()), nextCursor: z.null() }).meta({ id: 'DispositionList' })
export const CallRequest = z.strictObject({ disposition: line(200), note: Note.exactOptional() }).meta({ id: 'CallRequest' })
