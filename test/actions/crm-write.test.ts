import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { replayAllCrmWrites, replayCrmWrite, writeWhatIsLeft } from '../../server/actions/crm/replay.ts'
import { listCrmFailures } from '../../server/db/crm-records.ts'
import { type CrmField, type CrmPerson, CrmTrouble } from '../../server/domain/crm.ts'
import { type Company, company, wish } from '../support/app.ts'
import { type CrmWorld, openCrmWorld, refusal } from './crm-world.ts'

let world: CrmWorld
let made: Company
/** The users that the first two reps are; the third is none. */
let users: [string, string]

beforeAll(async () => {
  world = await openCrmWorld()
  await world.connect()
})
afterAll(() => world.app.close())

beforeEach(async () => {
  world.app.at('2027-03-01T12:00:00Z')
  world.troubles.length = 0
  world.judge = () => null
  await world.app.services.db.updateTable('crm_org').set({ paused_until: null, revoked: false }).execute()
  made = await company(world.app, { reps: [{}, {}, {}] })
  users = [await world.user(made.reps[0]!), await world.user(made.reps[1]!)]
  await world.rule({ createLeads: true, leadOwner: 'rep', leadCompany: 'Unspecified', update: 'fill', owner: 'keep', mappings: [] })
  world.crm.fields.clear()
  world.app.services.described.clear()
  world.quiet()
})

const AT = '2027-03-02T15:00:00Z'
const email = () => `jane.${made.tag}@example.com`

/** A booking with the first rep unless told otherwise. */
async function book(more: object = {}): Promise<any> {
  const reply = await world.app.post('/api/v1/bookings', wish(made, AT, { rep: made.reps[0], pool: undefined, ...more }))
  expect([reply.status, reply.body.detail]).toEqual([201, undefined])
  return reply.body
}

async function bookOnPage(customer: object = { name: 'Jane Smith', email: email() }, answers: object = {}): Promise<any> {
  const body = { eventType: made.eventType, start: AT, timeZone: 'America/New_York', customer, answers, rep: made.reps[0] }
  const reply = await world.app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })
  expect([reply.status, reply.body.detail]).toEqual([201, undefined])
  const { db } = world.app.services
  return db.selectFrom('booking').selectAll().where('uid', '=', reply.body.uid).executeTakeFirstOrThrow()
}

async function change(id: string, step: string, body: object = {}): Promise<any> {
  const reply = await world.app.post(`/api/v1/bookings/${id}/${step}`, body)
  expect([reply.status, reply.body.detail]).toEqual([200, undefined])
  return reply.body
}

/** A customer who is known to be this person of the org. */
async function customerOf({ ref, name, email: address, phone, accountId }: CrmPerson): Promise<string> {
  const customer = { name, email: address, phone, ...(address ? {} : { key: ref.id }), salesforce: ref }
  const reply = await world.app.post('/api/v1/import', { customers: [customer] })
  expect(reply.status).toBe(200)
  const { db } = world.app.services
  const row = await db
    .updateTable('customer')
    .set({ salesforce_account: accountId })
    .where('salesforce_id', '=', ref.id)
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

async function written(more: object = {}): Promise<any> {
  const booking = await book(more)
  await world.write(booking.id)
  expect(await world.sync(booking.id)).toBe('done')
  world.quiet()
  return booking
}

/** What the org holds of a booking: its row, and every event that names it. */
function held(id: string) {
  const row = world.crm.bookings.get(id)
  const events = [...world.crm.events.values()].filter(({ fields }) => fields.BookingId__c === id)
  return { row, events, event: events[0] }
}

const jobsOf = async (id: string): Promise<{ start_after: Date }[]> => {
  const { rows } = await sql<{ start_after: Date }>`
    select start_after from pgboss.job where name = 'crm.write' and singleton_key = ${id} order by created_on`.execute(
    world.app.services.db,
  )
  return rows
}

test('S1.11 S1.12 a booking for a contact is added to the record of that very contact, with its event, in one call', async () => {
  const other = world.person({
    email: email(),
    createdAt: new Date('2020-01-01T00:00:00Z'),
    lastActivityAt: new Date('2027-02-01T00:00:00Z'),
  })
  const jane = world.person({ email: email() })
  const booking = await book({ customer: { id: await customerOf(jane) } })

  await world.write(booking.id)

  expect(world.calls).toEqual(['put'])
  const { row, events, event } = held(booking.id)
  expect(events).toHaveLength(1)
  expect(row).toMatchObject({ person: jane.ref, eventId: event?.id })
  expect(event?.person).toEqual(jane.ref)
  expect(event?.fields).toEqual({
    Subject: 'Consultation: Jane Smith',
    StartDateTime: AT,
    EndDateTime: '2027-03-02T15:30:00Z',
    Location: 'By phone: +12125550100',
    Description: expect.stringContaining(`With: Ann Lee\nBooked by: another program\n\nSwitchboard: http://booking.test/console/`),
    ShowAs: 'Busy',
    IsReminderSet: false,
    BookingId__c: booking.id,
    BookingStatus__c: 'scheduled',
    OwnerId: users[0],
  })
  expect(row?.fields).toEqual({
    Status__c: 'scheduled',
    Start__c: AT,
    End__c: '2027-03-02T15:30:00Z',
    RepName__c: 'Ann Lee',
    Rep__c: users[0],
    BookedBy__c: 'another program',
    Reasons__c: 'chosen by name',
    ManageLink__c: booking.manageUrl,
    ConsoleLink__c: `http://booking.test/console/schedule?customer=${booking.customer.id}`,
    CancelReason__c: null,
    Account__c: jane.accountId,
  })
  expect([...world.crm.bookings.values()].filter(({ person }) => person?.id === other.ref.id)).toEqual([])
  expect(event?.fields.Description).not.toContain('/manage/')
  expect(await world.sync(booking.id)).toBe('done')
})

describe('each change of a booking goes into the same event and the same row, in one call', () => {
  const rewritten = async (booking: any) => {
    const before = held(booking.id).event?.id
    await world.write(booking.id)
    expect(world.calls).toEqual(['put'])
    const now = held(booking.id)
    expect(now.events.map(({ id }) => id)).toEqual([before])
    expect(now.row?.eventId).toBe(before)
    expect(await world.sync(booking.id)).toBe('done')
    return { row: now.row?.fields, event: now.event?.fields }
  }

  test('moved, same rep', async () => {
    const booking = await written()
    await change(booking.id, 'reschedule', { start: '2027-03-03T16:00:00Z' })

    const { row, event } = await rewritten(booking)

    expect(event).toMatchObject({ StartDateTime: '2027-03-03T16:00:00Z', EndDateTime: '2027-03-03T16:30:00Z', OwnerId: users[0] })
    expect(row).toMatchObject({ Status__c: 'scheduled', Start__c: '2027-03-03T16:00:00Z' })
  })

  test('moved to another rep: the same event has a new owner', async () => {
    const booking = await written()
    await change(booking.id, 'reschedule', { start: '2027-03-03T16:00:00Z', rep: made.reps[1] })

    const { row, event } = await rewritten(booking)

    expect(event).toMatchObject({ StartDateTime: '2027-03-03T16:00:00Z', OwnerId: users[1] })
    expect(row).toMatchObject({ RepName__c: 'Ben Ode', Rep__c: users[1] })
  })

  test('reassigned', async () => {
    const booking = await written()
    await change(booking.id, 'reassign', { rep: made.reps[1], reason: 'Ann is ill' })

    const { row, event } = await rewritten(booking)

    expect(event).toMatchObject({ StartDateTime: AT, OwnerId: users[1] })
    expect(row).toMatchObject({ RepName__c: 'Ben Ode', Rep__c: users[1] })
  })

  test('reassigned to a rep who is no user of the org: the owner stays, the name is said, and it is noticed', async () => {
    const booking = await written()
    await change(booking.id, 'reassign', { rep: made.reps[2] })

    const { row, event } = await rewritten(booking)

    expect(event?.OwnerId).toBe(users[0])
    expect(row).toMatchObject({ RepName__c: 'Cara Diaz', Rep__c: null })
    const { notices } = await world.record(booking.id)
    expect(notices).toEqual(['Cara Diaz is not an active user of Salesforce: the event keeps its owner.'])
  })

  test('cancelled: all is kept, with the reason and who it was', async () => {
    const booking = await written()
    await change(booking.id, 'cancel', { reason: 'Bought elsewhere' })

    const { row, event } = await rewritten(booking)

    expect(event).toMatchObject({
      Subject: 'Cancelled: Consultation: Jane Smith',
      ShowAs: 'Free',
      BookingStatus__c: 'cancelled',
      StartDateTime: AT,
    })
    expect(event?.Description).toContain('Status: cancelled\nReason: Bought elsewhere (cancelled by another program)')
    expect(row).toMatchObject({ Status__c: 'cancelled', CancelReason__c: 'Bought elsewhere (cancelled by another program)', Start__c: AT })
  })

  test.each(['no-show', 'completed'])('%s, and corrected', async (status) => {
    const booking = await written()
    world.app.at('2027-03-02T15:10:00Z')
    await change(booking.id, 'outcome', { status, notes: 'Wants the blue one' })

    const { row, event } = await rewritten(booking)
    expect([row?.Status__c, event?.BookingStatus__c]).toEqual([status, status])
    expect(event?.Description).toContain('Wants the blue one')

    world.quiet()
    await change(booking.id, 'outcome', { status: 'scheduled' })
    expect((await rewritten(booking)).row?.Status__c).toBe('scheduled')
  })

  test('over: nothing is said, for nothing has changed', async () => {
    const booking = await written()
    world.app.at('2027-03-02T18:00:00Z')

    await world.write(booking.id)

    expect(world.calls).toEqual([])
    expect(held(booking.id).row?.fields.Status__c).toBe('scheduled')
  })
})

describe('a request', () => {
  const request = async () => {
    await world.app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, approval: true }] })
    const asked = await bookOnPage()
    expect([asked.status, asked.crm_sync, await jobsOf(asked.id)]).toEqual(['requested', 'none', []])
    return asked
  }

  test('comes into the org when it is approved', async () => {
    const { id } = await request()
    await change(id, 'approve')

    await world.write(id)

    expect(held(id).events).toHaveLength(1)
    expect(held(id).row?.fields.Status__c).toBe('scheduled')
  })

  test.each(['decline', 'cancel'])('never does if it ends before (%s)', async (step) => {
    const { id } = await request()
    await change(id, step)

    await world.write(id)

    expect([held(id).row, held(id).events, await world.sync(id), world.puts]).toEqual([undefined, [], 'none', []])
  })
})

test('a booking that was cancelled before the org heard of it is there as cancelled', async () => {
  const booking = await book()
  await change(booking.id, 'cancel')

  await world.write(booking.id)

  expect(held(booking.id).row?.fields).toMatchObject({ Status__c: 'cancelled', CancelReason__c: 'Cancelled by another program' })
  expect(held(booking.id).events).toHaveLength(1)
})

test('an event type may keep its bookings out of the org; those that are there are kept up', async () => {
  const before = await written()
  await world.app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, crm: false }] })
  const exported = (await world.app.get('/api/v1/export')).body.eventTypes.find((one: any) => one.slug === made.eventType)

  const booking = await book({ start: '2027-03-02T17:00:00Z' })
  await change(before.id, 'cancel')
  await world.write(booking.id)
  await world.write(before.id)

  expect([exported.crm, booking.sync.crm]).toEqual([false, 'none'])
  expect(held(booking.id).row).toBeUndefined()
  expect(held(before.id).row?.fields.Status__c).toBe('cancelled')
})

describe('whom a booking made elsewhere is for', () => {
  const bookedFor = async (customer?: object, more: object = {}): Promise<{ person: any; found: any; id: string }> => {
    const booking = await book({ ...(customer ? { customer } : {}), ...more })
    await world.write(booking.id)
    expect(await world.sync(booking.id)).toBe('done')
    return { person: held(booking.id).row?.person, found: (await world.record(booking.id)).found, id: booking.id }
  }

  test('a contact comes before a person account, and that before a lead', async () => {
    const lead = world.person({ email: email(), object: 'Lead' })
    expect((await bookedFor({ name: 'Jane', email: email() })).person).toEqual(lead.ref)

    const account = world.person({ email: email(), isPersonAccount: true })
    await unlink()
    expect((await bookedFor({ name: 'Jane', email: email() }, { start: '2027-03-02T16:00:00Z' })).person).toEqual(account.ref)

    const contact = world.person({ email: email() })
    await unlink()
    const last = await bookedFor({ name: 'Jane', email: email() }, { start: '2027-03-02T17:00:00Z' })
    expect(last.person).toEqual(contact.ref)
    expect(last.found).toMatchObject({ by: 'email', why: 'only', others: [lead.ref, account.ref] })
  })

  const unlink = () =>
    world.app.services.db
      .updateTable('customer')
      .set({ salesforce_id: null, salesforce_object: null })
      .where('email', '=', email())
      .execute()

  test('of several contacts it is one that a rep of the pool owns', async () => {
    world.person({ email: email(), lastActivityAt: new Date('2027-02-20T00:00:00Z') })
    const owned = world.person({ email: email(), ownerId: users[1] })

    const { person, found } = await bookedFor(undefined, { pool: made.pool })

    expect([person, found.why]).toEqual([owned.ref, 'owner'])
  })

  test('a rep who no longer works there owns nobody', async () => {
    await world.app.services.db.updateTable('crm_user').set({ active: false }).where('id', '=', users[1]).execute()
    const recent = world.person({ email: email(), lastActivityAt: new Date('2027-02-20T00:00:00Z') })
    world.person({ email: email(), ownerId: users[1] })

    expect((await bookedFor(undefined, { pool: made.pool })).person).toEqual(recent.ref)
  })

  test('else the one with the most recent activity', async () => {
    world.person({ email: email(), createdAt: new Date('2019-01-01T00:00:00Z'), lastActivityAt: new Date('2026-02-20T00:00:00Z') })
    const recent = world.person({ email: email(), lastActivityAt: new Date('2027-02-20T00:00:00Z') })
    world.person({ email: email() })

    const { person, found } = await bookedFor()

    expect([person, found.why, found.others.length]).toEqual([recent.ref, 'activity', 2])
  })

  test('else the oldest', async () => {
    world.person({ email: email() })
    const oldest = world.person({ email: email(), createdAt: new Date('2019-01-01T00:00:00Z') })

    const { person, found } = await bookedFor()

    expect([person, found.why]).toEqual([oldest.ref, 'oldest'])
  })

  test('a phone counts only where there is no email', async () => {
    const phone = `+1212555${String(Math.floor(Math.random() * 1e4)).padStart(4, '0')}`
    const same = world.person({ phone, email: null })

    const byPhone = await bookedFor({ name: 'Jane Smith', phone })
    const byEmail = await bookedFor({ name: 'Jane Smith', phone, email: email() }, { start: '2027-03-02T17:00:00Z' })

    expect([byPhone.person, byPhone.found.by]).toEqual([same.ref, 'phone'])
    expect(byEmail.found.by).toBe('new-lead')
  })

  test('nobody: a lead is made in the same call, once', async () => {
    const { person, found, id } = await bookedFor({ name: 'Ludwig van Beethoven', email: email(), phone: '+12125550107' })

    expect([person.object, found.by, world.calls]).toEqual(['Lead', 'new-lead', ['people', 'put']])
    expect(world.crm.written.get(person.id)).toEqual({
      FirstName: 'Ludwig',
      LastName: 'van Beethoven',
      Email: email(),
      Phone: '+12125550107',
      Company: 'Unspecified',
      LeadSource: 'Other',
      OwnerId: users[0],
    })
    world.quiet()
    await change(id, 'reschedule', { start: '2027-03-03T16:00:00Z' })
    await world.write(id)
    expect([held(id).row?.person, world.calls]).toEqual([person, ['put']])
  })

  test('two bookings of somebody new, written at the same moment, make one lead', async () => {
    const [first, second] = [await bookOnPage(), await book({ rep: made.reps[1] })]
    world.during = async () => {
      world.during = async () => {}
      await world.write(second.id)
    }
    await world.write(first.id)
    expect([await world.sync(first.id), await world.sync(second.id)]).toEqual(['done', 'pending'])
    await world.write(second.id)

    expect([...world.crm.people.values()].filter((one) => one.email === email())).toHaveLength(1)
    expect(held(second.id).row?.person).toEqual(held(first.id).row?.person)
  })

  test('nobody, and leads are not made: the booking is there all the same', async () => {
    await world.rule({ createLeads: false })

    const { person, found, id } = await bookedFor()

    expect([person, found.by, held(id).events.length]).toEqual([null, 'nobody', 1])
    expect((await world.record(id)).notices[0]).toMatch(/^Nobody in Salesforce has this customer/)
  })

  test('the customer of a booking that staff made is known by that record from then on', async () => {
    const jane = world.person({ email: email() })
    const first = await bookedFor()
    world.quiet()

    const second = await bookedFor(undefined, { start: '2027-03-02T17:00:00Z' })

    expect([first.person, second.person, second.found.by]).toEqual([jane.ref, jane.ref, 'record'])
    expect(world.calls).toEqual(['put'])
  })

  test('what is typed on a page changes no stored customer', async () => {
    await world.app.post('/api/v1/import', { customers: [{ email: email(), name: 'Jane Smith' }] })
    const jane = world.person({ email: email() })
    const { id } = await bookOnPage()

    await world.write(id)

    expect(held(id).row?.person).toEqual(jane.ref)
    const { db } = world.app.services
    expect(await db.selectFrom('customer').select('salesforce_id').where('email', '=', email()).execute()).toEqual([
      { salesforce_id: null },
    ])
  })

  test('a customer whose account of a person is known is met through its contact', async () => {
    const jane = world.person({ isPersonAccount: true, email: email() })
    await world.app.post('/api/v1/import', {
      customers: [{ email: email(), name: 'Jane Smith', salesforce: { object: 'Account', id: jane.ref.id } }],
    })

    const { person } = await bookedFor()

    expect(person).toEqual(jane.ref)
  })
})

describe('a record that was there', () => {
  const saysAfter = async (rules: object, customer: object, known: Partial<CrmPerson> = {}) => {
    await world.rule(rules)
    const jane = world.person({ email: email(), ...known })
    const booking = await book({ customer: { email: email(), ...customer } })
    await world.write(booking.id)
    return { says: world.crm.written.get(jane.ref.id), booking, jane }
  }

  test('is left as it is, if the company says so', async () => {
    const { says } = await saysAfter({ update: 'keep' }, { name: 'Janet Smythe', phone: '+12125550111' }, { phone: null })
    expect(says).toBeUndefined()
  })

  test('gets what it did not say before, and nothing else', async () => {
    const { says } = await saysAfter({ update: 'fill' }, { name: 'Janet Smythe', phone: '+12125550111' }, { phone: null })
    expect(says).toEqual({ Phone: '+12125550111' })
    expect(world.calls).toEqual(['people', 'values', 'put'])
  })

  test('keeps a phone that is written in a way nobody can dial', async () => {
    const jane = world.person({ email: email(), phone: null })
    world.crm.written.set(jane.ref.id, { Phone: '555 ext. 4' })
    const booking = await book({ customer: { name: 'Jane Smith', email: email(), phone: '+12125550111' } })

    await world.write(booking.id)

    expect(world.crm.written.get(jane.ref.id)).toEqual({ Phone: '555 ext. 4' })
  })

  test('says what the booking says, if the company wants that', async () => {
    const { says } = await saysAfter({ update: 'overwrite' }, { name: 'Janet Smythe', phone: '+12125550111' })
    expect(says).toEqual({ FirstName: 'Janet', LastName: 'Smythe', Phone: '+12125550111' })
  })

  test('becomes the rep’s if the company wants that, but only with the first booking', async () => {
    const { says, booking, jane } = await saysAfter({ owner: 'rep' }, { name: 'Jane Smith' })
    expect(says).toEqual({ OwnerId: users[0] })

    await change(booking.id, 'reassign', { rep: made.reps[1] })
    await world.write(booking.id)
    expect(world.crm.written.get(jane.ref.id)).toEqual({ OwnerId: users[0] })
  })

  test('never becomes that of somebody who no longer works there', async () => {
    await world.app.services.db.updateTable('crm_user').set({ active: false }).where('id', '=', users[0]).execute()
    const { says, booking } = await saysAfter({ owner: 'rep' }, { name: 'Jane Smith' })

    expect(says).toBeUndefined()
    expect(held(booking.id).event?.fields.OwnerId).toBeUndefined()
    expect(held(booking.id).row?.fields.Rep__c).toBeNull()
  })
})

test.each([
  ['rep', { OwnerId: expect.any(String) }, false],
  ['integration', {}, false],
  ['assignment-rules', {}, true],
] as const)('a new lead belongs to whom the company says: %s', async (leadOwner, owner, assignLead) => {
  await world.rule({ leadOwner, leadCompany: 'Household' })
  const { id } = await bookOnPage()

  await world.write(id)

  const [put] = world.puts
  expect(put?.newLead).toEqual({ FirstName: 'Jane', LastName: 'Smith', Email: email(), Company: 'Household', LeadSource: 'Web', ...owner })
  expect(put?.assignLead).toBe(assignLead)
})

const field = (name: string, type: string, more: Partial<CrmField> = {}): CrmField => ({
  name,
  label: name,
  type,
  creatable: true,
  updatable: true,
  required: false,
  length: 255,
  values: null,
  ...more,
})

describe('mappings', () => {
  const mappings = [
    { from: 'answer:budget', object: 'Event', field: 'Budget__c' },
    { from: 'booking.start', object: 'Booking__c', field: 'Day__c' },
    { from: 'answer:topic', object: 'Contact', field: 'Topic__c' },
    { from: 'answer:topic', object: 'Lead', field: 'Company' },
  ] as const
  const questions = [
    { key: 'budget', label: 'Budget', kind: 'text', required: false },
    { key: 'topic', label: 'Topic', kind: 'text', required: false },
  ]
  beforeEach(async () => {
    await world.app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, questions }] })
    await world.rule({ mappings })
    world.crm.fields.set('Event', [field('Budget__c', 'double')])
    world.crm.fields.set('Booking__c', [field('Day__c', 'date')])
    world.crm.fields.set('Contact', [field('Topic__c', 'string', { length: 5 })])
    world.crm.fields.set('Lead', [field('Company', 'string')])
  })

  test('fill fields of the company’s own, made fit for them', async () => {
    const jane = world.person({ email: email() })
    const booking = await book({ answers: { budget: '250000', topic: 'Kitchens' } })
    await world.write(booking.id)

    expect(held(booking.id).event?.fields.Budget__c).toBe(250_000)
    expect(held(booking.id).row?.fields.Day__c).toBe('2027-03-02')
    expect(world.crm.written.get(jane.ref.id)).toEqual({ Topic__c: 'Kitch' })
  })

  test('come before what a new lead says otherwise', async () => {
    const booking = await book({ answers: { topic: 'Kitchens' } })
    await world.write(booking.id)

    expect(world.puts[0]?.newLead?.Company).toBe('Kitchens')
  })

  test('that do not fit are left out, and noticed', async () => {
    const booking = await book({ answers: { budget: 'a lot' } })
    await world.write(booking.id)

    expect(held(booking.id).event?.fields).not.toHaveProperty('Budget__c')
    expect((await world.record(booking.id)).notices).toEqual(['Event.Budget__c was left out: it does not take what answer:budget says.'])
  })

  test('that the org refuses are dropped, and the rest is written', async () => {
    world.judge = ({ event }) => (event && 'Budget__c' in event ? refusal('INVALID_FIELD_FOR_INSERT_UPDATE', 'event', ['Budget__c']) : null)
    const booking = await book({ answers: { budget: '1' } })
    await world.write(booking.id)

    expect(await world.sync(booking.id)).toBe('done')
    expect(held(booking.id).events).toHaveLength(1)
    expect((await world.record(booking.id)).notices[0]).toMatch(/^Event\.Budget__c was left out: /)
  })

  test('of a person’s record never keep a booking from being written', async () => {
    const jane = world.person({ email: email() })
    world.judge = ({ personFields }) => (personFields ? refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'person') : null)
    const booking = await book({ answers: { topic: 'Roof' } })
    await world.write(booking.id)

    expect([await world.sync(booking.id), held(booking.id).row?.person]).toEqual(['done', jane.ref])
    expect((await world.record(booking.id)).notices[0]).toMatch(/^The contact was left as it is: /)
  })
})

test('a field of the package that the integration user may not write is left out, and noticed', async () => {
  const trouble = new CrmTrouble('refused', "No such column 'BookingStatus__c' on sobject of type Event", {
    code: 'INVALID_FIELD',
    part: 'event',
  })
  world.judge = ({ event }) => (event && 'BookingStatus__c' in event ? trouble : null)
  const booking = await book()
  await world.write(booking.id)

  expect([await world.sync(booking.id), held(booking.id).row?.fields.Status__c]).toEqual(['done', 'scheduled'])
  expect((await world.record(booking.id)).notices[0]).toMatch(/^Event\.BookingStatus__c was left out/)
})

describe('fields that must be filled', () => {
  const required = [
    field('Region__c', 'picklist', { required: true, values: ['North', 'South'] }),
    field('Score__c', 'double', { required: true }),
    field('Since__c', 'date', { required: true }),
    field('At__c', 'datetime', { required: true }),
    field('Site__c', 'url', { required: true }),
    field('Mail__c', 'email', { required: true }),
    field('Note__c', 'string', { required: true, length: 5 }),
    field('Call__c', 'phone', { required: true }),
    field('LastName', 'string', { required: true }),
  ]
  beforeEach(() => {
    world.crm.fields.set('Lead', required)
    world.judge = ({ newLead }) => {
      const missing = newLead ? required.filter(({ name }) => newLead[name] === undefined || newLead[name] === null) : []
      return missing.length === 0
        ? null
        : refusal(
            'REQUIRED_FIELD_MISSING',
            'lead',
            missing.map(({ name }) => name),
          )
    }
  })

  test('get something in their place, by their type, and administrators a notice: the booking never fails', async () => {
    const booking = await book()
    await world.write(booking.id)

    expect(world.puts.at(-1)?.newLead).toMatchObject({
      Region__c: 'North',
      Score__c: 0,
      Since__c: '2027-03-01',
      At__c: '2027-03-01T12:00:00Z',
      Site__c: 'http://NA',
      Mail__c: 'email@example.com',
      Note__c: 'Unspe',
      Call__c: '1234567890',
      LastName: 'Smith',
    })
    const { notices } = await world.record(booking.id)
    expect(notices).toHaveLength(8)
    expect(notices[0]).toBe('Lead.Region__c is required and nothing fills it: “North” was written. Map it, or give it a default.')

    await change(booking.id, 'reschedule', { start: '2027-03-03T16:00:00Z' })
    await world.write(booking.id)
    expect((await world.record(booking.id)).notices).toEqual(notices)
  })

  test('are known from then on, so the next booking is one write again', async () => {
    const first = await book()
    await world.write(first.id)
    world.quiet()
    const joe = { name: 'Joe Doe', email: `joe.${made.tag}@example.com` }
    const { id } = await book({ start: '2027-03-02T17:00:00Z', customer: joe })
    await world.write(id)

    expect(world.calls).toEqual(['people', 'put'])
  })

  test('cannot be filled if they name another record: people are told', async () => {
    world.crm.fields.set('Lead', [field('Region__c', 'reference', { required: true })])
    world.judge = () => refusal('REQUIRED_FIELD_MISSING', 'lead', ['Region__c'])
    const booking = await book()
    await world.write(booking.id)

    expect(await world.sync(booking.id)).toBe('failed')
    expect((await world.record(booking.id)).problem).toMatch(/^The new lead was not taken for Region__c: .* Map the field/)
  })
})

test.each(['INACTIVE_OWNER_OR_USER', 'OPERATION_WITH_INACTIVE_USER'])('a user who has just left is not assigned (%s)', async (code) => {
  await world.rule({ owner: 'rep' })
  const jane = world.person({ email: email() })
  world.judge = ({ event }) => (event?.OwnerId ? refusal(code, 'event', ['OwnerId']) : null)
  const booking = await book()
  await world.write(booking.id)

  expect(world.calls).toEqual(['people', 'put', 'put'])
  expect(held(booking.id).event?.fields.OwnerId).toBeUndefined()
  expect(held(booking.id).row?.fields).toMatchObject({ RepName__c: 'Ann Lee', Rep__c: null })
  expect(world.crm.written.get(jane.ref.id)).toBeUndefined()
  expect((await world.record(booking.id)).notices).toEqual(['The rep’s user is not active in Salesforce: the event keeps its owner.'])
})

describe('an event is never doubled', () => {
  const lost = new CrmTrouble('unreachable', 'The connection was reset.')

  test('the answer was lost after all was done', async () => {
    const booking = await book()
    world.troubles.push(null, { after: lost })

    await expect(world.write(booking.id)).rejects.toThrow('reset')
    expect((await world.record(booking.id)).unsure).toBe(true)
    const lead = held(booking.id).row?.person
    world.quiet()
    await world.write(booking.id)

    expect(world.calls).toEqual(['find', 'put'])
    expect(held(booking.id).events).toHaveLength(1)
    expect([held(booking.id).row?.person, (await world.record(booking.id)).found.by]).toEqual([lead, 'new-lead'])
    expect([await world.sync(booking.id), (await world.record(booking.id)).unsure]).toEqual(['done', false])
  })

  test('the connection broke before anything was done', async () => {
    const booking = await book()
    world.troubles.push(null, lost)

    await expect(world.write(booking.id)).rejects.toThrow('reset')
    await world.write(booking.id)

    expect(held(booking.id).events).toHaveLength(1)
    expect(await world.sync(booking.id)).toBe('done')
  })

  test('the process died right after the call', async () => {
    const booking = await book()
    const { db } = world.app.services
    await world.write(booking.id)
    // Nothing of what came after the call was stored.
    await db
      .updateTable('crm_record')
      .set({ unsure: true, event_id: null, person_id: null, person_object: null, written_at: null })
      .execute()
    await db.updateTable('booking').set({ crm_sync: 'pending' }).where('id', '=', booking.id).execute()

    await world.write(booking.id)

    expect(held(booking.id).events).toHaveLength(1)
    expect([...world.crm.people.values()].filter((one) => one.email === email())).toHaveLength(1)
  })

  test('a call that was given up came through after the look at what is there', async () => {
    const booking = await book()
    let late = async () => {}
    world.during = async () => {
      world.during = async () => {}
      const write = world.puts[0]!
      late = async () => void (await world.app.services.openCrm({} as any).put(write))
    }
    world.troubles.push(null, lost)
    await expect(world.write(booking.id)).rejects.toThrow('reset')
    world.during = async () => {
      world.during = async () => {}
      await late()
    }
    await world.write(booking.id)

    const { events, row } = held(booking.id)
    expect([events.length, row?.eventId]).toEqual([1, events[0]?.id])
    expect([...world.crm.people.values()].filter((one) => one.email === email())).toHaveLength(1)
    expect(await world.sync(booking.id)).toBe('done')
  })

  test('the look at what is there failed as well', async () => {
    const booking = await book()
    world.troubles.push(null, { after: lost })
    await expect(world.write(booking.id)).rejects.toThrow('reset')
    world.troubles.push(new CrmTrouble('later', 'Busy.', { wholeOrg: true, code: 'REQUEST_LIMIT_EXCEEDED', retryAfterMs: 1000 }))
    await world.write(booking.id)

    expect((await world.record(booking.id)).unsure).toBe(true)
    world.app.at('2027-03-01T12:05:00Z')
    await world.write(booking.id)
    expect(held(booking.id).events).toHaveLength(1)
  })
})

describe('records that went away', () => {
  test('an event that was deleted by hand is made anew, once', async () => {
    const booking = await written()
    const before = held(booking.id).event!.id
    world.crm.events.delete(before)
    await change(booking.id, 'reschedule', { start: '2027-03-03T16:00:00Z' })

    await world.write(booking.id)

    const { events, row } = held(booking.id)
    expect([events.length, row?.eventId, row?.eventId === before]).toEqual([1, events[0]?.id, false])
  })

  test('a person who was merged or converted is followed', async () => {
    const lead = world.person({ email: email(), object: 'Lead' })
    const booking = await written()
    const contact = world.person({ email: email() })
    world.crm.became.set(lead.ref.id, contact.ref)
    await change(booking.id, 'reschedule', { start: '2027-03-03T16:00:00Z' })

    await world.write(booking.id)

    expect(held(booking.id)).toMatchObject({ row: { person: contact.ref, fields: { Account__c: contact.accountId } } })
    expect(held(booking.id).events).toHaveLength(1)
    expect((await world.record(booking.id)).person_id).toBe(contact.ref.id)
  })

  test('without a person who was deleted the booking is kept, and it is noticed', async () => {
    const jane = world.person({ email: email() })
    const booking = await written()
    world.crm.became.set(jane.ref.id, null)
    await change(booking.id, 'cancel')

    await world.write(booking.id)

    expect(held(booking.id).row?.fields.Status__c).toBe('cancelled')
    const { person_id, notices } = await world.record(booking.id)
    expect([person_id, notices]).toEqual([
      null,
      ['The contact whom this was for is no longer in Salesforce: the booking is nobody’s there.'],
    ])
  })

  test('all at once: the event deleted, and the person merged', async () => {
    const jane = world.person({ email: email() })
    const booking = await written()
    const other = world.person()
    world.crm.became.set(jane.ref.id, other.ref)
    world.crm.events.clear()
    await change(booking.id, 'cancel')

    await world.write(booking.id)

    expect(held(booking.id).events.map(({ person }) => person)).toEqual([other.ref])
  })

  test('what is known of one org means nothing in another', async () => {
    const booking = await written()
    const { db } = world.app.services
    await db.updateTable('crm_record').set({ org_id: '00D000000000009EAA', event_id: '00Uelsewhere', person_id: '003elsewhere' }).execute()
    world.crm.bookings.clear()
    world.crm.events.clear()
    await change(booking.id, 'reschedule', { start: '2027-03-03T16:00:00Z' })

    await world.write(booking.id)

    expect(held(booking.id).events).toHaveLength(1)
    expect((await world.record(booking.id)).org_id).toBe(world.crm.org.id)
  })
})

describe('an org that does not take it', () => {
  test('never stops a booking', async () => {
    world.troubles.push(...Array.from({ length: 5 }, () => new CrmTrouble('unreachable', 'Down.')))

    const booking = await book()

    expect([booking.status, booking.sync.crm, world.calls]).toEqual(['scheduled', 'pending', []])
  })

  test('is out of reach: the queue tries again, for about a day, then people are told', async () => {
    const booking = await book()
    for (let i = 1; i < 30; i++) {
      world.troubles.push(new CrmTrouble('unreachable', 'The server fell over.'))
      await expect(world.write(booking.id)).rejects.toThrow('fell over')
    }
    expect([await world.sync(booking.id), (await world.record(booking.id)).failures]).toEqual(['pending', 29])
    world.troubles.push(new CrmTrouble('unreachable', 'The server fell over.'))
    await world.write(booking.id)

    expect(await world.sync(booking.id)).toBe('failed')
  })

  test('cannot be spoken to because of a fault of ours: people are told of that as well', async () => {
    const booking = await book()
    world.during = async () => {
      throw new TypeError('x is not a function')
    }
    for (let i = 1; i < 30; i++) await expect(world.write(booking.id)).rejects.toMatchObject({ cause: expect.any(TypeError) })
    await world.write(booking.id)
    world.during = async () => {}

    expect([await world.sync(booking.id), (await world.record(booking.id)).unsure]).toEqual(['failed', true])
    expect((await world.record(booking.id)).problem).toBe(
      'The booking was not taken: Switchboard itself failed over it; its log tells more.',
    )
  })

  test('counts its calls: it is left alone, by all bookings, until it allows more', async () => {
    const [booking, other] = [await book(), await book({ start: '2027-03-02T17:00:00Z' })]
    world.troubles.push(new CrmTrouble('later', 'No more.', { wholeOrg: true, code: 'REQUEST_LIMIT_EXCEEDED', retryAfterMs: 900_000 }))
    await world.write(booking.id)
    world.quiet()
    await world.write(other.id)

    expect([world.calls, await world.sync(booking.id), await world.sync(other.id)]).toEqual([[], 'pending', 'pending'])
    for (const { id } of [booking, other]) expect((await jobsOf(id)).at(-1)?.start_after.toISOString()).toBe('2027-03-01T12:15:00.000Z')
    world.app.at('2027-03-01T12:15:01Z')
    await world.write(booking.id)
    expect(await world.sync(booking.id)).toBe('done')
  })

  test('has somebody else at the record: it is tried again soon, and less soon each time', async () => {
    const booking = await book()
    const waits: number[] = []
    for (let i = 0; i < 3; i++) {
      world.troubles.push(null, new CrmTrouble('later', 'Locked.', { code: 'UNABLE_TO_LOCK_ROW', retryAfterMs: 2000, part: 'event' }))
      await world.write(booking.id)
      waits.push((await jobsOf(booking.id)).at(-1)!.start_after.getTime() - Date.parse('2027-03-01T12:00:00Z'))
    }

    expect(waits).toEqual([2000, 4000, 8000])
    expect((await world.record(booking.id)).unsure).toBe(false)
    await world.write(booking.id)
    expect([await world.sync(booking.id), (await world.record(booking.id)).failures]).toEqual(['done', 0])
  })

  test('refuses: people are told what is wrong and what to do, and may have it written again', async () => {
    const booking = await book()
    world.judge = () => refusal('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'event')
    await world.write(booking.id)
    const { services } = world.app
    const failure = (await listCrmFailures(services.db, { limit: 100 })).find(({ bookingId }) => bookingId === booking.id)

    expect([await world.sync(booking.id), world.calls.filter((one) => one === 'put').length]).toEqual(['failed', 1])
    expect(failure).toMatchObject({
      bookingId: booking.id,
      subject: 'Consultation: Jane Smith',
      customerName: 'Jane Smith',
      repName: 'Ann Lee',
      failures: 1,
    })
    expect(failure?.problem).toMatch(/^The event was not taken: .*A validation rule of the org refuses it/)
    expect((await jobsOf(booking.id)).length).toBe(1)

    world.judge = () => null
    await replayCrmWrite(services, booking.id)
    expect([await world.sync(booking.id), (await jobsOf(booking.id)).length]).toEqual(['pending', 2])
    await world.write(booking.id)
    expect([await world.sync(booking.id), (await world.record(booking.id)).problem]).toEqual(['done', null])
    await expect(replayCrmWrite(services, booking.id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is asked for again and again while it is being written: nobody waits for somebody who waits for them', async () => {
    const booking = await book()
    const { services } = world.app
    const { db } = services
    for (let round = 0; round < 40; round++) {
      await db.updateTable('booking').set({ crm_sync: 'failed' }).where('id', '=', booking.id).execute()
      const again = () => replayCrmWrite(services, booking.id).catch((error: unknown) => expect(error).toMatchObject({ code: 'conflict' }))
      await again()
      await Promise.all([world.write(booking.id), again(), again(), again()])
    }
    await world.write(booking.id)
    expect(await world.sync(booking.id)).toBe('done')
    expect(held(booking.id).events).toHaveLength(1)
  })

  test('refuses many: they are listed page by page, and written again together', async () => {
    const ids: string[] = []
    world.judge = () => refusal('STORAGE_LIMIT_EXCEEDED', 'event')
    for (const start of ['2027-03-02T15:00:00Z', '2027-03-02T16:00:00Z', '2027-03-02T17:00:00Z']) {
      const booking = await book({ start })
      await world.write(booking.id)
      ids.push(booking.id)
    }
    const { services } = world.app
    const first = await listCrmFailures(services.db, { limit: 2 })
    const rest = await listCrmFailures(services.db, { limit: 100, after: first.at(-1)! })

    const listed = [...first, ...rest].map(({ bookingId }) => bookingId)
    expect(new Set(listed).size).toBe(listed.length)
    expect(listed).toEqual(expect.arrayContaining(ids))
    expect(await replayAllCrmWrites(services)).toBe(listed.length)
    world.judge = () => null
    for (const id of listed) await world.write(id)
    expect(await listCrmFailures(services.db, { limit: 10 })).toEqual([])
  })

  test('lets us in no longer: all waits until it is connected again, and is written then', async () => {
    const booking = await book()
    const { services } = world.app
    world.troubles.push(new CrmTrouble('revoked', 'expired access/refresh token'))
    await world.write(booking.id)
    await world.write(booking.id)
    expect([world.calls, await world.sync(booking.id)]).toEqual([['people'], 'pending'])

    await services.db.updateTable('crm_org').set({ revoked: false }).execute()
    expect(await writeWhatIsLeft(services)).toBeGreaterThan(0)
    await world.write(booking.id)
    expect(await world.sync(booking.id)).toBe('done')
  })
})

test('bookings made before an org is connected are not written by themselves; their next change is', async () => {
  const { services } = world.app
  const { db } = services
  const org = await db.deleteFrom('crm_org').returningAll().executeTakeFirstOrThrow()
  const booking = await book()
  await world.write(booking.id)
  await db
    .insertInto('crm_org')
    .values({ ...org, rules: JSON.stringify(org.rules) })
    .execute()
  await writeWhatIsLeft(services)
  expect([booking.sync.crm, await world.sync(booking.id), world.calls]).toEqual(['none', 'none', []])

  await change(booking.id, 'reschedule', { start: '2027-03-03T16:00:00Z' })
  await world.write(booking.id)

  expect(held(booking.id).events).toHaveLength(1)
})

test('a change that comes while the one before is written is written as well', async () => {
  const booking = await book()
  world.during = async () => {
    world.during = async () => {}
    await change(booking.id, 'reassign', { rep: made.reps[1] })
  }

  await world.write(booking.id)
  expect([held(booking.id).row?.fields.RepName__c, await world.sync(booking.id)]).toEqual(['Ann Lee', 'pending'])
  await world.write(booking.id)

  expect([held(booking.id).row?.fields.RepName__c, await world.sync(booking.id)]).toEqual(['Ben Ode', 'done'])
  expect(held(booking.id).events).toHaveLength(1)
})

test('S1.11 it happens by itself: whoever books does nothing more', async () => {
  const own = await openCrmWorld({ role: 'all' })
  try {
    await own.connect()
    const there = await company(own.app)
    const jane = own.person({ email: `jane.${there.tag}@example.com` })
    const { body: booking } = await own.app.post('/api/v1/bookings', wish(there, AT))
    await own.app.settled()
    await own.app.post(`/api/v1/bookings/${booking.id}/cancel`, {})
    await own.app.settled()

    const { body } = await own.app.get(`/api/v1/bookings/${booking.id}`)
    expect([booking.sync.crm, body.sync.crm]).toEqual(['pending', 'done'])
    expect(own.crm.bookings.get(booking.id)).toMatchObject({ person: jane.ref, fields: { Status__c: 'cancelled' } })
    expect(own.calls).toEqual(['people', 'put', 'put'])
  } finally {
    await own.app.close()
  }
})
