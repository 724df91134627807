/** Sessions with the database that end in the middle of something: a server that is restarted, or gives its place to another. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Database, isLost } from '../../server/db/database.ts'
import { company, onPostgres, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const ownPid = async (db: Database): Promise<number> =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid ?? 0

/** End the sessions of which a condition holds. How many there were. */
const end = async (db: Database, which: ReturnType<typeof sql>): Promise<number> =>
  (await sql`select pg_terminate_backend(pid) from pg_stat_activity where ${which}`.execute(db)).rows.length

test.runIf(onPostgres)('a session that ends between two queries of a transaction fails that transaction, and nothing else', async () => {
  const { db } = app.services
  const fate = await db
    .transaction()
    .execute(async (tx) => {
      const pid = await ownPid(tx)
      await end(db, sql`pid = ${pid}`)
      await expect.poll(() => end(db, sql`pid = ${pid}`)).toBe(0)
      await sql`select 1`.execute(tx)
    })
    .catch((error: unknown) => error)

  expect(isLost(fate)).toBe(true)
  expect((await app.get('/readyz')).status).toBe(200)
})

test.runIf(onPostgres)('a booking whose session ends is answered 503, and is made once when it is asked for again', async () => {
  const { db } = app.services
  const made = await company(app)
  const options = { headers: { 'idempotency-key': randomUUID() } }
  const asked = () => app.post('/api/v1/bookings', { ...wish(made, '2027-03-08T15:00:00Z'), pool: made.pool }, options)

  const lost = await db.transaction().execute(async (tx) => {
    const pid = await ownPid(tx)
    await sql`select from pool where slug = ${made.pool} for update`.execute(tx)
    const reply = asked()
    await expect.poll(() => end(db, sql`${pid} = any(pg_blocking_pids(pid))`)).toBe(1)
    return reply
  })
  const again = await asked()
  const bookings = await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)

  expect([lost.status, lost.headers.get('retry-after'), lost.body]).toEqual([
    503,
    '1',
    expect.objectContaining({ code: 'unavailable', status: 503 }),
  ])
  expect(again.status).toBe(201)
  expect(bookings.body.items.map(({ id }: { id: string }) => id)).toEqual([again.body.id])
})

test.each([
  ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), true],
  ['a server that is starting', Object.assign(new Error('the database system is starting up'), { code: '57P03' }), true],
  ['a connection that broke', new Error('Connection terminated unexpectedly'), true],
  ['a time that is taken', Object.assign(new Error('conflicting key value'), { code: '23P01' }), false],
  ['a bug', new TypeError('undefined is not a function'), false],
])('%s is told from other errors', (_name, error, lost) => {
  expect(isLost(error)).toBe(lost)
})
