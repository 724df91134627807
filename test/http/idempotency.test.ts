import { beforeEach, expect, test } from 'vitest'
import { ADMIN_KEY, type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T15:30:00-05:00'

/** A creating POST with a key, and its answer to the byte. */
async function send(path: string, body: object, key: string) {
  const response = await fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    location: response.headers.get('location'),
    type: response.headers.get('content-type'),
    text: await response.text(),
  }
}

const bookingsOf = async (made: Company) => (await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)).body.items
const publicWish = (made: Company) => ({
  eventType: made.eventType,
  start: TUESDAY,
  timeZone: 'America/New_York',
  customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
  answers: {},
})

test.each(['/api/v1/bookings', '/api/v1/pages/PAGE/bookings'])(
  'the same request to %s with the same key is answered the same, to the byte, and books once',
  async (path) => {
    const made = await company(app)
    const body = path.includes('PAGE') ? publicWish(made) : wish(made, TUESDAY)
    const ask = () => send(path.replace('PAGE', made.page), body, `key-${made.tag}`)

    const first = await ask()
    await app.settled()
    app.at('2027-03-01T18:00:00Z')
    const second = await ask()

    expect([first.status, JSON.parse(first.text).status]).toEqual([201, 'scheduled'])
    expect(second).toEqual(first)
    expect(await bookingsOf(made)).toHaveLength(1)
  },
)

test('twenty of the same request at once book once, and all get the same answer', async () => {
  const made = await company(app, { reps: [{}] })

  const replies = await Promise.all(Array.from({ length: 20 }, () => send('/api/v1/bookings', wish(made, TUESDAY), `key-${made.tag}`)))

  expect(replies[0]!.status).toBe(201)
  expect(new Set(replies.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(await bookingsOf(made)).toHaveLength(1)
})

test('twenty of the same request at once to a pool of twenty book one of them', async () => {
  const made = await company(app, { reps: Array.from({ length: 20 }, () => ({})) })

  const replies = await Promise.all(Array.from({ length: 20 }, () => send('/api/v1/bookings', wish(made, TUESDAY), `key-${made.tag}`)))

  expect(new Set(replies.map((one) => `${one.status} ${one.text}`)).size).toBe(1)
  const { items } = (await app.get(`/api/v1/bookings?customer=jane.${made.tag}@example.com`)).body
  expect(items.map((one: any) => one.id)).toEqual([JSON.parse(replies[0]!.text).id])
})

test('the same key with another body is refused, and books nothing', async () => {
  const made = await company(app)
  await send('/api/v1/bookings', wish(made, TUESDAY), `key-${made.tag}`)

  const { status, text, type } = await send('/api/v1/bookings', wish(made, '2027-03-03T15:30:00Z'), `key-${made.tag}`)

  expect([status, JSON.parse(text).code]).toEqual([422, 'idempotency-key-reused'])
  expect(type).toContain('application/problem+json')
  expect(await bookingsOf(made)).toHaveLength(1)
})

test('a refused request is not kept: it may be sent again with its key', async () => {
  const made = await company(app)
  const other = (await app.post('/api/v1/bookings', wish(made, TUESDAY))).body
  const ask = () => send('/api/v1/bookings', wish(made, TUESDAY), `key-${made.tag}`)

  expect((await ask()).status).toBe(409)
  await app.post(`/api/v1/bookings/${other.id}/cancel`, {})
  expect((await ask()).status).toBe(201)
})

test('different keys are different wishes, and a key of one page means nothing on another', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })
  const second = await company(app)

  const replies = [
    await send('/api/v1/bookings', wish(made, TUESDAY), `a-${made.tag}`),
    await send('/api/v1/bookings', wish(made, TUESDAY), `b-${made.tag}`),
    await send(`/api/v1/pages/${made.page}/bookings`, publicWish(made), `a-${made.tag}`),
    await send(`/api/v1/pages/${second.page}/bookings`, publicWish(second), `a-${made.tag}`),
  ]

  expect(replies.map((one) => one.status)).toEqual([201, 201, 201, 201])
})

test.each(['two words', 'naïve', 'x'.repeat(256)])('a key such as “%s” is refused', async (key) => {
  const made = await company(app)

  const { status, text } = await send('/api/v1/bookings', wish(made, TUESDAY), key)

  expect([status, JSON.parse(text).code]).toEqual([400, 'invalid'])
  expect(await bookingsOf(made)).toEqual([])
})
