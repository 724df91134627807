/** What keeps machines, and people who are not welcome, from booking on public pages. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Company, company, NOW, onPostgres, type Reply, startApp, type TestApp, wish } from '../support/app.ts'
import { ownApp } from './every-route.ts'

let app: TestApp
let guarded: TestApp
beforeAll(async () => {
  app = await startApp()
  guarded = await ownApp({ fastestFormSeconds: 2 })
})
afterAll(() => guarded.close())

const at = (minutes: number) => new Date(Date.parse('2027-03-02T15:00:00Z') + minutes * 60_000).toISOString().replace('.000Z', 'Z')

const book = (made: Company, start: string, more: object = {}, on = app): Promise<Reply> => {
  const { pool: _, ...body } = wish(made, start)
  return on.post(`/api/v1/pages/${made.page}/bookings`, { ...body, ...more }, { signedIn: false })
}

const from = (email: string) => ({ customer: { name: 'Jane Smith', email } })
const statuses = (replies: readonly Reply[]) => replies.map(({ status }) => status)

test('a booking without any of the fields that catch machines is taken', async () => {
  const made = await company(guarded)

  expect((await book(made, at(0), {}, guarded)).status).toBe(201)
})

test('a form that comes back within two seconds is refused; later, or without a token of ours, it is taken', async () => {
  const made = await company(guarded)
  const { form } = (await guarded.get(`/api/v1/pages/${made.page}`, { signedIn: false })).body

  guarded.at('2027-03-01T12:00:01Z')
  const soon = await book(made, at(0), { form }, guarded)
  guarded.at('2027-03-01T12:00:02Z')
  const later = [await book(made, at(30), { form }, guarded), await book(made, at(60), { form: 'made-up.token' }, guarded)]
  guarded.at(NOW)

  expect(soon.status).toBe(403)
  expect(statuses(later)).toEqual([201, 201])
})

test('whoever fills in the field that nobody sees is refused, and left empty it means nothing', async () => {
  const made = await company(app)

  const replies = [await book(made, at(0), { website: 'https://pills.example' }), await book(made, at(0), { website: '' })]

  expect(statuses(replies)).toEqual([403, 201])
})

test('every refusal of an unwelcome booking is the same, whatever it is for, and also at a time that is taken', async () => {
  const made = await company(guarded)
  const domain = `${made.tag}.example.net`
  await guarded.post('/api/v1/blocklist', { entry: domain, reason: 'Sends fifty requests a day.' })
  await book(made, at(0), {}, guarded)
  const { form } = (await guarded.get(`/api/v1/pages/${made.page}`, { signedIn: false })).body

  const replies = [
    await book(made, at(30), from(`eve@${domain}`), guarded),
    await book(made, at(0), from(`eve@${domain}`), guarded),
    await book(made, at(30), { website: 'x' }, guarded),
    await book(made, at(30), { form }, guarded),
  ]

  expect(statuses(replies)).toEqual([403, 403, 403, 403])
  for (const { body } of replies) expect(body).toEqual(replies[0]!.body)
  expect(JSON.stringify(replies[0]!.body)).not.toMatch(/block|spam|list|fast|fifty|bot/i)
})

test('an address that is blocked cannot book, nor anybody of a blocked domain and what belongs to it; others can', async () => {
  const made = await company(app)
  const domain = `${made.tag}.example.org`
  await app.post('/api/v1/blocklist', { entry: `Eve.${made.tag}@Example.com` })
  await app.post('/api/v1/blocklist', { entry: `@${domain}` })

  const replies = [
    await book(made, at(0), from(`EVE.${made.tag}@example.com`)),
    await book(made, at(0), from(`a@${domain}`)),
    await book(made, at(0), from(`a@mail.${domain}`)),
    await book(made, at(0), from(`a@not${domain}`)),
    await book(made, at(30), from(`adam.${made.tag}@example.com`)),
  ]

  expect(statuses(replies)).toEqual([403, 403, 403, 201, 201])
})

test('staff book for whomever they like', async () => {
  const made = await company(app)
  const email = `eve.${made.tag}@example.com`
  await app.post('/api/v1/blocklist', { entry: email })

  expect((await app.post('/api/v1/bookings', wish(made, at(0), from(email)))).status).toBe(201)
})

test('the blocklist says who put what on it and why, takes nothing twice, and lets go again', async () => {
  const made = await company(app)
  const entry = `${made.tag}.example.edu`

  const added = await app.post('/api/v1/blocklist', { entry, reason: 'Floods the form.' })
  const twice = await app.post('/api/v1/blocklist', { entry: entry.toUpperCase() })
  const listed = (await app.get('/api/v1/blocklist?limit=200')).body.items.find((one: any) => one.entry === entry)
  const refused = await book(made, at(0), from(`a@${entry}`))
  const removed = await app.delete(`/api/v1/blocklist/${added.body.id}`)
  const again = await app.delete(`/api/v1/blocklist/${added.body.id}`)

  expect([added.status, twice.status, refused.status, removed.status, again.status]).toEqual([201, 409, 403, 204, 404])
  expect(listed).toEqual(added.body)
  expect(listed).toMatchObject({ entry, reason: 'Floods the form.', author: { name: null, email: null } })
  expect((await book(made, at(0), from(`a@${entry}`))).status).toBe(201)
})

test.each(['', 'com', 'two words.com', 'a@b@c.com', '-x.com', '@'])('“%s” cannot be blocked', async (entry) => {
  const { status, body } = await app.post('/api/v1/blocklist', { entry })

  expect([status, body.errors?.[0].pointer]).toEqual([400, '/entry'])
})

test('one email may have as many open bookings of its own as the event type says; what staff book, and what is over, does not count', async () => {
  const made = await company(app, { eventType: { openPerCustomer: 2 } })
  const staff = await app.post('/api/v1/bookings', wish(made, at(0)))
  const first = [await book(made, at(30)), await book(made, at(60))]

  const third = await book(made, at(90))
  const other = await book(made, at(90), from(`other.${made.tag}@example.com`))
  const [one] = (await app.get(`/api/v1/bookings?customer=jane.${made.tag}@example.com&from=${at(30)}`)).body.items
  const cancelled = await app.post(`/api/v1/bookings/${one.id}/cancel`, {})
  const afterCancelling = await book(made, at(30))
  app.at(at(61))
  const afterTheLast = await book(made, at(180))
  app.at(NOW)

  expect(statuses([staff, ...first, third, other, cancelled, afterCancelling, afterTheLast])).toEqual([
    201, 201, 201, 422, 201, 200, 201, 201,
  ])
  expect(third.body).toMatchObject({ code: 'limit-reached', errors: [{ pointer: '/customer/email' }] })
})

test('without a word of the import the limit is twenty, null lifts it, and the export says which it is', async () => {
  const [usual, lifted] = [await company(app), await company(app, { eventType: { openPerCustomer: null } })]
  const exported = (await app.get('/api/v1/export')).body.eventTypes
  const limitOf = ({ eventType }: Company) => exported.find((one: any) => one.slug === eventType).openPerCustomer

  expect([limitOf(usual), limitOf(lifted)]).toEqual([20, null])
})

test.runIf(onPostgres)('of many bookings that one email sends at the same moment, as many are made as may be open', async () => {
  const made = await company(app, { reps: Array(12).fill({}), eventType: { openPerCustomer: 3 } })

  const replies = await Promise.all(Array.from({ length: 12 }, (_, i) => book(made, at(i * 30))))

  const count = (status: number) => replies.filter((one) => one.status === status).length
  expect([count(201), count(422)]).toEqual([3, 9])
})

test('a body that no form needs is refused by public pages', async () => {
  const made = await company(app)
  const answers = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`q${i}`, 'x'.repeat(9000)]))

  const { status, body } = await book(made, at(0), { answers })

  expect([status, body.code]).toEqual([413, 'too-large'])
})
