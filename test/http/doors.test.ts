/** Who may come in: every route of /openapi.json that is not open to everybody, and what a browser is told about all of them. */
import { beforeAll, expect, test } from 'vitest'
import { signed } from '../../server/domain/signed.ts'
import { ADMIN_KEY, person, type Reply, signedIn, type TestApp } from '../support/app.ts'
import { everyRoute, proxiedApp, type Route, send, storedRows } from './every-route.ts'
import { buildWorld, type World } from './good-requests.ts'

let app: TestApp
let world: World
let routes: Route[]
beforeAll(async () => {
  app = await proxiedApp()
  world = await buildWorld(app)
  routes = await everyRoute(app, world)
  await app.settled()
})

const staffRoutes = () => routes.filter((route) => !route.open)
const COOKIE = 'switchboard_session'

async function signIn(): Promise<string> {
  const { headers } = await signedIn(app, await person(app, 'administrator'))
  return headers?.cookie ?? ''
}

/** Every one of these is asked of every staff route, and every answer must be this one. */
async function expectAll(
  status: number,
  code: string,
  change: NonNullable<Parameters<typeof send>[2]>,
  asked = staffRoutes(),
): Promise<Reply[]> {
  const before = await storedRows(app)
  const replies: Reply[] = []
  for (const route of asked) {
    const reply = await send(app, route, change)
    expect(reply, route.name).toMatchObject({ status, body: { status, code, title: expect.any(String), detail: expect.any(String) } })
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    replies.push(reply)
  }
  expect(await storedRows(app)).toEqual(before)
  return replies
}

test('without a key no staff route answers, and says how one is sent', async () => {
  expect(staffRoutes().length).toBeGreaterThan(15)

  for (const headers of [{}, { authorization: 'Basic dXNlcjpwYXNz' }, { authorization: 'Bearer' }, { cookie: `${COOKIE}=` }]) {
    const replies = await expectAll(401, 'unauthenticated', { key: null, headers })
    for (const { headers: told } of replies) expect(told.get('www-authenticate')).toBe('Bearer')
  }
})

test('a wrong key is refused, also beside a session that is good', async () => {
  const cookie = await signIn()

  for (const key of ['wrong', `${ADMIN_KEY}x`, ADMIN_KEY.slice(0, -1), ADMIN_KEY.toUpperCase(), 'null'])
    await expectAll(401, 'unauthenticated', { key, ...(key === 'wrong' ? { headers: { cookie } } : {}) })
})

test('a session that was tampered with, signed by somebody else or made for another purpose is none', async () => {
  const [, token = ''] = (await signIn()).split('=')
  const [payload = '', proof = ''] = token.split('.')
  const claim = (more: object) => JSON.stringify({ name: 'Eve', email: 'eve@example.com', until: Date.parse('2030-01-01'), ...more })
  const encoded = (text: string) => Buffer.from(text).toString('base64url')
  const forged = [
    `${encoded(claim({}))}.${proof}`,
    `${payload}.${proof.slice(0, -1)}`,
    `${payload}.`,
    `${payload}`,
    `.${proof}`,
    `${token}.${proof}`,
    signed('another secret', 'session', claim({})),
    signed(app.services.secret, 'session', claim({})),
    signed(`${app.services.secret}\n${ADMIN_KEY}`, 'manage', claim({})),
    world.tokens.move,
    '"',
    '%00',
  ]

  const [first] = staffRoutes()
  for (const value of forged)
    await expectAll(
      401,
      'unauthenticated',
      { key: null, headers: { cookie: `${COOKIE}=${value}` } },
      value === forged[0] ? staffRoutes() : [first!],
    )
})

test('a session ends after twelve hours', async () => {
  const cookie = await signIn()
  const asked = () => app.get('/api/v1/session', { signedIn: false, headers: { cookie } })

  const before = await asked()
  const session = () =>
    app.services.db.selectFrom('account_session').select(['id', 'created_at', 'expires_at']).orderBy('created_at', 'desc')
  const newest = await session().executeTakeFirstOrThrow()
  await app.services.db.updateTable('account_session').set({ expires_at: new Date() }).where('id', '=', newest.id).execute()
  const refused = await asked()
  const replies = await expectAll(401, 'unauthenticated', { key: null, headers: { cookie } })

  expect((newest.expires_at.getTime() - newest.created_at.getTime()) / 3_600_000).toBeCloseTo(12, 2)
  expect(before.status).toBe(200)
  expect(refused.status).toBe(401)
  expect(replies[0]?.headers.get('www-authenticate')).toBe('Bearer')
})

test('a session counts only from our own pages: what another website sends is forbidden', async () => {
  const cookie = await signIn()
  const changing = staffRoutes().filter(({ method }) => method !== 'GET')
  const from = (origin: string) => ({ key: null, headers: { cookie, origin } })

  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1', `${app.url}.evil.example`])
    await expectAll(403, 'forbidden', from(origin), changing)
  const own = await send(app, staffRoutes().find(({ name }) => name === 'POST /api/v1/find-by-time')!, from(app.url))
  const reading = await send(app, staffRoutes().find(({ name }) => name === 'GET /api/v1/setup')!, from('https://evil.example'))

  expect(own.status).toBe(200)
  expect(reading.status).toBe(200)
  expect(reading.headers.get('access-control-allow-origin')).toBeNull()
})

test('who is not let in is not listened to: neither a broken nor a huge body changes the answer', async () => {
  const posting = staffRoutes().filter(({ method }) => method === 'POST')

  await expectAll(401, 'unauthenticated', { key: null, text: '{' }, posting)
  await expectAll(401, 'unauthenticated', { key: null, text: 'x', headers: { 'content-type': 'text/plain' } }, posting)
})

test('what the public is told holds no staff email, no reason and no customer but the one who asks', async () => {
  const open = routes.filter(
    (route) => route.open && route.template.startsWith('/api/') && !/\/session$|\/accounts\/first$|oidc$/.test(route.template),
  )
  expect(open.length).toBeGreaterThan(8)

  for (const route of open) {
    const { status, body } = await send(app, route, { key: null })
    const told = JSON.stringify(body)
    expect(status, route.name).toBeLessThan(300)
    // The link in a rep's mail shows who asks, as the mail did; a customer's own link shows the customer.
    const asked = /^\/api\/v1\/(requests|links)\//.test(route.template)
    const staffs = asked
      ? 'reasons|sync|bookedBy|assignment|guests|notes|details'
      : 'reasons|sync|bookedBy|assignment|customer|guests|notes|details'
    expect(told, route.name).not.toMatch(new RegExp(`"(${staffs})":`))
    // A calendar file names who organizes the meeting and who attends, as the invitation by mail does (RFC 5545, 3.8.4).
    if (route.template.endsWith('.ics')) continue
    for (const email of [...world.reps, `jane.${world.tag}`]) expect(told, route.name).not.toContain(email)
  }
})

test('a manage link opens one booking and nothing else', async () => {
  const [body = '', proof = ''] = world.tokens.move.split('.')
  const other = Buffer.from(`${world.past}:0`).toString('base64url')
  const older = Buffer.from(Buffer.from(body, 'base64url').toString().replace(/:0$/, ':1')).toString('base64url')

  for (const token of [`${other}.${proof}`, `${older}.${proof}`, body, `${body}.`, `${body}.AAAA`, world.toMove])
    expect(await app.get(`/api/v1/manage/${token}`, { signedIn: false })).toMatchObject({ status: 404, body: { code: 'not-found' } })
})
