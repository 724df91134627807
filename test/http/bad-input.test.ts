/** Every route, taken from /openapi.json, is sent what it must not take. */
import { beforeAll, expect, test } from 'vitest'
import type { Reply, TestApp } from '../support/app.ts'
import { brokenBodies, brokenQueries, NO_OBJECTS, WRONG_PARTS } from './broken.ts'
import { everyRoute, proxiedApp, type Route, send, storedRows } from './every-route.ts'
import { buildWorld } from './good-requests.ts'

let app: TestApp
let routes: Route[]
beforeAll(async () => {
  app = await proxiedApp()
  routes = await everyRoute(app, await buildWorld(app))
  await app.settled()
})

/** Why this is not the refusal that it must be, or null. */
function complaint(reply: Reply, statuses: readonly number[], pointer?: string): string | null {
  const { status, body, headers } = reply
  const told = JSON.stringify(body).slice(0, 300)
  if (!statuses.includes(status)) return `${status} ${told}`
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return `is no problem: ${told}`
  if (!headers.get('x-request-id')) return 'has no X-Request-Id'
  const { type, title, detail, code, errors } = body
  if (body.status !== status || ![type, title, detail, code].every((one) => typeof one === 'string' && one !== ''))
    return `lacks something: ${told}`
  if (status !== 400) return null
  const places = (errors as { pointer: string; detail: string }[] | undefined)?.map((one) => one.pointer) ?? []
  if (places.length === 0 || !errors.every((one: any) => /^(\/|$)/.test(one.pointer) && one.detail)) return `points nowhere: ${told}`
  const near = (place: string) => pointer === undefined || place.startsWith(pointer) || (place !== '' && pointer.startsWith(place))
  return places.some(near) ? null : `points elsewhere: ${told}`
}

/** Send all of these, and expect that each is refused and that nothing has changed. */
async function expectRefused(
  tries: readonly { how: string; route: Route; change: Parameters<typeof send>[2]; statuses?: readonly number[]; pointer?: string }[],
) {
  const before = await storedRows(app)
  const complaints: string[] = []
  for (let i = 0; i < tries.length; i += 8)
    await Promise.all(
      tries.slice(i, i + 8).map(async ({ how, route, change, statuses = [400], pointer }) => {
        const words = complaint(await send(app, route, change), statuses, pointer)
        if (words) complaints.push(`${route.name} ${how}: ${words}`)
      }),
    )
  expect(complaints).toEqual([])
  expect(await storedRows(app)).toEqual(before)
}

const withBody = () => routes.filter((route) => route.schema)

test('a body with one thing wrong is refused by every route, which names the place and changes nothing', async () => {
  const tries = withBody().flatMap((route) =>
    brokenBodies(route).map(({ how, pointer, text }) => {
      // Whatever stands in the place of a key may be well written, and is then a wrong key.
      const statuses = pointer === '/key' ? [400, 401] : [400]
      return { how, route, pointer, statuses, change: { text } }
    }),
  )

  expect(tries.length).toBeGreaterThan(1500)
  await expectRefused(tries)
}, 120_000)

test('a body that is no JSON object is refused by every route', async () => {
  // Public pages do not even read what is larger than any form.
  const statusesOf = (route: Route, text: string) => (route.open && text.length > 64_000 ? [400, 413] : [400])
  await expectRefused(
    withBody().flatMap((route) =>
      NO_OBJECTS.map((text) => ({ how: text.slice(0, 40), route, statuses: statusesOf(route, text), change: { text } })),
    ),
  )
})

test('a body that is not sent as JSON is refused by every route, also where none is needed', async () => {
  const headers = [
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
    { 'content-type': 'application/json; charset=klingon' },
    { 'content-type': 'application/json, text/plain' },
    { 'content-type': '' },
    { 'content-encoding': 'klingon' },
    { 'content-encoding': 'gzip' },
  ]
  await expectRefused(withBody().flatMap((route) => headers.map((one) => ({ how: JSON.stringify(one), route, change: { headers: one } }))))
})

test('a body of two megabytes is too large for every route, and one of 33 for an import', async () => {
  const padded = (size: number) => JSON.stringify({ details: 'x'.repeat(size) })
  const tries = withBody().map((route) => ({
    how: 'too large',
    route,
    statuses: [413],
    change: { text: padded(/\/import(-csv)?$/.test(route.template) ? 33 * 1024 ** 2 : 2 * 1024 ** 2) },
  }))

  await expectRefused(tries)
})

test('a packed body counts as large as it is unpacked, and brackets within brackets are no harm', async () => {
  const route = withBody().find(({ template }) => template === '/api/v1/bookings') as Route
  const pack = async (text: string) =>
    new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer())
  const bomb = await pack(JSON.stringify({ details: 'x'.repeat(64 * 1024 ** 2) }))
  const brackets = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const post = (body: unknown, headers = {}) => app.post(route.good.path, body, { headers })

  expect(bomb.length).toBeLessThan(100_000)
  expect((await post(bomb, { 'content-encoding': 'gzip' })).status).toBe(413)
  expect((await post(brackets)).status).toBe(400)
  expect((await post(deep)).status).toBe(400)
})

test('a query with one thing wrong is refused by every route, which names the parameter', async () => {
  const tries = routes.flatMap((route) =>
    brokenQueries(route).map(({ how, pointer, search }) => ({ how, route, pointer, change: { url: `${route.good.path}${search}` } })),
  )

  expect(tries.length).toBeGreaterThan(200)
  await expectRefused(tries)
})

test('a part of a path that names nothing is refused by every route', async () => {
  const parts = (route: Route) => [...route.template.matchAll(/\{\w+\}/g)].map(([found]) => route.template.split('/').indexOf(found))
  const tries = routes.flatMap((route) =>
    parts(route).flatMap((at) =>
      WRONG_PARTS.map((part) => {
        const [path, search = ''] = [route.good.path.split('/').with(at, part).join('/'), new URLSearchParams(route.good.query).toString()]
        return { how: `${at}: ${part.slice(0, 40)}`, route, statuses: [400, 404], change: { url: `${path}?${search}` } }
      }),
    ),
  )

  expect(tries.length).toBeGreaterThan(200)
  await expectRefused(tries)
})

test('a method that an address does not have is a problem', async () => {
  const templates = new Map(routes.map((route) => [route.template, route]))
  const tries = [...templates.values()].flatMap((route) =>
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
      .filter((method) => !routes.some((one) => one.template === route.template && one.method === method))
      .map((method) => ({ how: method, route: { ...route, method, good: { path: route.good.path } }, statuses: [404], change: {} })),
  )

  await expectRefused(tries)
})

test('what is said against a whole request is refused as well: spans that end before they start, ranges too long, choices too many', async () => {
  const route = (name: string) => routes.find((one) => one.name === name)!
  const span = { start: '2027-04-02T00:00:00Z', end: '2027-04-01T00:00:00Z' }
  const imports = (change: object) => ({
    how: JSON.stringify(change),
    route: route('POST /api/v1/import'),
    change: { text: JSON.stringify(change) },
  })
  const rep = (more: object) => imports({ reps: [{ email: 'new@example.com', name: 'New', timeZone: 'UTC', ...more }] })
  const ranges = ['from=2027-03-05&to=2027-03-04', 'from=2027-01-01&to=2027-04-03', 'from=1900-01-01&to=9998-12-31']
  const dated = routes.filter((one) => one.query.some(({ name, required }) => name === 'from' && required))
  const [reports, slots] = [true, false].map((wanted) => dated.filter(({ template }) => template.includes('/reports/') === wanted))
  const years = ['from=2027-03-05&to=2027-03-04', 'from=2026-01-01&to=2027-01-02', 'from=1900-01-01&to=9998-12-31']

  expect([slots?.length, reports?.length]).toEqual([5, 8])
  await expectRefused([
    ...dated.flatMap((one) => {
      const { from: _, to: __, ...rest } = one.good.query ?? {}
      return (reports?.includes(one) ? years : ranges).map((range) => ({
        how: range,
        route: one,
        pointer: '/to',
        change: { url: `${one.good.path}?${new URLSearchParams(rest)}&${range}` },
      }))
    }),
    {
      how: 'to before from',
      route: route('GET /api/v1/bookings'),
      pointer: '/to',
      change: { url: '/api/v1/bookings?from=2027-03-05&to=2027-03-04' },
    },
    rep({ timeOff: [span] }),
    rep({ busy: [span] }),
    rep({ busy: [{ ...span, end: span.start }] }),
    rep({ weeklyHours: [{ days: ['MO'], start: '09:00', end: '09:00' }] }),
    rep({ weeklyHours: [{ days: [], start: '09:00', end: '10:00' }] }),
    rep({ weeklyHours: [{ days: ['MO'], start: '24:00', end: '10:00' }] }),
    rep({
      overrides: [
        { date: '2027-03-10', hours: [] },
        { date: '2027-03-10', hours: [] },
      ],
    }),
    rep({ projects: ["'; drop table project; --"] }),
    imports({
      reps: [
        { email: 'twice@example.com', name: 'A', timeZone: 'UTC' },
        { email: 'Twice@example.com', name: 'B', timeZone: 'UTC' },
      ],
    }),
    imports({ bookingPages: [{ slug: 'two', title: 'Two', rep: 'a@example.com', pool: 'b', eventTypes: ['c'] }] }),
    imports({ bookingPages: [{ slug: 'api', title: 'Ours', pool: 'b', eventTypes: ['c'] }] }),
    imports({ customers: [{ name: 'Nobody' }] }),
    imports({ pools: [{ slug: 'p', name: 'P', members: [{ email: 'nobody@example.com' }] }] }),
  ])
})

/** What takes more than a request: an issuer elsewhere, an empty house, the code of this very half minute. */
const TAKES_MORE = /oidc$|\/accounts\/first$|\/second-factor\/confirm$/

test('and the very same requests, unbroken, are taken', async () => {
  const refused: string[] = []
  for (const route of routes.filter(({ template }) => !TAKES_MORE.test(template))) {
    const { status, body } = await send(app, route)
    if (status >= 300) refused.push(`${route.name}: ${status} ${JSON.stringify(body).slice(0, 300)}`)
  }

  expect(refused).toEqual([])
})
