import { beforeAll, expect, test } from 'vitest'
import { company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T15:30:00-05:00'

test('S1.1 a coordinator books for the customer: the booking carries the customer and who booked it', async () => {
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

test('S1.2 find by time shows the reps who can take the customer’s preferred time, and why the others cannot', async () => {
  const made = await company(app, { reps: [{}, { busy: [{ start: '2027-03-02T20:45:00Z', end: '2027-03-02T21:15:00Z' }] }] })

  const { body } = await app.post('/api/v1/find-by-time', question(made, TUESDAY))

  expect(body.available).toBe(1)
  expect(body.candidates).toMatchObject([{ rank: 1, rep: { email: made.reps[0] }, reasons: [{ code: 'longest-idle', idleSince: null }] }])
  expect(body.unavailable).toMatchObject([
    { rep: { email: made.reps[1] }, reasons: [{ code: 'busy', from: '2027-03-02T20:45:00Z', until: '2027-03-02T21:15:00Z' }] },
  ])
})
