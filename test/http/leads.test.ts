/** Leads agents: who they are, whom they are given, what they see, and how a lead ends. */
import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { moveBelongings } from '../../server/db/customer-merge.ts'
import { LEVELS } from '../../server/domain/rights.ts'
import { NOW, person, startApp, type TestApp, wish } from '../support/app.ts'
import { type AgentOf, agentOf, ITEMS, ok, type Shop, shopOf } from '../support/leads.ts'

let app: TestApp
let shop: Shop
let [lena, omar]: AgentOf[] = []
beforeAll(async () => {
  app = await startApp()
})
beforeEach(async () => {
  app.at(NOW)
  shop = await shopOf(app)
  lena = await agentOf(app, 'Lena Leads', { callCenter: `center-${shop.tag}` })
  omar = await agentOf(app, 'Omar Leads', { callCenter: `center-${shop.tag}` })
})

const assign = async (agent: AgentOf, who: string) => ok(app.post('/api/v1/leads', { agent: agent.email, customer: shop.emailOf(who) }))
const report = async ({ session }: AgentOf) => ok(app.get('/api/v1/leads/report', session))
const namesIn = (leads: { items: any[] }): string[] => leads.items.map(({ customer }) => customer.name)
const restricted = (options: object = {}) => agentOf(app, 'Rita Restricted', { onlyAssigned: true, seesAllOrders: true, ...options })
const sales = () => `Not interested ${shop.tag}`

test('S3.1 S3.2 a user made with the access level Leads Agent can have leads, with the three usual pages and neither option', async () => {
  const email = `new.${shop.tag}@example.com`
  const { body } = await app.post('/api/v1/accounts', { email, name: 'Nora New', level: 'leads-agent' })
  await shop.order('Pia', 'P-1')

  const usual = { pages: ['order-details', 'customer-service', 'order-entry'], seesAllOrders: false, onlyAssigned: false, callCenter: null }
  expect(body).toMatchObject({ level: 'leads-agent', agent: usual })
  expect((await ok(app.post('/api/v1/leads', { agent: email, customer: shop.emailOf('Pia') }))).agent.name).toBe('Nora New')
  const other = await ok(app.post('/api/v1/accounts', { email: `m.${shop.tag}@example.com`, name: 'Max', level: 'manager' }))
  expect(other.agent).toBeNull()
  expect((await app.post('/api/v1/leads', { agent: other.email, customer: shop.emailOf('Pia') })).body.code).toBe('not-found')
  const wrong = await app.patch(`/api/v1/accounts/${other.id}`, { agent: { onlyAssigned: true } })
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/agent'])
})

const GRANTS = {
  'S3.3 the Order Details report': ['order-details', 'GET /api/v1/orders'],
  'S3.4 the Customer Service page': ['customer-service', 'GET /api/v1/customers/{id}/profile'],
  'S3.5 the Order Entry page': ['order-entry', 'POST /api/v1/order-entry'],
} as const
test.each(Object.entries(GRANTS))('%s is granted or not, to each leads agent alone', async (_, [page, operation]) => {
  const rights = async ({ session }: AgentOf): Promise<string[]> => (await ok(app.get('/api/v1/session', session))).rights
  const own = Object.values(GRANTS).map(([, one]) => one)

  await ok(app.patch(`/api/v1/accounts/${lena!.id}`, { agent: { pages: [page] } }))

  expect((await rights(lena!)).filter((one) => own.some((other) => other === one))).toEqual([operation])
  expect(await rights(omar!)).toEqual(expect.arrayContaining([...own]))
  await ok(app.patch(`/api/v1/accounts/${lena!.id}`, { agent: { pages: [] } }))
  expect((await rights(lena!)).filter((one) => own.some((other) => other === one))).toEqual([])
  expect((await app.get('/api/v1/orders', lena!.session)).status).toBe(403)
})

test('S3.7 the Leads Agent Report has the leads of that agent and no one else’s', async () => {
  for (const who of ['Ada', 'Bob', 'Cid']) await shop.order(who, `${who}-1`)
  await assign(lena!, 'Ada')
  await assign(omar!, 'Bob')

  expect(namesIn((await report(lena!)).leads)).toEqual(['Ada Buyer'])
  expect(namesIn((await report(omar!)).leads)).toEqual(['Bob Buyer'])
  const { leads } = await report(lena!)
  expect(leads).toMatchObject({
    total: 1,
    items: [
      { customer: { email: shop.emailOf('Ada'), order: { number: 'Ada-1', status: 'partial', total: '39.80', items: '2 × Solar kit' } } },
    ],
  })
  expect((await app.get(`/api/v1/leads/report?agent=${omar!.email}`, lena!.session)).status).toBe(403)
  expect(namesIn((await ok(app.get(`/api/v1/leads/report?agent=${omar!.email}`))).leads)).toEqual(['Bob Buyer'])
  expect((await app.get('/api/v1/leads/report')).body.errors[0].pointer).toBe('/agent')
})

test('S3.8 the report has the 10 newest entries of the history of all assigned customers, newest first, and never more', async () => {
  for (const who of ['Ada', 'Bob', 'Eve']) await shop.order(who, `${who}-1`)
  await assign(lena!, 'Ada')
  await assign(lena!, 'Bob')
  await assign(omar!, 'Eve')
  expect((await report(lena!)).history.map(({ kind, customer }: any) => [kind, customer.name]).sort()).toEqual([
    ['lead', 'Ada Buyer'],
    ['lead', 'Bob Buyer'],
    ['order', 'Ada Buyer'],
    ['order', 'Bob Buyer'],
  ])

  for (let i = 0; i < 14; i++) {
    app.at(new Date(Date.parse(NOW) + (i + 1) * 60_000).toISOString())
    const body = { disposition: `Question answered ${shop.tag}`, note: `Call ${i}` }
    await ok(app.post(`/api/v1/customers/${shop.emailOf(['Ada', 'Bob', 'Eve'][i % 3]!)}/calls`, body))
  }
  app.at(new Date(Date.parse(NOW) + 60 * 60_000).toISOString())
  await ok(app.post('/api/v1/bookings', wish(shop, '2027-03-02T15:30:00-05:00', { customer: { id: await shop.idOf('Ada') } })))

  const { history } = await report(lena!)
  expect(history).toHaveLength(10)
  expect(history[0]).toMatchObject({ kind: 'appointment', facts: { action: 'booked', rep: 'Ann Lee' }, customer: { name: 'Ada Buyer' } })
  expect(history.slice(1, 4).map(({ facts }: any) => facts.note)).toEqual(['Call 13', 'Call 12', 'Call 10'])
  const times = history.map(({ at }: any) => at)
  expect(times).toEqual([...times].sort().reverse())
  expect(history.some(({ customer }: any) => customer.name === 'Eve Buyer')).toBe(false)
})

test('S3.9 S3.10 a lead is resolved without a sale, with a disposition, and is then nobody’s', async () => {
  await shop.order('Ada', 'A-1')
  const lead = await assign(lena!, 'Ada')

  const none = await app.post(`/api/v1/leads/${lead.id}/resolve`, {}, lena!.session)
  const { body } = await app.post(`/api/v1/leads/${lead.id}/resolve`, { disposition: sales(), note: 'Has a roof of slate.' }, lena!.session)

  expect([none.status, none.body.errors[0].pointer]).toEqual([400, '/disposition'])
  expect(body).toMatchObject({ ending: 'resolved', disposition: sales(), endedAt: NOW.replace('.000', '') })
  expect((await report(lena!)).leads).toMatchObject({ total: 0, items: [] })
  expect((await app.post(`/api/v1/leads/${lead.id}/resolve`, { disposition: sales() }, lena!.session)).status).toBe(409)
  const { log } = await ok(app.get(`/api/v1/customers/${await shop.idOf('Ada')}/profile`))
  expect(log[0]).toMatchObject({
    kind: 'lead',
    facts: { what: 'resolved', disposition: sales(), note: 'Has a roof of slate.' },
    by: 'Lena Leads',
  })
})

test('an agent resolves their own leads and no others', async () => {
  await shop.order('Ada', 'A-1')
  const lead = await assign(omar!, 'Ada')

  expect((await app.post(`/api/v1/leads/${lead.id}/resolve`, { disposition: sales() }, lena!.session)).status).toBe(404)
  expect(namesIn((await report(omar!)).leads)).toEqual(['Ada Buyer'])
})

test('S3.11 S3.12 what can be chosen is what stands under Sales Dispositions on the Call Centers page, and nothing of another kind', async () => {
  await shop.order('Ada', 'A-1')
  const lead = await assign(lena!, 'Ada')
  const offered = async (kind: string) => (await ok(app.get(`/api/v1/dispositions?kind=${kind}`, lena!.session))).items

  expect(await offered('sales')).toEqual([sales(), `Too expensive ${shop.tag}`])
  expect(await offered('service')).toEqual([`Question answered ${shop.tag}`])
  const other = await app.post(`/api/v1/leads/${lead.id}/resolve`, { disposition: `Question answered ${shop.tag}` }, lena!.session)
  expect([other.status, other.body.errors[0].pointer]).toEqual([400, '/disposition'])

  const kept = [{ kind: 'sales', name: `Too expensive ${shop.tag}` }]
  await ok(app.post('/api/v1/import', { callCenters: [{ slug: `center-${shop.tag}`, dispositions: kept }] }))

  expect(await offered('sales')).toEqual([`Too expensive ${shop.tag}`])
  expect((await app.post(`/api/v1/leads/${lead.id}/resolve`, { disposition: sales() }, lena!.session)).status).toBe(400)
})

test('an agent without a call center chooses from those of all call centers', async () => {
  await ok(app.patch(`/api/v1/accounts/${lena!.id}`, { agent: { callCenter: null } }))
  expect((await ok(app.get('/api/v1/dispositions?kind=sales', lena!.session))).items).toContain(sales())
  expect((await app.patch(`/api/v1/accounts/${lena!.id}`, { agent: { callCenter: 'nowhere' } })).body.errors[0].pointer).toBe(
    '/agent/callCenter',
  )
})

test('S3.13 S3.14 current assignments are listed, and each can be unassigned', async () => {
  for (const who of ['Ada', 'Bob']) await shop.order(who, `${who}-1`)
  await assign(lena!, 'Ada')
  const bob = await assign(lena!, 'Bob')
  const listed = async () => namesIn(await ok(app.get(`/api/v1/leads?agent=${lena!.email}`)))
  expect((await listed()).sort()).toEqual(['Ada Buyer', 'Bob Buyer'])

  const { body } = await app.post(`/api/v1/leads/${bob.id}/unassign`, {})

  expect(body.ending).toBe('unassigned')
  expect(await listed()).toEqual(['Ada Buyer'])
  expect(namesIn((await report(lena!)).leads)).toEqual(['Ada Buyer'])
  expect((await app.post(`/api/v1/leads/${bob.id}/unassign`, {})).status).toBe(409)
})

test('S3.16 S3.18 those can be assigned whose latest order is partial, the newest first', async () => {
  await shop.order('Ada', 'A-1', { placedAt: '2027-02-20T12:00:00Z' })
  await shop.order('Bob', 'B-1', { placedAt: '2027-02-22T12:00:00Z' })
  await shop.order('Cid', 'C-1', { placedAt: '2027-02-21T12:00:00Z', status: 'complete' })
  await shop.order('Dee', 'D-1', { placedAt: '2027-02-20T12:00:00Z' })
  await shop.order('Dee', 'D-2', { placedAt: '2027-02-23T12:00:00Z', status: 'declined' })
  await shop.order('Eve', 'E-1', { placedAt: '2027-02-20T12:00:00Z', status: 'complete' })
  await shop.order('Eve', 'E-2', { placedAt: '2027-02-24T12:00:00Z' })

  const { items } = await ok(app.get(`/api/v1/leads/candidates?search=${shop.tag}`))

  expect(items.map(({ name }: any) => name)).toEqual(['Eve Buyer', 'Bob Buyer', 'Ada Buyer'])
  for (const who of ['Cid', 'Dee']) {
    const { status, body } = await app.post('/api/v1/leads', { agent: lena!.email, customer: shop.emailOf(who) })
    expect([status, body.code]).toEqual([409, 'conflict'])
  }
})

test('S3.17 all leads agents can be chosen, and nobody else', async () => {
  for (const level of LEVELS) await person(app, level)
  const gone = await agentOf(app, 'Gone Agent')
  await ok(app.patch(`/api/v1/accounts/${gone.id}`, { active: false }))

  const emails = (await ok(app.get('/api/v1/leads/agents'))).items.map(({ email }: any) => email)

  const accounts = await app.services.db.selectFrom('staff_account').select(['email', 'level', 'deactivated_at']).execute()
  const wanted = accounts.filter((one) => one.level === 'leads-agent' && one.deactivated_at === null).map(({ email }) => email)
  expect([...emails].sort()).toEqual(wanted.sort())
  expect(emails).not.toContain(gone.email)
})

test('S3.19 an assignment shows in the list and in the agent’s report', async () => {
  await shop.order('Ada', 'A-1')
  const lead = await assign(lena!, 'Ada')

  expect((await ok(app.get(`/api/v1/leads?agent=${lena!.email}`))).items).toMatchObject([{ id: lead.id, agent: { email: lena!.email } }])
  expect((await report(lena!)).leads.items).toMatchObject([{ id: lead.id }])
})

test('a customer is one agent’s at a time: whoever assigns them again is told whose they are', async () => {
  await shop.order('Ada', 'A-1')
  await assign(lena!, 'Ada')

  const { status, body } = await app.post('/api/v1/leads', { agent: omar!.email, customer: shop.emailOf('Ada') })

  expect([status, body.code, body.detail]).toEqual([409, 'conflict', 'Ada Buyer is assigned to Lena Leads already.'])
  const [candidate] = (await ok(app.get(`/api/v1/leads/candidates?search=${shop.emailOf('Ada')}`))).items
  expect(candidate.agent.name).toBe('Lena Leads')
})

test('of managers who assign the same customer at the same moment one wins and the others are told', async () => {
  await shop.order('Ada', 'A-1')
  const agents = [lena!, omar!, await agentOf(app, 'Third Agent')]

  const replies = await Promise.all(
    [...agents, ...agents].map(({ email }) => app.post('/api/v1/leads', { agent: email, customer: shop.emailOf('Ada') })),
  )

  expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
  expect(
    (await ok(app.get(`/api/v1/customers/${await shop.idOf('Ada')}/profile`))).log.filter(({ kind }: any) => kind === 'lead'),
  ).toHaveLength(1)
})

test('after a lead was resolved its customer can be assigned again, and both are in the history', async () => {
  await shop.order('Ada', 'A-1')
  const first = await assign(lena!, 'Ada')
  await ok(app.post(`/api/v1/leads/${first.id}/resolve`, { disposition: sales() }, lena!.session))

  await assign(omar!, 'Ada')

  expect(namesIn((await report(omar!)).leads)).toEqual(['Ada Buyer'])
  const { leads } = await ok(app.get(`/api/v1/customers/${await shop.idOf('Ada')}/data`))
  expect(leads.map(({ agent, ending }: any) => [agent.name, ending])).toEqual([
    ['Omar Leads', null],
    ['Lena Leads', 'resolved'],
  ])
})

test('S3.20 S3.21 with Show Leads Agent on, each order says to whom its customer is assigned now, or nothing', async () => {
  await shop.order('Ada', 'A-1')
  await shop.order('Ada', 'A-2', { status: 'complete' })
  await shop.order('Bob', 'B-1')
  const lead = await assign(lena!, 'Bob')
  const column = async () =>
    Object.fromEntries(
      (await ok(app.get(`/api/v1/orders?shop=${shop.shop}&showLeadsAgent=true`))).items.map((one: any) => [
        one.number,
        one.leadsAgent?.name ?? null,
      ]),
    )

  expect((await ok(app.get(`/api/v1/orders?shop=${shop.shop}`))).items.every((one: any) => !('leadsAgent' in one))).toBe(true)
  expect(await column()).toEqual({ 'A-1': null, 'A-2': null, 'B-1': 'Lena Leads' })
  await ok(app.post(`/api/v1/leads/${lead.id}/resolve`, { disposition: sales() }, lena!.session))
  expect(await column()).toEqual({ 'A-1': null, 'A-2': null, 'B-1': null })
})

test('S3.23 S3.24 S3.25 the customers of all selected orders become the chosen agent’s leads, whatever became of the orders', async () => {
  const orders = [
    await shop.order('Ada', 'A-1'),
    await shop.order('Ada', 'A-2', { status: 'complete', placedAt: '2027-03-01T12:00:00Z' }),
    await shop.order('Bob', 'B-1', { status: 'complete' }),
    await shop.order('Cid', 'C-1'),
  ]
  await shop.order('Dee', 'D-1')
  await assign(omar!, 'Cid')

  const { body } = await app.post('/api/v1/leads/many', { agent: lena!.email, orders: orders.map(({ id }) => id) })

  expect(body).toMatchObject({
    assigned: 2,
    already: 0,
    kept: [],
    moved: [{ customer: { name: 'Cid Buyer' }, agent: { name: 'Omar Leads' } }],
  })
  expect(namesIn((await report(lena!)).leads).sort()).toEqual(['Ada Buyer', 'Bob Buyer', 'Cid Buyer'])
  expect((await report(omar!)).leads.total).toBe(0)
  const again = await ok(app.post('/api/v1/leads/many', { agent: lena!.email, orders: orders.map(({ id }) => id) }))
  expect(again).toEqual({ assigned: 0, moved: [], already: 3, kept: [] })
  const { log } = await ok(app.get(`/api/v1/customers/${await shop.idOf('Cid')}/profile`))
  expect(log.slice(0, 2).map(({ facts }: any) => [facts.what, facts.agent])).toEqual([
    ['assigned', 'Lena Leads'],
    ['reassigned', 'Omar Leads'],
  ])
})

test('a batch leaves whom somebody has assigned since one last looked, and says to whom', async () => {
  const order = await shop.order('Ada', 'A-1')
  const { asOf } = await ok(app.get('/api/v1/orders'))
  app.at('2027-03-01T12:05:00Z')
  await assign(omar!, 'Ada')

  const { body } = await app.post('/api/v1/leads/many', { agent: lena!.email, orders: [order.id], asOf })

  expect(body).toMatchObject({ assigned: 0, moved: [], kept: [{ customer: { name: 'Ada Buyer' }, agent: { name: 'Omar Leads' } }] })
  expect(namesIn((await report(omar!)).leads)).toEqual(['Ada Buyer'])
})

test('a batch with an order that is not there assigns nobody', async () => {
  const order = await shop.order('Ada', 'A-1')
  const { status } = await app.post('/api/v1/leads/many', { agent: lena!.email, orders: [order.id, crypto.randomUUID()] })
  expect([status, (await report(lena!)).leads.total]).toEqual([404, 0])
})

test('S3.26 S3.27 reports show a leads agent partial orders, and all of them with the option', async () => {
  for (const status of ['partial', 'complete', 'declined', 'cancelled']) await shop.order('Ada', status, { status })
  const seen = async () => {
    const { items, totals } = await ok(app.get(`/api/v1/orders?shop=${shop.shop}`, lena!.session))
    const csv = String(await ok(app.get(`/api/v1/orders.csv?shop=${shop.shop}`, lena!.session)))
    const counted = totals.reduce((sum: number, { orders }: any) => sum + orders, 0)
    expect([counted, csv.trimEnd().split('\r\n').length - 1]).toEqual([items.length, items.length])
    return items.map(({ status }: any) => status).sort()
  }

  expect(await seen()).toEqual(['partial'])
  expect((await ok(app.get(`/api/v1/orders?shop=${shop.shop}&status=complete`, lena!.session))).items).toEqual([])
  await ok(app.patch(`/api/v1/accounts/${lena!.id}`, { agent: { seesAllOrders: true } }))
  expect(await seen()).toEqual(['cancelled', 'complete', 'declined', 'partial'])
})

test('S3.28 the option widens reports, not whom one can assign', async () => {
  await shop.order('Ada', 'A-1', { status: 'complete' })
  await ok(app.patch(`/api/v1/accounts/${lena!.id}`, { agent: { seesAllOrders: true } }))

  const { items } = await ok(app.get(`/api/v1/leads/candidates?search=${shop.emailOf('Ada')}`))
  expect(items.filter(({ email }: any) => email === shop.emailOf('Ada'))).toEqual([])
  expect((await app.post('/api/v1/leads', { agent: lena!.email, customer: shop.emailOf('Ada') })).status).toBe(409)
})

test('S3.29 S3.30 S3.31 S3.32 with the option on, an agent sees assigned customers alone, in reports and in search, however they were assigned', async () => {
  const rita = await restricted()
  const [ada, , cid] = [await shop.order('Ada', 'A-1'), await shop.order('Bob', 'B-1'), await shop.order('Cid', 'C-1')]
  await assign(rita, 'Ada')
  await ok(app.post('/api/v1/leads/many', { agent: rita.email, orders: [cid.id] }))

  const { items } = await ok(app.get(`/api/v1/orders?shop=${shop.shop}`, rita.session))
  expect(items.map(({ number }: any) => number).sort()).toEqual(['A-1', 'C-1'])
  const found = await ok(app.get(`/api/v1/customers?search=${shop.tag}`, rita.session))
  expect(found.items.map(({ name }: any) => name)).toEqual(['Ada Buyer', 'Cid Buyer'])
  expect((await ok(app.get('/api/v1/customers', rita.session))).items).toHaveLength(2)
  expect((await ok(app.get('/api/v1/orders?search=B-1', rita.session))).items).toEqual([])
  expect((await app.get(`/api/v1/orders/${ada.id}`, rita.session)).status).toBe(200)
})

test('S3.33 with the option on, a customer who is not assigned to the agent cannot be opened', async () => {
  const rita = await restricted()
  await shop.order('Ada', 'A-1')
  const id = await shop.idOf('Ada')
  const opened = async () =>
    Promise.all(['', '/profile'].map(async (more) => (await app.get(`/api/v1/customers/${id}${more}`, rita.session)).status))

  expect(await opened()).toEqual([404, 404])
  const lead = await assign(rita, 'Ada')
  expect(await opened()).toEqual([200, 200])
  await ok(app.post(`/api/v1/leads/${lead.id}/unassign`, {}))
  expect(await opened()).toEqual([404, 404])
})

test('S3.34 S3.35 a customer who was resolved can be opened for an hour, the sixtieth minute included, and no longer', async () => {
  const rita = await restricted()
  await shop.order('Ada', 'A-1')
  const id = await shop.idOf('Ada')
  const lead = await assign(rita, 'Ada')
  await ok(app.post(`/api/v1/leads/${lead.id}/resolve`, { disposition: sales() }, rita.session))
  const status = async (at: string) => {
    app.at(at)
    return (await app.get(`/api/v1/customers/${id}/profile`, rita.session)).status
  }

  expect(await status('2027-03-01T12:59:59Z')).toBe(200)
  expect(await status('2027-03-01T13:00:00.000Z')).toBe(200)
  expect(await status('2027-03-01T13:00:00.001Z')).toBe(404)
  expect(await status('2027-03-01T12:30:00Z')).toBe(200)
  await assign(omar!, 'Ada')
  expect(await status('2027-03-01T12:31:00Z')).toBe(404)
})

test('S3.36 with the option off an agent may open customers who are not assigned to them', async () => {
  await shop.order('Ada', 'A-1')
  await assign(omar!, 'Ada')

  expect((await app.get(`/api/v1/customers/${await shop.idOf('Ada')}/profile`, lena!.session)).status).toBe(200)
  const { items } = await ok(app.get(`/api/v1/customers?search=${shop.emailOf('Ada')}`, lena!.session))
  expect(items.filter(({ email }: any) => email === shop.emailOf('Ada'))).toHaveLength(1)
})

test('S3.37 a completed sale through Order Entry resolves the lead, of a partial order and of a new one', async () => {
  const order = await shop.order('Ada', 'A-1')
  await shop.order('Bob', 'B-1')
  for (const who of ['Ada', 'Bob']) await assign(lena!, who)

  await ok(app.patch(`/api/v1/order-entry/${order.id}`, { status: 'complete', paymentReference: 'pay-1' }, lena!.session))
  expect(namesIn((await report(lena!)).leads)).toEqual(['Bob Buyer'])
  const customer = { id: await shop.idOf('Bob') }
  await ok(app.post('/api/v1/order-entry', { customer, status: 'partial', currency: 'USD', items: ITEMS }, lena!.session))
  expect(namesIn((await report(lena!)).leads)).toEqual(['Bob Buyer'])
  await ok(app.post('/api/v1/order-entry', { customer, status: 'complete', currency: 'USD', items: ITEMS }, lena!.session))

  expect((await report(lena!)).leads.total).toBe(0)
  const { lead } = await ok(app.get(`/api/v1/customers/${customer.id}/profile`))
  expect([lead.ending, lead.disposition]).toEqual(['sale', null])
})

test('a sale that the shop reports as completed after the assignment resolves the lead as well; one from before does not', async () => {
  for (const who of ['Ada', 'Bob']) await shop.order(who, `${who}-1`)
  for (const who of ['Ada', 'Bob']) await assign(lena!, who)

  await shop.order('Ada', 'Ada-0', { status: 'complete', placedAt: '2027-01-05T12:00:00Z' })
  expect((await report(lena!)).leads.total).toBe(2)
  app.at('2027-03-01T12:10:00Z')
  await shop.order('Ada', 'Ada-1', { status: 'complete' })

  expect(namesIn((await report(lena!)).leads)).toEqual(['Bob Buyer'])
})

test('an agent books an appointment for their lead through the finder, and for nobody else’s if they see their own alone', async () => {
  const rita = await restricted()
  for (const who of ['Ada', 'Bob']) await shop.order(who, `${who}-1`)
  await assign(rita, 'Ada')
  const book = async (customer: object, start: string) =>
    (await app.post('/api/v1/bookings', wish(shop, start, { customer }), rita.session)).status

  expect(await book({ id: await shop.idOf('Ada') }, '2027-03-02T15:30:00-05:00')).toBe(201)
  expect(await book({ id: await shop.idOf('Bob') }, '2027-03-02T16:00:00-05:00')).toBe(404)
  expect(await book({ name: 'Bob Buyer', email: shop.emailOf('Bob') }, '2027-03-02T16:00:00-05:00')).toBe(403)
})

test('whoever is deactivated, or no leads agent any more, has no report and no leads, which can be given to others', async () => {
  const order = await shop.order('Ada', 'A-1')
  await assign(lena!, 'Ada')
  await ok(app.patch(`/api/v1/accounts/${lena!.id}`, { active: false }))

  expect((await app.get('/api/v1/leads/report', lena!.session)).status).toBe(401)
  const { lead } = await ok(app.get(`/api/v1/customers/${await shop.idOf('Ada')}/profile`))
  expect(lead).toBeNull()
  await ok(app.post('/api/v1/leads/many', { agent: omar!.email, orders: [order.id] }))
  expect(namesIn((await report(omar!)).leads)).toEqual(['Ada Buyer'])
})

test('of two customers who are one person, one assignment stays, and orders and history are all there', async () => {
  for (const who of ['Ada', 'Ida']) await shop.order(who, `${who}-1`)
  await assign(lena!, 'Ada')
  await assign(omar!, 'Ida')
  const [ada, ida] = [await shop.idOf('Ada'), await shop.idOf('Ida')]

  await ok(app.post(`/api/v1/customers/${ida}/merge`, { into: ada }))

  const { lead, orders, log } = await ok(app.get(`/api/v1/customers/${ada}/profile`))
  expect([lead.agent.name, orders.length, log.length]).toEqual(['Lena Leads', 2, 4])
  expect((await report(omar!)).leads.total).toBe(0)
})

test('whoever is forgotten leaves figures of orders without a name', async () => {
  const order = await shop.order('Ada', 'A-1')
  await assign(lena!, 'Ada')

  await ok(app.post(`/api/v1/customers/${await shop.idOf('Ada')}/erase`, {}))

  expect(await ok(app.get(`/api/v1/orders/${order.id}`))).toMatchObject({ number: 'A-1', total: '39.80', customer: null })
  expect((await report(lena!)).leads.total).toBe(0)
  await shop.order('Ada', 'A-1', { status: 'complete' })
  expect(await ok(app.get(`/api/v1/orders/${order.id}`))).toMatchObject({ status: 'complete', customer: null })
})

test('of three customers who are one person one assignment stays, whichever records were merged elsewhere', async () => {
  for (const who of ['Ada', 'Ida', 'Eda']) await shop.order(who, `${who}-1`)
  await assign(lena!, 'Ida')
  await assign(omar!, 'Eda')
  const ids = await Promise.all(['Ada', 'Ida', 'Eda'].map((who) => shop.idOf(who)))
  const [ada, ida, eda] = ids

  await app.services.db
    .transaction()
    .execute((tx) =>
      moveBelongings(tx, sql`(select loser::uuid, ${ada}::uuid as survivor from unnest(${[ida, eda]}::text[]) loser) as pair`),
    )

  const { lead, orders } = await ok(app.get(`/api/v1/customers/${ada}/profile`))
  expect([lead.endedAt, orders.length]).toEqual([null, 3])
  expect((await report(lena!)).leads.total + (await report(omar!)).leads.total).toBe(1)
})
