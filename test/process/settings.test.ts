import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptSecret, readConfig, WrongSetting } from '../../server/config.ts'
import { onPostgres } from '../support/app.ts'
import { start } from './service.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-settings-'))
  await writeFile(join(folder, 'file'), '')
})
afterAll(() => rm(folder, { recursive: true }))

const LONG = 'x'.repeat(32)
const onServer = { DATABASE_URL: 'postgres://db.example/switchboard', SECRET_KEY: LONG, ADMIN_API_KEY: LONG }

test('text messages leave by Twilio once its account, its key and a sender are set', () => {
  const accountSid = `AC${'0'.repeat(32)}`
  const given = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: 'token', TWILIO_FROM: '+12125550199' }

  expect(readConfig(given).twilio).toEqual({ accountSid, authToken: 'token', from: '+12125550199', apiUrl: null })
  expect(readConfig({ ...given, TWILIO_API_URL: 'http://127.0.0.1:4013/' }).twilio?.apiUrl).toBe('http://127.0.0.1:4013')
})

test('without any setting the service is a demo on this machine alone, in ./data', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    trustProxy: '',
    databaseUrl: null,
    databasePoolUrl: null,
    dataDir: resolve('data'),
    demo: true,
    company: 'Harbor & Vale Homes',
    smtpUrl: null,
    twilio: null,
    mailFrom: 'Switchboard <bookings@localhost>',
    embedOrigins: null,
    calendars: { google: null, microsoft: null, edits: 'follow', invites: 'mail', whenUnreachable: 'refuse', patienceMinutes: 15 },
    salesforce: null,
    role: 'all',
    drainSeconds: 0,
    logLevel: 'info',
    outboundAllow: [],
    adminKey: null,
    secret: null,
    secretsBefore: [],
    issuer: null,
  })
})

const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const PRIVATE_KEY = rsa(2048)

test('Salesforce is reached by consent with an app and its secret, or with statements that a key signs', () => {
  const app = { SALESFORCE_CLIENT_ID: '3MVG9', SALESFORCE_CLIENT_SECRET: 'secret' }
  const signs = { SALESFORCE_CLIENT_ID: '3MVG9', SALESFORCE_USERNAME: 'we@example.com', SALESFORCE_PRIVATE_KEY: PRIVATE_KEY }
  const production = 'https://login.salesforce.com'

  expect(readConfig(app).salesforce).toEqual({ clientId: '3MVG9', clientSecret: 'secret', loginUrl: production, bearer: null })
  expect(readConfig({ ...app, SALESFORCE_LOGIN_URL: 'https://test.salesforce.com/' }).salesforce?.loginUrl).toBe(
    'https://test.salesforce.com',
  )
  const bearer = { username: 'we@example.com', privateKey: PRIVATE_KEY }
  expect(readConfig(signs).salesforce).toEqual({ clientId: '3MVG9', clientSecret: null, loginUrl: production, bearer })
  const inOneLine = PRIVATE_KEY.replaceAll('\n', '\\n')
  expect(readConfig({ ...signs, SALESFORCE_PRIVATE_KEY: inOneLine }).salesforce?.bearer).toEqual(bearer)
})

test.each([
  ['SALESFORCE_CLIENT_ID', { SALESFORCE_CLIENT_SECRET: 'secret' }, 'is required with the other settings of Salesforce'],
  ['SALESFORCE_CLIENT_ID', { SALESFORCE_LOGIN_URL: 'https://test.salesforce.com' }, 'is required with the other settings of Salesforce'],
  ['SALESFORCE_CLIENT_SECRET', { SALESFORCE_CLIENT_ID: '3MVG9' }, 'is required with SALESFORCE_CLIENT_ID, unless'],
  [
    'SALESFORCE_PRIVATE_KEY',
    { SALESFORCE_CLIENT_ID: '3MVG9', SALESFORCE_USERNAME: 'we@example.com' },
    'is required with SALESFORCE_USERNAME',
  ],
  [
    'SALESFORCE_USERNAME',
    { SALESFORCE_CLIENT_ID: '3MVG9', SALESFORCE_PRIVATE_KEY: PRIVATE_KEY },
    'is required with SALESFORCE_PRIVATE_KEY',
  ],
  ['SALESFORCE_PRIVATE_KEY', { SALESFORCE_PRIVATE_KEY: 'not a key' }, 'must be a private RSA key'],
  ['SALESFORCE_PRIVATE_KEY', { SALESFORCE_PRIVATE_KEY: rsa(1024) }, 'at least 2048 bits'],
  ['SALESFORCE_LOGIN_URL', { SALESFORCE_LOGIN_URL: 'login.salesforce.com' }, 'must be an address that begins with'],
])('%s missing or wrong stops the start with a line that names it, and never shows a secret', (name, given, words) => {
  const refused = () => readConfig(given as Record<string, string>)

  expect(refused).toThrow(WrongSetting)
  expect(refused).toThrow(new RegExp(`^Setting ${name} .*${words}`))
  expect(refused).not.toThrow(/not a key|BEGIN/)
})

test('on a PostgreSQL server there is no demo unless it is asked for', () => {
  expect(readConfig(onServer)).toMatchObject({ demo: false, company: 'Switchboard', databaseUrl: onServer.DATABASE_URL })
  expect(readConfig({ ...onServer, DEMO: '1' })).toMatchObject({ demo: true })
  expect(readConfig({ DEMO: '0' })).toMatchObject({ demo: false })
})

test('a process that others may stand in for answers on for two seconds while it stops, a worker and the embedded one do not', () => {
  expect(readConfig(onServer).drainSeconds).toBe(2)
  expect(readConfig({ ...onServer, ROLE: 'worker' }).drainSeconds).toBe(0)
  expect(readConfig({ ...onServer, DRAIN_SECONDS: '30' }).drainSeconds).toBe(30)
})

test('an empty setting counts as absent, and a slash at the end of the public address does not matter', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '', DEMO: '' })).toEqual(readConfig({}))
  expect(readConfig({ PUBLIC_URL: 'https://book.example.com/' }).publicUrl).toBe('https://book.example.com')
})

test('websites that may embed are named as browsers name them, or any may', () => {
  const origins = (EMBED_ORIGINS: string) => readConfig({ EMBED_ORIGINS }).embedOrigins

  expect(origins('https://www.example.com, http://localhost:5173/  HTTPS://Shop.Example.com:443')).toEqual([
    'https://www.example.com',
    'http://localhost:5173',
    'https://shop.example.com',
  ])
  expect([origins('*'), origins(''), origins('https://www.example.com *')]).toEqual([null, null, null])
})

test.each([
  ['PORT', { PORT: 'abc' }],
  ['PORT', { PORT: '70000' }],
  ['PORT', { PORT: '80.5' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'book.example.com' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'ftp://book.example.com' }],
  ['DATABASE_URL', { ...onServer, DATABASE_URL: 'mysql://db.example/switchboard' }],
  ['SECRET_KEY', { ...onServer, SECRET_KEY: undefined }],
  ['SECRET_KEY', { ...onServer, SECRET_KEY: '' }],
  ['SECRET_KEY', { SECRET_KEY: 'short' }],
  ['SECRET_KEY_BEFORE', { SECRET_KEY_BEFORE: `${LONG},short` }],
  ['ADMIN_API_KEY', { ...onServer, ADMIN_API_KEY: undefined }],
  ['ADMIN_API_KEY', { ADMIN_API_KEY: 'x'.repeat(31) }],
  ['DEMO', { DEMO: 'yes' }],
  ['SMTP_URL', { SMTP_URL: 'http://mail.example' }],
  ['SMTP_URL', { SMTP_URL: 'mail.example:587' }],
  ['TWILIO_FROM', { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'token' }],
  ['TWILIO_FROM', { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'token', TWILIO_FROM: 'Bluewater' }],
  ['TWILIO_AUTH_TOKEN', { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_FROM: '+12125550199' }],
  ['TWILIO_ACCOUNT_SID', { TWILIO_ACCOUNT_SID: 'me', TWILIO_AUTH_TOKEN: 'token', TWILIO_FROM: '+12125550199' }],
  ['MAIL_FROM', { MAIL_FROM: 'Bluewater' }],
  ['MAIL_FROM', { MAIL_FROM: 'Bluewater <hello@bluewater.example>\r\nBcc: eve@example.com' }],
  ['EMBED_ORIGINS', { EMBED_ORIGINS: 'www.example.com' }],
  ['EMBED_ORIGINS', { EMBED_ORIGINS: 'https://www.example.com/shop' }],
  ['EMBED_ORIGINS', { EMBED_ORIGINS: 'https://good.example;script-src' }],
  ['ROLE', { ROLE: 'leader' }],
  ['DATABASE_POOL_URL', { DATABASE_POOL_URL: 'postgres://pooler/switchboard' }],
  ['DRAIN_SECONDS', { DRAIN_SECONDS: 'soon' }],
  ['OUTBOUND_ALLOW', { OUTBOUND_ALLOW: 'https://intranet.test' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
])('a wrong %s is refused by one line that names it: %j', (name, environment) => {
  const read = () => readConfig(environment)

  expect(read).toThrow(WrongSetting)
  expect(read).toThrow(new RegExp(`^Setting ${name} [^\\n]+\\.$`))
})

test('a value that is refused is not repeated, for it may be a secret', () => {
  expect(() => readConfig({ SECRET_KEY: 'hunter2' })).toThrow(/^(?!.*hunter2)/)
})

/** No database is reached in these, so one engine is enough. */
const once = test.runIf(!onPostgres)

once.each([
  ['PORT', () => ({ PORT: 'abc' })],
  ['SECRET_KEY', () => ({ DATABASE_URL: 'postgres://127.0.0.1:1/none' })],
  ['DATA_DIR', () => ({ DATA_DIR: join(folder, 'file') })],
  ['DATA_DIR', () => ({ DATA_DIR: join(folder, 'file', 'data') })],
  ['DATA_DIR', () => ({ DATA_DIR: '/sys' })],
])('the service does not start with a wrong %s, says so in one line and ends with 1', async (name, settings) => {
  const { printed, ended } = start({ DATA_DIR: join(folder, 'never'), ...settings() })

  expect(await ended).toBe(1)
  expect(printed.err).toMatch(new RegExp(`^Switchboard cannot start: Setting ${name} .+\\n$`))
})

once('the service does not start where another program listens already, and says so in one line', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const { printed, ended } = start({ DATA_DIR: join(folder, 'never'), PORT: String(port) })

  expect(await ended).toBe(1)
  expect(printed.err).toBe(`Switchboard cannot start: Setting PORT is ${port}, where another program listens already.\n`)
  other.close()
})

once('the service does not start without the database it was given, and says so in one line', async () => {
  const { printed, ended } = start({ DATABASE_URL: 'postgres://127.0.0.1:1/none', SECRET_KEY: LONG, ADMIN_API_KEY: LONG })

  expect(await ended).toBe(1)
  expect(printed.err).toMatch(/^Switchboard cannot start: .*ECONNREFUSED.*\n$/)
})

test('a secret is made once, for its owner’s eyes, also when two ask for it at the same moment', async () => {
  const made = await Promise.all([keptSecret(join(folder, 'new'), 'admin-key'), keptSecret(join(folder, 'new'), 'admin-key')])
  const later = await keptSecret(join(folder, 'new'), 'admin-key')

  expect(new Set([...made, later].map(({ value }) => value)).size).toBe(1)
  expect(later.value).toMatch(/^[\w-]{43}$/)
  expect((await readFile(later.path, 'utf8')).trim()).toBe(later.value)
  expect((await stat(later.path)).mode & 0o777).toBe(0o600)
})
