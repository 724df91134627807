import { beforeEach, expect, test } from 'vitest'
import { type Company, company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const path = (made: Company, more: Record<string, string>, rest = '') =>
  `/api/v1/availability${rest}?${new URLSearchParams({ eventType: made.eventType, pool: made.pool, timeZone: 'America/New_York', ...more })}`

/** Five reps with nothing in common. */
const variety = (slugs: { project: string }) => [
  { skills: ['solar'], overrides: [{ date: '2027-03-15', hours: [{ start: '10:00', end: '12:00' }] }] },
  { timeZone: 'Australia/Lord_Howe', weeklyHours: [{ days: ['FR', 'SA', 'SU', 'MO'], start: '22:00', end: '02:00' }], languages: ['es'] },
  { weeklyHours: [{ days: ['SA', 'SU'], start: '00:00', end: '24:00' }], skills: ['solar'], dailyLimit: 1 },
  { timeZone: 'Asia/Kathmandu', timeOff: [{ start: '2027-03-12T06:00:00Z', end: '2027-03-12T09:07:00Z' }], projects: [slugs.project] },
  { territories: ['east'], busy: [{ start: '2027-03-12T15:10:00Z', end: '2027-03-12T17:22:00Z' }], languages: ['es', 'en'] },
]

test.each([
  ['America/New_York', '2027-03-12', '2027-03-15', {}],
  ['Asia/Kathmandu', '2027-03-12', '2027-03-13', { skills: ['solar'] }],
  ['Australia/Lord_Howe', '2027-04-03', '2027-04-05', { languages: ['es'], durationMinutes: 50 }],
  ['UTC', '2027-03-12', '2027-03-12', { territory: 'west', project: 'PROJECT' }],
])('in %s from %s to %s, the heat map’s numbers are those of find by time', async (timeZone, from, to, asked) => {
  const project = `blue-${crypto.randomUUID().slice(0, 8)}`
  await app.post('/api/v1/import', { projects: [{ slug: project, name: 'Blue' }] })
  const made = await company(app, { reps: variety({ project }), eventType: { bufferBeforeMinutes: 5, bufferAfterMinutes: 10 } })
  for (const [start, rep] of [
    ['2027-03-13T19:00:00Z', 2],
    ['2027-03-12T19:37:00Z', 4],
  ] as const)
    expect((await app.post('/api/v1/bookings', wish(made, start, { rep: made.reps[rep] }))).status).toBe(201)
  const filters = { ...asked, ...('project' in asked ? { project } : {}) }
  const query = Object.fromEntries(Object.entries(filters).map(([key, value]) => [key, String(value)]))

  const { status, body } = await app.get(path(made, { from, to, timeZone, ...query }))

  expect([status, body.stepMinutes]).toEqual([200, 15])
  expect(Math.max(...body.counts)).toBeGreaterThan(0)
  const changes = body.counts.flatMap((count: number, i: number) => (i > 0 && count !== body.counts[i - 1] ? [i - 1, i] : []))
  const sample = new Set<number>([...changes, ...body.counts.keys()].filter((i, n) => n < changes.length || i % 23 === 0))
  for (const i of sample) {
    const at = new Date(Date.parse(body.start) + i * 15 * 60_000).toISOString()
    const found = await app.post('/api/v1/find-by-time', question(made, at, { timeZone, ...filters }))
    expect([at, body.counts[i]]).toEqual([at, found.body.available])
  }
})

test('the steps go from the local midnight of the first date to that after the last: 23 hours on the day the clock goes forward', async () => {
  const made = await company(app)

  const { body } = await app.get(path(made, { from: '2027-03-14', to: '2027-03-15' }))

  expect(body.start).toBe('2027-03-14T05:00:00Z')
  expect(body.counts).toHaveLength((23 + 24) * 4)
  expect(body.counts.flatMap((count: number, i: number) => (count > 0 ? [i] : []))).toEqual(
    Array.from({ length: 31 }, (_, i) => (23 + 9) * 4 + i),
  )
})

test('nobody is counted before the notice has passed, nor beyond the booking window', async () => {
  const made = await company(app, { eventType: { minimumNoticeMinutes: 24 * 60 + 200, bookingWindowDays: 2 } })

  const { body } = await app.get(path(made, { from: '2027-03-01', to: '2027-03-05' }))

  const free = body.counts.flatMap((count: number, i: number) =>
    count > 0 ? [new Date(Date.parse(body.start) + i * 900_000).toISOString()] : [],
  )
  expect([free[0], free.at(-1)]).toEqual(['2027-03-02T15:30:00.000Z', '2027-03-03T21:30:00.000Z'])
})

test('who is free at a time is told in the order of find by time', async () => {
  const made = await company(app, { reps: [{}, {}, { active: false }, {}] })
  await app.post('/api/v1/bookings', wish(made, '2027-03-04T15:00:00Z'))
  const at = '2027-03-02T20:30:00Z'

  const { body } = await app.get(path(made, {}, `/${at}/reps`))

  const found = await app.post('/api/v1/find-by-time', question(made, at))
  expect(body.at).toBe(at)
  expect(body.reps).toHaveLength(3)
  expect(body.reps).toEqual(found.body.candidates.map((one: any) => one.rep))
})

test('what a moved booking occupies counts as free in the heat map too', async () => {
  const made = await company(app)
  const { body: booking } = await app.post('/api/v1/bookings', wish(made, '2027-03-02T14:00:00Z'))
  const first = async (more: Record<string, string>) =>
    (await app.get(path(made, { from: '2027-03-02', to: '2027-03-02', ...more }))).body.counts[36]

  expect([await first({}), await first({ booking: booking.id })]).toEqual([0, 1])
})

test('at most 92 days are answered at once, and never backwards', async () => {
  const made = await company(app)
  const ask = (from: string, to: string) => app.get(path(made, { from, to }))

  expect((await ask('2027-03-01', '2027-05-31')).status).toBe(200)
  for (const reply of [await ask('2027-03-01', '2027-06-01'), await ask('2027-03-02', '2027-03-01')])
    expect([reply.status, reply.body.code, reply.body.errors[0].pointer]).toEqual([400, 'invalid', '/to'])
})

test('the heat map and its names are for staff alone', async () => {
  const made = await company(app)

  for (const rest of ['', '/2027-03-02T20:30:00Z/reps'])
    expect((await app.get(path(made, { from: '2027-03-02', to: '2027-03-02' }, rest), { signedIn: false })).status).toBe(401)
})

test('people who are in several of the pools that must come along are counted once, in the heat map as in find by time', async () => {
  const app = await startApp()
  const rooms = Date.now().toString(36)
  const email = (room: string) => `${room}.${rooms}@example.com`
  const room = { kind: 'room', timeZone: 'America/New_York', weeklyHours: [{ days: ['TU'], start: '09:00', end: '17:00' }] }
  await app.post('/api/v1/import', {
    reps: [
      { ...room, email: email('a'), name: 'Room A', busy: [{ start: '2027-03-02T15:00:00Z', end: '2027-03-02T16:00:00Z' }] },
      { ...room, email: email('b'), name: 'Room B' },
    ],
    pools: [
      { slug: `both-${rooms}`, name: 'Both', members: [{ email: email('a') }, { email: email('b') }] },
      { slug: `only-${rooms}`, name: 'Only A', members: [{ email: email('a') }] },
    ],
  })
  const needs = [
    { pool: `both-${rooms}`, count: 1 },
    { pool: `only-${rooms}`, count: 1 },
  ]
  const made = await company(app, { eventType: { with: needs } })

  const { body: map } = await app.get(
    `/api/v1/availability?eventType=${made.eventType}&pool=${made.pool}&from=2027-03-02&to=2027-03-02&timeZone=America/New_York`,
  )
  const at = async (time: string) => (await app.post('/api/v1/find-by-time', question(made, `2027-03-02T${time}:00-05:00`))).body

  expect(map.counts[9 * 4]).toBe(1)
  expect(await at('09:00')).toMatchObject({
    available: 1,
    candidates: [{ with: [{ rep: { name: 'Room B' } }, { rep: { name: 'Room A' } }] }],
  })
  expect(map.counts[10 * 4]).toBe(0)
  expect(await at('10:00')).toMatchObject({ available: 0, unavailable: [{ reasons: [{ code: 'booked', pool: `only-${rooms}` }] }] })
})
