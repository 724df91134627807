import { beforeEach, expect, test } from 'vitest'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

/** A rep of New York who works day and night. */
const always = { weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }] }
const book = async (made: Company, start: string, more: object = {}) => {
  const { body } = await app.post('/api/v1/bookings', wish(made, start, more))
  return body.code ?? body.status
}

test.each([
  ['2027-03-14', '-05:00', '-04:00'],
  ['2027-11-07', '-04:00', '-05:00'],
])('on %s, when the clock changes, the daily limit counts by the rep’s local date', async (date, before, after) => {
  app.at(`${date.slice(0, 8)}01T12:00:00Z`)
  const made = await company(app, { reps: [{ ...always, dailyLimit: 2 }] })
  const nextDay = `${date.slice(0, 8)}${String(Number(date.slice(8)) + 1).padStart(2, '0')}`
  const previousDay = `${date.slice(0, 8)}${String(Number(date.slice(8)) - 1).padStart(2, '0')}`

  // The customer’s zone has no part in it.
  const timeZone = 'Asia/Tokyo'
  expect(await book(made, `${date}T00:00:00${before}`, { timeZone })).toBe('scheduled')
  expect(await book(made, `${date}T23:30:00${after}`, { timeZone })).toBe('scheduled')
  expect(await book(made, `${date}T12:00:00${after}`, { timeZone })).toBe('limit-reached')
  expect(await book(made, `${previousDay}T23:30:00${before}`, { timeZone })).toBe('scheduled')
  expect(await book(made, `${nextDay}T00:00:00${after}`, { timeZone })).toBe('scheduled')
})

test.each([
  ['spring', '2027-03-08T00:00:00-05:00', '2027-03-14T23:30:00-04:00', '2027-03-07T23:30:00-05:00', '2027-03-15T00:00:00-04:00'],
  ['autumn', '2027-11-01T00:00:00-04:00', '2027-11-07T23:30:00-05:00', '2027-10-31T23:30:00-04:00', '2027-11-08T00:00:00-05:00'],
])(
  'in the week in which the clock changes in %s, the weekly limit counts from the rep’s Monday to his Sunday',
  async (_, first, last, ...around) => {
    app.at(new Date(Date.parse(first) - 10 * 86_400_000).toISOString())
    const made = await company(app, { reps: [{ ...always, weeklyLimit: 2 }] })

    expect(await book(made, first)).toBe('scheduled')
    expect(await book(made, last)).toBe('scheduled')
    expect(await book(made, new Date(Date.parse(first) + 3 * 86_400_000).toISOString())).toBe('limit-reached')
    for (const start of around) expect(await book(made, start)).toBe('scheduled')
  },
)

test('completed and no-show bookings still count, cancelled ones do not', async () => {
  const made = await company(app, { reps: [{ ...always, dailyLimit: 3 }] })
  const ids = []
  for (const hour of ['13', '14', '15']) ids.push((await app.post('/api/v1/bookings', wish(made, `2027-03-01T${hour}:00:00Z`))).body.id)
  app.at('2027-03-01T16:00:00Z')
  await app.post(`/api/v1/bookings/${ids[0]}/outcome`, { status: 'completed' })
  await app.post(`/api/v1/bookings/${ids[1]}/outcome`, { status: 'no-show' })

  expect(await book(made, '2027-03-01T17:00:00Z')).toBe('limit-reached')
  await app.post(`/api/v1/bookings/${ids[2]}/cancel`, {})
  expect(await book(made, '2027-03-01T17:00:00Z')).toBe('scheduled')
  expect(await book(made, '2027-03-01T18:00:00Z')).toBe('limit-reached')
})

test('a booking that moves to another day makes room on the first and counts on the second', async () => {
  const made = await company(app, { reps: [{ ...always, dailyLimit: 1 }] })
  const { id } = (await app.post('/api/v1/bookings', wish(made, '2027-03-02T15:00:00Z'))).body

  await app.post(`/api/v1/bookings/${id}/reschedule`, { start: '2027-03-03T15:00:00Z' })

  expect([await book(made, '2027-03-03T18:00:00Z'), await book(made, '2027-03-02T18:00:00Z')]).toEqual(['limit-reached', 'scheduled'])
})

test('limits count all bookings of a rep, whatever the pool and the event type', async () => {
  const made = await company(app, { reps: [{ ...always, dailyLimit: 1 }] })
  const eventType = `other-${made.tag}`
  await app.post('/api/v1/import', { eventTypes: [{ slug: eventType, name: 'Other', durationMinutes: 15 }] })

  expect(await book(made, '2027-03-02T15:00:00Z', { eventType, pool: undefined, rep: made.reps[0] })).toBe('scheduled')
  expect(await book(made, '2027-03-02T18:00:00Z')).toBe('limit-reached')
})
