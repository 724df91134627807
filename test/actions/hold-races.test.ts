import { beforeAll, expect, test } from 'vitest'
import { type Company, company, onPostgres, question, type Reply, startApp, type TestApp, wish } from '../support/app.ts'
import { brokenInvariants } from './invariants.ts'

/** The embedded database has one connection, and so no races. */
const race = test.runIf(onPostgres)

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const START = '2027-03-08T15:00:00Z'
const many = <T>(count: number, make: (i: number) => T): Promise<Awaited<T>[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)))
const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString().replace('.000Z', 'Z')
const hold = (made: Company, start: string, rep = 0) => app.post('/api/v1/holds', { eventType: made.eventType, rep: made.reps[rep], start })
const bookRep = (made: Company, start: string, more: object = {}) =>
  app.post('/api/v1/bookings', wish(made, start, { rep: made.reps[0], pool: undefined, ...more }))
const isSound = async (made: Company) => expect(await brokenInvariants(app.services.db, made)).toEqual([])

function counted(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of replies) {
    const answer = status < 400 ? `${status}` : `${status} ${body.code}`
    counts[answer] = (counts[answer] ?? 0) + 1
  }
  return counts
}

race('of a hundred who want to hold one time, one does and ninety-nine are told it is taken', async () => {
  const made = await company(app)

  const replies = await many(100, () => hold(made, at(0)))

  expect(counted(replies)).toEqual({ 201: 1, '409 slot-taken': 99 })
})

race('of those who hold and those who book one time, one gets it', async () => {
  const made = await company(app)
  for (let round = 0; round < 7; round++) {
    const start = at(round * 60)

    const replies = await many(10, (i) => (i % 2 === 0 ? hold(made, start) : bookRep(made, start)))

    expect(counted(replies)).toEqual({ 201: 1, '409 slot-taken': 9 })
  }
  await isSound(made)
})

race('an expired hold is taken over by one of those who want its time', async () => {
  app.at('2027-03-01T12:00:00Z')
  const made = await company(app)
  const starts = Array.from({ length: 6 }, (_, i) => at(i * 60))
  for (const start of starts) expect((await hold(made, start)).status).toBe(201)
  app.at('2027-03-01T12:05:00Z')

  const replies = await Promise.all(starts.flatMap((start) => [hold(made, start), bookRep(made, start), bookRep(made, start)]))

  expect(counted(replies)).toEqual({ 201: 6, '409 slot-taken': 12 })
  await isSound(made)
})

race('whoever has the hold books, however many others try at the same moment', async () => {
  const made = await company(app)
  for (let round = 0; round < 7; round++) {
    const start = at(round * 60)
    const held = await hold(made, start)

    const [mine, ...others] = await Promise.all([
      bookRep(made, start, { hold: held.body.id }),
      ...Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? bookRep(made, start) : hold(made, start))),
    ])

    expect(mine.status).toBe(201)
    expect(counted(others)).toEqual({ '409 slot-taken': 8 })
  }
  await isSound(made)
})

race('a hold that is used twice at one moment books once', async () => {
  const made = await company(app)
  const held = await hold(made, at(0))

  const replies = await many(6, () => bookRep(made, at(0), { hold: held.body.id }))

  expect(counted(replies)).toEqual({ 201: 1, '409 slot-taken': 5 })
  await isSound(made)
})

race('holds with rooms that are renewed, released and taken over at once end without anybody waiting in a ring', async () => {
  app.at('2027-03-01T12:00:00Z')
  const rooms = await company(app, { reps: [{ kind: 'room' }, { kind: 'room' }] })
  const made = await company(app, { reps: [{}, {}, {}], eventType: { with: [{ pool: rooms.pool, count: 1 }] } })
  for (let round = 0; round < 5; round++) {
    app.at(new Date(Date.parse('2027-03-01T12:00:00Z') + round * 600_000).toISOString())
    const old = await many(2, (i) => hold(made, at(round * 60), i))
    expect(counted(old)).toEqual({ 201: 2 })
    app.at(new Date(Date.parse('2027-03-01T12:06:00Z') + round * 600_000).toISOString())

    const replies = await Promise.all([
      ...old.map(({ body }) => app.post(`/api/v1/holds/${body.id}/renew`)),
      ...old.map(({ body }) => app.delete(`/api/v1/holds/${body.id}`)),
      ...[0, 1, 2].map((rep) => app.post('/api/v1/bookings', wish(made, at(round * 60), { rep: made.reps[rep], pool: undefined }))),
    ])

    expect(replies.filter(({ status }) => status >= 500)).toEqual([])
    expect(counted(replies.slice(4))).toEqual({ 201: 2, '409 slot-taken': 1 })
  }
  await isSound(made)
})

test('the database refuses time that neither a booking nor a hold takes, and time that both take', async () => {
  const made = await company(app)
  const { body } = await hold(made, at(0))
  const { body: answer } = await app.post('/api/v1/find-by-time', question(made, at(60)))
  const row = {
    rep_id: answer.candidates[0].rep.id,
    booking_id: null,
    hold_id: null,
    starts_at: new Date(at(300)),
    ends_at: new Date(at(330)),
    busy_from: new Date(at(300)),
    busy_until: new Date(at(330)),
    expires_at: null,
  }
  const insert = (more: object) =>
    app.services.db
      .insertInto('occupancy')
      .values({ ...row, ...more })
      .execute()

  await expect(insert({})).rejects.toThrow('occupancy_of_one')
  await expect(insert({ hold_id: body.id })).rejects.toThrow('occupancy_hold_expires')
})
