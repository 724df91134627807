import { batch, signal } from '@preact/signals'
import { get } from '../../api.ts'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone } from '../said.ts'
import { may, project } from '../session.ts'
import type { Agent, List, OrderList, Shop } from '../wire.ts'

/** What is asked for; empty: anything. */
export interface OrderFilter {
  readonly from: string
  readonly to: string
  readonly status: string
  readonly shop: string
  readonly leadsAgent: string
  readonly search: string
}
const NO_FILTER: OrderFilter = { from: '', to: '', status: '', shop: '', leadsAgent: '', search: '' }
export const PAGE_SIZES = [50, 200, 1000] as const

const SHOWN = 'switchboard.orders.leads-agent'

export const filter = signal<OrderFilter>(NO_FILTER)
export const pageSize = signal<number>(PAGE_SIZES[0])
/** Whether the column with the leads agent is shown; this browser remembers it. */
export const showsAgent = signal(localStorage.getItem(SHOWN) === '1')
export const orders = signal<OrderList | null>(null)
export const isReading = signal(false)
export const ordersProblem = signal<string | null>(null)
export const agents = signal<readonly Agent[]>([])
export const shops = signal<readonly Shop[]>([])

export function showAgent(shows: boolean): void {
  showsAgent.value = shows
  localStorage.setItem(SHOWN, shows ? '1' : '0')
}

/** The question that the filters make. */
export function queryOf(): Record<string, string> {
  const { from, to, ...rest } = filter.value
  const said = Object.entries({ ...rest, from, to, project: project.value?.slug ?? '' }).filter(([, value]) => value.trim() !== '')
  return {
    ...Object.fromEntries(said.map(([name, value]) => [name, value.trim()])),
    ...(from || to ? { timeZone: project.value?.timeZone ?? ownZone() } : {}),
    ...(showsAgent.value ? { showLeadsAgent: 'true' } : {}),
  }
}

const reading = newestOnly()

/** Read the orders that the filters ask for. */
export async function loadOrders(delay = 0): Promise<void> {
  isReading.value = true
  const outcome = await reading((abort) => get<OrderList>('/api/v1/orders', { ...queryOf(), limit: pageSize.value }, abort), delay)
  if (!outcome) return
  batch(() => {
    isReading.value = false
    ordersProblem.value = 'error' in outcome ? failureText(outcome.error) : null
    if ('value' in outcome) orders.value = outcome.value
  })
}

/** Read on from the last that is shown. What was read first says when that was: whoever is assigned since is left alone. */
export async function readOn(): Promise<void> {
  const before = orders.value
  if (!before?.nextCursor || isReading.value) return
  isReading.value = true
  const query = { ...queryOf(), limit: pageSize.value, cursor: before.nextCursor }
  const outcome = await reading((abort) => get<OrderList>('/api/v1/orders', query, abort))
  if (!outcome) return
  isReading.value = false
  if ('error' in outcome) ordersProblem.value = failureText(outcome.error)
  else orders.value = { ...before, items: [...before.items, ...outcome.value.items], nextCursor: outcome.value.nextCursor }
}

/** Read what the filters choose from. */
export async function loadChoices(): Promise<void> {
  const lists = [
    may('GET /api/v1/leads/agents') && asking(get<List<Agent>>('/api/v1/leads/agents')).then(({ items }) => (agents.value = items)),
    may('GET /api/v1/shops') && asking(get<List<Shop>>('/api/v1/shops')).then(({ items }) => (shops.value = items)),
  ]
  await Promise.all(lists).catch((error: unknown) => {
    ordersProblem.value = failureText(error)
  })
}
