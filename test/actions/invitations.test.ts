import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import type { Services } from '../../server/actions/services.ts'
import { type Company, company, openTestApp, person, type Reply, signedIn, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'
import { openPostOffice, type PostOffice } from './post.ts'

/** A service whose jobs nobody works on but the test. */
let app: TestApp
let post: PostOffice
let services: Services

beforeAll(async () => {
  app = await openTestApp(await openOwnDatabase(), { role: 'web' })
})
afterAll(() => app.close())
beforeEach(() => {
  post = openPostOffice()
  services = { ...app.services, email: post.provider }
})

const START = '2027-03-02T20:30:00Z'
const guests = ({ tag }: Company) => [{ name: 'Gil Gast', email: `gil.${tag}@example.com` }]

async function booked(made: Company, more: object = {}): Promise<Reply['body']> {
  const reply = await app.post('/api/v1/bookings', wish(made, START, { rep: made.reps[0], guests: guests(made), ...more }))
  expect(reply.status).toBe(201)
  return reply.body
}

async function step(booking: { id: string }, name: string, body: object = {}): Promise<void> {
  const reply = await app.post(`/api/v1/bookings/${booking.id}/${name}`, body)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
}

const run = (booking: { id: string }) => sendInvitation(services, { bookingId: booking.id })
const sync = async (booking: { id: string }) => (await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.invitation
const statuses = async (booking: { id: string }) => {
  const messages = (await app.get(`/api/v1/outbox?booking=${booking.id}`)).body.items as { to: { address: string }; status: string }[]
  return messages.map(({ to, status }) => `${to.address.split('.')[0]}: ${status}`).sort()
}

test('S1.26 S1.30 customer, guest and rep of a new booking are invited, each in a mail of their own', async () => {
  const booking = await booked(await company(app))
  expect(await sync(booking)).toBe('pending')

  await run(booking)

  expect(post.delivered.map(({ uid, start }) => [uid, start])).toEqual(Array(3).fill([booking.uid, '20270302T203000Z']))
  expect(post.collect()).toEqual(['gil: REQUEST 0', 'jane: REQUEST 0', 'rep0: REQUEST 0'])
  expect(await sync(booking)).toBe('done')
})

test('S1.31 the coordinator who books hears nothing', async () => {
  const made = await company(app)
  const olivia = await person(app, 'coordinator', { name: 'Olivia Park', email: 'olivia.park@example.com' })
  const { headers } = await signedIn(app, olivia)
  const reply = await app.post('/api/v1/bookings', wish(made, START), {
    signedIn: false,
    headers: { ...headers, origin: app.url },
  })
  expect(reply.body).toMatchObject({ bookedBy: { kind: 'coordinator', email: 'olivia.park@example.com' } })

  await run(reply.body)
  expect(post.collect()).toEqual(['jane: REQUEST 0', 'rep0: REQUEST 0'])
  await step(reply.body, 'cancel')
  await run(reply.body)

  expect(post.collect()).toEqual(['jane: CANCEL 1', 'rep0: CANCEL 1'])
})

test('a new time reaches everybody with the next sequence number and the same identity', async () => {
  const booking = await booked(await company(app))
  await run(booking)
  post.collect()

  await step(booking, 'reschedule', { start: '2027-03-03T16:00:00Z' })
  await run(booking)

  expect(post.delivered.map(({ uid, start }) => [uid, start])).toEqual(Array(3).fill([booking.uid, '20270303T160000Z']))
  expect(post.delivered[0]!.mail.subject).toContain('New time')
  expect(post.collect()).toEqual(['gil: REQUEST 1', 'jane: REQUEST 1', 'rep0: REQUEST 1'])
})

test('with another rep, the former one gets a cancellation of the old time, the new one an invitation, and the customer hears who comes', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const booking = await booked(made)
  await run(booking)
  post.collect()

  await step(booking, 'reschedule', { start: '2027-03-03T16:00:00Z', rep: made.reps[1] })
  await run(booking)

  const [jane, former] = ['jane', 'rep0'].map((name) => post.delivered.find(({ to }) => to.startsWith(name)))
  expect(jane!.mail.text).toContain('Ben Ode will meet you instead of Ann Lee')
  expect(former).toMatchObject({ uid: booking.uid, start: '20270302T203000Z' })
  expect(former!.mail.text).not.toContain('Ben Ode')
  expect(post.collect()).toEqual(['gil: REQUEST 1', 'jane: REQUEST 1', 'rep0: CANCEL 1', 'rep1: REQUEST 1'])
})

test('a cancellation reaches everybody who was invited, and nothing is sent after it', async () => {
  const booking = await booked(await company(app))
  await run(booking)
  post.collect()

  await step(booking, 'cancel', { reason: 'Feeling ill' })
  await run(booking)
  await run(booking)

  expect(post.delivered[0]!.mail.text).toContain('Feeling ill')
  expect(post.collect()).toEqual(['gil: CANCEL 1', 'jane: CANCEL 1', 'rep0: CANCEL 1'])
})

test('a job that runs late, after two changes, says only what is true by then', async () => {
  const booking = await booked(await company(app))
  await step(booking, 'reschedule', { start: '2027-03-03T16:00:00Z' })
  await step(booking, 'reschedule', { start: '2027-03-04T17:00:00Z' })

  for (let job = 0; job < 3; job++) await run(booking)

  expect(post.delivered.map(({ start }) => start)).toEqual(Array(3).fill('20270304T170000Z'))
  expect(post.collect()).toEqual(['gil: REQUEST 2', 'jane: REQUEST 2', 'rep0: REQUEST 2'])
})

test('a booking that was cancelled before anything was sent is heard of as cancelled only', async () => {
  const booking = await booked(await company(app))
  await step(booking, 'cancel')

  await run(booking)

  expect(post.collect().filter((line) => line.startsWith('jane'))).toEqual(['jane: CANCEL 1'])
})

test('a rep who gives a booking away and gets it back ends with an invitation at the last sequence', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const booking = await booked(made, { guests: [] })
  await run(booking)
  expect(post.collect()).toEqual(['jane: REQUEST 0', 'rep0: REQUEST 0'])

  await step(booking, 'reassign', { rep: made.reps[1] })
  await run(booking)
  expect(post.collect()).toEqual(['jane: REQUEST 1', 'rep0: CANCEL 1', 'rep1: REQUEST 1'])
  await step(booking, 'reassign', { rep: made.reps[0] })
  await run(booking)

  expect(post.collect()).toEqual(['jane: REQUEST 2', 'rep0: REQUEST 2', 'rep1: CANCEL 2'])
})

test('when no mail can leave, the booking says so, and a later run sends each mail once', async () => {
  const booking = await booked(await company(app))
  post.failing = () => true

  await expect(run(booking)).rejects.toThrow('Mailbox unavailable')
  await expect(run(booking)).rejects.toThrow('Mailbox unavailable')

  expect(await sync(booking)).toBe('failed')
  expect(await statuses(booking)).toEqual(['gil: failed', 'jane: failed', 'rep0: failed'])
  post.failing = () => false
  await run(booking)
  await run(booking)
  expect(post.collect()).toEqual(['gil: REQUEST 0', 'jane: REQUEST 0', 'rep0: REQUEST 0'])
  expect(await sync(booking)).toBe('done')
  expect(await statuses(booking)).toEqual(['gil: sent', 'jane: sent', 'rep0: sent'])
})

test('an address that refuses mail keeps nobody else from theirs', async () => {
  const booking = await booked(await company(app))
  post.failing = (address) => address.startsWith('jane')

  await expect(run(booking)).rejects.toThrow('Mailbox unavailable')

  expect(await statuses(booking)).toEqual(['gil: sent', 'jane: failed', 'rep0: sent'])
  expect(await sync(booking)).toBe('failed')
  post.failing = () => false
  await run(booking)
  expect(post.collect()).toEqual(['gil: REQUEST 0', 'jane: REQUEST 0', 'rep0: REQUEST 0'])
})

test('a mail that failed is given up when a newer one takes its place', async () => {
  const booking = await booked(await company(app))
  post.failing = (address) => address.startsWith('jane')
  await expect(run(booking)).rejects.toThrow()
  post.failing = () => false

  await step(booking, 'reschedule', { start: '2027-03-03T16:00:00Z' })
  await run(booking)

  expect(post.collect().filter((line) => line.startsWith('jane'))).toEqual(['jane: REQUEST 1'])
  expect((await statuses(booking)).filter((line) => line.startsWith('jane'))).toEqual(['jane: sent', 'jane: superseded'])
})

test('a booking that shall tell nobody tells nobody, and has nothing to send', async () => {
  const booking = await booked(await company(app), { notify: { customer: [], rep: [] } })

  await run(booking)
  await step(booking, 'cancel')
  await run(booking)

  expect(post.collect()).toEqual([])
  expect(await sync(booking)).toBe('none')
  expect(await statuses(booking)).toEqual([])
})

test('customers alone, or reps alone, may be told', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const forCustomer = await booked(made, { notify: { rep: [] } })
  const forRep = await booked(made, { rep: made.reps[1], notify: { customer: [] } })

  await run(forCustomer)
  await run(forRep)

  expect(post.collect()).toEqual(['gil: REQUEST 0', 'jane: REQUEST 0', 'rep1: REQUEST 0'])
})

test('a colleague who comes along is invited, a room is not, and who is replaced by a move gets a cancellation', async () => {
  const rooms = await company(app, { reps: [{ kind: 'room' }] })
  const experts = await company(app, {
    reps: [{ email: `xena.${rooms.tag}@example.com` }, { email: `yuri.${rooms.tag}@example.com`, name: 'Zed Yu' }],
  })
  const made = await company(app, {
    eventType: {
      with: [
        { pool: rooms.pool, count: 1 },
        { pool: experts.pool, count: 1 },
      ],
    },
  })
  const booking = await booked(made, { guests: [] })
  await run(booking)
  expect(post.collect()).toEqual(['jane: REQUEST 0', 'rep0: REQUEST 0', 'xena: REQUEST 0'])

  const [monday, tuesday] = ['2027-03-08T16:00:00Z', '2027-03-08T17:00:00Z']
  await app.post('/api/v1/import', { reps: [{ email: experts.reps[0], busy: [{ start: monday, end: tuesday }] }] })
  await step(booking, 'reschedule', { start: monday })
  await run(booking)

  expect(post.collect()).toEqual(['jane: REQUEST 1', 'rep0: REQUEST 1', 'xena: CANCEL 1', 'yuri: REQUEST 1'])
})

test('a customer’s request for approval comes without an invitation, and its approval with one', async () => {
  const made = await company(app, { eventType: { approval: true } })
  const reply = await app.post(
    `/api/v1/pages/${made.page}/bookings`,
    {
      eventType: made.eventType,
      start: START,
      timeZone: 'America/New_York',
      customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
      answers: {},
    },
    { signedIn: false },
  )
  expect(reply.status).toBe(201)
  const [{ id }] = (await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)).body.items
  await run({ id })
  expect(post.collect()).toEqual(['jane: null null', 'rep0: null null'])

  await step({ id }, 'approve')
  await run({ id })

  expect(post.collect()).toEqual(['jane: REQUEST 1', 'rep0: REQUEST 1'])
})
