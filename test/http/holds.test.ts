import { beforeAll, expect, test } from 'vitest'
import { tidy } from '../../server/actions/tidy.ts'
import { type Company, company, person, question, signedIn, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T15:30:00-05:00'
const LATER = '2027-03-02T16:30:00-05:00'
const HELD = { from: '2027-03-02T20:30:00Z', until: '2027-03-02T21:00:00Z' }

const hold = (made: Company, start = TUESDAY, more: object = {}, options = {}) =>
  app.post('/api/v1/holds', { eventType: made.eventType, pool: made.pool, rep: made.reps[0], start, ...more }, options)
const ask = async (made: Company, more: object = {}, at = TUESDAY) =>
  (await app.post('/api/v1/find-by-time', question(made, at, more))).body
const bookRep = (made: Company, more: object = {}, start = TUESDAY) =>
  app.post('/api/v1/bookings', wish(made, start, { rep: made.reps[0], ...more }))
const freeAt = async (made: Company, more = '') => {
  const query = `eventType=${made.eventType}&pool=${made.pool}&from=2027-03-02&to=2027-03-02&timeZone=America/New_York${more}`
  const { start, stepMinutes, counts } = (await app.get(`/api/v1/availability?${query}`)).body
  return counts[(Date.parse(TUESDAY) - Date.parse(start)) / 60_000 / stepMinutes]
}

test('a hold keeps a rep’s time for five minutes, and says until when', async () => {
  app.at('2027-03-01T12:00:00.700Z')
  const made = await company(app)

  const { status, body, headers } = await hold(made)

  expect(status).toBe(201)
  expect(body).toEqual({
    id: expect.any(String),
    rep: expect.objectContaining({ email: made.reps[0], name: 'Ann Lee' }),
    with: [],
    start: HELD.from,
    end: HELD.until,
    expiresAt: '2027-03-01T12:05:00Z',
  })
  expect(headers.get('location')).toBe(`http://booking.test/api/v1/holds/${body.id}`)
})

test('others see the held time taken: in the reasons without a name, in the counts, among the nearest, and on the booking page', async () => {
  await startApp()
  const made = await company(app)
  const before = await freeAt(made)
  await hold(made)

  const { available, unavailable, nearest } = await ask(made)

  expect([before, await freeAt(made)]).toEqual([1, 0])
  expect(available).toBe(0)
  expect(unavailable).toMatchObject([{ reasons: [{ code: 'held', ...HELD }] }])
  expect(Object.keys(unavailable[0].reasons[0]).sort()).toEqual(['code', 'from', 'until'])
  expect(nearest.map((one: { start: string }) => one.start)).not.toContain('2027-03-02T20:45:00Z')
  const slots = `slots?eventType=${made.eventType}&from=2027-03-02&to=2027-03-02&timeZone=America/New_York`
  const page = (await app.get(`/api/v1/pages/${made.page}/${slots}`, { signedIn: false })).body
  expect(page.days[0].slots).not.toContain(HELD.from)
  expect(JSON.stringify(page)).not.toContain('held')
  expect((await bookRep(made)).body).toMatchObject({ status: 409, code: 'slot-taken', nearest: expect.any(Array) })
  expect((await hold(made)).body).toMatchObject({ status: 409, code: 'slot-taken', nearest: expect.any(Array) })
})

test('only the widened part of a hold clashes as a buffer', async () => {
  await startApp()
  const made = await company(app, { eventType: { bufferAfterMinutes: 15 } })
  await hold(made)

  const { unavailable } = await ask(made, {}, '2027-03-02T16:00:00-05:00')

  expect(unavailable[0].reasons).toEqual([{ code: 'buffer', of: 'held', from: HELD.from, until: '2027-03-02T21:15:00Z' }])
})

test('for whoever has the hold its time counts as free, and the booking takes it over and ends it', async () => {
  await startApp()
  const made = await company(app)
  const { body } = await hold(made)

  expect(await ask(made, { hold: body.id })).toMatchObject({ available: 1, unavailable: [] })
  expect(await freeAt(made, `&hold=${body.id}`)).toBe(1)
  const booked = await bookRep(made, { hold: body.id })

  expect([booked.status, booked.body.start]).toEqual([201, HELD.from])
  expect((await app.post(`/api/v1/holds/${body.id}/renew`)).status).toBe(404)
  expect((await ask(made)).unavailable[0].reasons).toEqual([{ code: 'booked', ...HELD }])
})

test('a hold that a booking brings along ends even where the booking is for another time', async () => {
  await startApp()
  const made = await company(app)
  const { body } = await hold(made)

  expect((await bookRep(made, { hold: body.id }, LATER)).status).toBe(201)

  expect((await ask(made)).available).toBe(1)
})

test('a refused booking leaves its hold as it was', async () => {
  await startApp()
  const made = await company(app)
  const { body } = await hold(made)

  expect((await bookRep(made, { hold: body.id }, '2027-03-02T03:00:00-05:00')).body.code).toBe('outside-availability')

  expect((await ask(made)).unavailable[0].reasons[0].code).toBe('held')
})

test('an unknown hold is ignored, and the rules decide', async () => {
  await startApp()
  const made = await company(app)

  for (const unknown of ['nonsense', '6f1c4a52-0000-4000-8000-000000000000'])
    expect((await ask(made, { hold: unknown })).available, unknown).toBe(1)
  expect((await bookRep(made, { hold: 'nonsense' })).status).toBe(201)
})

test('at the very second at which a hold expires its time is free, without anything being written', async () => {
  await startApp()
  const made = await company(app)
  const { body } = await hold(made)

  app.at('2027-03-01T12:04:59Z')
  expect([(await ask(made)).available, await freeAt(made)]).toEqual([0, 0])
  app.at('2027-03-01T12:05:00Z')
  expect([(await ask(made)).available, await freeAt(made)]).toEqual([1, 1])
  const page = await app.get(
    `/api/v1/pages/${made.page}/slots?eventType=${made.eventType}&from=2027-03-02&to=2027-03-02&timeZone=America/New_York`,
  )
  expect(page.body.days[0].slots).toContain(HELD.from)
  expect((await ask(made, {}, LATER)).nearest.map((one: { start: string }) => one.start)).toContain('2027-03-02T20:45:00Z')
  expect((await app.post(`/api/v1/holds/${body.id}/renew`)).body).toMatchObject({ status: 410, code: 'gone' })
  app.at('2027-03-01T12:04:59Z')
  expect((await ask(made)).available, 'a clock that is put back').toBe(0)
})

test('whoever comes first after it expired gets the time: by a booking, by a hold, by a move', async () => {
  await startApp()
  const made = await company(app)
  const first = await hold(made)
  app.at('2027-03-01T12:05:00Z')
  const second = await hold(made)
  app.at('2027-03-01T12:10:00Z')
  const theirs = await bookRep(made, {}, LATER)
  const moved = await app.post(`/api/v1/bookings/${theirs.body.id}/reschedule`, { start: TUESDAY })

  expect([first.status, second.status, moved.status]).toEqual([201, 201, 200])
  expect((await bookRep(made, { hold: first.body.id })).body.code, 'an expired hold helps nobody').toBe('slot-taken')
})

test('renewing keeps a hold for five minutes from then, as often as it is done in time', async () => {
  await startApp()
  const made = await company(app)
  const { body } = await hold(made)

  app.at('2027-03-01T12:04:00Z')
  expect((await app.post(`/api/v1/holds/${body.id}/renew`)).body).toEqual({ ...body, expiresAt: '2027-03-01T12:09:00Z' })

  app.at('2027-03-01T12:08:59Z')
  expect((await ask(made)).available).toBe(0)
  app.at('2027-03-01T12:09:00Z')
  expect((await ask(made)).available).toBe(1)
})

test('a released hold gives its time back at once, and is no longer there', async () => {
  await startApp()
  const made = await company(app)
  const { body } = await hold(made)

  expect((await app.delete(`/api/v1/holds/${body.id}`)).status).toBe(204)

  expect((await ask(made)).available).toBe(1)
  expect((await app.delete(`/api/v1/holds/${body.id}`)).status).toBe(404)
  expect((await app.delete('/api/v1/holds/nonsense')).status).toBe(404)
})

test.each<[string, object, object, string]>([
  [
    'a rep of another project',
    {
      more: {
        projects: [
          { slug: 'p-a', name: 'A' },
          { slug: 'p-b', name: 'B' },
        ],
      },
      reps: [{ projects: ['p-a'] }],
    },
    { project: 'p-b' },
    'not-qualified',
  ],
  ['who is not active', { reps: [{ active: false }] }, {}, 'not-qualified'],
  ['a time too soon', { eventType: { minimumNoticeMinutes: 3 * 1440 } }, {}, 'too-soon'],
  ['a time too far ahead', { eventType: { bookingWindowDays: 0 } }, {}, 'too-far-ahead'],
  ['outside hours', {}, { start: '2027-03-02T20:00:00-05:00' }, 'outside-availability'],
  ['a longer meeting that reaches beyond the hours', {}, { durationMinutes: 120 }, 'outside-availability'],
  ['a busy time', { reps: [{ busy: [{ start: HELD.from, end: HELD.until }] }] }, {}, 'slot-taken'],
])('what cannot be booked cannot be held: %s', async (_what, given, more, code) => {
  await startApp()
  const made = await company(app, given)

  expect((await hold(made, TUESDAY, more)).body.code).toBe(code)
})

test('a hold counts against no limit, and a limit that is reached refuses it', async () => {
  await startApp()
  const made = await company(app, { reps: [{ dailyLimit: 1 }] })
  await hold(made)

  expect((await hold(made, LATER)).status).toBe(201)
  expect((await bookRep(made, {}, '2027-03-02T10:00:00-05:00')).status).toBe(201)

  expect((await hold(made, '2027-03-02T12:00:00-05:00')).body.code).toBe('limit-reached')
})

test('a hold keeps the room that the meeting needs as well, and the booking takes both over', async () => {
  await startApp()
  const rooms = await company(app, { reps: [{ kind: 'room' }] })
  const made = await company(app, { reps: [{}, {}], eventType: { with: [{ pool: rooms.pool, count: 1 }] } })
  const { body } = await hold(made)

  expect(body.with).toMatchObject([{ rep: { email: rooms.reps[0] }, pool: rooms.pool }])
  expect((await ask(made)).available).toBe(0)
  const booked = await bookRep(made, { hold: body.id })

  expect(booked.body.with).toMatchObject([{ rep: { email: rooms.reps[0] } }])
})

test('a booking that brings a hold but needs fewer people gives the room back', async () => {
  await startApp()
  const rooms = await company(app, { reps: [{ kind: 'room' }] })
  const made = await company(app, { eventType: { with: [{ pool: rooms.pool, count: 1 }] } })
  const simple = await company(app)
  const { body } = await hold(made)
  const roomFree = async () => (await app.post('/api/v1/find-by-time', question({ ...simple, pool: rooms.pool }, TUESDAY))).body.available
  expect(await roomFree()).toBe(0)

  const booked = await app.post('/api/v1/bookings', wish(simple, TUESDAY, { rep: made.reps[0], pool: undefined, hold: body.id }))

  expect([booked.status, await roomFree()]).toEqual([201, 1])
})

test('a hold serves for moving a booking and for giving it to another rep', async () => {
  await startApp()
  const made = await company(app, { reps: [{}, {}] })
  const booking = (await bookRep(made, {}, '2027-03-02T10:00:00-05:00')).body
  const later = (await hold(made)).body
  const other = (await hold(made, TUESDAY, { rep: made.reps[1] })).body

  const refused = await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: TUESDAY })
  const moved = await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: TUESDAY, hold: later.id })
  const given = await app.post(`/api/v1/bookings/${booking.id}/reassign`, { rep: made.reps[1], hold: other.id })

  expect([refused.body.code, moved.status, given.status, given.body.rep.email]).toEqual(['slot-taken', 200, 200, made.reps[1]])
  expect((await ask(made)).candidates).toMatchObject([{ rep: { email: made.reps[0] } }])
})

test('the same request with one key holds once', async () => {
  await startApp()
  const made = await company(app)
  const options = { headers: { 'idempotency-key': `hold-${made.tag}` } }

  const replies = [await hold(made, TUESDAY, {}, options), await hold(made, TUESDAY, {}, options)]

  expect(replies.map(({ status }) => status)).toEqual([201, 201])
  expect(replies[0]!.body).toEqual(replies[1]!.body)
  expect((await hold(made, LATER, {}, options)).body.code).toBe('idempotency-key-reused')
})

test('a coordinator has at most twenty times held at once, and is told to wait', async () => {
  app.at('2027-03-01T12:00:00Z')
  const made = await company(app)
  const options = await signedIn(app, await person(app, 'coordinator', { name: 'Osc' }))
  const start = (i: number) =>
    new Date(Date.parse('2027-03-03T14:00:00Z') + (i % 16) * 1_800_000 + Math.floor(i / 16) * 86_400_000).toISOString()
  for (let i = 0; i < 20; i++) expect((await hold(made, start(i), {}, options)).status).toBe(201)

  const refused = await hold(made, start(20), {}, options)

  expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 'too-many-requests', '60'])
  app.at('2027-03-01T12:05:00Z')
  expect((await hold(made, start(20), {}, options)).status).toBe(201)
})

test('holds are for staff alone', async () => {
  const made = await company(app)

  expect((await hold(made, TUESDAY, {}, { signedIn: false })).status).toBe(401)
  expect((await app.post('/api/v1/holds/x/renew', {}, { signedIn: false })).status).toBe(401)
  expect((await app.delete('/api/v1/holds/x', { signedIn: false })).status).toBe(401)
})

test('what has expired is tidied away, and nothing else', async () => {
  await startApp()
  const made = await company(app)
  const { body: old } = await hold(made)
  app.at('2027-03-01T12:04:00Z')
  const { body: live } = await hold(made, LATER)
  app.at('2027-03-01T12:07:00Z')

  await tidy(app.services)

  const { db } = app.services
  const left = await db.selectFrom('hold').select('id').where('id', 'in', [old.id, live.id]).execute()
  const taken = await db.selectFrom('occupancy').select('hold_id').where('hold_id', 'in', [old.id, live.id]).execute()
  expect([left, taken]).toEqual([[{ id: live.id }], [{ hold_id: live.id }]])
})
