import { beforeEach, expect, test } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { example } from './import-example.ts'

let app: TestApp
let tag: string
beforeEach(async () => {
  app = await startApp()
  tag = crypto.randomUUID().slice(0, 8)
})

const importing = (body: object) => app.post('/api/v1/import', body)
const exported = async () => (await app.get('/api/v1/export')).body

/** What the export says of the things whose slug, email or key ends with `tag`. */
async function own() {
  const all = await exported()
  const ours = (one: any) => [one.slug, one.email, one.key, ...(one.between ?? [])].some((name) => name?.includes(tag))
  return Object.fromEntries(Object.entries(all).map(([kind, list]) => [kind, (list as object[]).filter(ours)])) as Record<string, any[]>
}

test('the example of the documentation is accepted and given back as it was', async () => {
  const { before, whole } = example(tag)
  await importing(before)

  const { status, body } = await importing(whole)

  expect([status, body.at]).toEqual([200, '2027-03-01T12:00:00Z'])
  const one = { projects: 1, shares: 1, reps: 1, eventTypes: 1, pools: 1, bookingPages: 1, customers: 1 }
  expect(body.created).toEqual(one)
  expect(Object.values(body.updated)).toEqual([0, 0, 0, 0, 0, 0, 0])
  const given = await own()
  for (const [kind, list] of Object.entries(whole))
    expect(given[kind]!.map((it) => ({ ...it, ...(it.between ? { between: [...it.between].sort() } : {}) }))).toEqual(
      expect.arrayContaining((list as any[]).map((it) => ({ ...it, ...(it.between ? { between: [...it.between].sort() } : {}) }))),
    )
})

test('the same import again changes nothing', async () => {
  const { before, whole } = example(tag)
  await importing(before)
  await importing(whole)
  const first = await exported()

  const { status, body } = await importing(whole)

  expect([status, Object.values(body.created)]).toEqual([200, [0, 0, 0, 0, 0, 0, 0]])
  expect(await exported()).toEqual(first)
})

test('what is exported can be imported, and is then exported the same', async () => {
  const { before, whole } = example(tag)
  await importing({ ...before, ...whole, projects: [...before.projects, ...whole.projects], pools: [...before.pools, ...whole.pools] })
  const first = await exported()

  const { status, body } = await importing(first)

  expect([status, body.errors]).toEqual([200, undefined])
  expect(new Set(Object.values(body.created))).toEqual(new Set([0]))
  expect(Object.keys(body.created)).toEqual(
    expect.arrayContaining(['projects', 'shares', 'reps', 'eventTypes', 'pools', 'bookingPages', 'customers']),
  )
  expect(await exported()).toEqual(first)
})

test('everything may come in one import, in whatever order it refers to itself', async () => {
  const { before, whole } = example(tag)

  const reply = await importing({
    ...whole,
    projects: [...whole.projects, ...before.projects],
    pools: [...whole.pools, ...before.pools],
    bookingPages: [{ slug: `all-${tag}`, title: 'All', pages: [`talk-to-sales-${tag}`] }, ...whole.bookingPages],
  })

  expect([reply.status, reply.body.errors]).toEqual([200, undefined])
})

test('what is left out has the usual values', async () => {
  await importing({
    projects: [
      { slug: `p-${tag}`, name: 'P' },
      { slug: `q-${tag}`, name: 'Q' },
    ],
    shares: [{ between: [`p-${tag}`, `q-${tag}`] }],
    reps: [{ email: `rep.${tag}@example.com`, name: 'Rep', timeZone: 'UTC' }],
    eventTypes: [{ slug: `e-${tag}`, name: 'E', durationMinutes: 20 }],
    pools: [{ slug: `s-${tag}`, name: 'S', members: [{ email: `rep.${tag}@example.com` }] }],
    bookingPages: [{ slug: `b-${tag}`, title: 'B', rep: `rep.${tag}@example.com`, eventTypes: [`e-${tag}`] }],
    customers: [{ key: `c-${tag}`, name: 'C' }],
  })

  const given = await own()

  expect(given.shares).toMatchObject([{ appointments: true, history: true }])
  expect(given.reps).toEqual([
    {
      email: `rep.${tag}@example.com`,
      name: 'Rep',
      timeZone: 'UTC',
      kind: 'person',
      projects: [],
      weeklyHours: [],
      overrides: [],
      timeOff: [],
      busy: [],
      skills: [],
      languages: [],
      territories: [],
      dailyLimit: null,
      weeklyLimit: null,
      salesforceUserId: null,
      active: true,
    },
  ])
  expect(given.eventTypes).toMatchObject([
    {
      slotIntervalMinutes: 15,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      minimumNoticeMinutes: 0,
      bookingWindowDays: 60,
      with: [],
      approval: false,
      questions: [],
    },
  ])
  expect(given.pools).toMatchObject([{ strict: false, members: [{ priority: 2, weight: 100 }] }])
  expect(given.customers).toEqual([
    { key: `c-${tag}`, email: null, name: 'C', phone: null, timeZone: null, owner: null, coordinator: null, salesforce: null },
  ])
})

test('what is left out the second time keeps its value, and what is absent stays', async () => {
  const { before, whole } = example(tag)
  await importing(before)
  await importing(whole)
  const first = await own()

  const reply = await importing({
    projects: [{ slug: `bluewater-${tag}` }],
    shares: [{ between: [`bluewater-${tag}`, `online-${tag}`] }],
    reps: [{ email: `ANN.${tag}@Example.com` }],
    eventTypes: [{ slug: `consultation-${tag}` }],
    pools: [{ slug: `sales-${tag}` }],
    bookingPages: [{ slug: `talk-to-sales-${tag}` }],
    customers: [{ email: `jane.${tag}@example.com` }],
  })

  expect([reply.status, reply.body.errors]).toEqual([200, undefined])
  expect(await own()).toEqual(first)
  await importing({ reps: [{ email: `ann.${tag}@example.com`, dailyLimit: null, skills: [] }] })
  expect((await own()).reps).toEqual([{ ...first.reps![0], dailyLimit: null, skills: [] }])
})

test('an imported list replaces the one before: hours, time off, busy times, members', async () => {
  const { before, whole } = example(tag)
  await importing(before)
  await importing(whole)
  const busy = [{ start: '2027-03-05T15:00:00Z', end: '2027-03-05T15:30:00Z' }]

  await importing({
    reps: [{ email: `ann.${tag}@example.com`, timeOff: [], busy, overrides: [] }],
    pools: [{ slug: `sales-${tag}`, members: [] }],
  })

  const given = await own()
  expect(given.reps).toMatchObject([{ timeOff: [], busy, overrides: [], skills: ['solar'] }])
  expect(given.pools!.find((one) => one.slug === `sales-${tag}`)?.members).toEqual([])
})

test('hours may end at midnight or run past it', async () => {
  const weeklyHours = [
    { days: ['MO'], start: '18:00', end: '24:00' },
    { days: ['TU'], start: '22:00', end: '02:00' },
  ]

  expect((await importing({ reps: [{ email: `night.${tag}@example.com`, name: 'Night', timeZone: 'UTC', weeklyHours }] })).status).toBe(200)
  expect((await own()).reps).toMatchObject([{ weeklyHours }])
})

test('import and export are for administrators alone', async () => {
  expect((await app.post('/api/v1/import', {}, { signedIn: false })).status).toBe(401)
  expect((await app.get('/api/v1/export', { signedIn: false })).status).toBe(401)
})

test('many imports of the same at once leave one of each', async () => {
  const { before, whole } = example(tag)
  const all = { ...before, ...whole, projects: [...before.projects, ...whole.projects], pools: [...before.pools, ...whole.pools] }

  const replies = await Promise.all(Array.from({ length: 5 }, () => importing(all)))

  expect(replies.map((one) => one.status)).toEqual([200, 200, 200, 200, 200])
  expect(replies.reduce((sum, one) => sum + one.body.created.customers, 0)).toBe(1)
  expect(Object.fromEntries(Object.entries(await own()).flatMap(([kind, list]) => (list.length > 0 ? [[kind, list.length]] : [])))).toEqual(
    {
      projects: 2,
      shares: 1,
      reps: 1,
      eventTypes: 1,
      pools: 2,
      bookingPages: 1,
      customers: 1,
    },
  )
})

test('two people with one email and nothing else are exported so that an import knows them apart', async () => {
  const email = `twin.${tag}@example.com`
  for (const name of ['Tom Twin', 'Tim Twin']) expect((await app.post('/api/v1/customers', { name, email, anyway: true })).status).toBe(201)
  const { customers } = await own()

  const { status, body } = await importing({ customers })

  expect([status, body.created.customers, body.updated.customers]).toEqual([200, 0, 2])
  expect((await own()).customers).toEqual(customers)
})
