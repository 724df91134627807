/** A worker that dies while it writes calendars, again and again: at the end calendars and bookings agree. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sealedFor } from '../../server/actions/calendars/access.ts'
import { UID } from '../../server/calendars/google-events.ts'
import { openPostgres } from '../../server/db/database.ts'
import { chances, SEED } from '../actions/calendar-chaos.ts'
import { openGoogle, type TestGoogle } from '../servers/google.ts'
import { ADMIN_KEY, company, onPostgres, openTestApp, type TestApp } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { start } from './service.ts'

/** By hand more: `KILLS=200`. */
const KILLS = Number(process.env.KILLS ?? 20)
const SECRET = 'test-secret-key-0123456789abcdef0123'
const EVERY_DAY = { days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }

interface Rep {
  readonly id: string
  readonly email: string
  readonly accountId: string
}

test.runIf(onPostgres)(
  'a worker killed again and again in the middle of writing: every booking is in its rep’s calendar once, and nothing else is',
  { timeout: 600_000 },
  async () => {
    console.log(`Seed of the killing: ${SEED}`)
    const chance = chances(SEED)
    const { url, drop } = await freshDatabase()
    const google = await openGoogle()
    const opened = await openPostgres(url)
    const calendars = { google: { clientId: 'id', clientSecret: 'secret', signInUrl: google.url, apiUrl: google.url } }
    const app = await openTestApp(opened, {
      role: 'web',
      secret: SECRET,
      calendars: { ...calendars, microsoft: null, edits: 'ignore', invites: 'mail', whenUnreachable: 'book', patienceMinutes: 15 },
    })
    try {
      app.at(new Date().toISOString())
      const made = await company(app, { reps: [1, 2, 3].map(() => ({ weeklyHours: [EVERY_DAY], timeZone: 'UTC' })) })
      const reps: Rep[] = []
      for (const email of made.reps) reps.push(await connect(app, google, email))
      const settings = {
        ...{
          DATABASE_URL: url,
          ROLE: 'worker',
          DEMO: '0',
          ADMIN_API_KEY: ADMIN_KEY,
          SECRET_KEY: SECRET,
          PUBLIC_URL: 'http://booking.test',
        },
        ...{ GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret', GOOGLE_OAUTH_URL: google.url, GOOGLE_API_URL: google.url },
      }
      const bookings: string[] = []
      for (let kills = 0; kills < KILLS; kills++) {
        for (let i = 0; i < 3; i++) await changeSomething(app, made, bookings, chance)
        await hurry(app)
        const writing = nextWrite(google, chance)
        const worker = start(settings)
        await Promise.race([writing, worker.ended.then(() => Promise.reject(new Error(worker.printed.err)))])
        worker.child.kill('SIGKILL')
        await worker.ended
      }
      google.failBy(null)
      const last = start(settings)
      await expect.poll(() => hurry(app).then(() => unwritten(app)), { timeout: 120_000, interval: 500 }).toEqual([])
      last.child.kill('SIGTERM')
      await last.ended
      await compare(app, google, reps)
    } finally {
      await app.close()
      await google.close()
      await drop()
    }
  },
)

async function connect({ services }: TestApp, google: TestGoogle, email: string): Promise<Rep> {
  const { db, now } = services
  const { id: repId } = await db.selectFrom('rep').select('id').where('email', '=', email).executeTakeFirstOrThrow()
  google.account(email)
  const accountId = randomUUID()
  const tokens = { accessToken: google.issueToken(email), refreshToken: 'unused', expiresAt: new Date(now().getTime() + 86_400_000) }
  const [secret, far] = [sealedFor(services, accountId, tokens), new Date('2099-01-01T00:00:00Z')]
  await sql`insert into calendar_account (id, rep_id, vendor, name, secret, next_sync_at, created_at)
    values (${accountId}, ${repId}, 'google', ${email}, ${secret}, ${far}, ${now()})`.execute(db)
  await sql`insert into calendar (id, account_id, rep_id, vendor_id, name, access, counts, takes_bookings)
    values (${randomUUID()}, ${accountId}, ${repId}, ${email}, 'Own', 'write', false, true)`.execute(db)
  return { id: repId, email, accountId }
}

/** Resolves when the worker is in the middle of a write: asked and not done, or done and not answered. */
function nextWrite(google: TestGoogle, chance: () => number): Promise<void> {
  let left = Math.floor(chance() * 3)
  return new Promise((resolve) => {
    google.failBy(({ method }) => {
      if (method === 'GET' || left-- > 0) return null
      setTimeout(resolve, chance() * 5)
      return chance() < 0.5 ? 'hang' : 'hang-after'
    })
  })
}

async function changeSomething(app: TestApp, made: Awaited<ReturnType<typeof company>>, bookings: string[], chance: () => number) {
  const rep = made.reps[Math.floor(chance() * made.reps.length)]
  const at = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + Math.floor(chance() * 480) * 1_800_000
  const begin = new Date(at).toISOString().replace('.000', '')
  const what = bookings.length < 4 ? 0 : chance()
  if (what < 0.5) {
    const customer = { name: 'Jane Smith', email: `jane${bookings.length}.${made.tag}@example.com` }
    const reply = await app.post('/api/v1/bookings', { eventType: made.eventType, rep, start: begin, timeZone: 'UTC', customer })
    if (reply.status === 201) bookings.push(reply.body.id)
    return
  }
  const id = bookings[Math.floor(chance() * bookings.length)]
  if (what < 0.65) await app.post(`/api/v1/bookings/${id}/reschedule`, { start: begin, rep })
  else if (what < 0.85) await app.post(`/api/v1/bookings/${id}/reassign`, { rep })
  else await app.post(`/api/v1/bookings/${id}/cancel`, {})
}

/** What the queue does by itself after half a minute, and after its pauses, done at once: jobs of a dead worker are tried again. */
const hurry = ({ services }: TestApp) =>
  sql`update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null
    where name = 'calendar.write' and (state = 'retry' or (state = 'active' and heartbeat_on < now() - interval '1 second'))`.execute(
    services.db,
  )

const unwritten = async ({ services }: TestApp) =>
  (await sql<{ id: string }>`select id from booking where calendar_sync not in ('done', 'none')`.execute(services.db)).rows

async function compare({ services }: TestApp, google: TestGoogle, reps: readonly Rep[]): Promise<void> {
  let events = 0
  for (const { id, email } of reps) {
    const bookings = await services.db
      .selectFrom('booking')
      .select(['uid', 'starts_at'])
      .where('rep_id', '=', id)
      .where('status', '=', 'scheduled')
      .execute()
    const there = google
      .account(email)
      .events()
      .map((one) => `${one.extendedProperties?.private?.[UID]} ${new Date(one.start?.dateTime ?? '').toISOString()}`)
    expect(there.sort()).toEqual(bookings.map((one) => `${one.uid} ${one.starts_at.toISOString()}`).sort())
    events += there.length
  }
  expect(events).toBeGreaterThan(20)
}
