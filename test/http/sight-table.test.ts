/** Nobody reads or changes a customer of a project in which they do not work: not by id, by search, by a report, by a table, nor by naming them. */
import { beforeAll, expect, test } from 'vitest'
import { operationsOf } from '../../server/domain/rights.ts'
import {
  accountIdOf,
  type Company,
  company,
  NOW,
  person,
  type Reply,
  type RequestOptions,
  signedIn,
  startApp,
  type TestApp,
  wish,
} from '../support/app.ts'

let app: TestApp
let made: Company

/** A project in which the asker does not work, and what belongs to it alone. */
interface Hidden {
  readonly project: string
  readonly customer: string
  readonly email: string
  readonly registration: string
  readonly coming: string
  readonly requested: string
  readonly past: string
  readonly link: string
  readonly process: string
  readonly option: string
  readonly activity: string
  readonly order: string
  readonly agent: string
  readonly lead: string
}
let hidden: Hidden
/** The project in which everybody works who asks, and somebody who is registered there. */
let own: { project: string; customer: string }
const askers: Partial<Record<string, RequestOptions>> = {}
const LEVELS = ['manager', 'coordinator', 'rep'] as const

/** What must stand in no answer. */
const SECRET = 'Hildegard Verborgen'
const AT = '2027-03-02T15:30:00-05:00'

beforeAll(async () => {
  app = await startApp()
  app.at(NOW)
  const tag = Date.now().toString(36)
  const [theirs, ours] = [`hidden-${tag}`, `own-${tag}`]
  const project = (slug: string, name: string) => ({ slug, name, kind: 'onsite', timeZone: 'America/New_York' })
  await app.post('/api/v1/import', {
    projects: [project(theirs, 'Hidden Shores'), project(ours, 'Own Shores')],
    shares: [{ between: [theirs, ours], appointments: false, history: false }],
  })
  made = await company(app, { reps: [{ projects: [ours] }, { projects: [theirs] }], eventType: { minimumNoticeMinutes: 0 } })
  const email = `hildegard.${made.tag}@example.com`
  const customer = await ok(app.post('/api/v1/customers', { name: SECRET, email, phone: '+12125550142', project: theirs }))
  const { id: mine } = await ok(app.post('/api/v1/customers', { name: 'Otto Own', email: `otto.${made.tag}@example.com`, project: ours }))
  const book = (start: string, more: object = {}) =>
    ok(
      app.post(
        '/api/v1/bookings',
        wish(made, start, {
          pool: undefined,
          rep: made.reps[1],
          customer: { id: customer.id },
          createdIn: theirs,
          project: theirs,
          ...more,
        }),
      ),
    )
  const past = await book('2027-03-01T16:00:00-05:00')
  app.at('2027-03-01T22:30:00Z')
  await ok(app.post(`/api/v1/bookings/${past.id}/outcome`, { status: 'completed', project: theirs }))
  const coming = await book(AT)
  await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, approval: true }] })
  const requested = await book('2027-03-03T15:30:00-05:00')
  await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, approval: false }] })
  const link = { customer: customer.id, page: made.page }
  const profile = await ok(app.get(`/api/v1/customers/${customer.id}/profile`))
  hidden = {
    project: theirs,
    customer: customer.id,
    email,
    registration: profile.registrations[0].id,
    coming: coming.id,
    requested: requested.id,
    past: past.id,
    link: (await ok(app.post('/api/v1/booking-links', link))).id,
    ...(await owedIn(theirs, customer.id)),
    ...(await orderedBy(email)),
  }
  own = { project: ours, customer: mine }
  for (const level of LEVELS) askers[level] = await asker(level, ours)
  await app.settled()
})

/** A process, an option of it, and an activity of somebody in a project. */
async function owedIn(project: string, customer: string) {
  const option = await ok(app.post(`/api/v1/projects/${project}/follow-ups`, { name: `Only for ${SECRET}` }))
  const plan = { project, name: `All for ${SECRET}`, trigger: { kind: 'rating', value: 'Hot' }, steps: CALL }
  const activity = { customer, project, type: 'call', note: SECRET }
  return {
    option: option.id as string,
    process: (await ok(app.post('/api/v1/processes', plan))).id as string,
    activity: (await ok(app.post('/api/v1/activities', activity))).id as string,
  }
}
/** A partial order of somebody, who is a leads agent's lead. */
async function orderedBy(email: string) {
  const shop = `shop-${made.tag}`
  await ok(app.post('/api/v1/shops', { slug: shop, name: 'Shop' }))
  const order = { number: 'H-1', status: 'partial', currency: 'USD', items: ITEMS, placedAt: '2027-02-28T12:00:00Z' }
  await ok(app.post('/api/v1/orders', { shop, orders: [{ ...order, customer: { name: SECRET, email } }] }))
  const { email: agent } = await person(app, 'leads-agent')
  return {
    order: (await ok(app.get(`/api/v1/orders?shop=${shop}`))).items[0].id as string,
    agent,
    lead: (await ok(app.post('/api/v1/leads', { agent, customer: email }))).id as string,
  }
}
const ITEMS = [{ name: 'Solar kit', price: '19.90' }]
const CALL = [{ type: 'call', offset: { amount: 1, unit: 'days' } }]

async function ok(asked: Promise<Reply>): Promise<any> {
  const { status, body } = await asked
  expect([status, body.detail]).toEqual([expect.toSatisfy((one: number) => one < 300), undefined])
  return body
}

async function asker(level: (typeof LEVELS)[number], project: string): Promise<RequestOptions> {
  if (level === 'rep') return signedIn(app, await person(app, 'rep', { email: made.reps[0]!, name: 'Ann Lee' }))
  const { email } = await person(app, level)
  const id = await accountIdOf(app, email)
  await ok(app.patch(`/api/v1/accounts/${id}`, { projects: [project] }))
  return signedIn(app, { email })
}

interface Ask {
  readonly path: string
  readonly body?: object
}

/** Ways to ask for what is hidden, each of which is answered as if it were not there. */
const asNobody: Record<string, () => Ask[]> = {
  'POST /api/v1/find-by-time': () => [
    { path: '/find-by-time', body: { ...question(), customer: hidden.customer } },
    { path: '/find-by-time', body: { ...question(), booking: hidden.coming } },
  ],
  'GET /api/v1/availability': () => [{ path: `/availability?${new URLSearchParams({ ...days(), booking: hidden.coming })}` }],
  'GET /api/v1/availability/{instant}/reps': () => [
    { path: `/availability/2027-03-02T20:30:00Z/reps?${new URLSearchParams({ ...counted(), booking: hidden.coming })}` },
  ],
  'POST /api/v1/bookings': () => [
    { path: '/bookings', body: wish(made, AT, { pool: undefined, rep: made.reps[0], customer: { id: hidden.customer } }) },
    {
      path: '/bookings',
      body: wish(made, AT, { pool: undefined, rep: made.reps[0], customer: { id: own.customer }, createdIn: hidden.project }),
    },
  ],
  ...each('GET /api/v1/bookings/{id}', () => ['', hidden.coming, hidden.requested, hidden.past].filter(Boolean)),
  ...each('POST /api/v1/bookings/{id}/reschedule', () => [hidden.coming], { start: '2027-03-04T15:30:00-05:00' }),
  ...each(
    'POST /api/v1/bookings/{id}/reassign',
    () => [hidden.coming],
    () => ({ rep: made.reps[0] }),
  ),
  ...each('POST /api/v1/bookings/{id}/cancel', () => [hidden.coming], {}),
  ...each('POST /api/v1/bookings/{id}/outcome', () => [hidden.past], { status: 'no-show' }),
  ...each('POST /api/v1/bookings/{id}/approve', () => [hidden.requested], {}),
  ...each('POST /api/v1/bookings/{id}/decline', () => [hidden.requested], {}),
  ...each('POST /api/v1/bookings/{id}/calendar-edit', () => [hidden.coming], { answer: 'keep' }),
  ...each('POST /api/v1/bookings/{id}/ask-anew', () => [hidden.coming], {}),
  'POST /api/v1/bookings/reassign-many': () => [
    { path: '/bookings/reassign-many', body: { bookings: [{ booking: hidden.coming, rep: made.reps[0] }] } },
    { path: '/bookings/reassign-many', body: { bookings: [{ booking: hidden.coming }], preview: true } },
  ],
  ...ofRep('GET', 'affected?from=2027-03-01&to=2027-03-31'),
  ...ofRep('GET', 'calendar?from=2027-03-01&to=2027-03-31&timeZone=UTC'),
  ...ofRep('GET', 'schedule'),
  ...ofRep('PATCH', 'schedule', { overrides: [{ date: '2027-03-02', hours: [] }] }),
  ...ofRep('POST', 'time-off', { timeOff: [{ from: '2027-03-02', to: '2027-03-02' }] }),
  'DELETE /api/v1/reps/{ref}/time-off/{timeOffId}': () => [{ path: `/reps/${made.reps[1]}/time-off/${hidden.coming}` }],
  ...each('GET /api/v1/customers/{id}', () => [hidden.customer, hidden.email]),
  ...each('PATCH /api/v1/customers/{id}', () => [hidden.customer], { notes: 'Mine now.' }),
  ...each('GET /api/v1/customers/{id}/profile', () => [hidden.customer, hidden.email]),
  ...each('GET /api/v1/customers/{id}/data', () => [hidden.customer]),
  ...each('POST /api/v1/customers/{id}/erase', () => [hidden.customer], {}),
  ...each(
    'POST /api/v1/customers/{id}/registrations',
    () => [hidden.customer],
    () => ({ project: own.project }),
  ),
  ...each('PATCH /api/v1/registrations/{id}', () => [hidden.registration], { rating: 'A' }),
  'POST /api/v1/customers': () => [{ path: '/customers', body: { name: 'Anna', project: hidden.project } }],
  'POST /api/v1/customers/{id}/merge': () => [
    { path: `/customers/${hidden.customer}/merge`, body: { into: own.customer } },
    { path: `/customers/${own.customer}/merge`, body: { into: hidden.customer } },
  ],
  'GET /api/v1/customers': () => [{ path: `/customers?project=${hidden.project}` }],
  'GET /api/v1/home': () => [{ path: `/home?project=${hidden.project}` }],
  'GET /api/v1/processes': () => [{ path: `/processes?project=${hidden.project}` }],
  'POST /api/v1/processes': () => [
    { path: '/processes', body: { project: hidden.project, name: 'Mine', trigger: { kind: 'rating' }, steps: CALL } },
  ],
  'POST /api/v1/processes/timeline': () => [{ path: '/processes/timeline', body: { project: hidden.project, steps: CALL } }],
  ...each('PATCH /api/v1/processes/{id}', () => [hidden.process], { active: false }),
  ...each('GET /api/v1/processes/{id}/runs', () => [hidden.process]),
  'GET /api/v1/projects/{ref}/follow-ups': () => [{ path: `/projects/${hidden.project}/follow-ups` }],
  'POST /api/v1/projects/{ref}/follow-ups': () => [{ path: `/projects/${hidden.project}/follow-ups`, body: { name: 'Mine' } }],
  ...each('PATCH /api/v1/follow-ups/{id}', () => [hidden.option], { name: 'Mine' }),
  'GET /api/v1/activities': () => [{ path: `/activities?project=${hidden.project}` }, { path: `/activities?customer=${hidden.customer}` }],
  'GET /api/v1/activities/counts': () => [{ path: `/activities/counts?project=${hidden.project}` }],
  'POST /api/v1/activities': () => [
    { path: '/activities', body: { customer: hidden.customer, project: hidden.project, type: 'call' } },
    { path: '/activities', body: { customer: hidden.customer, project: own.project, type: 'call' } },
  ],
  'POST /api/v1/activities/many': () => [{ path: '/activities/many', body: { ids: [hidden.activity], complete: {} } }],
  ...each('POST /api/v1/activities/{id}/complete', () => [hidden.activity], {}),
  ...each('POST /api/v1/activities/{id}/skip', () => [hidden.activity], { reason: 'Mine' }),
  ...each('POST /api/v1/activities/{id}/reschedule', () => [hidden.activity], { dueOn: '2027-03-09' }),
  ...each('POST /api/v1/activities/{id}/reassign', () => [hidden.activity], { rep: 'nobody@example.com' }),
  'GET /api/v1/orders': () => [{ path: `/orders?project=${hidden.project}` }],
  'GET /api/v1/orders.csv': () => [{ path: `/orders.csv?project=${hidden.project}` }],
  ...each('GET /api/v1/orders/{id}', () => [hidden.order]),
  ...each('POST /api/v1/orders/{id}/cancel', () => [hidden.order], {}),
  ...each('POST /api/v1/orders/{id}/refund', () => [hidden.order], {}),
  ...each('PATCH /api/v1/order-entry/{id}', () => [hidden.order], { status: 'complete' }),
  'POST /api/v1/order-entry': () => [
    { path: '/order-entry', body: { customer: { id: hidden.customer }, status: 'partial', currency: 'USD', items: ITEMS } },
    { path: '/order-entry', body: { customer: { id: hidden.email }, status: 'partial', currency: 'USD', items: ITEMS } },
  ],
  'POST /api/v1/leads': () => [{ path: '/leads', body: { agent: hidden.agent, customer: hidden.customer } }],
  'POST /api/v1/leads/many': () => [{ path: '/leads/many', body: { agent: hidden.agent, orders: [hidden.order] } }],
  ...each('POST /api/v1/leads/{id}/resolve', () => [hidden.lead], { disposition: 'No' }),
  ...each('POST /api/v1/leads/{id}/unassign', () => [hidden.lead], {}),
  ...each('POST /api/v1/customers/{id}/calls', () => [hidden.customer, hidden.email], { disposition: 'No' }),
  'GET /api/v1/customers.csv': () => [{ path: `/customers.csv?project=${hidden.project}` }],
  'GET /api/v1/booking-links': () => [{ path: `/booking-links?customer=${hidden.customer}` }],
  'POST /api/v1/booking-links': () => [{ path: '/booking-links', body: { customer: hidden.customer, page: made.page } }],
  'DELETE /api/v1/booking-links/{id}': () => [{ path: `/booking-links/${hidden.link}` }],
}

/** Ways to ask for everything: what is hidden is not among it. */
const inLists: Record<string, () => string[]> = {
  'GET /api/v1/bookings': () => ['/bookings?limit=200', `/bookings?rep=${made.reps[1]}`, `/bookings?project=${hidden.project}`],
  'GET /api/v1/customers': () => [
    '/customers?limit=200',
    '/customers?search=Hildegard',
    '/customers?search=Hildegart',
    `/customers?search=${hidden.email}`,
    '/customers?search=5550142',
  ],
  'GET /api/v1/orders': () => ['/orders?limit=1000', '/orders?search=H-1', `/orders?leadsAgent=${hidden.agent}&showLeadsAgent=true`],
  'GET /api/v1/orders.csv': () => ['/orders.csv', '/orders.csv?search=Hildegard'],
  'GET /api/v1/leads': () => ['/leads', `/leads?agent=${hidden.agent}`],
  'GET /api/v1/leads/candidates': () => ['/leads/candidates', '/leads/candidates?search=Hildegard'],
  'GET /api/v1/leads/report': () => [`/leads/report?agent=${hidden.agent}`],
  'GET /api/v1/customers.csv': () => ['/customers.csv', '/customers.csv?search=Hildegard'],
  'GET /api/v1/home': () => ['/home?days=31&timeZone=America/New_York'],
  'GET /api/v1/processes': () => ['/processes'],
  'GET /api/v1/activities': () => ['/activities?limit=200'],
  'GET /api/v1/customers/duplicates': () => ['/customers/duplicates'],
  'GET /api/v1/reps/{ref}/affected': () => [`/reps/${made.reps[0]}/affected?from=2027-03-01&to=2027-03-31`],
  'GET /api/v1/reps/{ref}/calendar': () => [`/reps/${made.reps[0]}/calendar?from=2027-03-01&to=2027-03-31&timeZone=UTC`],
  'GET /api/v1/affected': () => ['/affected'],
  'GET /api/v1/reps': () => ['/reps'],
  'GET /api/v1/calendar-edits': () => ['/calendar-edits'],
  'GET /api/v1/outbox': () => ['/outbox?limit=200', `/outbox?booking=${hidden.coming}`],
}

for (const kind of ['appointment-summary', 'registrant-history', 'bookings', 'appointments'])
  for (const form of ['', '.csv']) {
    const path = (more: object = {}) =>
      `/reports/${kind}${form}?${new URLSearchParams({ from: '2027-02-01', to: '2027-03-31', timeZone: 'UTC', ...more })}`
    asNobody[`GET /api/v1/reports/${kind}${form}`] = () => [{ path: path({ project: hidden.project }) }]
    inLists[`GET /api/v1/reports/${kind}${form}`] = () => [path(), path({ rep: made.reps[1] })]
  }

/** What tells nothing of a customer, whoever asks: times, names of reps and things, one's own account. */
const TELLS_NOTHING = [
  'GET /api/v1/leads/agents',
  'GET /api/v1/dispositions',
  'GET /api/v1/order-entry/items',
  'GET /api/v1/reminders',
  'PATCH /api/v1/reminders',
  'POST /api/v1/holds',
  'POST /api/v1/holds/{id}/renew',
  'DELETE /api/v1/holds/{id}',
  'GET /api/v1/pools/{ref}/fairness',
  'GET /api/v1/pools/{ref}/fairness.csv',
  'POST /api/v1/pools/{ref}/credits',
  'GET /api/v1/projects',
  'GET /api/v1/projects/{ref}/reps',
  'GET /api/v1/holidays',
  'GET /api/v1/holidays/countries',
  'GET /api/v1/setup',
  'GET /api/v1/session',
  'GET /api/v1/sessions',
  'DELETE /api/v1/sessions/{id}',
  'POST /api/v1/account/password',
  'POST /api/v1/account/second-factor',
  'POST /api/v1/account/second-factor/confirm',
  'POST /api/v1/account/second-factor/disable',
  'GET /api/v1/calendar-accounts',
  'POST /api/v1/calendar-accounts',
  'POST /api/v1/calendar-accounts/authorize',
  'PATCH /api/v1/calendar-accounts/{id}',
  'POST /api/v1/calendar-accounts/{id}/check',
  'DELETE /api/v1/calendar-accounts/{id}',
]

const counted = () => ({ eventType: made.eventType, pool: made.pool, timeZone: 'America/New_York' })
const days = () => ({ ...counted(), from: '2027-03-02', to: '2027-03-03' })
const question = () => ({ eventType: made.eventType, pool: made.pool, at: AT, timeZone: 'America/New_York' })

/** An operation asked by each of some ids. */
function each(operation: string, ids: () => string[], body?: object | (() => object)): Record<string, () => Ask[]> {
  const [, template = ''] = operation.split(' /api/v1')
  const sent = () => (typeof body === 'function' ? (body as () => object)() : body)
  return { [operation]: () => ids().map((id) => ({ path: template.replace('{id}', id), ...(body && { body: sent()! }) })) }
}

/** An operation about a rep who works in the hidden project alone. */
function ofRep(method: string, rest: string, body?: object): Record<string, () => Ask[]> {
  const [path = ''] = rest.split('?')
  return { [`${method} /api/v1/reps/{ref}/${path}`]: () => [{ path: `/reps/${made.reps[1]}/${rest}`, ...(body && { body }) }] }
}

async function ask(operation: string, { path, body }: Ask, who: RequestOptions): Promise<{ status: number; text: string }> {
  const [method = 'GET'] = operation.split(' ')
  const response = await fetch(`${app.url}/api/v1${path}`, {
    method,
    headers: { ...who.headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

test('every operation of somebody who does not see everything says here how it keeps what is hidden', () => {
  const known = new Set([...Object.keys(asNobody), ...Object.keys(inLists), ...TELLS_NOTHING])
  const asked = new Set(LEVELS.flatMap((level) => operationsOf({ level, scopes: null })))

  expect([...asked].filter((one) => !known.has(one))).toEqual([])
  expect([...known].filter((one) => !asked.has(one))).toEqual([])
})

test.each(LEVELS)('a %s of another project is answered as if what they name were not there, and changes nothing of it', async (level) => {
  const before = await everythingHidden()
  const told: string[] = []
  for (const operation of operationsOf({ level, scopes: null }))
    for (const one of asNobody[operation]?.() ?? []) {
      const { status, text } = await ask(operation, one, askers[level]!)
      if (status !== 404 || text.includes(SECRET)) told.push(`${operation} ${one.path}: ${status} ${text.slice(0, 200)}`)
    }

  expect(told).toEqual([])
  expect(await everythingHidden()).toEqual(before)
})

test.each(LEVELS)('a %s of another project finds nothing of it in any list, search or table', async (level) => {
  const told: string[] = []
  for (const operation of operationsOf({ level, scopes: null }))
    for (const path of inLists[operation]?.() ?? []) {
      const { status, text } = await ask(operation, { path }, askers[level]!)
      const isHidden = ![SECRET, hidden.email, hidden.customer, hidden.coming].some((secret) => text.includes(secret))
      if (status !== 200 && status !== 404) told.push(`${operation} ${path}: ${status} ${text.slice(0, 200)}`)
      if (!isHidden) told.push(`${operation} ${path} tells it`)
    }

  expect(told).toEqual([])
})

async function everythingHidden() {
  const [customer, bookings] = [
    await ok(app.get(`/api/v1/customers/${hidden.customer}/profile`)),
    [hidden.coming, hidden.requested, hidden.past],
  ]
  return [customer, ...(await Promise.all(bookings.map((id) => ok(app.get(`/api/v1/bookings/${id}`)))))]
}
