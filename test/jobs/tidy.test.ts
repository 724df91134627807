import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tidy } from '../../server/actions/tidy.ts'
import { useToken } from '../../server/db/launches.ts'
import { company, NOW, onPostgres, openTestApp, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp(await openOwnDatabase(), { role: 'web' })
})
afterAll(() => app.close())

const hoursLater = (hours: number) => new Date(Date.parse(NOW) + hours * 3_600_000).toISOString()

test('the first answer to a request is given again for two days, and forgotten after', async () => {
  const made = await company(app)
  const book = (key: string, start: string) => app.post('/api/v1/bookings', wish(made, start), { headers: { 'idempotency-key': key } })
  const first = await book('one', '2027-03-08T15:00:00Z')
  app.at(hoursLater(30))
  await book('two', '2027-03-08T16:00:00Z')

  app.at(hoursLater(47))
  await tidy(app.services)
  expect((await book('one', '2027-03-08T15:00:00Z')).body.id).toBe(first.body.id)
  app.at(hoursLater(49))
  await tidy(app.services)

  const kept = await app.services.db.selectFrom('idempotency').select('key').execute()
  expect(kept).toEqual([{ key: 'two' }])
  expect((await book('one', '2027-03-08T15:00:00Z')).body.code).toBe('slot-taken')
})

test.runIf(!onPostgres)('the embedded database gives back the room of what was forgotten, for nobody else vacuums it', async () => {
  const { db } = app.services
  const size = async () => (await sql<{ size: number }>`select pg_relation_size('idempotency')::int as size`.execute(db)).rows[0]!.size
  await sql`
    insert into idempotency (scope, key, fingerprint, status, body, created_at)
    select 'staff', 'old-' || n, 'x', 201, repeat('x', 500), ${new Date(Date.parse(NOW) - 90 * 3_600_000)} from generate_series(1, 2000) n`.execute(
    db,
  )
  const before = await size()

  await tidy(app.services)

  expect(before).toBeGreaterThan(1_000_000)
  expect(await size()).toBeLessThan(100_000)
})

test('one-time addresses, used tokens and consoles of launches are forgotten once they have ended', async () => {
  app.at(NOW)
  const { db } = app.services
  const id = randomUUID()
  await db
    .insertInto('customer')
    .values({ id, ...nobody, name: 'Jane', created_at: new Date(NOW) })
    .execute()
  const until = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000)
  const session = { customer_id: id, salesforce_user: '005', name: 'Olivia', email: null, stale: false, created_at: new Date(NOW) }
  for (const [name, minutes] of [
    ['over', 1],
    ['open', 60],
  ] as const) {
    await useToken(db, name, until(minutes))
    await db
      .insertInto('launch_session')
      .values({ ...session, hash: name, expires_at: until(minutes) })
      .execute()
  }

  app.at('2027-03-01T12:10:00Z')
  await tidy(app.services)

  expect(await db.selectFrom('launch').select('id').execute()).toEqual([{ id: 'open' }])
  expect(await db.selectFrom('launch_session').select('hash').execute()).toEqual([{ hash: 'open' }])
})

const nobody = {
  key: null,
  email: null,
  phone: null,
  time_zone: null,
  owner_id: null,
  coordinator: null,
  salesforce_object: null,
  salesforce_id: null,
}
