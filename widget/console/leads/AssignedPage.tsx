import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { moneyText } from '../orders/money.ts'
import { orderTexts } from '../orders/words.ts'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import { UserTabs } from '../users/UserTabs.tsx'
import type { Agent, LeadList, LeadOf, List } from '../wire.ts'
import { AssignForm } from './AssignForm.tsx'
import { leadTexts as words } from './words.ts'
import './leads.css'

/** The Assigned Leads tab of the Users page: who is assigned to whom, to be taken back, and a green plus for more. */
export function AssignedPage() {
  const [agents, setAgents] = useState<readonly Agent[]>([])
  const [agent, setAgent] = useState('')
  const [leads, setLeads] = useState<LeadList | null>(null)
  const [adding, setAdding] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const reading = useMemo(newestOnly, [])
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(
    () =>
      reading((signal) =>
        Promise.all([
          get<LeadList>('/api/v1/leads', { limit: 50, ...(agent && { agent }) }, signal),
          get<List<Agent>>('/api/v1/leads/agents', {}, signal),
        ]),
      ).then((outcome) => {
        if (!outcome) return
        if ('error' in outcome) return failed(outcome.error)
        setLeads(outcome.value[0])
        setAgents(outcome.value[1].items)
      }),
    [agent, failed, reading],
  )
  useEffect(() => {
    document.title = `${words.assignedTitle} · ${texts.brand}`
    void load()
  }, [load])

  function more(before: LeadList) {
    const query = { limit: 50, ...(agent && { agent }), cursor: before.nextCursor ?? '' }
    asking(get<LeadList>('/api/v1/leads', query)).then((next) => setLeads({ ...next, items: [...before.items, ...next.items] }), failed)
  }
  function unassign({ id, customer, agent: whose }: LeadOf) {
    setProblem(null)
    setDone(null)
    void asking(post(`/api/v1/leads/${id}/unassign`, {}))
      .then(() => {
        setDone(words.unassigned(customer.name, whose.name))
        toList()
      }, failed)
      .then(load)
  }
  // What was pressed is gone: whoever works by keyboard goes on at the list.
  const toList = () => document.getElementById('assigned-title')?.focus()
  return (
    <div class="settings-page">
      <header class="row spread">
        <h1>{texts.users.title}</h1>
        {!adding && (
          <button type="button" class="button plus" onClick={() => setAdding(true)}>
            <span aria-hidden="true">+</span> {words.add}
          </button>
        )}
      </header>
      <UserTabs />
      {done && <Notice title={done} />}
      {problem && <Notice tone="danger" title={problem} />}
      {adding && (
        <AssignForm
          agents={agents}
          onClose={() => setAdding(false)}
          onAssigned={(said) => {
            setAdding(false)
            setDone(said)
            toList()
            void load()
          }}
        />
      )}
      <section class="panel stack" aria-labelledby="assigned-title" aria-busy={leads === null}>
        <div class="row spread">
          <h2 id="assigned-title" tabIndex={-1}>
            {words.assignedTitle}
          </h2>
          <span class="small muted" role="status">
            {leads && words.count(leads.total)}
          </span>
        </div>
        <Field id="assigned-agent" label={words.ofAgent}>
          {(control) => (
            <select {...control} value={agent} onChange={({ currentTarget }) => setAgent(currentTarget.value)}>
              <option value="">{words.allAgents}</option>
              {agents.map(({ id, name, leads: count }) => (
                <option key={id} value={id}>
                  {words.leadsOf(name, count)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {leads?.items.length === 0 && <p class="muted">{words.assignedNone}</p>}
        <ul class="rows">
          {leads?.items.map((lead) => (
            <Line key={lead.id} lead={lead} onUnassign={() => unassign(lead)} />
          ))}
        </ul>
        {leads?.nextCursor && (
          <button type="button" class="button-quiet" onClick={() => more(leads)}>
            {words.more}
          </button>
        )}
      </section>
    </div>
  )
}

function Line({ lead: { customer, agent, assignedAt, assignedBy }, onUnassign }: { lead: LeadOf; onUnassign: () => void }) {
  const { order } = customer
  return (
    <li class="user">
      <span class="grow">
        <a class="strong wrap" href={`/console/customers/${customer.id}`}>
          {customer.name}
        </a>
        <span class="small muted wrap block">{[customer.email, customer.phone].filter(Boolean).join(' · ')}</span>
        {order && (
          <span class="small wrap block">
            {words.order(order.number)} · {orderTexts.statuses[order.status]} · {moneyText(order.total, order.currency)}
          </span>
        )}
      </span>
      <span class="grow small">
        <span class="strong block">{words.to(agent.name)}</span>
        <span class="muted">{words.since(shortMoment(new Date(assignedAt), ownZone()), assignedBy)}</span>
      </span>
      <button type="button" class="button-quiet compact" aria-label={words.unassignLabel(customer.name, agent.name)} onClick={onUnassign}>
        {words.unassign}
      </button>
    </li>
  )
}
