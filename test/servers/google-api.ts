/** The routes of the fake Google Calendar: each checks what Google checks, by the typings and the reference of its API, and answers as it does. */
import { randomUUID } from 'node:crypto'
import {
  busyIn,
  cancel,
  change,
  checkEvent,
  create,
  type FakeCalendar,
  find,
  list,
  patched,
  type Role,
  refused,
  type Stored,
  shown,
} from './google-calendar.ts'
import type { Event } from './google-recurrence.ts'
import { select, wrongInBody, wrongInQuery } from './google-typings.ts'

/** All there is behind the routes. */
export interface World {
  readonly calendars: Map<string, FakeCalendar>
  /** Mails that Google would have sent to those who are invited. */
  readonly mails: { readonly to: string; readonly about: 'invitation' | 'update' | 'cancellation'; readonly eventId: string }[]
  readonly pages: Map<string, { readonly query: string; readonly items: readonly unknown[]; readonly rest: Record<string, unknown> }>
  /** No page is longer, whatever was asked for: Google may answer with less. */
  pageSize: number
  /** A watch begins: its first message is sent. */
  began(calendar: FakeCalendar, id: string): void
}

export interface Call {
  readonly email: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly ifMatch: string | undefined
}

type Answer = { readonly status?: number; readonly body?: unknown; readonly schema?: string }
type Handler = (world: World, call: Call, ids: readonly string[]) => Answer

interface Route {
  readonly method: string
  readonly path: RegExp
  readonly params: string
  readonly takes?: string
  readonly gives?: string
  readonly handle: Handler
}

const EVENTS = '^/calendar/v3/calendars/([^/]+)/events'
const routes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/calendar\/v3\/users\/me\/calendarList$/,
    params: 'Params$Resource$Calendarlist$List',
    gives: 'Schema$CalendarList',
    handle: listCalendars,
  },
  {
    method: 'GET',
    path: new RegExp(`${EVENTS}$`),
    params: 'Params$Resource$Events$List',
    gives: 'Schema$Events',
    handle: listEvents,
  },
  {
    method: 'POST',
    path: new RegExp(`${EVENTS}$`),
    params: 'Params$Resource$Events$Insert',
    takes: 'Schema$Event',
    gives: 'Schema$Event',
    handle: insertEvent,
  },
  {
    method: 'POST',
    path: new RegExp(`${EVENTS}/watch$`),
    params: 'Params$Resource$Events$Watch',
    takes: 'Schema$Channel',
    gives: 'Schema$Channel',
    handle: watchEvents,
  },
  {
    method: 'GET',
    path: new RegExp(`${EVENTS}/([^/]+)$`),
    params: 'Params$Resource$Events$Get',
    gives: 'Schema$Event',
    handle: getEvent,
  },
  {
    method: 'PATCH',
    path: new RegExp(`${EVENTS}/([^/]+)$`),
    params: 'Params$Resource$Events$Patch',
    takes: 'Schema$Event',
    gives: 'Schema$Event',
    handle: changeEvent((event, body) => patched(event, body)),
  },
  {
    method: 'PUT',
    path: new RegExp(`${EVENTS}/([^/]+)$`),
    params: 'Params$Resource$Events$Update',
    takes: 'Schema$Event',
    gives: 'Schema$Event',
    handle: changeEvent((event, body) => ({ ...kept(event), ...patched({}, body) })),
  },
  {
    method: 'DELETE',
    path: new RegExp(`${EVENTS}/([^/]+)$`),
    params: 'Params$Resource$Events$Delete',
    handle: deleteEvent,
  },
  {
    method: 'POST',
    path: /^\/calendar\/v3\/freeBusy$/,
    params: 'Params$Resource$Freebusy$Query',
    takes: 'Schema$FreeBusyRequest',
    gives: 'Schema$FreeBusyResponse',
    handle: queryFreeBusy,
  },
  {
    method: 'POST',
    path: /^\/calendar\/v3\/channels\/stop$/,
    params: 'Params$Resource$Channels$Stop',
    takes: 'Schema$Channel',
    handle: stopChannel,
  },
]

const bad = (message: string, reason = 'invalid') => refused(400, reason, message)

/** Answer a request to the Calendar API; throws what Google refuses. */
export function answer(world: World, method: string, path: string, call: Call): { status: number; body: unknown } {
  const route = routes.find((one) => one.method === method && one.path.test(path))
  if (!route) throw refused(404, 'notFound', 'Not Found')
  const wrong = wrongInQuery(route.params, call.query)
  if (wrong) throw bad(wrong, 'badRequest')
  if (route.takes) {
    const wrongBody =
      typeof call.body === 'object' && call.body !== null ? wrongInBody(route.takes, call.body) : 'The body is no JSON object'
    if (wrongBody) throw bad(`Invalid JSON payload received. ${wrongBody}`, 'badRequest')
  }
  const sendUpdates = call.query.get('sendUpdates')
  if (sendUpdates !== null && !/^(all|externalOnly|none)$/.test(sendUpdates)) throw bad('Invalid value for sendUpdates')
  const ids = (route.path.exec(path) ?? []).slice(1).map(decodeURIComponent)
  const { status = 200, body } = route.handle(world, call, ids)
  const fields = call.query.get('fields')
  if (fields === null || route.gives === undefined) return { status, body }
  try {
    return { status, body: select(route.gives, fields, body) }
  } catch (error) {
    throw bad((error as Error).message, 'invalidParameter')
  }
}

const RANK: readonly Role[] = ['freeBusyReader', 'reader', 'writer', 'owner']

function calendarOf(world: World, email: string, id: string | undefined, least: Role): { calendar: FakeCalendar; role: Role } {
  const calendar = world.calendars.get(id === 'primary' || id === undefined ? email : id)
  const role = calendar?.roles.get(email)
  if (!calendar || !role) throw refused(404, 'notFound', 'Not Found')
  if (RANK.indexOf(role) < RANK.indexOf(least))
    throw refused(403, 'requiredAccessLevel', `You need to have ${least} access to this calendar.`)
  return { calendar, role }
}

/** A page of a list, and how to go on. What a list holds is settled by its first page. */
function paged(world: World, query: URLSearchParams, all: () => { items: readonly unknown[]; rest: Record<string, unknown> }) {
  const token = query.get('pageToken')
  const plain = [...query].filter(([name]) => name !== 'pageToken')
  const asked = JSON.stringify(plain.sort(([a], [b]) => (a < b ? -1 : 1)))
  const page = token === null ? null : world.pages.get(token)
  if (page === undefined) throw bad('Invalid page token value.')
  if (page && page.query !== asked) throw bad('The query of a further page must be that of the first.')
  const { items, rest } = page ?? all()
  const size = Math.min(Number(query.get('maxResults') ?? 250), world.pageSize)
  if (size < 1) throw bad('Invalid value for maxResults.')
  const last = items.length <= size
  const { nextSyncToken, ...always } = rest
  if (last) return { ...always, items, ...(nextSyncToken !== undefined && { nextSyncToken }) }
  const nextPageToken = randomUUID()
  world.pages.set(nextPageToken, { query: asked, items: items.slice(size), rest })
  return { ...always, items: items.slice(0, size), nextPageToken }
}

function listCalendars(world: World, { email, query }: Call): Answer {
  const all = () => ({
    rest: { kind: 'calendar#calendarList', etag: '"1"', nextSyncToken: randomUUID() },
    items: [...world.calendars.values()]
      .filter(({ roles }) => roles.has(email))
      .map(({ id, summary, timeZone, roles }) => ({
        kind: 'calendar#calendarListEntry',
        etag: '"1"',
        id,
        summary,
        timeZone,
        accessRole: roles.get(email),
        selected: true,
        defaultReminders: [],
        ...(id === email && { primary: true }),
      })),
  })
  return { body: paged(world, query, all) }
}

/** Parameters that may not stand beside a sync token (Events: list, `syncToken`). */
const NOT_WITH_TOKEN = ['iCalUID', 'orderBy', 'privateExtendedProperty', 'q', 'sharedExtendedProperty', 'timeMin', 'timeMax', 'updatedMin']
const NOT_HERE = ['iCalUID', 'orderBy', 'privateExtendedProperty', 'q', 'sharedExtendedProperty', 'updatedMin', 'eventTypes', 'timeZone']

function listEvents(world: World, { email, query }: Call, [id]: readonly string[]): Answer {
  const { calendar, role } = calendarOf(world, email, id, 'freeBusyReader')
  const token = query.get('syncToken')
  const singleEvents = query.get('singleEvents') === 'true'
  const missing = NOT_HERE.find((name) => query.has(name))
  if (token !== null) {
    const wrong = NOT_WITH_TOKEN.find((name) => query.has(name))
    if (wrong) throw bad(`Sync token cannot be used together with ${wrong}.`)
    if (query.get('showDeleted') === 'false') throw bad('showDeleted cannot be false with a sync token.')
  } else if (missing) throw refused(501, 'notImplemented', `The fake does not know ${missing}.`)
  const maxAttendees = query.has('maxAttendees') ? Number(query.get('maxAttendees')) : null
  const all = () => {
    const since = token === null ? undefined : sinceOf(calendar, token, singleEvents)
    const [timeMin, timeMax] = ['timeMin', 'timeMax'].map((name) => instantIn(query, name))
    if (timeMin !== undefined && timeMax !== undefined && timeMax <= timeMin)
      throw bad('The specified time range is empty.', 'timeRangeEmpty')
    const listing = {
      singleEvents,
      showDeleted: query.get('showDeleted') === 'true',
      ...(since !== undefined && { since }),
      ...(timeMin !== undefined && { timeMin }),
      ...(timeMax !== undefined && { timeMax }),
    }
    // What Google lists for those who may see busy time alone is not documented; the most treacherous answer would be nothing.
    const items = role === 'freeBusyReader' ? [] : list(calendar, listing).map((event) => shown(calendar, event, role, maxAttendees))
    const nextSyncToken = tokenOf({ c: calendar.id, e: calendar.epoch, v: calendar.version, s: singleEvents })
    return {
      items,
      rest: {
        kind: 'calendar#events',
        etag: `"p${calendar.version}"`,
        summary: calendar.summary,
        updated: new Date().toISOString(),
        timeZone: calendar.timeZone,
        accessRole: role,
        defaultReminders: [],
        nextSyncToken,
      },
    }
  }
  return { body: paged(world, query, all) }
}

const tokenOf = (parts: { c: string; e: number; v: number; s: boolean }): string => Buffer.from(JSON.stringify(parts)).toString('base64url')

function sinceOf(calendar: FakeCalendar, token: string, singleEvents: boolean): number {
  let read: { c?: string; e?: number; v?: number; s?: boolean } = {}
  try {
    read = JSON.parse(Buffer.from(token, 'base64url').toString())
  } catch {
    throw bad('Invalid sync token value.')
  }
  if (read.c !== calendar.id || read.e !== calendar.epoch || read.v === undefined)
    throw refused(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.')
  if (read.s !== singleEvents) throw bad('A sync token goes with the query it came from.')
  return read.v
}

function instantIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) throw bad(`Invalid value for ${name}`)
  return Date.parse(text)
}

/** What Google alone says of an event. */
const OWN = [
  'kind',
  'etag',
  'htmlLink',
  'created',
  'updated',
  'creator',
  'organizer',
  'hangoutLink',
  'recurringEventId',
  'originalStartTime',
]
const withoutOwn = (body: Event): Event => Object.fromEntries(Object.entries(body).filter(([name]) => !OWN.includes(name)))
const kept = (event: Event): Event =>
  Object.fromEntries(
    Object.entries(event).filter(([name]) => [...OWN, 'id', 'iCalUID', 'sequence', 'eventType', 'conferenceData', 'status'].includes(name)),
  )

function insertEvent(world: World, { email, query, body }: Call, [id]: readonly string[]): Answer {
  const { calendar } = calendarOf(world, email, id, 'writer')
  const { conferenceData, ...event } = withoutOwn(body as Event)
  checkEvent(event, calendar, true)
  if (calendar.events.has(event.id ?? '')) throw refused(409, 'duplicate', 'The requested identifier already exists.')
  const meeting = meetingFor(calendar, query, conferenceData)
  const made = create(calendar, calendar.id, patched({}, { ...event, ...meeting }))
  mail(world, query, made, 'invitation')
  return { body: shown(calendar, made, 'owner', null) }
}

function getEvent(world: World, { email }: Call, [id, eventId]: readonly string[]): Answer {
  const { calendar, role } = calendarOf(world, email, id, 'reader')
  const stored = find(calendar, eventId!)
  if (!stored) throw refused(404, 'notFound', 'Not Found')
  const answer = shown(calendar, stored.event, role, null)
  if (stored.event.conferenceData?.createRequest?.status?.statusCode === 'pending') change(calendar, stored, withLink)
  // Unlike a list, a single event is told also when it is cancelled.
  return { body: stored.event.status === 'cancelled' ? { ...stored.event } : answer }
}

function changeEvent(by: (event: Event, body: Event) => Event): Handler {
  return (world, { email, query, body, ifMatch }, [id, eventId]) => {
    const { calendar } = calendarOf(world, email, id, 'writer')
    const stored = find(calendar, eventId!)
    if (!stored) throw refused(404, 'notFound', 'Not Found')
    if (ifMatch !== undefined && ifMatch !== stored.event.etag) throw refused(412, 'conditionNotMet', 'Precondition Failed')
    const { conferenceData, ...said } = withoutOwn(body as Event)
    if (said.id && said.id !== eventId) throw bad('Invalid resource id value.')
    if (typeof said.sequence === 'number' && said.sequence < (stored.event.sequence ?? 0))
      throw bad('Invalid sequence value. The specified sequence number is below the current sequence number of the resource.')
    const next = by(stored.event, said)
    checkEvent(next, calendar, false)
    const meeting = meetingFor(calendar, query, conferenceData, stored.event)
    const moved = JSON.stringify([next.start, next.end]) !== JSON.stringify([stored.event.start, stored.event.end])
    const made = change(calendar, stored, () => ({
      ...next,
      ...meeting,
      sequence: Math.max(next.sequence ?? 0, (stored.event.sequence ?? 0) + (moved ? 1 : 0)),
    }))
    mail(world, query, made, 'update')
    return { body: shown(calendar, made, 'owner', null) }
  }
}

function deleteEvent(world: World, { email, query, ifMatch }: Call, [id, eventId]: readonly string[]): Answer {
  const { calendar } = calendarOf(world, email, id, 'writer')
  const stored: Stored | null = find(calendar, eventId!)
  if (stored && ifMatch !== undefined && ifMatch !== stored.event.etag) throw refused(412, 'conditionNotMet', 'Precondition Failed')
  cancel(calendar, eventId!)
  if (stored) mail(world, query, stored.event, 'cancellation')
  return { status: 204 }
}

function mail(world: World, query: URLSearchParams, event: Event, about: World['mails'][number]['about']): void {
  if ((query.get('sendUpdates') ?? 'none') === 'none') return
  for (const { email } of event.attendees ?? []) if (email) world.mails.push({ to: email, about, eventId: event.id! })
}

function meetingFor(calendar: FakeCalendar, query: URLSearchParams, asked: Event['conferenceData'], before: Event = {}): Event {
  const version = query.get('conferenceDataVersion') ?? '0'
  if (!/^[01]$/.test(version)) throw bad('Invalid value for conferenceDataVersion.')
  if (version === '0' || !asked?.createRequest) return before.conferenceData ? { conferenceData: before.conferenceData } : {}
  const { requestId, conferenceSolutionKey } = asked.createRequest
  if (!requestId) throw bad('Missing conference request id.', 'required')
  if (calendar.meet === 'unknown' || conferenceSolutionKey?.type !== 'hangoutsMeet') throw bad('Invalid conference type value.')
  if (calendar.meetings.has(requestId)) return before.conferenceData ? { conferenceData: before.conferenceData } : {}
  calendar.meetings.add(requestId)
  const statusCode = calendar.meet === 'fails' ? 'failure' : 'pending'
  const pending: Event = { conferenceData: { createRequest: { requestId, conferenceSolutionKey, status: { statusCode } } } }
  return calendar.meet === 'at-once' ? withLink(pending) : pending
}

function withLink(event: Event): Event {
  const conferenceId = `abc-${(event.conferenceData?.createRequest?.requestId ?? '').slice(0, 4)}-xyz`
  const uri = `https://meet.google.com/${conferenceId}`
  return {
    ...event,
    hangoutLink: uri,
    conferenceData: {
      ...event.conferenceData,
      createRequest: { ...event.conferenceData?.createRequest, status: { statusCode: 'success' } },
      conferenceId,
      entryPoints: [
        { entryPointType: 'video', uri, label: uri.slice(8) },
        { entryPointType: 'phone', uri: 'tel:+1-212-555-0177', pin: '1234' },
      ],
    },
  }
}

/** How long a query may be Google does not say; this is what others have met. */
const LONGEST_QUERY = 90 * 86_400_000

function queryFreeBusy(world: World, { email, body }: Call): Answer {
  const { timeMin, timeMax, items = [] } = body as { timeMin?: string; timeMax?: string; items?: { id?: string }[] }
  if (!timeMin || !timeMax) throw bad('Missing time range.', 'required')
  const [from, until] = [Date.parse(timeMin), Date.parse(timeMax)]
  if (!(from < until)) throw bad('The specified time range is empty.', 'timeRangeEmpty')
  if (until - from > LONGEST_QUERY) throw bad('The requested time range is too long.', 'timeRangeTooLong')
  if (items.length > 50) throw bad('Too many calendars requested.', 'tooManyCalendarsRequested')
  const calendars = Object.fromEntries(
    items.map(({ id = '' }) => {
      const calendar = world.calendars.get(id === 'primary' ? email : id)
      const reason = calendar?.roles.has(email) ? calendar.freeBusyError : 'notFound'
      if (!calendar || reason !== null) return [id, { errors: [{ domain: 'global', reason }], busy: [] }]
      return [id, { busy: busyIn(calendar, from, until) }]
    }),
  )
  return { body: { kind: 'calendar#freeBusy', timeMin, timeMax, calendars } }
}

const WEEK = 7 * 86_400

function watchEvents(world: World, { email, body }: Call, [id]: readonly string[]): Answer {
  const { calendar } = calendarOf(world, email, id, 'reader')
  const channel = body as { id?: string; type?: string; address?: string; token?: string; expiration?: string; params?: { ttl?: string } }
  if (!channel.id || !/^[A-Za-z0-9\-_+/=]{1,64}$/.test(channel.id)) throw bad('Channel id must match [A-Za-z0-9\\-_\\+/=]+', 'required')
  if (channel.type !== 'web_hook' && channel.type !== 'webhook') throw bad(`Unknown channel type ${channel.type}`)
  if ((channel.token?.length ?? 0) > 256) throw bad('Channel token is too long.')
  // Google calls none but HTTPS; on this machine there is no certificate.
  if (!/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])/.test(channel.address ?? ''))
    throw bad('WebHook callback must be HTTPS', 'push.webhookUrlNotHttps')
  if ([...world.calendars.values()].some(({ channels }) => channels.some((one) => one.id === channel.id)))
    throw bad(`Channel id ${channel.id} not unique`, 'channelIdNotUnique')
  const seconds = Math.min(Number(channel.params?.ttl ?? WEEK), 30 * 86_400)
  const expiration = channel.expiration ? Number(channel.expiration) : Date.now() + seconds * 1000
  const resourceId = Buffer.from(calendar.id).toString('base64url')
  calendar.channels.push({
    id: channel.id,
    resourceId,
    address: channel.address!,
    token: channel.token ?? null,
    expiration,
    messages: 0,
    sending: Promise.resolve(),
  })
  world.began(calendar, channel.id)
  return {
    body: {
      kind: 'api#channel',
      id: channel.id,
      resourceId,
      resourceUri: `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(calendar.id)}/events?alt=json`,
      ...(channel.token !== undefined && { token: channel.token }),
      expiration: String(expiration),
    },
  }
}

function stopChannel(world: World, { body }: Call): Answer {
  const { id, resourceId } = body as { id?: string; resourceId?: string }
  if (!id || !resourceId) throw bad('Missing channel id or resource id.', 'required')
  for (const { channels } of world.calendars.values()) {
    const at = channels.findIndex((one) => one.id === id && one.resourceId === resourceId && one.expiration > Date.now())
    if (at < 0) continue
    channels.splice(at, 1)
    return { status: 204 }
  }
  throw refused(404, 'notFound', `Channel '${id}' not found for project`)
}
