/**
 * Microsoft Graph and Microsoft's sign-in as tests meet them: a server that remembers, and that refuses whatever Graph has no name for. What it
 * does follows Graph's pages "event: delta", "calendar: getSchedule", "Create subscription", "event resource type" and "Use delta query".
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TokenSource } from '../../server/calendars/provider.ts'
import { CLIENT, openSignIn } from './microsoft-oauth.ts'
import {
  checkEvent,
  checkQuery,
  etagOf,
  expandOf,
  filterOf,
  GraphNo,
  master,
  type Preferences,
  preferencesOf,
  selectOf,
  timesOf,
  told,
  toldId,
} from './microsoft-render.ts'
import { problemWith } from './microsoft-schema.ts'
import { ianaOf, type Occurrence, type Shown, type StoredEvent, shownOf, within } from './microsoft-store.ts'

/** How a request fails: with a status, before or after its effect, by halves, or never at all. */
export type Failure = 'server-error' | 'unavailable' | 'slow-down' | 'reset' | 'reset-after' | 'half' | 'hang' | 'nonsense'

export interface GraphRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly prefer: string
  readonly body: any
  readonly token: string
}

interface Span {
  readonly start: Date
  readonly end: Date
}

/** An event as a person enters it. Whole days are given by their dates, at midnight in UTC. */
export interface ByHand extends Span {
  readonly title: string
  readonly showAs?: string
  readonly response?: string
  readonly isAllDay?: boolean
  readonly cancelled?: boolean
  /** Windows' name of the zone it is entered in. */
  readonly zone?: string
  /** Repeated every so many days, so often. */
  readonly every?: { readonly days: number; readonly count: number }
  /** The UID of an invitation that came by mail, as Exchange keeps it. */
  readonly iCalUId?: string
}

interface StoredCalendar {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly access: 'write' | 'read' | 'free-busy'
  readonly owner: string
  readonly primary: boolean
}

interface Mailbox {
  readonly email: string
  zone: string
  revoked: boolean
}

interface Subscription {
  readonly id: string
  readonly email: string
  readonly calendarId: string | null
  readonly resource: string
  readonly changeType: string
  readonly address: string
  readonly clientState: string | null
  expires: string
}

/** What an account's owner, and a test, can do there. */
export interface GraphAccount {
  readonly email: string
  readonly calendarId: string
  addCalendar(name: string, access: 'write' | 'read' | 'free-busy', owner?: string): string
  add(event: ByHand, calendarId?: string): string
  move(id: string, to: Span): void
  change(id: string, fields: Readonly<Record<string, unknown>>): void
  /** Change one occurrence of a series: an exception. */
  except(id: string, index: number, change: Occurrence): void
  /** Copy and paste, properties included. */
  copy(id: string): string
  delete(id: string): void
  events(calendarId?: string): { name: string; uid: string | null; title: string; start: Date; end: Date; fields: Record<string, any> }[]
  setZone(zone: string): void
  issueToken(scopes?: readonly string[]): string
  /** Tokens for the provider, a new one whenever one was refused. */
  tokens(): TokenSource
  expireTokens(): void
  revoke(): void
}

/** The fake. `fail` may be narrowed to certain requests. */
export interface TestGraph {
  readonly url: string
  readonly client: typeof CLIENT
  account(email: string): GraphAccount
  /** Who signs in when an account is connected. */
  signsIn(email: string | null): void
  fail(how: Failure, times: number, when?: (request: GraphRequest) => boolean): void
  /** Every request is asked how it fails, for chaos. */
  failWith(choose: ((request: GraphRequest) => Failure | null) | null): void
  forgetCursors(): void
  /** What a create answers that repeats the name of one whose event is gone. */
  spentNames: 'answered' | 'conflict' | 'forgotten'
  /** How often each notice is sent. */
  noticeTimes: number
  /** What getSchedule says of somebody. */
  setSchedule(
    address: string,
    schedule: { readonly items?: readonly (Span & { readonly status: string })[]; readonly error?: string },
  ): void
  lifecycle(watchId: string, event: string): Promise<void>
  /** Until every notice has been delivered. */
  settled(): Promise<void>
  readonly requests: GraphRequest[]
  readonly subscriptions: ReadonlyMap<string, Subscription>
  readonly mails: { readonly kind: 'invitation' | 'update' | 'cancellation'; readonly to: readonly string[]; readonly subject: string }[]
  close(): Promise<void>
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

const ALL = ['User.Read', 'Calendars.ReadWrite', 'MailboxSettings.Read', 'offline_access', 'openid']
const BLOB = '________________________________________________________________________________'
const HOUR = 3_600_000

/** Start the fake on a free port of this machine. */
export async function openGraph(): Promise<TestGraph> {
  const mailboxes = new Map<string, Mailbox>()
  const calendars = new Map<string, StoredCalendar>()
  const events = new Map<string, StoredEvent>()
  const subscriptions = new Map<string, Subscription>()
  const schedules = new Map<string, { items?: readonly (Span & { status: string })[]; error?: string }>()
  const places = new Map<string, any>()
  const requests: GraphRequest[] = []
  const mails: TestGraph['mails'] = []
  const failures: { how: Failure; left: number; when: (request: GraphRequest) => boolean }[] = []
  const hanging = new Set<ServerResponse>()
  const notices = new Set<Promise<void>>()
  let choose: ((request: GraphRequest) => Failure | null) | null = null
  let signsIn: string | null = null
  let clock = 0
  let numbers = 0
  let url = ''

  const signIn = openSignIn(
    () => url,
    () => signsIn,
    (email) => mailboxes.has(email) && !mailboxes.get(email)?.revoked,
  )

  // What is stored, and changes to it

  function calendarOf(email: string, id: string): StoredCalendar {
    const calendar = calendars.get(id)
    if (!calendar || calendar.email !== email)
      throw new GraphNo(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
    return calendar
  }
  const readable = (calendar: StoredCalendar): StoredCalendar => {
    if (calendar.access === 'free-busy') throw new GraphNo(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    return calendar
  }
  const writable = (calendar: StoredCalendar): StoredCalendar => {
    if (calendar.access !== 'write') throw new GraphNo(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    return calendar
  }
  function eventOf(email: string, id: string, withDeleted = false): StoredEvent {
    const event = [...events.values()].find((one) => one.id === id || toldId({ id: one.id, event: one }, mutable) === id)
    if (!event || calendars.get(event.calendarId)?.email !== email || (event.deleted && !withDeleted))
      throw new GraphNo(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
    return event
  }
  const ofCalendar = (id: string) => [...events.values()].filter((event) => event.calendarId === id && !event.deleted)
  const zoneOf = (email: string) => ianaOf(mailboxes.get(email)?.zone ?? 'UTC') ?? 'UTC'

  function store(calendarId: string, time: Span & { zone: string }, fields: Record<string, any>): StoredEvent {
    const number = ++numbers
    const now = new Date(Date.now() + number).toISOString()
    const event: StoredEvent = {
      id: `AAkALgBk-${String(number).padStart(6, '0')}_AAA=`,
      number,
      calendarId,
      born: clock + 1,
      created: now,
      modified: now,
      version: ++clock,
      deleted: false,
      start: time.start,
      end: time.end,
      zone: time.zone,
      fields,
      properties: [],
      series: null,
    }
    events.set(event.id, event)
    notify(event, 'created')
    return event
  }
  function touch(event: StoredEvent, kind: 'updated' | 'deleted' = 'updated'): void {
    event.version = ++clock
    event.modified = new Date().toISOString()
    notify(event, kind)
  }
  function erase(event: StoredEvent): void {
    event.deleted = true
    touch(event, 'deleted')
  }
  function mail(kind: TestGraph['mails'][number]['kind'], event: StoredEvent): void {
    const to = (event.fields.attendees ?? []).map((one: any) => one.emailAddress.address)
    if (to.length > 0) mails.push({ kind, to, subject: event.fields.subject ?? '' })
  }

  // Notices

  function notify(event: StoredEvent, changeType: string): void {
    for (const one of subscriptions.values()) {
      const covers = one.calendarId === event.calendarId || (one.calendarId === null && calendars.get(event.calendarId)?.primary)
      if (!covers || !one.changeType.split(',').includes(changeType) || Date.parse(one.expires) < Date.now()) continue
      const path = `Users/${one.email}/Events/${event.id}`
      const resourceData = { '@odata.type': '#Microsoft.Graph.Event', '@odata.id': path, '@odata.etag': etagOf(event), id: event.id }
      for (let i = 0; i < graph.noticeTimes; i++) deliver(one, { changeType, resource: path, resourceData })
    }
  }
  function deliver(one: Subscription, more: Record<string, unknown>): void {
    const value = [
      { subscriptionId: one.id, clientState: one.clientState, subscriptionExpirationDateTime: one.expires, tenantId: 'tenant', ...more },
    ]
    const sent = fetch(one.address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value }) })
      .then((reply) => reply.text())
      .then(
        () => {},
        () => {},
      )
      .finally(() => notices.delete(sent))
    notices.add(sent)
  }
  async function validate(address: string): Promise<void> {
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${crypto.randomUUID()} + 100%`
    const there = new URL(address)
    there.searchParams.set('validationToken', token)
    const reply = await fetch(there, { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } }).catch(() => null)
    const text = await reply?.text()
    if (reply?.status !== 200 || text !== token || !reply.headers.get('content-type')?.startsWith('text/plain'))
      throw new GraphNo(400, 'ValidationError', 'Subscription validation request failed. Response must exactly match validationToken.')
  }

  // Answers

  const mutable: Preferences = { immutable: false, zone: 'UTC', pageSize: null, text: false }

  function pageOf(values: unknown[], request: GraphRequest, prefer: Preferences): Answer {
    const size = prefer.pageSize ?? Number(request.query.get('$top') ?? 10)
    const skip = Number(request.query.get('$skip') ?? 0)
    const rest = new URLSearchParams(request.query)
    rest.set('$skip', String(skip + size))
    const more = skip + size < values.length ? { '@odata.nextLink': `${url}/v1.0${request.path}?${rest}` } : {}
    return { status: 200, body: { '@odata.context': `${url}/v1.0/$metadata`, value: values.slice(skip, skip + size), ...more } }
  }

  function windowOf(query: URLSearchParams): Span {
    const [start, end] = ['startDateTime', 'endDateTime'].map((name) => {
      const text = query.get(name)
      if (!text || Number.isNaN(Date.parse(text)))
        throw new GraphNo(400, 'ErrorInvalidParameter', `The query parameter '${name}' is invalid.`)
      return new Date(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`)
    }) as [Date, Date]
    if (end < start) throw new GraphNo(400, 'ErrorCalendarEndDateIsEarlierThanStartDate', 'The end is before the start.')
    return { start, end }
  }

  /** The delta of a calendar: what it shows since a version, each series whole, its plain occurrences with little more than their times. */
  function deltaOf(calendar: StoredCalendar, window: Span, since: number, prefer: Preferences): unknown[] {
    const zone = zoneOf(calendar.email)
    return [...events.values()]
      .filter(
        (event) => event.calendarId === calendar.id && event.version > since && !(event.deleted && (since === 0 || event.born > since)),
      )
      .sort((a, b) => a.version - b.version)
      .flatMap((event): unknown[] => {
        const shown = event.deleted ? [] : within(shownOf(event), window, zone)
        const id = toldId({ id: event.id, event }, prefer)
        if (shown.length === 0)
          return since === 0 ? [] : [{ '@odata.type': '#microsoft.graph.event', id, '@removed': { reason: 'deleted' } }]
        if (!event.series) return shown.map((one) => told(one, prefer, null, null))
        const few = ['seriesMasterId', 'type', 'start', 'end']
        return [
          told(master(event), prefer, null, null),
          ...shown.map((one) => told(one, prefer, one.type === 'occurrence' ? few : null, null)),
        ]
      })
  }

  function delta(email: string, calendarId: string, request: GraphRequest, prefer: Preferences): Answer {
    const calendar = readable(calendarOf(email, calendarId))
    const size = prefer.pageSize ?? 10
    const { query } = request
    const token = query.get('$skiptoken') ?? query.get('$deltatoken')
    checkQuery(query, token === null ? ['startDateTime', 'endDateTime'] : ['$skiptoken', '$deltatoken'])
    let place = token === null ? { window: windowOf(query), since: 0, rest: null as unknown[] | null, next: 0 } : places.get(token)
    if (!place || (token !== null && place.calendarId !== calendarId))
      throw new GraphNo(410, 'syncStateNotFound', 'The sync state generation is not found; the client must resync.')
    if (place.rest === null) place = { ...place, rest: deltaOf(calendar, place.window, place.since, prefer), next: clock }
    const { window, rest, next } = place
    const more = rest.length > size
    const given = `${more ? 's' : 'd'}${crypto.randomUUID()}`
    places.set(given, more ? { calendarId, window, rest: rest.slice(size), next } : { calendarId, window, rest: null, since: next })
    const path = `${url}/v1.0/me/calendars/${encodeURIComponent(calendarId)}/calendarView/delta`
    const link = more ? { '@odata.nextLink': `${path}?$skiptoken=${given}` } : { '@odata.deltaLink': `${path}?$deltatoken=${given}` }
    return { status: 200, body: { '@odata.context': `${url}/v1.0/$metadata#Collection(event)`, ...link, value: rest.slice(0, size) } }
  }

  /** Teams puts its link below the text; who writes a body without it ends the meeting. */
  function meet(event: StoredEvent, body: Record<string, any>): void {
    const { fields } = event
    const content = String(body.body?.content ?? '')
    if (body.body) {
      const html = body.body.contentType === 'html' ? content : content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      fields.body = { contentType: 'html', content: `<html><body>${html}</body></html>` }
    }
    if (fields.onlineMeeting && body.body && !content.includes(fields.onlineMeeting.joinUrl)) {
      fields.onlineMeeting = null
      fields.isOnlineMeeting = false
    } else if (body.isOnlineMeeting === true && !fields.onlineMeeting) {
      const joinUrl = `https://teams.example/l/meetup-join/${event.number}`
      const text = String(fields.body?.content ?? '<html><body></body></html>').replace(
        '</body>',
        `<div>${BLOB}</div><a href="${joinUrl}">Join</a></body>`,
      )
      Object.assign(fields, { isOnlineMeeting: true, onlineMeeting: { joinUrl }, body: { contentType: 'html', content: text } })
    }
  }

  function create(email: string, calendarId: string, { body, query }: GraphRequest, prefer: Preferences): Answer {
    const calendar = writable(calendarOf(email, calendarId))
    checkQuery(query, [])
    checkEvent(body, true)
    const { start, end, singleValueExtendedProperties, body: _, ...fields } = body
    const time = timesOf(body, fields.isAllDay === true)
    const same = [...events.values()].find((one) => fields.transactionId && one.fields.transactionId === fields.transactionId)
    const answer = (event: StoredEvent): Answer => ({ status: 201, body: told(shownOf(event)[0] as Shown, prefer, null, null) })
    if (same && !same.deleted) return answer(same)
    if (same && graph.spentNames === 'answered') return answer(same)
    if (same && graph.spentNames === 'conflict') throw new GraphNo(409, 'ErrorDuplicateTransactionId', 'The transaction was used before.')
    const event = store(calendar.id, time, fields)
    event.properties = singleValueExtendedProperties ?? []
    meet(event, body)
    mail('invitation', event)
    return answer(event)
  }

  function patch(email: string, id: string, { body, query }: GraphRequest, prefer: Preferences, match: string | undefined): Answer {
    const event = eventOf(email, id)
    writable(calendarOf(email, event.calendarId))
    checkQuery(query, [])
    checkEvent(body, false)
    if (match !== undefined && match !== '*' && match !== etagOf(event))
      throw new GraphNo(412, 'ErrorIrresolvableConflict', 'The change key passed in the request does not match the current change key.')
    const { start, end, singleValueExtendedProperties, body: _, isOnlineMeeting, ...fields } = body
    const zone = event.zone
    const now = (time: Date) => ({ dateTime: time.toISOString().slice(0, 19), timeZone: 'UTC' })
    const allDay = (fields.isAllDay ?? event.fields.isAllDay) === true
    const time = timesOf({ start: start ?? now(event.start), end: end ?? now(event.end) }, allDay)
    Object.assign(event, { start: time.start, end: time.end, zone: start ? time.zone : zone })
    Object.assign(event.fields, fields)
    if (singleValueExtendedProperties) event.properties = singleValueExtendedProperties
    meet(event, body)
    touch(event)
    mail('update', event)
    return { status: 200, body: told(event.series ? master(event) : (shownOf(event)[0] as Shown), prefer, null, null) }
  }

  function getSchedule(email: string, { body, query }: GraphRequest): Answer {
    checkQuery(query, [])
    const known = ['schedules', 'startTime', 'endTime', 'availabilityViewInterval']
    const odd = Object.keys(body).find((name) => !known.includes(name))
    const problem =
      odd ??
      problemWith('DateTimeTimeZone', body.startTime) ??
      problemWith('DateTimeTimeZone', body.endTime) ??
      problemWith('string[]', body.schedules)
    if (problem) throw new GraphNo(400, 'RequestBodyRead', `The request is malformed: ${problem}`)
    const window = timesOf({ start: body.startTime, end: body.endTime }, false)
    if (body.schedules.length > 20) throw new GraphNo(400, 'ErrorTooManyMailboxes', 'At most 20 mailboxes may be asked for.')
    if (window.end.getTime() - window.start.getTime() > 62 * 24 * HOUR)
      throw new GraphNo(400, 'ErrorTimeIntervalTooBig', 'The requested time duration is longer than 62 days.')
    const value = body.schedules.map((scheduleId: string) => {
      const own = [...calendars.values()].find((one) => one.owner === scheduleId && one.primary)
      const set = schedules.get(scheduleId) ?? (own ? { items: itemsOf(own, window) } : { error: 'ErrorMailRecipientNotFound' })
      if (set.error) return { scheduleId, availabilityView: '', error: { message: 'Unable to resolve.', responseCode: set.error } }
      const scheduleItems = (set.items ?? [])
        .filter(({ start, end }) => start < window.end && window.start < end)
        .map(({ start, end, status }) => ({ status, start: wall(start), end: wall(end) }))
      return { scheduleId, availabilityView: '', scheduleItems, workingHours: null }
    })
    return { status: 200, body: { '@odata.context': `${url}/v1.0/$metadata#users('${email}')`, value } }
  }
  const wall = (time: Date) => ({ dateTime: `${time.toISOString().slice(0, 19)}.0000000`, timeZone: 'UTC' })
  const itemsOf = (calendar: StoredCalendar, window: Span) =>
    ofCalendar(calendar.id)
      .flatMap((event) => within(shownOf(event), window, zoneOf(calendar.email)))
      .map(({ start, end, fields }) => ({ start, end, status: String(fields.showAs ?? 'busy') }))

  async function subscribe(email: string, { body, query }: GraphRequest): Promise<Answer> {
    checkQuery(query, [])
    const problem = problemWith('Subscription', body)
    if (problem) throw new GraphNo(400, 'BadRequest', problem)
    const { changeType = '', notificationUrl, lifecycleNotificationUrl, resource = '', clientState = null, expirationDateTime } = body
    const wrong = String(changeType)
      .split(',')
      .find((one) => !['created', 'updated', 'deleted'].includes(one))
    if (wrong !== undefined) throw new GraphNo(400, 'InvalidRequest', `'${wrong}' is no change type.`)
    if (clientState !== null && clientState.length > 128)
      throw new GraphNo(400, 'InvalidRequest', 'clientState is longer than 128 characters.')
    const left = Date.parse(expirationDateTime ?? '') - Date.now()
    if (!(left > 0 && left <= 10_080 * 60_000))
      throw new GraphNo(400, 'InvalidRequest', 'Subscription expiration can only be 10080 minutes in the future.')
    const [, inCalendar] = /^\/?me\/calendars\/([^/]+)\/events$/.exec(resource) ?? []
    if (!inCalendar && !/^\/?me\/events$/.test(resource))
      throw new GraphNo(400, 'InvalidRequest', 'The resource is not one that can be watched.')
    const calendarId = inCalendar ? readable(calendarOf(email, decodeURIComponent(inCalendar))).id : null
    const twin = [...subscriptions.values()].find(
      (one) => one.email === email && one.resource === resource && one.changeType === changeType,
    )
    if (twin) throw new GraphNo(409, 'Conflict', `Subscription Id ${twin.id} already exists for the requested combination`)
    await validate(notificationUrl)
    if (lifecycleNotificationUrl) await validate(lifecycleNotificationUrl)
    const id = crypto.randomUUID()
    const expires = new Date(expirationDateTime).toISOString()
    subscriptions.set(id, { id, email, calendarId, resource, changeType, address: notificationUrl, clientState, expires })
    return {
      status: 201,
      body: { '@odata.context': `${url}/v1.0/$metadata#subscriptions/$entity`, id, ...body, expirationDateTime: expires },
    }
  }
  function subscription(email: string, id: string): Subscription {
    const one = subscriptions.get(id)
    if (!one || one.email !== email) throw new GraphNo(404, 'ResourceNotFound', 'The object was not found.')
    return one
  }
  const toldSubscription = ({ id, resource, changeType, address, clientState, expires }: Subscription) => ({
    ...{ id, resource, changeType, clientState, notificationUrl: address, expirationDateTime: expires },
  })

  const toldCalendar = ({ id, name, access, owner, primary }: StoredCalendar, select: string[] | null) => {
    const whole = {
      id,
      name,
      canEdit: access === 'write',
      canShare: primary,
      isDefaultCalendar: primary,
      owner: { name: owner, address: owner },
    }
    return select ? Object.fromEntries(Object.entries(whole).filter(([field]) => field === 'id' || select.includes(field))) : whole
  }

  /** The routes. Ids stand in them encoded. */
  async function answer(email: string, scopes: readonly string[], request: GraphRequest, match: string | undefined): Promise<Answer> {
    const prefer = preferencesOf(request.prefer || undefined)
    const { method, path, query } = request
    const [me, ...parts] = path.slice(1).split('/').map(decodeURIComponent)
    const route = `${method} ${[me, ...parts].map((part, i) => (isName(part ?? '', i) ? part : '*')).join('/')}`
    const id = parts[1] ?? ''
    const demand = (scope: string) => {
      if (!scopes.some((one) => one.replace('https://graph.microsoft.com/', '') === scope))
        throw new GraphNo(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    }
    demand(route === 'GET me' ? 'User.Read' : route === 'GET me/mailboxSettings' ? 'MailboxSettings.Read' : 'Calendars.ReadWrite')
    const select = () => selectOf(query)
    const view = (shown: readonly Shown[]) => {
      checkQuery(query, ['startDateTime', 'endDateTime', '$select', '$expand', '$top', '$skip'])
      const values = within(shown, windowOf(query), zoneOf(email)).map((one) => told(one, prefer, select(), expandOf(query)))
      return pageOf(values, request, prefer)
    }
    switch (route) {
      case 'GET me':
        checkQuery(query, ['$select'])
        selectOf(query, 'User')
        return { status: 200, body: { id: email, displayName: email, mail: email, userPrincipalName: email } }
      case 'GET me/mailboxSettings':
        checkQuery(query, ['$select'])
        selectOf(query, 'MailboxSettings')
        return { status: 200, body: { '@odata.context': `${url}/v1.0/$metadata`, timeZone: mailboxes.get(email)?.zone } }
      case 'GET me/calendars': {
        checkQuery(query, ['$select', '$top', '$skip'])
        const fields = selectOf(query, 'Calendar')
        const own = [...calendars.values()].filter((one) => one.email === email)
        return pageOf(
          own.map((one) => toldCalendar(one, fields)),
          request,
          prefer,
        )
      }
      case 'GET me/calendars/*':
        checkQuery(query, ['$select'])
        return { status: 200, body: toldCalendar(calendarOf(email, id), selectOf(query, 'Calendar')) }
      case 'GET me/calendars/*/events': {
        checkQuery(query, ['$select', '$expand', '$filter', '$top', '$skip'])
        const filter = filterOf(query)
        const lists = (one: StoredEvent) =>
          !filter || one.properties.some((p) => p.id === filter.id && p.value.toLowerCase() === filter.value.toLowerCase())
        const found = ofCalendar(readable(calendarOf(email, id)).id).filter(lists)
        const shown = found.map((one) => (one.series ? master(one) : (shownOf(one)[0] as Shown)))
        return pageOf(
          shown.map((one) => told(one, prefer, select(), expandOf(query))),
          request,
          prefer,
        )
      }
      case 'POST me/calendars/*/events':
        return create(email, id, request, prefer)
      case 'GET me/calendars/*/calendarView':
        return view(ofCalendar(readable(calendarOf(email, id)).id).flatMap(shownOf))
      case 'GET me/calendars/*/calendarView/delta':
        return delta(email, id, request, prefer)
      case 'GET me/calendars/*/events/*':
      case 'GET me/events/*': {
        checkQuery(query, ['$select', '$expand'])
        // An id that never changes also finds what lies among the deleted items.
        const event = eventOf(email, parts[3] ?? id, prefer.immutable)
        const shown = event.series ? master(event) : (shownOf(event)[0] as Shown)
        return { status: 200, body: told(shown, prefer, select(), expandOf(query)) }
      }
      case 'GET me/events/*/instances':
        return view(shownOf(eventOf(email, id)))
      case 'PATCH me/events/*':
        return patch(email, id, request, prefer, match)
      case 'DELETE me/events/*': {
        checkQuery(query, [])
        const event = eventOf(email, id)
        writable(calendarOf(email, event.calendarId))
        mail('cancellation', event)
        erase(event)
        return { status: 204 }
      }
      case 'POST me/events/*/cancel': {
        const event = eventOf(email, id)
        const odd = Object.keys(request.body ?? {}).find((name) => name.toLowerCase() !== 'comment')
        if (odd) throw new GraphNo(400, 'RequestBodyRead', `The property '${odd}' does not exist.`)
        if (!event.fields.attendees?.length) throw new GraphNo(400, 'ErrorInvalidRequest', 'Only a meeting can be cancelled.')
        mail('cancellation', event)
        erase(event)
        return { status: 202 }
      }
      case 'POST me/calendar/getSchedule':
        return getSchedule(email, request)
      case 'POST subscriptions':
        return subscribe(email, request)
      case 'GET subscriptions': {
        checkQuery(query, [])
        const own = [...subscriptions.values()].filter((one) => one.email === email)
        return pageOf(own.map(toldSubscription), request, prefer)
      }
      case 'PATCH subscriptions/*': {
        const one = subscription(email, parts[0] ?? '')
        one.expires = new Date(request.body.expirationDateTime).toISOString()
        return { status: 200, body: toldSubscription(one) }
      }
      case 'DELETE subscriptions/*':
        subscriptions.delete(subscription(email, parts[0] ?? '').id)
        return { status: 204 }
      default:
        throw new GraphNo(400, 'BadRequest', `Resource not found for the segment: ${route}`)
    }
  }
  const NAMES = ['calendars', 'calendar', 'events', 'calendarView', 'delta', 'instances', 'cancel', 'getSchedule', 'mailboxSettings']
  const isName = (part: string, i: number) => i === 0 || NAMES.includes(part)

  // The server

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of incoming) parts.push(part as Buffer)
    const text = Buffer.concat(parts).toString('utf8')
    const there = new URL(incoming.url ?? '/', url)
    const { method = 'GET', headers } = incoming
    if (!there.pathname.startsWith('/v1.0/')) {
      const said = signIn.answer(method, there, new URLSearchParams(text), headers.authorization)
      outgoing.writeHead(said?.status ?? 404, {
        'content-type': 'application/json',
        ...(said?.location ? { location: said.location } : {}),
      })
      outgoing.end(said?.body ? JSON.stringify(said.body) : '')
      return
    }
    const token = headers.authorization?.replace('Bearer ', '') ?? ''
    let body: any = null
    let malformed = false
    try {
      body = text === '' ? null : JSON.parse(text)
    } catch {
      malformed = true
    }
    const prefer = headers.prefer === undefined ? '' : String(headers.prefer)
    const path = there.pathname.slice('/v1.0'.length)
    const request: GraphRequest = { method, path, query: there.searchParams, prefer, body, token }
    requests.push(request)
    const how = failureOf(request)
    if (how === 'reset') return void incoming.socket.destroy()
    if (how === 'hang') return void hanging.add(outgoing)
    const answered = how === 'server-error' || how === 'unavailable' || how === 'slow-down' ? FAILED[how] : await respond()
    if (how === 'reset-after') return void incoming.socket.destroy()
    const said = answered.body === undefined ? '' : JSON.stringify(how === 'nonsense' ? { hello: ['world'] } : answered.body)
    const length = Buffer.byteLength(said)
    outgoing.writeHead(answered.status, {
      ...(said === '' ? {} : { 'content-type': 'application/json; odata.metadata=minimal; charset=utf-8' }),
      ...(how === 'half' ? { 'content-length': String(Math.max(2, length)) } : { 'content-length': String(length) }),
      'request-id': crypto.randomUUID(),
      ...(prefer ? { 'preference-applied': prefer } : {}),
      ...answered.headers,
    })
    if (how !== 'half') return void outgoing.end(said)
    outgoing.write(said.slice(0, Math.max(1, Math.floor(said.length / 2))) || '{', () => incoming.socket.destroy())

    async function respond(): Promise<Answer> {
      try {
        const known = signIn.tokenOf(token)
        if (!known) throw new GraphNo(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.')
        if (malformed || (body !== null && !headers['content-type']?.startsWith('application/json')))
          throw new GraphNo(400, 'BadRequest', 'Unable to read JSON request payload.')
        return await answer(known.email, known.scopes, request, headers['if-match'])
      } catch (error) {
        if (!(error instanceof GraphNo)) throw error
        return refusal(error.status, error.code, error.message)
      }
    }
  }
  function failureOf(request: GraphRequest): Failure | null {
    const planned = failures.find(({ left, when }) => left > 0 && when(request))
    if (planned) planned.left--
    return planned?.how ?? choose?.(request) ?? null
  }

  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error) => {
      // A fault of the fake itself must be seen.
      console.error('The fake of Microsoft Graph failed:', error)
      outgoing.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  function account(email: string): GraphAccount {
    if (!mailboxes.has(email)) {
      mailboxes.set(email, { email, zone: 'Eastern Standard Time', revoked: false })
      addCalendar('Calendar', 'write', email, true)
    }
    const box = mailboxes.get(email) as Mailbox
    const first = [...calendars.values()].find((one) => one.email === email && one.primary) as StoredCalendar

    function addCalendar(name: string, access: StoredCalendar['access'], owner: string, primary = false): string {
      const id = `AAMkAGI2-${String(++numbers).padStart(6, '0')}_AuAAA=`
      calendars.set(id, { id, email, name, access, owner, primary })
      return id
    }
    const byName = (id: string): StoredEvent => eventOf(email, id)
    const hands: GraphAccount = {
      email,
      calendarId: first.id,
      addCalendar: (name, access, owner = email) => addCalendar(name, access, owner),
      add(
        { title, start, end, showAs = 'busy', response, isAllDay = false, cancelled = false, zone, every, iCalUId },
        calendarId = first.id,
      ) {
        const fields = {
          subject: title,
          showAs,
          isAllDay,
          isCancelled: cancelled,
          ...(response ? { responseStatus: { response, time: '2027-01-01T00:00:00Z' } } : {}),
          ...(iCalUId ? { iCalUId } : {}),
        }
        const event = store(calendarId, { start, end, zone: zone ?? box.zone }, fields)
        if (every) event.series = { everyDays: every.days, count: every.count, changed: new Map() }
        return event.id
      },
      move(id, to) {
        const event = byName(id)
        Object.assign(event, { start: to.start, end: to.end })
        touch(event)
      },
      change(id, fields) {
        const event = byName(id)
        Object.assign(event.fields, fields)
        touch(event)
      },
      except(id, index, change) {
        const event = byName(id)
        event.series?.changed.set(index, change)
        touch(event)
      },
      copy(id) {
        const event = byName(id)
        const { transactionId: _, ...fields } = event.fields
        const twin = store(event.calendarId, event, { ...fields })
        twin.properties = [...event.properties]
        return twin.id
      },
      delete: (id) => erase(byName(id)),
      events: (calendarId = first.id) =>
        ofCalendar(calendarId).map(({ id, properties, fields, start, end }) => ({
          name: id,
          uid: properties[0]?.value ?? null,
          title: fields.subject ?? '',
          start,
          end,
          fields,
        })),
      setZone(zone) {
        box.zone = zone
      },
      issueToken: (scopes = ALL) => (box.revoked ? 'no-longer-good' : signIn.issue(email, scopes)),
      tokens() {
        let kept: string | null = null
        return async (refused) => {
          if (kept === null || kept === refused) kept = hands.issueToken()
          return kept
        }
      },
      expireTokens: () => signIn.expire(email),
      revoke() {
        box.revoked = true
        signIn.revoke(email)
      },
    }
    return hands
  }

  const graph: TestGraph = {
    url,
    client: CLIENT,
    account,
    signsIn(email) {
      signsIn = email
    },
    fail: (how, times, when = () => true) => void failures.push({ how, left: times, when }),
    failWith(chosen) {
      choose = chosen
    },
    forgetCursors: () => places.clear(),
    spentNames: 'answered',
    noticeTimes: 1,
    setSchedule: (address, schedule) => void schedules.set(address, schedule),
    async lifecycle(watchId, lifecycleEvent) {
      const one = subscriptions.get(watchId)
      if (one) deliver(one, { lifecycleEvent })
      await graph.settled()
    },
    async settled() {
      while (notices.size > 0) await Promise.all(notices)
    },
    requests,
    subscriptions,
    mails,
    async close() {
      for (const one of hanging) one.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await graph.settled()
    },
  }
  return graph
}

function refusal(status: number, code: string, message: string): Answer {
  const innerError = {
    date: new Date().toISOString().slice(0, 19),
    'request-id': crypto.randomUUID(),
    'client-request-id': crypto.randomUUID(),
  }
  return { status, body: { error: { code, message, innerError } } }
}

const FAILED: Record<'server-error' | 'unavailable' | 'slow-down', Answer> = {
  'server-error': refusal(500, 'InternalServerError', 'An internal server error occurred.'),
  unavailable: refusal(503, 'ServiceUnavailable', 'The service is unavailable.'),
  'slow-down': {
    ...refusal(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'),
    headers: { 'retry-after': '7' },
  },
}
