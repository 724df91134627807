/** The console opened from a record of Salesforce: what opens it, and what does not. */
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CrmTrouble } from '../../server/domain/crm.ts'
import { NOW, type TestApp } from '../support/app.ts'
import { signingKey } from '../support/certificate.ts'
import { crmSettings } from '../support/crm.ts'
import { claimsFor, connectSigning, follow, idOf, inLaunch, OLIVIA, orgWith, personOf, signedToken } from '../support/launch.ts'
import { ownApp } from './every-route.ts'

const key = signingKey()
const other = signingKey()
const jane = personOf('Contact', 1)
const lead = personOf('Lead', 2, { name: 'Lee Lead' })
const crm = orgWith(jane, lead)
/** Reached only while it is up. */
let isDown = false
const logged: string[] = []

let app: TestApp
beforeAll(async () => {
  const settings = crmSettings(crm, () => app.services.now())
  const openCrm: typeof settings.openCrm = (access) => {
    if (isDown) throw new CrmTrouble('unreachable', 'The org does not answer.')
    return settings.openCrm?.(access) as never
  }
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  app = await ownApp({ openCrm }, log)
  await connectSigning(app, crm, key)
})
afterAll(() => app?.close())
beforeEach(() => {
  app.at(NOW)
  isDown = false
  logged.length = 0
})

const claims = (more: object = {}) => ({ ...claimsFor(app, crm, jane), ...more })
const token = (more: object = {}, header: object = { alg: 'RS256', typ: 'JWT' }) => signedToken(claims(more), key, header)
const launch = (text: string, cookie?: string) => follow(app, `token=${text}`, cookie)
const sessions = async () => (await app.services.db.selectFrom('launch_session').selectAll().execute()).length
const seconds = () => Math.floor(app.services.now().getTime() / 1000)

const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
/** A token whose header and signature are made by hand. */
const forged = (header: object, signature: (content: string) => Uint8Array, more: object = {}) => {
  const content = `${part(header)}.${part(claims(more))}`
  return `${content}.${Buffer.from(signature(content)).toString('base64url')}`
}
const hmac = (secret: string | Uint8Array) => (content: string) => createHmac('sha256', secret).update(content).digest()
const byKey = (content: string) => sign('RSA-SHA256', Buffer.from(content), key.privateKey)
const pss = (content: string) => sign('sha256', Buffer.from(content), { key: key.privateKey, padding: 6, saltLength: 32 })
const publicPem = createPublicKey(key.certificate).export({ type: 'spki', format: 'pem' }).toString()
const jwk = createPublicKey(other.certificate).export({ format: 'jwk' })
const der = other.certificate.replace(/-----[^-]+-----|\s/g, '')
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })

test('a token that the org has signed opens the console once, for that customer, and nothing of it stands in the address', async () => {
  const reply = await launch(token())

  expect(reply.status).toBe(303)
  const { customer, options } = inLaunch(reply)
  expect(reply.headers.get('location')).toBe(`/console/launch/${customer}`)
  expect(reply.headers.get('referrer-policy')).toBe('no-referrer')
  expect(reply.headers.get('cache-control')).toBe('no-store')
  expect(reply.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^switchboard_launch=[\w-]{43}; Max-Age=28800; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/),
  ])
  const { body } = await app.get('/api/v1/session', options)
  expect(body).toMatchObject({ name: OLIVIA.name, email: OLIVIA.email, level: 'launched' })
  expect(body.launch).toEqual({ customer, recordUrl: `https://org.example/${jane.ref.id}`, stale: false, readAt: NOW })
})

test('the cookie is kept by its hash alone, and sent over TLS alone where we are reached by it', async () => {
  const { options } = inLaunch(await launch(token()))
  const stored = JSON.stringify(await app.services.db.selectFrom('launch_session').selectAll().execute())

  expect(stored).not.toContain(options.headers.cookie.split('=')[1])
  const secure = await ownApp({ ...crmSettings(crm, () => new Date(NOW)), publicUrl: 'https://booking.test' })
  try {
    await connectSigning(secure, crm, key)
    const reply = await follow(secure, `token=${signedToken(claimsFor(secure, crm, jane), key)}`)
    expect(reply.headers.getSetCookie().join()).toMatch(/; Secure/)
  } finally {
    await secure.close()
  }
})

test('ids of 15 characters are the same ids', async () => {
  const short = (id: string) => id.slice(0, 15)
  const reply = await launch(token({ iss: short(crm.org.id), sub: short(OLIVIA.id), record: short(jane.ref.id) }))

  expect(reply.status).toBe(303)
})

/** Forged, worn out or misdirected: each with the word that the log has for it. */
const refused: readonly (readonly [name: string, why: string, make: () => string])[] = [
  ['with no signature and the algorithm “none”', 'malformed', () => `${part({ alg: 'none' })}.${part(claims())}.`],
  ['with the algorithm “none” and a signature', 'header', () => forged({ alg: 'none' }, byKey)],
  ['with the algorithm “None” in other capitals', 'header', () => forged({ alg: 'nOnE' }, byKey)],
  ['signed HS256 with the certificate as the secret', 'header', () => forged({ alg: 'HS256' }, hmac(key.certificate))],
  ['signed HS256 with the public key as the secret', 'header', () => forged({ alg: 'HS256' }, hmac(publicPem))],
  ['said to be RS256 but signed HS256 with the public key', 'signature', () => forged({ alg: 'RS256' }, hmac(publicPem))],
  ['signed HS256 with an empty secret and a kid of /dev/null', 'header', () => forged({ alg: 'HS256', kid: '/dev/null' }, hmac(''))],
  ['signed PS256 by the org’s own key', 'header', () => forged({ alg: 'PS256' }, pss)],
  ['said to be RS256 but signed PS256', 'signature', () => forged({ alg: 'RS256' }, pss)],
  [
    'signed RS512 by the org’s own key',
    'header',
    () => forged({ alg: 'RS512' }, (text) => sign('RSA-SHA512', Buffer.from(text), key.privateKey)),
  ],
  [
    'signed ES256 by a key of somebody',
    'header',
    () => forged({ alg: 'ES256' }, (text) => sign('sha256', Buffer.from(text), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' })),
  ],
  ['signed by another key', 'signature', () => signedToken(claims(), other)],
  ['that brings its own key along (jwk)', 'header', () => signedToken(claims(), other, { alg: 'RS256', jwk })],
  ['that names its own keys (jku)', 'header', () => signedToken(claims(), other, { alg: 'RS256', jku: 'https://evil.example/keys' })],
  ['that brings its own certificate along (x5c)', 'header', () => signedToken(claims(), other, { alg: 'RS256', x5c: [der] })],
  ['that names its own certificate (x5u)', 'header', () => signedToken(claims(), other, { alg: 'RS256', x5u: 'https://evil.example/c' })],
  ['signed by another key, whose kid is the org’s', 'signature', () => signedToken(claims(), other, { alg: 'RS256', kid: 'launch' })],
  ['with an extension that we do not know (crit)', 'header', () => token({}, { alg: 'RS256', crit: ['exp'], exp: 1 })],
  ['with a payload that is not encoded (b64)', 'header', () => token({}, { alg: 'RS256', b64: false, crit: ['b64'] })],
  ['of another type', 'header', () => token({}, { alg: 'RS256', typ: 'logout+jwt' })],
  ['whose payload was changed', 'signature', () => token().replace(/\.[^.]+\./, `.${part(claims({ record: idOf('003', 99) }))}.`)],
  ['whose signature is cut off', 'malformed', () => token().replace(/[^.]+$/, '')],
  ['whose signature was shortened', 'signature', () => token().slice(0, -8)],
  ['with a fourth part', 'malformed', () => `${token()}.${part({})}`],
  ['that is encrypted', 'malformed', () => `${part({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`],
  ['that is no token', 'malformed', () => 'nonsense'],
  ['that is far too long', 'malformed', () => token({ more: 'x'.repeat(4096) })],
  ['whose payload is a text', 'claims', () => signedToken('claims' as never, key)],
  ['of another org', 'issuer', () => token({ iss: '00D000000000002EAA' })],
  ['whose issuer is nobody', 'issuer', () => token({ iss: 'https://login.salesforce.com' })],
  ['without an issuer', 'claims', () => token({ iss: undefined })],
  ['for another service', 'audience', () => token({ aud: 'https://elsewhere.example' })],
  ['for an address of ours that is not the whole', 'audience', () => token({ aud: `${app.services.publicUrl}.evil.example` })],
  ['for several services', 'claims', () => token({ aud: [app.services.publicUrl, 'https://elsewhere.example'] })],
  ['without an audience', 'claims', () => token({ aud: undefined })],
  ['that has ended', 'expired', () => token({ iat: seconds() - 60, exp: seconds() })],
  ['that ended long ago', 'expired', () => token({ iat: seconds() - 4000, exp: seconds() - 3600 })],
  ['that would last longer than a minute', 'too-far-ahead', () => token({ exp: seconds() + 61 })],
  ['that never ends', 'claims', () => token({ exp: undefined })],
  ['whose end is a text', 'claims', () => token({ exp: String(seconds() + 30) })],
  ['made long ago for this minute', 'too-long', () => token({ iat: seconds() - 3600, exp: seconds() + 30 })],
  ['made in the future', 'issued-ahead', () => token({ iat: seconds() + 11, exp: seconds() + 40 })],
  ['that does not say when it was made', 'claims', () => token({ iat: undefined })],
  ['that does not hold yet', 'not-yet', () => token({ nbf: seconds() + 11 })],
  ['without a name of its own', 'claims', () => token({ jti: undefined })],
  ['with an empty name', 'claims', () => token({ jti: '' })],
  ['for nobody', 'claims', () => token({ sub: undefined })],
  ['for what is no user', 'user', () => token({ sub: jane.ref.id })],
  ['for a user by email', 'user', () => token({ sub: OLIVIA.email })],
  ['without a record', 'claims', () => token({ record: undefined })],
  ['for a record that is no id', 'record', () => token({ record: "003' or 1=1" })],
  ['for a record whose check letters are wrong', 'record', () => token({ record: `${jane.ref.id.slice(0, 15)}ZZZ` })],
  ['for a lead said to be a contact', 'record', () => token({ record: lead.ref.id })],
  ['for a contact said to be a lead', 'record', () => token({ object: 'Lead' })],
  ['for a record of a kind that nobody books for', 'record', () => token({ object: 'Opportunity', record: idOf('006', 1) })],
  ['for an object named after a trick', 'record', () => token({ object: 'constructor' })],
]

test('more than twenty kinds of forged launches are tried', () => expect(refused.length).toBeGreaterThanOrEqual(20))

test.each(refused)('a token %s opens nothing', async (_, why, make) => {
  const before = await sessions()
  const text = make()

  const reply = await launch(text)

  expect([reply.status, reply.headers.getSetCookie(), await sessions()]).toEqual([403, [], before])
  expect(reply.body).toContain('press Schedule again')
  expect(reply.headers.get('content-type')).toMatch(/^text\/html/)
  expect(reply.body).not.toContain(text)
  const lines = logged.filter((line) => line.includes('A launch was refused'))
  expect(lines.map((line) => JSON.parse(line).why)).toEqual([why])
  expect(logged.join()).not.toContain(text)
  expect(await app.services.db.selectFrom('customer').selectAll().where('salesforce_id', '=', idOf('003', 99)).execute()).toEqual([])
})

test.each([
  ['nothing', ''],
  ['an empty token', 'token='],
  ['two tokens', 'token=a.b.c&token=a.b.c'],
  ['a token and a ticket', 'token=a.b.c&ticket=abc'],
  ['two tickets', 'ticket=abc&ticket=abc'],
  ['a ticket that is no ticket', 'ticket=%3Cscript%3E'],
  ['a token in brackets', 'token[]=a.b.c'],
  ['a ticket that is far too long', `ticket=${'a'.repeat(200)}`],
])('an address with %s opens nothing, and says that it is not complete', async (_, query) => {
  const reply = await follow(app, query)

  expect([reply.status, reply.headers.getSetCookie()]).toEqual([400, []])
  expect(reply.body).toContain('not complete')
  expect(reply.body).not.toContain('script')
})

test('a token opens the console once: the second time it opens nothing', async () => {
  const text = token()

  expect((await launch(text)).status).toBe(303)
  const again = await launch(text)
  expect([again.status, again.headers.getSetCookie()]).toEqual([403, []])
  expect(JSON.parse(logged.find((line) => line.includes('A launch was refused')) ?? '{}').why).toBe('used')
})

test('two tokens with one name are one token', async () => {
  await launch(token({ jti: 'the-same' }))

  expect((await launch(token({ jti: 'the-same' }))).status).toBe(403)
})

test('one token used many times at once opens one console', async () => {
  const before = await sessions()
  const text = token()

  const statuses = (await Promise.all(Array.from({ length: 12 }, () => launch(text)))).map(({ status }) => status)

  expect(statuses.sort()).toEqual([303, ...Array(11).fill(403)])
  expect(await sessions()).toBe(before + 1)
})

test('a program that only looks (HEAD) does not use a token up', async () => {
  const text = token()
  const looked = await fetch(`${app.url}/salesforce/launch?token=${text}`, { method: 'HEAD', redirect: 'manual' })

  expect(looked.status).toBe(405)
  expect((await launch(text)).status).toBe(303)
})

test('clocks that differ by ten seconds launch all the same', async () => {
  expect((await launch(token({ iat: seconds() + 10, nbf: seconds() + 10, exp: seconds() + 60 }))).status).toBe(303)
})

test('a certificate that has ended, or that was never entered, opens nothing', async () => {
  const set = (certificate: string | null) => app.services.db.updateTable('crm_org').set({ launch_certificate: certificate }).execute()
  const ended = signingKey({ until: '2026-12-31T00:00:00Z' })
  const small = signingKey({ bits: 1024 })
  try {
    for (const one of [ended, small, { ...key, certificate: null }, { ...key, certificate: 'nonsense' }]) {
      await set(one.certificate)
      expect((await launch(signedToken(claims(), one))).status).toBe(403)
    }
  } finally {
    await set(key.certificate)
  }
  const why = logged.filter((line) => line.includes('refused')).map((line) => JSON.parse(line).why)
  expect(why).toEqual(['certificate', 'signature', 'no-certificate', 'certificate'])
})

test('a user who is not known in the org, or is no longer active, opens nothing and is told whom to ask', async () => {
  const left = { ...OLIVIA, id: idOf('005', 8), active: false }
  crm.users.set(left.id, left)
  await app.services.db
    .insertInto('crm_user')
    .values(left)
    .onConflict((row) => row.doNothing())
    .execute()

  for (const sub of [left.id, idOf('005', 99)]) {
    const reply = await launch(token({ sub }))
    expect([reply.status, reply.headers.getSetCookie()]).toEqual([403, []])
    expect(reply.body).toContain('administrator')
  }
})

test('a record that was deleted, or never was, opens nothing and no other record in its place', async () => {
  const gone = personOf('Contact', 3, { email: jane.email })
  crm.became.set(gone.ref.id, null)

  for (const record of [gone.ref.id, idOf('003', 4)]) {
    const reply = await launch(token({ record }))
    expect([reply.status, reply.headers.getSetCookie()]).toEqual([404, []])
    expect(reply.body).toContain('deleted in Salesforce')
  }
})

test('while Salesforce does not answer, a customer who is known opens with what is known, and says as of when', async () => {
  await launch(token())
  app.at('2027-03-01T12:30:00Z')
  isDown = true

  const { options, customer } = inLaunch(await launch(token()))

  expect((await app.get('/api/v1/session', options)).body.launch).toMatchObject({ customer, stale: true, readAt: NOW })
  expect((await app.get(`/api/v1/customers/${customer}`, options)).body.name).toBe(jane.name)
})

test('while Salesforce does not answer, a customer who is not known opens nothing; a moment later the same address does', async () => {
  const unknown = personOf('Contact', 5)
  crm.people.set(unknown.ref.id, unknown)
  await launch(token())
  isDown = true
  const text = token({ record: unknown.ref.id })

  const reply = await launch(text)

  expect([reply.status, reply.headers.getSetCookie(), reply.headers.get('retry-after')]).toEqual([503, [], '10'])
  expect(reply.body).toContain('Try again')
  isDown = false
  expect((await launch(text)).status).toBe(303)
})

const ticketFor = async (body: object = {}, headers: Record<string, string> = { 'x-salesforce-user': OLIVIA.id }) =>
  app.post('/api/v1/salesforce/launches', { object: 'Contact', recordId: jane.ref.id, ...body }, { headers })

test('a one-time address opens the console within a minute, once, and only its hash is kept', async () => {
  const { status, body } = await ticketFor()
  const ticket = new URL(body.url).searchParams.get('ticket') ?? ''

  expect([status, body.expiresAt, new URL(body.url).origin]).toEqual([201, '2027-03-01T12:01:00Z', 'http://booking.test'])
  expect(JSON.stringify(await app.services.db.selectFrom('launch').selectAll().execute())).not.toContain(ticket)
  app.at('2027-03-01T12:00:59Z')
  expect((await follow(app, `ticket=${ticket}`)).status).toBe(303)
  expect((await follow(app, `ticket=${ticket}`)).status).toBe(403)
  app.at(NOW)
  const late = new URL((await ticketFor()).body.url).search.slice(1)
  app.at('2027-03-01T12:01:00Z')
  expect((await follow(app, late)).status).toBe(403)
  expect(logged.join()).not.toContain(ticket)
})

test('one address used many times at once opens one console', async () => {
  const query = new URL((await ticketFor()).body.url).search.slice(1)

  const statuses = (await Promise.all(Array.from({ length: 12 }, () => follow(app, query)))).map(({ status }) => status)

  expect(statuses.sort()).toEqual([303, ...Array(11).fill(403)])
})

test('an address is made for a user of the org and a record of that kind, and for nobody else', async () => {
  const otto = { ...OLIVIA, id: idOf('005', 9), name: 'Otto Other' }
  await app.services.db.insertInto('crm_user').values(otto).execute()
  const refusals = [
    await ticketFor({}, {}),
    await ticketFor({ user: idOf('005', 99) }, {}),
    await ticketFor({ user: 'nobody' }, {}),
    await ticketFor({ user: otto.id }),
    await ticketFor({ recordId: lead.ref.id }),
    await ticketFor({ object: 'Opportunity' }),
    await ticketFor({}, { 'x-salesforce-user': idOf('005', 99) }),
    await ticketFor({}, { 'x-salesforce-user': 'nobody' }),
  ]

  expect(refusals.map(({ status }) => status)).toEqual([400, 403, 400, 400, 400, 400, 403, 403])
  expect((await ticketFor({ user: OLIVIA.id }, {})).status).toBe(201)
})

test('without a connected org nothing opens', async () => {
  const lone = await ownApp()
  try {
    const text = signedToken({ ...claims(), aud: lone.services.publicUrl }, key)
    expect((await follow(lone, `token=${text}`)).status).toBe(403)
    expect((await follow(lone, 'ticket=abc')).status).toBe(403)
    const asked = await lone.post('/api/v1/salesforce/launches', { object: 'Contact', recordId: jane.ref.id, user: OLIVIA.id })
    expect(asked.status).toBe(403)
  } finally {
    await lone.close()
  }
})
