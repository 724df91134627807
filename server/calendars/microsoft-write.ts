/** Our events in a calendar of Microsoft 365: found by the property that carries their uid, written once, removed for good. */
import { createHash } from 'node:crypto'
import { findWindows } from 'windows-iana'
import { z } from 'zod'
import { type CalendarEvent, CalendarTrouble, type Written } from '../domain/calendar.ts'
import { type Graph, good, type Question, segment, shaped } from './microsoft-graph.ts'
import { carrying, markOf, propertiesOf, transactionIdOf, withMark } from './microsoft-identity.ts'

const place = z.object({ dateTime: z.string(), timeZone: z.string() })
const found = z.object({
  id: z.string().min(1),
  createdDateTime: z.string().nullish(),
  subject: z.string().nullish(),
  start: place,
  end: place,
  location: z.object({ displayName: z.string().nullish() }).nullish(),
  attendees: z.array(z.unknown()).nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).optional(),
})
type Found = z.infer<typeof found>
const FIELDS = 'id,createdDateTime,subject,start,end,location,attendees,isOnlineMeeting,onlineMeeting'

/** So many names of a creation are tried in order; then a name that nobody has used. */
const GENERATIONS = 4

/** Create the event, or make the one with the same uid equal to it. Of several, which only copies by hand make, the oldest stays. */
export async function putEvent(graph: Graph, calendarId: string, event: CalendarEvent): Promise<Written> {
  const there = await find(graph, calendarId, event.uid)
  const kept = there[0] && (await equal(graph, there[0], event))
  if (!kept) return create(graph, calendarId, event)
  await eraseAll(graph, there.slice(1))
  return writtenOf(kept)
}

/** Remove every event with this uid. Where Graph has invited people it tells them in any case; with `tell` as a cancelled meeting. */
export async function removeEvent(graph: Graph, calendarId: string, uid: string, tell: boolean): Promise<void> {
  for (const event of await find(graph, calendarId, uid)) {
    const path = `/me/events/${segment(event.id)}`
    const cancelled = tell && event.attendees?.length
    const question: Question = cancelled ? { method: 'POST', path: `${path}/cancel`, body: {} } : { method: 'DELETE', path }
    await done(graph, question)
  }
}

async function find(graph: Graph, calendarId: string, uid: string): Promise<Found[]> {
  const path = `/me/calendars/${segment(calendarId)}/events`
  const { items } = await graph.list(found, { method: 'GET', path, query: { $filter: carrying(uid), $select: FIELDS, $expand: withMark } })
  const age = ({ createdDateTime, id }: Found) => `${createdDateTime ?? ''} ${id}`
  return [...items].sort((a, b) => (age(a) < age(b) ? -1 : 1))
}

/**
 * Create the event under a name that makes a repeat of it no second one: the answer may be lost, and the first request still be at work.
 * How long Graph remembers a name is not documented. If it does after the event is gone, it answers with an event that nobody can find, or
 * with a conflict: then the name is spent, and the next one is taken.
 */
async function create(graph: Graph, calendarId: string, event: CalendarEvent): Promise<Written> {
  for (let generation = 0; generation <= GENERATIONS; generation++) {
    const name = generation < GENERATIONS ? String(generation) : crypto.randomUUID()
    const question: Question = {
      method: 'POST',
      path: `/me/calendars/${segment(calendarId)}/events`,
      body: {
        ...contentOf(event),
        singleValueExtendedProperties: propertiesOf(event.uid, markFor(event)),
        body: bodyOf(event),
        transactionId: transactionIdOf(event.uid, name),
      },
    }
    const reply = await graph.send(question)
    if (reply.status !== 409) good(reply, question)
    const [first, ...more] = await find(graph, calendarId, event.uid)
    if (!first) continue
    await eraseAll(graph, more)
    const kept = await equal(graph, first, event)
    if (kept) return writtenOf(kept)
  }
  throw new CalendarTrouble('unreachable', 'Microsoft Graph has accepted the event and does not show it.')
}

/**
 * The event, equal to what we mean to say; null if it was deleted in between. What is so already is left alone: Graph may mail an update of nothing
 * to whom it has invited.
 */
async function equal(graph: Graph, there: Found, event: CalendarEvent): Promise<Found | null> {
  return markOf(there) === markFor(event) && says(there, event) ? there : update(graph, there, event)
}

const markFor = (event: CalendarEvent): string =>
  createHash('sha256')
    .update(JSON.stringify([contentOf(event), event.description]))
    .digest('base64url')

async function update(graph: Graph, { id, isOnlineMeeting }: Found, event: CalendarEvent): Promise<Found | null> {
  const body = isOnlineMeeting ? await bodyWithMeeting(graph, id, event) : bodyOf(event)
  const question: Question = {
    method: 'PATCH',
    path: `/me/events/${segment(id)}`,
    body: {
      ...contentOf(event),
      singleValueExtendedProperties: propertiesOf(event.uid, markFor(event)),
      ...(body ? { body } : {}),
    },
  }
  const reply = await graph.send(question)
  return reply.status === 404 ? null : shaped(found, good(reply, question))
}

/** All but the text, which has to leave room for a meeting's own. */
function contentOf(event: CalendarEvent): Record<string, unknown> {
  const { subject, location, video, attendees, start, end, timeZone } = event
  return {
    subject,
    location: { displayName: location },
    start: timeIn(start, timeZone),
    end: timeIn(end, timeZone),
    isAllDay: false,
    showAs: 'busy',
    // Without attendees Graph mails nobody; an empty list would take those away whom the rep has added by hand.
    ...(attendees.length > 0 ? { attendees: attendees.map(attendeeOf) } : {}),
    ...(video ? { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' } : {}),
  }
}

const attendeeOf = ({ name, email }: CalendarEvent['attendees'][number]) => ({
  emailAddress: { address: email, name: name ?? email },
  type: 'required',
})

// What we mean to say, and what the event says already, as instants.
const says = (there: Found, event: CalendarEvent): boolean =>
  there.subject === event.subject &&
  (there.location?.displayName ?? '') === event.location &&
  instantOf(there.start) === event.start.getTime() &&
  instantOf(there.end) === event.end.getTime()
const instantOf = ({ dateTime }: Found['start']): number => Date.parse(`${dateTime.slice(0, 19)}Z`)

/** Wall time in the zone, by Windows' name for it: Graph knows few of IANA's. Where a wall time is there twice, or has no such name, UTC. */
function timeIn(time: Date, zone: string): { dateTime: string; timeZone: string } {
  const utc = { dateTime: time.toISOString().slice(0, 19), timeZone: 'UTC' }
  const [windows] = findWindows(zone)
  if (windows === undefined) return utc
  const wall = Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(zone).toPlainDateTime()
  if (wall.toZonedDateTime(zone).epochMilliseconds !== time.getTime()) return utc
  if (wall.toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds !== time.getTime()) return utc
  return { dateTime: wall.toString({ smallestUnit: 'second' }), timeZone: windows }
}

const bodyOf = ({ description, video }: CalendarEvent) =>
  video ? { contentType: 'html', content: htmlOf(description) } : { contentType: 'text', content: description }

const htmlOf = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`)
    .join('')

/**
 * Our text above the part that Teams has put below it: an update that loses that part ends the meeting (Graph: "Update event"). It begins with a
 * line of underscores; where there is none, the body is left alone, null.
 */
async function bodyWithMeeting(graph: Graph, id: string, event: CalendarEvent): Promise<{ contentType: string; content: string } | null> {
  const shape = z.object({ body: z.object({ content: z.string() }) })
  const { body } = await graph.ask(shape, { method: 'GET', path: `/me/events/${segment(id)}`, query: { $select: 'body' } })
  const line = body.content.indexOf('_'.repeat(20))
  if (line < 0) return null
  const before = body.content.slice(0, line).trimEnd()
  const tag = before.endsWith('>') ? before.lastIndexOf('<') : -1
  const [meeting = ''] = body.content.slice(tag < 0 ? line : tag).split(/<\/body>/i)
  return { contentType: 'html', content: `${htmlOf(event.description)}${meeting}` }
}

async function eraseAll(graph: Graph, events: readonly Found[]): Promise<void> {
  for (const { id } of events) await done(graph, { method: 'DELETE', path: `/me/events/${segment(id)}` })
}

/** Whatever is gone already counts as removed. */
async function done(graph: Graph, question: Question): Promise<void> {
  const reply = await graph.send(question)
  if (reply.status !== 404) good(reply, question)
}

const writtenOf = ({ id, onlineMeeting }: Found): Written => ({ key: id, videoUrl: onlineMeeting?.joinUrl ?? null })
