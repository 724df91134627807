/**
 * With 100,000 orders the report, its column, its filters and a batch of 1,000 take a few queries, whose steps look at what they answer. On
 * PostgreSQL alone: PGlite plans in the same way, but would fill for minutes.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onPostgres, openTestApp, type RequestOptions, type TestApp } from '../support/app.ts'
import { type AgentOf, agentOf, ok } from '../support/leads.ts'
import { freshDatabase } from '../support/postgres.ts'
import { type Overheard, overhear, stepsOf } from './asked.ts'
import { fillLarge, largeSetup } from './large.ts'
import { agentEmail, fillOrders, LEADS, ORDERS } from './large-orders.ts'

const TABLES = ['customer', 'sales_order', 'lead', 'customer_entry', 'booking', 'booking_history', 'activity']
/** As many queries as a request may take besides finding out who asks. */
const FEW = 8
const BATCH = 1000

describe.skipIf(!onPostgres)('with 100,000 orders', () => {
  let database: Overheard
  let drop: () => Promise<void>
  let app: TestApp
  let rita: AgentOf
  beforeAll(async () => {
    const fresh = await freshDatabase()
    drop = fresh.drop
    database = overhear(fresh.url)
    app = await openTestApp(database, { role: 'web' })
    await app.post('/api/v1/import', largeSetup)
    await fillLarge(database.db, app.services.now())
    await fillOrders(database.db, app.services.now())
    rita = await agentOf(app, 'Rita Restricted', { onlyAssigned: true, seesAllOrders: true })
    const { items } = await ok(app.get('/api/v1/orders?status=complete&leadsAgent=none&limit=300'))
    await ok(app.post('/api/v1/leads/many', { agent: rita.email, orders: items.map(({ id }: any) => id) }))
  }, 120_000)
  afterAll(async () => {
    await app?.close()
    await drop?.()
  })

  /** What a request asks of the big tables, how many queries it takes, and how many rows its largest step looks at. */
  async function cost(ask: () => Promise<unknown>) {
    const queries = await database.during(async () => void (await ask()))
    const steps = (await stepsOf(database.db, queries)).filter(({ table }) => TABLES.includes(table))
    return { queries: queries.length, steps, most: Math.max(0, ...steps.map(({ rows }) => rows)) }
  }
  const cursorIn = async (path: string, who?: RequestOptions) => (await ok(app.get(path, who))).nextCursor

  test('a page of the report with the column reads a page, wherever it is', async () => {
    const first = '/api/v1/orders?showLeadsAgent=true&limit=50'
    const cursor = await cursorIn('/api/v1/orders?limit=1000')

    const { queries, steps, most } = await cost(() => ok(app.get(`${first}&cursor=${cursor}`)))

    expect(queries).toBeLessThanOrEqual(FEW)
    expect(steps.filter(({ how, rows }) => how === 'Seq Scan' && rows > 0)).toEqual([])
    expect(most).toBeLessThanOrEqual(200)
  })

  test('totals are counted once, in one pass', async () => {
    const { body } = await app.get('/api/v1/orders?limit=1')
    expect(body.totals.reduce((sum: number, one: any) => sum + one.orders, 0)).toBe(ORDERS)

    const { queries, most } = await cost(() => ok(app.get('/api/v1/orders?limit=1')))

    expect(queries).toBeLessThanOrEqual(FEW)
    expect(most).toBeLessThanOrEqual(ORDERS)
  })

  test.each([
    ['a status', () => 'status=partial'],
    ['a leads agent', () => `leadsAgent=${agentEmail(3)}`],
    ['the number of an order', () => 'search=L-100123'],
    ['a day', () => `from=${new Date(app.services.now().getTime() - 86_400_000).toISOString().slice(0, 10)}&timeZone=UTC`],
    ['a name', () => 'search=Zimmern'],
  ])('the report filtered by %s takes a few queries', async (_, query) => {
    const path = `/api/v1/orders?limit=50&showLeadsAgent=true&${query()}`
    const { queries, most } = await cost(() => ok(app.get(path)))

    expect(queries).toBeLessThanOrEqual(FEW)
    expect(most).toBeLessThanOrEqual(ORDERS)
  })

  test.each([
    ['the report', () => '/api/v1/orders?limit=50', 3 * 300],
    ['Customer Search', () => '/api/v1/customers?search=smith', 5000],
    ['all customers', () => '/api/v1/customers?limit=50', 3 * 300],
    ['the Leads Agent Report', () => '/api/v1/leads/report', 5000],
  ])('a restricted agent who asks for %s reads what is theirs', async (_, path, limit) => {
    const { steps, most } = await cost(() => ok(app.get(path(), rita.session)))

    expect(steps.filter(({ how, rows }) => how === 'Seq Scan' && rows > 0)).toEqual([])
    expect(most).toBeLessThanOrEqual(limit)
  })

  test('those who can be assigned are found from the newest partial order on', async () => {
    const { steps, most } = await cost(() => ok(app.get('/api/v1/leads/candidates?limit=50')))

    expect(steps.filter(({ how, rows }) => how === 'Seq Scan' && rows > 0)).toEqual([])
    expect(most).toBeLessThanOrEqual(500)
  })

  test('a batch of 1,000 orders takes a few queries, and everybody in it is assigned', async () => {
    const { items } = await ok(app.get(`/api/v1/orders?leadsAgent=none&status=partial&limit=${BATCH}`))
    let answer: any
    const queries = await database.during(async () => {
      answer = await ok(app.post('/api/v1/leads/many', { agent: agentEmail(1), orders: items.map(({ id }: any) => id) }))
    })

    expect(items).toHaveLength(BATCH)
    // Beginning and ending the transaction included.
    expect(queries.length).toBeLessThanOrEqual(16)
    const { total } = await ok(app.get(`/api/v1/leads?agent=${agentEmail(1)}&limit=1`))
    expect(total).toBe(LEADS + answer.assigned)
    expect(answer.assigned).toBeGreaterThan(900)
  })
})
