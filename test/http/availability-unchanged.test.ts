import { beforeAll, expect, test } from 'vitest'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const heatMap = (made: Company, more = '') =>
  `/api/v1/availability?eventType=${made.eventType}&pool=${made.pool}&from=2027-03-02&to=2027-03-03&timeZone=America/New_York${more}`
const again = (made: Company, tag: string | null, more = '') => app.get(heatMap(made, more), { headers: { 'if-none-match': tag ?? '' } })

test('a heat map that has not changed is not sent again', async () => {
  const made = await company(app)
  const first = await app.get(heatMap(made))

  const second = await again(made, first.headers.get('etag'))

  expect([first.status, second.status, second.body]).toEqual([200, 304, ''])
  expect(second.headers.get('etag')).toBe(first.headers.get('etag'))
  expect(second.headers.get('cache-control')).toBe('private, no-cache')
})

test('a heat map is sent again after a booking, after a change of the setup, a minute later, and to another question', async () => {
  const made = await company(app)
  const tag = async () => (await app.get(heatMap(made))).headers.get('etag')

  const beforeBooking = await tag()
  await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z'))
  const booked = await again(made, beforeBooking)
  const beforeImport = await tag()
  await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, durationMinutes: 60 }] })
  const imported = await again(made, beforeImport)
  const other = await again(made, await tag(), '&skills=solar')
  const before = await tag()
  app.at('2027-03-01T12:01:00Z')
  const later = await again(made, before)
  app.at('2027-03-01T12:00:00Z')

  expect([booked.status, imported.status, other.status, later.status]).toEqual([200, 200, 200, 200])
  const at = (reply: typeof booked) => reply.body.counts[(15.5 * 60) / 15]
  expect([at(booked), at(imported), at(other)]).toEqual([0, 0, 0])
})

test('the free times of a booking page are sent again only after a booking, a change of the page, or of what it offers', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const path = `/api/v1/pages/${made.page}/slots?eventType=${made.eventType}&from=2027-03-02&to=2027-03-03&timeZone=America/New_York`
  const open = { signedIn: false }
  const slots = ({ body }: { body: { days: { slots: string[] }[] } }) => body.days.flatMap((day) => day.slots).length
  let last = await app.get(path, open)
  const unchanged = await app.get(path, { ...open, headers: { 'if-none-match': last.headers.get('etag') ?? '' } })
  const next = async () => {
    last = await app.get(path, { ...open, headers: { 'if-none-match': last.headers.get('etag') ?? '' } })
    return [last.status, slots(last)]
  }
  const all = slots(last)

  expect([unchanged.status, unchanged.body, unchanged.headers.get('cache-control')]).toEqual([304, '', 'private, no-cache'])
  await app.post('/api/v1/import', { bookingPages: [{ slug: made.page, rep: made.reps[0] }] })
  expect(await next()).toEqual([200, all])
  await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z', { rep: made.reps[0], pool: undefined }))
  expect(await next()).toEqual([200, all - 3])
  await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, minimumNoticeMinutes: 10_000 }] })
  expect(await next()).toEqual([200, 0])
})

test('a heat map is sent again as soon as a hold that it shows has ended by the clock, and the time is free in it', async () => {
  const made = await company(app)
  const half = 15.5 * 4
  app.at('2027-03-01T12:00:30Z')
  const hold = await app.post('/api/v1/holds', {
    eventType: made.eventType,
    pool: made.pool,
    rep: made.reps[0],
    start: '2027-03-02T20:30:00Z',
  })
  app.at('2027-03-01T12:05:29.999Z')
  const held = await app.get(heatMap(made))
  const stillHeld = await again(made, held.headers.get('etag'))

  app.at(hold.body.expiresAt) // Half a minute after twelve o'clock and five: the minute is the same.
  const ended = await again(made, held.headers.get('etag'))
  const stillEnded = await again(made, ended.headers.get('etag'))
  app.at('2027-03-01T12:00:00Z')

  expect([hold.status, stillHeld.status, ended.status, stillEnded.status]).toEqual([201, 304, 200, 304])
  expect([held.body.counts[half], ended.body.counts[half]]).toEqual([0, 1])
})
