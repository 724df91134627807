import { beforeEach, expect, test } from 'vitest'
import { type Company, company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp('2027-03-01T12:00:00Z')
})

const FRIDAY = '2027-03-05T10:00:00-05:00'

const find = async (made: Company, more: object = {}, at = FRIDAY) =>
  (await app.post('/api/v1/find-by-time', question(made, at, more))).body
const order = async (made: Company, more: object = {}, at = FRIDAY): Promise<number[]> =>
  (await find(made, more, at)).candidates.map((one: any) => made.reps.indexOf(one.rep.email))

/** A booking with rep number `rep` for the pool, made at `now`. */
async function bookAt(made: Company, now: string, rep: number, start: string, more: object = {}) {
  app.at(now)
  const reply = await app.post('/api/v1/bookings', wish(made, start, { rep: made.reps[rep], ...more }))
  expect(reply.status).toBe(201)
  return reply.body
}

test('who waits longest comes first: one never booked, then by when the latest booking was made, whatever its own date', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })
  await bookAt(made, '2027-03-01T12:00:00Z', 0, '2027-03-04T15:00:00Z')
  await bookAt(made, '2027-03-01T12:30:00Z', 1, '2027-03-02T15:00:00Z')
  app.at('2027-03-01T13:00:00Z')

  const { candidates, available } = await find(made)

  expect(available).toBe(3)
  expect(candidates).toMatchObject([
    { rank: 1, rep: { email: made.reps[2] }, reasons: [{ code: 'longest-idle', idleSince: null, idleMinutes: null }] },
    { rank: 2, rep: { email: made.reps[0] }, reasons: [{ code: 'longest-idle', idleSince: '2027-03-01T12:00:00Z', idleMinutes: 60 }] },
    { rank: 3, rep: { email: made.reps[1] }, reasons: [{ code: 'longest-idle', idleSince: '2027-03-01T12:30:00Z', idleMinutes: 30 }] },
  ])
})

test('a pool that books takes the one whom find by time puts first, one after the other', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })

  const taken: string[] = []
  for (const minute of [0, 1, 2, 3]) {
    app.at(`2027-03-01T12:0${minute}:00Z`)
    const { candidates } = await find(made)
    const { body } = await app.post('/api/v1/bookings', wish(made, `2027-03-04T1${5 + minute}:00:00Z`))
    expect(body.rep.email).toBe(candidates[0].rep.email)
    taken.push(body.rep.email)
  }

  expect(new Set(taken.slice(0, 3)).size).toBe(3)
  expect(taken[3]).toBe(taken[0])
})

test('a cancelled booking does not count', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const first = await bookAt(made, '2027-03-01T12:00:00Z', 0, '2027-03-04T15:00:00Z')
  await bookAt(made, '2027-03-01T12:10:00Z', 1, '2027-03-04T15:00:00Z')
  const second = await bookAt(made, '2027-03-01T12:20:00Z', 0, '2027-03-04T16:00:00Z')

  expect(await order(made)).toEqual([1, 0])
  await app.post(`/api/v1/bookings/${second.id}/cancel`, {})
  expect(await order(made)).toEqual([0, 1])
  await app.post(`/api/v1/bookings/${first.id}/cancel`, {})
  expect((await find(made)).candidates[0]).toMatchObject({ rep: { email: made.reps[0] }, reasons: [{ idleSince: null }] })
})

test('a booking that moved away does not count for the one who lost it, and counts for the one who got it', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })
  const moved = await bookAt(made, '2027-03-01T12:00:00Z', 0, '2027-03-04T15:00:00Z')
  await bookAt(made, '2027-03-01T12:10:00Z', 2, '2027-03-04T15:00:00Z')
  app.at('2027-03-01T12:20:00Z')

  await app.post(`/api/v1/bookings/${moved.id}/reassign`, { rep: made.reps[1] })

  const { candidates } = await find(made)
  expect(candidates.map((one: any) => [made.reps.indexOf(one.rep.email), one.reasons[0].idleSince])).toEqual([
    [0, null],
    [2, '2027-03-01T12:10:00Z'],
    [1, '2027-03-01T12:20:00Z'],
  ])
})

test('a no-show counts', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const { id } = await bookAt(made, '2027-03-01T15:00:00Z', 0, '2027-03-01T15:00:00Z')

  const { status } = (await app.post(`/api/v1/bookings/${id}/outcome`, { status: 'no-show' })).body

  expect(status).toBe('no-show')
  expect(await order(made)).toEqual([1, 0])
})

test('each pool and each event type has a clock of its own, and a booking without a pool moves none', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const [pool, eventType] = [`other-${made.tag}`, `demo-${made.tag}`]
  await app.post('/api/v1/import', {
    pools: [{ slug: pool, name: 'Other', members: made.reps.map((email) => ({ email })) }],
    eventTypes: [{ slug: eventType, name: 'Demo', durationMinutes: 30 }],
  })
  const idle = async (more: object = {}) =>
    (await find(made, more)).candidates.find((one: any) => one.rep.email === made.reps[0]).reasons[0].idleSince

  await bookAt(made, '2027-03-01T12:00:00Z', 0, '2027-03-04T15:00:00Z', { pool: undefined })
  expect(await idle()).toBeNull()

  await bookAt(made, '2027-03-01T12:30:00Z', 0, '2027-03-04T16:00:00Z')
  expect([await idle(), await idle({ pool }), await idle({ eventType })]).toEqual(['2027-03-01T12:30:00Z', null, null])
})

test('among equals the same world gives the same order', async () => {
  const made = await company(app, { reps: [{}, {}, {}, {}, {}] })

  const first = await order(made)

  expect([...first].sort()).toEqual([0, 1, 2, 3, 4])
  expect(await order(made)).toEqual(first)
  app.at('2027-03-01T18:00:00Z')
  expect(await order(made, {}, '2027-03-05T11:07:00-05:00')).toEqual(first)
})

test('the limit shortens the list, best first; available still counts all', async () => {
  const made = await company(app, { reps: [{}, {}, {}, {}, {}] })
  const all = await order(made)

  const { candidates, available } = await find(made, { limit: 2 })

  expect(available).toBe(5)
  expect(candidates.map((one: any) => [one.rank, made.reps.indexOf(one.rep.email)])).toEqual([
    [1, all[0]],
    [2, all[1]],
  ])
})

test('a limit of none or of more than a thousand is refused', async () => {
  const made = await company(app)

  for (const limit of [0, 1001]) {
    const { status, body } = await app.post('/api/v1/find-by-time', question(made, FRIDAY, { limit }))
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid', '/limit'])
  }
})
