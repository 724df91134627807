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

test('one wrong place refuses the whole import, and every wrong place is named', async () => {
  const { before, whole } = example(tag)
  const first = await exported()

  const { status, body } = await importing({
    ...whole,
    reps: [
      { ...whole.reps[0], projects: [`nowhere-${tag}`] },
      { email: `ben.${tag}@example.com`, name: 'Ben', timeZone: 'UTC' },
      { email: `cara.${tag}@example.com` },
    ],
    pools: [
      ...before.pools,
      { slug: `sales-${tag}`, name: 'Sales', members: [{ email: `ben.${tag}@example.com` }, { email: 'nobody@example.com' }] },
    ],
    eventTypes: [{ slug: `e-${tag}`, name: 'E' }],
    bookingPages: [{ slug: `b-${tag}`, title: 'B', pool: `none-${tag}`, eventTypes: [`e-${tag}`, `none-${tag}`] }],
    customers: [{ key: `c-${tag}`, name: 'C', owner: 'nobody@example.com' }],
    shares: [],
  })

  expect([status, body.code]).toEqual([400, 'invalid'])
  const pointers = body.errors.map((one: any) => one.pointer)
  expect(pointers).toEqual(expect.arrayContaining(['/reps/0/projects/0', '/reps/2/name', '/reps/2/timeZone']))
  expect(await exported()).toEqual(first)

  const rest = await importing({
    projects: before.projects,
    pools: [{ slug: `sales-${tag}`, name: 'Sales', members: [{ email: 'nobody@example.com' }] }],
  })
  expect([rest.status, rest.body.errors[0].pointer]).toEqual([400, '/pools/0/members/0/email'])
  expect(await exported()).toEqual(first)
})

const rep = { email: 'wrong@example.com', name: 'Wrong', timeZone: 'UTC' }
const eventType = { slug: 'wrong', name: 'Wrong', durationMinutes: 30 }

test.each<[object, string]>([
  [{ reps: [{ ...rep, timeZone: 'Mars' }] }, '/reps/0/timeZone'],
  [{ reps: [{ ...rep, colour: 'red' }] }, '/reps/0/colour'],
  [{ reps: [{ ...rep, weeklyHours: [{ days: ['MO'], start: '09:00', end: '09:00' }] }] }, '/reps/0/weeklyHours/0/end'],
  [{ reps: [{ ...rep, weeklyHours: [{ days: ['MO'], start: '24:00', end: '09:00' }] }] }, '/reps/0/weeklyHours/0/start'],
  [{ reps: [{ ...rep, weeklyHours: [{ days: ['XX'], start: '09:00', end: '10:00' }] }] }, '/reps/0/weeklyHours/0/days/0'],
  [{ reps: [{ ...rep, overrides: [{ date: '2027-02-30', hours: [] }] }] }, '/reps/0/overrides/0/date'],
  [{ reps: [{ ...rep, timeOff: [{ start: '2027-03-02T00:00:00Z', end: '2027-03-01T00:00:00Z' }] }] }, '/reps/0/timeOff/0/end'],
  [{ reps: [{ ...rep, busy: [{ start: '2027-03-02T00:00:00Z', end: 'later' }] }] }, '/reps/0/busy/0/end'],
  [{ reps: [{ ...rep, dailyLimit: 0 }] }, '/reps/0/dailyLimit'],
  [{ reps: [rep, rep] }, '/reps/1/email'],
  [{ eventTypes: [{ ...eventType, durationMinutes: 0 }] }, '/eventTypes/0/durationMinutes'],
  [{ eventTypes: [{ ...eventType, durationMinutes: 1441 }] }, '/eventTypes/0/durationMinutes'],
  [{ eventTypes: [{ ...eventType, bookingWindowDays: 1096 }] }, '/eventTypes/0/bookingWindowDays'],
  [{ eventTypes: [{ ...eventType, slug: 'Wrong Slug' }] }, '/eventTypes/0/slug'],
  [{ eventTypes: [{ ...eventType, with: [{ pool: 'no-such-pool', count: 1 }] }] }, '/eventTypes/0/with/0/pool'],
  [{ eventTypes: [{ slug: 'wrong', name: 'Wrong' }] }, '/eventTypes/0/durationMinutes'],
  [{ pools: [{ slug: 'wrong', name: 'Wrong', distribution: 'chance' }] }, '/pools/0/distribution'],
  [{ pools: [{ slug: 'wrong' }] }, '/pools/0/name'],
  [{ projects: [{ slug: 'wrong' }] }, '/projects/0/name'],
  [{ shares: [{ between: ['no-such-project', 'nor-this'] }] }, '/shares/0/between/0'],
  [{ bookingPages: [{ slug: 'wrong', title: 'Wrong', eventTypes: [] }] }, '/bookingPages/0'],
  [{ bookingPages: [{ slug: 'console', title: 'Wrong', pages: ['wrong'] }] }, '/bookingPages/0/slug'],
  [{ customers: [{ name: 'Nobody' }] }, '/customers/0'],
  [{ customers: [{ key: 'wrong', name: 'Wrong', phone: '555-0100' }] }, '/customers/0/phone'],
  [{ colours: [] }, '/colours'],
])('%j is refused at %s', async (body, pointer) => {
  const first = await exported()

  const reply = await importing(body)

  expect([reply.status, reply.body.code]).toEqual([400, 'invalid'])
  expect(reply.body.errors.map((one: any) => one.pointer)).toContain(pointer)
  expect(await exported()).toEqual(first)
})

test('a page has one of rep, pool and pages', async () => {
  const { before, whole } = example(tag)
  await importing(before)
  await importing(whole)
  const page = { slug: `two-${tag}`, title: 'Two', eventTypes: [`consultation-${tag}`], rep: `ann.${tag}@example.com` }

  const { status, body } = await importing({ bookingPages: [{ ...page, pool: `sales-${tag}` }] })

  expect([status, body.errors[0].pointer]).toEqual([400, '/bookingPages/0'])
  expect((await importing({ bookingPages: [page] })).status).toBe(200)
})
