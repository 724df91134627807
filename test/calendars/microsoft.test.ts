import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { microsoftCalendars } from '../../server/calendars/microsoft.ts'
import { type MicrosoftNews, readMicrosoftCall } from '../../server/calendars/microsoft-push.ts'
import type { WatchingCalendars } from '../../server/calendars/provider.ts'
import { type CalendarEntry, type CalendarEvent, CalendarTrouble } from '../../server/domain/calendar.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { openGraph, type TestGraph } from '../servers/microsoft.ts'
import type { GraphAccount } from '../servers/microsoft-hands.ts'
import type { GraphRequest } from '../servers/microsoft-render.ts'
import { behavesLikeACalendar } from './contract.ts'
import { microsoftBench } from './microsoft-bench.ts'

behavesLikeACalendar('Microsoft 365', microsoftBench)

const at = (time: string) => new Date(`2027-03-${time}:00Z`)
const span = (start: string, end: string): Interval => ({ start: at(start), end: at(end) })
const march: Interval = { start: new Date('2027-03-01T00:00:00Z'), end: new Date('2027-04-01T00:00:00Z') }
const iso = ({ start, end }: Interval) => `${start.toISOString().slice(0, 16)}/${end.toISOString().slice(0, 16)}`
const times = (entries: readonly CalendarEntry[]) => entries.flatMap(({ busy }) => busy.map(iso)).sort()

let uids = 0
const event = (more: Partial<CalendarEvent> = {}): CalendarEvent => ({
  uid: `10000000-0000-4000-8000-${String(++uids).padStart(12, '0')}@booking.example`,
  sequence: 0,
  ...span('02T15:00', '02T15:30'),
  timeZone: 'America/New_York',
  subject: 'Consultation',
  description: 'Phone: +1 212 555 0100\nNotes: likes <b>tea</b> & cake',
  location: 'Main St 1',
  video: false,
  attendees: [],
  ...more,
})

describe('Microsoft 365 in particular', () => {
  let graph: TestGraph
  let account: GraphAccount
  let provider: WatchingCalendars
  let id: string
  beforeEach(async () => {
    graph = await openGraph()
    account = graph.account('rep@contoso.example')
    provider = microsoftCalendars({ apiUrl: graph.url }, account.tokens())
    id = account.calendarId
  })
  afterEach(() => graph.close())

  const kindOf = (doing: Promise<unknown>) =>
    doing.then(
      () => 'nothing',
      (error: unknown) => (error instanceof CalendarTrouble ? error.kind : `${error}`),
    )
  const asked = (method: string, path: RegExp) => graph.requests.filter((one) => one.method === method && path.test(one.path))
  const ours = (uid: string) => account.events().filter((one) => one.uid === uid)

  describe('what makes busy', () => {
    test.each([
      ['free', []],
      ['workingElsewhere', []],
      ['tentative', ['2027-03-03T10:00/2027-03-03T11:00']],
      ['busy', ['2027-03-03T10:00/2027-03-03T11:00']],
      ['oof', ['2027-03-03T10:00/2027-03-03T11:00']],
      ['unknown', ['2027-03-03T10:00/2027-03-03T11:00']],
      ['a word of tomorrow', ['2027-03-03T10:00/2027-03-03T11:00']],
    ])('an event shown as %s', async (showAs, expected) => {
      account.add({ title: 'One', ...span('03T10:00', '03T11:00'), showAs })
      expect(times(await provider.busy(id, march))).toEqual(expected)
      expect(times((await provider.changes(id, march, null)).entries)).toEqual(expected)
    })
    test.each([
      ['accepted', 1],
      ['tentativelyAccepted', 1],
      ['notResponded', 1],
      ['organizer', 1],
      ['declined', 0],
    ])('an invitation that was answered with %s', async (response, count) => {
      account.add({ title: 'One', ...span('03T10:00', '03T11:00'), response })
      expect(times(await provider.busy(id, march))).toHaveLength(count)
    })
    test('a meeting that was called off is no busy time, though it is still shown', async () => {
      account.add({ title: 'Canceled: One', ...span('03T10:00', '03T11:00'), cancelled: true })
      expect(times(await provider.busy(id, march))).toEqual([])
    })
    test('an event that becomes free is no longer busy at the next reading', async () => {
      const name = account.add({ title: 'One', ...span('03T10:00', '03T11:00') })
      const { cursor } = await provider.changes(id, march, null)
      account.change(name, { showAs: 'free' })
      expect(await provider.changes(id, march, cursor)).toMatchObject({ complete: false, entries: [{ key: name, busy: [] }] })
    })
  })

  describe('whole days', () => {
    const day = { title: 'Off', start: at('15T00:00'), end: at('16T00:00'), isAllDay: true, showAs: 'oof' }

    test('last from midnight to midnight where the calendar’s owner is, also across a clock change', async () => {
      account.add(day)
      account.add({ ...day, start: at('14T00:00'), end: at('15T00:00') })
      expect(times(await provider.busy(id, march))).toEqual(['2027-03-14T05:00/2027-03-15T04:00', '2027-03-15T04:00/2027-03-16T04:00'])
    })
    test('that somebody entered in another zone are those dates all the same', async () => {
      account.setZone('Tokyo Standard Time')
      account.add({ ...day, zone: 'Pacific Standard Time' })
      const [entry] = await provider.busy(id, march)
      expect([entry?.span, entry?.busy.map(iso)]).toEqual([null, ['2027-03-14T15:00/2027-03-15T15:00']])
    })
    test('in a mailbox that names its zone as IANA does', async () => {
      account.setZone('Europe/Berlin')
      account.add(day)
      expect(times(await provider.busy(id, march))).toEqual(['2027-03-14T23:00/2027-03-15T23:00'])
    })
    test('are found at the edge of a window, where their dates in UTC do not lie in it', async () => {
      account.setZone('Pacific Standard Time')
      account.add(day)
      expect(times(await provider.busy(id, span('16T02:00', '16T03:00')))).toEqual(['2027-03-15T07:00/2027-03-16T07:00'])
      expect(await provider.busy(id, span('16T07:00', '16T09:00'))).toEqual([])
    })
    test('without a consent to read the mailbox’s zone go by the zone they were entered in, or by all zones of the earth', async () => {
      const modest = microsoftCalendars({ apiUrl: graph.url }, async () => account.issueToken(['Calendars.ReadWrite']))
      account.add({ ...day, zone: 'W. Europe Standard Time' })
      account.add({ ...day, start: at('20T00:00'), end: at('21T00:00'), zone: 'tzone://Microsoft/Custom' })
      expect(times(await modest.busy(id, march))).toEqual(['2027-03-14T23:00/2027-03-15T23:00', '2027-03-19T10:00/2027-03-21T12:00'])
    })
    test('the zone is asked for only where there is a whole day', async () => {
      account.add({ title: 'One', ...span('03T10:00', '03T11:00') })
      await provider.busy(id, march)
      expect(asked('GET', /mailboxSettings/)).toHaveLength(0)
    })
  })

  describe('series', () => {
    const weekly = { title: 'Round', ...span('01T15:00', '01T16:00'), every: { days: 7, count: 4 } }

    test('keep their wall time when the clocks change, and are one entry without a span', async () => {
      const series = account.add(weekly)
      expect(await provider.busy(id, march)).toMatchObject([{ key: series, span: null }])
      expect(times(await provider.busy(id, march))).toEqual([
        '2027-03-01T15:00/2027-03-01T16:00',
        '2027-03-08T15:00/2027-03-08T16:00',
        '2027-03-15T14:00/2027-03-15T15:00',
        '2027-03-22T14:00/2027-03-22T15:00',
      ])
    })
    test('an occurrence that is moved, taken out, declined or free changes the series, at the next reading too', async () => {
      const series = account.add(weekly)
      const { cursor } = await provider.changes(id, march, null)
      account.except(series, 0, { to: span('02T18:00', '02T19:00') })
      account.except(series, 1, { to: null })
      account.except(series, 2, { response: 'declined' })
      const expected = ['2027-03-02T18:00/2027-03-02T19:00', '2027-03-22T14:00/2027-03-22T15:00']
      const next = await provider.changes(id, march, cursor)
      expect([next.complete, next.entries.map(({ key }) => key), next.removed]).toEqual([false, [series], []])
      expect(times(next.entries)).toEqual(expected)
      expect(times(await provider.busy(id, march))).toEqual(expected)
      account.except(series, 3, { showAs: 'free' })
      account.except(series, 0, { cancelled: true })
      expect(times((await provider.changes(id, march, next.cursor)).entries)).toEqual([])
    })
    test('a series that is deleted, or is no longer in the window, frees all its time', async () => {
      const series = account.add(weekly)
      const other = account.add({ ...weekly, title: 'Other' })
      const { cursor } = await provider.changes(id, march, null)
      account.delete(series)
      for (const index of [0, 1, 2, 3]) account.except(other, index, { to: null })
      const next = await provider.changes(id, march, cursor)
      expect([times(next.entries), [...next.removed].sort()]).toEqual([[], [series, other].sort()])
    })
    test('that are whole days follow the dates', async () => {
      const weekend = { title: 'Off', start: at('13T00:00'), end: at('14T00:00'), isAllDay: true, showAs: 'oof' }
      account.add({ ...weekend, every: { days: 1, count: 2 } })
      expect(times(await provider.busy(id, march))).toEqual(['2027-03-13T05:00/2027-03-14T05:00', '2027-03-14T05:00/2027-03-15T04:00'])
    })
  })

  describe('our own events', () => {
    test('are told by their uid where no property of ours can be asked for', async () => {
      const { cursor } = await provider.changes(id, march, null)
      const one = event()
      const { key } = await provider.put(id, one)
      expect((await provider.changes(id, march, cursor)).entries).toMatchObject([{ key, uid: one.uid }])
      expect(asked('GET', /delta$/).every((request) => !request.query.has('$expand'))).toBe(true)
    })
    test('an invitation that came by mail is told by its uid', async () => {
      const uid = 'abc@booking.example'
      const wrapped = `${Buffer.from('vCal-Uid').toString('hex')}01000000${Buffer.from(uid).toString('hex')}00`.toUpperCase()
      account.add({
        title: 'By mail',
        ...span('03T10:00', '03T11:00'),
        iCalUId: `040000008200E00074C5B7101A82E008${'0'.repeat(40)}${wrapped}`,
      })
      account.add({ title: 'By mail', ...span('04T10:00', '04T11:00'), iCalUId: uid })
      expect((await provider.busy(id, march)).map((entry) => entry.uid)).toEqual([uid, uid])
    })
    test('carry their words as they are, in the zone of the calendar', async () => {
      const one = event({ subject: 'Zoë “Z” O’Neil; 50%' })
      await provider.put(id, one)
      const [{ body }] = asked('POST', /events$/) as [GraphRequest]
      expect(body).toMatchObject({
        subject: one.subject,
        body: { contentType: 'text', content: one.description },
        start: { dateTime: '2027-03-02T10:00:00', timeZone: 'Eastern Standard Time' },
        location: { displayName: 'Main St 1' },
      })
      expect(Object.keys(body)).not.toContain('attendees')
    })
    test('stand at the right time also in an hour that the clock shows twice', async () => {
      for (const start of ['2027-11-07T05:30:00Z', '2027-11-07T06:30:00Z'].map((text) => new Date(text))) {
        const one = event({ start, end: new Date(start.getTime() + 1_800_000) })
        await provider.put(id, one)
        expect(ours(one.uid)).toMatchObject([{ start: one.start, end: one.end }])
      }
    })
    test.each(['answered', 'conflict', 'forgotten'] as const)(
      'come back after they were deleted, again and again, if the name of a creation is %s',
      async (spentNames) => {
        graph.spentNames = spentNames
        const one = event()
        for (let round = 0; round < 7; round++) {
          const { key } = await provider.put(id, one)
          expect(ours(one.uid).map(({ name }) => name)).toEqual([key])
          if (round % 2 === 0) await provider.remove(id, one.uid)
          else account.delete(key)
        }
      },
    )
    test.each(['reset-after', 'half'] as const)('are written once if the answer to their creation is lost (%s)', async (how) => {
      const one = event()
      graph.fail(how, 1, ({ method }) => method === 'POST')
      expect(await kindOf(provider.put(id, one))).toBe('unreachable')
      expect(ours(one.uid)).toHaveLength(1)
      const { key } = await provider.put(id, { ...one, subject: 'Later' })
      expect(ours(one.uid)).toMatchObject([{ name: key, title: 'Later' }])
    })
    test('are written once if two creations meet', async () => {
      const one = event()
      const [a, b] = await Promise.all([provider.put(id, one), provider.put(id, one)])
      expect(a.key).toBe(b.key)
      expect(ours(one.uid)).toHaveLength(1)
    })
    test('that somebody has changed by hand are put right, and left alone where they say what they should', async () => {
      const one = event()
      const { key } = await provider.put(id, one)
      await provider.put(id, { ...one, sequence: 1 })
      expect(asked('PATCH', /./)).toHaveLength(0)
      account.change(key, { subject: 'By hand' })
      account.move(key, span('09T10:00', '09T11:00'))
      await provider.put(id, one)
      expect(ours(one.uid)).toMatchObject([{ title: one.subject, start: one.start, end: one.end }])
      await provider.put(id, { ...one, description: 'Other notes' })
      expect(ours(one.uid)[0]?.fields.body.content).toContain('Other notes')
    })
    test('that somebody has copied are one again at the next writing, and none after a removal', async () => {
      const one = event()
      const { key } = await provider.put(id, one)
      account.copy(key)
      expect((await provider.put(id, { ...one, sequence: 1 })).key).toBe(key)
      expect(ours(one.uid)).toHaveLength(1)
      account.copy(key)
      await provider.remove(id, one.uid)
      expect(ours(one.uid)).toHaveLength(0)
    })
    test('moved by hand out of the window are moved, not gone', async () => {
      const one = event()
      const { key } = await provider.put(id, one)
      const stranger = account.add({ title: 'Stranger', ...span('05T10:00', '05T11:00') })
      const { cursor } = await provider.changes(id, march, null)
      const june = { start: new Date('2027-06-01T10:00:00Z'), end: new Date('2027-06-01T10:30:00Z') }
      account.move(key, june)
      account.move(stranger, june)
      const next = await provider.changes(id, march, cursor)
      expect(next.entries).toEqual([{ key, uid: one.uid, busy: [], span: june }])
      expect(next.removed).toEqual([stranger])
    })
  })

  describe('video and people', () => {
    test('a Teams meeting has a link, which stays when the booking is moved and its text changes', async () => {
      const one = event({ video: true })
      const { videoUrl } = await provider.put(id, one)
      expect(videoUrl).toMatch(/^https:\/\/teams\.example\//)
      const moved = await provider.put(id, { ...one, ...span('04T15:00', '04T15:30'), description: 'Other notes' })
      expect(moved.videoUrl).toBe(videoUrl)
      expect(ours(one.uid)[0]?.fields.body.content).toContain('Other notes')
    })
    test('without video there is none', async () => {
      expect((await provider.put(id, event())).videoUrl).toBeNull()
    })
    test('nobody is mailed unless the vendor is to invite; then everybody once, and told of the end', async () => {
      await provider.put(id, event())
      expect(graph.mails).toEqual([])
      const one = event({ attendees: [{ name: 'Zoë', email: 'zoe@customer.example' }] })
      await provider.put(id, one)
      await provider.put(id, one)
      await provider.remove(id, one.uid, true)
      expect(graph.mails.map(({ kind, to }) => [kind, ...to])).toEqual([
        ['invitation', 'zoe@customer.example'],
        ['cancellation', 'zoe@customer.example'],
      ])
      expect(asked('POST', /\/cancel$/)).toHaveLength(1)
      expect(ours(one.uid)).toEqual([])
    })
  })

  describe('calendars', () => {
    test('more than a page of them, what each allows, and which is the usual one', async () => {
      for (let i = 0; i < 120; i++) account.addCalendar(`No. ${i}`, 'write')
      const shared = account.addCalendar('Shared', 'read', 'boss@contoso.example')
      account.addCalendar('Hidden', 'free-busy', 'chief@contoso.example')
      const infos = await provider.calendars()
      expect(infos).toHaveLength(123)
      expect(infos.filter(({ primary }) => primary)).toEqual([{ id, name: 'Calendar', primary: true, access: 'write' }])
      expect(infos.slice(-2)).toEqual([
        { id: shared, name: 'Shared', primary: false, access: 'read' },
        { id: 'free-busy:chief@contoso.example', name: 'Hidden', primary: false, access: 'free-busy' },
      ])
    })
    test('that show busy time alone are asked for it, also for longer than one question may span', async () => {
      const items = [
        { ...span('03T10:00', '03T11:00'), status: 'busy' },
        { ...span('03T12:00', '03T13:00'), status: 'free' },
        { start: new Date('2027-06-01T10:00:00Z'), end: new Date('2027-06-01T11:00:00Z'), status: 'oof' },
      ]
      graph.setSchedule('chief@contoso.example', { items })
      const half: Interval = { start: march.start, end: new Date('2027-09-01T00:00:00Z') }
      const seen = await provider.busy('free-busy:chief@contoso.example', half)
      expect(times(seen)).toEqual(['2027-03-03T10:00/2027-03-03T11:00', '2027-06-01T10:00/2027-06-01T11:00'])
      expect(seen.every(({ uid }) => uid === null)).toBe(true)
      expect(await kindOf(provider.changes('free-busy:chief@contoso.example', march, null))).toBe('refused')
    })
    test('a schedule that comes with an error is unknown, never free', async () => {
      graph.setSchedule('chief@contoso.example', { error: 'ErrorNoFreeBusyAccess' })
      expect(await kindOf(provider.busy('free-busy:chief@contoso.example', march))).toBe('unreachable')
      expect(await kindOf(provider.busy('free-busy:nobody@contoso.example', march))).toBe('unreachable')
    })
    test('that were shared and no longer are, are gone; ones that may only be read take no event', async () => {
      const hidden = account.addCalendar('Hidden', 'free-busy', 'chief@contoso.example')
      const shared = account.addCalendar('Shared', 'read', 'boss@contoso.example')
      expect(await kindOf(provider.busy(hidden, march))).toBe('gone')
      expect(await kindOf(provider.put(shared, event()))).toBe('refused')
    })
  })

  describe('cursors', () => {
    test('belong to the window of their first reading', async () => {
      const { cursor } = await provider.changes(id, span('01T00:00', '10T00:00'), null)
      account.add({ title: 'Late', ...span('20T10:00', '20T11:00') })
      expect((await provider.changes(id, march, cursor)).entries).toEqual([])
      expect(times((await provider.changes(id, march, null)).entries)).toHaveLength(1)
    })
    test.each(['', 'nonsense', 'https://elsewhere.example/v1.0/me/calendars/x/calendarView/delta?$deltatoken=1#2027-03-01/2027-04-01'])(
      'that are not ours (%s) are not followed: all is read anew',
      async (cursor) => {
        account.add({ title: 'One', ...span('03T10:00', '03T11:00') })
        expect(await provider.changes(id, march, cursor)).toMatchObject({ complete: true, entries: [{ uid: expect.anything() }] })
      },
    )
  })

  describe('trouble', () => {
    test('a token that ends in the middle of a list is renewed, once', async () => {
      for (let i = 0; i < 250; i++) account.add({ title: `No. ${i}`, ...span('03T10:00', '03T11:00') })
      graph.failWith((request) => {
        if (request.query.get('$skip') === '100') {
          graph.failWith(null)
          account.expireTokens()
        }
        return null
      })
      expect(await provider.busy(id, march)).toHaveLength(250)
      expect(new Set(graph.requests.map(({ token }) => token)).size).toBe(2)
    })
    test('what the source of tokens says of its account is passed on; anything else there is out of reach', async () => {
      const failing = (error: Error) => microsoftCalendars({ apiUrl: graph.url }, () => Promise.reject(error))
      expect(await kindOf(failing(new CalendarTrouble('revoked', 'Gone.')).busy(id, march))).toBe('revoked')
      expect(await kindOf(failing(new Error('No network.')).busy(id, march))).toBe('unreachable')
    })
    test('a server that does not answer in time, or in a shape of its own, is unreachable', async () => {
      const hasty = microsoftCalendars({ apiUrl: graph.url }, account.tokens(), 200)
      for (const how of ['hang', 'nonsense', 'unavailable', 'reset-after'] as const) {
        graph.fail(how, 1)
        expect([how, await kindOf(hasty.busy(id, march))]).toEqual([how, 'unreachable'])
        graph.fail(how, 1)
        expect([how, await kindOf(hasty.changes(id, march, null))]).toEqual([how, 'unreachable'])
      }
      expect(await kindOf(microsoftCalendars({ apiUrl: 'http://127.0.0.1:9' }, account.tokens()).busy(id, march))).toBe('unreachable')
    })
    test('no message tells a token, a title or a person', async () => {
      const token = account.issueToken()
      const told: string[] = []
      for (const how of ['server-error', 'slow-down', 'reset', 'half', 'nonsense'] as const) {
        graph.fail(how, 1)
        const error = await microsoftCalendars({ apiUrl: graph.url }, async () => token)
          .put(id, event({ subject: 'Secret subject' }))
          .catch((one: unknown) => one)
        for (let at = error; at instanceof Error; at = at.cause) told.push(at.message)
      }
      expect(told.length).toBeGreaterThanOrEqual(5)
      expect(told.join(' ')).not.toContain(token)
      expect(told.join(' ')).not.toMatch(/Secret|contoso/)
    })
    test('pages and links that lead to another address are not followed', async () => {
      const stray = createServer((_, answer) => {
        answer.setHeader('content-type', 'application/json')
        answer.end(JSON.stringify({ value: [], '@odata.nextLink': `${graph.url}/v1.0/me/calendars?$skip=1` }))
      })
      await new Promise<void>((resolve) => stray.listen(0, '127.0.0.1', resolve))
      const apiUrl = `http://127.0.0.1:${(stray.address() as AddressInfo).port}`
      const before = graph.requests.length
      expect(await kindOf(microsoftCalendars({ apiUrl }, account.tokens()).calendars())).toBe('unreachable')
      expect(graph.requests).toHaveLength(before)
      stray.closeAllConnections()
      await new Promise((resolve) => stray.close(resolve))
    })
  })

  describe('watches', () => {
    /** A listener as the door will be one: it reads calls with `readMicrosoftCall`, and notes the news. */
    async function listener(listens = true) {
      const news: MicrosoftNews[] = []
      const server = createServer(async (request, answer) => {
        let text = ''
        for await (const part of request) text += part
        const there = new URL(request.url ?? '/', 'http://localhost')
        const call = readMicrosoftCall(there.searchParams.get('validationToken'), text.startsWith('{') ? JSON.parse(text) : null)
        if (call?.kind === 'question' && listens) answer.writeHead(200, { 'content-type': 'text/plain' }).end(call.answer)
        else if (call?.kind === 'news') {
          news.push(...call.news)
          answer.writeHead(202).end()
        } else answer.writeHead(400).end()
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/microsoft?x=1`
      const close = async () => {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
      return { news, address, close }
    }

    test('the address is asked whether it listens, and hears of changes with its token; after the end it hears nothing', async () => {
      const { news, address, close } = await listener()
      const watch = await provider.watch(id, { id: 'w1', address, token: 'the token' })
      expect(watch.expiresAt.getTime()).toBeGreaterThan(Date.now() + 2 * 86_400_000)
      account.add({ title: 'One', ...span('03T10:00', '03T11:00') })
      await graph.settled()
      expect(news).toEqual([{ watchId: watch.id, token: 'the token', lifecycle: null }])
      await provider.unwatch(watch)
      await provider.unwatch(watch)
      account.add({ title: 'Two', ...span('03T10:00', '03T11:00') })
      await graph.settled()
      expect(news).toHaveLength(1)
      await close()
    })
    test('an address that does not answer the question is refused', async () => {
      const { address, close } = await listener(false)
      expect(await kindOf(provider.watch(id, { id: 'w1', address, token: 'the token' }))).toBe('refused')
      expect(graph.subscriptions.size).toBe(0)
      await close()
    })
    test('a new watch takes the place of the old one', async () => {
      const { news, address, close } = await listener()
      await provider.watch(id, { id: 'w1', address, token: 'old' })
      const second = await provider.watch(id, { id: 'w2', address, token: 'new' })
      account.add({ title: 'One', ...span('03T10:00', '03T11:00') })
      await graph.settled()
      expect(news).toEqual([{ watchId: second.id, token: 'new', lifecycle: null }])
      await close()
    })
    test('what becomes of a watch is told as well', async () => {
      const { news, address, close } = await listener()
      const { id: watchId } = await provider.watch(id, { id: 'w1', address, token: 'the token' })
      for (const word of ['missed', 'subscriptionRemoved', 'reauthorizationRequired', 'a word of tomorrow'])
        await graph.lifecycle(watchId, word)
      expect(news.map(({ lifecycle }) => lifecycle)).toEqual(['missed', 'subscriptionRemoved', 'reauthorizationRequired', 'missed'])
      await close()
    })
    test('calls that Graph would not make, and notices without a token, are no news', () => {
      expect(readMicrosoftCall(undefined, { value: 'x' })).toBeNull()
      expect(readMicrosoftCall(undefined, null)).toBeNull()
      expect(readMicrosoftCall(undefined, { value: [{ subscriptionId: 'a' }] })).toEqual({ kind: 'news', news: [] })
      expect(readMicrosoftCall('Validation: a + b', null)).toEqual({ kind: 'question', answer: 'Validation: a + b' })
    })
  })
})
