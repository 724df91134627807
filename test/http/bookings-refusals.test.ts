import { beforeEach, expect, test } from 'vitest'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

/** Tuesday, March 2, 2027, 15:30 in New York: 20:30 to 21:00 UTC. */
const TUESDAY = '2027-03-02T20:30:00Z'

/** What can stand in the way of one rep on Tuesday, the strongest first, and how the booking is refused for it. */
const obstacles: readonly [name: string, code: string, status: number, lay: Obstacle][] = [
  ['a rep who left', 'not-qualified', 422, { rep: { active: false } }],
  ['a rep of another project', 'not-qualified', 422, { projects: true }],
  ['too little notice', 'too-soon', 422, { eventType: { minimumNoticeMinutes: 10 * 1440 } }],
  ['a date beyond the window', 'too-far-ahead', 422, { eventType: { bookingWindowDays: 0 } }],
  ['hours that are over', 'outside-availability', 422, { rep: { weeklyHours: [{ days: ['TU'], start: '09:00', end: '12:00' }] } }],
  ['other hours on that date', 'outside-availability', 422, { rep: { overrides: [{ date: '2027-03-02', hours: [] }] } }],
  ['time off', 'outside-availability', 422, { rep: { timeOff: [{ start: '2027-03-02T00:00:00Z', end: '2027-03-03T00:00:00Z' }] } }],
  ['a daily limit', 'limit-reached', 422, { rep: { dailyLimit: 1 }, booked: '2027-03-02T14:00:00Z' }],
  ['a weekly limit', 'limit-reached', 422, { rep: { weeklyLimit: 1 }, booked: '2027-03-04T14:00:00Z' }],
  ['a booking', 'slot-taken', 409, { booked: TUESDAY }],
  ['a calendar entry', 'slot-taken', 409, { rep: { busy: [{ start: TUESDAY, end: '2027-03-02T20:40:00Z' }] } }],
  [
    'a calendar entry in the buffer',
    'slot-taken',
    409,
    { rep: { busy: [{ start: '2027-03-02T21:05:00Z', end: '2027-03-02T21:10:00Z' }] }, eventType: { bufferAfterMinutes: 10 } },
  ],
]

interface Obstacle {
  readonly rep?: object
  readonly eventType?: object
  readonly booked?: string
  readonly projects?: boolean
}

/** A company with these obstacles, and the body of a booking that meets them. */
async function meeting(...laid: readonly Obstacle[]): Promise<{ made: Company; body: object }> {
  const made = await company(app)
  for (const start of new Set(laid.flatMap((one) => one.booked ?? [])))
    expect((await app.post('/api/v1/bookings', wish(made, start))).status).toBe(201)
  const projects = laid.some((one) => one.projects) ? [`here-${made.tag}`, `there-${made.tag}`] : []
  const reply = await app.post('/api/v1/import', {
    projects: projects.map((slug) => ({ slug, name: 'Some project' })),
    reps: [Object.assign({ email: made.reps[0], projects: projects.slice(0, 1) }, ...laid.map((one) => one.rep ?? {}))],
    eventTypes: [Object.assign({ slug: made.eventType }, ...laid.map((one) => one.eventType ?? {}))],
  })
  expect(reply.status).toBe(200)
  return { made, body: wish(made, TUESDAY, { rep: made.reps[0], ...(projects[1] ? { project: projects[1] } : {}) }) }
}

test.each(obstacles)('%s is refused as %s, %i', async (_, code, status, obstacle) => {
  const { made, body } = await meeting(obstacle)

  const replies = [
    await app.post('/api/v1/bookings', body),
    await app.post('/api/v1/bookings', { ...body, pool: undefined }),
    await app.post('/api/v1/bookings', { ...body, rep: undefined, pool: made.pool }),
  ]

  for (const reply of replies) expect([reply.status, reply.body.code, 'nearest' in reply.body]).toEqual([status, code, status === 409])
})

test.each(obstacles)('%s is refused as %s, %i, whatever of the weaker reasons holds as well', async (name, code, status, obstacle) => {
  const weaker = obstacles.slice(obstacles.findIndex((one) => one[0] === name) + 1).filter((one) => one[1] !== code)
  const { body } = await meeting(obstacle, ...weaker.map((one) => one[3]))

  const reply = await app.post('/api/v1/bookings', body)

  expect([reply.status, reply.body.code]).toEqual([status, code])
})

test('a rep who is not in the pool is not qualified, whatever else', async () => {
  const made = await company(app, { reps: [{}] })
  const other = await company(app, { reps: [{ weeklyHours: [] }] })

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: other.reps[0] }))

  expect([status, body.code]).toEqual([422, 'not-qualified'])
})

test('a pool is refused for what keeps the one who comes closest', async () => {
  const made = await company(app, {
    reps: [{ active: false }, { weeklyHours: [] }, { busy: [{ start: TUESDAY, end: '2027-03-02T21:00:00Z' }] }],
  })

  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY))).body.code).toBe('slot-taken')
})

test('a refusal with a conflict says what is near: first for the rep asked for, then for the pool', async () => {
  const made = await company(app, {
    reps: [
      {
        busy: [
          { start: '2027-03-02T14:00:00Z', end: '2027-03-02T19:00:00Z' },
          { start: '2027-03-02T20:00:00Z', end: '2027-03-02T21:30:00Z' },
        ],
      },
      {},
    ],
  })

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: made.reps[0] }))

  expect([status, body.code]).toEqual([409, 'slot-taken'])
  const near = body.nearest.map((one: any) => [one.start, one.available])
  expect(near).toEqual([
    ['2027-03-02T19:00:00Z', 1],
    ['2027-03-02T19:15:00Z', 1],
    ['2027-03-02T19:30:00Z', 1],
    ['2027-03-02T21:30:00Z', 1],
    ['2027-03-03T14:00:00Z', 1],
    ['2027-03-03T14:15:00Z', 1],
    ['2027-03-02T19:45:00Z', 1],
    ['2027-03-02T20:00:00Z', 1],
    ['2027-03-02T20:15:00Z', 1],
    ['2027-03-02T20:45:00Z', 1],
    ['2027-03-02T21:00:00Z', 1],
    ['2027-03-02T21:15:00Z', 1],
  ])
})

test('every time that a refusal names can be booked', async () => {
  const made = await company(app)
  await app.post('/api/v1/bookings', wish(made, TUESDAY))

  const { nearest } = (await app.post('/api/v1/bookings', wish(made, TUESDAY))).body

  for (const { start } of [nearest[0], nearest.at(-1)]) expect((await app.post('/api/v1/bookings', wish(made, start))).status).toBe(201)
})

const entry = { rep: { busy: [{ start: TUESDAY, end: '2027-03-02T20:40:00Z' }] } }
const nearEntry = {
  rep: { busy: [{ start: '2027-03-02T21:05:00Z', end: '2027-03-02T21:10:00Z' }] },
  eventType: { bufferAfterMinutes: 10 },
}

test.each([
  ['a calendar entry', entry],
  ['a calendar entry in the buffer', nearEntry],
])('staff may book over %s', async (_, obstacle) => {
  const { body } = await meeting(obstacle)

  expect((await app.post('/api/v1/bookings', { ...body, allowConflict: true })).status).toBe(201)
})

test.each(obstacles.filter(([name]) => !name.startsWith('a calendar entry')))('nobody may book over %s', async (_, code, __, obstacle) => {
  const { body } = await meeting(obstacle)

  expect((await app.post('/api/v1/bookings', { ...body, allowConflict: true })).body.code).toBe(code)
})

test('nobody may book within the buffer of a booking', async () => {
  const { made, body } = await meeting({ eventType: { bufferAfterMinutes: 10 } })
  await app.post('/api/v1/bookings', wish(made, '2027-03-02T21:05:00Z'))

  expect((await app.post('/api/v1/bookings', { ...body, allowConflict: true })).body.code).toBe('slot-taken')
})
