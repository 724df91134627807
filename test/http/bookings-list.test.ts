import { beforeEach, expect, test } from 'vitest'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const list = async (query: Record<string, string>) => (await app.get(`/api/v1/bookings?${new URLSearchParams(query)}`)).body

/** Bookings of one company by start, at 10, 11, … o'clock UTC on March 2. */
async function bookings(made: Company, ...given: object[]) {
  const found = []
  for (const [i, more] of given.entries()) {
    const reply = await app.post('/api/v1/bookings', wish(made, `2027-03-02T${15 + i}:00:00Z`, more))
    expect(reply.status).toBe(201)
    found.push(reply.body)
  }
  return found
}

const ids = ({ items }: { items: { id: string }[] }) => items.map((one) => one.id)

test('bookings are listed by start, of the rep who is asked for', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const [ann, ben] = made.reps
  const made4 = await bookings(made, { rep: ben }, { rep: ann }, { rep: ben }, { rep: ann })

  const { items, nextCursor } = await list({ rep: ben! })

  expect(items.map((one: any) => one.id)).toEqual([made4[0].id, made4[2].id])
  expect(nextCursor).toBeNull()
  expect(ids(await list({ rep: made4[1].rep.id }))).toEqual([made4[1].id, made4[3].id])
})

test('from and to give the bookings that touch that span', async () => {
  const made = await company(app)
  const [first, second, third] = await bookings(made, {}, {}, {})
  const within = async (from: string, to: string) => ids(await list({ rep: made.reps[0]!, from, to }))

  expect(await within('2027-03-02T15:29:00Z', '2027-03-02T16:01:00Z')).toEqual([first.id, second.id])
  expect(await within('2027-03-02T15:30:00Z', '2027-03-02T16:00:00Z')).toEqual([])
  expect(await within('2027-03-02T16:00:00Z', '2027-03-03T00:00:00Z')).toEqual([second.id, third.id])
})

test('bookings are found by customer, project and status', async () => {
  const project = `blue-${crypto.randomUUID().slice(0, 8)}`
  await app.post('/api/v1/import', { projects: [{ slug: project, name: 'Blue' }] })
  const made = await company(app)
  const email = `kim.${made.tag}@example.com`
  const [first, second, third] = await bookings(
    made,
    { customer: { name: 'Kim', email } },
    { project },
    { customer: { name: 'Kim K.', email }, project },
  )
  await app.post(`/api/v1/bookings/${third.id}/cancel`, {})
  const rep = made.reps[0]!

  expect(ids(await list({ customer: email }))).toEqual([first.id, third.id])
  expect(ids(await list({ customer: first.customer.id }))).toEqual([first.id, third.id])
  expect(ids(await list({ project }))).toEqual([second.id, third.id])
  expect(ids(await list({ rep, status: 'cancelled' }))).toEqual([third.id])
  expect(ids(await list({ rep, status: 'scheduled', project }))).toEqual([second.id])
})

test('a long list comes in pages that neither repeat nor leave out anything', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const all = await bookings(made, {}, {}, {}, {}, {})
  // A second booking at the same time: the order of equals must not change between pages.
  const twin = (await app.post('/api/v1/bookings', wish(made, '2027-03-02T16:00:00Z'))).body
  const query = { from: '2027-03-02T00:00:00Z', to: '2027-03-03T00:00:00Z', customer: `jane.${made.tag}@example.com`, limit: '2' }

  const pages: string[][] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await list({ ...query, ...(cursor ? { cursor } : {}) })
    pages.push(ids(page))
    cursor = page.nextCursor
  }

  expect(pages.map((page) => page.length)).toEqual([2, 2, 2])
  expect(pages.flat().sort()).toEqual([...all, twin].map((one) => one.id).sort())
  expect(pages.flat()[0]).toBe(all[0].id)
})

test.each([
  ['cursor', 'bm90IG91cnM'],
  ['cursor', Buffer.from(JSON.stringify(['never', 'nobody'])).toString('base64url')],
  ['limit', '0'],
  ['limit', '201'],
  ['status', 'lost'],
  ['colour', 'red'],
])('a %s of %s is refused', async (field, value) => {
  const { status, body } = await app.get(`/api/v1/bookings?${field}=${value}`)

  expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid', `/${field}`])
})

test('bookings of an unknown rep, customer or project are not found', async () => {
  for (const query of ['rep=nobody@example.com', 'customer=nobody@example.com', 'project=none'])
    expect((await app.get(`/api/v1/bookings?${query}`)).status).toBe(404)
})
