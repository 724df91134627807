/** How much one address may ask of what is open to everybody. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tidy } from '../../server/actions/tidy.ts'
import { openPostgres } from '../../server/db/database.ts'
import { type Company, company, onPostgres, openTestApp, PASSWORD, person, type Reply, type TestApp } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'
import { freshDatabase } from '../support/postgres.ts'
import { ownApp } from './every-route.ts'

let proxied: TestApp
let direct: TestApp
let page: Company
beforeAll(async () => {
  const publicLimits = { reads: 3, bookings: 2, bookingsPerPage: 4 }
  proxied = await ownApp({ publicLimits, signInLimits: { perAddress: 60, perAccount: 1000 }, trustProxy: '1' })
  direct = await ownApp({ publicLimits })
  page = await company(proxied)
})
afterAll(async () => {
  await proxied.close()
  await direct.close()
})

/** What a visitor at this address does. Each test has addresses of its own: limits last for a minute. */
const visitor = (app: TestApp, address: string) => ({
  read: (path = `/api/v1/pages/${page.page}`) => app.get(path, { signedIn: false, headers: { 'x-forwarded-for': address } }),
  book: () => app.post(`/api/v1/pages/${page.page}/bookings`, {}, { signedIn: false, headers: { 'x-forwarded-for': address } }),
})

async function statuses(times: number, ask: () => Promise<Reply>): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < times; i++) found.push((await ask()).status)
  return found
}

test('an address that reads too much is asked to wait and told how long; other addresses are not', async () => {
  const [one, other] = [visitor(proxied, '203.0.113.1'), visitor(proxied, '203.0.113.2')]

  expect(await statuses(3, () => one.read())).toEqual([200, 200, 200])
  const { status, body, headers } = await one.read()

  expect(status).toBe(429)
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(body).toMatchObject({
    type: 'about:blank',
    status: 429,
    code: 'too-many-requests',
    title: expect.any(String),
    detail: expect.any(String),
  })
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
  expect(await statuses(3, () => other.read())).toEqual([200, 200, 200])
})

test('bookings have a limit of their own, and what is refused counts', async () => {
  const one = visitor(proxied, '203.0.113.3')

  expect(await statuses(3, one.book)).toEqual([400, 400, 429])
  expect((await one.read()).status).toBe(200)
})

test('all pages, manage links and request links together are one limit, however the address is written', async () => {
  const one = visitor(proxied, '203.0.113.4')

  const found = [
    await one.read('/API/V1/Pages/no-such-page/'),
    await one.read('/api/v1/manage/no-such-link'),
    await one.read('/api/v1/requests/no-such-link'),
    await one.read(`/api/v1/pages/${page.page}/slots`),
  ]

  expect(found.map((reply) => reply.status)).toEqual([404, 404, 404, 429])
})

test('a page takes so many bookings a minute from everywhere together; other pages go on', async () => {
  const [flooded, other] = [`flooded-${page.tag}`, `other-${page.tag}`]
  let n = 0
  const send = (slug: string) =>
    proxied.post(`/api/v1/pages/${slug}/bookings`, {}, { signedIn: false, headers: { 'x-forwarded-for': `203.0.113.${120 + n++}` } })

  expect(await statuses(6, () => send(flooded))).toEqual([400, 400, 400, 400, 429, 429])
  expect((await send(flooded)).headers.get('retry-after')).toMatch(/^[1-9]\d?$/)
  expect((await send(other)).status).toBe(400)
})

test('a guest network behind one IPv6 prefix is one address', async () => {
  const found = [1, 2, 3, 4].map((n) => visitor(proxied, `2001:db8:1:1::${n}`))

  for (const one of found.slice(0, 3)) expect((await one.read()).status).toBe(200)
  expect((await found[3]!.read()).status).toBe(429)
})

test('whoever is asked to wait is not read: a body that is too large is not even looked at', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.5' }
  const send = (body: unknown) => proxied.post(`/api/v1/pages/${page.page}/bookings`, body, { signedIn: false, headers })

  expect(await statuses(2, () => send({}))).toEqual([400, 400])
  expect((await send({ text: 'x'.repeat(2 * 1024 ** 2) })).status).toBe(429)
})

test('without a trusted proxy nobody gets more by naming another address', async () => {
  const found: number[] = []
  for (let i = 0; i < 5; i++) found.push((await visitor(direct, `203.0.113.${100 + i}`).read('/api/v1/pages/any')).status)

  expect(found).toEqual([404, 404, 404, 429, 429])
})

test('staff are not limited', async () => {
  expect(await statuses(10, () => direct.get('/api/v1/setup'))).toEqual(Array(10).fill(200))
})

test('a password can be guessed sixty times from one address, and asking who one is takes nothing from that', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.6' }
  const olga = await person(proxied)
  const guess = (email: string, password: string) => proxied.post('/api/v1/session', { email, password }, { signedIn: false, headers })
  const asked = () => proxied.get('/api/v1/session', { signedIn: false, headers })

  expect(await statuses(61, asked)).toEqual(Array(61).fill(401))
  let tries = 0
  expect(await statuses(60, () => guess(`eve${tries++}@example.com`, 'wrong'))).toEqual(Array(60).fill(401))
  const right = await guess(olga.email, PASSWORD)

  expect(right.status).toBe(429)
  expect(right.headers.getSetCookie()).toEqual([])
})

test('processes on one database count bookings and failed tries to sign in together', async () => {
  const { url, drop } = onPostgres ? await freshDatabase() : { url: '', drop: async () => {} }
  const embedded = onPostgres ? null : await openOwnDatabase()
  const settings = {
    publicLimits: { reads: 100, bookings: 4, bookingsPerPage: 100 },
    signInLimits: { perAddress: 4, perAccount: 100 },
    role: 'web' as const,
  }
  const one = await openTestApp(embedded ?? (await openPostgres(url, 4)), settings)
  const other = await openTestApp(embedded ?? (await openPostgres(url, 4)), settings)
  const inTurn = (path: string, body: object) => {
    let n = 0
    return statuses(6, () => (n++ % 2 ? other : one).post(path, body, { signedIn: false }))
  }

  expect(await inTurn('/api/v1/pages/no-such-page/bookings', {})).toEqual([400, 400, 400, 400, 429, 429])
  expect(await inTurn('/api/v1/session', { email: 'eve@example.com', password: 'wrong' })).toEqual([401, 401, 401, 401, 429, 429])

  await other.close()
  await one.close()
  await drop()
})

test('what was counted is kept as a hash until its time is over, and then counted anew', async () => {
  const own = await ownApp({ trustProxy: '1' })
  const headers = { 'x-forwarded-for': '203.0.113.77' }
  await own.post('/api/v1/password-resets', { email: 'eve@example.com' }, { signedIn: false, headers })
  const kept = async () => (await sql<{ row: string }>`select one::text as row from rate_limit one`.execute(own.services.db)).rows

  // The address, which did not fail, and the email.
  await expect.poll(kept).toHaveLength(2)
  expect(JSON.stringify(await kept())).not.toMatch(/eve|203/)
  await tidy(own.services)
  expect(await kept()).toHaveLength(2)
  const over = sql`update rate_limit set hits = 60, ends_at = now() - interval '1 second'`
  await over.execute(own.services.db)
  await own.post('/api/v1/password-resets', { email: 'eve@example.com' }, { signedIn: false, headers })
  const { rows } = await sql`select hits from rate_limit where ends_at > now()`.execute(own.services.db)
  expect(rows).toContainEqual({ hits: 1 })
  await over.execute(own.services.db)
  await tidy(own.services)
  expect(await kept()).toEqual([])
  await own.close()
})
