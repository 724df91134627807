/** Programs that book for the person of a Salesforce record, and for a user of Salesforce. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CrmTrouble } from '../../server/domain/crm.ts'
import { type Company, company, NOW, person, question, signedIn, type TestApp, wish } from '../support/app.ts'
import { connectOrg, crmSettings } from '../support/crm.ts'
import { idOf, OLIVIA, orgWith, personOf } from '../support/launch.ts'
import { ownApp } from './every-route.ts'

/** A rep, by whom Olga is looked after. */
const ann = { ...OLIVIA, id: idOf('005', 20), name: 'Ann Lee', email: 'ann@org.example' }
const jane = personOf('Contact', 1)
const olga = personOf('Contact', 6, { name: 'Olga Owned', ownerId: ann.id })
/** Somebody else with Jane’s very email. */
const janet = personOf('Contact', 2, { name: 'Janet Smith', email: jane.email })
const lee = personOf('Lead', 3, { name: 'Lee Lead' })
const household = personOf('Contact', 4, { name: 'Paula Person', isPersonAccount: true })
const gone = personOf('Contact', 5)
const crm = orgWith(jane, olga, janet, lee, household, gone)
crm.users.set(ann.id, ann)
const account = idOf('001', 4)
crm.became.set(gone.ref.id, null)
crm.became.set(account, household.ref)
const left = { ...OLIVIA, id: idOf('005', 8), name: 'Lena Left', active: false }
crm.users.set(left.id, left)
let isDown = false

let app: TestApp
let made: Company
let key: Record<string, string>
let reader: Record<string, string>
let hour = 0
let start: string
beforeAll(async () => {
  const settings = crmSettings(crm, () => app.services.now())
  app = await ownApp({
    ...settings,
    openCrm: (access) => {
      if (isDown) throw new CrmTrouble('unreachable', 'The org does not answer.')
      return settings.openCrm?.(access) as never
    },
  })
  await connectOrg(app, crm)
  made = await company(app, { reps: [{}, { salesforceUserId: ann.id }], pool: { ownerFirst: true }, eventType: { bookingWindowDays: 365 } })
  const admin = await signedIn(app, await person(app, 'administrator'))
  const keyOf = async (...scopes: string[]) => {
    const { body } = await app.post('/api/v1/api-keys', { name: 'The org', scopes }, admin)
    return { authorization: `Bearer ${body.key}` }
  }
  key = await keyOf('read', 'book')
  reader = await keyOf('read')
})
afterAll(() => app?.close())
beforeEach(() => {
  app.at(NOW)
  isDown = false
  hour++
  start = new Date(Date.UTC(2027, 2, 2 + 7 * Math.floor(hour / 6), 15 + (hour % 6))).toISOString().replace('.000', '')
})

const asOlivia = () => ({ ...key, 'x-salesforce-user': OLIVIA.id })
const book = (customer: object, headers = asOlivia()) =>
  app.post('/api/v1/bookings', { ...wish(made, start), customer }, { signedIn: false, headers })
const from = (object: string, id: string) => ({ salesforce: { object, id } })
const recordOf = async (customerId: string) => (await app.get(`/api/v1/customers/${customerId}`)).body.salesforce

test('S1.11 S1.12 a booking from a record is that very record’s, whoever else has the same email', async () => {
  const first = await book(from('Contact', jane.ref.id))
  hour++
  start = start.replace(/T\d\d/, `T${15 + (hour % 6)}`)
  const second = await book(from('Contact', janet.ref.id.slice(0, 15)))

  expect([first.status, second.status]).toEqual([201, 201])
  expect([first.body.customer, second.body.customer]).toMatchObject([{ name: jane.name }, { name: janet.name, email: jane.email }])
  expect(await recordOf(first.body.customer.id)).toEqual(jane.ref)
  expect(await recordOf(second.body.customer.id)).toEqual(janet.ref)
})

test('a lead that was converted since is the contact it became, and stays the same customer', async () => {
  const before = (await book(from('Lead', lee.ref.id))).body
  const contact = personOf('Contact', 30, { name: 'Lee Lead', email: lee.email })
  crm.people.set(contact.ref.id, contact)
  crm.became.set(lee.ref.id, contact.ref)
  start = start.replace(':00:00Z', ':30:00Z')

  const after = (await book(from('Lead', lee.ref.id))).body

  expect(after.customer.id).toBe(before.customer.id)
  expect(await recordOf(after.customer.id)).toEqual(contact.ref)
})

test('an account of a person is that person', async () => {
  const { status, body } = await book(from('Account', account))

  expect([status, body.customer.name]).toEqual([201, 'Paula Person'])
})

test('a record that is gone is refused in words, and nobody else is booked in its place', async () => {
  const { status, body } = await book(from('Contact', gone.ref.id))

  expect([status, body.code, body.detail]).toEqual([404, 'not-found', expect.stringContaining('deleted in Salesforce')])
})

test('while Salesforce does not answer, whoever is known is booked, and of others it says so', async () => {
  await book(from('Contact', jane.ref.id))
  start = start.replace(':00:00Z', ':30:00Z')
  isDown = true

  const known = await book(from('Contact', jane.ref.id))
  const unknown = await book(from('Contact', idOf('003', 77)))

  expect([known.status, known.body.customer.name]).toEqual([201, jane.name])
  expect([unknown.status, unknown.body.code, unknown.body.detail]).toEqual([409, 'conflict', expect.stringContaining('does not answer')])
})

test('find by time for a record puts the rep first who looks after its person, and asks Salesforce only when the record is new', async () => {
  const find = (customer?: object, more: object = {}) =>
    app.post(
      '/api/v1/find-by-time',
      { ...question(made, start), ...(customer ? { customer } : {}), ...more },
      { signedIn: false, headers: asOlivia() },
    )
  const firstOf = ({ body }: Awaited<ReturnType<typeof find>>) => [body.candidates[0].rep.email, body.candidates[0].reasons[0].code]
  const [, owner] = made.reps

  const first = await find(from('Contact', olga.ref.id))
  isDown = true
  const again = await find(from('Contact', olga.ref.id))
  const unknown = await find(from('Contact', idOf('003', 78)))
  isDown = false
  const missing = await find(from('Contact', gone.ref.id))

  expect([first, again].map(firstOf)).toEqual([
    [owner, 'record-owner'],
    [owner, 'record-owner'],
  ])
  expect([unknown.status, unknown.body.available]).toEqual([200, 2])
  expect(firstOf(unknown)[1]).not.toBe('record-owner')
  expect([missing.status, missing.body.code]).toEqual([404, 'not-found'])
})

test('whoever looks after a booking’s customer comes first as well when it is to move', async () => {
  const { body: booking } = await book(from('Contact', olga.ref.id))

  const { body } = await app.post('/api/v1/find-by-time', { ...question(made, start), booking: booking.id })

  expect(body.candidates[0]).toMatchObject({ rep: { email: made.reps[1] }, reasons: [{ code: 'record-owner' }, {}] })
})

test.each([
  ['a lead’s id for a contact', from('Contact', lee.ref.id)],
  ['no id', from('Contact', "003' or Name != '")],
  ['an object that nobody books for', from('Opportunity', idOf('006', 1))],
  ['a record and a name', { ...from('Contact', jane.ref.id), name: 'Jane' }],
])('%s is no customer', async (_, customer) => {
  expect((await book(customer)).status).toBe(400)
})

test('without an org a record means nothing', async () => {
  const lone = await ownApp()
  try {
    const { eventType, pool } = await company(lone)
    const body = { eventType, pool, start, timeZone: 'UTC', customer: from('Contact', jane.ref.id) }
    expect((await lone.post('/api/v1/bookings', body)).body).toMatchObject({ code: 'conflict', detail: 'No Salesforce org is connected.' })
  } finally {
    await lone.close()
  }
})

test('a key that names a user of Salesforce books as that user; without a name, as itself', async () => {
  const named = await book({ name: 'Jo', email: `jo.${made.tag}@example.com` })
  start = start.replace(':00:00Z', ':30:00Z')
  const plain = await book({ name: 'Jo', email: `jo.${made.tag}@example.com` }, key as ReturnType<typeof asOlivia>)

  expect(named.body.bookedBy).toEqual({ kind: 'salesforce', name: OLIVIA.name, email: OLIVIA.email })
  expect(plain.body.bookedBy).toMatchObject({ kind: 'api', name: 'The org' })
})

test('a user who is not known, no longer active, or no user at all is refused; so is a key that may not book', async () => {
  const ask = async (headers: Record<string, string>) => {
    const { status, body } = await app.get('/api/v1/setup', { signedIn: false, headers })
    return [status, body.detail]
  }

  expect(await ask({ ...key, 'x-salesforce-user': idOf('005', 99) })).toEqual([403, expect.stringContaining('connected org')])
  expect(await ask({ ...key, 'x-salesforce-user': left.id })).toEqual([403, expect.stringContaining('not active')])
  expect(await ask({ ...key, 'x-salesforce-user': jane.ref.id })).toEqual([403, expect.stringContaining('005')])
  expect(await ask({ ...reader, 'x-salesforce-user': OLIVIA.id })).toEqual([403, expect.stringContaining('cannot act')])
  expect((await ask({ ...key, 'x-salesforce-user': OLIVIA.id.slice(0, 15) }))[0]).toBe(200)
})

test('the header means nothing without a key', async () => {
  const staff = await signedIn(app, await person(app, 'coordinator', { name: 'Cora' }))
  const headers = { ...staff.headers, 'x-salesforce-user': OLIVIA.id }

  expect((await app.get('/api/v1/session', { signedIn: false, headers })).body.name).toBe('Cora')
})

test('a user is asked of the org once, and known from then on', async () => {
  await app.services.db.deleteFrom('crm_user').execute()
  const before = crm.calls
  const ask = () => app.get('/api/v1/setup', { signedIn: false, headers: asOlivia() })

  await ask()
  await ask()

  expect(crm.calls - before).toBe(1)
  isDown = true
  expect((await ask()).status).toBe(200)
})
