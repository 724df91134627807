/** What an event in Microsoft 365 means for its owner's time. */
import { findIana } from 'windows-iana'
import { z } from 'zod'
import type { CalendarEntry } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import { isZone } from '../domain/zone.ts'
import { uidOf } from './microsoft-identity.ts'

// `2027-03-02T15:00:00.0000000`, in UTC because we ask for that; in any other zone it would mean another time.
const moment = z
  .object({ dateTime: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z?$/), timeZone: z.literal(['UTC', 'Etc/UTC']) })
  .transform(({ dateTime }) => new Date(`${dateTime.slice(0, 19)}Z`))
  .refine((time) => !Number.isNaN(time.getTime()))

/** An event as Graph tells of it, in lists and in delta replies. */
export const graphEvent = z.object({
  id: z.string().min(1),
  type: z.string().nullish(),
  seriesMasterId: z.string().nullish(),
  start: moment,
  end: moment,
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  showAs: z.string().nullish(),
  responseStatus: z.object({ response: z.string().nullish() }).nullish(),
  originalStartTimeZone: z.string().nullish(),
  transactionId: z.string().nullish(),
  iCalUId: z.string().nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).optional(),
})
export type GraphEvent = z.infer<typeof graphEvent>

/** `$select`: what the rules below look at. No titles, no texts, no people. */
export const FIELDS =
  'id,type,seriesMasterId,start,end,isAllDay,isCancelled,showAs,responseStatus,originalStartTimeZone,transactionId,iCalUId'

/** The IANA name of a zone that Graph names in Windows' way or in IANA's; null for one that somebody made up in Outlook. */
export function zoneNamed(name: string | null | undefined): string | null {
  if (!name) return null
  return isZone(name) ? name : (findIana(name)[0] ?? null)
}

/** The key under which an event is known: occurrences and exceptions belong to their series. */
export const keyOf = ({ id, seriesMasterId }: Pick<GraphEvent, 'id' | 'seriesMasterId'>): string => seriesMasterId || id

/** Whether an event is a series or a part of one. */
export const isOfSeries = ({ type, seriesMasterId }: Pick<GraphEvent, 'type' | 'seriesMasterId'>): boolean =>
  type === 'seriesMaster' || Boolean(seriesMasterId)

/**
 * Events as entries: a single event is one, a series is one with all its occurrences, because a delta reply names every occurrence that
 * is left when one is deleted, but not the deleted one. `zone`: the calendar's owner's, null if it is not known.
 */
export function entriesOf(events: readonly GraphEvent[], window: Interval, zone: string | null): CalendarEntry[] {
  return [...Map.groupBy(events, keyOf)].map(([key, parts]) => ({
    key,
    uid: parts.map(uidOf).find((uid) => uid !== null) ?? null,
    busy: parts.flatMap((part) => busyTime(part, window, zone)),
    span: spanOf(parts),
  }))
}

function spanOf(parts: readonly GraphEvent[]): Interval | null {
  const [only] = parts
  return only && parts.length === 1 && !isOfSeries(only) && !only.isAllDay ? { start: only.start, end: only.end } : null
}

/**
 * Cancelled, declined, shown as free or as working elsewhere: no time. Busy, out of office, tentative, unknown, and whatever Microsoft may
 * think of one day: busy.
 */
function busyTime(event: GraphEvent, window: Interval, zone: string | null): Interval[] {
  if (event.isCancelled || event.responseStatus?.response === 'declined') return []
  if (event.showAs === 'free' || event.showAs === 'workingElsewhere') return []
  const time = timeOf(event, zone)
  return touches(time, window) ? [time] : []
}

const touches = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end

const timeOf = (event: GraphEvent, zone: string | null): Interval =>
  event.isAllDay ? wholeDays(event, zone ?? zoneNamed(event.originalStartTimeZone)) : { start: event.start, end: event.end }

/** The events that lie in a window, busy or not. */
export const eventsIn = (events: readonly GraphEvent[], window: Interval, zone: string | null): GraphEvent[] =>
  events.filter((event) => touches(timeOf(event, zone), window))

/** Where Graph has to look for all that lies in a window: the midnights of whole days may be up to 14 hours from those of UTC. */
export const around = ({ start, end }: Interval): Interval => ({
  start: new Date(start.getTime() - MARGIN),
  end: new Date(end.getTime() + MARGIN),
})
const MARGIN = 14 * 3_600_000

/** Whether only the owner's zone can tell when an event is: it lasts from midnight to midnight, wherever that may be. */
export const needsZone = ({ isAllDay, start, end }: GraphEvent): boolean => Boolean(isAllDay) && isMidnight(start) && isMidnight(end)

const isMidnight = (time: Date): boolean => time.getTime() % 86_400_000 === 0

/**
 * Whole days are dates: whatever zone Graph is asked for, they come from midnight to midnight, and Outlook shows them on those dates wherever
 * its owner is. So they last from midnight to midnight in the owner's zone. Times that are no midnights are real times, and stay.
 * Without any zone they last as long as those dates last anywhere on earth.
 */
function wholeDays(event: GraphEvent, zone: string | null): Interval {
  if (!needsZone(event)) return { start: event.start, end: event.end }
  return { start: midnight(event.start, zone ?? '+14:00'), end: midnight(event.end, zone ?? '-12:00') }
}

// At midnight, or where a clock change skips it, at the first moment of the day.
function midnight(date: Date, zone: string): Date {
  const { epochMilliseconds } = Temporal.PlainDate.from(date.toISOString().slice(0, 10)).toZonedDateTime(zone)
  return new Date(epochMilliseconds)
}
