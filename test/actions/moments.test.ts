/** What people hear by the clock: reminders, the end of a request, a follow-up. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { comeDue } from '../../server/actions/come-due.ts'
import { sendInvitation } from '../../server/actions/send-invitation.ts'
import type { Services } from '../../server/actions/services.ts'
import { tidy } from '../../server/actions/tidy.ts'
import { type Company, company, NOW, openTestApp, question, type TestApp, wish } from '../support/app.ts'
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
  app.at(NOW)
  post = openPostOffice()
  services = { ...app.services, email: post.provider }
})

const START = '2027-03-04T20:30:00Z'

/** Book, tell of it, and forget the mails. */
async function booked(made: Company, more: object = {}) {
  const { status, body } = await app.post('/api/v1/bookings', wish(made, START, more))
  expect(status, JSON.stringify(body)).toBe(201)
  await sendInvitation(services, { bookingId: body.id })
  post.delivered.splice(0)
  return body as { id: string }
}

async function requested(made: Company, start = START) {
  const body = {
    eventType: made.eventType,
    start,
    timeZone: 'America/New_York',
    customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
    answers: {},
  }
  expect((await app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })).status).toBe(201)
  const [booking] = (await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)).body.items
  await sendInvitation(services, { bookingId: booking.id })
  post.delivered.splice(0)
  return booking as { id: string }
}

const step = async (booking: { id: string }, name: string, body: object = {}) => {
  const reply = await app.post(`/api/v1/bookings/${booking.id}/${name}`, body)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
}

/** The time comes: what the jobs of this minute do. */
async function timeComes(booking: { id: string }, now: string): Promise<string[]> {
  app.at(now)
  await comeDue(services, { bookingId: booking.id })
  await sendInvitation(services, { bookingId: booking.id })
  return post.delivered
    .splice(0)
    .map(({ to, mail }) => `${to.split('.')[0]}: ${mail.subject.split(':')[0]}`)
    .sort()
}

/** When the queue will look at a booking again. */
async function planned(booking: { id: string }): Promise<string[]> {
  const { rows } = await sql<{ at: Date }>`
    select start_after as at from pgboss.job where name = 'booking.due' and data ->> 'bookingId' = ${booking.id} order by 1`.execute(
    app.services.db,
  )
  return rows.map(({ at }) => at.toISOString().slice(5, 16))
}

test('customer and guests are reminded a day and an hour before, each time once, whatever how often the job runs', async () => {
  const made = await company(app)
  const booking = await booked(made, { guests: [{ email: `gil.${made.tag}@example.com` }] })
  expect(await planned(booking)).toEqual(['03-03T20:30', '03-04T19:30'])

  expect(await timeComes(booking, '2027-03-03T20:29:00Z')).toEqual([])
  expect(await timeComes(booking, '2027-03-03T20:30:00Z')).toEqual(['gil: Reminder', 'jane: Reminder'])
  expect(await timeComes(booking, '2027-03-03T20:30:00Z')).toEqual([])
  expect(await timeComes(booking, '2027-03-04T19:30:00Z')).toEqual(['gil: Reminder', 'jane: Reminder'])
  expect(await timeComes(booking, '2027-03-04T19:31:00Z')).toEqual([])
})

test('a reminder brings no calendar file: the meeting is in the calendar already', async () => {
  const booking = await booked(await company(app))
  app.at('2027-03-03T20:30:00Z')

  await sendInvitation(services, { bookingId: booking.id })

  expect(post.collect()).toEqual(['jane: null null'])
})

test('no reminder comes after a cancellation', async () => {
  const booking = await booked(await company(app))
  await step(booking, 'cancel')

  expect(await timeComes(booking, '2027-03-03T20:30:00Z')).toEqual(['jane: Cancelled', 'rep0: Cancelled'])
  expect(await timeComes(booking, '2027-03-04T19:30:00Z')).toEqual([])
})

test('a meeting that was moved is reminded of at its new time, and not at its old one', async () => {
  const booking = await booked(await company(app))
  await step(booking, 'reschedule', { start: '2027-03-08T20:30:00Z' })
  expect(await planned(booking)).toEqual(['03-03T20:30', '03-04T19:30', '03-07T20:30', '03-08T19:30'])

  expect(await timeComes(booking, '2027-03-03T20:30:00Z')).toEqual(['jane: New time', 'rep0: New time'])
  expect(await timeComes(booking, '2027-03-04T19:30:00Z')).toEqual([])
  expect(await timeComes(booking, '2027-03-07T20:30:00Z')).toEqual(['jane: Reminder'])
})

test('a meeting that was moved back after its reminder is not reminded of the same a second time', async () => {
  const booking = await booked(await company(app))
  expect(await timeComes(booking, '2027-03-03T20:30:00Z')).toEqual(['jane: Reminder'])
  await step(booking, 'reschedule', { start: '2027-03-08T20:30:00Z' })
  await step(booking, 'reschedule', { start: START })

  expect(await timeComes(booking, '2027-03-03T20:40:00Z')).toEqual(['jane: New time', 'rep0: New time'])
  expect(await timeComes(booking, '2027-03-04T19:30:00Z')).toEqual(['jane: Reminder'])
})

test('a booking made shortly before its start is confirmed and not reminded of', async () => {
  app.at('2027-03-04T20:00:00Z')
  const booking = await booked(await company(app))

  expect(await planned(booking)).toEqual([])
  expect(await timeComes(booking, '2027-03-04T20:05:00Z')).toEqual([])
})

test('a reminder that could not be sent is tried again until the meeting begins, and given up then', async () => {
  const booking = await booked(await company(app))
  app.at('2027-03-04T19:30:00Z')
  post.failing = () => true
  await expect(sendInvitation(services, { bookingId: booking.id })).rejects.toThrow('Mailbox unavailable')
  post.failing = () => false
  expect(await timeComes(booking, '2027-03-04T19:45:00Z')).toEqual(['jane: Reminder'])

  app.at(NOW)
  const other = await booked(await company(app))
  app.at('2027-03-04T19:30:00Z')
  post.failing = () => true
  await expect(sendInvitation(services, { bookingId: other.id })).rejects.toThrow('Mailbox unavailable')
  post.failing = () => false
  expect(await timeComes(other, START)).toEqual([])
  expect((await app.get(`/api/v1/outbox?booking=${other.id}`)).body.items[0]).toMatchObject({ moment: 'reminder', status: 'superseded' })
})

test('who is told of a booking only after the time of its reminder is not reminded beside it, nor later', async () => {
  const { body: booking } = await app.post('/api/v1/bookings', wish(await company(app), START))

  expect(await timeComes(booking, '2027-03-03T20:31:00Z')).toEqual(['jane: Confirmed', 'rep0: New booking'])
  expect(await timeComes(booking, '2027-03-03T20:32:00Z')).toEqual([])
  expect(await timeComes(booking, '2027-03-04T19:30:00Z')).toEqual(['jane: Reminder'])
})

test('the clock of the database may be ahead: a reminder whose time has almost come is looked for again', async () => {
  const booking = await booked(await company(app))

  await timeComes(booking, '2027-03-03T20:29:59Z')

  expect(await planned(booking)).toEqual(['03-03T20:30', '03-03T20:30', '03-04T19:30'])
})

test('an event type says how often it reminds, by which moments it speaks, and to whom', async () => {
  const made = await company(app, {
    eventType: {
      reminders: [30],
      moments: { customer: { booked: [], cancelled: [] }, rep: { reminder: ['email'], cancelled: ['email'] } },
    },
  })
  const { body: booking } = await app.post('/api/v1/bookings', wish(made, START))

  expect(await planned(booking)).toEqual(['03-04T20:00'])
  expect(await timeComes(booking, NOW)).toEqual(['rep0: New booking'])
  expect(await timeComes(booking, '2027-03-04T20:00:00Z')).toEqual(['jane: Reminder', 'rep0: Reminder'])
  await step(booking, 'cancel')
  expect(await timeComes(booking, '2027-03-04T20:00:00Z')).toEqual(['rep0: Cancelled'])
})

test('a request that nobody answers expires: all are told, the time is free, and the turn is given back', async () => {
  const made = await company(app, { eventType: { approval: true }, pool: { distribution: 'round-robin' } })
  const booking = await requested(made)
  expect(await planned(booking)).toEqual(['03-03T12:00'])

  expect(await timeComes(booking, '2027-03-03T11:59:00Z')).toEqual([])
  expect(await timeComes(booking, '2027-03-03T12:00:00Z')).toEqual(['jane: Not confirmed', 'rep0: Expired'])
  expect(await timeComes(booking, '2027-03-03T12:00:00Z')).toEqual([])

  expect((await app.get(`/api/v1/bookings/${booking.id}`)).body).toMatchObject({ status: 'expired', sequence: 1 })
  expect((await app.post('/api/v1/find-by-time', question(made, START))).body.available).toBe(1)
  const { rows } = await sql<{ action: string; name: string }>`
    select action, caller ->> 'name' as name from booking_history where booking_id = ${booking.id} order by id`.execute(app.services.db)
  expect(rows.at(-1)).toEqual({ action: 'expired', name: 'Switchboard' })
  const { body } = await app.get(`/api/v1/pools/${made.pool}/fairness`)
  expect(body.members).toMatchObject([{ given: 1, lost: 1 }])
  expect((await app.post(`/api/v1/bookings/${booking.id}/approve`)).body.code).toBe('conflict')
})

test('a request expires at its start if that comes first, and an answered one never', async () => {
  const made = await company(app, { eventType: { approval: true, requestExpiresMinutes: 10_000 } })
  const booking = await requested(made)
  expect(await planned(booking)).toEqual(['03-04T20:30'])

  await step(booking, 'approve')

  expect(await timeComes(booking, '2027-03-03T20:30:00Z')).toEqual(['jane: Confirmed', 'rep0: Approved'])
  expect(await timeComes(booking, START)).toEqual([])
  expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.status).toBe('scheduled')
})

test('a request whose job was lost expires with the hourly tidying', async () => {
  const booking = await requested(await company(app, { eventType: { approval: true, requestExpiresMinutes: 60 } }))
  app.at('2027-03-01T13:00:00Z')

  await tidy(services)

  expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.status).toBe('expired')
})

test('who came to a meeting gets a follow-up if the event type has one; who did not come hears that he was missed', async () => {
  const made = await company(app, {
    reps: [{}, {}],
    eventType: { followUpMinutes: 120, reminders: [], moments: { customer: { 'no-show': ['email'] }, rep: { 'no-show': ['email'] } } },
  })
  const came = await booked(made, { rep: made.reps[0] })
  const missed = await booked(made, { rep: made.reps[1] })
  const open = await booked(made, { rep: made.reps[0], start: '2027-03-04T19:00:00Z' })
  expect(await planned(came)).toEqual(['03-04T23:00'])
  app.at('2027-03-04T21:05:00Z')
  await step(came, 'outcome', { status: 'completed' })
  await step(missed, 'outcome', { status: 'no-show' })

  expect(await timeComes(missed, '2027-03-04T21:05:00Z')).toEqual(['jane: We missed you', 'rep1: No-show'])
  expect(await timeComes(came, '2027-03-04T22:59:00Z')).toEqual([])
  expect(await timeComes(came, '2027-03-04T23:00:00Z')).toEqual(['jane: Thank you'])
  expect(await timeComes(came, '2027-03-04T23:05:00Z')).toEqual([])
  expect(await timeComes(open, '2027-03-04T23:00:00Z')).toEqual([])
})
