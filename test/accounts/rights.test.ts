/** Who may do what, as a whole: every operation of the OpenAPI document for every level, written down here as people said it. */
import { beforeAll, expect, test } from 'vitest'
import { LEVELS, type Level, rights } from '../../server/domain/rights.ts'
import { openApi } from '../../server/http/contract/openapi.ts'
import { person, type RequestOptions, signedIn, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
const sessions = new Map<Level, RequestOptions>()
beforeAll(async () => {
  app = await startApp()
  for (const level of LEVELS) sessions.set(level, await signedIn(app, await person(app, level)))
})

interface Operation {
  readonly method: string
  readonly path: string
  readonly open: boolean
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** The operations of the document under /api/v1. */
const operations: Operation[] = Object.entries(openApi('http://booking.test').paths ?? {}).flatMap(([path, item]) =>
  path.startsWith('/api/v1/')
    ? Object.entries(item as Record<string, { security?: unknown[] }>)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, { security }]) => ({ method: method.toUpperCase(), path, open: security?.length === 0 }))
    : [],
)
const staff = operations.filter((one) => !one.open)
const nameOf = ({ method, path }: Operation) => `${method} ${path}`

/** What the levels below administrator may do, in the words of the brief rather than of the table. */
function mayDo(level: Level, { method, path }: Operation): boolean {
  const own = /^\/api\/v1\/(session|sessions|sessions\/\{id\}|account\/.*|setup)$/.test(path)
  if (own || level === 'administrator') return true
  const finds = /^\/api\/v1\/(find-by-time|availability.*|customers.*|holds.*)$/.test(path)
  if (level === 'leads-agent') return finds || nameOf({ method, path, open: false }) === 'POST /api/v1/bookings'
  const calendars = /^\/api\/v1\/calendar-accounts/.test(path)
  if (calendars) return level === 'rep' || (level === 'manager' && (method === 'GET' || path.endsWith('/check')))
  if (level === 'rep') return /^GET \/api\/v1\/(bookings(\/\{id\})?|calendar-edits)$|(outcome|calendar-edit)$/.test(`${method} ${path}`)
  const coordinates = finds || /^\/api\/v1\/(bookings.*|booking-links.*|calendar-edits|outbox)$/.test(path)
  if (level === 'coordinator') return coordinates
  return !/^\/api\/v1\/(accounts|api-keys|webhooks|import|export|blocklist|message-templates)/.test(path)
}

const ID = '00000000-0000-4000-8000-000000000000'
const addressOf = (path: string) => path.replace('{instant}', '2027-03-02T20:30:00Z').replaceAll(/\{\w+\}/g, ID)

async function ask({ method, path }: Operation, options: RequestOptions): Promise<number> {
  const response = await fetch(`${app.url}${addressOf(path)}`, {
    method,
    headers: { ...options.headers, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) },
    // A field that exists nowhere: whoever may ask is told so, and nothing is changed.
    ...(method === 'POST' || method === 'PATCH' ? { body: '{"noSuchField":1}' } : {}),
  })
  return response.status
}

test('every operation that is not for everybody has a row in the table of rights, and every row an operation', () => {
  expect(staff.length).toBeGreaterThan(25)
  expect(Object.keys(rights).sort()).toEqual(staff.map(nameOf).sort())
})

test.each(staff.map((one) => [nameOf(one), one] as const))(
  '%s is for those levels that may, and for nobody who is not signed in',
  async (_, one) => {
    const expected = Object.fromEntries(LEVELS.map((level) => [level, mayDo(level, one)]))

    const seen = await Promise.all(LEVELS.map(async (level) => [level, (await ask(one, sessions.get(level)!)) !== 403] as const))

    expect(Object.fromEntries(seen)).toEqual(expected)
    expect(await ask(one, {})).toBe(401)
  },
)

test('what the document says is for everybody answers without a session', async () => {
  const open = operations.filter((one) => one.open && !one.path.includes('oidc'))

  const statuses = await Promise.all(open.map(async (one) => [nameOf(one), await ask(one, {})] as const))

  expect(open.length).toBeGreaterThan(10)
  expect(statuses.filter(([, status]) => status === 401 || status === 403 || status >= 500)).toEqual([])
})

test('an address that is not in the table is for administrators alone, whatever it is', async () => {
  const nothing = { method: 'GET', path: '/api/v1/nothing-here', open: false }
  const statuses = await Promise.all(LEVELS.map((level) => ask(nothing, sessions.get(level)!)))

  expect(statuses).toEqual([404, 403, 403, 403, 403])
})

test('a signed-in person is told the operations that they may use', async () => {
  const { body } = await app.get('/api/v1/session', sessions.get('leads-agent')!)

  expect(body.rights.sort()).toEqual(
    staff
      .filter((one) => mayDo('leads-agent', one))
      .map(nameOf)
      .sort(),
  )
})
