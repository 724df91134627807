/** Signing in to the console with the administrator key. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN_KEY, company, startApp, type TestApp, wish } from '../support/app.ts'
import { ownApp } from './every-route.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const OLGA = { name: 'Olga Coordinator', email: 'olga@example.com' }

const signIn = (who: TestApp, more: object = {}) => who.post('/api/v1/session', { key: ADMIN_KEY, ...OLGA, ...more }, { signedIn: false })
const cookieOf = (reply: { headers: Headers }): string => reply.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const asked = (who: TestApp, cookie: string) => who.get('/api/v1/session', { signedIn: false, headers: { cookie } })

test('who signs in with the key is known from then on by name and email', async () => {
  const reply = await signIn(app, { email: 'Olga@Example.com' })
  const who = await asked(app, `theme=dark; ${cookieOf(reply)}; other=1`)

  expect(reply).toMatchObject({ status: 201, body: { ...OLGA, level: 'administrator' } })
  expect(who).toMatchObject({ status: 200, body: { ...OLGA, level: 'administrator' } })
})

test('the session is out of reach of scripts and of other websites', async () => {
  const [cookie = '', ...others] = (await signIn(app)).headers.getSetCookie()

  expect(others).toEqual([])
  expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict'])
  expect(cookie).not.toContain(ADMIN_KEY)
})

test('a wrong key opens nothing', async () => {
  for (const key of ['wrong', `${ADMIN_KEY} `, ADMIN_KEY.slice(1)]) {
    const reply = await signIn(app, { key })
    expect(reply).toMatchObject({ status: 401, body: { code: 'unauthenticated', status: 401 } })
    expect(reply.headers.get('www-authenticate')).toBe('Bearer')
    expect(reply.headers.getSetCookie()).toEqual([])
  }
})

test('name and email are needed: they say who books', async () => {
  for (const more of [{ name: '' }, { name: undefined }, { email: undefined }, { email: 'olga' }, { name: 'a\nb' }]) {
    const reply = await signIn(app, more)
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid', errors: [{ pointer: `/${Object.keys(more)[0]}` }] } })
    expect(reply.headers.getSetCookie()).toEqual([])
  }
})

test('what is booked in a session is booked by that coordinator, and with the bare key by a program', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const body = wish(made, '2027-03-02T15:30:00-05:00')

  const inSession = await app.post('/api/v1/bookings', body, { signedIn: false, headers: { cookie: cookieOf(await signIn(app)) } })
  const withKey = await app.post('/api/v1/bookings', body)
  const { body: program } = await app.get('/api/v1/session')

  expect(inSession.body.bookedBy).toEqual({ kind: 'coordinator', ...OLGA })
  expect(withKey.body.bookedBy).toEqual({ kind: 'api', name: null, email: null })
  expect(program).toEqual({ name: null, email: null, level: 'administrator' })
})

test('a coordinator named in any script comes out as typed in', async () => {
  const name = 'Ольга 👩‍💻 "O’Neil"'
  const who = await asked(app, cookieOf(await signIn(app, { name })))

  expect(who.body.name).toBe(name)
})

test('signing out takes the cookie away, also when nobody was signed in', async () => {
  const signedOut = await app.delete('/api/v1/session', { signedIn: false, headers: { cookie: cookieOf(await signIn(app)) } })
  const again = await app.delete('/api/v1/session', { signedIn: false })

  for (const { status, headers } of [signedOut, again]) {
    expect(status).toBe(204)
    expect(headers.getSetCookie()).toEqual(['switchboard_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict'])
  }
  expect((await asked(app, cookieOf(signedOut))).status).toBe(401)
})

let elsewhere: TestApp
beforeAll(async () => {
  elsewhere = await ownApp({ publicUrl: 'https://booking.test', adminKey: 'another-administrator-key-0123456789abc' })
})
afterAll(() => elsewhere.close())

test('a new administrator key ends every session', async () => {
  const cookie = cookieOf(await signIn(app))

  expect((await asked(app, cookie)).status).toBe(200)
  expect((await asked(elsewhere, cookie)).status).toBe(401)
})

test('over https the session never travels in the clear, and browsers are told to stay with https', async () => {
  const reply = await signIn(elsewhere, { key: 'another-administrator-key-0123456789abc' })

  expect(reply.headers.getSetCookie()[0]).toContain('; Secure')
  expect(reply.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
})
