import { beforeEach, expect, test } from 'vitest'
import { type Company, company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T15:30:00-05:00'
const ALWAYS = { timeZone: 'UTC', weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }] }

const find = async (made: Company, at: string, more: object = {}) => (await app.post('/api/v1/find-by-time', question(made, at, more))).body
const starts = (answer: any): string[] => answer.nearest.map((one: any) => one.start.slice(5, 16))

test('the three nearest free times before and after are given with their numbers, also when the time itself is free', async () => {
  const made = await company(app, { reps: [{}, { busy: [{ start: '2027-03-02T20:00:00Z', end: '2027-03-02T20:15:00Z' }] }] })

  const { available, nearest } = await find(made, TUESDAY)

  expect(available).toBe(2)
  expect(nearest).toEqual([
    { start: '2027-03-02T19:45:00Z', available: 1 },
    { start: '2027-03-02T20:00:00Z', available: 1 },
    { start: '2027-03-02T20:15:00Z', available: 2 },
    { start: '2027-03-02T20:45:00Z', available: 2 },
    { start: '2027-03-02T21:00:00Z', available: 2 },
    { start: '2027-03-02T21:15:00Z', available: 2 },
  ])
})

test('the nearest times cross nights and weekends, but never lie before now', async () => {
  app.at('2027-03-05T21:20:00Z')
  const made = await company(app)

  expect(starts(await find(made, '2027-03-06T12:00:00-05:00'))).toEqual(['03-05T21:30', '03-08T14:00', '03-08T14:15', '03-08T14:30'])
})

test('times more than 14 days away are not near', async () => {
  const hours = [{ start: '10:00', end: '10:30' }]
  const overrides = ['2027-03-16', '2027-03-17'].map((date) => ({ date, hours }))
  const made = await company(app, { reps: [{ weeklyHours: [], overrides }] })

  expect(starts(await find(made, '2027-03-02T15:00:00Z'))).toEqual(['03-16T14:00'])
})

test('the nearest times keep to what was asked: skills, languages, territory, project and length', async () => {
  const made = await company(app, {
    reps: [
      {
        skills: ['solar'],
        languages: ['es'],
        territories: ['east'],
        busy: [{ start: '2027-03-02T20:00:00Z', end: '2027-03-02T21:15:00Z' }],
      },
      {},
    ],
  })

  for (const asked of [{ skills: ['solar'] }, { languages: ['es'] }])
    expect(starts(await find(made, TUESDAY, asked))).toEqual([
      '03-02T19:00',
      '03-02T19:15',
      '03-02T19:30',
      '03-02T21:15',
      '03-02T21:30',
      '03-03T14:00',
    ])
  expect((await find(made, TUESDAY, { territory: 'west' })).nearest.map((one: any) => one.available)).toEqual([1, 1, 1, 1, 1, 1])
  expect(starts(await find(made, TUESDAY, { skills: ['solar'], durationMinutes: 60 }))).toEqual([
    '03-02T18:30',
    '03-02T18:45',
    '03-02T19:00',
    '03-03T14:00',
    '03-03T14:15',
    '03-03T14:30',
  ])
})

test('the length may be asked for: it is the whole meeting that must be free', async () => {
  const made = await company(app, { reps: [{ busy: [{ start: '2027-03-02T21:10:00Z', end: '2027-03-02T21:20:00Z' }] }] })

  const usual = await find(made, TUESDAY)
  const longer = await find(made, TUESDAY, { durationMinutes: 45 })

  expect([usual.at, usual.end, usual.available]).toEqual(['2027-03-02T20:30:00Z', '2027-03-02T21:00:00Z', 1])
  expect([longer.at, longer.end, longer.available]).toEqual(['2027-03-02T20:30:00Z', '2027-03-02T21:15:00Z', 0])
})

test('staff may ask for any minute; the nearest times stand on the grid', async () => {
  const made = await company(app)

  const answer = await find(made, '2027-03-02T15:37:00-05:00')

  expect([answer.at, answer.available]).toEqual(['2027-03-02T20:37:00Z', 1])
  expect(starts(answer)).toEqual(['03-02T20:00', '03-02T20:15', '03-02T20:30', '03-02T20:45', '03-02T21:00', '03-02T21:15'])
  expect((await app.post('/api/v1/bookings', wish(made, '2027-03-02T15:37:00-05:00'))).status).toBe(201)
})

test('seconds are refused: a meeting begins on a whole minute', async () => {
  const made = await company(app)

  const { status, body } = await app.post('/api/v1/find-by-time', question(made, '2027-03-02T15:30:20-05:00'))

  expect([status, body.errors[0].pointer]).toEqual([400, '/at'])
})

test('in Kathmandu, 5:45 ahead of UTC, the grid is Kathmandu’s wall clock', async () => {
  const made = await company(app, { reps: [ALWAYS], eventType: { slotIntervalMinutes: 30 } })

  const answer = await find(made, '2027-03-02T10:00:00Z', { timeZone: 'Asia/Kathmandu' })

  expect(starts(answer)).toEqual(['03-02T08:45', '03-02T09:15', '03-02T09:45', '03-02T10:15', '03-02T10:45', '03-02T11:15'])
})

test('on Lord Howe, where the clock goes back by half an hour, the grid follows it', async () => {
  const made = await company(app, { reps: [ALWAYS], eventType: { slotIntervalMinutes: 60 } })

  // At 15:00 UTC two o'clock becomes half past one.
  const answer = await find(made, '2027-04-03T15:00:00Z', { timeZone: 'Australia/Lord_Howe' })

  expect(starts(answer)).toEqual(['04-03T12:00', '04-03T13:00', '04-03T14:00', '04-03T15:30', '04-03T16:30', '04-03T17:30'])
})

test.each([
  ['spring, when the hour from two is skipped', '2027-03-14', '02:00', '03:30', '2027-03-14T07:00:00Z', 30],
  ['autumn, when the hour from one comes twice', '2027-11-07', '01:00', '02:00', '2027-11-07T05:00:00Z', 120],
])('in %s, a rep works while the wall clock shows the hours', async (_, date, start, end, first, minutes) => {
  app.at(`${date.slice(0, 8)}01T12:00:00Z`)
  const made = await company(app, { reps: [{ weeklyHours: [], overrides: [{ date, hours: [{ start, end }] }] }] })
  const later = (by: number) => new Date(Date.parse(first) + by * 60_000).toISOString()
  const ask = async (at: string, durationMinutes: number) => (await find(made, at, { durationMinutes })).available

  expect(await ask(first, minutes)).toBe(1)
  expect(await ask(first, minutes + 1)).toBe(0)
  expect(await ask(later(-1), 10)).toBe(0)
  expect(await ask(later(minutes - 10), 10)).toBe(1)
  expect(await ask(later(minutes - 9), 10)).toBe(0)
})

test('what the booking that is moved occupies counts as free, in its limits too', async () => {
  const made = await company(app, { reps: [{ dailyLimit: 1, weeklyLimit: 1 }], eventType: { bufferAfterMinutes: 30 } })
  const { body: booking } = await app.post('/api/v1/bookings', wish(made, TUESDAY))

  const other = await find(made, '2027-03-02T15:45:00-05:00')
  const own = await find(made, '2027-03-02T15:45:00-05:00', { booking: booking.id })

  expect(other.unavailable[0].reasons.map((one: any) => one.code)).toEqual(['booked', 'daily-limit', 'weekly-limit'])
  expect(starts(other)).toEqual(['03-08T14:00', '03-08T14:15', '03-08T14:30'])
  expect([own.available, own.unavailable]).toEqual([1, []])
  expect(starts(own)).toEqual(['03-02T20:00', '03-02T20:15', '03-02T20:30', '03-02T21:00', '03-02T21:15', '03-02T21:30'])
})

/** Rooms that are always open, and a pool of them. */
async function rooms(...given: object[]): Promise<string> {
  const slug = `rooms-${crypto.randomUUID().slice(0, 8)}`
  const reps = given.map((room, i) => ({ email: `room${i}.${slug}@example.com`, name: `Room ${i}`, kind: 'room', ...ALWAYS, ...room }))
  const reply = await app.post('/api/v1/import', { reps, pools: [{ slug, name: 'Rooms', members: reps.map(({ email }) => ({ email })) }] })
  expect(reply.status).toBe(200)
  return slug
}

test('a meeting that needs a room: the candidate carries the room, and without one nobody can', async () => {
  const pool = await rooms({})
  const made = await company(app, { reps: [{}, {}], eventType: { with: [{ pool, count: 1 }] } })

  const before = await find(made, TUESDAY)
  const { body: booking } = await app.post('/api/v1/bookings', wish(made, TUESDAY))
  const after = await find(made, TUESDAY)

  expect(before.candidates.map((one: any) => one.with)).toMatchObject([
    [{ rep: { name: 'Room 0' }, pool }],
    [{ rep: { name: 'Room 0' }, pool }],
  ])
  expect(booking.with).toMatchObject([{ rep: { name: 'Room 0' }, pool }])
  expect(after.available).toBe(0)
  expect(after.unavailable).toHaveLength(2)
  for (const one of after.unavailable) expect(one.reasons).toContainEqual({ code: 'booked', pool })
  expect(starts(after)).toEqual(['03-02T19:30', '03-02T19:45', '03-02T20:00', '03-02T21:00', '03-02T21:15', '03-02T21:30'])
})

test('two meetings at once get different rooms; a third finds none', async () => {
  const pool = await rooms({}, {})
  const made = await company(app, { reps: [{}, {}, {}], eventType: { with: [{ pool, count: 1 }] } })

  const replies = await Promise.all(made.reps.map((rep) => app.post('/api/v1/bookings', wish(made, TUESDAY, { rep, pool: undefined }))))

  expect(replies.map((one) => one.status).sort()).toEqual([201, 201, 409])
  const booked = replies.filter((one) => one.status === 201).map((one) => one.body.with[0].rep.name)
  expect(booked.sort()).toEqual(['Room 0', 'Room 1'])
})

test('a panel takes as many as it needs, and a rep is never his own companion', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })
  const panel = async (count: number) => {
    await app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, with: [{ pool: made.pool, count }] }] })
    return find(made, TUESDAY)
  }

  for (const candidate of (await panel(2)).candidates)
    expect([candidate.rep, ...candidate.with.map((one: any) => one.rep)].map((one) => one.email).sort()).toEqual([...made.reps])
  expect((await panel(3)).available).toBe(0)
})

test('what is unknown is not found', async () => {
  const made = await company(app)

  for (const more of [
    { eventType: 'none' },
    { pool: 'none' },
    { project: 'none' },
    { customer: 'none@example.com' },
    { booking: crypto.randomUUID() },
  ]) {
    const { status, body } = await app.post('/api/v1/find-by-time', question(made, TUESDAY, more))
    expect([status, body.code, Object.keys(more)]).toEqual([404, 'not-found', Object.keys(more)])
  }
})
