import { beforeEach, expect, test } from 'vitest'
import { type Company, company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T20:30:00Z'

/** A company whose event type asks for approval, and a customer's request on its page. */
async function requested(rep: object = {}) {
  const made = await company(app, { reps: [rep], eventType: { approval: true } })
  const { status, body } = await app.post(
    `/api/v1/pages/${made.page}/bookings`,
    {
      eventType: made.eventType,
      start: TUESDAY,
      timeZone: 'America/New_York',
      customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
      answers: {},
    },
    { signedIn: false },
  )
  expect([status, body.status]).toEqual([201, 'requested'])
  const [booking] = (await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)).body.items
  return { made, booking }
}

const step = (id: string, name: string, body: object = {}) => app.post(`/api/v1/bookings/${id}/${name}`, body)
const reasonsAt = async (made: Company, at: string) =>
  (await app.post('/api/v1/find-by-time', question(made, at))).body.unavailable[0]?.reasons.map((one: any) => one.code) ?? []

test('a request keeps the time and counts against the limit until it is answered', async () => {
  const { made, booking } = await requested({ dailyLimit: 1 })

  expect(booking).toMatchObject({ status: 'requested', bookedBy: { kind: 'customer' } })
  expect(await reasonsAt(made, TUESDAY)).toEqual(['booked', 'daily-limit'])
  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY))).status).toBe(422)
})

test('an approved request is scheduled', async () => {
  const { made, booking } = await requested()

  const { status, body } = await step(booking.id, 'approve')

  expect([status, body.status, body.uid, body.sequence]).toEqual([200, 'scheduled', booking.uid, 1])
  expect(await reasonsAt(made, TUESDAY)).toEqual(['booked'])
})

test('a declined request frees the time', async () => {
  const { made, booking } = await requested({ dailyLimit: 1 })

  const { status, body } = await step(booking.id, 'decline', { reason: 'No one is in' })

  expect([status, body.status]).toEqual([200, 'declined'])
  expect(await reasonsAt(made, TUESDAY)).toEqual([])
  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY))).status).toBe(201)
})

test('a request is answered once; what was never a request cannot be answered', async () => {
  const { made, booking } = await requested()
  await step(booking.id, 'approve')
  const other = (await app.post('/api/v1/bookings', wish(made, '2027-03-03T15:00:00Z'))).body

  for (const id of [booking.id, other.id])
    for (const answer of ['approve', 'decline']) {
      const { status, body } = await step(id, answer)
      expect([status, body.code]).toEqual([409, 'conflict'])
    }
})

test('a request can be moved and cancelled like a booking, and has no outcome', async () => {
  const { made, booking } = await requested()

  expect((await step(booking.id, 'reschedule', { start: '2027-03-03T15:00:00Z' })).body).toMatchObject({ status: 'requested', sequence: 1 })
  expect(await reasonsAt(made, TUESDAY)).toEqual([])
  app.at('2027-03-03T16:00:00Z')
  expect((await step(booking.id, 'outcome', { status: 'completed' })).body.code).toBe('conflict')
  expect((await step(booking.id, 'cancel')).body.status).toBe('cancelled')
})

test('staff book an event type with approval at once', async () => {
  const made = await company(app, { eventType: { approval: true } })

  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY))).body.status).toBe('scheduled')
})
