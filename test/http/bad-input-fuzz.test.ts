/** Every route, taken from /openapi.json, is sent what nobody thought of. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { Reply, TestApp } from '../support/app.ts'
import { everyRoute, proxiedApp, type Route, send } from './every-route.ts'
import { buildWorld } from './good-requests.ts'

let app: TestApp
let routes: Route[]
beforeAll(async () => {
  app = await proxiedApp()
  routes = await everyRoute(app, await buildWorld(app))
})

/** Long enough for a machine that has much else to do, far too short for anything that hangs. */
const PATIENCE_MS = 10_000

/** Every route is asked many times over. */
const ALL_ROUTES = { timeout: 180_000 }

async function expectSane(route: Route, asked: () => Promise<Reply>): Promise<void> {
  const began = performance.now()
  const { status, body, headers } = await asked()
  const told = `${route.name} ${status} ${JSON.stringify(body).slice(0, 300)}`
  expect(status, told).toBeLessThan(500)
  expect(performance.now() - began, told).toBeLessThan(PATIENCE_MS)
  if (status < 400) return
  expect(headers.get('content-type'), told).toContain('application/problem+json')
  expect(body, told).toMatchObject({ status, title: expect.any(String), detail: expect.any(String), code: expect.any(String) })
}

const words = fc.constantFrom(
  '',
  '\0',
  '\ud800',
  "';--",
  '<b>',
  '{{7*7}}',
  '%s',
  '../',
  '2027-03-04T15:30:00Z',
  '2027-03-04',
  'UTC',
  '+23:59',
  'me',
  'x'.repeat(400),
)
const leaf = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 30 }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null))
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ maxLength: 8 }), tie('value'), { maxKeys: 4 }),
  ),
})).value

/** The good body with anything in the place of some of its fields. */
const likeGood = ({ good }: Route) =>
  fc.record({
    ...Object.fromEntries(
      Object.entries(good.body ?? {}).map(([name, value]) => [
        name,
        fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: anything }),
      ]),
    ),
  })

test('no JSON body makes any route fail or hang', ALL_ROUTES, async () => {
  const taking = routes.filter((route) => route.schema)
  expect(taking.length).toBeGreaterThan(10)
  for (const route of taking)
    await fc.assert(
      fc.asyncProperty(fc.oneof(anything, likeGood(route)), (body) =>
        expectSane(route, () => send(app, route, { text: JSON.stringify(body) ?? '' })),
      ),
      { numRuns: 40 },
    )
})

test('no query string makes any route fail or hang', ALL_ROUTES, async () => {
  const value = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 30 }), fc.integer().map(String), fc.double().map(String))
  for (const route of routes) {
    const known = Object.entries(route.good.query ?? {})
    const names = route.query.map(({ name }) => name)
    const changes = fc.array(
      fc.tuple(names.length > 0 ? fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 6 })) : fc.string({ maxLength: 6 }), value),
      { maxLength: 3 },
    )
    const search = fc.oneof(
      changes.map((list) => String(new URLSearchParams([...known.filter(([name]) => !list.some(([other]) => other === name)), ...list]))),
      fc.string({ maxLength: 60 }).map((text) => text.replaceAll('#', '')),
    )
    await fc.assert(
      fc.asyncProperty(search, (text) => expectSane(route, () => send(app, route, { url: `${route.good.path}?${text}` }))),
      { numRuns: 15 },
    )
  }
})

test('no part of a path and no header makes any route fail or hang', ALL_ROUTES, async () => {
  const part = fc
    .oneof(
      words.filter((one) => one.isWellFormed()),
      fc.string({ maxLength: 40 }),
    )
    .map(encodeURIComponent)
  const visible = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 60 })
  const names = [
    'authorization',
    'cookie',
    'idempotency-key',
    'x-request-id',
    'origin',
    'accept',
    'accept-encoding',
    'if-none-match',
    'x-forwarded-proto',
  ]
  const headers = fc.dictionary(fc.constantFrom(...names), visible, { maxKeys: 3 })
  for (const route of routes) {
    const at = [...route.template.matchAll(/\{\w+\}/g)].map(([found]) => route.template.split('/').indexOf(found))
    const path = fc
      .tuple(...at.map(() => part))
      .map((parts) => at.reduce((done, place, i) => done.with(place, parts[i]!), route.good.path.split('/')).join('/'))
    await fc.assert(
      fc.asyncProperty(path, headers, (url, given) => expectSane(route, () => send(app, route, { url, headers: given }))),
      { numRuns: 15 },
    )
  }
})
