import { beforeEach, expect, test } from 'vitest'
import { company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T15:30:00-05:00'

test('a booking carries the customer, the time and who booked it', async () => {
  const made = await company(app, { reps: [{}, {}] })

  const reply = await app.post('/api/v1/bookings', wish(made, TUESDAY))

  expect(reply.status).toBe(201)
  expect(reply.headers.get('location')).toContain(reply.body.id)
  expect(reply.body).toMatchObject({
    status: 'scheduled',
    sequence: 0,
    start: '2027-03-02T20:30:00Z',
    end: '2027-03-02T21:00:00Z',
    customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
    bookedBy: { kind: 'api' },
    assignment: { method: 'longest-idle' },
  })
})

test('two customers who pick the same rep and time: the first is booked, the second is told what is near', async () => {
  const made = await company(app)
  const body = wish(made, TUESDAY, { rep: made.reps[0], pool: undefined })

  const replies = await Promise.all([app.post('/api/v1/bookings', body), app.post('/api/v1/bookings', body)])

  expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409])
  const refused = replies.find((reply) => reply.status === 409)
  expect(refused?.body).toMatchObject({ code: 'slot-taken', status: 409 })
  expect(refused?.body.nearest.map((one: { start: string }) => one.start)).toEqual([
    '2027-03-02T19:30:00Z',
    '2027-03-02T19:45:00Z',
    '2027-03-02T20:00:00Z',
    '2027-03-02T21:00:00Z',
    '2027-03-02T21:15:00Z',
    '2027-03-02T21:30:00Z',
  ])
})

test('find by time shows the reps who can take a time, and why the others cannot', async () => {
  const made = await company(app, { reps: [{}, { busy: [{ start: '2027-03-02T20:45:00Z', end: '2027-03-02T21:15:00Z' }] }] })

  const { body } = await app.post('/api/v1/find-by-time', question(made, TUESDAY))

  expect(body.available).toBe(1)
  expect(body.candidates).toMatchObject([{ rank: 1, rep: { email: made.reps[0] }, reasons: [{ code: 'longest-idle', idleSince: null }] }])
  expect(body.unavailable).toMatchObject([
    { rep: { email: made.reps[1] }, reasons: [{ code: 'busy', from: '2027-03-02T20:45:00Z', until: '2027-03-02T21:15:00Z' }] },
  ])
})

test('a rep alone is booked without any pool’s turn', async () => {
  const made = await company(app, { reps: [{}, {}] })

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: made.reps[1], pool: undefined }))

  expect([status, body.pool, body.rep.email, body.assignment]).toEqual([201, null, made.reps[1], { method: 'direct', reasons: [] }])
})

test('a rep picked from a pool that is not strict is booked, and why that rep is kept', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const { candidates } = (await app.post('/api/v1/find-by-time', question(made, TUESDAY))).body

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: candidates[1].rep.id }))

  expect([status, body.pool, body.rep]).toEqual([201, made.pool, candidates[1].rep])
  expect(body.assignment).toEqual({ method: 'longest-idle', reasons: candidates[1].reasons })
})

test('a strict pool refuses another than the first who is free, and takes the first', async () => {
  const made = await company(app, { reps: [{}, {}, {}], pool: { strict: true } })
  const { candidates } = (await app.post('/api/v1/find-by-time', question(made, TUESDAY))).body
  const pick = async (n: number) => {
    const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: candidates[n].rep.email }))
    return [status, body.code ?? body.status]
  }

  expect([await pick(1), await pick(2), await pick(0)]).toEqual([
    [422, 'not-first'],
    [422, 'not-first'],
    [201, 'scheduled'],
  ])
})

test('who is first of a strict pool but not free does not keep the next from being booked', async () => {
  const made = await company(app, { reps: [{ active: false }, {}], pool: { strict: true } })

  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: made.reps[1] }))).status).toBe(201)
})

test('rep, pool, event type and project may be named by id as well', async () => {
  const made = await company(app)
  const first = (await app.post('/api/v1/bookings', wish(made, TUESDAY))).body

  const { status, body } = await app.post(
    '/api/v1/bookings',
    wish(made, '2027-03-03T15:30:00Z', { rep: first.rep.id, customer: { id: first.customer.id } }),
  )

  expect([status, body.rep, body.customer]).toEqual([201, first.rep, first.customer])
})

test('neither a rep nor a pool is refused', async () => {
  const made = await company(app)

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { pool: undefined }))

  expect([status, body.code, body.errors]).toEqual([400, 'invalid', [{ pointer: '/rep', detail: 'rep or pool is required' }]])
})

test('what is not a field of a booking is refused by its name', async () => {
  const made = await company(app)

  const { status, body } = await app.post(
    '/api/v1/bookings',
    wish(made, TUESDAY, { colour: 'red', customer: { name: '', email: 'x' }, timeZone: 'Mars' }),
  )

  expect(status).toBe(400)
  expect(body.errors.map((one: any) => one.pointer)).toEqual(
    expect.arrayContaining(['/colour', '/customer/name', '/customer/email', '/timeZone']),
  )
})

test('a booking carries everything that was said', async () => {
  const project = `hillside-${crypto.randomUUID().slice(0, 8)}`
  await app.post('/api/v1/import', { projects: [{ slug: project, name: 'Hillside' }] })
  const made = await company(app, {
    eventType: { questions: [{ key: 'roof', label: 'Kind of roof', kind: 'choice', options: ['flat', 'steep'] }] },
  })
  const said = {
    timeZone: 'Asia/Kolkata',
    project,
    subject: 'Roof of the barn',
    location: { kind: 'in-person', value: '1 Main St' },
    details: 'Ring twice.\nThe dog is friendly.',
    customer: { name: 'Jane Smith', email: `Jane.${made.tag}@Example.com`, phone: '+12125550100' },
    guests: [{ name: 'Joe', email: 'joe@example.com' }, { email: 'kim@example.com' }],
    answers: { roof: 'flat' },
  }

  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { ...said, durationMinutes: 45 }))

  expect(body).toMatchObject({
    ...said,
    project,
    end: '2027-03-02T21:15:00Z',
    createdIn: project,
    completedIn: null,
    completedBy: null,
    customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com`, phone: '+12125550100' },
    guests: [
      { name: 'Joe', email: 'joe@example.com' },
      { name: null, email: 'kim@example.com' },
    ],
    answers: [{ key: 'roof', label: 'Kind of roof', value: 'flat' }],
    createdAt: '2027-03-01T12:00:00Z',
    sync: { calendar: 'none', crm: 'none', invitation: 'pending' },
  })
  await app.settled()
  const read = (await app.get(`/api/v1/bookings/${body.id}`)).body
  expect(read).toEqual({ ...body, sync: { ...body.sync, invitation: 'done' } })
})

test('the project of completion is where it took place unless another is named', async () => {
  const [here, there] = ['here', 'there'].map((name) => `${name}-${crypto.randomUUID().slice(0, 8)}`)
  await app.post('/api/v1/import', { projects: [here, there].map((slug) => ({ slug, name: 'Some project' })) })
  const made = await company(app)
  const { id } = (await app.post('/api/v1/bookings', wish(made, TUESDAY, { project: here }))).body
  app.at('2027-03-02T21:00:00Z')
  const outcome = async (more: object) => (await app.post(`/api/v1/bookings/${id}/outcome`, { status: 'completed', ...more })).body

  expect(await outcome({})).toMatchObject({ project: here, createdIn: here, completedIn: here })
  expect(await outcome({ project: there })).toMatchObject({ project: here, createdIn: here, completedIn: there })
})

test.each([
  ['eventType', 'none'],
  ['pool', 'none'],
  ['rep', 'nobody@example.com'],
  ['project', 'none'],
  ['customer', { id: 'nobody@example.com' }],
  ['customer', { id: crypto.randomUUID() }],
])('an unknown %s is not found', async (field, value) => {
  const made = await company(app)

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { [field]: value }))

  expect([status, body.code]).toEqual([404, 'not-found'])
})

test.each(['', '/reschedule', '/reassign', '/cancel', '/outcome', '/approve', '/decline'])(
  'an unknown booking%s is not found',
  async (step) => {
    const made = await company(app)
    const body = { '/reschedule': { start: TUESDAY }, '/reassign': { rep: made.reps[0] }, '/outcome': { status: 'completed' } }[step] ?? {}

    for (const id of [crypto.randomUUID(), 'no-id']) {
      const reply = step === '' ? await app.get(`/api/v1/bookings/${id}`) : await app.post(`/api/v1/bookings/${id}${step}`, body)
      expect([reply.status, reply.body.code]).toEqual([404, 'not-found'])
    }
  },
)

test('bookings are made, seen and changed by staff alone', async () => {
  const made = await company(app)
  const { id } = (await app.post('/api/v1/bookings', wish(made, TUESDAY))).body

  for (const reply of [
    await app.post('/api/v1/bookings', wish(made, TUESDAY), { signedIn: false }),
    await app.get('/api/v1/bookings', { signedIn: false }),
    await app.get(`/api/v1/bookings/${id}`, { signedIn: false }),
    await app.post(`/api/v1/bookings/${id}/cancel`, {}, { signedIn: false, headers: { authorization: 'Bearer wrong' } }),
  ])
    expect([reply.status, reply.body.code]).toEqual([401, 'unauthenticated'])
  expect((await app.get(`/api/v1/bookings/${id}`)).body.status).toBe('scheduled')
})
