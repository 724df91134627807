/** Who may do what, as a whole: every operation of the OpenAPI document for everybody who may be in, written down here as people said it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { LEVELS, type Role, rights } from '../../server/domain/rights.ts'
import { openApi } from '../../server/http/contract/openapi.ts'
import { ownApp } from '../http/every-route.ts'
import { person, type RequestOptions, signedIn, type TestApp } from '../support/app.ts'
import { signingKey } from '../support/certificate.ts'
import { crmSettings } from '../support/crm.ts'
import { claimsFor, connectSigning, follow, inLaunch, orgWith, personOf, signedToken } from '../support/launch.ts'

/** The levels of accounts, and whoever works in a console that was opened from a record of Salesforce. */
const ROLES: readonly Role[] = [...LEVELS, 'launched']

let app: TestApp
const sessions = new Map<Role, RequestOptions>()
const [jane, key] = [personOf('Contact', 1), signingKey()]
const crm = orgWith(jane)
beforeAll(async () => {
  app = await ownApp(crmSettings(crm, () => app.services.now()))
  for (const level of LEVELS) sessions.set(level, await signedIn(app, await person(app, level)))
})
// An administrator may leave the org, and then nobody books from its records any more.
beforeEach(async () => {
  await connectSigning(app, crm, key)
  sessions.set('launched', inLaunch(await follow(app, `token=${signedToken(claimsFor(app, crm, jane), key)}`)).options)
})
afterAll(() => app?.close())

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

/** In a console that was opened from a record: find a time and book it, for its one customer. */
const FIND_AND_BOOK = [
  'POST /api/v1/find-by-time',
  'GET /api/v1/availability',
  'GET /api/v1/availability/{instant}/reps',
  'POST /api/v1/holds',
  'POST /api/v1/holds/{id}/renew',
  'DELETE /api/v1/holds/{id}',
  'POST /api/v1/bookings',
  'GET /api/v1/bookings',
  'GET /api/v1/bookings/{id}',
  'GET /api/v1/customers/{id}',
  'GET /api/v1/setup',
  'GET /api/v1/session',
]

/** What everybody but administrators may do, in the words of the brief rather than of the table. */
function mayDo(level: Role, { method, path }: Operation): boolean {
  if (path === '/api/v1/salesforce/launches' || `${method} ${path}` === 'POST /api/v1/orders') return false
  if (level === 'launched') return FIND_AND_BOOK.includes(`${method} ${path}`)
  const own = /^\/api\/v1\/(session|sessions|sessions\/\{id\}|account\/.*|setup)$/.test(path)
  if (own || level === 'administrator') return true
  // Orders and leads: whoever works with customers of all reps; who has which lead, a manager says.
  if (/^\/api\/v1\/shops|\/orders\/import-csv$/.test(path)) return false
  if (/^\/api\/v1\/(orders|order-entry|dispositions)|\/customers\/\{id\}\/calls$/.test(path)) return level !== 'rep'
  if (/^\/api\/v1\/leads\/(report|\{id\}\/resolve)$/.test(path)) return level === 'manager' || level === 'leads-agent'
  if (path === '/api/v1/leads/agents') return level === 'manager' || level === 'coordinator'
  if (path.startsWith('/api/v1/leads')) return level === 'manager'
  const finds = /^\/api\/v1\/(find-by-time|availability.*|customers.*|holds.*)$/.test(path)
  if (
    level === 'leads-agent' &&
    (/(\/(registrations|merge|duplicates|data)|\.csv)$/.test(path) || (/customers/.test(path) && method !== 'GET'))
  )
    return false
  if (path === '/api/v1/customers/import-csv') return false
  if (/\/customers\/\{id\}\/(data|erase)$/.test(path)) return level === 'manager'
  if (level === 'leads-agent' && path.startsWith('/api/v1/projects') && !path.endsWith('/follow-ups')) return true
  if (level === 'leads-agent') return finds || nameOf({ method, path, open: false }) === 'POST /api/v1/bookings'
  const calendars = /^\/api\/v1\/calendar-accounts/.test(path)
  if (calendars) return level === 'rep' || (level === 'manager' && (method === 'GET' || path.endsWith('/check')))
  // What reps owe registrants: everybody who has to do with it, but plans, their options, and what is done to many are a manager's.
  if (/^\/api\/v1\/(processes|follow-ups|activities|reminders|projects\/\{ref\}\/follow-ups)/.test(path)) {
    if (/\/(runs|timeline|many)$/.test(path)) return level === 'manager'
    if (/processes|follow-ups/.test(path)) return level === 'manager' || method === 'GET'
    return level !== 'rep' || !path.endsWith('/reassign')
  }
  if (path.startsWith('/api/v1/projects')) return true
  // When reps work and are away: everybody who has to do with reps knows and says so; hours are a rep's own and a manager's.
  const absence = /^\/api\/v1\/(reps.*|affected|holidays.*)$/.test(path)
  if (absence) return level !== 'coordinator' || method !== 'PATCH'
  if (path.startsWith('/api/v1/reports')) return level === 'manager' || !path.startsWith('/api/v1/reports/appointments')
  if (level === 'rep')
    return (
      /^\/api\/v1\/(find-by-time|availability|holds.*|home|calendar-edits|registrations\/\{id\}|customers\/\{id\}\/(profile|registrations))$/.test(
        path,
      ) ||
      /^(POST \/api\/v1\/customers|PATCH \/api\/v1\/customers\/\{id\})$/.test(`${method} ${path}`) ||
      /^GET \/api\/v1\/(bookings|customers)(\.csv|\/\{id\})?$/.test(`${method} ${path}`) ||
      /^POST \/api\/v1\/bookings(\/\{id\}\/(outcome|reschedule|cancel|calendar-edit|ask-anew))?$/.test(`${method} ${path}`)
    )
  const coordinates = finds || /^\/api\/v1\/(bookings.*|home|booking-links.*|registrations.*|calendar-edits|outbox)$/.test(path)
  if (level === 'coordinator') return coordinates
  return !/^\/api\/v1\/(accounts|api-keys|salesforce|webhooks|import|export|blocklist|message-templates|audit|alerts|jobs)/.test(path)
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
    const expected = Object.fromEntries(ROLES.map((level) => [level, mayDo(level, one)]))

    // The administrator is the last: what is taken away then is still there for the others.
    const seen: [Role, boolean][] = []
    for (const level of ROLES.toReversed()) seen.push([level, (await ask(one, sessions.get(level)!)) !== 403])

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
  const statuses = await Promise.all(ROLES.map((level) => ask(nothing, sessions.get(level)!)))

  expect(statuses).toEqual([404, 403, 403, 403, 403, 403])
})

test.each(['leads-agent', 'launched'] as const)('somebody who is in as %s is told the operations that they may use', async (level) => {
  const { body } = await app.get('/api/v1/session', sessions.get(level)!)

  expect(body.rights.sort()).toEqual(
    staff
      .filter((one) => mayDo(level, one))
      .map(nameOf)
      .sort(),
  )
})

test('a launch is made by programs that may book, and by no person', async () => {
  const admin = await signedIn(app, await person(app, 'administrator'))
  const keyFor = async (scope: string) => ({
    authorization: `Bearer ${(await app.post('/api/v1/api-keys', { name: scope, scopes: [scope] }, admin)).body.key}`,
  })
  const launches = operations.find(({ path }) => path === '/api/v1/salesforce/launches')!

  expect(await ask(launches, { headers: await keyFor('read') })).toBe(403)
  expect(await ask(launches, { headers: await keyFor('book') })).toBe(400)
})
