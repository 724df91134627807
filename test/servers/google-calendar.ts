/** What the fake of Google Calendar remembers, and how it changes: events with versions, series, and what was told of them. */
import { randomUUID } from 'node:crypto'
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/v3.js'
import { type Event, instantOf, occurrencesOf, type When } from './google-recurrence.ts'

export type Role = 'owner' | 'writer' | 'reader' | 'freeBusyReader'

export interface Stored {
  event: Event
  version: number
}

export interface Channel {
  readonly id: string
  readonly resourceId: string
  readonly address: string
  readonly token: string | null
  readonly expiration: number
  messages: number
  /** Notices in the order in which they are sent. */
  sending: Promise<void>
}

/** A calendar with everything in it. */
export interface FakeCalendar {
  readonly id: string
  summary: string
  timeZone: string
  readonly events: Map<string, Stored>
  /** Occurrences that are no more, of series that were deleted or cut off. */
  readonly lost: Map<string, Stored>
  version: number
  /** Sync tokens of earlier epochs have expired. */
  epoch: number
  readonly roles: Map<string, Role>
  /** How a video meeting is made: at once, after a while (so many readings), not at all, or the wish is refused. */
  meet: 'at-once' | 'later' | 'fails' | 'unknown'
  /** Requests for a video meeting that were seen: the same one again is passed over. */
  readonly meetings: Set<string>
  /** What is wrong with asking for busy time here, as a reason. */
  freeBusyError: string | null
  readonly channels: Channel[]
}

/** What Google refuses, in its own words. */
export interface Refused extends Error {
  status: number
  reason: string
}
export const refused = (status: number, reason: string, message: string): Refused => Object.assign(new Error(message), { status, reason })

export const newCalendar = (id: string, summary: string, timeZone: string): FakeCalendar => ({
  id,
  summary,
  timeZone,
  events: new Map(),
  lost: new Map(),
  version: 1,
  epoch: 1,
  roles: new Map(),
  meet: 'at-once',
  meetings: new Set(),
  freeBusyError: null,
  channels: [],
})

/** Of a series that was deleted Google tells the occurrences of the next months alone; here it is so many. */
const LOST_TOLD = 10
const FAR = Date.UTC(2100, 0, 1)

const isSeries = (event: Event): boolean => (event.recurrence?.length ?? 0) > 0
const isOff = (event: Event): boolean => event.status === 'cancelled'

/** Let a change of an event happen. */
export function change(calendar: FakeCalendar, stored: Stored, by: (event: Event) => Event): Event {
  const before = new Set(isSeries(stored.event) && !isOff(stored.event) ? idsOf(calendar, stored.event) : [])
  const event = by(stored.event)
  calendar.version++
  stored.version = calendar.version
  stored.event = { ...event, etag: `"${calendar.version}"`, updated: new Date().toISOString() }
  const after = new Set(isSeries(event) && !isOff(event) ? idsOf(calendar, event) : [])
  const gone = [...before].filter((id) => !after.has(id))
  for (const id of gone.slice(0, LOST_TOLD)) calendar.lost.set(id, { event: { id, status: 'cancelled' }, version: calendar.version })
  for (const id of after) calendar.lost.delete(id)
  return stored.event
}

const idsOf = (calendar: FakeCalendar, series: Event): string[] => occurrencesOf(series, calendar.timeZone, FAR).map(({ id }) => id!)

/** Store a new event. */
export function create(calendar: FakeCalendar, owner: string, event: Event): Event {
  const id = event.id ?? randomUUID().replaceAll('-', '')
  if (calendar.events.has(id)) throw refused(409, 'duplicate', 'The requested identifier already exists.')
  const who = { email: owner, self: true }
  const stored: Stored = { event: {}, version: 0 }
  calendar.events.set(id, stored)
  return change(calendar, stored, () => ({
    kind: 'calendar#event',
    status: 'confirmed',
    eventType: 'default',
    sequence: 0,
    created: new Date().toISOString(),
    creator: who,
    organizer: who,
    iCalUID: `${id}@google.com`,
    htmlLink: `https://www.google.com/calendar/event?eid=${id}`,
    ...event,
    id,
  }))
}

/** The event with this id, occurrences of a series included: one that is changed becomes an event of its own. */
export function find(calendar: FakeCalendar, id: string): Stored | null {
  const there = calendar.events.get(id)
  if (there) return there
  const series = calendar.events.get(id.replace(/_\d{8}(T\d{6}Z)?$/, ''))
  if (!series || !isSeries(series.event)) return null
  const occurrence = occurrencesOf(series.event, calendar.timeZone, FAR).find((one) => one.id === id)
  if (!occurrence) return null
  const stored = { event: occurrence, version: series.version }
  calendar.events.set(id, stored)
  return stored
}

/** Delete an event: Google keeps it, as cancelled, and its id stays taken. */
export function cancel(calendar: FakeCalendar, id: string): void {
  const stored = find(calendar, id)
  if (!stored) throw refused(404, 'notFound', 'Not Found')
  if (isOff(stored.event)) throw refused(410, 'deleted', 'Resource has been deleted')
  change(calendar, stored, (event) => ({ ...event, status: 'cancelled' }))
}

/** As Google changes an event: what is null goes, objects are joined, lists replaced. */
export function patched(event: Event, patch: Event): Event {
  const join = (a: any, b: any): any => {
    if (b === null || typeof b !== 'object' || Array.isArray(b)) return b
    const joined = { ...(a && typeof a === 'object' && !Array.isArray(a) ? a : {}) }
    for (const [name, value] of Object.entries(b)) {
      if (value === null) delete joined[name]
      else joined[name] = join(joined[name], value)
    }
    return joined
  }
  return join(event, patch)
}

export interface Listing {
  readonly since?: number
  readonly timeMin?: number
  readonly timeMax?: number
  readonly singleEvents: boolean
  readonly showDeleted: boolean
}

/** What is in a calendar: everything, or what has changed. Of what was called off only when that is asked. */
export function list(calendar: FakeCalendar, { since, timeMin, timeMax, singleEvents, showDeleted }: Listing): Event[] {
  const all: Stored[] = [...(since === undefined ? [] : calendar.lost.values())]
  for (const stored of calendar.events.values()) {
    const { event, version } = stored
    if (singleEvents && event.recurringEventId) continue
    if (!singleEvents || !isSeries(event)) {
      all.push(stored)
      continue
    }
    if (isOff(event)) continue
    for (const one of occurrencesOf(event, calendar.timeZone, timeMax ?? FAR)) {
      const moved = calendar.events.get(one.id!)
      all.push(moved ? { ...moved, version: Math.max(moved.version, version) } : { event: one, version })
    }
    // An occurrence from outside the window may have been moved into it.
    if (timeMax !== undefined)
      for (const moved of calendar.events.values())
        if (moved.event.recurringEventId === event.id && instantOf(moved.event.originalStartTime!, calendar.timeZone) >= timeMax)
          all.push(moved)
  }
  return all
    .filter(({ version }) => since === undefined || version > since)
    .map(({ event }) => event)
    .filter((event) => {
      if (isOff(event)) return since !== undefined || showDeleted
      const [start, end] = [instantOf(event.start!, calendar.timeZone), instantOf(event.end!, calendar.timeZone)]
      return (timeMin === undefined || end > timeMin) && (timeMax === undefined || start < timeMax)
    })
}

/** When somebody is busy by the events of a calendar, as Google joins them. */
export function busyIn(calendar: FakeCalendar, timeMin: number, timeMax: number): { start: string; end: string }[] {
  const spans = list(calendar, { timeMin, timeMax, singleEvents: true, showDeleted: false })
    .filter((event) => event.transparency !== 'transparent' && event.eventType !== 'workingLocation' && event.eventType !== 'birthday')
    .filter((event) => !event.attendees?.some((one) => one.email === calendar.id && one.responseStatus === 'declined'))
    .map((event) => [
      Math.max(instantOf(event.start!, calendar.timeZone), timeMin),
      Math.min(instantOf(event.end!, calendar.timeZone), timeMax),
    ])
    .sort((a, b) => a[0]! - b[0]!)
  const joined: number[][] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last && span[0]! <= last[1]!) last[1] = Math.max(last[1]!, span[1]!)
    else joined.push(span)
  }
  return joined.map(([start, end]) => ({ start: new Date(start!).toISOString(), end: new Date(end!).toISOString() }))
}

/** An event as somebody with this role is shown it. */
export function shown(calendar: FakeCalendar, event: Event, role: Role, maxAttendees: number | null): Event {
  const { id, etag, recurringEventId, originalStartTime } = event
  if (isOff(event)) {
    const off = { kind: 'calendar#event', etag: etag ?? '"0"', id: id!, status: 'cancelled' }
    return recurringEventId ? { ...off, recurringEventId, originalStartTime: when(originalStartTime!, calendar.timeZone) } : off
  }
  const times = { start: when(event.start!, calendar.timeZone), end: when(event.end!, calendar.timeZone) }
  const original = originalStartTime && { originalStartTime: when(originalStartTime, calendar.timeZone) }
  if (event.visibility === 'private' && role === 'reader') {
    const seen: Event = {
      kind: 'calendar#event',
      etag: etag!,
      id: id!,
      status: event.status!,
      visibility: 'private',
      ...times,
      ...original,
    }
    return { ...seen, ...(event.transparency && { transparency: event.transparency }) }
  }
  const attendees = event.attendees?.map((one) => (one.email === calendar.id ? { ...one, self: true } : one))
  const many = attendees && maxAttendees !== null && attendees.length > maxAttendees
  return {
    ...event,
    ...times,
    ...original,
    ...(attendees && { attendees: many ? attendees.filter(({ self }) => self) : attendees }),
    ...(many && { attendeesOmitted: true }),
  }
}

/** Times are told with the offset of the calendar's zone. */
const when = ({ date, dateTime, timeZone }: When, zone: string): When =>
  date
    ? { date }
    : {
        dateTime: Temporal.Instant.from(dateTime!)
          .toZonedDateTimeISO(zone)
          .toString({ timeZoneName: 'never', fractionalSecondDigits: 0 })
          .replace(/\+00:00$/, 'Z'),
        timeZone: timeZone ?? zone,
      }

type Schema = calendar_v3.Schema$Event
const ID = /^[a-v0-9]{5,1024}$/

/** What Google checks of an event before it takes it. */
export function checkEvent(event: Schema, calendar: FakeCalendar, creation: boolean): void {
  const bad = (message: string, reason = 'invalid') => refused(400, reason, message)
  if (creation && event.id && event.iCalUID) throw bad('Only one of id and iCalUID can be given at creation.')
  if (creation && event.id && !ID.test(event.id)) throw bad('Invalid resource id value.')
  for (const [name, time] of [
    ['start', event.start],
    ['end', event.end],
  ] as const) {
    if (!time || (!time.date && !time.dateTime)) throw bad(`Missing ${name} time.`, 'required')
    if (time.date && time.dateTime) throw bad(`Invalid ${name} time.`)
    if (time.dateTime && Number.isNaN(Date.parse(time.dateTime))) throw bad(`Invalid ${name} time.`)
    if (time.dateTime && !/(Z|[+-]\d\d:\d\d)$/.test(time.dateTime) && !time.timeZone)
      throw bad(`Missing time zone definition for ${name} time.`)
    if (event.recurrence?.length && time.dateTime && !time.timeZone) throw bad(`Missing time zone definition for ${name} time.`, 'required')
    if (time.timeZone && !zoneIsKnown(time.timeZone)) throw bad(`Invalid time zone definition for ${name} time.`)
  }
  if (Boolean(event.start?.date) !== Boolean(event.end?.date))
    throw bad('Start and end times must either both be date or both be dateTime.')
  if (instantOf(event.end!, calendar.timeZone) < instantOf(event.start!, calendar.timeZone))
    throw bad('The specified time range is empty.', 'timeRangeEmpty')
  for (const { email } of event.attendees ?? []) if (!email || !/^\S+@\S+$/.test(email)) throw bad('Invalid attendee email.')
  if (!/^(confirmed|tentative|cancelled)$/.test(event.status ?? 'confirmed')) throw bad('Invalid status.')
  if (!/^(opaque|transparent)$/.test(event.transparency ?? 'opaque')) throw bad('Invalid transparency.')
}

function zoneIsKnown(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
