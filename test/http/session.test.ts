/** The session of the console, as the browser keeps it. What it takes to get one stands in test/accounts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADMIN_KEY, company, cookiesOf, PASSWORD, person, startApp, type TestApp, wish } from '../support/app.ts'
import { ownApp } from './every-route.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const OLGA = { name: 'Olga Coordinator', email: 'olga@example.com' }

const signIn = async (who: TestApp, given: { name?: string; email?: string } = {}) => {
  const { email } = await person(who, 'administrator', { ...OLGA, ...given })
  return who.post('/api/v1/session', { email, password: PASSWORD }, { signedIn: false })
}
const asked = (who: TestApp, cookie: string) => who.get('/api/v1/session', { signedIn: false, headers: { cookie } })

test('who signs in is known from then on by name and email', async () => {
  const reply = await signIn(app)
  const who = await asked(app, `theme=dark; ${cookiesOf(reply)}; other=1`)

  expect(reply).toMatchObject({ status: 201, body: { ...OLGA, level: 'administrator' } })
  expect(who).toMatchObject({ status: 200, body: { ...OLGA, level: 'administrator' } })
})

test('the session is out of reach of scripts and of other websites', async () => {
  const [cookie = '', ...others] = (await signIn(app)).headers.getSetCookie()

  expect(others).toEqual([])
  expect(cookie.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict'])
})

test('the administrator key is no password, and a wrong one opens nothing', async () => {
  await person(app, 'administrator', OLGA)
  for (const password of ['wrong', ADMIN_KEY, `${PASSWORD} `, PASSWORD.slice(1)]) {
    const reply = await app.post('/api/v1/session', { email: OLGA.email, password }, { signedIn: false })
    expect(reply).toMatchObject({ status: 401, body: { code: 'unauthenticated', status: 401 } })
    expect(reply.headers.get('www-authenticate')).toBe('Bearer')
    expect(reply.headers.getSetCookie()).toEqual([])
  }
})

test('what is booked in a session is booked by that coordinator, and with the bare key by a program', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const body = wish(made, '2027-03-02T15:30:00-05:00')

  const inSession = await app.post('/api/v1/bookings', body, { signedIn: false, headers: { cookie: cookiesOf(await signIn(app)) } })
  const withKey = await app.post('/api/v1/bookings', body)
  const { body: program } = await app.get('/api/v1/session')

  expect(inSession.body.bookedBy).toEqual({ kind: 'coordinator', ...OLGA })
  expect(withKey.body.bookedBy).toEqual({ kind: 'api', name: null, email: null })
  expect(program).toMatchObject({ name: null, email: null, level: 'administrator', secondFactor: false })
})

test('a coordinator named in any script comes out as typed in', async () => {
  const name = 'Ольга 👩‍💻 "O’Neil"'
  const who = await asked(app, cookiesOf(await signIn(app, { name, email: 'olga.oneil@example.com' })))

  expect(who.body.name).toBe(name)
})

test('signing out takes the cookie away and ends the session, also when nobody was signed in', async () => {
  const cookie = cookiesOf(await signIn(app))
  const signedOut = await app.delete('/api/v1/session', { signedIn: false, headers: { cookie } })
  const again = await app.delete('/api/v1/session', { signedIn: false })

  for (const { status, headers } of [signedOut, again]) {
    expect(status).toBe(204)
    expect(headers.getSetCookie().join()).toMatch(/switchboard_session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict/)
  }
  expect((await asked(app, cookie)).status).toBe(401)
})

let elsewhere: TestApp
beforeAll(async () => {
  elsewhere = await ownApp({ publicUrl: 'https://booking.test' })
})
afterAll(() => elsewhere.close())

test('over https the session never travels in the clear, and browsers are told to stay with https', async () => {
  const reply = await signIn(elsewhere)

  expect(reply.headers.getSetCookie()[0]).toContain('; Secure')
  expect(reply.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/)
})
