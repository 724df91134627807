/** What a person may ask for: everything that is known of them, and to be forgotten. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { mailMornings } from '../../server/actions/activities/morning.ts'
import { sweepActivities } from '../../server/actions/activities/sweep.ts'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
let made: Company
let project: string
let jane: any
beforeEach(async () => {
  app = await startApp('2027-03-01T12:00:00Z')
  made = await company(app)
  project = `onsite-${made.tag}`
  await app.post('/api/v1/import', {
    projects: [{ slug: project, name: 'Bluewater', kind: 'onsite', timeZone: 'America/New_York' }],
    reps: [{ email: made.reps[0], projects: [project] }],
  })
  const reply = await app.post('/api/v1/customers', {
    name: name(),
    email: email(),
    phone: '+12125550177',
    notes: 'Has two dogs.',
    project,
  })
  jane = reply.body
})
const name = () => `Jane Quill ${made.tag}`
const email = () => `jane.quill.${made.tag}@example.com`

async function met(): Promise<any> {
  const reply = await app.post(
    '/api/v1/bookings',
    wish(made, '2027-03-02T15:30:00-05:00', { customer: { id: jane.id }, details: `About the roof of ${name()}`, project }),
  )
  expect([reply.status, reply.body.detail]).toEqual([201, undefined])
  return reply.body
}

/** What a rep owes her, and an e-mail that was written to her. */
async function owed(): Promise<void> {
  const activity = { customer: jane.id, project, rep: made.reps[0] }
  await app.post('/api/v1/activities', { ...activity, type: 'visit', note: 'Show the roof.', dueOn: '2027-03-03', time: '06:50' })
  const { body } = await app.post('/api/v1/activities', { ...activity, type: 'email', dueOn: '2027-03-02' })
  const words = { subject: 'About the roof', body: 'Dear {{ customer_name }}' }
  expect((await app.post(`/api/v1/activities/${body.id}/complete`, { email: words })).status).toBe(200)
}

test('everything that is known of a person is one file: who, where, when, and what was written to them', async () => {
  const booking = await met()
  await owed()
  await app.settled()

  const { body, headers } = await app.get(`/api/v1/customers/${jane.id}/data`)

  expect(headers.get('content-disposition')).toBe('attachment; filename=personal-data.json')
  expect(body.customer).toEqual(jane)
  expect(body.registrations.map((one: any) => one.project.slug)).toEqual([project])
  expect(body.bookings).toEqual([(await app.get(`/api/v1/bookings/${booking.id}`)).body])
  expect(body.messages.map((one: any) => one.to.address)).toContain(email())
  expect(body.activities).toMatchObject([
    { type: 'visit', status: 'open', note: 'Show the roof.' },
    { type: 'email', status: 'done' },
  ])
  expect(body.messages.map((one: any) => one.subject)).toContain('About the roof')
  expect(body.messages.every((one: any) => ['customer', 'guest'].includes(one.audience))).toBe(true)
})

test('nobody is forgotten while an appointment is to come', async () => {
  const { id } = await met()

  const refused = await app.post(`/api/v1/customers/${jane.id}/erase`, {})
  await app.post(`/api/v1/bookings/${id}/cancel`, { reason: `${name()} asked` })
  const { status, body } = await app.post(`/api/v1/customers/${jane.id}/erase`, {})

  expect([refused.status, refused.body.detail]).toEqual([409, 'An appointment is still to come. Cancel first, so that everybody is told.'])
  expect([status, body]).toEqual([200, { bookings: 1 }])
})

test('who is forgotten is found nowhere any more, and their bookings stay as figures', async () => {
  const { id } = await met()
  await owed()
  app.at('2027-03-03T12:00:00Z')
  await sweepActivities(app.services)
  await mailMornings(app.services)
  await app.settled()
  await app.post(`/api/v1/bookings/${id}/outcome`, { status: 'completed', notes: `${name()} wants a porch` })

  expect((await app.post(`/api/v1/customers/${jane.id}/erase`, {})).status).toBe(200)

  expect((await app.get(`/api/v1/customers/${jane.id}`)).status).toBe(404)
  const { items } = (await app.get(`/api/v1/customers?search=${email()}`)).body
  expect(items.filter((one: any) => one.email === email())).toEqual([])
  const { body } = await app.get(`/api/v1/bookings/${id}`)
  expect(body).toMatchObject({ status: 'completed', subject: 'Erased', customer: { id: null, name: 'Erased', email: null, phone: null } })
  const left: string[] = []
  const { rows: tables } = await sql<{ table: string }>`select tablename as "table" from pg_tables where schemaname = 'public'`.execute(
    app.services.db,
  )
  for (const { table } of tables) {
    const { rows } =
      await sql`select 1 from ${sql.table(table)} as t where t::text like ${`%${name()}%`} or t::text like ${`%${email()}%`} or t::text like ${`%${jane.id}%`}`.execute(
        app.services.db,
      )
    if (rows.length > 0) left.push(table)
  }
  expect(left).toEqual([])
})

test('what somebody booked for themselves with the same email is forgotten as well', async () => {
  const body = {
    eventType: made.eventType,
    start: '2027-03-02T15:30:00-05:00',
    timeZone: 'America/New_York',
    customer: { name: name(), email: email() },
    answers: {},
  }
  const booked = await app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })
  expect(booked.status).toBe(201)
  app.at('2027-03-03T12:00:00Z')

  expect((await app.post(`/api/v1/customers/${jane.id}/erase`, {})).body).toEqual({ bookings: 1 })
})
