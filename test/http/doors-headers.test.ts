/** What every answer says in its headers. */
import { beforeAll, expect, test } from 'vitest'
import { type Company, company, type Reply, startApp, type TestApp } from '../support/app.ts'

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
