/**
 * Google as tests meet it: a server that behaves as its Calendar API and its sign-in are documented, and as strictly. Who connects an account
 * walks through the real flow; who tests a calendar takes a token by hand. It can be told to fail in every way that a network can.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TokenSource } from '../../server/calendars/provider.ts'
import { CalendarTrouble } from '../../server/domain/calendar.ts'
import type { Interval } from '../../server/domain/interval.ts'
import { answer, type World } from './google-api.ts'
import { type Channel, cancel, change, create, type FakeCalendar, find, list, newCalendar, patched, type Role } from './google-calendar.ts'
import { authorize, grantFor, issueAccess, newTokens, type Reply, revoke, token, userInfo } from './google-oauth.ts'
import type { Event } from './google-recurrence.ts'

/**
 * How a request goes wrong. Before anything happens: `server-error` (500), `unavailable` (503), `slow-down` (429 with Retry-After), `rate-limit`
 * (403), `reset`, `hang`. After it has happened: `reset-after`, `half` of the answer, half of it and no end (`stall`), `garbage` in its place, `hang-after`.
 */
export const FAILURES = [
  ...(['server-error', 'unavailable', 'slow-down', 'rate-limit', 'reset', 'hang'] as const),
  ...(['reset-after', 'half', 'stall', 'garbage', 'hang-after'] as const),
] as const
export type Failure = (typeof FAILURES)[number]

/** A person's account, and what is done there by hand. Without a calendar named, it is the account's own. */
export interface GoogleAccount {
  readonly email: string
  /** Its own calendar, which may be changed in place: `timeZone`, `meet`, `freeBusyError`. */
  readonly calendar: FakeCalendar
  addCalendar(calendar: { id: string; summary: string; timeZone?: string; role?: Role }): FakeCalendar
  /** Enter an event, or with `recurrence` a series; the answer is its id. */
  addEvent(event: Event, calendarId?: string): string
  moveEvent(id: string, to: Interval, calendarId?: string): void
  changeEvent(id: string, patch: Event, calendarId?: string): void
  deleteEvent(id: string, calendarId?: string): void
  /** Events that are there, a series as one. */
  events(calendarId?: string): Event[]
}

export interface TestGoogle {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  /** The account of this address, made when it is first named. */
  account(email: string): GoogleAccount
  /** Who answers when somebody is asked to sign in; null says no. Without it the `login_hint`, or the only account. */
  signIn(email: string | null): void
  /** Without a scope named, all that we ask for was consented to. */
  issueToken(email: string, scope?: string): string
  /** Tokens of one consent: a new one for each that is refused, until it is revoked. */
  tokenSource(email: string): TokenSource
  /** Access tokens end, and new ones can be had. */
  expireTokens(email: string): void
  /** Whatever was consented to ends: access tokens and refresh tokens. */
  revoke(email: string): void
  /** All sync tokens expire. */
  forgetCursors(): void
  /** The next requests, that many, go wrong in this way. */
  fail(how: Failure, times?: number, at?: 'calendar' | 'oauth'): void
  /** From now on this decides what goes wrong; null ends it. */
  failBy(choose: ((request: { method: string; path: string }) => Failure | null) | null): void
  /** Notices come this often. */
  noticesPerChange: number
  /** No page of a list is longer. */
  pageSize: number
  readonly mails: World['mails']
  readonly requests: {
    readonly method: string
    readonly path: string
    readonly query: URLSearchParams
    readonly body: unknown
    status: number
  }[]
  /** Once all notices are out. */
  settled(): Promise<void>
  close(): Promise<void>
}

const CLIENT = { clientId: 'switchboard.apps.googleusercontent.com', clientSecret: 'GOCSPX-a-secret-of-tests' }

export async function openGoogle(): Promise<TestGoogle> {
  const tokens = newTokens()
  const accounts = new Map<string, GoogleAccount>()
  const failures: Record<'calendar' | 'oauth', Failure[]> = { calendar: [], oauth: [] }
  const requests: TestGoogle['requests'] = []
  let choose: Parameters<TestGoogle['failBy']>[0] = null
  let person: string | null | undefined
  const world: World = {
    calendars: new Map(),
    mails: [],
    pages: new Map(),
    pageSize: 10,
    began: (calendar, id) => notice(calendar, calendar.channels.find((one) => one.id === id)!, 'sync'),
  }

  function notice(calendar: FakeCalendar, channel: Channel, state: 'sync' | 'exists'): void {
    if (channel.expiration <= Date.now()) return
    for (let i = 0; i < (state === 'sync' ? 1 : google.noticesPerChange); i++) {
      channel.messages++
      const headers = {
        'x-goog-channel-id': channel.id,
        ...(channel.token !== null && { 'x-goog-channel-token': channel.token }),
        'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
        'x-goog-resource-id': channel.resourceId,
        'x-goog-resource-uri': `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events?alt=json`,
        'x-goog-resource-state': state,
        'x-goog-message-number': String(channel.messages),
      }
      channel.sending = channel.sending.then(() => send(channel.address, headers))
      sent.push(channel)
    }
  }
  const sent: Channel[] = []

  /** As after a change by hand or by a request. */
  function tell(calendar: FakeCalendar): void {
    for (const channel of calendar.channels) notice(calendar, channel, 'exists')
  }

  const whoSignsIn = (hint: string | null): string | null => (person === undefined ? (hint ?? [...accounts.keys()][0] ?? null) : person)

  function respond(method: string, url: URL, headers: IncomingMessage['headers'], text: string): Reply {
    const { pathname: path, searchParams: query } = url
    const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null
    const settings = { ...CLIENT, who: whoSignsIn }
    if (method === 'GET' && path === '/o/oauth2/v2/auth') return authorize(query, tokens, settings)
    if (method === 'GET' && path === '/oauth2/v3/userinfo') return userInfo(bearer, tokens)
    if (method === 'POST' && (path === '/token' || path === '/revoke')) {
      if (!/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) return failed(400, 'invalid', 'A form was expected.')
      const form = new URLSearchParams(text)
      return path === '/token' ? token(form, headers.authorization, tokens, settings) : revoke(form, tokens)
    }
    const known = bearer === null ? undefined : tokens.access.get(bearer)
    if (!known || known.expired || known.grant.revoked) return failed(401, 'authError', 'Invalid Credentials')
    if (!known.grant.scope.includes('/auth/calendar')) return failed(403, 'insufficientPermissions', 'Insufficient Permission')
    const before = new Map([...world.calendars.values()].map((calendar) => [calendar, calendar.version]))
    try {
      const { status, body } = answer(world, method, path, {
        email: known.grant.email,
        query,
        body: bodyOf(text),
        ifMatch: headers['if-match'],
      })
      return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body }
    } catch (error) {
      const { status, reason, message } = error as { status?: number; reason?: string; message: string }
      if (status === undefined || reason === undefined) throw error
      return failed(status, reason, message)
    } finally {
      for (const [calendar, version] of before) if (calendar.version !== version) tell(calendar)
    }
  }

  function serve(request: IncomingMessage, response: ServerResponse, text: string): void {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const { method = 'GET' } = request
    const part = url.pathname.startsWith('/calendar/') ? 'calendar' : 'oauth'
    const failure = failures[part].shift() ?? (part === 'calendar' ? choose?.({ method, path: url.pathname }) : null) ?? null
    const log = { method, path: url.pathname, query: url.searchParams, body: bodyOf(text), status: 0 }
    requests.push(log)
    const before = failure === null ? null : failedBefore(failure)
    if (failure === 'hang') return
    if (failure === 'reset') return void request.socket.resetAndDestroy()
    const reply = before ?? respond(method, url, request.headers, text)
    log.status = reply.status
    if (failure === 'hang-after') return
    if (failure === 'reset-after') return void request.socket.resetAndDestroy()
    const body = failure === 'garbage' ? '<html>Nothing here</html>' : textOf(reply.body)
    const sized = { 'content-length': String(Buffer.byteLength(body)) }
    response.writeHead(failure === 'garbage' ? 200 : reply.status, { ...reply.headers, ...(body !== '' && sized) })
    if (failure !== 'half' && failure !== 'stall') return void response.end(body)
    // An answer without a body can only be broken off before its end.
    if (body === '') return void request.socket.resetAndDestroy()
    response.write(body.slice(0, Math.floor(body.length / 2)), () => {
      if (failure === 'half') request.socket.destroy()
    })
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      try {
        serve(request, response, Buffer.concat(chunks).toString())
      } catch (error) {
        console.error('The fake of Google failed:', error)
        response.writeHead(500).end()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function openAccount(email: string): GoogleAccount {
    const calendar = newCalendar(email, email, 'America/New_York')
    calendar.roles.set(email, 'owner')
    world.calendars.set(email, calendar)
    const of = (id = email) => world.calendars.get(id) ?? raise(`There is no calendar ${id}.`)
    const edit = (id: string, patch: Event, calendarId?: string) => {
      const stored = find(of(calendarId), id) ?? raise(`There is no event ${id}.`)
      change(of(calendarId), stored, (event) => patched(event, patch))
      tell(of(calendarId))
    }
    return {
      email,
      calendar,
      addCalendar({ id, summary, timeZone = 'America/New_York', role = 'owner' }) {
        const made = world.calendars.get(id) ?? newCalendar(id, summary, timeZone)
        made.roles.set(email, role)
        world.calendars.set(id, made)
        return made
      },
      addEvent(event, calendarId) {
        const { id } = create(of(calendarId), calendarId ?? email, event)
        tell(of(calendarId))
        return id!
      },
      moveEvent: (id, { start, end }, calendarId) =>
        edit(id, { start: { dateTime: start.toISOString(), date: null }, end: { dateTime: end.toISOString(), date: null } }, calendarId),
      changeEvent: edit,
      deleteEvent(id, calendarId) {
        cancel(of(calendarId), id)
        tell(of(calendarId))
      },
      events: (calendarId) => list(of(calendarId), { singleEvents: false, showDeleted: false }),
    }
  }

  const grantsOf = (email: string) =>
    [...[...tokens.access.values()].map(({ grant }) => grant), ...tokens.refresh.values()].filter((grant) => grant.email === email)

  const google: TestGoogle = {
    url,
    ...CLIENT,
    account(email) {
      const there = accounts.get(email) ?? openAccount(email)
      accounts.set(email, there)
      return there
    },
    signIn(email) {
      person = email
    },
    issueToken: (email, scope) => issueAccess(tokens, grantFor(email, scope)),
    tokenSource(email) {
      const grant = grantFor(email)
      let current = issueAccess(tokens, grant)
      return async (refused) => {
        if (grant.revoked) throw new CalendarTrouble('revoked', 'The consent is no more.')
        if (refused === current) current = issueAccess(tokens, grant)
        return current
      }
    },
    expireTokens(email) {
      for (const one of tokens.access.values()) if (one.grant.email === email) one.expired = true
    },
    revoke(email) {
      for (const grant of grantsOf(email)) grant.revoked = true
    },
    forgetCursors() {
      for (const calendar of world.calendars.values()) calendar.epoch++
    },
    fail(how, times = 1, at = 'calendar') {
      for (let i = 0; i < times; i++) failures[at].push(how)
    },
    failBy(by) {
      choose = by
    },
    noticesPerChange: 1,
    get pageSize() {
      return world.pageSize
    },
    set pageSize(size) {
      world.pageSize = size
    },
    mails: world.mails,
    requests,
    async settled() {
      while (sent.length > 0) await Promise.all(sent.splice(0).map((channel) => channel.sending))
    },
    async close() {
      for (const { channels } of world.calendars.values()) channels.length = 0
      await google.settled()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
  return google
}

const raise = (words: string): never => {
  throw new Error(words)
}

function bodyOf(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}

const textOf = (body: unknown): string => (body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))

/** An error in Google's shape (guide "Handle API errors"). */
const failed = (code: number, reason: string, message: string, headers: Record<string, string> = {}): Reply => ({
  status: code,
  headers: { 'content-type': 'application/json; charset=UTF-8', ...headers },
  body: { error: { errors: [{ domain: code === 403 ? 'usageLimits' : 'global', reason, message }], code, message } },
})

function failedBefore(failure: Failure): Reply | null {
  if (failure === 'server-error') return failed(500, 'backendError', 'Backend Error')
  if (failure === 'unavailable') return failed(503, 'backendError', 'The service is currently unavailable.')
  if (failure === 'slow-down') return failed(429, 'rateLimitExceeded', 'Rate Limit Exceeded', { 'retry-after': '7' })
  if (failure === 'rate-limit') return failed(403, 'rateLimitExceeded', 'Rate Limit Exceeded')
  return null
}

/** A notice has no body. A receiver that fails hears it again, twice at most here (guide "Get push notifications", 500, 502, 503, 504). */
async function send(address: string, headers: Record<string, string>): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const response = await fetch(address, { method: 'POST', headers, signal: AbortSignal.timeout(5000) }).catch(() => null)
    await response?.arrayBuffer().catch(() => null)
    if (response && ![500, 502, 503, 504].includes(response.status)) return
  }
}
