/** What has happened in a calendar of Microsoft 365 (Graph: "event: delta"). */
import { z } from 'zod'
import type { CalendarChanges, CalendarEntry } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import { around, entriesOf, eventsIn, FIELDS, type GraphEvent, graphEvent, isOfSeries, keyOf } from './microsoft-events.ts'
import { codeOf, type Graph, good, type Question, type Reply, segment, shaped } from './microsoft-graph.ts'
import { ourUidOf, withUid } from './microsoft-identity.ts'

/** The zone of whoever owns the calendar, asked for only if one of these events needs it. */
export type OwnerZone = (events: readonly GraphEvent[]) => Promise<string | null>

// A delta reply shows of an occurrence no more than its time and its series; of what is gone, no more than its id.
const touched = z.object({ id: z.string().min(1), seriesMasterId: z.string().nullish(), type: z.string().nullish() })
const deltaItem = z.union([
  z.object({ id: z.string().min(1), '@removed': z.looseObject({}) }).transform(({ id }) => ({ kind: 'removed' as const, id })),
  touched.refine(isOfSeries).transform((item) => ({ kind: 'series' as const, id: keyOf(item) })),
  graphEvent.transform((event) => ({ kind: 'single' as const, id: event.id, event })),
])

/** How many questions are asked at once; Exchange answers four of one app and mailbox at a time. */
const AT_ONCE = 4

/** Everything in the window, as calendarView shows it: single events, occurrences and exceptions with all they say. */
export async function readView(graph: Graph, calendarId: string, window: Interval, zone: OwnerZone): Promise<CalendarEntry[]> {
  const { items } = await graph.list(graphEvent, viewOf(`/me/calendars/${segment(calendarId)}/calendarView`, window))
  const ownZone = await zone(items)
  return entriesOf(eventsIn(items, window, ownZone), window, ownZone)
}

/**
 * The next changes. A delta link has its window baked in, so the cursor is that link and, behind a `#`, the window of its first reading.
 * Whatever Graph no longer knows is read anew.
 */
export async function readChanges(
  graph: Graph,
  calendarId: string,
  window: Interval,
  cursor: string | null,
  zone: OwnerZone,
): Promise<CalendarChanges> {
  const place = cursor === null ? null : placeOf(graph, cursor)
  return (place && (await newerThan(graph, calendarId, place, zone))) ?? (await everything(graph, calendarId, window, zone))
}

interface Place {
  readonly question: Question
  readonly window: Interval
}

async function everything(graph: Graph, calendarId: string, window: Interval, zone: OwnerZone): Promise<CalendarChanges> {
  const path = `/me/calendars/${segment(calendarId)}/calendarView/delta`
  const question: Question = { method: 'GET', path, query: rangeOf(window) }
  // The link comes first and the events after it: what happens in between is told twice rather than never.
  const { deltaLink } = await graph.list(z.unknown(), question)
  const entries = await readView(graph, calendarId, window, zone)
  return { complete: true, entries, removed: [], cursor: cursorOf(deltaLink, window) }
}

/** What is new since a place; null if Graph does not know the place any more. */
async function newerThan(graph: Graph, calendarId: string, { question, window }: Place, zone: OwnerZone): Promise<CalendarChanges | null> {
  const list = await graph.listUnless(deltaItem, question, isForgotten)
  if (!list) return null
  // The same event may come several times, in any order of pages; the last word counts ("Use delta query": note on repeated entities).
  const last = new Map(list.items.map((item) => [item.id, item]))
  const singles = [...last.values()].flatMap((item) => (item.kind === 'single' ? [item.event] : []))
  const series = [...last.values()].filter(({ kind }) => kind === 'series').map(({ id }) => id)
  const missing = [...last.values()].filter(({ kind }) => kind === 'removed').map(({ id }) => id)

  const whole = await someAtOnce(series, (id) => readSeries(graph, id, window, zone))
  const moved = await someAtOnce(missing, (id) => readMoved(graph, calendarId, id, window))
  const entries = [...entriesOf(singles, window, await zone(singles)), ...whole, ...moved].filter((entry) => entry !== null)
  const known = new Set(entries.map(({ key }) => key))
  const removed = [...missing, ...series].filter((key) => !known.has(key))
  return { complete: false, entries, removed, cursor: cursorOf(list.deltaLink, window) }
}

/** A series as it is now, its exceptions included; null if it is gone. */
async function readSeries(graph: Graph, id: string, window: Interval, zone: OwnerZone): Promise<CalendarEntry | null> {
  const question = viewOf(`/me/events/${segment(id)}/instances`, window)
  const list = await graph.listUnless(graphEvent, question, ({ status }) => status === 404)
  if (!list) return null
  const [entry] = entriesOf(list.items, window, await zone(list.items))
  return entry ?? { key: id, uid: null, busy: [], span: null }
}

/**
 * Our event that was moved out of the window. A delta reply calls it removed, just like one that was deleted ("event: delta", Response). An event
 * that lies within the window nevertheless was deleted: an id that never changes also finds it in the folder of deleted items.
 */
async function readMoved(graph: Graph, calendarId: string, id: string, window: Interval): Promise<CalendarEntry | null> {
  const path = `/me/calendars/${segment(calendarId)}/events/${segment(id)}`
  const question: Question = { method: 'GET', path, query: { $select: FIELDS, $expand: withUid } }
  const reply = await graph.send(question)
  if (reply.status === 404) return null
  const event = shaped(graphEvent, good(reply, question))
  const uid = ourUidOf(event)
  if (uid === null || isOfSeries(event) || eventsIn([event], around(window), null).length > 0) return null
  return { key: id, uid, busy: [], span: { start: event.start, end: event.end } }
}

const viewOf = (path: string, window: Interval): Question => ({
  method: 'GET',
  path,
  query: { ...rangeOf(window), $select: FIELDS, $expand: withUid },
})

function rangeOf(window: Interval): { startDateTime: string; endDateTime: string } {
  const { start, end } = around(window)
  return { startDateTime: start.toISOString(), endDateTime: end.toISOString() }
}

// 410 Gone is the usual word; the codes are those that Exchange and Graph have for a state that they have lost.
const isForgotten = ({ status, body }: Reply): boolean =>
  status === 410 ||
  (status === 400 && /^(syncStateNotFound|syncStateInvalid|resyncRequired|ErrorInvalidSyncStateData)$/i.test(codeOf(body)))

function cursorOf(deltaLink: string | null, { start, end }: Interval): string {
  // Without a link the next reading begins anew.
  return `${deltaLink ?? ''}#${start.toISOString()}/${end.toISOString()}`
}

function placeOf(graph: Graph, cursor: string): Place | null {
  const [link = '', window = ''] = cursor.split('#')
  const [start, end] = window.split('/').map((time) => new Date(time))
  const question = graph.follow(link)
  if (!question || !start || !end || Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) return null
  return { question, window: { start, end } }
}

async function someAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  for (let i = 0; i < items.length; i += AT_ONCE) done.push(...(await Promise.all(items.slice(i, i + AT_ONCE).map(work))))
  return done
}
