import { type Response, Router } from 'express'
import { assignLead, assignMany, type Batch } from '../../actions/leads/assign.ts'
import { logCall, resolveLead, unassignLead } from '../../actions/leads/end.ts'
import type { Services } from '../../actions/services.ts'
import { type Agent, findAgents, getAgent, getAgentOptions } from '../../db/agents.ts'
import { dispositionsFor } from '../../db/call-centers.ts'
import { findHistoryOfAgent } from '../../db/customer-history.ts'
import { findCustomerNames } from '../../db/customers.ts'
import { countOpenLeads, findCandidates, findOpenLeads, getLead, type ShownLead } from '../../db/leads.ts'
import { findSeenOrders } from '../../db/orders.ts'
import { refuseUnseenCustomer } from '../../db/sight.ts'
import { Refusal } from '../../domain/refusal.ts'
import { askerOf, callerOf, ownAgentOf, personOf, seenCustomer, sightIn } from '../auth.ts'
import {
  BatchRequest,
  CallRequest,
  CandidateQuery,
  DispositionQuery,
  LeadQuery,
  LeadReportQuery,
  LeadRequest,
  ResolveRequest,
  UnassignRequest,
} from '../contract/leads.ts'
import { Ref } from '../contract/shapes.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { historyView, leadCustomerView, shownLeadView } from '../order-views.ts'
import { read } from '../problem.ts'

/** So many entries of history the Leads Agent Report shows. */
const NEWEST = 10

/** Leads: who has whom, and what came of it. */
export function leadRoutes(services: Services): Router {
  const { db } = services

  /** A page of open assignments, with how many there are. */
  async function leadsOf(res: Response, agentId: string | undefined, cursor: string | undefined, limit: number) {
    const [assignedAt, id] = readCursor(cursor, ['instant', 'id']) ?? []
    const before = assignedAt && id ? { before: { assignedAt: new Date(assignedAt), id } } : {}
    const of = agentId === undefined ? {} : { agentId }
    const sight = await sightIn(services, res)
    const [found, total] = await Promise.all([
      findOpenLeads(db, sight, { ...of, ...before, limit: limit + 1 }),
      countOpenLeads(db, sight, agentId),
    ])
    const page = pageOf(found, limit, (last) => cursorOf(last.assignedAt.toISOString(), last.id))
    return { ...page, items: page.items.map(shownLeadView), total }
  }

  /** Whose report is asked for: an agent's own, or, by others, the one who is named. */
  async function agentOfReport(res: Response, ref: string | undefined): Promise<Agent> {
    const own = ownAgentOf(res)
    if (own === null && ref === undefined)
      throw new Refusal('invalid', 'Say whose report.', {
        errors: [{ pointer: '/agent', detail: 'is needed by whoever is no leads agent' }],
      })
    if (own === null) return getAgent(db, ref ?? '')
    const { name, email } = personOf(res)
    if (ref !== undefined && ref !== own && ref.toLowerCase() !== email)
      throw new Refusal('forbidden', 'Your account shows your own leads.')
    return { id: own, name, email }
  }

  /** Others' leads are not there for a leads agent, nor is what was resolved too long ago. */
  async function ownLead(res: Response, id: string): Promise<ShownLead> {
    const lead = await getLead(db, id)
    const own = ownAgentOf(res)
    if (own !== null && lead.agent.id !== own) throw new Refusal('not-found', 'There is no such lead.')
    await refuseUnseenCustomer(db, await sightIn(services, res), lead.customerId)
    return lead
  }

  async function batchView({ assigned, moved, already, kept }: Batch) {
    const names = await findCustomerNames(
      db,
      [...moved, ...kept].map(({ customerId }) => customerId),
    )
    const whom = (leads: Batch['moved']) =>
      leads.map(({ customerId, agent }) => ({ customer: { id: customerId, name: names.get(customerId) ?? '' }, agent }))
    return { assigned, moved: whom(moved), already, kept: whom(kept) }
  }

  return Router()
    .get('/leads', async (req, res) => {
      const { agent, cursor, limit } = read(LeadQuery, req.query)
      res.json(await leadsOf(res, agent === undefined ? undefined : (await getAgent(db, agent)).id, cursor, limit))
    })
    .post('/leads', async (req, res) => {
      const { agent, customer } = read(LeadRequest, req.body)
      const whom = await seenCustomer(services, res, customer)
      res.status(201).json(shownLeadView(await assignLead(services, callerOf(res), await getAgent(db, agent), whom.id)))
    })
    .post('/leads/many', async (req, res) => {
      const { agent, orders, asOf } = read(BatchRequest, req.body)
      const ids = [...new Set(orders)]
      const seen = await findSeenOrders(db, await sightIn(services, res), ids)
      const unknown = ids.find((id) => !seen.has(id))
      if (unknown !== undefined) throw new Refusal('not-found', `There is no order “${unknown}”.`)
      const batch = await assignMany(services, callerOf(res), await getAgent(db, agent), ids, asOf ?? null)
      res.json(await batchView(batch))
    })
    .get('/leads/agents', async (_req, res) => void res.json({ items: await findAgents(db), nextCursor: null }))
    .get('/leads/candidates', async (req, res) => {
      const { search, limit } = read(CandidateQuery, req.query)
      const sight = await sightIn(services, res)
      const items = await findCandidates(db, sight, { ...(search === undefined ? {} : { search }), limit })
      res.json({ items: items.map((one) => ({ ...leadCustomerView(one), agent: one.agent })), nextCursor: null })
    })
    .get('/leads/report', async (req, res) => {
      const { agent: ref, cursor, limit } = read(LeadReportQuery, req.query)
      const agent = await agentOfReport(res, ref)
      const [leads, history] = await Promise.all([
        leadsOf(res, agent.id, cursor, limit),
        findHistoryOfAgent(db, await sightIn(services, res), agent.id, NEWEST),
      ])
      res.json({ agent, leads, history: history.map(historyView) })
    })
    .post('/leads/:id/resolve', async (req, res) => {
      const wish = read(ResolveRequest, req.body)
      await ownLead(res, req.params.id)
      res.json(shownLeadView(await resolveLead(services, callerOf(res), req.params.id, wish)))
    })
    .post('/leads/:id/unassign', async (req, res) => {
      read(UnassignRequest, req.body)
      await ownLead(res, req.params.id)
      res.json(shownLeadView(await unassignLead(services, callerOf(res), req.params.id)))
    })
    .get('/dispositions', async (req, res) => {
      const { kind, lead } = read(DispositionQuery, req.query)
      const options = lead === undefined ? askerOf(res).agent : await getAgentOptions(db, (await ownLead(res, lead)).agent.id)
      res.json({ items: await dispositionsFor(db, kind, options), nextCursor: null })
    })
    .post('/customers/:id/calls', async (req, res) => {
      const wish = read(CallRequest, req.body)
      await logCall(services, callerOf(res), read(Ref, req.params.id), wish, askerOf(res).agent)
      res.status(204).end()
    })
}
