/** What comes by the clock: emails that are sent by themselves, notices, the mail of the morning; and what happens at the same moment. */
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { mailMornings } from '../../server/actions/activities/morning.ts'
import { sweepActivities } from '../../server/actions/activities/sweep.ts'
import { type Company, company, cookiesOf, onPostgres, PASSWORD, person, type Reply, startApp, type TestApp } from '../support/app.ts'
import { wholeOutbox } from '../support/outbox.ts'

let app: TestApp
let made: Company
let project: string
let count = 0

beforeEach(async () => {
  app = await startApp()
  app.at('2027-05-01T14:00:00Z')
  project = `tidewater-${Date.now().toString(36)}-${count++}`
  await ok(app.post('/api/v1/import', { projects: [{ slug: project, name: 'Tidewater', kind: 'onsite', timeZone: 'America/New_York' }] }))
  made = await company(app, { reps: [{ projects: [project] }, { projects: [project] }] })
})

async function ok(reply: Promise<Reply>): Promise<any> {
  const { status, body } = await reply
  expect([status, body?.errors ?? body?.detail]).toEqual([expect.toSatisfy((one: number) => one < 300), undefined])
  return body
}

const days = (amount: number) => ({ amount, unit: 'days' })
const MAIL = { subject: 'Hello {{ first_name }}', body: 'Dear {{ customer_name }}, this is {{ rep_name }} of {{ project }}.' }
const process = (steps: object[], more: object = {}) =>
  ok(app.post('/api/v1/processes', { project, name: `Process ${count++}`, trigger: { kind: 'registration' }, steps, ...more }))
const sentByItself = { type: 'email', offset: days(1), time: '09:30', automatic: true, email: MAIL }

/** Somebody who is registered, with a rep who looks after them unless `rep` is null. */
async function registrant(name: string, rep: string | null = made.reps[0]!): Promise<{ id: string; email: string; registration: string }> {
  const email = `${name.toLowerCase()}.${project}@example.com`
  const { id } = await ok(app.post('/api/v1/customers', { name: `${name} Doe`, email, phone: '+12125550177' }))
  const place = await ok(app.post(`/api/v1/customers/${id}/registrations`, { project, ...(rep === null ? {} : { rep }) }))
  return { id, email, registration: place.id }
}
const profile = (id: string) => ok(app.get(`/api/v1/customers/${id}/profile?project=${project}`))
const mailsTo = async (address: string) => {
  await app.settled()
  return (await wholeOutbox(app)).filter((one) => one.to.address === address)
}
const sweep = () => sweepActivities(app.services)

test('an email is sent by itself at its time of day in the project’s zone, once, and is in the history', async () => {
  await process([sentByItself])
  const jane = await registrant('Jane')
  app.at('2027-05-02T13:29:00Z')
  await sweep()
  expect(await mailsTo(jane.email)).toEqual([])

  app.at('2027-05-02T13:30:00Z')
  await Promise.all([sweep(), sweep()])
  await sweep()
  const mails = await mailsTo(jane.email)
  const { activities, entries } = await profile(jane.id)

  expect(mails).toMatchObject([{ subject: 'Hello Jane', status: 'outbox', moment: 'activity' }])
  expect(mails[0].text).toMatch(
    /^Dear Jane Doe, this is .+ of Tidewater\.\n\nNo more emails like this: http:\/\/booking\.test\/unsubscribe\//,
  )
  expect(activities).toEqual([])
  expect(entries).toMatchObject([{ type: 'email', status: 'done', ended: { by: 'Switchboard', result: 'Sent: Hello {{ first_name }}' } }])
})

test('laid out on its day after its time it is sent at once; after its day it is left to the rep', async () => {
  await process([
    { ...sentByItself, offset: days(0) },
    { ...sentByItself, offset: days(1), time: '10:00' },
  ])
  const waiting = await registrant('Late', null)
  app.at('2027-05-02T15:00:00Z')
  await ok(app.patch(`/api/v1/registrations/${waiting.registration}`, { rep: made.reps[0] }))

  await sweep()
  const { activities, entries } = await profile(waiting.id)

  expect(await mailsTo(waiting.email)).toHaveLength(1)
  expect(activities).toMatchObject([{ dueOn: '2027-05-01', standing: 'overdue', automatic: true }])
  expect(entries).toMatchObject([{ dueOn: '2027-05-02', status: 'done' }])
})

test('whoever wants no more such emails gets none, by one click on the link, and the rest of the process goes on', async () => {
  await process([sentByItself, { ...sentByItself, offset: days(1) }, { type: 'call', offset: days(1) }])
  const jane = await registrant('Jane')
  app.at('2027-05-02T13:30:00Z')
  await sweep()
  const [{ text }] = await mailsTo(jane.email)
  const url = `${app.url}${/booking\.test(\/unsubscribe\/\S+)/.exec(text)?.[1]}`

  const asked = await fetch(url)
  const done = await fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })
  const forged = await fetch(`${url.slice(0, -4)}AAAA`, { method: 'POST' })
  app.at('2027-05-03T13:30:00Z')
  await sweep()
  const { activities, entries } = await profile(jane.id)

  expect([asked.status, done.status, forged.status]).toEqual([200, 200, 404])
  expect(await asked.text()).toContain('<form method="post"><button>No more emails</button></form>')
  expect(await mailsTo(jane.email)).toHaveLength(1)
  expect(activities).toMatchObject([{ type: 'call' }])
  expect(entries[0]).toMatchObject({ status: 'cancelled', ended: { result: 'The registrant wants no such emails.' } })
})

test('an email by hand is sent as the rep has changed it, with the rep as the one who is answered', async () => {
  await process([{ type: 'email', offset: days(1), email: MAIL }])
  const jane = await registrant('Jane')
  const [activity] = (await profile(jane.id)).activities

  const words = { subject: 'The garden', body: 'Dear {{ first_name }}, here are the plans.' }
  const wrong = await app.post(`/api/v1/activities/${activity.id}/complete`, { email: { ...words, body: '{{ nothing }}' } })
  await ok(app.post(`/api/v1/activities/${activity.id}/complete`, { result: 'Sent the plans', email: words }))
  const mails = await mailsTo(jane.email)

  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([400, '/email/body'])
  expect(mails).toMatchObject([{ subject: 'The garden', text: 'Dear Jane, here are the plans.\n' }])
  const { rows } = await sql<{ reply_to: string }>`select reply_to from message where to_address = ${jane.email}`.execute(app.services.db)
  expect(rows[0]?.reply_to).toContain(made.reps[0])
})

test('a rep is told by mail when the time of a call has come, unless they want no notices', async () => {
  await process([{ type: 'call', offset: { amount: 2, unit: 'hours' }, note: 'Ask for questions.' }])
  await registrant('Jane')
  const email = made.reps[1]!
  await registrant('Brian', email)
  const signed = await person(app, 'rep', { email })
  const session = await app.post('/api/v1/session', { email: signed.email, password: PASSWORD }, { signedIn: false })
  const options = { signedIn: false, headers: { cookie: cookiesOf(session) } }
  expect((await app.get('/api/v1/reminders', options)).body).toEqual({ morning: true, notices: true })
  await ok(app.patch('/api/v1/reminders', { notices: false }, options))

  app.at('2027-05-01T16:00:00Z')
  await sweep()
  await sweep()

  expect(await mailsTo(made.reps[0]!)).toMatchObject([{ subject: 'Now: phone call with Jane Doe', moment: 'activity-due' }])
  expect(await mailsTo(email)).toEqual([])
})

test('S2.1 each morning, by their own clock, reps get a mail with what is due and overdue, once, and not at all where nothing is', async () => {
  await process([
    { type: 'call', offset: days(1), note: 'Ask for questions.' },
    { type: 'email', offset: days(1) },
  ])
  await registrant('Jane')
  const mornings = async (now: string) => {
    app.at(now)
    await mailMornings(app.services)
    await mailMornings(app.services)
    return (await mailsTo(made.reps[0]!)).filter((one) => one.moment === 'activities')
  }

  expect(await mornings('2027-05-01T11:00:00Z')).toEqual([])
  expect(await mornings('2027-05-02T10:00:00Z')).toEqual([])
  expect(await mornings('2027-05-02T11:00:00Z')).toMatchObject([{ subject: '1 activity for today' }])
  const second = await mornings('2027-05-03T11:00:00Z')
  expect(second).toMatchObject([{ subject: '2 activities for today' }, {}])
  expect(second[0].text).toContain('Phone call, due May 2, 2027: Jane Doe (Tidewater): Ask for questions.')
  expect(await mailsTo(made.reps[1]!)).toEqual([])
})

test('what happens twice or at the same moment lays out one set', async () => {
  await process([
    { type: 'call', offset: days(1) },
    { type: 'email', offset: days(1) },
  ])
  await process([{ type: 'visit', offset: days(1) }], { trigger: { kind: 'rating' } })
  const jane = await registrant('Jane', null)

  await Promise.all(
    ['A', 'B', 'A', 'B', 'A', 'B'].map((rating, i) =>
      app.patch(`/api/v1/registrations/${jane.registration}`, { rating, rep: made.reps[i % 2] }),
    ),
  )
  const { activities } = await profile(jane.id)

  expect(activities.map((one: any) => one.type).sort()).toEqual(['call', 'email', 'visit'])
})

test('of those who complete, skip and move an activity at once each is told what became of it, and it is in the history once', async () => {
  await process([
    { type: 'call', offset: days(1) },
    { type: 'email', offset: days(1) },
  ])
  const jane = await registrant('Jane')
  const [first, second] = (await profile(jane.id)).activities
  const at = (id: string, what: string, body: object) => app.post(`/api/v1/activities/${id}/${what}`, body)

  const replies = await Promise.all([
    at(first.id, 'complete', { result: 'Reached' }),
    at(first.id, 'skip', { reason: 'Met' }),
    at(first.id, 'complete', {}),
    at(second.id, 'reschedule', { dueOn: '2027-05-20' }),
    app.post('/api/v1/activities/many', { ids: [first.id, second.id], reassign: { rep: made.reps[1] } }),
    app.patch(`/api/v1/registrations/${jane.registration}`, { rating: 'A', status: 'Purchaser' }),
  ])

  expect(
    replies
      .slice(0, 3)
      .map(({ status }) => status)
      .sort(),
  ).toEqual([200, 409, 409])
  expect(replies.map(({ status }) => status).every((status) => [200, 409].includes(status))).toBe(true)
  expect((await profile(jane.id)).entries).toHaveLength(1)
})

test('when two people turn out to be one, what is owed to both is owed once', async () => {
  await process([{ type: 'call', offset: days(1) }])
  await process([{ type: 'visit', offset: days(1) }], { trigger: { kind: 'rating', value: 'A' } })
  const [jane, twin] = [await registrant('Jane'), await registrant('Janet')]
  await ok(app.patch(`/api/v1/registrations/${twin.registration}`, { rating: 'A' }))

  await ok(app.post(`/api/v1/customers/${twin.id}/merge`, { into: jane.id }))
  const { activities, entries } = await profile(jane.id)

  expect(activities.map((one: any) => one.type).sort()).toEqual(['call', 'visit'])
  expect(entries).toMatchObject([{ type: 'call', status: 'cancelled' }])
})

test('whoever is forgotten leaves no activity, no run and no mail of one', async () => {
  await process([sentByItself, { type: 'call', offset: days(1) }])
  const jane = await registrant('Jane')
  app.at('2027-05-02T13:30:00Z')
  await sweep()
  await app.settled()

  await ok(app.post(`/api/v1/customers/${jane.id}/erase`, {}))

  const { rows } = await sql<{ left: number }>`
    select (select count(*) from activity where customer_id = ${jane.id}::uuid) + (select count(*) from process_run where customer_id = ${jane.id}::uuid)
      + (select count(*) from message where to_address = ${jane.email}) as left`.execute(app.services.db)
  expect(Number(rows[0]?.left)).toBe(0)
})

test.runIf(onPostgres)(
  'registrations, choices and outcomes of many at once neither wait for each other in a ring nor lose anything',
  async () => {
    const option = await ok(app.post(`/api/v1/projects/${project}/follow-ups`, { name: 'Two' }))
    await process([{ type: 'call', offset: days(1) }])
    await process([{ type: 'email', offset: days(1) }], { trigger: { kind: 'follow-up', value: option.id } })
    await process([{ type: 'task', offset: days(1) }], { trigger: { kind: 'appointment-booked' } })
    const people = await Promise.all(Array.from({ length: 8 }, (_, i) => registrant(`Jane${i}`)))

    const replies = await Promise.all(
      people.flatMap(({ id, registration }, i) => [
        app.patch(`/api/v1/registrations/${registration}`, { followUp: option.id }),
        app.patch(`/api/v1/registrations/${registration}`, { rep: made.reps[1], rating: 'A' }),
        app.post('/api/v1/bookings', {
          ...{ eventType: made.eventType, pool: made.pool, timeZone: 'America/New_York', project, customer: { id } },
          start: `2027-05-0${3 + (i % 3)}T${10 + Math.floor(i / 3)}:00:00-04:00`,
        }),
      ]),
    )

    expect(replies.map(({ status }) => status).filter((status) => status >= 300)).toEqual([])
    for (const { id } of people) {
      const { activities } = await profile(id)
      expect(activities.map((one: any) => one.type).sort()).toEqual(['call', 'email', 'task'])
      expect(new Set(activities.map((one: any) => one.rep.email))).toEqual(new Set([made.reps[1]]))
    }
  },
)
