/** What every answer says in its headers. */
import { beforeAll, expect, test } from 'vitest'
import { type Company, company, type Reply, startApp, type TestApp } from '../support/app.ts'
import { ownApp } from './every-route.ts'

let app: TestApp
let made: Company
beforeAll(async () => {
  app = await startApp()
  made = await company(app)
})

const csp = ({ headers }: Reply) =>
  Object.fromEntries(
    (headers.get('content-security-policy') ?? '').split(';').map((one) => [one.trim().split(' ')[0], one.trim().split(' ').slice(1)]),
  )

const ADDRESSES = () => [
  '/healthz',
  '/api/v1/setup',
  '/api/v1/nothing',
  `/api/v1/pages/${made.page}`,
  `/${made.page}`,
  '/no-such-page',
  '/console/schedule',
  '/manage/x',
  '/docs',
  '/openapi.json',
  '/a/b/c',
]

test('no answer says what it is made with, lets its kind be guessed, or lets scripts in from elsewhere', async () => {
  for (const path of ADDRESSES()) {
    const reply = await app.get(path)
    expect(reply.headers.get('x-powered-by'), path).toBeNull()
    expect(reply.headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(reply.headers.get('referrer-policy'), path).toBe('no-referrer')
    expect(csp(reply), path).toMatchObject({ 'default-src': ["'self'"], 'object-src': ["'none'"], 'base-uri': ["'none'"] })
    for (const [directive, sources = []] of Object.entries(csp(reply)))
      if (/^(default|script|connect)-src/.test(directive)) expect(sources, `${path} ${directive}`).toEqual(["'self'"])
  }
})

test('a booking page may stand in a frame on any website, nothing else may', async () => {
  for (const path of ADDRESSES()) {
    const reply = await app.get(path, { headers: { accept: 'text/html' } })
    const framable = path === `/${made.page}` || path === '/no-such-page'
    expect(csp(reply)['frame-ancestors'], path).toEqual([framable ? '*' : "'none'"])
    expect(reply.headers.get('x-frame-options'), path).toBe(framable ? null : 'SAMEORIGIN')
  }
})

test('any website may load the widget and ask the public API, and nothing else, and never with cookies', async () => {
  const cors = async (path: string) => (await app.get(path, { headers: { origin: 'https://www.example.com' } })).headers
  for (const path of [`/api/v1/pages/${made.page}`, '/api/v1/pages/nowhere', '/api/v1/manage/x', '/embed.js', '/embed-frame.js'])
    expect((await cors(path)).get('access-control-allow-origin'), path).toBe('*')
  for (const path of ['/healthz', '/api/v1/setup', '/api/v1/bookings', `/${made.page}`, '/console/schedule', '/openapi.json'])
    expect((await cors(path)).get('access-control-allow-origin'), path).toBeNull()
  for (const path of [...ADDRESSES(), '/embed.js']) expect((await cors(path)).get('access-control-allow-credentials'), path).toBeNull()
})

const preflight = (path: string, origin: string, from = app) =>
  fetch(`${from.url}${path}`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,idempotency-key' },
  })

test('a browser that asks whether it may book from elsewhere is told so, without a key and without being counted', async () => {
  const { status, headers } = await preflight(`/api/v1/pages/${made.page}/bookings`, 'https://www.example.com')

  expect(status).toBe(204)
  expect(headers.get('access-control-allow-methods')).toBe('GET, POST')
  expect(headers.get('access-control-allow-headers')).toBe('Content-Type, Idempotency-Key')
  expect((await preflight('/api/v1/bookings', 'https://www.example.com')).status).toBe(401)
})

test('EMBED_ORIGINS limits who may frame booking pages, load the widget and ask the public API', async () => {
  const GOOD = 'https://www.example.com'
  const limited = await ownApp({ embedOrigins: [GOOD, 'http://localhost:5173'] })
  const headersFor = async (path: string, origin: string) => (await limited.get(path, { headers: { origin, accept: 'text/html' } })).headers

  for (const path of ['/embed.js', '/api/v1/pages/nowhere']) {
    const [good, evil] = [await headersFor(path, GOOD), await headersFor(path, 'https://evil.example')]
    expect([good.get('access-control-allow-origin'), good.get('vary')], path).toEqual([GOOD, expect.stringContaining('Origin')])
    expect([evil.get('access-control-allow-origin'), evil.get('vary')], path).toEqual([null, expect.stringContaining('Origin')])
  }
  expect((await headersFor('/nowhere', GOOD)).get('content-security-policy')).toContain(
    `frame-ancestors 'self' ${GOOD} http://localhost:5173`,
  )
  expect((await headersFor('/console/schedule', GOOD)).get('content-security-policy')).toContain("frame-ancestors 'none'")
  const refused = await preflight('/api/v1/pages/x/bookings', 'https://evil.example', limited)
  expect([refused.status, refused.headers.get('access-control-allow-methods')]).toEqual([204, null])
  await limited.close()
})

test('the widget is kept by browsers, packed, and not sent again while it is the same', async () => {
  const first = await app.get('/embed.js', { headers: { 'accept-encoding': 'gzip' } })
  expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
  expect(first.headers.get('content-encoding')).toBe('gzip')
  expect(first.headers.get('vary')).toContain('Accept-Encoding')
  expect(first.headers.get('cache-control')).toBe('public, no-cache')
  expect((await app.get('/embed.js', { headers: { 'accept-encoding': 'identity' } })).headers.get('content-encoding')).toBeNull()

  const known = { 'if-none-match': first.headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
  const again = await app.get('/embed.js', { headers: { 'accept-encoding': 'gzip', ...known } })
  expect([again.status, again.body]).toEqual([304, ''])
  const [part] = /assets\/[\w.-]+\.js/.exec(first.body) ?? []
  expect((await app.get(`/${part}`)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

test('what the API says is stored nowhere on the way', async () => {
  for (const path of ADDRESSES().filter((one) => one.startsWith('/api/')))
    expect((await app.get(path)).headers.get('cache-control'), path).toBe('no-store')
  expect((await app.get('/a/b/c')).headers.get('cache-control')).toBe('no-store')
})

test('every answer has a request id: the caller’s own, if that is a sane one', async () => {
  for (const path of ADDRESSES()) expect((await app.get(path)).headers.get('x-request-id'), path).toMatch(/^[0-9a-f-]{36}$/)

  const idFor = async (id: string) => (await app.get('/healthz', { headers: { 'x-request-id': id } })).headers.get('x-request-id')
  expect(await idFor('call-42.A_b')).toBe('call-42.A_b')
  for (const id of ['x'.repeat(65), '<script>', 'a b', '', '{"a":1}']) expect(await idFor(id), id).toMatch(/^[0-9a-f-]{36}$/)
})

test('an address at which there is nothing is a problem, signed in or not', async () => {
  for (const path of [
    '/api/v1/nothing',
    '/api/v2/bookings',
    '/api',
    '/a/b/c',
    '/no-such-page',
    '/UPPER',
    '/docs/assets/nothing.js',
    '/assets/nothing.js',
    '/console.html',
  ])
    for (const signedIn of [true, false]) {
      const { status, body, headers } = await app.get(path, { signedIn })
      expect([404, ...(signedIn || !path.startsWith('/api/v1') ? [] : [401])], path).toContain(status)
      expect(headers.get('content-type'), path).toMatch(/^application\/problem\+json/)
      expect(body, path).toMatchObject({
        type: 'about:blank',
        status,
        title: expect.any(String),
        detail: expect.any(String),
        code: expect.any(String),
      })
    }
})

test('a person who opens a page that does not exist gets a page that says so', async () => {
  const { status, headers, body } = await app.get('/no-such-page', { signedIn: false, headers: { accept: 'text/html,*/*;q=0.8' } })

  expect(status).toBe(404)
  expect(headers.get('content-type')).toMatch(/^text\/html/)
  expect(body).toContain('<!doctype html>')
})

test('no file outside the folders that are meant for it can be read', async () => {
  for (const folder of ['/assets', '/docs/assets'])
    for (const path of [
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '..%5c..%5cpackage.json',
      '%00',
      '.%00./package.json',
      '....//package.json',
      '%ff',
    ]) {
      const { status, body, headers } = await app.get(`${folder}/${path}`)
      expect([400, 404], path).toContain(status)
      expect(headers.get('content-type'), path).toMatch(/^application\/problem\+json/)
      expect(JSON.stringify(body), path).not.toContain('dependencies')
    }
})
