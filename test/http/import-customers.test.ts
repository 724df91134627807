import { beforeEach, expect, test } from 'vitest'
import { company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
let tag: string
beforeEach(async () => {
  app = await startApp()
  tag = crypto.randomUUID().slice(0, 8)
})

const importing = async (...customers: object[]) => app.post('/api/v1/import', { customers })
/** The customers whose name holds `tag`, as the export gives them. */
const own = async () => (await app.get('/api/v1/export')).body.customers.filter((one: any) => one.name.includes(tag))
const names = async () => (await own()).map((one: any) => one.name.replace(` ${tag}`, ''))

test('a customer is known again by the Salesforce id, of 15 characters or 18, whatever else has changed', async () => {
  const id = `003${tag}0001`
  const record = (id: string) => ({ object: 'Contact', id })
  await importing({ salesforce: record(id), email: `jane.${tag}@example.com`, name: `Jane Smith ${tag}`, phone: '+12125550100' })

  const { body } = await importing({ salesforce: record(`${id}AAA`), email: `miller.${tag}@example.com`, name: `Jane Miller ${tag}` })

  expect([body.created.customers, body.updated.customers]).toEqual([0, 1])
  expect(await own()).toMatchObject([{ name: `Jane Miller ${tag}`, email: `miller.${tag}@example.com`, phone: '+12125550100' }])
})

test('the Salesforce id goes before the key, and the key before the email', async () => {
  const email = `family.${tag}@example.com`
  await importing(
    { salesforce: { object: 'Lead', id: `00Q${tag}0001` }, email, name: `By record ${tag}` },
    { key: `k-${tag}`, email, name: `By key ${tag}` },
  )

  await importing({ salesforce: { object: 'Lead', id: `00Q${tag}0001` }, email, name: `Record ${tag}` })
  await importing({ key: `k-${tag}`, email, name: `Key ${tag}` })

  expect(await names()).toEqual(['Key', 'Record'])
})

test('a single customer with that email is meant, whatever the case', async () => {
  const email = `jane.${tag}@example.com`
  await importing({ email, name: `Jane ${tag}`, phone: '+12125550100' })

  const { body } = await importing({ email: email.toUpperCase(), name: `Jane S. ${tag}` })

  expect([body.created.customers, body.updated.customers]).toEqual([0, 1])
  expect(await own()).toMatchObject([{ name: `Jane S. ${tag}`, email, phone: '+12125550100' }])
})

test('a customer known by email alone gets a key or a Salesforce id later', async () => {
  const email = `jane.${tag}@example.com`
  await importing({ email, name: `Jane ${tag}` })

  await importing({ email, key: `k-${tag}` })
  await importing({ email, salesforce: { object: 'Contact', id: `003${tag}0001` } })

  expect(await own()).toMatchObject([{ name: `Jane ${tag}`, email, key: `k-${tag}`, salesforce: { id: `003${tag}0001` } }])
})

test('an email that several share names none of them: somebody new, and the same one each time', async () => {
  const email = `family.${tag}@example.com`
  await importing({ key: `a-${tag}`, email, name: `Ada ${tag}` }, { key: `b-${tag}`, email, name: `Bob ${tag}` })
  const third = { email, name: `Cid ${tag}` }

  const first = (await importing(third)).body
  const second = (await importing(third)).body

  expect([first.created.customers, second.created.customers]).toEqual([1, 0])
  expect(await names()).toEqual(['Ada', 'Bob', 'Cid'])
})

test('one customer twice in an import is refused: by key, by Salesforce id, by email alone', async () => {
  const twice = async (one: object) => {
    const { status, body } = await importing({ ...one, name: `One ${tag}` }, { ...one, name: `Two ${tag}` })
    return [status, body.errors?.[0].pointer]
  }

  expect(await twice({ key: `k-${tag}` })).toEqual([400, '/customers/1'])
  expect(await twice({ salesforce: { object: 'Contact', id: `003${tag}0001` } })).toEqual([400, '/customers/1'])
  expect(await twice({ email: `jane.${tag}@example.com` })).toEqual([400, '/customers/1'])
  expect(await names()).toEqual([])
})

test('customers typed in by staff survive an export and import, with an email and without', async () => {
  const made = await company(app)
  for (const [i, customer] of [{ email: `mail.${tag}@example.com` }, { phone: '+12125550111' }, {}].entries())
    await app.post('/api/v1/bookings', wish(made, `2027-03-02T1${5 + i}:00:00Z`, { customer: { name: `Typed ${i} ${tag}`, ...customer } }))
  const customers = await own()

  const { status, body } = await importing(...customers)

  expect([customers.length, status, body.created?.customers]).toEqual([3, 200, 0])
  expect(await own()).toEqual(customers)
})
