/** Programs elsewhere that are told of every change of a booking. */
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { deliverWebhook } from '../../server/actions/deliver-webhook.ts'
import { tidy } from '../../server/actions/tidy.ts'
import { isSigned, openReceiver, type Receiver } from '../servers/webhook-receiver.ts'
import { company, NOW, openTestApp, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let app: TestApp
const lines: string[] = []
beforeAll(async () => {
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  app = await openTestApp(await openOwnDatabase(), {}, log)
})
afterAll(() => app.close())

let receiver: Receiver
beforeEach(async () => {
  app.at(NOW)
  receiver = await openReceiver()
})
afterEach(async () => {
  await app.services.db.deleteFrom('webhook').execute()
  await receiver.close()
})

const TUESDAY = '2027-03-02T20:30:00Z'
const WEDNESDAY = '2027-03-03T15:00:00Z'
const post = async (path: string, body: object = {}) => {
  const reply = await app.post(path, body)
  expect([path, reply.status < 300, reply.body]).toEqual([path, true, reply.body])
  return reply.body
}
const webhook = (more: object = {}) => post('/api/v1/webhooks', { url: `${receiver.url}/in`, ...more })
const heard = (count: number) => vi.waitFor(() => expect(receiver.received).toHaveLength(count), { timeout: 10_000, interval: 20 })
const deliveriesOf = async (id: string, query = ''): Promise<any[]> =>
  (await app.get(`/api/v1/webhooks/${id}/deliveries${query}`)).body.items
/** The newest delivery, once it is what this says. */
const whenDelivery = (id: string, expected: object) =>
  vi.waitFor(async () => expect((await deliveriesOf(id))[0]).toMatchObject(expected), { timeout: 15_000, interval: 20 })

test('a booking is told, signed, as the API shows it', async () => {
  const made = await company(app)
  const { id, secret } = await webhook()
  const booking = await post('/api/v1/bookings', wish(made, TUESDAY))

  await heard(1)
  const [told] = receiver.received
  expect(told).toMatchObject({ path: '/in', headers: { 'content-type': 'application/json', 'user-agent': 'Switchboard' } })
  expect(told!.headers['webhook-timestamp']).toBe(String(Date.parse(NOW) / 1000))
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  expect([isSigned(secret, told!), isSigned(`whsec_${'A'.repeat(43)}=`, told!)]).toEqual([true, false])
  expect(told!.body).toEqual({
    type: 'booking.created',
    timestamp: new Date(NOW).toISOString(),
    change: expect.any(Number),
    data: { ...booking, sync: { ...booking.sync, invitation: 'pending' } },
  })
  await whenDelivery(id, { id: told!.headers['webhook-id'], status: 'delivered', attempts: 1, answer: { status: 204, text: '' } })
})

test('every change is told in order, each with the booking as it was then', async () => {
  const made = await company(app, { reps: [{}, {}], eventType: { approval: true } })
  await webhook()
  const ask = (start: string) =>
    post(`/api/v1/pages/${made.page}/bookings`, {
      eventType: made.eventType,
      start,
      timeZone: 'America/New_York',
      customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
    })
  await ask(TUESDAY)
  const { body } = await app.get('/api/v1/bookings?status=requested')
  const { id, rep } = body.items[0]
  const other = made.reps.find((email) => email !== rep.email)
  const step = (name: string, more: object = {}) => post(`/api/v1/bookings/${id}/${name}`, more)
  await step('approve')
  await step('reschedule', { start: WEDNESDAY })
  await step('reassign', { rep: other })
  app.at('2027-03-03T15:05:00Z')
  await step('outcome', { status: 'no-show' })
  app.at(NOW)
  await ask(TUESDAY)
  const second = (await app.get('/api/v1/bookings?status=requested')).body.items[0].id
  await post(`/api/v1/bookings/${second}/decline`, { reason: 'Nobody is in' })
  const third = (await post('/api/v1/bookings', wish(made, TUESDAY))).id
  await post(`/api/v1/bookings/${third}/cancel`)

  await ask('2027-03-08T20:30:00Z')
  const fourth = (await app.get('/api/v1/bookings?status=requested')).body.items[0].id
  app.at('2027-03-05T12:00:00Z')
  await tidy(app.services)

  await heard(11)
  const toldOf = (booking: string) =>
    receiver.received
      .map((one) => one.body)
      .filter(({ data }) => data.id === booking)
      .map(({ type, data }) => [type, data.status, data.start, data.rep.email === rep.email])
  expect(toldOf(id)).toEqual([
    ['booking.requested', 'requested', TUESDAY, true],
    ['booking.approved', 'scheduled', TUESDAY, true],
    ['booking.rescheduled', 'scheduled', WEDNESDAY, true],
    ['booking.reassigned', 'scheduled', WEDNESDAY, false],
    ['booking.outcome', 'no-show', WEDNESDAY, false],
  ])
  expect(toldOf(second).map(([type]) => type)).toEqual(['booking.requested', 'booking.declined'])
  expect(toldOf(third).map(([type]) => type)).toEqual(['booking.created', 'booking.cancelled'])
  expect(toldOf(fourth).map(([type]) => type)).toEqual(['booking.requested', 'booking.expired'])
  const numbers = receiver.received.filter((one) => one.body.data.id === id).map((one) => one.body.change)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
})

test('a booking that was refused is told to nobody', async () => {
  const made = await company(app)
  await post('/api/v1/bookings', wish(made, TUESDAY))
  const { id } = await webhook()

  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY))).status).toBe(409)

  expect(await deliveriesOf(id)).toEqual([])
})

test('a webhook is told only what it listens to, and nothing while it is switched off', async () => {
  const made = await company(app)
  const cancelled = await webhook({ events: ['booking.cancelled'] })
  const off = await webhook({ active: false })
  const { id } = await post('/api/v1/bookings', wish(made, TUESDAY))
  await post(`/api/v1/bookings/${id}/cancel`)
  await heard(1)

  expect((await deliveriesOf(cancelled.id)).map(({ event, bookingId }) => [event, bookingId])).toEqual([['booking.cancelled', id]])
  expect(await deliveriesOf(off.id)).toEqual([])
})

test('what is not taken is tried again, with the same id and body', async () => {
  const made = await company(app)
  receiver.answerWith((res) => {
    const { length } = receiver.received
    res.writeHead(length === 1 ? 503 : 200).end(length === 1 ? 'Not now' : 'Thanks')
  })
  const { id } = await webhook()
  await post('/api/v1/bookings', wish(made, TUESDAY))
  await whenDelivery(id, { status: 'pending', attempts: 1, answer: { status: 503, text: 'Not now' } })

  // The queue waits ten seconds at least; here its clock is put forward.
  // A moment passes between the note of what was answered and that of the job.
  const moved = async () =>
    (await sql`update pgboss.job set start_after = now() where name = 'webhook.deliver' and state = 'retry'`.execute(app.services.db))
      .numAffectedRows
  await expect.poll(moved, { timeout: 10_000 }).toBeGreaterThan(0n)
  await whenDelivery(id, { status: 'delivered', attempts: 2, answer: { status: 200, text: 'Thanks' } })
  const [first, second] = receiver.received
  expect([second!.headers['webhook-id'], second!.text]).toEqual([first!.headers['webhook-id'], first!.text])
})

test('after a day of failures it is listed as failed, and can be sent again', async () => {
  const made = await company(app)
  receiver.answerWith((res) => void res.writeHead(500).end('Broken'))
  const { id } = await webhook()
  const booking = await post('/api/v1/bookings', wish(made, TUESDAY))
  await whenDelivery(id, { status: 'pending', attempts: 1, answer: { status: 500, text: 'Broken' } })
  const [{ id: deliveryId }] = await deliveriesOf(id)
  const { db } = app.services
  await db.updateTable('webhook_delivery').set({ attempts: 29 }).where('id', '=', deliveryId).execute()
  const payload = { deliveryId, webhookId: id, bookingId: booking.id }

  await expect(deliverWebhook(app.services, payload)).rejects.toThrow('did not take')
  await deliverWebhook(app.services, payload)
  expect((await deliveriesOf(id, '?status=failed'))[0]).toMatchObject({ status: 'failed', attempts: 31, answer: { status: 500 } })
  await deliverWebhook(app.services, payload)
  expect(receiver.received).toHaveLength(3)

  receiver.answerWith((res) => void res.writeHead(204).end())
  const again = await post(`/api/v1/webhooks/${id}/deliveries/${deliveryId}/replay`)
  expect(again).toMatchObject({ id: deliveryId, status: 'pending', attempts: 0 })
  await whenDelivery(id, { status: 'delivered', attempts: 1, answer: { status: 204, text: '' } })
  expect(await deliveriesOf(id, '?status=failed')).toEqual([])
})

test('a delivery that waits is given up once its webhook is switched off, and cannot be sent again until it is on', async () => {
  const made = await company(app)
  receiver.answerWith((res) => void res.writeHead(500).end())
  const { id } = await webhook()
  const booking = await post('/api/v1/bookings', wish(made, TUESDAY))
  await whenDelivery(id, { status: 'pending', attempts: 1, answer: { status: 500 } })
  const [{ id: deliveryId }] = await deliveriesOf(id)
  await app.patch(`/api/v1/webhooks/${id}`, { active: false })

  await deliverWebhook(app.services, { deliveryId, webhookId: id, bookingId: booking.id })

  expect((await deliveriesOf(id))[0]).toMatchObject({ status: 'failed', answer: { status: null, text: 'The webhook is switched off.' } })
  expect((await app.post(`/api/v1/webhooks/${id}/deliveries/${deliveryId}/replay`, {})).body.code).toBe('conflict')
})

test('deliveries come newest first, page by page', async () => {
  const made = await company(app)
  const { id } = await webhook()
  for (const [i, start] of ['2027-03-02T15:00:00Z', '2027-03-02T16:00:00Z', '2027-03-02T17:00:00Z'].entries()) {
    app.at(`2027-03-01T12:0${i}:00Z`)
    await post('/api/v1/bookings', wish(made, start))
  }
  const { body: first } = await app.get(`/api/v1/webhooks/${id}/deliveries?limit=2`)
  const { body: second } = await app.get(`/api/v1/webhooks/${id}/deliveries?limit=2&cursor=${first.nextCursor}`)

  const times = [...first.items, ...second.items].map(({ createdAt }) => createdAt)
  expect(times).toEqual(['2027-03-01T12:02:00Z', '2027-03-01T12:01:00Z', '2027-03-01T12:00:00Z'])
  expect(second.nextCursor).toBeNull()
})

test('webhooks are listed, changed and taken away, and the secret is never shown again', async () => {
  const { secret, ...made } = await webhook({ events: ['booking.outcome', 'booking.created'] })
  expect(made.events).toEqual(['booking.created', 'booking.outcome'])
  const list = await app.get('/api/v1/webhooks')
  const changed = await app.patch(`/api/v1/webhooks/${made.id}`, { url: `${receiver.url}/other`, active: false })

  expect(list.body).toEqual({ items: [made], nextCursor: null })
  expect(changed.body).toEqual({ ...made, url: `${receiver.url}/other`, active: false })
  expect(JSON.stringify([list.body, changed.body])).not.toContain(secret)
  const rows = await app.services.db.selectFrom('webhook').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(secret.slice(6))

  expect((await app.delete(`/api/v1/webhooks/${made.id}`)).status).toBe(204)
  expect((await app.delete(`/api/v1/webhooks/${made.id}`)).status).toBe(404)
  expect((await app.patch(`/api/v1/webhooks/${made.id}`, {})).status).toBe(404)
  expect((await app.get(`/api/v1/webhooks/${made.id}/deliveries`)).status).toBe(404)
})

test('a delivery is found under its own webhook alone', async () => {
  const made = await company(app)
  const [one, other] = [await webhook(), await webhook({ events: ['booking.expired'] })]
  await post('/api/v1/bookings', wish(made, TUESDAY))
  await heard(1)
  const [{ id }] = await deliveriesOf(one.id)

  const replay = (webhookId: string, deliveryId: string) => app.post(`/api/v1/webhooks/${webhookId}/deliveries/${deliveryId}/replay`, {})
  expect((await replay(other.id, id)).status).toBe(404)
  expect((await replay(one.id, 'nonsense')).status).toBe(404)
})

test.each([
  [{ url: 'https://10.0.0.1/' }, '/url', 'must not lead into a private network'],
  [{ url: 'http://example.com/' }, '/url', 'must be an address that begins with https://'],
  [{ url: 'https://example.com/', events: [] }, '/events', expect.any(String)],
  [{ url: 'https://example.com/', events: ['booking.imagined'] }, '/events/0', expect.any(String)],
])('a webhook %j is refused', async (body, pointer, detail) => {
  const made = await app.post('/api/v1/webhooks', body)
  expect([made.status, made.body.errors]).toEqual([400, [{ pointer, detail }]])

  const { id } = await webhook()
  expect((await app.patch(`/api/v1/webhooks/${id}`, body)).status).toBe(400)
})

test('deliveries are forgotten after thirty days', async () => {
  const made = await company(app)
  const { id } = await webhook()
  await post('/api/v1/bookings', wish(made, TUESDAY))
  await whenDelivery(id, { status: 'delivered' })

  app.at('2027-03-31T11:00:00Z')
  await tidy(app.services)
  expect(await deliveriesOf(id)).toHaveLength(1)
  app.at('2027-03-31T13:00:00Z')
  await tidy(app.services)
  expect(await deliveriesOf(id)).toEqual([])
})

test('neither the secret nor the address of a webhook is found in the log, also when it fails', async () => {
  const made = await company(app)
  receiver.answerWith((res) => void res.writeHead(500).end())
  const { id, secret } = await webhook({ url: `${receiver.url}/a-path-that-is-a-secret` })
  await post('/api/v1/bookings', wish(made, TUESDAY))
  await whenDelivery(id, { answer: { status: 500 } })
  await vi.waitFor(() => expect(lines.join('')).toContain(`Webhook ${id} did not take`))

  expect(lines.join('')).not.toContain(secret.slice(6))
  expect(lines.join('')).not.toContain('a-path-that-is-a-secret')
})
