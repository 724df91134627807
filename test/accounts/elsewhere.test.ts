import { OAuth2Server } from 'oauth2-mock-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookiesOf, openTestApp, person, type RequestOptions, type TestApp } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

const ANYBODY: RequestOptions = { signedIn: false }
const issuer = new OAuth2Server()
let app: TestApp
let claims: Record<string, unknown> = {}

beforeAll(async () => {
  await issuer.issuer.keys.generate('RS256')
  await issuer.start(0, '127.0.0.1')
  issuer.issuer.url = `http://127.0.0.1:${issuer.address().port}`
  issuer.service.on('beforeTokenSigning', (token) => Object.assign(token.payload, claims))
  app = await openTestApp(await openOwnDatabase(), (url) => ({
    publicUrl: url,
    issuer: { url: issuer.issuer.url!, clientId: 'switchboard', clientSecret: 'the-secret-of-the-client', name: 'Harbor ID' },
  }))
})
afterAll(async () => {
  await app.close()
  await issuer.stop()
})

/** What a browser does: to the issuer, and back with what it gave. */
async function goThere(email: string, more: object = {}) {
  const start = await app.get('/api/v1/sign-in/oidc', ANYBODY)
  const there = new URL(start.headers.get('location')!)
  claims = { sub: email, email, email_verified: true, aud: 'switchboard', nonce: there.searchParams.get('nonce'), ...more }
  const back = new URL((await fetch(there, { redirect: 'manual' })).headers.get('location')!)
  return { there, path: back.pathname + back.search, cookie: cookiesOf(start) }
}

const comeBack = (path: string, cookie: string) => app.get(path, { signedIn: false, headers: { cookie } })
const sessionOf = (reply: Parameters<typeof cookiesOf>[0]) =>
  app.get('/api/v1/session', { signedIn: false, headers: { cookie: cookiesOf(reply) } })

test('somebody with an account signs in with the company’s own sign-in, with state, nonce and PKCE', async () => {
  const olga = await person(app)

  const { there, path, cookie } = await goThere(olga.email)
  const reply = await comeBack(path, cookie)

  expect((await app.get('/api/v1/sign-in', ANYBODY)).body.elsewhere).toEqual({ name: 'Harbor ID', url: `${app.url}/api/v1/sign-in/oidc` })
  expect(there.searchParams.get('code_challenge_method')).toBe('S256')
  expect(there.searchParams.get('state')).toMatch(/.{20,}/)
  expect([reply.status, reply.headers.get('location')]).toEqual([302, '/console/home'])
  expect((await sessionOf(reply)).body).toMatchObject({ email: olga.email, level: 'coordinator' })
})

test('somebody who was invited joins by signing in there', async () => {
  await app.post('/api/v1/accounts', { email: 'ines@example.com', name: 'Ines New', level: 'manager' })

  const { path, cookie } = await goThere('ines@example.com')
  const reply = await comeBack(path, cookie)

  expect((await sessionOf(reply)).body).toMatchObject({ name: 'Ines New', level: 'manager' })
  const { body } = await app.get('/api/v1/accounts')
  expect(body.items.find((one: { email: string }) => one.email === 'ines@example.com').status).toBe('active')
})

test('nobody comes in without an account, with an email that is not verified, deactivated, or with a token made for another nonce', async () => {
  const [olga, gone] = [await person(app), await person(app)]
  const { items } = (await app.get('/api/v1/accounts')).body
  await app.patch(`/api/v1/accounts/${items.find((one: { email: string }) => one.email === gone.email).id}`, { active: false })
  const ways: [string, object][] = [
    ['stranger@example.com', {}],
    [olga.email, { email_verified: false }],
    [gone.email, {}],
    [olga.email, { nonce: 'another' }],
    [olga.email, { aud: 'another-client' }],
  ]

  const replies = []
  for (const [email, more] of ways) {
    const { path, cookie } = await goThere(email, more)
    replies.push(await comeBack(path, cookie))
  }

  expect(replies.map((reply) => reply.headers.get('location'))).toEqual(ways.map(() => '/console/home?elsewhere=refused'))
  expect(await Promise.all(replies.map(async (reply) => (await sessionOf(reply)).status))).toEqual([401, 401, 401, 401, 401])
})

test('an answer from there counts once, and only in the browser that asked', async () => {
  const olga = await person(app)
  const { path, cookie } = await goThere(olga.email)

  const foreign = await comeBack(path, '')
  const other = await goThere(olga.email)
  const first = await comeBack(other.path, other.cookie)
  const again = await comeBack(other.path, other.cookie)
  const altered = await comeBack(path.replace(/state=[^&]+/, 'state=made-up'), cookie)

  expect([foreign, first, again, altered].map((reply) => reply.headers.get('location'))).toEqual([
    '/console/home?elsewhere=refused',
    '/console/home',
    '/console/home?elsewhere=refused',
    '/console/home?elsewhere=refused',
  ])
})
