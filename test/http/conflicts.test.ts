import { beforeAll, expect, test } from 'vitest'
import { type Company, company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T15:30:00-05:00'
const busy = { start: '2027-03-02T20:45:00Z', end: '2027-03-02T21:15:00Z' }
const ask = async (made: Company, more: object = {}) => (await app.post('/api/v1/find-by-time', question(made, TUESDAY, more))).body

test('with conflicts asked for, reps whose calendar alone stands in the way are told with what clashes, in the pool’s order', async () => {
  const near = { start: '2027-03-02T21:05:00Z', end: '2027-03-02T22:00:00Z' }
  const made = await company(app, {
    eventType: { bufferAfterMinutes: 10 },
    reps: [{}, { busy: [busy] }, { busy: [near] }, { busy: [busy], active: false }, { busy: [busy], timeOff: [busy] }],
  })
  await app.post('/api/v1/bookings', wish(made, '2027-03-02T10:00:00-05:00', { rep: made.reps[1] }))

  const { available, conflicts } = await ask(made, { conflicts: true })

  expect(available).toBe(1)
  expect(conflicts).toMatchObject([
    { rep: { email: made.reps[2] }, rank: 1, reasons: [{ code: 'buffer', of: 'busy', from: near.start, until: near.end }] },
    { rep: { email: made.reps[1] }, rank: 2, reasons: [{ code: 'busy', from: busy.start, until: busy.end }] },
  ])
})

test('conflicts are told only when they are asked for', async () => {
  const made = await company(app, { reps: [{ busy: [busy] }] })

  expect(await ask(made)).not.toHaveProperty('conflicts')
})

test('a rep who is booked or held as well is no mere conflict', async () => {
  const made = await company(app, { reps: [{ busy: [busy] }, { busy: [busy] }] })
  const other = { rep: made.reps[0], start: '2027-03-02T15:15:00-05:00', eventType: made.eventType }
  await app.post('/api/v1/bookings', wish(made, other.start, { rep: made.reps[1], durationMinutes: 30 }))
  expect((await app.post('/api/v1/holds', other)).status).toBe(201)

  expect((await ask(made, { conflicts: true })).conflicts).toEqual([])
})

test('a conflict that is accepted is booked, and booking and history remember what was overridden', async () => {
  const made = await company(app, { reps: [{ busy: [busy] }] })
  const body = wish(made, TUESDAY, { rep: made.reps[0] })

  const refused = await app.post('/api/v1/bookings', body)
  const booked = await app.post('/api/v1/bookings', { ...body, allowConflict: true })

  expect([refused.body.code, booked.status]).toEqual(['slot-taken', 201])
  expect(booked.body.assignment.reasons).toEqual([{ code: 'conflict-accepted', from: busy.start, until: busy.end }])
  expect((await app.get(`/api/v1/bookings/${booked.body.id}`)).body.assignment.reasons).toEqual(booked.body.assignment.reasons)
  const history = await app.services.db.selectFrom('booking_history').select('reason').where('booking_id', '=', booked.body.id).execute()
  expect(history).toEqual([{ reason: `conflict accepted: busy ${busy.start} – ${busy.end}` }])
})

test('where there is no conflict, allowing one leaves no trace', async () => {
  const made = await company(app)

  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: made.reps[0], allowConflict: true }))

  expect(body.assignment.reasons.map((reason: { code: string }) => reason.code)).toEqual(['longest-idle'])
})

test('a time in conflict can be held only by those who accept the conflict', async () => {
  const made = await company(app, { reps: [{ busy: [busy] }] })
  const wanted = { eventType: made.eventType, rep: made.reps[0], start: TUESDAY }

  expect((await app.post('/api/v1/holds', wanted)).body.code).toBe('slot-taken')
  expect((await app.post('/api/v1/holds', { ...wanted, allowConflict: true })).status).toBe(201)
})

test('allowing a conflict never books over a booking or a hold', async () => {
  const made = await company(app)
  await app.post('/api/v1/holds', { eventType: made.eventType, rep: made.reps[0], start: TUESDAY })

  const reply = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: made.reps[0], allowConflict: true }))

  expect(reply.body.code).toBe('slot-taken')
})
