import { sql } from 'kysely'
import { beforeAll, expect, test, vi } from 'vitest'
import { touchReps } from '../../server/db/reps.ts'
import { type Company, company, onPostgres, question, startApp, type TestApp, wish } from '../support/app.ts'

vi.setConfig({ testTimeout: 120_000 }) // many bookings one after the other, and the machine may be busy

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const always = { weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }] }
const slot = (i: number) => new Date(Date.parse('2027-03-03T00:00:00Z') + i * 30 * 60_000).toISOString()
const offered = async (made: Company, at: string): Promise<number> =>
  (await app.post('/api/v1/find-by-time', question(made, at, { explain: false }))).body.available
const idOf = async ({ reps }: Company): Promise<string> =>
  (await app.services.db.selectFrom('rep').select('id').where('email', '=', reps[0]!).executeTakeFirstOrThrow()).id

/** Put something into the rep's calendar. */
const makeBusy = (tx: typeof app.services.db, repId: string, at: string) =>
  sql`insert into busy (rep_id, source, starts_at, ends_at) values (${repId}, 'test', ${at}, ${at}::timestamptz + interval '30 minutes')`.execute(
    tx,
  )

test('what was booked is never offered in the very next question, and is again once it is cancelled', async () => {
  const made = await company(app, { reps: [always] })

  for (let i = 0; i < 16; i++) {
    expect(await offered(made, slot(i))).toBe(1)
    const booked = await app.post('/api/v1/bookings', wish(made, slot(i)))
    expect(await offered(made, slot(i))).toBe(0)
    if (i % 2 === 0) continue
    await app.post(`/api/v1/bookings/${booked.body.id}/cancel`, {})
    expect(await offered(made, slot(i))).toBe(1)
  }
})

test('a transaction that is rolled back changes nothing, and one that is committed counts at once', async () => {
  const made = await company(app, { reps: [always] })
  const repId = await idOf(made)
  const write = (at: string, end: 'commit' | 'roll back') =>
    app.services.db
      .transaction()
      .execute(async (tx) => {
        await touchReps(tx, [repId])
        await makeBusy(tx, repId, at)
        if (end === 'roll back') throw new Error(end)
      })
      .catch(() => {})

  for (let i = 0; i < 10; i++) {
    await write(slot(i), 'roll back')
    expect(await offered(made, slot(i))).toBe(1)
    await write(slot(i), 'commit')
    expect(await offered(made, slot(i))).toBe(0)
  }
})

test('a part of a transaction that is rolled back to a savepoint changes nothing', async () => {
  const made = await company(app, { reps: [always] })
  const repId = await idOf(made)

  await app.services.db.transaction().execute(async (tx) => {
    await sql`savepoint before_busy`.execute(tx)
    await touchReps(tx, [repId])
    await makeBusy(tx, repId, slot(1))
    await sql`rollback to savepoint before_busy`.execute(tx)
  })

  expect(await offered(made, slot(1))).toBe(1)
})

test('questions that arrive while something is being booked are all answered rightly after it', async () => {
  const made = await company(app, { reps: [always] })

  for (let i = 0; i < 10; i++) {
    const before = Array.from({ length: 5 }, () => offered(made, slot(i)))
    const booked = await app.post('/api/v1/bookings', wish(made, slot(i)))
    const after = await Promise.all(Array.from({ length: 5 }, () => offered(made, slot(i))))

    expect(booked.status).toBe(201)
    expect(after).toEqual([0, 0, 0, 0, 0])
    await Promise.all(before)
  }
})

test.runIf(!onPostgres)(
  'the embedded database is not asked for an ordinary question: it is answered while a transaction keeps the only connection',
  async () => {
    const made = await company(app, { reps: [always, always] })
    await app.post('/api/v1/bookings', wish(made, slot(3)))
    expect(await offered(made, slot(3))).toBe(1)
    const repId = await idOf(made)

    await app.services.db.transaction().execute(async (tx) => {
      await touchReps(tx, [repId])
      await makeBusy(tx, repId, slot(5))

      expect(await offered(made, slot(5))).toBe(2) // Nothing is committed yet.
      expect(await offered(made, slot(3))).toBe(1)
    })

    expect(await offered(made, slot(5))).toBe(1)
  },
)

test('whose turn it is follows every booking at once', async () => {
  const made = await company(app, { reps: [always, always] })
  const first = async () => (await app.post('/api/v1/find-by-time', question(made, slot(200)))).body.candidates[0].rep.email as string

  for (let i = 0; i < 6; i++) {
    app.at(new Date(Date.parse('2027-03-01T12:00:00Z') + i * 60_000).toISOString())
    const next = await first()
    const booked = await app.post('/api/v1/bookings', wish(made, slot(20 + i)))

    expect(booked.body.rep.email).toBe(next)
    expect(await first()).not.toBe(next)
  }
  app.at('2027-03-01T12:00:00Z')
})

test('a credit given by hand counts in the very next question, though no rep has changed', async () => {
  const made = await company(app, { reps: [always, always, always], pool: { distribution: 'round-robin' } })
  const first = async () => (await app.post('/api/v1/find-by-time', question(made, slot(200)))).body.candidates[0].rep.email as string

  for (const rep of [made.reps[2], made.reps[0], made.reps[1]]) {
    const before = await first()
    const given = await app.post(`/api/v1/pools/${made.pool}/credits`, { rep, amount: 5, reason: 'Was passed over' })
    expect([given.status, await first()]).toEqual([201, rep])
    await app.post(`/api/v1/pools/${made.pool}/credits`, { rep, amount: -5, reason: 'A mistake' })
    expect(await first()).toBe(before)
  }
})
