/** What is special about Google's calendars: which events take time, what a change is, and how a meeting comes into being. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { googleCalendars } from '../../server/calendars/google.ts'
import { googleId, UID } from '../../server/calendars/google-events.ts'
import { type CalendarEvent, CalendarTrouble } from '../../server/domain/calendar.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { type GoogleAccount, openGoogle, type TestGoogle } from '../servers/google.ts'
import type { Event } from '../servers/google-recurrence.ts'

let google: TestGoogle
let people = 0
const window: Interval = { start: new Date('2027-03-01T00:00:00Z'), end: new Date('2027-05-01T00:00:00Z') }

beforeAll(async () => {
  google = await openGoogle()
})
afterAll(() => google.close())

/** An account of its own for each test. */
function open(limits = {}) {
  const account = google.account(`rep-${++people}@example.com`)
  const calendars = googleCalendars({ apiUrl: google.url }, google.tokenSource(account.email), { pausesMs: [1, 1, 1], ...limits })
  const spans = async (within = window, id = account.email) =>
    (await calendars.busy(id, within)).flatMap(({ busy }) => busy.map(text)).sort()
  return { account, calendars, id: account.email, spans }
}
const short = (date: Date) => date.toISOString().replace(':00.000Z', 'Z')
const text = ({ start, end }: Interval) => `${short(start)}/${short(end)}`
const at = (start: string, end: string) => ({ start: { dateTime: `2027-03-${start}:00Z` }, end: { dateTime: `2027-03-${end}:00Z` } })
const meeting = (more: Event = {}): Event => ({ summary: 'Meeting', ...at('03T10:00', '03T11:00'), ...more })
const MEETING = '2027-03-03T10:00Z/2027-03-03T11:00Z'

let uids = 0
const ours = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: `uid-${++uids}@booking.example`,
  sequence: 0,
  start: new Date('2027-03-02T15:00:00Z'),
  end: new Date('2027-03-02T15:30:00Z'),
  timeZone: 'America/New_York',
  subject: 'Consultation',
  description: 'Notes',
  location: 'Main St 1',
  video: false,
  attendees: [],
  ...more,
})
const troubleOf = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => 'nothing',
    (error: unknown) => (error instanceof CalendarTrouble ? error : `${error}`),
  )
const kindOf = async (doing: Promise<unknown>) => {
  const trouble = await troubleOf(doing)
  return trouble instanceof CalendarTrouble ? trouble.kind : trouble
}
const requestsOf = (method: string, part: string) =>
  google.requests.filter((one) => one.method === method && decodeURIComponent(one.path).includes(part))

describe('which events take time', () => {
  const self = (account: GoogleAccount, responseStatus: string) => [
    { email: 'boss@example.com', responseStatus: 'accepted' },
    { email: account.email, responseStatus },
    { email: 'colleague@example.com', responseStatus: 'declined' },
  ]
  test.each<[string, Event, string[]]>([
    ['an event', {}, [MEETING]],
    ['one that is shown as available', { transparency: 'transparent' }, []],
    ['a tentative one', { status: 'tentative' }, [MEETING]],
    ['one that was called off', { status: 'cancelled' }, []],
    ['where somebody works', { eventType: 'workingLocation' }, []],
    ['a birthday', { eventType: 'birthday' }, []],
    ['an absence', { eventType: 'outOfOffice' }, [MEETING]],
    ['time to think', { eventType: 'focusTime' }, [MEETING]],
    ['one out of a mail', { eventType: 'fromGmail' }, [MEETING]],
    ['one without length', at('03T10:00', '03T10:00'), []],
  ])('%s', async (_, event, busy) => {
    const { account, spans } = open()
    account.addEvent(meeting(event))
    expect(await spans()).toEqual(busy)
  })
  test.each([
    ['declined', []],
    ['tentative', [MEETING]],
    ['needsAction', [MEETING]],
    ['accepted', [MEETING]],
  ])('an invitation that the calendar’s owner has answered with %s, whatever others said', async (answer, busy) => {
    const { account, spans } = open()
    account.addEvent(meeting({ attendees: self(account, answer) }))
    expect(await spans()).toEqual(busy)
  })
  test('a guest who has declined does not free the one who invited', async () => {
    const { account, spans } = open()
    account.addEvent(meeting({ attendees: [{ email: 'guest@example.com', responseStatus: 'declined' }] }))
    expect(await spans()).toEqual([MEETING])
  })
  test('a whole day is busy from midnight to midnight in the calendar’s zone, also across a clock change', async () => {
    const { account, spans } = open()
    account.calendar.timeZone = 'Europe/Berlin'
    account.addEvent({ summary: 'Fair', start: { date: '2027-03-27' }, end: { date: '2027-03-29' } })
    account.addEvent({ summary: 'Holiday', transparency: 'transparent', start: { date: '2027-03-10' }, end: { date: '2027-03-11' } })
    expect(await spans()).toEqual(['2027-03-26T23:00Z/2027-03-28T22:00Z'])
  })
  test('a whole day in a calendar of another zone is a day there', async () => {
    const { account, spans } = open()
    account.addCalendar({ id: 'tokyo@group.calendar.google.com', summary: 'Tokyo', timeZone: 'Asia/Tokyo' })
    account.addEvent({ start: { date: '2027-03-10' }, end: { date: '2027-03-11' } }, 'tokyo@group.calendar.google.com')
    account.addEvent({ start: { date: '2027-03-10' }, end: { date: '2027-03-11' } })
    expect(await spans(window, 'tokyo@group.calendar.google.com')).toEqual(['2027-03-09T15:00Z/2027-03-10T15:00Z'])
    expect(await spans()).toEqual(['2027-03-10T05:00Z/2027-03-11T05:00Z'])
  })
  test('a private event in somebody else’s calendar says no more than its time, and is busy', async () => {
    const { calendars } = open()
    const other = google.account('other@example.com')
    other.calendar.roles.set(`rep-${people}@example.com`, 'reader')
    const id = other.addEvent(meeting({ visibility: 'private' }))
    const [entry] = await calendars.busy(other.email, window)
    expect(entry).toMatchObject({ key: id, uid: null, busy: [{ start: new Date('2027-03-03T10:00:00Z') }] })
  })
  test('no title and no guest is asked for', async () => {
    const { account, spans } = open()
    await spans()
    const [request] = requestsOf('GET', `${account.email}/events`)
    expect(request!.query.get('fields')).not.toMatch(/summary|description|location|email|displayName/)
    expect(request!.query.get('maxAttendees')).toBe('1')
  })
})

describe('series', () => {
  const weekly = (more: Event = {}): Event => ({
    summary: 'Stand-up',
    start: { dateTime: '2027-03-01T10:00:00-05:00', timeZone: 'America/New_York' },
    end: { dateTime: '2027-03-01T10:30:00-05:00', timeZone: 'America/New_York' },
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'],
    ...more,
  })
  test('a series keeps its wall time over the change of clocks', async () => {
    const { account, spans } = open()
    account.addEvent(weekly())
    expect(await spans()).toEqual([
      '2027-03-01T15:00Z/2027-03-01T15:30Z',
      '2027-03-08T15:00Z/2027-03-08T15:30Z',
      '2027-03-15T14:00Z/2027-03-15T14:30Z',
      '2027-03-22T14:00Z/2027-03-22T14:30Z',
    ])
  })
  test('a date that was left out, an occurrence that was moved and one that was called off', async () => {
    const { account, spans } = open()
    const id = account.addEvent(
      weekly({ recurrence: ['RRULE:FREQ=WEEKLY;UNTIL=20270322T140000Z', 'EXDATE;TZID=America/New_York:20270308T100000'] }),
    )
    account.moveEvent(`${id}_20270315T140000Z`, { start: new Date('2027-03-16T20:00:00Z'), end: new Date('2027-03-16T20:30:00Z') })
    account.deleteEvent(`${id}_20270322T140000Z`)
    expect(await spans()).toEqual(['2027-03-01T15:00Z/2027-03-01T15:30Z', '2027-03-16T20:00Z/2027-03-16T20:30Z'])
  })
  test('an occurrence that was moved into the window is in it, and an occurrence has no time of its own to follow', async () => {
    const { account, calendars, id } = open()
    const series = account.addEvent(weekly())
    account.moveEvent(`${series}_20270322T140000Z`, { start: new Date('2027-03-02T20:00:00Z'), end: new Date('2027-03-02T20:30:00Z') })
    const entries = await calendars.busy(id, { start: new Date('2027-03-02T00:00:00Z'), end: new Date('2027-03-03T00:00:00Z') })
    expect(entries.map(({ key, busy, span }) => [key, busy.map(text), span])).toEqual([
      [`${series}_20270322T140000Z`, ['2027-03-02T20:00Z/2027-03-02T20:30Z'], null],
    ])
  })
  test('one moved occurrence is one change', async () => {
    const { account, calendars, id } = open()
    const series = account.addEvent(weekly())
    const { cursor } = await calendars.changes(id, window, null)
    account.moveEvent(`${series}_20270308T150000Z`, { start: new Date('2027-03-09T15:00:00Z'), end: new Date('2027-03-09T15:30:00Z') })
    const news = await calendars.changes(id, window, cursor)
    expect(news).toMatchObject({ complete: false, removed: [], entries: [{ key: `${series}_20270308T150000Z` }] })
    expect(news.entries[0]!.busy.map(text)).toEqual(['2027-03-09T15:00Z/2027-03-09T15:30Z'])
  })
  test('a date that is left out, a call-off and the end of a series bring everything anew', async () => {
    const { account, calendars, id } = open()
    const series = account.addEvent(weekly({ recurrence: ['RRULE:FREQ=DAILY;COUNT=40'] }))
    let { cursor, entries } = await calendars.changes(id, window, null)
    expect(entries).toHaveLength(40)
    account.deleteEvent(`${series}_20270303T150000Z`)
    let news = await calendars.changes(id, window, cursor)
    expect([news.complete, news.entries.length]).toEqual([true, 39])
    account.changeEvent(series, { recurrence: ['RRULE:FREQ=DAILY;COUNT=40', 'EXDATE:20270304T150000Z'] })
    news = await calendars.changes(id, window, news.cursor)
    expect([news.complete, news.entries.length]).toEqual([true, 38])
    account.deleteEvent(series)
    news = await calendars.changes(id, window, news.cursor)
    expect([news.complete, news.entries]).toEqual([true, []])
    ;({ cursor, entries } = await calendars.changes(id, window, news.cursor))
    expect(entries).toEqual([])
  })
  test('what changes while all is read anew is told the next time', async () => {
    const { account, calendars, id } = open()
    const single = account.addEvent(meeting())
    const series = account.addEvent(weekly())
    const { cursor } = await calendars.changes(id, window, null)
    account.moveEvent(single, { start: new Date('2028-01-03T15:00:00Z'), end: new Date('2028-01-03T16:00:00Z') })
    account.deleteEvent(series)
    let lists = 0
    google.failBy(() => {
      if (++lists === 2) account.deleteEvent(single)
      return null
    })
    const news = await calendars.changes(id, window, cursor)
    google.failBy(null)
    expect(news.entries.map(({ key }) => key)).toEqual([single])
    expect((await calendars.changes(id, window, news.cursor)).removed).toEqual([single])
  })
  test('a series that goes on for years brings no busy time from beyond the window', async () => {
    const { account, calendars, id } = open()
    const { cursor } = await calendars.changes(id, window, null)
    account.addEvent(weekly({ recurrence: ['RRULE:FREQ=WEEKLY'] }))
    const news = await calendars.changes(id, window, cursor)
    expect(news.complete).toBe(false)
    expect(news.entries.length).toBeGreaterThan(500)
    expect(news.entries.flatMap(({ busy }) => busy)).toHaveLength(9)
  })
  test('our event that a rep makes repeat is still there, as a series', async () => {
    const { account, calendars, id } = open()
    const event = ours()
    const { key } = await calendars.put(id, event)
    account.changeEvent(key, { recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] })
    const all = await calendars.changes(id, window, null)
    expect(all.entries.filter(({ uid }) => uid === event.uid)).toEqual([{ key, uid: event.uid, busy: [], span: null }])
    expect(all.entries.flatMap(({ busy }) => busy)).toHaveLength(3)

    await calendars.put(id, event)
    expect(account.events()).toMatchObject([{ id: key, summary: event.subject }])
    expect(account.events()[0]).not.toHaveProperty('recurrence')
    const again = await calendars.changes(id, window, all.cursor)
    expect(again.entries).toEqual([
      { key, uid: event.uid, busy: [{ start: event.start, end: event.end }], span: { start: event.start, end: event.end } },
    ])
  })
  test('our event that was moved out of the window while a series ended is moved, not gone', async () => {
    const { account, calendars, id } = open()
    const event = ours()
    const { key } = await calendars.put(id, event)
    const series = account.addEvent(weekly())
    const { cursor } = await calendars.changes(id, window, null)
    const far = { start: new Date('2028-01-03T15:00:00Z'), end: new Date('2028-01-03T15:30:00Z') }
    account.moveEvent(key, far)
    account.deleteEvent(series)
    const news = await calendars.changes(id, window, cursor)
    expect(news).toMatchObject({ complete: true, entries: [{ key, uid: event.uid, busy: [], span: far }] })
    expect(await calendars.changes(id, window, news.cursor)).toMatchObject({ complete: false, entries: [], removed: [] })
  })
})

describe('whose event it is', () => {
  test('a copy of our event that a rep made is not ours', async () => {
    const { account, calendars, id } = open()
    const event = ours()
    const { key } = await calendars.put(id, event)
    const copy = account.addEvent(meeting({ extendedProperties: { private: { [UID]: event.uid } } }))
    const entries = await calendars.busy(id, window)
    expect(entries.find((one) => one.key === copy)?.uid).toBe(`${copy}@google.com`)
    expect(entries.filter(({ uid }) => uid === event.uid).map((one) => one.key)).toEqual([key])
  })
  test('an event that came of an invitation carries the uid of the invitation', async () => {
    const { account, calendars, id } = open()
    account.addEvent(meeting({ iCalUID: 'uid-from-a-mail@booking.example' }))
    expect((await calendars.busy(id, window)).map(({ uid }) => uid)).toEqual(['uid-from-a-mail@booking.example'])
  })
  test('an id is what Google takes, the same for the same uid, another for another', () => {
    expect(googleId('a')).toMatch(/^[a-v0-9]{52}$/)
    expect(googleId('a')).toBe(googleId('a'))
    expect(googleId('b')).not.toBe(googleId('a'))
  })
})

describe('writing', () => {
  test('what was typed is text, not HTML; sequence, colour and guests of the rep stay', async () => {
    const { account, calendars, id } = open()
    const event = ours({ description: 'Likes <b>tea</b> & cake' })
    const { key } = await calendars.put(id, event)
    account.changeEvent(key, { colorId: '7', sequence: 9, attendees: [{ email: 'colleague@example.com' }] })
    await calendars.put(id, { ...event, sequence: 1, subject: 'Moved', start: new Date('2027-03-02T14:45:00Z') })
    expect(account.events()).toMatchObject([
      {
        summary: 'Moved',
        description: 'Likes &lt;b&gt;tea&lt;/b&gt; &amp; cake',
        colorId: '7',
        attendees: [{ email: 'colleague@example.com' }],
        start: { timeZone: 'America/New_York' },
      },
    ])
    expect(account.events()[0]!.sequence).toBeGreaterThanOrEqual(9)
  })
  test('an event that was changed often and then deleted by hand comes back', async () => {
    const { account, calendars, id } = open()
    const event = ours()
    const { key } = await calendars.put(id, event)
    account.changeEvent(key, { sequence: 9 })
    account.deleteEvent(key)
    expect((await calendars.put(id, event)).key).toBe(key)
    expect(account.events()).toMatchObject([{ id: key, status: 'confirmed', summary: event.subject }])
  })
  test('an event that was made a whole day by hand gets its time back', async () => {
    const { account, calendars, id } = open()
    const event = ours()
    const { key } = await calendars.put(id, event)
    account.changeEvent(key, { start: { date: '2027-03-05', dateTime: null }, end: { date: '2027-03-06', dateTime: null } })
    expect((await calendars.busy(id, window))[0]).toMatchObject({ uid: event.uid, span: null })
    await calendars.put(id, event)
    expect((await calendars.busy(id, window))[0]).toMatchObject({ uid: event.uid, span: { start: event.start, end: event.end } })
  })
  test('a repeated write changes nothing, not even its version', async () => {
    const { account, calendars, id } = open()
    const event = ours({ video: true, attendees: [{ name: 'Ann', email: 'Ann@example.com' }] })
    await calendars.put(id, event)
    const before = account.calendar.version
    await calendars.put(id, event)
    expect(account.calendar.version).toBe(before)
  })
  test('nobody is told by Google unless it does the inviting', async () => {
    const { calendars, id } = open()
    const mails = google.mails.length
    const silent = ours()
    await calendars.put(id, silent)
    await calendars.remove(id, silent.uid)
    expect(google.mails).toHaveLength(mails)

    const loud = ours({ attendees: [{ name: 'Ann', email: 'ann@example.com' }] })
    const { key } = await calendars.put(id, loud)
    await calendars.put(id, { ...loud, end: new Date('2027-03-02T16:00:00Z') })
    await calendars.remove(id, loud.uid, true)
    expect(google.mails.slice(mails)).toEqual(
      ['invitation', 'update', 'cancellation'].map((about) => ({ to: 'ann@example.com', about, eventId: key })),
    )
  })
  test('an answer to an invitation stays while the time does', async () => {
    const { account, calendars, id } = open()
    const event = ours({ attendees: [{ name: null, email: 'ann@example.com' }] })
    const { key } = await calendars.put(id, event)
    account.changeEvent(key, { attendees: [{ email: 'ann@example.com', responseStatus: 'accepted' }] })
    const answer = () => account.events()[0]?.attendees?.map(({ responseStatus }) => responseStatus)
    await calendars.put(id, { ...event, subject: 'Another subject' })
    expect(answer()).toEqual(['accepted'])
    await calendars.put(id, { ...event, subject: 'Another subject', end: new Date('2027-03-02T16:00:00Z') })
    expect(answer()).toEqual([undefined])
  })
  test('an answer that was lost after the write does no harm', async () => {
    const { account, calendars, id } = open()
    const event = ours()
    for (const how of ['reset-after', 'half', 'garbage'] as const) {
      google.fail(how)
      expect([how, await kindOf(calendars.put(id, event))]).toEqual([how, 'unreachable'])
    }
    await calendars.put(id, event)
    expect(account.events()).toHaveLength(1)
    google.fail('reset-after')
    expect(await kindOf(calendars.remove(id, event.uid))).toBe('unreachable')
    await calendars.remove(id, event.uid)
    expect(account.events()).toEqual([])
  })
  test('a calendar that may only be read refuses; one that is gone holds nothing to remove', async () => {
    const { account, calendars } = open()
    account.addCalendar({ id: 'team#1@group.calendar.google.com', summary: 'Team', role: 'reader' })
    expect(await kindOf(calendars.put('team#1@group.calendar.google.com', ours()))).toBe('refused')
    expect(await kindOf(calendars.put('nowhere@example.com', ours()))).toBe('gone')
    expect(await kindOf(calendars.remove('nowhere@example.com', 'a uid'))).toBe('nothing')
  })
})

describe('video meetings', () => {
  test('a link is made once, and stays when the booking moves', async () => {
    const { calendars, id } = open()
    const event = ours({ video: true })
    const { videoUrl } = await calendars.put(id, event)
    expect(videoUrl).toMatch(/^https:\/\/meet\.google\.com\//)
    expect((await calendars.put(id, { ...event, end: new Date('2027-03-02T16:00:00Z') })).videoUrl).toBe(videoUrl)
  })
  test('a link that takes Google a moment is waited for; one that fails is none', async () => {
    const { account, calendars, id } = open()
    account.calendar.meet = 'later'
    expect((await calendars.put(id, ours({ video: true }))).videoUrl).toMatch(/^https:\/\/meet/)
    account.calendar.meet = 'fails'
    expect((await calendars.put(id, ours({ video: true }))).videoUrl).toBeNull()
  })
  test('a link that failed is asked for again with the next write', async () => {
    const { account, calendars, id } = open()
    const event = ours({ video: true })
    account.calendar.meet = 'fails'
    expect((await calendars.put(id, event)).videoUrl).toBeNull()
    account.calendar.meet = 'at-once'
    expect((await calendars.put(id, event)).videoUrl).toMatch(/^https:\/\/meet/)
  })
  test('who waits in vain gets no link', async () => {
    const { account, calendars, id } = open({ pausesMs: [] })
    account.calendar.meet = 'later'
    expect((await calendars.put(id, ours({ video: true }))).videoUrl).toBeNull()
  })
  test('an event that existed without a link gets one', async () => {
    const { account, calendars, id } = open()
    const event = ours()
    expect((await calendars.put(id, event)).videoUrl).toBeNull()
    expect((await calendars.put(id, { ...event, video: true })).videoUrl).toMatch(/^https:\/\/meet/)
    expect(account.events()).toHaveLength(1)
  })
  test('a calendar without video meetings still takes the event', async () => {
    const { account, calendars, id } = open()
    account.calendar.meet = 'unknown'
    expect((await calendars.put(id, ours({ video: true }))).videoUrl).toBeNull()
    expect(account.events()).toHaveLength(1)
  })
})
