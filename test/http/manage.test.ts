import ICAL from 'ical.js'
import { beforeEach, expect, test } from 'vitest'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T20:30:00Z'
const WEDNESDAY = '2027-03-03T15:00:00Z'

/** A booking of the pool by staff, and the customer's path to it. */
async function booked(made: Company, more: object = {}) {
  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, more))
  expect(status).toBe(201)
  return { booking: body, path: `/api/v1/manage/${body.manageUrl.split('/manage/')[1]}` }
}

const get = (path: string) => app.get(path, { signedIn: false })
const post = (path: string, body: object = {}) => app.post(path, body, { signedIn: false })
const slots = async (path: string, more: object = {}) => {
  const query = new URLSearchParams({ from: '2027-03-02', to: '2027-03-02', timeZone: 'America/New_York', ...more })
  return (await get(`${path}/slots?${query}`)).body.days.flatMap((day: any) => day.slots) as string[]
}

test('the link that a customer gets shows the booking', async () => {
  const made = await company(app)
  const { booking, path } = await booked(made)

  const { status, body } = await get(path)

  expect(status).toBe(200)
  expect(body).toEqual({
    uid: booking.uid,
    status: 'scheduled',
    start: TUESDAY,
    end: '2027-03-02T21:00:00Z',
    timeZone: 'America/New_York',
    eventType: { slug: made.eventType, name: 'Consultation' },
    rep: { name: 'Ann Lee' },
    location: { kind: 'phone' },
    manageUrl: booking.manageUrl,
  })
})

test('a customer moves and cancels as late as the policy allowed when it was booked; staff until the start', async () => {
  app.at('2027-03-01T12:00:00Z')
  const made = await company(app, { eventType: { policy: { rescheduleUntilMinutes: 1440, cancelUntilMinutes: 120 } } })
  const { booking, path } = await booked(made)
  await app.post('/api/v1/import', {
    eventTypes: [{ slug: made.eventType, policy: { rescheduleUntilMinutes: null, cancelUntilMinutes: null } }],
  })

  expect((await get(path)).body).toMatchObject({ rescheduleUntil: '2027-03-01T20:30:00Z', cancelUntil: '2027-03-02T18:30:00Z' })
  app.at('2027-03-01T20:30:00Z')
  const move = { start: WEDNESDAY, timeZone: 'America/New_York' }
  expect((await post(`${path}/reschedule`, move)).body).toMatchObject({ status: 422, code: 'too-soon' })
  app.at('2027-03-02T18:30:00Z')
  expect((await post(`${path}/cancel`)).body).toMatchObject({ status: 422, code: 'too-soon' })
  expect((await get(path)).body.status).toBe('scheduled')

  expect((await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: WEDNESDAY })).status).toBe(200)
  expect((await post(`${path}/reschedule`, { start: TUESDAY, timeZone: 'America/New_York' })).body.code).toBe('too-soon')
  app.at('2027-03-03T12:59:00Z')
  expect((await post(`${path}/cancel`)).body).toMatchObject({ status: 'cancelled' })
})

test('where the policy keeps a booking with its rep nobody else is offered, and none can be had', async () => {
  app.at('2027-03-01T12:00:00Z')
  const made = await company(app, { reps: [{}, {}], eventType: { policy: { moveTo: 'same' } } })
  const { booking, path } = await booked(made, { rep: made.reps[0] })
  const move = { start: WEDNESDAY, timeZone: 'America/New_York' }

  expect((await get(path)).body.moveTo).toBe('same')
  const query = 'from=2027-03-02&to=2027-03-02&timeZone=America/New_York&rep=any'
  expect((await get(`${path}/slots?${query}`)).body.code).toBe('forbidden')
  expect((await post(`${path}/reschedule`, { ...move, rep: 'any' })).body.code).toBe('forbidden')
  expect((await post(`${path}/reschedule`, move)).body).toMatchObject({ start: WEDNESDAY, rep: { name: booking.rep.name } })
})

test('where customers may not change a booking at all the link says so', async () => {
  app.at('2027-03-01T12:00:00Z')
  const made = await company(app, { eventType: { policy: { rescheduleUntilMinutes: null } } })
  const { path } = await booked(made)

  const { body } = await get(path)

  expect(body.rescheduleUntil).toBeNull()
  expect(body).not.toHaveProperty('cancelUntil')
  expect((await post(`${path}/reschedule`, { start: WEDNESDAY, timeZone: 'America/New_York' })).body.code).toBe('too-soon')
})

test('a wrong link, or one that was tampered with, leads nowhere', async () => {
  const [first, second] = [await booked(await company(app)), await booked(await company(app))]
  const [body, proof] = first.path.split('/').at(-1)!.split('.')
  const [otherBody] = second.path.split('/').at(-1)!.split('.')
  const raised = Buffer.from(`${first.booking.id}:1`).toString('base64url')
  const flipped = `${proof!.startsWith('A') ? 'B' : 'A'}${proof!.slice(1)}`

  for (const token of [
    'nonsense',
    first.booking.id,
    `${body}`,
    `${body}.`,
    `${body}.${flipped}`,
    `${otherBody}.${proof}`,
    `${raised}.${proof}`,
  ])
    for (const reply of [
      await get(`/api/v1/manage/${token}`),
      await get(`/api/v1/manage/${token}/slots?from=2027-03-02&to=2027-03-02&timeZone=UTC`),
      await get(`/api/v1/manage/${token}/invite.ics`),
      await post(`/api/v1/manage/${token}/reschedule`, { start: WEDNESDAY, timeZone: 'UTC' }),
      await post(`/api/v1/manage/${token}/cancel`),
    ])
      expect([token, reply.status, reply.body.code]).toEqual([token, 404, 'not-found'])
  expect((await get(first.path)).body.status).toBe('scheduled')
})

test('raising the generation makes every older link void', async () => {
  const { booking, path } = await booked(await company(app))
  await app.services.db.updateTable('booking').set({ generation: 1 }).where('id', '=', booking.id).execute()

  for (const reply of [
    await get(path),
    await get(`${path}/slots?from=2027-03-02&to=2027-03-02&timeZone=UTC`),
    await get(`${path}/invite.ics`),
    await post(`${path}/reschedule`, { start: WEDNESDAY, timeZone: 'UTC' }),
    await post(`${path}/cancel`),
  ])
    expect([reply.status, reply.body.code]).toEqual([410, 'gone'])
  const { manageUrl } = (await app.get(`/api/v1/bookings/${booking.id}`)).body
  expect((await get(`/api/v1/manage/${manageUrl.split('/manage/')[1]}`)).status).toBe(200)
})

test('the times for a move are those of the same rep, the booking itself not in the way; or of anybody in the pool', async () => {
  const half = (start: string, end: string) => ({ weeklyHours: [{ days: ['TU'], start, end }] })
  const made = await company(app, { reps: [half('15:00', '16:30'), half('09:00', '10:00')] })
  const { path } = await booked(made)

  const same = ['2027-03-02T20:00:00Z', '2027-03-02T20:15:00Z', TUESDAY, '2027-03-02T20:45:00Z', '2027-03-02T21:00:00Z']
  const others = ['2027-03-02T14:00:00Z', '2027-03-02T14:15:00Z', '2027-03-02T14:30:00Z']
  expect(await slots(path)).toEqual(same)
  expect(await slots(path, { rep: 'same' })).toEqual(same)
  expect(await slots(path, { rep: 'any' })).toEqual([...others, ...same])
})

test('a customer moves the booking: same rep, same identity, the old time free again', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const { booking, path } = await booked(made, { rep: made.reps[1] })

  const { status, body } = await post(`${path}/reschedule`, { start: WEDNESDAY, timeZone: 'America/New_York' })

  expect([status, body.uid, body.start, body.rep.name]).toEqual([200, booking.uid, WEDNESDAY, 'Ben Ode'])
  expect((await app.get(`/api/v1/bookings/${booking.id}`)).body).toMatchObject({
    sequence: 1,
    rep: { email: made.reps[1] },
    manageUrl: booking.manageUrl,
  })
  expect(await slots(path)).toContain(TUESDAY)
})

test('a customer who insists on the rep is refused when that one is taken; anybody else may do if asked', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const { booking, path } = await booked(made, { rep: made.reps[0] })
  await app.post('/api/v1/bookings', wish(made, WEDNESDAY, { rep: made.reps[0] }))
  const move = (rep?: string) => post(`${path}/reschedule`, { start: WEDNESDAY, timeZone: 'America/New_York', ...(rep ? { rep } : {}) })

  const same = await move()
  const any = await move('any')

  expect([same.status, same.body.code]).toEqual([409, 'slot-taken'])
  expect([any.status, any.body.rep.name, any.body.uid]).toEqual([200, 'Ben Ode', booking.uid])
})

test('anybody is the same rep when that one is free', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })
  const { booking, path } = await booked(made)

  expect((await post(`${path}/reschedule`, { start: WEDNESDAY, timeZone: 'UTC', rep: 'any' })).body.rep.name).toBe(booking.rep.name)
})

test('every time that is shown for a move can be taken', async () => {
  const made = await company(app, {
    reps: [{ dailyLimit: 1 }, { overrides: [{ date: '2027-03-02', hours: [{ start: '09:00', end: '10:10' }] }] }],
  })
  const { path } = await booked(made, { rep: made.reps[0] })

  for (const rep of ['same', 'any'])
    for (const start of (await slots(path, { rep, timeZone: 'Asia/Kathmandu', to: '2027-03-03' })).filter((_, i) => i % 11 === 0))
      expect([start, (await post(`${path}/reschedule`, { start, rep, timeZone: 'Asia/Kathmandu' })).status]).toEqual([start, 200])
})

test.each([
  ['2027-03-03T15:07:00Z', 'outside-availability'],
  ['2027-03-03T03:00:00Z', 'outside-availability'],
  ['2027-03-01T10:00:00Z', 'too-soon'],
  ['2027-12-01T15:00:00Z', 'too-far-ahead'],
])('a customer cannot move a booking to %s: %s', async (start, code) => {
  const { path } = await booked(await company(app))

  const { status, body } = await post(`${path}/reschedule`, { start, timeZone: 'America/New_York' })

  expect([status, body.code]).toEqual([422, code])
})

test('a customer cancels: the time is free, the reason is kept, and there is nothing more to change', async () => {
  const made = await company(app)
  const { booking, path } = await booked(made)

  const { status, body } = await post(`${path}/cancel`, { reason: 'Moved to Spain' })

  expect([status, body.status, body.uid]).toEqual([200, 'cancelled', booking.uid])
  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY))).status).toBe(201)
  for (const reply of [await post(`${path}/cancel`), await post(`${path}/reschedule`, { start: WEDNESDAY, timeZone: 'UTC' })])
    expect([reply.status, reply.body.code]).toEqual([409, 'conflict'])
  expect((await get(path)).body.status).toBe('cancelled')
})

/** The calendar file behind a link, as a calendar reads it. */
async function calendar(path: string) {
  const { status, body, headers } = await get(`${path}/invite.ics`)
  expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/calendar/)])
  const root = new ICAL.Component(ICAL.parse(body))
  const event = root.getFirstSubcomponent('vevent')!
  return {
    method: root.getFirstPropertyValue('method'),
    event: new ICAL.Event(event),
    status: event.getFirstPropertyValue('status'),
    text: body as string,
  }
}

test('the calendar file says what the booking says, and follows it', async () => {
  const made = await company(app)
  const { booking, path } = await booked(made, {
    details: 'Ring twice; the dog, Rex, is friendly.',
    customer: { name: 'Jane "JJ" Smith', email: `jane.${made.tag}@example.com` },
  })
  const moment = ({ event }: Awaited<ReturnType<typeof calendar>>) =>
    [event.startDate, event.endDate].map((at) => at.toJSDate().toISOString())

  const first = await calendar(path)
  await post(`${path}/reschedule`, { start: WEDNESDAY, timeZone: 'UTC' })
  const moved = await calendar(path)
  await post(`${path}/cancel`)
  const cancelled = await calendar(path)

  expect([first.method, first.event.uid, first.event.sequence, first.status]).toEqual(['REQUEST', booking.uid, 0, 'CONFIRMED'])
  expect(moment(first)).toEqual(['2027-03-02T20:30:00.000Z', '2027-03-02T21:00:00.000Z'])
  expect([first.event.summary, first.event.description]).toEqual([booking.subject, 'Ring twice; the dog, Rex, is friendly.'])
  expect(first.event.organizer).toBe(`mailto:${made.reps[0]}`)
  expect(first.event.attendees.map((one) => one.getFirstValue())).toEqual([`mailto:jane.${made.tag}@example.com`])
  expect(first.text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
  expect([moved.method, moved.event.uid, moved.event.sequence]).toEqual(['REQUEST', booking.uid, 1])
  expect(moment(moved)).toEqual(['2027-03-03T15:00:00.000Z', '2027-03-03T15:30:00.000Z'])
  expect([cancelled.method, cancelled.event.uid, cancelled.event.sequence, cancelled.status]).toEqual([
    'CANCEL',
    booking.uid,
    2,
    'CANCELLED',
  ])
})

test('what waits for approval has no calendar file yet', async () => {
  const made = await company(app, { eventType: { approval: true } })
  const { body } = await post(`/api/v1/pages/${made.page}/bookings`, {
    eventType: made.eventType,
    start: TUESDAY,
    timeZone: 'UTC',
    customer: { name: 'Jane', email: `jane.${made.tag}@example.com` },
  })

  const { status, body: problem } = await get(`/api/v1/manage/${body.manageUrl.split('/manage/')[1]}/invite.ics`)

  expect([body.status, status, problem.code]).toEqual(['requested', 409, 'conflict'])
})
