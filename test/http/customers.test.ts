import { beforeEach, expect, test } from 'vitest'
import { company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T15:30:00-05:00'
const search = async (query: Record<string, string>) => (await app.get(`/api/v1/customers?${new URLSearchParams(query)}`)).body

/** A stored customer whose names nobody else has. */
async function stored(more: object = {}) {
  const tag = crypto.randomUUID().slice(0, 8)
  const customer = { email: `sam.${tag}@example.com`, name: `Sam ${tag}`, phone: '+12125550177', ...more }
  expect((await app.post('/api/v1/import', { customers: [customer] })).status).toBe(200)
  return { tag, ...customer }
}

test('a stored customer is booked by id or by email, whatever the case, with what is stored', async () => {
  const made = await company(app)
  const { name, email, phone } = await stored()
  const byEmail = (await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { id: email.toUpperCase() } }))).body
  const { id } = byEmail.customer

  const byId = (await app.post('/api/v1/bookings', wish(made, '2027-03-03T15:30:00Z', { customer: { id } }))).body

  expect(byEmail.customer).toEqual({ id, name, email, phone })
  expect(byId.customer).toEqual(byEmail.customer)
})

test('a customer who is typed in can be found afterwards, by name, email and phone', async () => {
  const made = await company(app)
  const tag = crypto.randomUUID().slice(0, 8)
  const customer = { name: `Walter ${tag}`, email: `w.${tag}@example.com`, phone: '+13055550142' }

  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer }))

  for (const words of [tag, `walter ${tag}`, customer.email, customer.email.toUpperCase()])
    expect((await search({ search: words })).items[0]).toMatchObject({ ...customer, id: body.customer.id })
  const byPhone = (await search({ search: '(305) 555-0142', limit: '200' })).items
  expect(byPhone).toContainEqual(expect.objectContaining({ id: body.customer.id }))
  expect((await app.get(`/api/v1/customers/${body.customer.id}`)).body).toMatchObject(customer)
})

test('digits are looked for in phones, and in names and emails as well', async () => {
  const made = await company(app)
  const number = String(100_000_000 + Math.floor(Math.random() * 900_000_000))
  const customer = { name: `Lot ${number}`, email: `lot.${made.tag}@example.com` }

  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer }))

  expect((await search({ search: number })).items[0]).toMatchObject({ id: body.customer.id })
})

test('a customer typed in without an email is a customer too, known by a key', async () => {
  const made = await company(app)
  const name = `Mail-less ${made.tag}`

  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { name, phone: '+13055550143' } }))

  const { items } = await search({ search: name })
  expect(items).toMatchObject([{ id: body.customer.id, name, email: null, key: expect.any(String) }])
})

test('typing a known email again makes no second customer and does not change the first', async () => {
  const made = await company(app)
  const { tag, name, email, phone } = await stored()

  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { name: 'Samuel', email, phone: '+19995550199' } }))

  expect(body.customer).toMatchObject({ name: 'Samuel', phone: '+19995550199' })
  expect((await search({ search: tag })).items[0]).toMatchObject({ id: body.customer.id, name, email, phone })
})

test('an email that several customers share names none of them', async () => {
  const made = await company(app)
  const tag = crypto.randomUUID().slice(0, 8)
  const email = `family.${tag}@example.com`
  await app.post('/api/v1/import', { customers: ['Ada', 'Bob'].map((name) => ({ key: `${name}-${tag}`, name, email })) })

  const named = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { id: email } }))
  const typed = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { name: 'Ada', email } }))

  expect([named.status, named.body.code]).toEqual([409, 'conflict'])
  expect([typed.status, typed.body.customer]).toEqual([201, { id: null, name: 'Ada', email, phone: null }])
})

test('a search that says nothing special finds what it says: per cent and underscore are plain characters', async () => {
  const { tag } = await stored({ name: `100%_sure ${crypto.randomUUID()}` })

  expect((await search({ search: `%_sure sam.${tag}` })).items).toHaveLength(1)
  expect((await search({ search: `_%sure sam.${tag}` })).items).toEqual([])
})

test('customers come in pages by name', async () => {
  const tag = crypto.randomUUID().slice(0, 8)
  const names = ['Ann', 'Ann', 'Bea', 'Cid', 'Dan'].map((name) => `${name} ${tag}`)
  await app.post('/api/v1/import', { customers: names.map((name, i) => ({ key: `${tag}-${i}`, name })) })

  const found: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await search({ search: tag, limit: '2', ...(cursor ? { cursor } : {}) })
    found.push(...page.items.map((one: any) => one.key))
    cursor = page.nextCursor
  }

  expect(found).toHaveLength(5)
  expect(new Set(found).size).toBe(5)
  expect(found.slice(2)).toEqual([`${tag}-2`, `${tag}-3`, `${tag}-4`])
})

test('a cursor that is not one of ours is refused', async () => {
  for (const parts of [['Ann'], ['Ann', 'nobody']]) {
    const { status, body } = await app.get(`/api/v1/customers?cursor=${Buffer.from(JSON.stringify(parts)).toString('base64url')}`)
    expect([status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid', '/cursor'])
  }
})

test('customers are staff’s to see', async () => {
  const { email } = await stored()

  for (const path of ['', `/${email}`]) expect((await app.get(`/api/v1/customers${path}`, { signedIn: false })).status).toBe(401)
})
