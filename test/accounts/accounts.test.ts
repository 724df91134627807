import { pino } from 'pino'
import { beforeAll, expect, test } from 'vitest'
import {
  accountIdOf,
  company,
  cookiesOf,
  openTestApp,
  PASSWORD,
  person,
  type RequestOptions,
  signedIn,
  startApp,
  type TestApp,
  wish,
} from '../support/app.ts'
import { wholeOutbox } from '../support/outbox.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const ANYBODY: RequestOptions = { signedIn: false }
const CHOSEN = 'a password of my own'
const signIn = (email: string, password: string) => app.post('/api/v1/session', { email, password }, ANYBODY)
const unique = (name: string) => `${name}.${Date.now().toString(36)}@example.com`

/** The newest mail to an address, and the token of the link in it. */
async function mailTo(address: string, from = app) {
  await from.settled()
  const mail = (await wholeOutbox(from)).find((one) => one.to.address === address)
  return { mail, token: /#(\S+)/.exec(mail?.text ?? '')?.[1] ?? '' }
}

const use = (token: string, password = CHOSEN) => app.post('/api/v1/account-links/use', { token, password }, ANYBODY)

test('an administrator invites somebody, who chooses a password once and is in', async () => {
  const email = unique('ines')

  const invited = await app.post('/api/v1/accounts', { email, name: 'Ines New', level: 'manager' })
  const { mail, token } = await mailTo(email)
  const link = await app.post('/api/v1/account-links/read', { token }, ANYBODY)
  const early = await signIn(email, CHOSEN)
  const short = await use(token, 'short')
  const chosen = await use(token)
  const again = await use(token)

  expect(invited).toMatchObject({ status: 201, body: { email, level: 'manager', status: 'invited' } })
  expect(mail).toMatchObject({ audience: 'account', bookingId: null, status: 'outbox' })
  expect(mail.text).toContain('http://booking.test/console/invitation#')
  expect(link.body).toEqual({ kind: 'invitation', name: 'Ines New', email })
  expect([early.status, short.status, chosen.status, again.status]).toEqual([401, 400, 204, 410])
  expect((await signIn(email, CHOSEN)).status).toBe(201)
})

test('an email has one account, and an invitation can be sent again until it is used', async () => {
  const email = unique('twice')
  const { body } = await app.post('/api/v1/accounts', { email, name: 'Tw Ice', level: 'rep' })

  const second = await app.post('/api/v1/accounts', { email: email.toUpperCase(), name: 'Tw Ice', level: 'rep' })
  const resent = await app.post(`/api/v1/accounts/${body.id}/invitation`)
  await use((await mailTo(email)).token)
  const late = await app.post(`/api/v1/accounts/${body.id}/invitation`)

  expect([second.status, resent.status, late.status]).toEqual([409, 204, 409])
})

test('an invitation lasts seven days, and a link that was changed is none', async () => {
  const email = unique('late')
  await app.post('/api/v1/accounts', { email, name: 'La Te', level: 'rep' })
  const { token } = await mailTo(email)

  const changed = await use(`${token.slice(0, -4)}AAAA`)
  app.at('2027-03-08T12:00:01Z')
  const late = await use(token)
  app.at('2027-03-08T11:59:00Z')
  const inTime = await use(token)
  app.at('2027-03-01T12:00:00Z')

  expect([changed.status, late.status, inTime.status]).toEqual([410, 410, 204])
})

test('a forgotten password is replaced by mail within the hour, which ends every session', async () => {
  const olga = await person(app)
  const session = await signedIn(app, olga)

  const asked = await app.post('/api/v1/password-resets', { email: olga.email }, ANYBODY)
  const unknown = await app.post('/api/v1/password-resets', { email: unique('nobody') }, ANYBODY)
  const { mail, token } = await mailTo(olga.email)
  app.at('2027-03-01T13:00:01Z')
  const late = await use(token)
  app.at('2027-03-01T12:00:00Z')
  const done = await use(token)

  expect(mail.subject).toBe('Choose a new password')
  expect([unknown.status, unknown.body]).toEqual([asked.status, asked.body])
  expect([late.status, done.status]).toEqual([410, 204])
  expect((await app.get('/api/v1/session', session)).status).toBe(401)
  expect((await signIn(olga.email, PASSWORD)).status).toBe(401)
  expect((await signIn(olga.email, CHOSEN)).status).toBe(201)
})

test('two links that were mailed: the first that is used makes the other void', async () => {
  const olga = await person(app)
  await app.post('/api/v1/password-resets', { email: olga.email }, ANYBODY)
  const first = await mailTo(olga.email)
  app.at('2027-03-01T12:01:00Z')
  await app.post('/api/v1/password-resets', { email: olga.email }, ANYBODY)
  const second = await mailTo(olga.email)
  app.at('2027-03-01T12:00:00Z')

  const replies = [await use(second.token), await use(first.token)]

  expect(first.token).not.toBe(second.token)
  expect(replies.map((reply) => reply.status)).toEqual([204, 410])
})

test('whoever is deactivated is out at once, by session, password and mailed link, until activated again', async () => {
  const olga = await person(app)
  const session = await signedIn(app, olga)
  await app.post('/api/v1/password-resets', { email: olga.email }, ANYBODY)
  const { token } = await mailTo(olga.email)
  const id = await accountIdOf(app, olga.email)

  const off = await app.patch(`/api/v1/accounts/${id}`, { active: false })

  expect(off.body).toMatchObject({ status: 'deactivated' })
  expect((await app.get('/api/v1/session', session)).status).toBe(401)
  expect((await signIn(olga.email, PASSWORD)).status).toBe(401)
  expect((await use(token)).status).toBe(410)
  expect((await app.patch(`/api/v1/accounts/${id}`, { active: true })).body).toMatchObject({ status: 'active' })
  expect((await app.get('/api/v1/session', session)).status).toBe(401)
  expect((await signIn(olga.email, PASSWORD)).status).toBe(201)
})

test('a changed level counts from the next request', async () => {
  const olga = await person(app, 'coordinator')
  const session = await signedIn(app, olga)
  const id = await accountIdOf(app, olga.email)

  const before = await app.get('/api/v1/outbox', session)
  await app.patch(`/api/v1/accounts/${id}`, { level: 'leads-agent' })
  const after = await app.get('/api/v1/outbox', session)

  expect([before.status, after.status]).toEqual([200, 403])
})

test('a booking names the person who is signed in as the one who booked it', async () => {
  const made = await company(app)
  const olga = await person(app, 'coordinator', { name: 'Olga Berg' })

  const { body } = await app.post(
    '/api/v1/bookings',
    {
      eventType: made.eventType,
      pool: made.pool,
      start: '2027-03-02T15:30:00-05:00',
      timeZone: 'America/New_York',
      customer: { name: 'Jane Smith' },
    },
    await signedIn(app, olga),
  )

  expect(body.bookedBy).toEqual({ kind: 'coordinator', name: 'Olga Berg', email: olga.email })
})

test('a rep sees and judges the bookings of the rep with the same email, and no others', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const book = (rep: string) =>
    app.post('/api/v1/bookings', {
      eventType: made.eventType,
      rep,
      start: '2027-03-02T15:30:00-05:00',
      timeZone: 'America/New_York',
      customer: { name: 'Jane Smith' },
    })
  const [own, other] = [(await book(made.reps[0]!)).body, (await book(made.reps[1]!)).body]
  const session = await signedIn(app, await person(app, 'rep', { email: made.reps[0]! }))
  const stranger = await signedIn(app, await person(app, 'rep'))
  const idsOf = ({ body }: { body: { items: { id: string }[] } }) => body.items.map((one) => one.id)

  app.at('2027-03-02T21:00:00Z')
  const outcomes = [
    await app.post(`/api/v1/bookings/${own.id}/outcome`, { status: 'completed' }, session),
    await app.post(`/api/v1/bookings/${other.id}/outcome`, { status: 'completed' }, session),
  ]
  app.at('2027-03-01T12:00:00Z')

  expect(idsOf(await app.get('/api/v1/bookings', session))).toEqual([own.id])
  expect(idsOf(await app.get(`/api/v1/bookings?rep=${made.reps[1]}`, session))).toEqual([own.id])
  expect(idsOf(await app.get('/api/v1/bookings', stranger))).toEqual([])
  expect((await app.get(`/api/v1/bookings/${own.id}`, session)).status).toBe(200)
  expect((await app.get(`/api/v1/bookings/${other.id}`, session)).status).toBe(404)
  expect(outcomes.map((reply) => reply.status)).toEqual([200, 404])
})

test('links to accounts stand in the outbox of administrators alone', async () => {
  const email = unique('hidden')
  await app.post('/api/v1/accounts', { email, name: 'Hid Den', level: 'rep' })
  await app.settled()
  const outboxOf = async (level: 'administrator' | 'manager' | 'coordinator') => {
    const session = await signedIn(app, await person(app, level))
    return JSON.stringify(await wholeOutbox({ get: (path) => app.get(path, session) }))
  }

  expect(await outboxOf('administrator')).toContain(email)
  expect(await outboxOf('manager')).not.toContain(email)
  expect(await outboxOf('coordinator')).not.toContain(email)
})

test('a key does what its scopes say until it runs out or is taken away, is shown once, and is not kept', async () => {
  const session = await signedIn(app, await person(app, 'administrator'))
  const make = async (scopes: string[], expiresAt: string | null = null) =>
    (await app.post('/api/v1/api-keys', { name: `For ${scopes}`, scopes, expiresAt }, session)).body
  const [reading, booking, administering] = [await make(['read']), await make(['book'], '2027-03-01T13:00:00Z'), await make(['administer'])]
  const statuses = async ({ key }: { key: string }) => {
    const options = { signedIn: false, headers: { authorization: `Bearer ${key}` } }
    const asked = [
      await app.get('/api/v1/bookings', options),
      await app.post('/api/v1/bookings', {}, options),
      await app.get('/api/v1/accounts', options),
      await app.get('/api/v1/api-keys', options),
    ]
    return asked.map((reply) => reply.status)
  }

  const given = [await statuses(reading), await statuses(booking), await statuses(administering)]
  app.at('2027-03-01T13:00:00Z')
  const runOut = await statuses(booking)
  app.at('2027-03-01T12:00:00Z')
  const listed = await app.get('/api/v1/api-keys', session)
  const revoked = await app.delete(`/api/v1/api-keys/${reading.id}`, session)
  const past = await app.post('/api/v1/api-keys', { name: 'Past', scopes: ['read'], expiresAt: '2027-03-01T11:00:00Z' }, session)
  const kept = await app.services.db.selectFrom('api_key').selectAll().execute()

  expect(given).toEqual([
    [200, 403, 403, 403],
    [200, 400, 403, 403],
    [200, 400, 200, 403],
  ])
  expect(runOut).toEqual([401, 401, 401, 401])
  expect(listed.body.items).toHaveLength(3)
  expect(JSON.stringify([listed.body, kept])).not.toContain(reading.key)
  expect(revoked.status).toBe(204)
  expect((await statuses(reading))[0]).toBe(401)
  expect(past.status).toBe(400)
})

test('two programs never meet in an Idempotency-Key, for bookings, holds and credits alike', async () => {
  const session = await signedIn(app, await person(app, 'administrator'))
  const made = await company(app)
  const asProgram = async (name: string): Promise<RequestOptions> => {
    const { body } = await app.post('/api/v1/api-keys', { name, scopes: ['administer'], expiresAt: null }, session)
    return { signedIn: false, headers: { authorization: `Bearer ${body.key}`, 'idempotency-key': 'one' } }
  }
  const programs = [await asProgram('The shop'), await asProgram('The call center')]
  const posts = (hour: number) =>
    [
      ['/api/v1/holds', { eventType: made.eventType, rep: made.reps[0], start: `2027-03-02T${hour}:00:00-05:00` }],
      ['/api/v1/bookings', wish(made, `2027-03-03T${hour}:00:00-05:00`)],
      [`/api/v1/pools/${made.pool}/credits`, { rep: made.reps[0], amount: hour, reason: 'Two leads were not real' }],
    ] as const

  const answers: number[] = []
  for (const [i, options] of programs.entries())
    for (const [path, body] of posts(10 + i)) answers.push((await app.post(path, body, options)).status)

  expect(answers).toEqual([201, 201, 201, 201, 201, 201])
})

test('the key of an administrator who is no longer one opens nothing', async () => {
  const ada = await person(app, 'administrator')
  const session = await signedIn(app, ada)
  const { body } = await app.post('/api/v1/api-keys', { name: 'Nightly', scopes: ['administer'] }, session)
  const id = await accountIdOf(app, ada.email)

  await app.patch(`/api/v1/accounts/${id}`, { level: 'manager' })

  expect((await app.get('/api/v1/setup', { signedIn: false, headers: { authorization: `Bearer ${body.key}` } })).status).toBe(401)
})

test('a house of its own: the first account needs the key and is made once, the last administrator remains, and logs keep no secret', async () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const own = await openTestApp(await openOwnDatabase(), { signInLimits: { perAddress: 1000, perAccount: 3 } }, log)
  const key = 'test-administrator-key-0123456789abcdef'
  const ada = { name: 'Ada First', email: 'ada@example.com', password: PASSWORD }
  const first = (body: object) => own.post('/api/v1/accounts/first', body, ANYBODY)
  const enter = (password: string) => own.post('/api/v1/session', { email: ada.email, password }, ANYBODY)

  const empty = await own.get('/api/v1/sign-in', ANYBODY)
  const refused = await first({ ...ada, key: 'not the administrator key' })
  const both = await Promise.all([first({ ...ada, key }), first({ ...ada, email: 'eve@example.com', key })])
  const [winner] = (await own.get('/api/v1/accounts')).body.items
  ada.email = winner.email
  const last = await own.patch(`/api/v1/accounts/${winner.id}`, { active: false })
  const demoted = await own.patch(`/api/v1/accounts/${winner.id}`, { level: 'manager' })
  const session = { signedIn: false, headers: { cookie: cookiesOf(await enter(PASSWORD)) } }
  const made = await own.post('/api/v1/api-keys', { name: 'Key', scopes: ['read'] }, session)
  await own.post('/api/v1/password-resets', { email: ada.email }, ANYBODY)
  const { token } = await mailTo(ada.email, own)
  await own.post('/api/v1/account-links/read', { token }, ANYBODY)
  await own.get('/api/v1/setup', { signedIn: false, headers: { authorization: `Bearer ${made.body.key}` } })
  const wrong = [
    await enter('wrong wrong wrong'),
    await enter('wrong wrong wrong'),
    await enter('wrong wrong wrong'),
    await enter(PASSWORD),
  ]
  const said = lines.join('')

  expect(empty.body.firstAccount).toBe(true)
  expect(refused.status).toBe(401)
  expect(both.map((reply) => reply.status).sort()).toEqual([204, 409])
  expect([last.status, demoted.status]).toEqual([409, 409])
  expect(wrong.map((reply) => reply.status)).toEqual([401, 401, 401, 429])
  expect(Number(wrong[3]!.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(said).toContain('/api/v1/account-links/read')
  expect(token.length).toBeGreaterThan(40)
  const secrets = [PASSWORD, 'wrong wrong', key, token, made.body.key, session.headers.cookie.split('=')[1]!.split('.')[0]!]
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
  await own.close()
})
