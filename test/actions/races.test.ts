import { beforeAll, expect, test } from 'vitest'
import { type Company, company, onPostgres, type Reply, startApp, type TestApp, wish } from '../support/app.ts'
import { brokenInvariants } from './invariants.ts'

/** The embedded database has one connection, and so no races. */
const race = test.runIf(onPostgres)

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const people = (count: number, each: object = {}) => Array.from({ length: count }, () => each)
const many = <T>(count: number, make: (i: number) => T): Promise<Awaited<T>[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)))
/** 10:00 in New York on Monday 8 March 2027, and minutes later. */
const at = (minutes: number) => new Date(Date.parse('2027-03-08T15:00:00Z') + minutes * 60_000).toISOString().replace('.000Z', 'Z')

/** How often each answer was given: `201`, `409 slot-taken`. */
function counted(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of replies) {
    const answer = status < 400 ? `${status}` : `${status} ${body.code}`
    counts[answer] = (counts[answer] ?? 0) + 1
  }
  return counts
}

const bookRep = (made: Company, rep: number, start: string, more: object = {}) =>
  app.post('/api/v1/bookings', wish(made, start, { rep: made.reps[rep], pool: undefined, ...more }))
const bookPool = (made: Company, start: string, more: object = {}) => app.post('/api/v1/bookings', wish(made, start, more))
const step = ({ body }: Reply, name: string, wanted: object) => app.post(`/api/v1/bookings/${body.id}/${name}`, wanted)

const isSound = async (made: Company) => expect(await brokenInvariants(app.services.db, made)).toEqual([])

race('of a hundred who book one rep at one time, one is booked and ninety-nine are told it is taken', async () => {
  const made = await company(app)

  const replies = await many(100, () => bookRep(made, 0, at(0)))

  expect(counted(replies)).toEqual({ 201: 1, '409 slot-taken': 99 })
  await isSound(made)
})

race('of sixty who book a pool of ten at one time, ten are booked with ten reps and fifty are told it is taken', async () => {
  const made = await company(app, { reps: people(10) })

  const replies = await many(60, () => bookPool(made, at(0)))

  expect(counted(replies)).toEqual({ 201: 10, '409 slot-taken': 50 })
  expect(new Set(replies.flatMap(({ body }) => body.rep?.email ?? []))).toEqual(new Set(made.reps))
  await isSound(made)
})

race('of bookings that overlap with their buffers, those that are booked keep clear and each refused one touches one of them', async () => {
  const made = await company(app, { eventType: { bufferBeforeMinutes: 10, bufferAfterMinutes: 15 } })

  const minutes = Array.from({ length: 60 }, (_, i) => i * 5)
  const replies = await Promise.all(minutes.map((minute) => bookRep(made, 0, at(minute))))

  const booked = minutes.filter((_, i) => replies[i]!.status === 201)
  expect(Object.keys(counted(replies))).toEqual(['201', '409 slot-taken'])
  for (const minute of minutes) {
    const clashes = booked.filter((other) => Math.abs(other - minute) < 30 + 10 + 15)
    expect(clashes.length, `bookings that clash with minute ${minute}`).toBeGreaterThan(0)
    if (booked.includes(minute)) expect(clashes).toEqual([minute])
  }
  await isSound(made)
})

race('of two bookings that are moved to one time, one moves and the other stays where it was', async () => {
  const made = await company(app)
  for (let round = 0; round < 8; round++) {
    const day = round * 1440 * 7
    const bookings = [await bookRep(made, 0, at(day)), await bookRep(made, 0, at(day + 60))]

    const replies = await Promise.all(bookings.map((booking, i) => step(booking, 'reschedule', { start: at(day + 180 + i * 15) })))

    expect(counted(replies)).toEqual({ 200: 1, '409 slot-taken': 1 })
    const after = await Promise.all(bookings.map(({ body }) => app.get(`/api/v1/bookings/${body.id}`)))
    const loser = replies.findIndex(({ status }) => status === 409)
    expect(after[loser]!.body).toMatchObject({ start: bookings[loser]!.body.start, sequence: 0 })
    expect(after[1 - loser]!.body).toMatchObject({ start: at(day + 180 + (1 - loser) * 15), sequence: 1 })
  }
  await isSound(made)
})

race('a booking that several people change at once follows one of them, and the others are told to look again', async () => {
  const made = await company(app, { reps: people(2) })
  for (let round = 0; round < 5; round++) {
    const booking = await bookRep(made, 0, at(round * 1440 * 7))

    const replies = await Promise.all([
      ...[60, 120, 180].map((minutes) => step(booking, 'reschedule', { start: at(round * 1440 * 7 + minutes) })),
      step(booking, 'reassign', { rep: made.reps[1] }),
      step(booking, 'cancel', {}),
    ])

    const done = replies.filter(({ status }) => status === 200).length
    expect(done).toBeGreaterThan(0)
    expect(counted(replies)).toEqual({ 200: done, ...(done < 5 ? { '409 conflict': 5 - done } : {}) })
    expect((await app.get(`/api/v1/bookings/${booking.body.id}`)).body.sequence).toBe(done)
  }
  await isSound(made)
})

race('a rep who is given a booking and booked by somebody else at the same time gets one of the two', async () => {
  const made = await company(app, { reps: people(2) })
  for (let round = 0; round < 8; round++) {
    const start = at(round * 1440 * 7)
    const theirs = await bookRep(made, 0, start)

    const [given, booked] = await Promise.all([step(theirs, 'reassign', { rep: made.reps[1] }), bookRep(made, 1, start)])

    expect([given.status, booked.status].sort()).toEqual(booked.status === 201 ? [201, 409] : [200, 409])
    expect([given, booked].find(({ status }) => status === 409)!.body.code).toBe('slot-taken')
  }
  await isSound(made)
})

race('reps who take over each other’s bookings at the same moment do not wait for each other', async () => {
  const made = await company(app, { reps: people(3) })
  for (let round = 0; round < 5; round++) {
    const day = round * 1440 * 7
    const bookings = await many(3, (i) => bookRep(made, i, at(day + i * 60)))

    const replies = await Promise.all(bookings.map((booking, i) => step(booking, 'reassign', { rep: made.reps[(i + 1) % 3] })))

    expect(counted(replies)).toEqual({ 200: 3 })
  }
  await isSound(made)
})

race('a daily limit of three lets exactly three of twenty through', async () => {
  const made = await company(app, { reps: [{ dailyLimit: 3 }] })

  const replies = await many(20, (i) => bookRep(made, 0, at(i * 15)))

  // Neighbours exclude each other too, until the limit speaks.
  const { 201: booked, ...refused } = counted(replies)
  expect(booked).toBe(3)
  expect(Object.keys(refused).every((answer) => ['409 slot-taken', '422 limit-reached'].includes(answer))).toBe(true)
  expect(refused['422 limit-reached']).toBeGreaterThan(0)
  await isSound(made)
})

race('a weekly limit of four lets exactly four of twenty through', async () => {
  const made = await company(app, { reps: [{ weeklyLimit: 4 }] })

  const replies = await many(20, (i) => bookRep(made, 0, at((i % 5) * 1440 + Math.floor(i / 5) * 60)))

  expect(counted(replies)).toEqual({ 201: 4, '422 limit-reached': 16 })
  await isSound(made)
})

race('who finds the first rep’s day full in the last moment gets another rep of the pool', async () => {
  const made = await company(app, { reps: [{ dailyLimit: 1 }, { dailyLimit: 2 }, {}] })

  const replies = await many(10, (i) => bookPool(made, at(i * 30)))

  expect(counted(replies)).toEqual({ 201: 10 })
  const given = made.reps.map((email) => replies.filter(({ body }) => body.rep.email === email).length)
  expect(given[0]).toBeLessThanOrEqual(1)
  expect(given[1]).toBeLessThanOrEqual(2)
  await isSound(made)
})

/** Reps with meetings that need a room each. */
async function companyWithRooms(reps: number, rooms: number): Promise<Company> {
  const first = await company(app, { reps: people(rooms, { kind: 'room' }) })
  return company(app, { reps: people(reps), eventType: { with: [{ pool: first.pool, count: 1 }] } })
}

race('five reps who need a room at one time: as many are booked as there are rooms', async () => {
  const scarce = await companyWithRooms(5, 2)
  const enough = await companyWithRooms(5, 5)

  const few = await many(5, (i) => bookRep(scarce, i, at(0)))
  const all = await many(5, (i) => bookRep(enough, i, at(0)))

  expect(counted(few)).toEqual({ 201: 2, '409 slot-taken': 3 })
  expect(counted(all)).toEqual({ 201: 5 })
  expect(new Set(all.map(({ body }) => body.with[0].rep.id)).size).toBe(5)
  await isSound(scarce)
  await isSound(enough)
})

race('rooms that are moved and booked at the same time are never held twice', async () => {
  const made = await companyWithRooms(6, 2)
  const bookings = await many(3, (i) => bookRep(made, i, at(i * 60)))

  const replies = await Promise.all([
    ...bookings.map((booking) => step(booking, 'reschedule', { start: at(240) })),
    ...[3, 4, 5].map((rep) => bookRep(made, rep, at(240))),
  ])

  const { '409 slot-taken': refused, ...done } = counted(replies)
  expect(refused).toBe(4)
  expect((done[200] ?? 0) + (done[201] ?? 0)).toBe(2)
  await isSound(made)
})

race('a pool’s configuration may be imported while it is booked: nobody waits in a ring', async () => {
  const made = await company(app, {
    reps: people(6),
    more: { projects: [{ slug: 'onsite', name: 'Onsite' }], customers: [{ key: 'racing', name: 'Ray Ng', email: 'ray.ng@example.com' }] },
  })
  const setup = (i: number) => ({
    projects: [{ slug: 'onsite', name: `Onsite ${i}` }],
    reps: [...made.reps].reverse().map((email) => ({ email, dailyLimit: 20 + i })),
    eventTypes: [{ slug: made.eventType, name: `Consultation ${i}` }],
    pools: [{ slug: made.pool, members: made.reps.map((email) => ({ email })) }],
    customers: [{ key: 'racing', name: `Ray Ng ${i}`, owner: made.reps[0] }],
  })

  const replies = await Promise.all([
    many(60, (i) => bookPool(made, at((i % 10) * 30), { project: 'onsite', customer: { id: 'ray.ng@example.com' } })),
    many(15, (i) => app.post('/api/v1/import', setup(i))),
  ])

  expect(counted(replies.flat())).toEqual({ 201: 60, 200: 15 })
  await isSound(made)
})

race('one request that arrives twenty times with one key books once and is answered alike', async () => {
  const made = await company(app, { reps: people(5) })

  const replies = await many(20, () =>
    app.post('/api/v1/bookings', wish(made, at(0)), { headers: { 'idempotency-key': `twenty-${made.tag}` } }),
  )

  expect(counted(replies)).toEqual({ 201: 20 })
  expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  await isSound(made)
})

race('somebody new who is booked five times at one moment becomes one customer', async () => {
  const made = await company(app, { reps: people(5) })

  const replies = await many(5, (i) => bookRep(made, i, at(0)))

  expect(counted(replies)).toEqual({ 201: 5 })
  expect(new Set(replies.map(({ body }) => body.customer.id)).size).toBe(1)
  const { items } = (await app.get(`/api/v1/customers?search=jane.${made.tag}`)).body
  expect(items.filter(({ email }: any) => email.startsWith(`jane.${made.tag}@`))).toHaveLength(1)
})
