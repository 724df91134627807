/** An account at Google: its calendars, its tokens, its limits, and how it calls us. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { googleCalendars } from '../../server/calendars/google.ts'
import { readGoogleNotice } from '../../server/calendars/google-push.ts'
import { openCalendarsOf } from '../../server/calendars/open.ts'
import { CalendarTrouble } from '../../server/domain/calendar.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { openGoogle, type TestGoogle } from '../servers/google.ts'

let google: TestGoogle
let people = 0
const window: Interval = { start: new Date('2027-03-01T00:00:00Z'), end: new Date('2027-05-01T00:00:00Z') }

beforeAll(async () => {
  google = await openGoogle()
})
afterAll(() => google.close())

function open(limits = {}) {
  const account = google.account(`rep-${++people}@example.com`)
  return { account, id: account.email, calendars: googleCalendars({ apiUrl: google.url }, google.tokenSource(account.email), limits) }
}
const meetingAt = (start: string, end: string) => ({ start: { dateTime: `${start}:00Z` }, end: { dateTime: `${end}:00Z` } })
const troubleOf = (doing: Promise<unknown>) =>
  doing.then(
    () => null,
    (error: unknown) => (error instanceof CalendarTrouble ? error : Promise.reject(error)),
  )
const kindOf = async (doing: Promise<unknown>) => (await troubleOf(doing))?.kind ?? 'nothing'

describe('the list of calendars', () => {
  test('all pages come, and each says what we may do there', async () => {
    const { account, calendars } = open()
    for (let i = 0; i < 12; i++) account.addCalendar({ id: `c${i}-${account.email}`, summary: `Calendar ${i}` })
    account.addCalendar({ id: `w-${account.email}`, summary: 'Shared', role: 'writer' })
    account.addCalendar({ id: `r-${account.email}`, summary: 'Team', role: 'reader' })
    account.addCalendar({ id: `f-${account.email}`, summary: 'Boss', role: 'freeBusyReader' })
    const all = await calendars.calendars()
    expect(all).toHaveLength(16)
    expect(all.filter(({ primary }) => primary)).toEqual([{ id: account.email, name: account.email, primary: true, access: 'write' }])
    expect(all.slice(-3).map(({ name, access }) => [name, access])).toEqual([
      ['Shared', 'write'],
      ['Team', 'read'],
      ['Boss', 'free-busy'],
    ])
  })
})

describe('a calendar that shows busy time alone', () => {
  function shared() {
    const { account, calendars } = open()
    const boss = google.account(`boss-${people}@example.com`)
    boss.calendar.roles.set(account.email, 'freeBusyReader')
    return { calendars, boss }
  }
  test('is busy by what Google says of it, over any length of time', async () => {
    const { calendars, boss } = shared()
    boss.addEvent(meetingAt('2027-03-03T10:00', '2027-03-03T11:00'))
    boss.addEvent(meetingAt('2027-08-27T00:00', '2027-08-30T00:00'))
    boss.addEvent({ ...meetingAt('2027-03-04T10:00', '2027-03-04T11:00'), transparency: 'transparent' })
    const entries = await calendars.busy(boss.email, { start: window.start, end: new Date('2027-12-01T00:00:00Z') })
    expect(
      entries.map(({ uid, busy, span }) => [uid, busy.map(({ start, end }) => [start.toISOString(), end.toISOString()]), span]),
    ).toEqual([
      [null, [['2027-03-03T10:00:00.000Z', '2027-03-03T11:00:00.000Z']], null],
      // The parts of the question meet in the middle of it.
      [null, [['2027-08-27T00:00:00.000Z', '2027-08-30T00:00:00.000Z']], null],
    ])
  })
  test('is unknown, never free, when Google says that something went wrong', async () => {
    const { calendars, boss } = shared()
    boss.calendar.freeBusyError = 'backendError'
    expect(await kindOf(calendars.busy(boss.email, window))).toBe('unreachable')
    boss.calendar.freeBusyError = 'notFound'
    expect(await kindOf(calendars.busy(boss.email, window))).toBe('gone')
  })
  test('tells no changes', async () => {
    const { calendars, boss } = shared()
    expect(await kindOf(calendars.changes(boss.email, window, null))).toBe('gone')
  })
})

describe('tokens', () => {
  test('one that ends in the middle of a list is renewed, and nothing of the list is lost', async () => {
    const { account, calendars, id } = open()
    for (let i = 10; i < 35; i++) account.addEvent(meetingAt(`2027-03-${Math.min(i, 31)}T10:00`, `2027-03-${Math.min(i, 31)}T11:00`))
    let lists = 0
    google.failBy(() => {
      if (++lists === 2) google.expireTokens(account.email)
      return null
    })
    const entries = await calendars.busy(id, window)
    google.failBy(null)
    expect(entries).toHaveLength(25)
    expect(google.requests.slice(-4).map(({ status }) => status)).toEqual([200, 401, 200, 200])
  })
  test('one that is refused twice is no more, and nothing of it is told', async () => {
    const { id } = open()
    const asked: (string | undefined)[] = []
    const calendars = googleCalendars({ apiUrl: google.url }, async (refused) => {
      asked.push(refused)
      return 'ya29.nobody-knows-this'
    })
    const trouble = await troubleOf(calendars.busy(id, window))
    expect(trouble?.kind).toBe('revoked')
    expect(asked).toEqual([undefined, 'ya29.nobody-knows-this'])
    expect(JSON.stringify([trouble, trouble?.message, trouble?.cause, trouble?.stack])).not.toContain('nobody-knows')
  })
  test('whoever signed in without a tick at the calendars has to do it again', async () => {
    const { id } = open()
    const token = google.issueToken(id, 'openid email')
    expect(await kindOf(googleCalendars({ apiUrl: google.url }, async () => token).busy(id, window))).toBe('revoked')
  })
  test('without a token there is no call', async () => {
    const calendars = googleCalendars({ apiUrl: google.url }, () => Promise.reject(new Error('a secret of ours')))
    const trouble = await troubleOf(calendars.calendars())
    expect([trouble?.kind, trouble?.message, trouble?.cause]).toEqual(['unreachable', 'No access to Google was to be had.', undefined])
  })
})

describe('trouble', () => {
  test.each([
    ['server-error', 'unreachable', null],
    ['unavailable', 'unreachable', null],
    ['slow-down', 'later', 7000],
    ['rate-limit', 'later', null],
    ['reset', 'unreachable', null],
    ['reset-after', 'unreachable', null],
    ['half', 'unreachable', null],
    ['stall', 'unreachable', null],
    ['garbage', 'unreachable', null],
    ['hang', 'unreachable', null],
    ['hang-after', 'unreachable', null],
  ] as const)('%s is %s, and is not tried again behind our back', async (how, kind, wait) => {
    const { calendars, id } = open({ timeoutMs: 150 })
    const before = google.requests.length
    google.fail(how)
    expect(await troubleOf(calendars.busy(id, window))).toMatchObject({ kind, retryAfterMs: wait })
    expect(google.requests).toHaveLength(before + 1)
  })
  test('a server that answers something else altogether is unreachable, whatever its number', async () => {
    const { id } = open()
    for (const status of [200, 302, 400, 404, 410, 418, 502]) {
      const server = createServer((_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Proxy</h1>'))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const calendars = googleCalendars({ apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, async () => 'token')
      expect([status, await kindOf(calendars.busy(id, window))]).toEqual([status, 'unreachable'])
      expect([status, await kindOf(calendars.changes(id, window, 'cursor'))]).toEqual([status, 'unreachable'])
      if (status !== 200) expect([status, await kindOf(calendars.remove(id, 'uid'))]).toEqual([status, 'unreachable'])
      await new Promise((resolve) => server.close(resolve))
    }
  })
  test('a cursor that is no cursor brings everything', async () => {
    const { account, calendars, id } = open()
    account.addEvent(meetingAt('2027-03-03T10:00', '2027-03-03T11:00'))
    const { complete, entries } = await calendars.changes(id, window, 'what is this?')
    expect([complete, entries.length]).toEqual([true, 1])
  })
  test('an account with a password is not Google’s', () => {
    const settings = {
      google: null,
      microsoft: null,
      edits: 'follow',
      invites: 'mail',
      whenUnreachable: 'refuse',
      patienceMinutes: 15,
    } as const
    const openCalendars = openCalendarsOf({ calendars: settings, outboundAllow: [] })
    expect(() => openCalendars('google', { kind: 'password', server: 'x', user: 'y', password: 'z' })).toThrow(CalendarTrouble)
    expect(openCalendars('google', { kind: 'oauth', token: async () => 'token' })).toHaveProperty('watch')
  })
})

describe('watching', () => {
  async function listener() {
    const heard: IncomingHttpHeaders[] = []
    const server = createServer((request, response) => {
      heard.push(request.headers)
      response.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/google`
    return { heard, address, close: () => new Promise((resolve) => server.close(resolve)) }
  }
  test('the beginning of a watch and every change are told, until it ends', async () => {
    const { account, calendars, id } = open()
    const { heard, address, close } = await listener()
    const watch = await calendars.watch(id, { id: 'watch-1', address, token: 'a-token-of-ours' })
    expect(watch).toMatchObject({ id: 'watch-1', resource: expect.any(String) })
    expect(watch.expiresAt.getTime() - Date.now()).toBeGreaterThan(6 * 86_400_000)

    const event = account.addEvent(meetingAt('2027-03-03T10:00', '2027-03-03T11:00'))
    account.deleteEvent(event)
    await google.settled()
    expect(heard.map(readGoogleNotice)).toEqual(
      ['sync', 'exists', 'exists'].map((state) => ({ watchId: 'watch-1', token: 'a-token-of-ours', resource: watch.resource, state })),
    )

    await calendars.unwatch(watch)
    await calendars.unwatch(watch)
    account.addEvent(meetingAt('2027-03-03T10:00', '2027-03-03T11:00'))
    await google.settled()
    expect(heard).toHaveLength(3)
    await close()
  })
  test('a notice that comes twice, or finds us failing at first, is one more notice', async () => {
    const { account, calendars, id } = open()
    const states: unknown[] = []
    const server = createServer((request, response) => {
      states.push(readGoogleNotice(request.headers)?.state)
      response.writeHead(states.length === 1 ? 503 : 200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/google`
    await calendars.watch(id, { id: 'watch-twice', address, token: 't' })
    google.noticesPerChange = 2
    account.addEvent(meetingAt('2027-03-03T10:00', '2027-03-03T11:00'))
    await google.settled()
    google.noticesPerChange = 1
    expect(states).toEqual(['sync', 'sync', 'exists', 'exists'])
    await new Promise((resolve) => server.close(resolve))
  })
  test('an address that Google does not call is refused', async () => {
    const { calendars, id } = open()
    expect(await kindOf(calendars.watch(id, { id: 'watch-2', address: 'http://example.com/', token: 't' }))).toBe('refused')
  })
  test('headers that are no notice are none', () => {
    const notice = {
      'x-goog-channel-id': 'w',
      'x-goog-resource-id': 'r',
      'x-goog-resource-state': 'exists',
      'x-goog-message-number': '4',
    }
    expect(readGoogleNotice(notice)).toEqual({ watchId: 'w', token: null, resource: 'r', state: 'exists' })
    for (const name of Object.keys(notice)) expect(readGoogleNotice({ ...notice, [name]: undefined })).toBeNull()
    expect(readGoogleNotice({ ...notice, 'x-goog-resource-state': 'else' })).toBeNull()
    expect(readGoogleNotice({ ...notice, 'x-goog-message-number': 'four' })).toBeNull()
    expect(readGoogleNotice({ ...notice, 'x-goog-channel-id': ['a', 'b'] })).toBeNull()
  })
})
