/** CalDAV against a real server, Radicale; trouble comes from a proxy in front of it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caldavCalendars } from '../../server/calendars/caldav.ts'
import { openCalendarsOf } from '../../server/calendars/open.ts'
import { type CalendarEvent, type CalendarSettings, CalendarTrouble } from '../../server/domain/calendar.ts'
import { guardedFetch } from '../../server/outbound/fetch.ts'
import { outboundGuard } from '../../server/outbound/guard.ts'
import { hasRadicale, type Radicale, startRadicale } from '../servers/radicale.ts'
import { startProxy } from '../servers/troubled-proxy.ts'
import { caldavBench, calendarText, fetching, openAccount } from './caldav-bench.ts'
import { behavesLikeACalendar } from './contract.ts'

const there = await hasRadicale()

let radicale: Radicale
beforeAll(async () => {
  if (there) radicale = await startRadicale()
})
afterAll(async () => {
  await radicale?.close()
})

const span = (start: string, end: string) => ({ start: new Date(start), end: new Date(end) })
const MARCH = span('2027-03-01T00:00:00Z', '2027-04-01T00:00:00Z')

const lines = (uid: string, ...more: string[]) => ['BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20270101T000000Z', ...more, 'END:VEVENT']
const NINE = ['DTSTART:20270302T090000Z', 'DTEND:20270302T100000Z']

const event = (uid: string, more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid,
  sequence: 0,
  ...span('2027-03-02T15:00:00Z', '2027-03-02T15:30:00Z'),
  timeZone: 'America/New_York',
  subject: 'Consultation',
  description: '',
  location: '',
  video: false,
  attendees: [],
  ...more,
})

const troubleOf = (doing: Promise<unknown>): Promise<{ kind: string; message: string; retryAfterMs: number | null }> =>
  doing.then(
    () => ({ kind: 'nothing', message: '', retryAfterMs: null }),
    (error) => (error instanceof CalendarTrouble ? error : Promise.reject(error)),
  )

const multistatus = (...responses: string[]) => ({
  status: 207,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">${responses.join('')}</d:multistatus>`,
})
const inside = (href: string, what: string) => `<d:response><d:href>${href}</d:href>${what}</d:response>`
const good = (props: string) => `<d:propstat><d:prop>${props}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>`
const bad = (status: string, props = '') => `<d:propstat><d:prop>${props}</d:prop><d:status>HTTP/1.1 ${status}</d:status></d:propstat>`

describe.skipIf(!there)('with Radicale', () => {
  behavesLikeACalendar('CalDAV (Radicale)', () => caldavBench(radicale))

  type Account = Awaited<ReturnType<typeof openAccount>>
  const accounts: Account[] = []
  const opened = async (props?: string) => {
    const account = await openAccount(radicale, props)
    accounts.push(account)
    return account
  }
  afterAll(async () => {
    await Promise.all(accounts.map(({ proxy }) => proxy.close()))
  })
  const starts = async ({ provider, calendarId }: Account, window = MARCH) =>
    (await provider.busy(calendarId, window)).flatMap(({ busy }) => busy.map(({ start }) => start.toISOString().slice(5, 16))).sort()

  describe('reading', () => {
    test('a series comes as one entry, with its exceptions, across a clock change, on the calendar’s own clock', async () => {
      const zone = [
        'BEGIN:VTIMEZONE',
        'TZID:Europe/Berlin',
        'BEGIN:STANDARD',
        'DTSTART:19961027T030000',
        'TZOFFSETFROM:+0200',
        'TZOFFSETTO:+0100',
        'END:STANDARD',
        'END:VTIMEZONE',
      ]
      const account = await opened(`<C:calendar-timezone>${calendarText(...zone)}</C:calendar-timezone>`)
      const rule = [
        'DTSTART;TZID=Europe/Berlin:20270308T090000',
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY;COUNT=4',
        'EXDATE;TZID=Europe/Berlin:20270315T090000',
      ]
      const moved = ['RECURRENCE-ID;TZID=Europe/Berlin:20270322T090000', 'DTSTART;TZID=Europe/Berlin:20270323T110000', 'DURATION:PT1H']
      await account.put('series', ...zone, ...lines('series', ...rule), ...lines('series', ...moved))
      await account.put('floating', ...lines('floating', 'DTSTART:20270330T120000', 'DURATION:PT1H'))
      await account.put('day', ...lines('day', 'DTSTART;VALUE=DATE:20270331'))

      const entries = await account.provider.busy(account.calendarId, MARCH)

      expect(entries.map(({ uid, busy }) => [uid, busy.length]).sort()).toEqual([
        ['day', 1],
        ['floating', 1],
        ['series', 3],
      ])
      expect(await starts(account)).toEqual(['03-08T08:00', '03-23T10:00', '03-29T07:00', '03-30T10:00', '03-30T22:00'])
      expect((await account.provider.changes(account.calendarId, MARCH, null)).entries).toEqual(entries)
    })

    test('where a calendar tells no zone, floating time is in that of its owner, else in UTC', async () => {
      const account = await opened()
      await account.put('floating', ...lines('floating', 'DTSTART:20270302T120000', 'DURATION:PT1H'))
      const tokyo = caldavCalendars({ ...account.access, zone: 'Asia/Tokyo' }, fetching)
      expect(await starts(account)).toEqual(['03-02T12:00'])
      expect(await starts({ ...account, provider: tokyo })).toEqual(['03-02T03:00'])
    })

    test('a whole day that lies in the window only in its own zone is not missed', async () => {
      const account = await opened()
      await account.put('day', ...lines('day', 'DTSTART;VALUE=DATE:20270302'))
      const honolulu = caldavCalendars({ ...account.access, zone: 'Pacific/Honolulu' }, fetching)
      const [entry] = await honolulu.busy(account.calendarId, span('2027-03-03T05:00:00Z', '2027-03-03T06:00:00Z'))
      expect(entry?.busy).toEqual([span('2027-03-02T10:00:00Z', '2027-03-03T10:00:00Z')])
    })

    test('what the owner has declined is free: by the address that the server tells, or by that of the user', async () => {
      const account = await opened()
      await account.put(
        'declined',
        ...lines('declined', ...NINE, 'ORGANIZER:mailto:boss@example.com', 'ATTENDEE;PARTSTAT=DECLINED:mailto:me@example.com'),
      )
      expect(await starts(account)).toEqual(['03-02T09:00'])
      const addresses = good('<c:calendar-user-address-set><d:href>mailto:Me@Example.com</d:href></c:calendar-user-address-set>')
      account.proxy.answer = ({ body }) => (body.includes('calendar-user-address-set') ? multistatus(inside('/', addresses)) : null)
      // The addresses are asked for once, so this needs a provider that has not asked yet.
      expect(await starts({ ...account, provider: caldavCalendars(account.access, fetching) })).toEqual([])
    })

    test('a calendar with more than 64 kB in one event is read whole', async () => {
      const account = await opened()
      await account.put('long', ...lines('long', `DESCRIPTION:${'x'.repeat(200_000)}`, ...NINE))
      expect(await starts(account)).toEqual(['03-02T09:00'])
    })

    test('only calendars that hold events are listed, with what we may do there; the one that invitations go to is the usual one', async () => {
      const account = await opened()
      const calendar = (name: string, rights: string, kinds = '<c:comp name="VEVENT"/>') =>
        inside(
          `/home/${name}/`,
          good(
            `<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>${name}</d:displayname><c:supported-calendar-component-set>${kinds}</c:supported-calendar-component-set><d:current-user-privilege-set>${rights}</d:current-user-privilege-set>`,
          ),
        )
      const right = (...names: string[]) => names.map((name) => `<d:privilege><${name}/></d:privilege>`).join('')
      account.proxy.answer = () =>
        multistatus(
          inside('/home/', good('<d:resourcetype><d:collection/></d:resourcetype>')),
          inside('/home/inbox/', good('<c:schedule-default-calendar-URL><d:href>/home/b%20c/</d:href></c:schedule-default-calendar-URL>')),
          calendar('007', right('d:read')),
          calendar('b c', right('d:read', 'd:write-content', 'd:bind')),
          calendar('shared', right('c:read-free-busy')),
          calendar('tasks', right('d:all'), '<c:comp name="VTODO"/>'),
          calendar('hidden', ''),
        )
      expect(await account.provider.calendars()).toEqual([
        { id: '/home/007/', name: '007', primary: false, access: 'read' },
        { id: '/home/b%20c/', name: 'b c', primary: true, access: 'write' },
        { id: '/home/shared/', name: 'shared', primary: false, access: 'free-busy' },
      ])
    })

    test('a list in which something could not be told is no list: what is missing there would count as deleted', async () => {
      const account = await opened()
      account.proxy.answer = () => multistatus(inside(account.calendarId, bad('500 Oh', '<d:resourcetype/>')))
      expect(await troubleOf(account.provider.calendars())).toMatchObject({ kind: 'unreachable' })
    })

    test('of a calendar that shows busy time alone, that is what is read', async () => {
      const account = await opened()
      const text = calendarText('BEGIN:VFREEBUSY', 'FREEBUSY:20270302T090000Z/PT1H,20270402T090000Z/PT1H', 'END:VFREEBUSY')
      account.proxy.answer = ({ body }) =>
        body.includes('free-busy-query') ? { status: 200, headers: { 'content-type': 'text/calendar' }, body: text } : { status: 403 }
      const busy = [span('2027-03-02T09:00:00Z', '2027-03-02T10:00:00Z')]
      expect(await account.provider.busy(account.calendarId, MARCH)).toMatchObject([{ uid: null, busy, span: null }])
    })
  })

  describe('changes', () => {
    /** A server that has no sync-collection. */
    const withoutSync = (account: Account) => {
      account.proxy.change = (body) => body.replace(/<supported-report><report><sync-collection ?\/><\/report><\/supported-report>/, '')
      account.proxy.answer = ({ body }) => (body.includes('sync-collection') && body.includes('sync-level') ? { status: 400 } : null)
    }

    test.each(['with', 'without'])('new, changed, moved away, called off and deleted events are told %s sync-collection', async (how) => {
      const account = await opened()
      const { provider, calendarId } = account
      if (how === 'without') withoutSync(account)
      for (const name of ['stays', 'moves', 'leaves', 'ends', 'goes']) await account.put(name, ...lines(name, ...NINE))
      const all = await provider.changes(calendarId, MARCH, null)
      expect([all.complete, all.entries.map(({ uid }) => uid).sort()]).toEqual([true, ['ends', 'goes', 'leaves', 'moves', 'stays']])
      expect(all.cursor.includes('etags')).toBe(how === 'without')
      expect(await provider.changes(calendarId, MARCH, all.cursor)).toMatchObject({ complete: false, entries: [], removed: [] })

      await account.put('moves', ...lines('moves', 'DTSTART:20270303T090000Z', 'DURATION:PT1H'))
      await account.put('leaves', ...lines('leaves', 'DTSTART:20280303T090000Z', 'DURATION:PT1H'))
      await account.put('ends', ...lines('ends', ...NINE, 'STATUS:CANCELLED'))
      await radicale.call(account.user, 'DELETE', `${calendarId}goes.ics`)
      await account.put('new', ...lines('new', ...NINE))
      const next = await provider.changes(calendarId, MARCH, all.cursor)

      expect(next.complete).toBe(false)
      expect(next.entries.map(({ uid, busy, span }) => [uid, busy.length, span?.start.toISOString().slice(0, 10)]).sort()).toEqual([
        ['leaves', 0, '2028-03-03'],
        ['moves', 1, '2027-03-03'],
        ['new', 1, '2027-03-02'],
      ])
      expect([...next.removed].sort()).toEqual([`${calendarId}ends.ics`, `${calendarId}goes.ics`])
      expect(await provider.changes(calendarId, MARCH, next.cursor)).toMatchObject({ complete: false, entries: [], removed: [] })
    })

    test('a server that no longer takes sync-collection is read anew, and by versions from then on', async () => {
      const account = await opened()
      await account.put('one', ...lines('one', ...NINE))
      const all = await account.provider.changes(account.calendarId, MARCH, null)
      withoutSync(account)
      const next = await account.provider.changes(account.calendarId, MARCH, all.cursor)
      expect([next.complete, next.entries.length]).toEqual([true, 1])
      expect((await account.provider.changes(account.calendarId, MARCH, next.cursor)).complete).toBe(false)
    })

    test('a cursor that is none brings everything', async () => {
      const account = await opened()
      await account.put('one', ...lines('one', ...NINE))
      expect(await account.provider.changes(account.calendarId, MARCH, 'of another age')).toMatchObject({
        complete: true,
        entries: [{ uid: 'one' }],
      })
    })

    test('changes that come in pages all come, and a server that goes round is found out', async () => {
      const account = await opened()
      const { provider, calendarId } = account
      const { cursor } = await provider.changes(calendarId, MARCH, null)
      for (const name of ['one', 'two']) await account.put(name, ...lines(name, ...NINE))
      const page = (name: string, token: string, more: boolean) => ({
        ...multistatus(
          inside(`${calendarId}${name}.ics`, good('<d:getetag>"1"</d:getetag>')),
          ...(more
            ? [
                inside(
                  calendarId,
                  '<d:status>HTTP/1.1 507 Insufficient Storage</d:status><d:error><d:number-of-matches-within-limits/></d:error>',
                ),
              ]
            : []),
          `<d:sync-token>${token}</d:sync-token>`,
        ),
      })
      const pages = [page('one', 'next', true), page('two', 'last', false)]
      account.proxy.answer = ({ body }) => (body.includes('sync-level') ? (pages.shift() ?? null) : null)
      const changes = await provider.changes(calendarId, MARCH, cursor)
      expect(changes.entries.map(({ uid }) => uid).sort()).toEqual(['one', 'two'])
      expect(changes.cursor).toContain('last')

      account.proxy.answer = ({ body }) => (body.includes('sync-level') ? page('one', 'round', true) : null)
      expect(await troubleOf(provider.changes(calendarId, MARCH, cursor))).toMatchObject({ kind: 'unreachable' })
    })

    test('an answer that is larger than we take is asked for in parts', async () => {
      const account = await opened()
      const days = ['03', '10', '17', '24']
      const provider = caldavCalendars(account.access, guardedFetch(outboundGuard(['127.0.0.1']), { maxBytes: 60_000 }))
      const { cursor } = await provider.changes(account.calendarId, MARCH, null)
      for (const day of days)
        await account.put(day, ...lines(day, `DTSTART:202703${day}T090000Z`, 'DURATION:PT1H', `DESCRIPTION:${'x'.repeat(20_000)}`))
      expect(await starts({ ...account, provider })).toEqual(days.map((day) => `03-${day}T09:00`))
      expect((await provider.changes(account.calendarId, MARCH, cursor)).entries.map(({ uid }) => uid).sort()).toEqual(days)
      const narrow = caldavCalendars(account.access, guardedFetch(outboundGuard(['127.0.0.1']), { maxBytes: 10_000 }))
      expect(await troubleOf(narrow.busy(account.calendarId, MARCH))).toMatchObject({ kind: 'refused' })
    })

    test('an answer that a server cut off is asked for in parts', async () => {
      const account = await opened()
      for (const day of ['03', '10', '17', '24']) await account.put(day, ...lines(day, `DTSTART:202703${day}T090000Z`, 'DURATION:PT1H'))
      account.proxy.change = (body, { body: asked }) => {
        const days = [...asked.matchAll(/(?:start|end)="(....)(..)(..)T/g)].map(([, ...day]) => Date.parse(day.join('-')) / 86_400_000)
        if (!asked.includes('calendar-query') || days[1]! - days[0]! < 15) return body
        return multistatus(inside(account.calendarId, '<d:status>HTTP/1.1 507 Insufficient Storage</d:status>')).body
      }
      expect(await starts(account)).toEqual(['03-03T09:00', '03-10T09:00', '03-17T09:00', '03-24T09:00'])
    })
  })

  describe('writing', () => {
    const textAt = async ({ user }: Account, path: string) =>
      (await (await radicale.call(user, 'GET', path)).text()).replace(/\r?\n[ \t]/g, '')

    test('a booking that lies in the calendar already, by an invitation, is changed where it is', async () => {
      const account = await opened()
      const one = event('invited@booking.example')
      await account.put('from-a-mail', ...lines(one.uid, ...NINE))
      const { key } = await account.provider.put(account.calendarId, one)
      expect(key).toBe(`${account.calendarId}from-a-mail.ics`)
      expect(await starts(account)).toEqual(['03-02T15:00'])
      await account.provider.remove(account.calendarId, one.uid)
      expect(await starts(account)).toEqual([])
    })

    test('a change of somebody else in the same moment is met with a second look', async () => {
      const account = await opened()
      const one = event('raced@booking.example')
      const { key } = await account.provider.put(account.calendarId, one)
      let raced = 0
      account.proxy.answer = ({ method }) => (method === 'PUT' && ++raced === 2 ? { status: 412 } : null)
      await account.provider.put(account.calendarId, { ...one, sequence: 1, subject: 'Second' })
      const puts = account.proxy.asked.filter(({ method }) => method === 'PUT')
      expect(puts.slice(1).map(({ headers }) => [headers['if-none-match'] ?? null, headers['if-match'] ? 'the version' : null])).toEqual([
        ['*', null],
        [null, 'the version'],
        [null, 'the version'],
      ])
      expect(await textAt(account, key)).toContain('SUMMARY:Second')
      account.proxy.answer = ({ method }) => (method === 'PUT' ? { status: 412 } : null)
      expect(await troubleOf(account.provider.put(account.calendarId, one))).toMatchObject({ kind: 'unreachable' })
    })

    test('no attendee is in it unless the vendor is to invite, and then the server is told that we write to them', async () => {
      const account = await opened()
      const addresses = good('<c:calendar-user-address-set><d:href>mailto:rep@example.com</d:href></c:calendar-user-address-set>')
      account.proxy.answer = ({ body }) => (body.includes('calendar-user-address-set') ? multistatus(inside('/', addresses)) : null)
      const quiet = await account.provider.put(account.calendarId, event('quiet@booking.example'))
      expect(await textAt(account, quiet.key)).not.toMatch(/ATTENDEE|ORGANIZER/)
      const attendees = [{ name: 'Zoë "Z" O’Neil; & Co', email: 'zoe+x@example.com' }]
      const loud = await account.provider.put(account.calendarId, event('loud@booking.example', { attendees }))
      const text = await textAt(account, loud.key)
      expect(text).toMatch(/^ORGANIZER;SCHEDULE-AGENT=CLIENT:mailto:rep@example\.com\r?$/m)
      expect(text).toMatch(/^ATTENDEE;.*SCHEDULE-AGENT=CLIENT.*:mailto:zoe\+x@example\.com\r?$/m)
    })

    test('what is sent is a calendar object in lines of at most 75 octets, its times in UTC', async () => {
      const account = await opened()
      const subject = 'Beratung für Zoë “Z” O’Neil; 50 %, '.repeat(8).trim()
      await account.provider.put(
        account.calendarId,
        event('long@booking.example', { subject, sequence: 3, location: 'Main St 1\nNew York' }),
      )
      const { body, headers, path } = account.proxy.asked.find(({ method }) => method === 'PUT')!
      expect(headers).toMatchObject({ 'content-type': 'text/calendar; charset=utf-8', 'if-none-match': '*' })
      expect(path).toMatch(/\/long-booking-example-[0-9a-f]{8}\.ics$/)
      const sent = body.split('\r\n')
      expect(sent.filter((line) => Buffer.byteLength(line) > 75 || line.includes('\n'))).toEqual([])
      const whole = body.replaceAll('\r\n ', '').split('\r\n')
      expect(whole).toEqual(
        expect.arrayContaining([
          'UID:long@booking.example',
          'SEQUENCE:3',
          'DTSTART:20270302T150000Z',
          'DTEND:20270302T153000Z',
          'LOCATION:Main St 1\\nNew York',
        ]),
      )
      expect(whole).toContain(`SUMMARY:${subject.replace(/[;,]/g, '\\$&')}`)
    })

    test('when the server keeps to itself which version it stored, what it stored is looked at', async () => {
      const account = await opened()
      account.proxy.dropEtags = true
      const { key } = await account.provider.put(account.calendarId, event('stored@booking.example'))
      expect(account.proxy.asked.at(-1)).toMatchObject({ method: 'GET', path: key })
      account.proxy.change = (body, { method }) => (method === 'GET' ? body.replaceAll('T150000Z', 'T160000Z') : body)
      expect(await troubleOf(account.provider.put(account.calendarId, event('other@booking.example')))).toMatchObject({ kind: 'refused' })
    })

    test('a calendar that is not there, or takes no events of ours, says so', async () => {
      const account = await opened()
      expect(await troubleOf(account.provider.put(`/${account.user}/nowhere/`, event('x@booking.example')))).toMatchObject({ kind: 'gone' })
      account.proxy.answer = () => ({ status: 403, body: '<d:error xmlns:d="DAV:"><d:need-privileges/></d:error>' })
      expect(await troubleOf(account.provider.put(account.calendarId, event('x@booking.example')))).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('need-privileges'),
      })
    })
  })

  describe('trouble', () => {
    test.each([
      [401, {}, 'revoked', null],
      [404, {}, 'gone', null],
      [410, {}, 'gone', null],
      [429, { 'retry-after': '7' }, 'later', 7000],
      [429, {}, 'later', null],
      [503, { 'retry-after': '120' }, 'later', 120_000],
      [503, {}, 'unreachable', null],
      [500, {}, 'unreachable', null],
      [502, {}, 'unreachable', null],
      [200, {}, 'unreachable', null],
      [403, {}, 'gone', null],
    ])('a server that answers %d to every reading %j: %s', async (status, headers, kind, retryAfterMs) => {
      const account = await opened()
      account.proxy.answer = () => ({ status, headers: headers as Record<string, string> })
      expect(await troubleOf(account.provider.busy(account.calendarId, MARCH))).toMatchObject({ kind, retryAfterMs })
      expect(await troubleOf(account.provider.changes(account.calendarId, MARCH, null))).toMatchObject({ kind, retryAfterMs })
    })

    test('who may not even list calendars is let in no longer', async () => {
      const account = await opened()
      account.proxy.answer = () => ({ status: 403 })
      expect(await troubleOf(account.provider.calendars())).toMatchObject({ kind: 'revoked' })
    })

    test.each([
      ['an event that may not be read', inside('/x.ics', bad('403 Forbidden', '<d:getetag/><c:calendar-data/>')), 'refused'],
      [
        'an event that the server cannot read',
        inside('/x.ics', bad('500 Internal Server Error', '<d:getetag/><c:calendar-data/>')),
        'unreachable',
      ],
      [
        'an event with a version but no text',
        inside('/x.ics', good('<d:getetag>"1"</d:getetag>') + bad('403 Forbidden', '<c:calendar-data/>')),
        'refused',
      ],
      ['a response that failed as a whole', inside('/x.ics', '<d:status>HTTP/1.1 500 Oh</d:status>'), 'unreachable'],
      ['a response without any status', inside('/x.ics', ''), 'unreachable'],
      [
        'an event that makes no sense',
        inside('/x.ics', good('<d:getetag>"1"</d:getetag><c:calendar-data>BEGIN:VCALENDAR</c:calendar-data>')),
        'refused',
      ],
    ])('%s is trouble, not an empty calendar', async (_, response, kind) => {
      const account = await opened()
      account.proxy.answer = ({ body }) => (/calendar-(query|multiget)/.test(body) ? multistatus(response) : null)
      expect(await troubleOf(account.provider.busy(account.calendarId, MARCH))).toMatchObject({ kind })
      expect(await troubleOf(account.provider.changes(account.calendarId, MARCH, null))).toMatchObject({ kind })
    })

    test.each([
      ['a page for people', '<html><body><p>Sign in!</body></html>'],
      ['nothing', ''],
      ['XML that breaks off', multistatus().body.slice(0, -5)],
      ['another document', '<d:error xmlns:d="DAV:"/>'],
      ['one with entities', `<!DOCTYPE x [<!ENTITY a "boom">]>${multistatus('&a;').body.slice(21)}`],
      ['one that is far too deep', '<a>'.repeat(10_000)],
    ])('207 with %s in it is trouble', async (_, body) => {
      const account = await opened()
      account.proxy.answer = ({ body: asked }) => (asked.includes('calendar-query') ? { status: 207, body } : null)
      expect(await troubleOf(account.provider.busy(account.calendarId, MARCH))).toMatchObject({ kind: 'unreachable' })
    })

    test('a property that the server could not tell is trouble where it matters', async () => {
      const account = await opened()
      account.proxy.answer = ({ body, method, path }) =>
        method === 'PROPFIND' && body.includes('getctag') ? multistatus(inside(path, bad('500 Oh', '<d:sync-token/>'))) : null
      expect(await troubleOf(account.provider.changes(account.calendarId, MARCH, null))).toMatchObject({ kind: 'unreachable' })
    })

    test('an object that vanishes between two requests is gone, and one that the server passes over is trouble', async () => {
      const account = await opened()
      const { provider, calendarId } = account
      const { cursor } = await provider.changes(calendarId, MARCH, null)
      await account.put('one', ...lines('one', ...NINE))
      account.proxy.answer = ({ body }) =>
        body.includes('multiget') ? multistatus(inside(`${calendarId}one.ics`, '<d:status>HTTP/1.1 404 Not Found</d:status>')) : null
      expect(await provider.changes(calendarId, MARCH, cursor)).toMatchObject({ entries: [], removed: [`${calendarId}one.ics`] })
      account.proxy.answer = ({ body }) => (body.includes('multiget') ? multistatus() : null)
      expect(await troubleOf(provider.changes(calendarId, MARCH, cursor))).toMatchObject({ kind: 'unreachable' })
    })

    test('a server that sends us to another origin does not get the password there, and that is told', async () => {
      const account = await opened()
      const other = await startProxy(radicale.url)
      accounts.push({ ...account, proxy: other })
      account.proxy.answer = ({ path }) => ({ status: 301, headers: { location: `${other.url}${path}` } })
      const trouble = await troubleOf(account.provider.calendars())
      expect(trouble).toMatchObject({ kind: 'refused', message: expect.stringContaining(other.url) })
      expect(other.asked.map(({ headers }) => headers.authorization)).toEqual([undefined])
    })

    test('the service opens accounts past the guard, with what OUTBOUND_ALLOW lists', async () => {
      const account = await opened()
      const open = (outboundAllow: string[]) =>
        openCalendarsOf({ calendars: { google: null, microsoft: null } as unknown as CalendarSettings, outboundAllow })('caldav', {
          kind: 'password',
          ...account.access,
        })
      expect(await open(['127.0.0.1']).calendars()).toMatchObject([{ id: account.calendarId }])
      expect(await troubleOf(open([]).calendars())).toMatchObject({ kind: 'refused' })
    })

    test('a server within our own network is not asked', async () => {
      const account = await opened()
      const strict = caldavCalendars(account.access, guardedFetch(outboundGuard([])))
      expect(await troubleOf(strict.calendars())).toMatchObject({ kind: 'refused' })
      expect(account.proxy.asked).toEqual([])
    })
  })
})
