import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { setEvent } from '../../server/calendars/memory.ts'
import { saveCalendars } from '../../server/db/account-calendars.ts'
import { renewCalendarAccount } from '../../server/db/calendar-accounts.ts'
import { CalendarTrouble } from '../../server/domain/calendar.ts'
import { company, question, type Reply, type TestApp, wish } from '../support/app.ts'
import { type CalendarWorld, type OwnAccount, openCalendarWorld } from './calendar-world.ts'

let world: CalendarWorld
let app: TestApp
beforeAll(async () => {
  world = await openCalendarWorld()
  app = world.app
})
afterAll(() => app.close())

const at = (time: string) => new Date(`2027-03-${time}Z`)
/** Half past three on a Tuesday in New York, as an instant. */
const START = '2027-03-02T20:30:00Z'
const LATER = '2027-03-03T20:30:00Z'

const put = (account: OwnAccount, key: string, start: string, end: string, uid: string | null = null) =>
  setEvent(account.calendar, key, { uid, subject: 'Private', busy: true, start: at(start), end: at(end) })
const eventsOf = (account: OwnAccount) =>
  [...account.calendar.events.values()].map(({ uid, start, end }) => ({ uid, start: start.toISOString(), end: end.toISOString() }))
const reasonsOf = (reply: Reply, rep: string): string[] =>
  reply.body.unavailable
    .find((one: { rep: { email: string } }) => one.rep.email === rep)
    ?.reasons.map((one: { code: string }) => one.code) ?? []
const find = (made: Parameters<typeof question>[0], start = START, more: object = {}) =>
  app.post('/api/v1/find-by-time', question(made, start, more))
const book = (made: Parameters<typeof wish>[0], start = START, more: object = {}) => app.post('/api/v1/bookings', wish(made, start, more))
const mails = async (to: string, moment?: string) =>
  (
    await app.services.db.selectFrom('message').selectAll().where('to_address', '=', to).orderBy('created_at').orderBy('sequence').execute()
  ).filter((one) => moment === undefined || one.moment === moment)

async function repWithCalendar(given: Parameters<CalendarWorld['connect']>[1] = {}, reps = [{}]) {
  app.at('2027-03-01T12:00:00Z')
  const made = await company(app, { reps })
  const rep = made.reps[0] ?? ''
  return { made, rep, account: await world.connect(rep, given) }
}

describe('what is busy', () => {
  test('a calendar that was never read is not free; once it is read its entries are busy and the rest is free', async () => {
    const { made, rep, account } = await repWithCalendar({ read: false })
    expect(reasonsOf(await find(made), rep)).toEqual(['calendar-unreachable'])
    put(account, 'dentist', '02T20:00:00', '02T21:00:00')
    await account.sync()
    expect(reasonsOf(await find(made), rep)).toEqual(['busy'])
    expect((await find(made, LATER)).body.available).toBe(1)
  })

  test('what is moved or deleted there is known after the next reading', async () => {
    const { made, rep, account } = await repWithCalendar()
    put(account, 'dentist', '02T20:00:00', '02T21:00:00')
    await account.sync()
    put(account, 'dentist', '03T20:00:00', '03T21:00:00')
    await account.sync()
    expect([(await find(made)).body.available, reasonsOf(await find(made, LATER), rep)]).toEqual([1, ['busy']])
    setEvent(account.calendar, 'dentist', null)
    await account.sync()
    expect((await find(made, LATER)).body.available).toBe(1)
  })

  test('a cursor that is no longer known brings everything anew', async () => {
    const { made, account } = await repWithCalendar()
    put(account, 'dentist', '02T20:00:00', '02T21:00:00')
    await account.sync()
    account.calendar.events.clear() // Deleted, and the vendor has forgotten that it was.
    account.calendar.oldest = account.calendar.log.push('forgotten') + 1
    await account.sync()
    expect((await find(made)).body.available).toBe(1)
  })

  test('a reading that finds nothing new leaves the finder alone', async () => {
    const { account } = await repWithCalendar()
    await app.services.finder.refresh()
    const before = app.services.finder.version()
    await account.sync()
    await app.services.finder.refresh()
    expect(app.services.finder.version()).toBe(before)
  })
})

describe('our own events', () => {
  test('S1.10 a booking stands in the rep’s calendar, moves with it, and is gone when it is cancelled', async () => {
    const { made, account } = await repWithCalendar()
    const { body: booking } = await book(made)
    expect(booking.sync.calendar).toBe('pending')
    await app.settled()
    expect(eventsOf(account)).toEqual([{ uid: booking.uid, start: at('02T20:30:00').toISOString(), end: at('02T21:00:00').toISOString() }])
    expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.calendar).toBe('done')

    await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: LATER })
    await app.settled()
    expect(eventsOf(account)).toMatchObject([{ uid: booking.uid, start: at('03T20:30:00').toISOString() }])

    await app.post(`/api/v1/bookings/${booking.id}/cancel`, {})
    await app.settled()
    expect(eventsOf(account)).toEqual([])
  })

  test('the event of a booking is not busy: its rep may move it by a quarter of an hour, and a cancelled one frees its time at once', async () => {
    const { made, account } = await repWithCalendar()
    const { body: booking } = await book(made)
    await app.settled()
    await account.sync()
    const moved = await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: '2027-03-02T20:45:00Z' })
    expect(moved.status).toBe(200)
    await app.post(`/api/v1/bookings/${booking.id}/cancel`, {})
    expect((await find(made)).body.available).toBe(1)
  })

  test('an invitation of ours that a mail program put into the calendar under another name is not busy either', async () => {
    const { made, account } = await repWithCalendar({ takesBookings: false })
    const { body: booking } = await book(made)
    put(account, 'imported', '02T20:30:00', '02T21:00:00', booking.uid)
    await account.sync()
    expect((await find(made, START, { booking: booking.id })).body.available).toBe(1)
  })

  test('A to B to A and then cancelled: at every step there is one event, in the right calendar', async () => {
    const { made, account: a } = await repWithCalendar({}, [{}, {}])
    const b = await world.connect(made.reps[1] ?? '')
    const { body: booking } = await book(made, START, { rep: made.reps[0] })
    const counts = async () => {
      await app.settled()
      return [a.calendar.events.size, b.calendar.events.size]
    }
    expect(await counts()).toEqual([1, 0])
    await app.post(`/api/v1/bookings/${booking.id}/reassign`, { rep: made.reps[1] })
    expect(await counts()).toEqual([0, 1])
    await app.post(`/api/v1/bookings/${booking.id}/reassign`, { rep: made.reps[0] })
    await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: LATER, rep: made.reps[1] })
    await app.post(`/api/v1/bookings/${booking.id}/reassign`, { rep: made.reps[0] })
    expect(await counts()).toEqual([1, 0])
    await app.post(`/api/v1/bookings/${booking.id}/cancel`, {})
    expect(await counts()).toEqual([0, 0])
  })

  test('a rep whose calendar is written gets a notice without an invitation; the customer gets exactly one', async () => {
    const { made, rep } = await repWithCalendar()
    await book(made)
    await app.settled()
    expect((await mails(rep)).map((one) => [one.method, one.invitation])).toEqual([['REQUEST', null]])
    expect((await mails(`jane.${made.tag}@example.com`)).map((one) => one.invitation !== null)).toEqual([true])
  })

  test('a request is not written before it is approved', async () => {
    app.at('2027-03-01T12:00:00Z')
    const made = await company(app, { eventType: { approval: true } })
    const account = await world.connect(made.reps[0] ?? '')
    const reply = await app.post(
      `/api/v1/pages/${made.page}/bookings`,
      {
        eventType: made.eventType,
        start: START,
        timeZone: 'America/New_York',
        rep: undefined,
        customer: { name: 'Jane', email: `j.${made.tag}@example.com` },
        answers: {},
      },
      { signedIn: false },
    )
    expect(reply.status).toBe(201)
    await app.settled()
    expect(account.calendar.events.size).toBe(0)
    const { items } = (await app.get(`/api/v1/bookings?rep=${made.reps[0]}&status=requested`)).body
    await app.post(`/api/v1/bookings/${items[0].id}/approve`, {})
    await app.settled()
    expect(account.calendar.events.size).toBe(1)
  })
})

describe('a hand at the event', () => {
  async function booked() {
    const all = await repWithCalendar()
    const { body: booking } = await book(all.made)
    await app.settled()
    await all.account.sync()
    app.at('2027-03-01T12:10:00Z') // What was written has settled.
    return { ...all, booking, get: async () => (await app.get(`/api/v1/bookings/${booking.id}`)).body }
  }

  test('moved by the rep, the booking follows and the customer is told', async () => {
    const { made, account, booking, get } = await booked()
    put(account, booking.uid, '04T15:00:00', '04T15:45:00', booking.uid)
    await account.sync()
    await app.settled()
    expect(await get()).toMatchObject({ start: '2027-03-04T15:00:00Z', end: '2027-03-04T15:45:00Z', status: 'scheduled', sequence: 1 })
    expect(await mails(`jane.${made.tag}@example.com`, 'rescheduled')).toHaveLength(1)
    expect(account.calendar.events.size).toBe(1)
  })

  test('deleted by the rep, the booking is cancelled and the customer is told', async () => {
    const { made, account, booking, get } = await booked()
    setEvent(account.calendar, booking.uid, null)
    await account.sync()
    await app.settled()
    expect((await get()).status).toBe('cancelled')
    expect(await mails(`jane.${made.tag}@example.com`, 'cancelled')).toHaveLength(1)
  })

  test('moved onto another booking it is put back, and the rep hears why', async () => {
    const { made, rep, account, booking, get } = await booked()
    await book(made, LATER)
    await app.settled()
    put(account, booking.uid, '03T20:30:00', '03T21:00:00', booking.uid)
    await account.sync()
    await app.settled()
    expect((await get()).start).toBe(START)
    expect(eventsOf(account).find((one) => one.uid === booking.uid)).toMatchObject({ start: at('02T20:30:00').toISOString() })
    expect((await mails(rep, 'calendar edit'))[0]?.text).toContain('another appointment')
  })

  test('what the calendar says just after our own write is not taken for a hand; once settled it is', async () => {
    const { made, account } = await repWithCalendar()
    const { body: booking } = await book(made)
    await app.settled()
    put(account, booking.uid, '04T15:00:00', '04T15:30:00', booking.uid)
    await account.sync()
    await app.settled()
    expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.start).toBe(START)
    const row = await app.services.db.selectFrom('calendar_account').selectAll().where('id', '=', account.id).executeTakeFirstOrThrow()
    expect(row.next_sync_at).toEqual(new Date('2027-03-01T12:01:00Z'))
    app.at('2027-03-01T12:02:00Z')
    await account.sync()
    await app.settled()
    expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.start).toBe('2027-03-04T15:00:00Z')
  })

  test('many events that are gone at once are asked about, and no customer is told', async () => {
    const { made, account } = await repWithCalendar()
    const made5 = ['14:00', '15:00', '16:00', '17:00', '18:00'].map((time) => book(made, `2027-03-08T${time}:00Z`))
    const bookings = (await Promise.all(made5)).map(({ body }) => body.id as string)
    await app.settled()
    await account.sync()
    app.at('2027-03-01T12:10:00Z')
    for (const key of [...account.calendar.events.keys()]) setEvent(account.calendar, key, null)
    await account.sync()
    await app.settled()
    const { items } = (await app.get('/api/v1/calendar-edits')).body
    expect(items.map((one: any) => one.booking.id).filter((id: string) => bookings.includes(id)).length).toBe(5)
    expect(await mails(`jane.${made.tag}@example.com`, 'cancelled')).toEqual([])
  })

  test('moved far away, and read anew: it is found there, and is not taken for deleted', async () => {
    const { account, booking, get } = await booked()
    put(account, booking.uid, '04T15:00:00', '04T15:30:00', booking.uid)
    const event = account.calendar.events.get(booking.uid)
    const far = new Date('2028-01-10T15:00:00Z')
    account.calendar.events.set(booking.uid, { ...event!, start: far, end: new Date(far.getTime() + 1_800_000) })
    account.calendar.oldest = account.calendar.log.push('forgotten') + 1
    await account.sync()
    await app.settled()
    expect(await get()).toMatchObject({ status: 'scheduled', start: '2028-01-10T15:00:00Z' })
  })

  test('a calendar that was read anew and lacks the event says that it was deleted', async () => {
    const { account, booking, get } = await booked()
    account.calendar.events.delete(booking.uid)
    account.calendar.oldest = account.calendar.log.push('forgotten') + 1
    await account.sync()
    await app.settled()
    expect((await get()).status).toBe('cancelled')
  })
})

describe('where the company asks first', () => {
  test('what was made of an event by hand waits for the rep’s word: to follow it, or to put it back', async () => {
    const asking = await openCalendarWorld({ edits: 'ask' })
    try {
      const made = await company(asking.app)
      const rep = made.reps[0] ?? ''
      const account = await asking.connect(rep)
      const waiting = async () => (await asking.app.get('/api/v1/calendar-edits')).body.items
      const answer = (id: string, words: string) => asking.app.post(`/api/v1/bookings/${id}/calendar-edit`, { answer: words })
      const { body: booking } = await asking.app.post('/api/v1/bookings', wish(made, START))
      await asking.app.settled()
      await account.sync()
      asking.app.at('2027-03-01T12:10:00Z')

      put(account, booking.uid, '04T15:00:00', '04T15:30:00', booking.uid)
      await account.sync()
      await asking.app.settled()
      expect(await waiting()).toMatchObject([{ booking: { id: booking.id, start: START }, movedTo: { start: '2027-03-04T15:00:00Z' } }])
      const [asked] = await asking.app.services.db.selectFrom('message').selectAll().where('moment', '=', 'calendar edit').execute()
      expect([asked?.to_address, asked?.subject]).toEqual([rep, 'Move “Consultation: Jane Smith”?'])

      await answer(booking.id, 'put-back')
      await asking.app.settled()
      expect([await waiting(), eventsOf(account)]).toMatchObject([[], [{ start: at('02T20:30:00').toISOString() }]])

      asking.app.at('2027-03-01T12:20:00Z')
      setEvent(account.calendar, booking.uid, null)
      await account.sync()
      await asking.app.settled()
      expect((await answer(booking.id, 'follow')).body.status).toBe('cancelled')
      expect((await answer(booking.id, 'follow')).status).toBe(409)
    } finally {
      await asking.app.close()
    }
  })
})

test('what was made of an event by hand means nothing any more once the booking has been moved to another time', async () => {
  const asking = await openCalendarWorld({ edits: 'ask' })
  try {
    const made = await company(asking.app)
    const account = await asking.connect(made.reps[0] ?? '')
    const { body: booking } = await asking.app.post('/api/v1/bookings', wish(made, START))
    await asking.app.settled()
    await account.sync()
    asking.app.at('2027-03-01T12:10:00Z')
    setEvent(account.calendar, booking.uid, null)
    await account.sync()
    await asking.app.settled()
    expect((await asking.app.get('/api/v1/calendar-edits')).body.items).toHaveLength(1)

    expect((await asking.app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: LATER })).status).toBe(200)
    // As long as the event has not been written anew, it still lacks.
    await asking.app.settled()
    await asking.app.services.db.updateTable('calendar_event').set({ sequence: 0, gone: true }).execute()
    expect((await asking.app.get('/api/v1/calendar-edits')).body.items).toEqual([])
    expect((await asking.app.post(`/api/v1/bookings/${booking.id}/calendar-edit`, { answer: 'follow' })).status).toBe(409)
    expect((await asking.app.get(`/api/v1/bookings/${booking.id}`)).body).toMatchObject({ status: 'scheduled', start: LATER })
  } finally {
    await asking.app.close()
  }
})

describe('in the moment of booking', () => {
  test('what is known is older than a minute: the calendar is asked once more, and what it says counts', async () => {
    const { made, account } = await repWithCalendar()
    put(account, 'just now', '02T20:45:00', '02T21:45:00')
    app.at('2027-03-01T12:05:00Z')
    const refused = await book(made, START, { rep: made.reps[0], pool: undefined })
    expect([refused.status, refused.body.code]).toEqual([409, 'slot-taken'])
    expect((await find(made)).body.available).toBe(0)
  })

  test('a time that is held has the calendar read at once, so that booking it need not wait', async () => {
    const { made, rep, account } = await repWithCalendar()
    put(account, 'just now', '03T20:45:00', '03T21:45:00')
    app.at('2027-03-01T12:05:00Z')
    const held = await app.post('/api/v1/holds', { eventType: made.eventType, rep, start: START })
    expect(held.status).toBe(201)
    await app.settled()
    expect(reasonsOf(await find(made, LATER), rep)).toEqual(['busy'])
    account.delayMs = 3000 // Whoever asks now waits in vain.
    const reply = await book(made, START, { rep, hold: held.body.id })
    account.delayMs = 0
    expect([reply.status, reply.body.assignment?.reasons.map((one: any) => one.code)]).toEqual([201, ['longest-idle']])
  })

  test('what was found in that moment counts no longer than until the next reading, also where the vendor does not tell that it went', async () => {
    const { made, account } = await repWithCalendar()
    app.at('2027-03-01T12:05:00Z')
    put(account, 'dentist', '02T20:00:00', '02T21:00:00')
    expect((await book(made)).status).toBe(409)
    // Made and deleted between two readings: there is nothing to tell of.
    account.calendar.events.delete('dentist')
    account.calendar.log.pop()
    await account.sync()
    expect((await find(made)).body.available).toBe(1)
  })

  test('of a pool somebody else is taken instead', async () => {
    const { made, account } = await repWithCalendar({}, [{}, {}])
    put(account, 'just now', '02T20:45:00', '02T21:45:00')
    app.at('2027-03-01T12:05:00Z')
    const reply = await book(made)
    expect([reply.status, reply.body.rep?.email]).toEqual([201, made.reps[1]])
  })

  test('a booking is moved only to what the calendar says is free', async () => {
    const { made, account } = await repWithCalendar()
    const { body: booking } = await book(made)
    await app.settled()
    put(account, 'just now', '03T20:45:00', '03T21:45:00')
    app.at('2027-03-01T12:05:00Z')
    const refused = await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: LATER })
    expect([refused.status, refused.body.code]).toEqual([409, 'slot-taken'])
    expect((await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: '2027-03-03T19:00:00Z' })).status).toBe(200)
  })

  test('a calendar that does not answer in time is uncertain: the rep is refused, of a pool another is taken', async () => {
    const { made, account } = await repWithCalendar({}, [{}, {}])
    account.delayMs = 4000
    app.at('2027-03-01T12:05:00Z')
    const refused = await book(made, START, { rep: made.reps[0] })
    expect([refused.status, refused.body.code]).toEqual([422, 'outside-availability'])
    const reply = await book(made)
    expect([reply.status, reply.body.rep?.email]).toEqual([201, made.reps[1]])
  })
})

describe('trouble', () => {
  const away = new CalendarTrouble('unreachable', 'It does not answer.')

  test('a calendar out of reach for a quarter of an hour takes its rep out of the answers; rep and administrators are told once; then it heals, backlog included', async () => {
    const { made, rep, account } = await repWithCalendar()
    const { body: booking } = await book(made)
    await app.settled()
    account.trouble = away
    await account.sync()
    app.at('2027-03-01T12:14:00Z')
    await account.sync()
    expect((await find(made, LATER)).body.available).toBe(1)
    app.at('2027-03-01T12:16:00Z')
    await account.sync()
    await account.sync()
    expect(reasonsOf(await find(made, LATER), rep)).toEqual(['calendar-unreachable'])
    await app.settled()
    expect(await mails(rep, 'calendar unreachable')).toHaveLength(1)

    await app.post(`/api/v1/bookings/${booking.id}/cancel`, {})
    await expect.poll(async () => (await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.calendar, { timeout: 10_000 }).toBe('failed')
    account.trouble = null
    await account.sync()
    await expect.poll(() => account.calendar.events.size, { timeout: 10_000 }).toBe(0)
    expect((await find(made, LATER)).body.available).toBe(1)
  })

  test('a vendor that lets us in no longer: within one reading the rep leaves the answers, and mails say so', async () => {
    const { made, rep, account } = await repWithCalendar()
    account.trouble = new CalendarTrouble('revoked', 'The vendor does not let us in any more.')
    await account.sync()
    expect(reasonsOf(await find(made), rep)).toEqual(['calendar-unreachable'])
    await app.settled()
    expect((await mails(rep, 'calendar revoked')).map((one) => one.subject)).toEqual(['The calendar of Ann Lee is disconnected'])
    const refused = await book(made)
    expect([refused.status, refused.body.code]).toEqual([422, 'outside-availability'])
  })

  test('an account that is connected anew while its old token is refused stays connected', async () => {
    const { made, account } = await repWithCalendar()
    const { db, now } = app.services
    const { id, secret } = await db.selectFrom('calendar_account').selectAll().where('id', '=', account.id).executeTakeFirstOrThrow()
    Object.assign(account, { delayMs: 300, trouble: new CalendarTrouble('revoked', 'The vendor does not let us in any more.') })
    const reading = account.sync()
    await new Promise((resolve) => setTimeout(resolve, 100))
    await renewCalendarAccount(db, { id, repId: account.repId, vendor: 'caldav', name: account.name, server: null, secret }, now())
    await reading
    Object.assign(account, { delayMs: 0, trouble: null })
    expect(await db.selectFrom('calendar_account').selectAll().where('id', '=', id).executeTakeFirst()).toMatchObject({ revoked: false })
    expect((await find(made)).body.available).toBe(1)
  })

  test('a calendar that is opened further, or less far, is read from the beginning: its cursor was of another kind', async () => {
    const { account } = await repWithCalendar()
    const { db } = app.services
    const own = { id: 'own', name: 'Own', primary: true }
    const row = () => db.selectFrom('calendar').selectAll().where('account_id', '=', account.id).executeTakeFirstOrThrow()
    await saveCalendars(db, { accountId: account.id, repId: account.repId }, [{ ...own, access: 'write' }])
    expect((await row()).complete_at).not.toBeNull()
    await saveCalendars(db, { accountId: account.id, repId: account.repId }, [{ ...own, access: 'free-busy' }])
    expect(await row()).toMatchObject({ access: 'free-busy', cursor: null, complete_at: null })
  })

  test('what a vendor asks us to wait is waited', async () => {
    const { account } = await repWithCalendar()
    account.trouble = new CalendarTrouble('later', 'Slowly!', { retryAfterMs: 40 * 60_000 })
    await account.sync()
    const row = await app.services.db.selectFrom('calendar_account').selectAll().where('id', '=', account.id).executeTakeFirstOrThrow()
    expect(row.next_sync_at.getTime()).toBeGreaterThanOrEqual(new Date('2027-03-01T12:40:00Z').getTime())
  })
})
