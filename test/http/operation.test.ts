/** What administrators are told of how the service runs, what Prometheus is told, and jobs that were given up. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ADMIN_KEY, company, openTestApp, type TestApp, wish } from '../support/app.ts'
import { failedJob } from '../support/failed-job.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp(await openOwnDatabase(), { role: 'web' })
})
afterAll(() => app.close())
beforeEach(async () => {
  await sql`delete from pgboss.job`.execute(app.services.db)
})

const alerts = async () => (await app.get('/api/v1/alerts')).body.items as any[]
const kinds = async () => (await alerts()).map(({ kind }) => kind)
const failed = async (query = '') => (await app.get(`/api/v1/jobs/failed${query}`)).body
const jobs = async () =>
  (
    await sql<{
      name: string
      state: string
      data: any
      retry_count: number
    }>`select name, state::text as state, data, retry_count from pgboss.job`.execute(app.services.db)
  ).rows
const aBooking = async () => {
  const made = await company(app)
  return (await app.post('/api/v1/bookings', wish(made, '2027-03-02T15:00:00Z'))).body
}
const metric = async (name: string) => {
  const { body } = await app.get('/metrics')
  return Number(new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(body)?.[1])
}

test('an alert says that jobs were given up, how many, and since when', async () => {
  const before = await kinds()
  await failedJob(app, 'tidy', {}, new Date('2027-03-01T08:00:00Z'))
  await failedJob(app, 'crm.read', {}, new Date('2027-03-01T09:00:00Z'))

  expect(before).toEqual(['mail-stays'])
  expect(await alerts()).toEqual([
    { kind: 'jobs-failed', level: 'error', count: 2, since: '2027-03-01T08:00:00Z' },
    { kind: 'mail-stays', level: 'notice', count: 0, since: null },
  ])
})

test('an alert says that nobody does the jobs', async () => {
  await aBooking()
  await sql`update pgboss.job set start_after = now() - interval '10 minutes' where name = 'invitation.send'`.execute(app.services.db)
  await sql`delete from pgboss.job where name <> 'invitation.send'`.execute(app.services.db)

  const [alert] = await alerts()
  expect(alert).toMatchObject({ kind: 'jobs-late', level: 'error', count: 1, since: expect.stringMatching(/^2027-03-01T11:(49|50):/) })
  expect(await metric('switchboard_jobs{job="invitation.send",state="waiting"}')).toBe(1)
  expect(Math.floor((await metric('switchboard_jobs_oldest_seconds{job="invitation.send"}')) / 60)).toBe(10)
})

test('a failed job tells what it was for, whom it concerns and what the last try met, the latest first', async () => {
  const booking = await aBooking()
  await failedJob(app, 'invitation.send', { bookingId: booking.id }, new Date('2027-03-01T09:00:00.123Z'))
  const link = await failedJob(
    app,
    'account-link.send',
    { email: 'ann@example.com', kind: 'reset', at: 'now' },
    new Date('2027-03-01T10:00:00Z'),
  )

  const { items, nextCursor } = await failed()

  expect(nextCursor).toBe(null)
  expect(items).toMatchObject([
    {
      id: link,
      name: 'account-link.send',
      concerns: 'ann@example.com',
      customerId: null,
      tries: 31,
      problem: 'The server did not answer.',
    },
    { name: 'invitation.send', concerns: 'Jane Smith', customerId: booking.customer.id, failedAt: '2027-03-01T09:00:00Z' },
  ])
  const first = await failed('?limit=1')
  const second = await failed(`?limit=1&cursor=${first.nextCursor}`)
  expect([first, second].flatMap((page) => page.items.map(({ id }: any) => id))).toEqual(items.map(({ id }: any) => id))
  expect(second.nextCursor).toBe(null)
})

test('a failed job is done anew with all its tries, and is failed no more', async () => {
  const booking = await aBooking()
  await sql`delete from pgboss.job`.execute(app.services.db)
  const id = await failedJob(app, 'invitation.send', { bookingId: booking.id })

  const reply = await app.post(`/api/v1/jobs/failed/${id}/replay`, {})
  const again = await app.post(`/api/v1/jobs/failed/${id}/replay`, {})

  expect([reply.status, reply.body]).toEqual([200, { replayed: 1 }])
  expect([again.status, again.body.code]).toEqual([404, 'not-found'])
  expect(await jobs()).toEqual([{ name: 'invitation.send', state: 'created', data: { bookingId: booking.id }, retry_count: 0 }])
  expect((await failed()).items).toEqual([])
})

test('all failed jobs are done anew at once, those of a name that no version knows any more left out', async () => {
  for (let i = 0; i < 3; i++) await failedJob(app, 'crm.write', { bookingId: crypto.randomUUID() })
  const old = await failedJob(app, 'tidy', {})
  await sql`update pgboss.job set name = 'once.known' where id = ${old}`.execute(app.services.db).catch(() => {})

  expect((await app.post('/api/v1/jobs/failed/replays', {})).body).toEqual({ replayed: 4 })
  expect((await jobs()).map(({ state }) => state)).toContain('created')
  expect((await app.post('/api/v1/jobs/failed/replays', {})).body).toEqual({ replayed: 0 })
})

test('a failed job that nobody needs is forgotten; one that is not failed stays', async () => {
  await aBooking()
  const id = await failedJob(app, 'tidy', {})
  const { rows } = await sql<{ id: string }>`select id from pgboss.job where name = 'invitation.send'`.execute(app.services.db)

  expect((await app.delete(`/api/v1/jobs/failed/${id}`)).status).toBe(204)
  expect((await app.delete(`/api/v1/jobs/failed/${rows[0]!.id}`)).status).toBe(404)
  expect((await app.delete('/api/v1/jobs/failed/no-id')).status).toBe(404)
  expect((await jobs()).map(({ name }) => name)).toContain('invitation.send')
})

test('metrics tell the age of what the finder knows, and that the database answers', async () => {
  await company(app)
  await app.get('/readyz')
  app.at('2027-03-01T12:01:30Z')

  expect(await metric('switchboard_finder_age_seconds')).toBe(90)
  expect(await metric('switchboard_finder_reps')).toBeGreaterThan(0)
  expect(await metric('switchboard_database_up')).toBe(1)
  expect((await app.get('/metrics', { signedIn: false })).status).toBe(401)
  expect((await app.get('/metrics', { headers: { authorization: `Bearer ${ADMIN_KEY}x` } })).status).toBe(401)
})

test('a service whose database has not seen all migrations is not ready', async () => {
  const { db } = app.services
  expect((await app.get('/readyz')).body).toMatchObject({ status: 'ready' })
  const { rows } = await sql<{
    name: string
    timestamp: string
  }>`delete from kysely_migration where name = '022-crm-tasks' returning name, timestamp`.execute(db)

  const { status, body } = await app.get('/readyz')
  await sql`insert into kysely_migration (name, timestamp) values (${rows[0]!.name}, ${rows[0]!.timestamp})`.execute(db)

  expect([status, body]).toEqual([503, { status: 'migrations missing' }])
  expect((await app.get('/readyz')).status).toBe(200)
})
