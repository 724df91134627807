/** In a console that was opened from a record of Salesforce one finds a time and books it, for that one customer, as the user of the org. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Company, company, NOW, person, question, type RequestOptions, signedIn, type TestApp, wish } from '../support/app.ts'
import { signingKey } from '../support/certificate.ts'
import { crmSettings } from '../support/crm.ts'
import { claimsFor, connectSigning, follow, idOf, inLaunch, OLIVIA, orgWith, personOf, signedToken } from '../support/launch.ts'
import { ownApp } from './every-route.ts'

const key = signingKey()
const ann = { ...OLIVIA, id: idOf('005', 20), name: 'Ann Lee', email: 'ann@org.example' }
const jane = personOf('Contact', 1, { ownerId: ann.id })
/** Somebody else with Jane’s very email. */
const janet = personOf('Contact', 2, { name: 'Janet Smith', email: jane.email })
const crm = orgWith(jane, janet)
crm.users.set(ann.id, ann)
/** Another user of the org, with the same email as Olivia. */
const otto = { ...OLIVIA, id: idOf('005', 21), name: 'Otto Ortiz' }
crm.users.set(otto.id, otto)

let app: TestApp
let made: Company
let days = 2
/** Each test has a morning of its own. */
let start: string
beforeAll(async () => {
  app = await ownApp(crmSettings(crm, () => app.services.now()))
  await connectSigning(app, crm, key)
  made = await company(app, { reps: [{ salesforceUserId: ann.id }, {}], pool: { ownerFirst: true }, eventType: { bookingWindowDays: 365 } })
})
afterAll(() => app?.close())
beforeEach(() => {
  app.at(NOW)
  do days++
  while ([0, 6].includes(new Date(Date.UTC(2027, 2, days)).getUTCDay()))
  start = new Date(Date.UTC(2027, 2, days, 17)).toISOString().replace('.000', '')
})

const open = async (whose = jane, more: object = {}, cookie?: string) =>
  inLaunch(await follow(app, `token=${signedToken({ ...claimsFor(app, crm, whose), ...more }, key)}`, cookie))
const book = (options: RequestOptions, customer: object, more: object = {}) =>
  app.post('/api/v1/bookings', { ...wish(made, start), customer, ...more }, options)

test('S1.6 S1.7 S1.8 a launch from a record identifies the customer: nothing but time and rep is asked, and what the record says is booked', async () => {
  const { customer, options } = await open()
  const known = (await app.get(`/api/v1/customers/${customer}`, options)).body
  const found = (await app.post('/api/v1/find-by-time', question(made, start), options)).body

  const { status, body } = await book(options, { id: customer }, { rep: found.candidates[0].rep.id })

  expect(known).toMatchObject({
    name: jane.name,
    email: jane.email,
    phone: jane.phone,
    timeZone: jane.timeZone,
    owner: { email: made.reps[0] },
  })
  expect(found.candidates[0]).toMatchObject({ rep: { email: made.reps[0] }, rank: 1 })
  expect(found.candidates[0].reasons[0]).toEqual({ code: 'record-owner' })
  expect([status, body.status]).toEqual([201, 'scheduled'])
  expect(body.customer).toEqual({ id: customer, name: jane.name, email: jane.email, phone: jane.phone })
})

test('the booking is made by the user of Salesforce, and the history says so as well', async () => {
  const { customer, options } = await open()

  const { body } = await book(options, { id: customer })

  expect(body.bookedBy).toEqual({ kind: 'salesforce', name: OLIVIA.name, email: OLIVIA.email })
  const history = await app.services.db.selectFrom('booking_history').selectAll().where('booking_id', '=', body.id).execute()
  expect(history).toMatchObject([{ caller: { kind: 'salesforce', name: OLIVIA.name, email: OLIVIA.email, userId: OLIVIA.id } }])
})

test('S1.12 two records with one email are two customers, each with the bookings made from it', async () => {
  const [one, other] = [await open(jane), await open(janet)]
  const ofJane = (await book(one.options, { id: one.customer })).body
  const ofJanet = (await book(other.options, { id: other.customer }, { pool: made.pool })).body

  const listOf = async ({ options }: { options: RequestOptions }) =>
    (await app.get('/api/v1/bookings?limit=200', options)).body.items.map(({ id }: { id: string }) => id)

  expect(one.customer).not.toBe(other.customer)
  expect([ofJane.customer.name, ofJanet.customer.name]).toEqual([jane.name, janet.name])
  expect(await listOf(one)).toContain(ofJane.id)
  expect(await listOf(other)).toEqual([ofJanet.id])
  expect((await app.get(`/api/v1/bookings/${ofJanet.id}`, one.options)).status).toBe(404)
  expect((await app.get(`/api/v1/bookings/${ofJane.id}`, one.options)).status).toBe(200)
})

test('for anybody else nothing is booked, found or shown', async () => {
  const [one, other] = [await open(jane), await open(janet)]
  const typed = { name: 'Jane Smith', email: jane.email }

  const statuses = [
    await book(one.options, { id: other.customer }),
    await book(one.options, { id: jane.email }),
    await book(one.options, typed),
    await book(one.options, { salesforce: { object: 'Contact', id: janet.ref.id } }),
    await app.post('/api/v1/find-by-time', question(made, start, { customer: other.customer }), one.options),
    await app.post('/api/v1/find-by-time', question(made, start, { booking: crypto.randomUUID() }), one.options),
    await app.get(`/api/v1/bookings?customer=${other.customer}`, one.options),
    await app.get('/api/v1/customers?search=jane', one.options),
    await app.get(`/api/v1/customers/${other.customer}`, one.options),
    await app.get(`/api/v1/customers/${jane.email}`, one.options),
  ].map(({ status }) => status)

  expect(statuses).toEqual([403, 403, 403, 403, 403, 403, 403, 403, 404, 404])
})

test('what the console chooses from tells nothing of other people', async () => {
  await app.post('/api/v1/import', { customers: [{ email: `mine.${made.tag}@example.com`, name: 'Mine', coordinator: 'osc@example.com' }] })
  const { options } = await open()

  const { body } = await app.get('/api/v1/setup', options)

  expect([body.coordinators, body.bookingPages]).toEqual([[], []])
  expect(body.eventTypes.length).toBeGreaterThan(0)
})

test('a hold is its user’s alone: another, even with the same email, neither renews nor ends nor uses it', async () => {
  const [olivia, other] = [await open(jane), await open(jane, { sub: otto.id })]
  const held = (await app.post('/api/v1/holds', { eventType: made.eventType, rep: made.reps[1], start }, olivia.options)).body

  expect((await app.post(`/api/v1/holds/${held.id}/renew`, {}, other.options)).status).toBe(404)
  expect((await app.delete(`/api/v1/holds/${held.id}`, other.options)).status).toBe(404)
  const stolen = await book(other.options, { id: other.customer }, { rep: made.reps[1], pool: undefined, hold: held.id })
  expect([stolen.status, stolen.body.code]).toEqual([409, 'slot-taken'])
  expect((await app.post(`/api/v1/holds/${held.id}/renew`, {}, olivia.options)).status).toBe(200)
  const own = await book(olivia.options, { id: olivia.customer }, { rep: made.reps[1], pool: undefined, hold: held.id })
  expect(own.status).toBe(201)
})

test('an Idempotency-Key is its user’s alone', async () => {
  const [olivia, other] = [await open(jane), await open(jane, { sub: otto.id })]
  const withKey = ({ options }: { options: { headers: Record<string, string> } & RequestOptions }) => ({
    ...options,
    headers: { ...options.headers, 'idempotency-key': 'same' },
  })

  const first = await book(withKey(olivia), { id: olivia.customer })
  const repeated = await book(withKey(olivia), { id: olivia.customer })
  const others = await book(withKey(other), { id: other.customer })

  expect(repeated.body.id).toBe(first.body.id)
  expect(others.body.id).not.toBe(first.body.id)
  expect(others.body.bookedBy.name).toBe(otto.name)
})

test('a browser in which a member of staff is signed in books as the Salesforce user where the page was opened from a record, and as staff elsewhere', async () => {
  const staff = await signedIn(app, await person(app, 'administrator', { name: 'Ada Admin' }))
  const { customer, options } = await open()
  const cookie = `${staff.headers?.cookie}; ${options.headers.cookie}`
  const as = async (headers: Record<string, string>) => (await app.get('/api/v1/session', { signedIn: false, headers })).body

  expect(await as({ cookie, 'x-switchboard-launch': customer })).toMatchObject({ name: OLIVIA.name, level: 'launched' })
  expect(await as({ cookie })).toMatchObject({ name: 'Ada Admin', level: 'administrator', launch: null })
  const stranger = await app.get('/api/v1/session', { signedIn: false, headers: { cookie, 'x-switchboard-launch': crypto.randomUUID() } })
  expect(stranger.status).toBe(401)
  const alone = await app.get('/api/v1/session', { signedIn: false, headers: { cookie: options.headers.cookie } })
  expect(alone.status).toBe(401)
})

test('several records stay open side by side in one browser, under one cookie that is new each time', async () => {
  const first = await open(jane)
  const second = await open(janet, {}, first.options.headers.cookie)
  const now = (customer: string) => ({ signedIn: false, headers: { ...second.options.headers, 'x-switchboard-launch': customer } })

  expect((await app.get('/api/v1/session', now(first.customer))).body.launch.customer).toBe(first.customer)
  expect((await app.get('/api/v1/session', now(second.customer))).body.launch.customer).toBe(second.customer)
  expect((await app.get('/api/v1/session', first.options)).status).toBe(401)
})

test('another user’s launch in the same browser ends what was open before', async () => {
  const first = await open(jane)
  const second = await open(janet, { sub: otto.id }, first.options.headers.cookie)
  const now = { signedIn: false, headers: { ...second.options.headers, 'x-switchboard-launch': first.customer } }

  expect((await app.get('/api/v1/session', now)).status).toBe(401)
})

test('another website cannot use it', async () => {
  const { customer, options } = await open()
  const foreign = { ...options, headers: { ...options.headers, origin: 'https://evil.example' } }

  expect((await book(foreign, { id: customer })).status).toBe(403)
})

test('it ends after eight hours, by hand, with its user, and with the org', async () => {
  const is = async ({ options }: { options: RequestOptions }) => (await app.get('/api/v1/session', options)).status
  const [late, ended, left, lost] = [await open(), await open(), await open(jane, { sub: otto.id }), await open()]

  app.at('2027-03-01T19:59:59Z')
  expect(await is(late)).toBe(200)
  app.at('2027-03-01T20:00:00Z')
  expect(await is(late)).toBe(401)
  app.at(NOW)
  const reply = await app.delete('/api/v1/session', ended.options)
  expect([reply.status, reply.headers.getSetCookie().join()]).toEqual([204, expect.stringContaining('switchboard_launch=;')])
  expect(await is(ended)).toBe(401)
  await app.services.db.updateTable('crm_user').set({ active: false }).where('id', '=', otto.id).execute()
  expect(await is(left)).toBe(401)
  await app.services.db.updateTable('crm_user').set({ active: true }).where('id', '=', otto.id).execute()
  await app.services.db
    .updateTable('crm_org')
    .set({ connected_at: new Date('2027-03-01T12:00:01Z') })
    .execute()
  expect(await is(lost)).toBe(401)
  await app.services.db
    .updateTable('crm_org')
    .set({ connected_at: new Date(NOW) })
    .execute()
})
