import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAccount, sealedFor } from '../../server/actions/calendars/access.ts'
import type { Services } from '../../server/actions/services.ts'
import { memoryCalendars } from '../../server/calendars/memory.ts'
import type { Access } from '../../server/calendars/provider.ts'
import { findSealedAccount } from '../../server/db/calendar-accounts.ts'
import type { Vendor } from '../../server/domain/calendar.ts'
import { oauth } from '../../server/outbound/oauth.ts'
import { CLIENT, type ConsentServer, consentServer } from '../servers/consent.ts'
import { company, NOW, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let vendor: ConsentServer
/** How the account was opened last. */
let opened: { vendor: Vendor; access: Access } | null = null

beforeAll(async () => {
  vendor = await consentServer()
})
beforeEach(async () => {
  app = await startApp()
  vendor.broken = null
  vendor.asked.length = 0
  vendor.seconds = 3600
})
afterAll(() => vendor.close())

/** The service as one process of its own has it, whose calendars are opened here. */
function processOf(): Services {
  const registered = { ...CLIENT, signInUrl: vendor.url }
  return {
    ...app.services,
    oauth: oauth({ google: registered, microsoft: registered }, app.services.now),
    renewals: new Map(),
    openCalendars: (name, access) => {
      opened = { vendor: name, access }
      return memoryCalendars(new Map())
    },
  }
}

const inMinutes = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000)

/** An account with a refresh token that is good, and an access token until `expiresAt`. */
async function connected(services: Services, given: { expiresAt?: Date; refreshToken?: string; vendor?: Vendor } = {}): Promise<string> {
  const { db, now } = services
  const { reps } = await company(app)
  const rep = await db.selectFrom('rep').select('id').where('email', '=', reps[0]!).executeTakeFirstOrThrow()
  const id = randomUUID()
  const refreshToken = given.refreshToken ?? `refresh-${id}`
  if (!given.refreshToken) vendor.refresh.set(refreshToken, 'ann@vendor.example')
  const tokens = { accessToken: 'first', refreshToken, expiresAt: given.expiresAt ?? inMinutes(30) }
  await db
    .insertInto('calendar_account')
    .values({
      id,
      rep_id: rep.id,
      vendor: given.vendor ?? 'google',
      name: 'ann@vendor.example',
      server: given.vendor === 'caldav' ? 'https://dav.example/' : null,
      secret: sealedFor(services, id, given.vendor === 'caldav' ? { password: 'app password' } : tokens),
      next_sync_at: now(),
      created_at: now(),
      failing_since: null,
      problem: null,
    })
    .execute()
  return id
}

async function tokenSource(services: Services, accountId: string) {
  await openAccount(services, accountId)
  if (opened?.access.kind !== 'oauth') throw new Error('not opened by consent')
  return opened.access.token
}

const renewals = () => vendor.asked.filter(({ form }) => form.grant_type === 'refresh_token')

test('a stored token is used while it is good for another minute, and renewed after', async () => {
  const services = processOf()
  const token = await tokenSource(services, await connected(services, { expiresAt: inMinutes(2) }))

  expect([await token(), renewals().length]).toEqual(['first', 0])
  app.at(inMinutes(1).toISOString())
  expect(await token()).toMatch(/^access-/)
  expect(renewals()).toHaveLength(1)
})

test('a renewed token is stored before it is used, the refresh token that came with it as well', async () => {
  const services = processOf()
  const id = await connected(services, { expiresAt: inMinutes(0) })
  const given = await (await tokenSource(services, id))()

  app.at(inMinutes(59.5).toISOString())
  const second = await (await tokenSource(processOf(), id))()
  expect(second).not.toBe(given)
  expect(renewals()[1]?.form.refresh_token).not.toBe(renewals()[0]?.form.refresh_token)
  expect((await findSealedAccount(services.db, id))?.secretVersion).toBe(2)
})

test('a token that the vendor refuses is renewed although it should be good', async () => {
  const services = processOf()
  const token = await tokenSource(services, await connected(services))

  const second = await token('first')
  expect(second).toMatch(/^access-/)
  expect([await token(), await token('first'), renewals().length]).toEqual([second, second, 1])
})

test('many who need a token at once cause one renewal', async () => {
  const services = processOf()
  const id = await connected(services, { expiresAt: inMinutes(0) })
  const sources = [await tokenSource(services, id), await tokenSource(services, id), await tokenSource(services, id)]

  const given = await Promise.all([...sources, ...sources].map((token) => token()))
  expect(new Set(given).size).toBe(1)
  expect(renewals()).toHaveLength(1)
})

test('two processes that renew at once end with the same token, and the one refresh token that is good is kept', async () => {
  const services = processOf()
  const id = await connected(services, { expiresAt: inMinutes(0) })
  const [one, two] = [await tokenSource(services, id), await tokenSource(processOf(), id)]

  const [first, second] = await Promise.all([one(), two()])
  expect(first).toBe(second)
  app.at(inMinutes(120).toISOString())
  expect(await (await tokenSource(processOf(), id))()).toMatch(/^access-/)
})

test('a consent that was taken back is told as such', async () => {
  const services = processOf()
  const token = await tokenSource(services, await connected(services, { expiresAt: inMinutes(0), refreshToken: 'taken back' }))

  await expect(token()).rejects.toMatchObject({ kind: 'revoked' })
})

/** Salesforce's words for a user who signs in too often, with the code of a consent that has ended. */
const TOO_OFTEN = '{"error":"invalid_grant","error_description":"login rate exceeded"}'

test.each([
  ['unreachable', { status: 503, body: 'down' }, null],
  ['unreachable', { status: 401, headers: { 'content-type': 'application/json' }, body: '{"error":"invalid_client"}' }, null],
  ['later', { status: 429, headers: { 'retry-after': '7' }, body: 'slowly' }, 7000],
  ['unreachable', { status: 200, headers: { 'content-type': 'application/json' }, body: '{"access_to' }, null],
  ['later', { status: 400, headers: { 'content-type': 'application/json' }, body: TOO_OFTEN }, null],
] as const)('a vendor that cannot renew is %s for now: %j', async (kind, broken, retryAfterMs) => {
  const services = processOf()
  const token = await tokenSource(services, await connected(services, { expiresAt: inMinutes(0) }))

  vendor.broken = broken
  await expect(token()).rejects.toMatchObject({ kind, retryAfterMs })
  vendor.broken = null
  expect(await token()).toMatch(/^access-/)
})

test('an account with a password is opened at its server, in the zone of its rep', async () => {
  const services = processOf()
  await openAccount(services, await connected(services, { vendor: 'caldav' }))

  const access = {
    kind: 'password',
    server: 'https://dav.example/',
    user: 'ann@vendor.example',
    password: 'app password',
    zone: 'America/New_York',
  }
  expect(opened).toEqual({ vendor: 'caldav', access })
})

test('with another SECRET_KEY an account counts as disconnected, in words that say why, unless the earlier key is given too', async () => {
  const services = processOf()
  const id = await connected(services)
  const next = 'another-secret-key-0123456789abcdef'

  await expect(openAccount({ ...services, secret: next, seals: [next] }, id)).rejects.toMatchObject({
    kind: 'revoked',
    message: expect.stringContaining('SECRET_KEY'),
  })
  await openAccount({ ...services, secret: next, seals: [next, services.secret] }, id)
  await expect(openAccount(services, randomUUID())).rejects.toMatchObject({ kind: 'revoked' })
})
