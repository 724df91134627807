/** What begins activities, when they are due, and what becomes of them: over HTTP, on a real database. */
import { beforeEach, expect, test } from 'vitest'
import { type Company, company, type Reply, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let made: Company
let project: string

beforeEach(async () => {
  app = await startApp()
  app.at('2027-05-01T14:00:00Z')
  const tag = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`
  project = `bluewater-${tag}`
  await app.post('/api/v1/import', { projects: [{ slug: project, name: 'Bluewater', kind: 'onsite', timeZone: 'America/New_York' }] })
  made = await company(app, { reps: [{ projects: [project] }, { projects: [project] }] })
  await ok(
    app.post('/api/v1/import', {
      registrationForms: [{ slug: `join-${tag}`, project, title: 'Stay informed', questions: [] }],
    }),
  )
  form = `join-${tag}`
})
let form: string

async function ok(reply: Promise<Reply>): Promise<any> {
  const { status, body } = await reply
  expect([status, body?.errors ?? body?.detail]).toEqual([expect.toSatisfy((one: number) => one < 300), undefined])
  return body
}

const offset = (amount: number, unit: string) => ({ amount, unit })
const CALL_EMAIL_CALL = [
  { type: 'call', offset: offset(2, 'hours') },
  { type: 'email', offset: offset(1, 'days'), note: 'Project details' },
  { type: 'call', offset: offset(2, 'days') },
]
const process = (more: object = {}) =>
  ok(
    app.post('/api/v1/processes', {
      project,
      name: `Online ${Math.random()}`,
      trigger: { kind: 'registration', value: 'online' },
      steps: CALL_EMAIL_CALL,
      ...more,
    }),
  )
const register = async (name: string): Promise<string> => {
  const email = `${name.toLowerCase()}.${made.tag}@example.com`
  await ok(
    app.post(
      `/api/v1/forms/${form}/registrations`,
      { customer: { name, email }, answers: {}, token: (await app.get(`/api/v1/forms/${form}`)).body.token },
      { signedIn: false },
    ),
  )
  return email
}
const profile = (customer: string) => ok(app.get(`/api/v1/customers/${customer}/profile?project=${project}`))
const dues = ({ activities }: any) => activities.map((one: any) => [one.type, one.dueOn])

test('S2.8 S2.10–S2.13 S2.23–S2.25 an online registration lays out three activities as soon as a rep is assigned, counted from the registration', async () => {
  await process()
  const jane = await register('Jane')

  const before = await profile(jane)
  app.at('2027-05-01T15:00:00Z')
  await ok(app.patch(`/api/v1/registrations/${before.registrations[0].id}`, { rep: made.reps[0] }))
  const after = await profile(jane)

  expect(before.activities).toEqual([])
  expect(dues(after)).toEqual([
    ['call', '2027-05-01'],
    ['email', '2027-05-02'],
    ['call', '2027-05-04'],
  ])
  expect(after.activities[0]).toMatchObject({
    dueAt: '2027-05-01T16:00:00Z',
    standing: 'today',
    rep: { email: made.reps[0] },
    status: 'open',
  })
})

test('S2.38 without a process nothing is owed, and a process for something else begins nothing', async () => {
  await process({ trigger: { kind: 'rating', value: 'Hot' } })
  const jane = await register('Jane')
  const { registrations } = await profile(jane)
  await ok(app.patch(`/api/v1/registrations/${registrations[0].id}`, { rep: made.reps[0], rating: 'Cold' }))

  expect((await profile(jane)).activities).toEqual([])
  await ok(app.patch(`/api/v1/registrations/${registrations[0].id}`, { rating: 'hot' }))
  expect((await profile(jane)).activities).toHaveLength(3)
})

test('S2.31–S2.36 S2.41–S2.46 a follow-up that is chosen on May 2 lays out an email on May 3 and calls on May 10 and June 10', async () => {
  const option = await ok(
    app.post(`/api/v1/projects/${project}/follow-ups`, { name: 'Follow-up Process 2', meaning: 'Intends to buy, but is not ready yet.' }),
  )
  await process({
    trigger: { kind: 'follow-up', value: option.id },
    steps: [
      { type: 'email', offset: offset(1, 'days'), note: 'Project details' },
      { type: 'call', offset: offset(1, 'weeks') },
      { type: 'call', offset: offset(1, 'months') },
    ],
  })
  const brian = await register('Brian')
  const { registrations } = await profile(brian)
  await ok(app.patch(`/api/v1/registrations/${registrations[0].id}`, { rep: made.reps[0] }))
  app.at('2027-05-02T15:00:00Z')
  expect((await profile(brian)).activities).toEqual([])

  const chosen = await ok(app.patch(`/api/v1/registrations/${registrations[0].id}`, { followUp: option.id }))

  expect(chosen.followUp).toMatchObject({ name: 'Follow-up Process 2' })
  expect(dues(await profile(brian))).toEqual([
    ['email', '2027-05-03'],
    ['call', '2027-05-10'],
    ['call', '2027-06-10'],
  ])
})

async function running(more: object = {}): Promise<{ customer: string; registration: string; activities: any[] }> {
  await process(more)
  const customer = await register(`Jane${Math.random().toString(36).slice(2, 8)}`)
  const { registrations } = await profile(customer)
  await ok(app.patch(`/api/v1/registrations/${registrations[0].id}`, { rep: made.reps[0] }))
  return { customer, registration: registrations[0].id, activities: (await profile(customer)).activities }
}

test('S2.26–S2.28 S2.47 what is completed leaves the list and is in the history, and the others stay as they are', async () => {
  const { customer, activities } = await running()
  app.at('2027-05-01T16:30:00Z')

  const done = await ok(app.post(`/api/v1/activities/${activities[0].id}/complete`, { result: 'Wants a garden.' }))
  const again = await app.post(`/api/v1/activities/${activities[0].id}/complete`, {})
  const after = await profile(customer)

  expect(done).toMatchObject({ status: 'done', standing: null, ended: { at: '2027-05-01T16:30:00Z', result: 'Wants a garden.' } })
  expect(again.status).toBe(409)
  expect(dues(after)).toEqual([
    ['email', '2027-05-02'],
    ['call', '2027-05-04'],
  ])
  expect(after.entries.map((one: any) => one.id)).toEqual([activities[0].id])
})

test('what is skipped goes into the history with the reason; what is moved can take the rest along', async () => {
  const { customer, activities } = await running()

  await ok(app.post(`/api/v1/activities/${activities[0].id}/skip`, { reason: 'Met in the street' }))
  await ok(app.post(`/api/v1/activities/${activities[1].id}/reschedule`, { dueOn: '2027-05-05' }))
  expect(dues(await profile(customer))).toEqual([
    ['call', '2027-05-04'],
    ['email', '2027-05-05'],
  ])
  await ok(app.post(`/api/v1/activities/${activities[1].id}/reschedule`, { dueOn: '2027-05-08', time: '10:00', rest: true }))
  const { entries, ...after } = await profile(customer)

  expect(dues(after)).toEqual([
    ['call', '2027-05-07'],
    ['email', '2027-05-08'],
  ])
  expect(after.activities[1].dueAt).toBe('2027-05-08T14:00:00Z')
  expect(entries[0]).toMatchObject({ status: 'skipped', ended: { result: 'Met in the street' } })
})

test('where a process counts from completion, what follows counts from when it was done', async () => {
  const { customer, activities } = await running({ dates: 'from-completion' })
  app.at('2027-05-03T15:00:00Z')

  await ok(app.post(`/api/v1/activities/${activities[0].id}/complete`, {}))

  expect(dues(await profile(customer))).toEqual([
    ['email', '2027-05-04'],
    ['call', '2027-05-06'],
  ])
})

test('another rep who looks after the registrant has what is open; what is done keeps the name of who had it', async () => {
  const { customer, registration, activities } = await running()
  await ok(app.post(`/api/v1/activities/${activities[0].id}/complete`, {}))

  await ok(app.patch(`/api/v1/registrations/${registration}`, { rep: made.reps[1] }))
  const after = await profile(customer)

  expect(after.activities.map((one: any) => one.rep.email)).toEqual([made.reps[1], made.reps[1]])
  expect(after.entries[0].ended.rep).toBe(activities[0].rep.name)
})

test('another follow-up that is chosen gives up what is open of the one before, and begins no earlier than that was due', async () => {
  const option = (name: string) => ok(app.post(`/api/v1/projects/${project}/follow-ups`, { name }))
  const [first, second] = [await option('One'), await option('Two')]
  for (const { id } of [first, second])
    await process({
      trigger: { kind: 'follow-up', value: id },
      steps: [
        { type: 'call', offset: offset(id === first.id ? 10 : 1, 'days') },
        { type: 'email', offset: offset(1, 'weeks') },
      ],
    })
  const { customer, registration } = await running({ trigger: { kind: 'rating', value: 'never' } })

  await ok(app.patch(`/api/v1/registrations/${registration}`, { followUp: first.id }))
  await ok(app.patch(`/api/v1/registrations/${registration}`, { followUp: first.id }))
  expect(dues(await profile(customer))).toEqual([
    ['call', '2027-05-11'],
    ['email', '2027-05-18'],
  ])
  await ok(app.patch(`/api/v1/registrations/${registration}`, { followUp: second.id }))
  const after = await profile(customer)

  expect(dues(after)).toEqual([
    ['call', '2027-05-11'],
    ['email', '2027-05-18'],
  ])
  expect(after.entries.map((one: any) => [one.status, one.ended.result])).toEqual([
    ['cancelled', 'Another follow-up was chosen.'],
    ['cancelled', 'Another follow-up was chosen.'],
  ])
})

test('a process that stops when the registrant becomes a purchaser, or an appointment is booked, gives up the rest', async () => {
  const bought = await running({ stops: ['purchaser'] })
  const met = await running({ stops: ['appointment-booked'] })
  const { customer } = await profile(met.customer)

  await ok(app.patch(`/api/v1/registrations/${bought.registration}`, { status: 'purchaser' }))
  await ok(
    app.post('/api/v1/bookings', {
      eventType: made.eventType,
      pool: made.pool,
      start: '2027-05-03T10:00:00-04:00',
      timeZone: 'America/New_York',
      customer: { id: customer.id },
      project,
    }),
  )

  // The second registration began both processes; only the one that stops for this has ended.
  expect((await profile(bought.customer)).activities).toEqual([])
  expect((await profile(met.customer)).activities).toHaveLength(3)
})

test('a plan that is edited leaves what runs as it is, and holds for whoever comes after', async () => {
  const one = await process()
  const jane = await register('Jane')
  const { registrations } = await profile(jane)
  await ok(app.patch(`/api/v1/registrations/${registrations[0].id}`, { rep: made.reps[0] }))

  const changed = await ok(app.patch(`/api/v1/processes/${one.id}`, { steps: [{ type: 'visit', offset: offset(3, 'days') }] }))
  const runs = await ok(app.get(`/api/v1/processes/${one.id}/runs`))

  expect(changed).toMatchObject({ running: 1, waiting: 0, steps: [{ id: '1', type: 'visit', anchor: 'previous' }] })
  expect(runs.items).toMatchObject([{ customer: { name: 'Jane' }, open: 3, nextOn: '2027-05-01' }])
  expect((await profile(jane)).activities).toHaveLength(3)
})

test('what cannot be laid out or sent is refused at its place', async () => {
  const wrong = await app.post('/api/v1/processes', {
    project,
    name: 'Wrong',
    trigger: { kind: 'follow-up', value: '00000000-0000-4000-8000-000000000000' },
    steps: [
      {
        type: 'email',
        offset: offset(1, 'days'),
        automatic: true,
        email: { subject: 'Hello {{ first_name }}', body: 'Dear {{ secret }}' },
      },
      { type: 'call', offset: offset(1, 'days'), anchor: 'later' },
    ],
  })

  expect(wrong.status).toBe(400)
  expect(wrong.body.errors.map((one: any) => one.pointer)).toEqual(['/steps/0/time', '/steps/1/anchor', '/steps/0/email/body'])
})

test('the timeline says on which dates an example registrant would get what, without days that are closed', async () => {
  const steps = [...CALL_EMAIL_CALL, { type: 'task', offset: offset(1, 'months'), time: '09:30' }]
  const { activities } = await ok(
    app.post('/api/v1/processes/timeline', {
      project,
      steps,
      at: '2027-05-01T14:00:00Z',
      closed: { weekdays: ['SA', 'SU'], country: 'US' },
    }),
  )

  expect(activities.map((one: any) => one.dueOn)).toEqual(['2027-05-03', '2027-05-03', '2027-05-04', '2027-06-04'])
  expect(activities[3].dueAt).toBe('2027-06-04T13:30:00Z')
})

test('S2.18 S2.19 S2.29 the list is by type and by what is overdue, due today and to come', async () => {
  const { activities } = await running()
  app.at('2027-05-02T15:00:00Z')
  const mine = `project=${project}`

  const counts = await ok(app.get(`/api/v1/activities/counts?${mine}`))
  const calls = await ok(app.get(`/api/v1/activities?${mine}&type=call`))
  const due = await ok(app.get(`/api/v1/activities?${mine}&when=overdue,today`))
  const first = await ok(app.get(`/api/v1/activities?${mine}&limit=2`))
  const second = await ok(app.get(`/api/v1/activities?${mine}&limit=2&cursor=${first.nextCursor}`))

  expect(counts.total).toEqual({ overdue: 1, today: 1, upcoming: 1 })
  expect(counts.types.find((one: any) => one.type === 'call')).toEqual({ type: 'call', overdue: 1, today: 0, upcoming: 1 })
  expect(calls.items.map((one: any) => one.standing)).toEqual(['overdue', 'upcoming'])
  expect(due.items.map((one: any) => one.type)).toEqual(['call', 'email'])
  expect([...first.items, ...second.items].map((one: any) => one.id)).toEqual(activities.map((one) => one.id))
})
