/**
 * The whole service on a real database, for tests: PGlite in memory, or PostgreSQL as TEST_ENGINE says.
 *
 * Tests of one worker share one service, whose clock they set; each makes people and things of its own with `company`.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { type App, openApp, type Settings } from '../../server/app.ts'
import { ensureWidget } from '../../server/build-widget.ts'
import { findAccountByEmail, insertAccount, updatePassword } from '../../server/db/accounts.ts'
import type { Opened } from '../../server/db/database.ts'
import type { Level } from '../../server/domain/rights.ts'
import { openOwnDatabase } from './own-database.ts'
import { ADMIN_KEY, PASSWORD, SECRET, watchedLog } from './watched-log.ts'

export { ADMIN_KEY, PASSWORD }
export const onPostgres = process.env.TEST_ENGINE === 'postgres'

export interface Reply<T = any> {
  readonly status: number
  readonly body: T
  readonly headers: Headers
}

export interface RequestOptions {
  /** Sent with the administrator key unless this says otherwise. */
  readonly signedIn?: boolean
  readonly headers?: Record<string, string>
}

export interface TestApp {
  readonly url: string
  readonly services: App['services']
  /** Set the clock, RFC 3339. */
  at(now: string): void
  get(path: string, options?: RequestOptions): Promise<Reply>
  post(path: string, body?: unknown, options?: RequestOptions): Promise<Reply>
  patch(path: string, body?: unknown, options?: RequestOptions): Promise<Reply>
  delete(path: string, options?: RequestOptions): Promise<Reply>
  /** Resolves when every job that was asked for is done. */
  settled(): Promise<void>
  close(): Promise<void>
}

export const NOW = '2027-03-01T12:00:00Z'

/** A service of its own on an open database. Settings that need its address are a function of it. */
export async function openTestApp(
  opened: Opened,
  settings: Partial<Settings> | ((url: string) => Partial<Settings>) = {},
  log: Logger = watchedLog(),
): Promise<TestApp> {
  let now = new Date(NOW)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const full: Settings = {
    publicUrl: 'http://booking.test',
    trustProxy: '',
    adminKey: ADMIN_KEY,
    secret: SECRET,
    company: 'Harbor & Vale Homes',
    smtpUrl: null,
    mailFrom: 'Harbor & Vale Homes <hello@harborvale.example>',
    outboundAllow: ['127.0.0.1'],
    embedOrigins: null,
    calendars: { google: null, microsoft: null, edits: 'follow', invites: 'mail', whenUnreachable: 'refuse', patienceMinutes: 15 },
    role: 'all',
    publicLimits: { reads: 1_000_000, bookings: 1_000_000, bookingsPerPage: 1_000_000 },
    fastestFormSeconds: 0,
    signInLimits: { perAddress: 1_000_000, perAccount: 1_000_000 },
    issuer: null,
    ...(typeof settings === 'function' ? settings(url) : settings),
  }
  await ensureWidget()
  const app = await openApp(opened, full, log, () => now)
  server.on('request', app.handler)

  async function request(
    method: string,
    path: string,
    body: unknown,
    { signedIn = true, headers = {} }: RequestOptions = {},
  ): Promise<Reply> {
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(signedIn ? { authorization: `Bearer ${ADMIN_KEY}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers }
  }

  return {
    url,
    services: app.services,
    at(instant) {
      now = new Date(instant)
    },
    get: (path, options) => request('GET', path, undefined, options),
    post: (path, body, options) => request('POST', path, body, options),
    patch: (path, body, options) => request('PATCH', path, body, options),
    delete: (path, options) => request('DELETE', path, undefined, options),
    async settled() {
      for (;;) {
        const { rows } = await sql<{ open: number }>`
          select count(*)::int as open from pgboss.job where name in ('invitation.send', 'account-link.send', 'calendar.sync', 'calendar.write', 'calendar.follow', 'calendar.tell', 'crm.write', 'crm.task', 'crm.tell', 'registration.tell', 'activity.mail')
              and state < 'completed'`.execute(opened.db)
        if (rows[0]?.open === 0) return
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
      await opened.close()
    },
  }
}

let shared: Promise<TestApp> | null = null

/** The service that tests of this worker share, its clock set to `now`. */
export async function startApp(now = NOW): Promise<TestApp> {
  shared ??= openOwnDatabase(`worker_${process.env.VITEST_POOL_ID ?? '0'}`).then((opened) => openTestApp(opened))
  const app = await shared
  app.at(now)
  return app
}

export interface Person {
  readonly email: string
  readonly name: string
  readonly level: Level
}

let people = 0
let hashed: Promise<string> | null = null

/** Somebody with an account that has been joined, whose password is `PASSWORD`; the same one again for the same email. */
export async function person(app: TestApp, level: Level = 'coordinator', given: { email?: string; name?: string } = {}): Promise<Person> {
  const one = { email: `person${people++}.${Date.now().toString(36)}@example.com`, name: 'Olga Coordinator', ...given, level }
  const { db, signIn } = app.services
  if (await findAccountByEmail(db, one.email)) return one
  const id = randomUUID()
  await insertAccount(db, { id, ...one }, new Date(NOW))
  hashed ??= signIn.hash(PASSWORD)
  await updatePassword(db, id, randomUUID(), await hashed, new Date(NOW))
  return one
}

/** The id of the account with this email, however many there are. */
export async function accountIdOf(app: TestApp, email: string): Promise<string> {
  const account = await findAccountByEmail(app.services.db, email)
  if (!account) throw new Error(`There is no account ${email}`)
  return account.id
}

/** The cookies that an answer sets, as a browser sends them back. */
export const cookiesOf = ({ headers }: Pick<Reply, 'headers'>): string =>
  headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')

/** Options for requests of somebody who has just signed in. */
export async function signedIn(app: TestApp, { email }: Pick<Person, 'email'>): Promise<RequestOptions> {
  const reply = await app.post('/api/v1/session', { email, password: PASSWORD }, { signedIn: false })
  if (reply.status !== 201) throw new Error(`The sign-in was refused: ${JSON.stringify(reply.body)}`)
  return { signedIn: false, headers: { cookie: cookiesOf(reply) } }
}

let worlds = 0

export interface Company {
  /** Ends every slug and email of this company. */
  readonly tag: string
  readonly eventType: string
  readonly pool: string
  readonly page: string
  /** The reps' emails, in the order they were asked for. */
  readonly reps: readonly string[]
}

/**
 * A small company of its own: reps who work 9 to 17 in New York on weekdays, one pool of them all, a 30-minute event type, a booking
 * page. What is given changes them; `reps` has one object for each rep.
 */
export async function company(
  app: TestApp,
  given: { reps?: readonly object[]; eventType?: object; pool?: object; page?: object; more?: object } = {},
): Promise<Company> {
  const tag = `t${Date.now().toString(36)}-${process.env.VITEST_POOL_ID ?? '0'}-${worlds++}`
  const names = ['Ann Lee', 'Ben Ode', 'Cara Diaz', 'Dan Wu', 'Eve Roy']
  const reps = (given.reps ?? [{}]).map((rep, i) => ({
    email: `rep${i}.${tag}@example.com`,
    name: names[i] ?? `Rep ${i}`,
    timeZone: 'America/New_York',
    weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '17:00' }],
    ...rep,
  }))
  const made: Company = {
    tag,
    eventType: `consultation-${tag}`,
    pool: `sales-${tag}`,
    page: `page-${tag}`,
    reps: reps.map((rep) => rep.email),
  }
  const reply = await app.post('/api/v1/import', {
    reps,
    eventTypes: [{ slug: made.eventType, name: 'Consultation', durationMinutes: 30, ...given.eventType }],
    pools: [{ slug: made.pool, name: 'Sales', distribution: 'longest-idle', members: reps.map(({ email }) => ({ email })), ...given.pool }],
    bookingPages: [{ slug: made.page, title: 'Talk to sales', pool: made.pool, eventTypes: [made.eventType], ...given.page }],
    ...given.more,
  })
  if (reply.status !== 200) throw new Error(`The company was refused: ${JSON.stringify(reply.body)}`)
  return made
}

/** The body of a booking by the pool of `made`, for Jane at `start`. */
export const wish = (made: Company, start: string, more: object = {}) => ({
  eventType: made.eventType,
  pool: made.pool,
  start,
  timeZone: 'America/New_York',
  customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
  ...more,
})

/** A find-by-time question to the pool of `made`. */
export const question = (made: Company, at: string, more: object = {}) => ({
  eventType: made.eventType,
  pool: made.pool,
  at,
  timeZone: 'America/New_York',
  explain: true,
  ...more,
})
