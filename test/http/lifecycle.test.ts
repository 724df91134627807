import { beforeEach, expect, test } from 'vitest'
import { type Company, company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T20:30:00Z'
const WEDNESDAY = '2027-03-03T15:00:00Z'

async function booked(made: Company, start = TUESDAY, more: object = {}) {
  const { status, body } = await app.post('/api/v1/bookings', wish(made, start, more))
  expect(status).toBe(201)
  return body
}

const step = (id: string, name: string, body: object = {}) => app.post(`/api/v1/bookings/${id}/${name}`, body)
const freeAt = async (made: Company, at: string): Promise<string[]> =>
  (await app.post('/api/v1/find-by-time', question(made, at))).body.candidates.map((one: any) => one.rep.email)

test('a rescheduled booking stays the same booking at another time: the old time is free again, the new one is taken', async () => {
  const made = await company(app)
  const before = await booked(made)

  const { status, body } = await step(before.id, 'reschedule', { start: WEDNESDAY })

  expect(status).toBe(200)
  const { sync: _, ...same } = before
  expect(body).toMatchObject({ ...same, sequence: 1, start: WEDNESDAY, end: '2027-03-03T15:30:00Z' })
  expect([await freeAt(made, TUESDAY), await freeAt(made, WEDNESDAY)]).toEqual([made.reps, []])
  expect((await step(before.id, 'reschedule', { start: TUESDAY })).body).toMatchObject({ uid: before.uid, sequence: 2, start: TUESDAY })
})

test('a booking never stands in its own way: it moves by a quarter of an hour, within its own buffers and limits', async () => {
  const made = await company(app, {
    reps: [{ dailyLimit: 1, weeklyLimit: 1 }],
    eventType: { bufferBeforeMinutes: 30, bufferAfterMinutes: 30 },
  })
  const { id } = await booked(made)

  const { status, body } = await step(id, 'reschedule', { start: '2027-03-02T20:45:00Z' })

  expect([status, body.start]).toEqual([200, '2027-03-02T20:45:00Z'])
})

test('a booking keeps the length it was given when it moves', async () => {
  const made = await company(app)
  const { id } = await booked(made, TUESDAY, { durationMinutes: 50 })
  await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, durationMinutes: 15 }] })

  expect((await step(id, 'reschedule', { start: WEDNESDAY })).body.end).toBe('2027-03-03T15:50:00Z')
})

test('moving to where it already is changes nothing', async () => {
  const made = await company(app)
  const { id, rep } = await booked(made)

  expect((await step(id, 'reschedule', { start: TUESDAY })).body.sequence).toBe(0)
  expect((await step(id, 'reassign', { rep: rep.id })).body.sequence).toBe(0)
})

test.each([
  ['another booking', '2027-03-03T15:00:00Z', 'slot-taken'],
  ['the hours', '2027-03-03T03:00:00Z', 'outside-availability'],
  ['the past', '2027-03-01T11:00:00Z', 'too-soon'],
  ['the booking window', '2027-08-03T15:00:00Z', 'too-far-ahead'],
])('a move is judged like a booking: %s', async (_, start, code) => {
  const made = await company(app)
  await booked(made, WEDNESDAY)
  const { id } = await booked(made)

  const { body } = await step(id, 'reschedule', { start })

  expect(body.code).toBe(code)
  expect((await app.get(`/api/v1/bookings/${id}`)).body).toMatchObject({ start: TUESDAY, sequence: 0 })
})

test('a booking moves to another time and another rep at once', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const { id, uid } = await booked(made, TUESDAY, { rep: made.reps[0] })

  const { body } = await step(id, 'reschedule', { start: WEDNESDAY, rep: made.reps[1] })

  expect(body).toMatchObject({ uid, sequence: 1, start: WEDNESDAY, rep: { email: made.reps[1] } })
  expect([[...(await freeAt(made, TUESDAY))].sort(), await freeAt(made, WEDNESDAY)]).toEqual([made.reps, [made.reps[0]]])
})

test('a booking is given to another rep at the same time, even when the booking window is long over', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const { id, uid, start } = await booked(made, TUESDAY, { rep: made.reps[0] })
  await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, minimumNoticeMinutes: 10 * 1440, bookingWindowDays: 0 }] })

  const { status, body } = await step(id, 'reassign', { rep: made.reps[1], reason: 'Ann is ill' })

  expect(status).toBe(200)
  expect(body).toMatchObject({ uid, start, sequence: 1, rep: { email: made.reps[1] }, assignment: { method: 'reassigned' } })
  await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, minimumNoticeMinutes: 0, bookingWindowDays: 60 }] })
  expect(await freeAt(made, TUESDAY)).toEqual([made.reps[0]])
})

test('nobody is given a booking who cannot take it', async () => {
  const made = await company(app, { reps: [{}, { active: false }, { weeklyHours: [] }, {}] })
  const { id } = await booked(made, TUESDAY, { rep: made.reps[0] })
  await booked(made, TUESDAY, { rep: made.reps[3] })
  const to = async (rep: string) => (await step(id, 'reassign', { rep })).body.code

  expect([await to(made.reps[1]!), await to(made.reps[2]!), await to(made.reps[3]!), await to('nobody@example.com')]).toEqual([
    'not-qualified',
    'outside-availability',
    'slot-taken',
    'not-found',
  ])
})

test('a moved meeting keeps a room, another one if the first is taken', async () => {
  const pool = `rooms-${crypto.randomUUID().slice(0, 8)}`
  const always = [{ days: ['TU', 'WE'], start: '00:00', end: '24:00' }]
  const rooms = ['Blue', 'Red'].map((name) => ({
    email: `${name.toLowerCase()}.${pool}@example.com`,
    name,
    kind: 'room',
    timeZone: 'UTC',
    weeklyHours: always,
  }))
  await app.post('/api/v1/import', { reps: rooms, pools: [{ slug: pool, name: 'Rooms', members: rooms.map(({ email }) => ({ email })) }] })
  const made = await company(app, { reps: [{}, {}], eventType: { with: [{ pool, count: 1 }] } })
  const first = await booked(made)
  await booked(made, WEDNESDAY, { rep: made.reps.find((email) => email !== first.rep.email) })

  const { body } = await step(first.id, 'reschedule', { start: WEDNESDAY })

  expect(body.with).toHaveLength(1)
  const other = (await app.get(`/api/v1/bookings?rep=${made.reps.find((email) => email !== first.rep.email)}`)).body.items[0]
  expect([body.with[0].rep.name, other.with[0].rep.name].sort()).toEqual(['Blue', 'Red'])
})

test('a cancelled booking frees its time, and can neither be moved, given away nor cancelled again', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const { id, uid, rep } = await booked(made)

  const { status, body } = await step(id, 'cancel', { reason: 'Jane called' })

  expect([status, body.status, body.uid, body.sequence]).toEqual([200, 'cancelled', uid, 1])
  expect(await freeAt(made, TUESDAY)).toContain(rep.email)
  for (const reply of [
    await step(id, 'reschedule', { start: WEDNESDAY }),
    await step(id, 'reassign', { rep: made.reps.find((email) => email !== rep.email) }),
    await step(id, 'cancel'),
    await step(id, 'outcome', { status: 'completed' }),
  ])
    expect([reply.status, reply.body.code]).toEqual([409, 'conflict'])
  expect((await app.get(`/api/v1/bookings/${id}`)).body).toMatchObject({ status: 'cancelled', sequence: 1, start: TUESDAY })
})

test('an outcome is for after the start', async () => {
  const made = await company(app)
  const { id } = await booked(made)
  const complete = () => step(id, 'outcome', { status: 'completed', notes: 'She liked it.' })

  app.at('2027-03-02T20:29:00Z')
  expect([(await complete()).status, (await complete()).body.code]).toEqual([409, 'conflict'])
  app.at(TUESDAY)
  const { status, body } = await complete()

  expect(status).toBe(200)
  expect(body).toMatchObject({ status: 'completed', notes: 'She liked it.', sequence: 0 })
})

test('an outcome can be corrected and taken back; the time stays taken all the while', async () => {
  const made = await company(app)
  const { id } = await booked(made)
  app.at('2027-03-02T20:31:00Z')
  const set = async (status: string) => (await step(id, 'outcome', { status })).body

  for (const status of ['no-show', 'completed', 'no-show', 'scheduled']) {
    expect(await set(status)).toMatchObject({ status, completedBy: status === 'scheduled' ? null : { name: null, email: null } })
    const { unavailable } = (await app.post('/api/v1/find-by-time', question(made, '2027-03-02T20:45:00Z'))).body
    expect(unavailable[0].reasons).toEqual([{ code: 'booked', from: TUESDAY, until: '2027-03-02T21:00:00Z' }])
  }
})

test('what is over is not moved: first its outcome is taken back', async () => {
  const made = await company(app)
  const { id } = await booked(made)
  app.at('2027-03-02T21:00:00Z')
  await step(id, 'outcome', { status: 'no-show' })

  expect((await step(id, 'reschedule', { start: WEDNESDAY })).body.code).toBe('conflict')
  await step(id, 'outcome', { status: 'scheduled' })
  expect((await step(id, 'reschedule', { start: WEDNESDAY })).body).toMatchObject({ status: 'scheduled', start: WEDNESDAY })
})

test('an outcome that there is none of is refused', async () => {
  const made = await company(app)
  const { id } = await booked(made)

  const { status, body } = await step(id, 'outcome', { status: 'cancelled' })

  expect([status, body.errors[0].pointer]).toEqual([400, '/status'])
})
