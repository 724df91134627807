/**
 * A leads agent who sees assigned customers alone tries every operation that they have, as the OpenAPI document tells it, with everything that
 * belongs to somebody who is not theirs: in paths, in queries, in bodies. Nothing of it comes back, and nothing of it is changed.
 */
import { beforeAll, expect, test } from 'vitest'
import { AGENT_PAGES } from '../../server/domain/lead.ts'
import { operationsOf } from '../../server/domain/rights.ts'
import { NOW, question, startApp, type TestApp, wish } from '../support/app.ts'
import { type AgentOf, agentOf, ITEMS, ok, type Shop, shopOf } from '../support/leads.ts'

let app: TestApp
let shop: Shop
let rita: AgentOf
/** What belongs to others, by kind; every one of its values is a secret. */
let hidden: { id: string; name: string; email: string; phone: string; number: string; order: string; lead: string; booking: string }
let own: { id: string; order: string; lead: string }
let document: any
const operations = operationsOf({ level: 'leads-agent', scopes: null, pages: AGENT_PAGES })
const AT = '2027-03-02T15:30:00-05:00'

beforeAll(async () => {
  app = await startApp(NOW)
  app.at(NOW)
  shop = await shopOf(app)
  rita = await agentOf(app, 'Rita Restricted', { onlyAssigned: true, seesAllOrders: true })
  const omar = await agentOf(app, 'Omar Other')
  const mine = await shop.order('Ownie', `OWN-${shop.tag}`)
  const assigned = await ok(app.post('/api/v1/leads', { agent: rita.email, customer: shop.emailOf('Ownie') }))
  own = { id: await shop.idOf('Ownie'), order: mine.id, lead: assigned.id }

  const number = `HID-${shop.tag}`
  const order = await shop.order('Verborgen', number, { items: [{ name: `Secret of Verborgen ${shop.tag}`, price: '4711.00' }] })
  const id = await shop.idOf('Verborgen')
  await ok(app.patch(`/api/v1/customers/${id}`, { phone: '+12125550166', notes: 'Secret of Verborgen' }))
  const lead = await ok(app.post('/api/v1/leads', { agent: omar.email, customer: id }))
  const booking = await ok(app.post('/api/v1/bookings', wish(shop, AT, { customer: { id } })))
  const known = { name: 'Verborgen', email: shop.emailOf('Verborgen'), phone: '+12125550166', number }
  hidden = { id, ...known, order: order.id, lead: lead.id, booking: booking.id }
  // What follows a booking is done, and changes nothing of it any more.
  await app.settled()
  document = (await app.get('/openapi.json', { signedIn: false })).body
})

interface Ask {
  readonly path: string
  readonly body?: object
}

/** Bodies that name what is hidden, by operation; what has none here says nothing of a customer, whatever it is sent. */
const bodies: Record<string, () => object[]> = {
  'POST /api/v1/find-by-time': () => [
    question(shop, AT, { customer: hidden.id }),
    question(shop, AT, { customer: hidden.email }),
    question(shop, AT, { booking: hidden.booking }),
    question(shop, AT),
  ],
  'POST /api/v1/bookings': () => [
    wish(shop, '2027-03-02T10:00:00-05:00', { customer: { id: hidden.id } }),
    wish(shop, '2027-03-02T10:00:00-05:00', { customer: { id: hidden.email } }),
    wish(shop, '2027-03-02T10:00:00-05:00', { customer: { name: 'Somebody', email: hidden.email } }),
  ],
  'POST /api/v1/order-entry': () =>
    [{ id: hidden.id }, { id: hidden.email }, { name: 'Somebody', email: hidden.email }].map((customer) => ({
      ...{ customer, status: 'partial', currency: 'USD', items: ITEMS },
    })),
  'PATCH /api/v1/order-entry/{id}': () => [{ status: 'complete' }],
  'POST /api/v1/orders/{id}/cancel': () => [{}],
  'POST /api/v1/orders/{id}/refund': () => [{}],
  'POST /api/v1/leads/{id}/resolve': () => [{ disposition: `Not interested ${shop.tag}` }],
  'POST /api/v1/customers/{id}/calls': () => [{ disposition: `Question answered ${shop.tag}` }],
}
const WITHOUT_CUSTOMERS = [
  'POST /api/v1/holds',
  'POST /api/v1/holds/{id}/renew',
  'POST /api/v1/account/password',
  'POST /api/v1/account/second-factor',
  'POST /api/v1/account/second-factor/confirm',
  'POST /api/v1/account/second-factor/disable',
]

/** Values for each parameter that a document may name; a parameter that is not known here fails the test. */
const parameters: Record<string, () => readonly string[]> = {
  id: () => [hidden.id, hidden.email, hidden.order, hidden.lead, hidden.booking],
  search: () => [hidden.name, 'Verborgn', hidden.email, '5550166', hidden.number],
  ids: () => [hidden.id],
  customer: () => [hidden.id, hidden.email],
  coordinator: () => ['me', 'osc@example.com'],
  agent: () => [],
  lead: () => [hidden.lead],
  leadsAgent: () => ['none'],
  showLeadsAgent: () => ['true'],
  booking: () => [hidden.booking],
  shop: () => [shop.shop],
  status: () => ['partial'],
  kind: () => ['sales', 'service'],
  limit: () => ['200'],
}
const NEUTRAL = [
  'project',
  'cursor',
  'from',
  'to',
  'timeZone',
  'hold',
  'eventType',
  'pool',
  'skills',
  'languages',
  'territory',
  'durationMinutes',
  'instant',
  'ref',
  'Idempotency-Key',
  'If-None-Match',
]
const needed = () => ({ eventType: shop.eventType, pool: shop.pool, from: '2027-03-01', to: '2027-03-05', timeZone: 'UTC', kind: 'sales' })

/** Every way to ask an operation for what is hidden. */
function asks(operation: string): Ask[] {
  const [method = '', template = ''] = operation.split(' ')
  const described = document.paths[template][method.toLowerCase()]
  const all: { in: string; name: string; required?: boolean }[] = described.parameters ?? []
  for (const { name } of all) if (!(name in parameters) && !NEUTRAL.includes(name)) throw new Error(`${operation} has a parameter ${name}`)
  const filled = template.replace('{instant}', '2027-03-02T20:30:00Z').replace('{ref}', shop.pool)
  const paths = filled.includes('{id}') ? parameters.id!().map((id) => filled.replace('{id}', encodeURIComponent(id))) : [filled]
  const query = all.filter((one) => one.in === 'query')
  const base = Object.fromEntries(Object.entries(needed()).filter(([name]) => query.some((one) => one.name === name && one.required)))
  const queries = [base, ...query.flatMap(({ name }) => (parameters[name]?.() ?? []).map((value) => ({ ...base, [name]: value })))]
  return paths.flatMap((path) =>
    queries.flatMap((one) => {
      const asked = `${path}?${new URLSearchParams(one)}`
      const sent = bodies[operation]?.()
      return sent ? sent.map((body) => ({ path: asked, body })) : [{ path: asked }]
    }),
  )
}

async function ask(operation: string, { path, body }: Ask): Promise<{ status: number; text: string }> {
  const response = await fetch(`${app.url}${path}`, {
    method: operation.split(' ')[0]!,
    headers: { ...rita.session.headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

/** What an answer says beyond what was asked. */
const tells = (text: string, path: string, body: object | undefined): boolean => {
  const asked = decodeURIComponent(path) + JSON.stringify(body ?? {})
  const secrets = [...Object.values(hidden), 'Secret of Verborgen', '4711.00']
  return secrets.some((one) => !asked.includes(one) && text.includes(one))
}

test('every operation of a leads agent that takes a body says here how it may name others', () => {
  const taking = operations.filter((one) => /^(POST|PATCH|PUT) /.test(one))
  expect(taking.filter((one) => !(one in bodies) && !WITHOUT_CUSTOMERS.includes(one))).toEqual([])
  expect(operations.length).toBeGreaterThan(30)
})

test('S3.29 S3.31–S3.33 whatever a restricted agent asks, of whatever belongs to others nothing comes back and nothing is changed', async () => {
  const stand = async () => [
    await ok(app.get(`/api/v1/customers/${hidden.id}/profile`)),
    await ok(app.get(`/api/v1/orders/${hidden.order}`)),
    await ok(app.get(`/api/v1/bookings/${hidden.booking}`)),
  ]
  const before = await stand()
  const wrong: string[] = []
  let asked = 0
  for (const operation of operations) {
    if (operation.startsWith('DELETE') || operation.includes('/account/')) continue
    for (const one of asks(operation)) {
      const { status, text } = await ask(operation, one)
      asked++
      if (status >= 500) wrong.push(`${operation} ${one.path}: ${status} ${text.slice(0, 200)}`)
      if (tells(text, one.path, one.body)) wrong.push(`${operation} ${one.path} tells ${text.slice(0, 200)}`)
      const names = /\/(customers|orders|leads|bookings|order-entry)\/\{id\}/.test(operation)
      if (names && status < 300) wrong.push(`${operation} ${one.path}: ${status}`)
    }
  }

  expect(wrong).toEqual([])
  expect(asked).toBeGreaterThan(80)
  expect(await stand()).toEqual(before)
})

test('the same agent is answered for their own customer, so the refusals above are no accident', async () => {
  const get = async (path: string) => (await app.get(path, rita.session)).status

  expect(await get(`/api/v1/customers/${own.id}`)).toBe(200)
  expect(await get(`/api/v1/customers/${own.id}/profile`)).toBe(200)
  expect(await get(`/api/v1/orders/${own.order}`)).toBe(200)
  const { totals } = await ok(app.get('/api/v1/orders', rita.session))
  expect(totals).toEqual([{ status: 'partial', currency: 'USD', orders: 1, total: '39.80' }])
  expect((await ok(app.get('/api/v1/customers?limit=200', rita.session))).items).toHaveLength(1)
})

test('an unrestricted agent without the option is told of others’ partial orders and of no others', async () => {
  const otto = await agentOf(app, 'Otto Open')
  await shop.order('Verborgen', `DONE-${shop.tag}`, { status: 'complete' })

  const { items, totals } = await ok(app.get(`/api/v1/orders?shop=${shop.shop}`, otto.session))

  expect(items.map(({ number }: any) => number).sort()).toEqual([hidden.number, `OWN-${shop.tag}`])
  expect(totals.map(({ status }: any) => status)).toEqual(['partial'])
})
