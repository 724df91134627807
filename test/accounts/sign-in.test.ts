import { beforeAll, expect, test } from 'vitest'
import { cookiesOf, PASSWORD, person, type RequestOptions, signedIn, startApp, type TestApp } from '../support/app.ts'
import { codeOf } from '../support/authenticator.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const ANYBODY: RequestOptions = { signedIn: false }
const signIn = (body: object, headers = {}) => app.post('/api/v1/session', body, { signedIn: false, headers })

test('somebody signs in with email and password, is known by the cookie, and signs out', async () => {
  const olga = await person(app)

  const reply = await signIn({ email: olga.email.toUpperCase(), password: PASSWORD })
  const cookie = { signedIn: false, headers: { cookie: cookiesOf(reply) } }
  const known = await app.get('/api/v1/session', cookie)
  const bye = await app.delete('/api/v1/session', cookie)

  expect(reply.status).toBe(201)
  expect(reply.headers.getSetCookie().join()).toMatch(/^switchboard_session=[^;]+;.*HttpOnly.*SameSite=Strict/i)
  expect(reply.headers.getSetCookie().join()).not.toMatch(/Secure/)
  expect(known.body).toMatchObject({ name: 'Olga Coordinator', email: olga.email, level: 'coordinator', secondFactor: false })
  expect(bye.status).toBe(204)
  expect((await app.get('/api/v1/session', cookie)).status).toBe(401)
})

test('a wrong password and an unknown email get the same answer, in about the same time', async () => {
  const olga = await person(app)
  const timed = async (email: string) => {
    const began = performance.now()
    const { status, body } = await signIn({ email, password: 'not the password' })
    return { status, body, ms: performance.now() - began }
  }

  // In turns, so that whatever else the machine does befalls both alike. Without the hash, an answer takes a twentieth of the time.
  const wrong: Awaited<ReturnType<typeof timed>>[] = []
  const unknown: typeof wrong = []
  for (let i = 0; i < 5; i++) {
    wrong.push(await timed(olga.email))
    unknown.push(await timed('nobody@example.com'))
  }
  const fastest = (all: { ms: number }[]) => Math.min(...all.map(({ ms }) => ms))

  expect(wrong[0]).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  expect(unknown[0]!.body).toEqual(wrong[0]!.body)
  expect(fastest(unknown)).toBeGreaterThan(fastest(wrong) / 6)
  expect(fastest(wrong)).toBeGreaterThan(fastest(unknown) / 6)
})

test('signing in begins a new session, whatever cookie the browser brought', async () => {
  const olga = await person(app)
  const before = await signedIn(app, olga)

  const reply = await signIn({ email: olga.email, password: PASSWORD }, before.headers)

  expect(cookiesOf(reply)).toMatch(/^switchboard_session=.{20,}/)
  expect(cookiesOf(reply)).not.toBe(before.headers!.cookie)
})

test('a cookie that was tampered with, or made elsewhere, is worth nothing', async () => {
  const { headers } = await signedIn(app, await person(app))
  const [token, proof] = headers!.cookie!.split('.') as [string, string]
  const cookies = [
    `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}.${proof}`,
    `${token}.${proof.replace(/^../, 'AA')}`,
    token,
    'switchboard_session=eyJuYW1lIjoiQSJ9.AAAA',
    'switchboard_session=',
  ]

  const replies = await Promise.all(cookies.map((cookie) => app.get('/api/v1/setup', { signedIn: false, headers: { cookie } })))

  expect(replies.map((reply) => reply.status)).toEqual([401, 401, 401, 401, 401])
})

test('another website can neither use the cookie nor sign anybody in', async () => {
  const olga = await person(app)
  const { headers } = await signedIn(app, olga)
  const origin = 'https://evil.example'

  const used = await app.post('/api/v1/find-by-time', {}, { signedIn: false, headers: { ...headers, origin } })
  const begun = await signIn({ email: olga.email, password: PASSWORD }, { origin })

  expect(used.status).toBe(403)
  expect(begun.status).toBe(403)
})

test('the administrator key does not sign in to the console, and makes no second first account', async () => {
  await person(app)

  const old = await signIn({ key: 'test-administrator-key-0123456789abcdef', name: 'A', email: 'a@example.com' })
  const first = await app.post(
    '/api/v1/accounts/first',
    { key: 'test-administrator-key-0123456789abcdef', name: 'A', email: 'a@example.com', password: PASSWORD },
    ANYBODY,
  )

  expect(old.status).toBe(400)
  expect(first).toMatchObject({ status: 409, body: { code: 'conflict' } })
  expect((await app.get('/api/v1/sign-in', ANYBODY)).body).toEqual({ firstAccount: false, elsewhere: null })
})

test('with a second factor, the password alone is not enough, a wrong code neither, and the right one is', async () => {
  const olga = await person(app)
  const session = await signedIn(app, olga)
  const enrolled = await app.post('/api/v1/account/second-factor', { password: PASSWORD }, session)
  const right = codeOf(enrolled.body.uri)
  const wrong = right === '123456' ? '654321' : '123456'

  const misread = await app.post('/api/v1/account/second-factor/confirm', { code: wrong }, session)
  const confirmed = await app.post('/api/v1/account/second-factor/confirm', { code: right }, session)
  const alone = await signIn({ email: olga.email, password: PASSWORD })
  const mistaken = await signIn({ email: olga.email, password: PASSWORD, code: wrong })
  const guessed = await signIn({ email: olga.email, password: 'not the password', code: right })
  const entered = await signIn({ email: olga.email, password: PASSWORD, code: codeOf(enrolled.body.uri) })

  expect(misread.status).toBe(400)
  expect(confirmed.status).toBe(204)
  expect(alone).toMatchObject({ status: 401, body: { code: 'second-factor-required' } })
  expect(alone.headers.getSetCookie()).toEqual([])
  expect(mistaken).toMatchObject({ status: 401, body: { code: 'second-factor-required' } })
  expect(guessed).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  expect(entered.status).toBe(201)
  const known = await app.get('/api/v1/session', { signedIn: false, headers: { cookie: cookiesOf(entered) } })
  expect(known.body).toMatchObject({ email: olga.email, secondFactor: true })
})

test('a backup code opens once; with the password the second factor can be turned off', async () => {
  const olga = await person(app)
  const session = await signedIn(app, olga)
  const { body } = await app.post('/api/v1/account/second-factor', { password: PASSWORD }, session)
  await app.post('/api/v1/account/second-factor/confirm', { code: codeOf(body.uri) }, session)

  const first = await signIn({ email: olga.email, password: PASSWORD, code: body.backupCodes[0] })
  const again = await signIn({ email: olga.email, password: PASSWORD, code: body.backupCodes[0] })
  const inside = { signedIn: false, headers: { cookie: cookiesOf(first) } }
  const refused = await app.post('/api/v1/account/second-factor/disable', { password: 'not the password' }, inside)
  const off = await app.post('/api/v1/account/second-factor/disable', { password: PASSWORD }, inside)

  expect(body.backupCodes).toHaveLength(10)
  expect(first.status).toBe(201)
  expect(again.status).toBe(401)
  expect(refused.status).toBe(400)
  expect(off.status).toBe(204)
  expect((await signIn({ email: olga.email, password: PASSWORD })).status).toBe(201)
})

test('sessions are listed, and one that is ended is out at once', async () => {
  const olga = await person(app)
  const [here, there] = [await signedIn(app, olga), await signedIn(app, olga)]
  const stranger = await signedIn(app, await person(app))

  const { body } = await app.get('/api/v1/sessions', here)
  const other = body.items.find((one: { current: boolean }) => !one.current)
  const meddled = await app.delete(`/api/v1/sessions/${other.id}`, stranger)
  const stillIn = await app.get('/api/v1/session', there)
  const ended = await app.delete(`/api/v1/sessions/${other.id}`, here)

  expect(body.items).toHaveLength(2)
  expect(JSON.stringify(body)).not.toContain(here.headers!.cookie!.split('=')[1]!.split('.')[0]!)
  expect([meddled.status, stillIn.status, ended.status]).toEqual([404, 200, 204])
  expect((await app.get('/api/v1/session', there)).status).toBe(401)
  expect((await app.get('/api/v1/session', here)).status).toBe(200)
})

test('a changed password ends the other sessions and keeps this one', async () => {
  const olga = await person(app)
  const [here, there] = [await signedIn(app, olga), await signedIn(app, olga)]

  const refused = await app.post('/api/v1/account/password', { current: 'not the password', password: 'another long password' }, here)
  const short = await app.post('/api/v1/account/password', { current: PASSWORD, password: 'short' }, here)
  const done = await app.post('/api/v1/account/password', { current: PASSWORD, password: 'another long password' }, here)

  expect([refused.status, short.status, done.status]).toEqual([400, 400, 204])
  expect((await app.get('/api/v1/session', there)).status).toBe(401)
  expect((await app.get('/api/v1/session', { signedIn: false, headers: { cookie: cookiesOf(done) } })).status).toBe(200)
  expect((await signIn({ email: olga.email, password: PASSWORD })).status).toBe(401)
  expect((await signIn({ email: olga.email, password: 'another long password' })).status).toBe(201)
})
