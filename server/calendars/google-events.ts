import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type CalendarEntry, type CalendarEvent, CalendarTrouble } from '../domain/calendar.ts'
import { dateOf, type Interval } from '../domain/interval.ts'
import { dayOf, isZone, zone as zoneOf } from '../domain/zone.ts'

/** The private property in which our events carry their uid. */
export const UID = 'switchboardUid'
const ALPHABET = '0123456789abcdefghijklmnopqrstuv'

/**
 * The id of the event with this uid: chosen by us, so that a repeated write meets its own event.
 *
 * Google takes base32hex in lower case, 5 to 1024 characters (Calendar API, Events, `id`). A digest fits whatever a uid looks like.
 */
export const googleId = (uid: string): string => base32hex(createHash('sha256').update(uid).digest())

/** RFC 4648, section 7, without padding. */
function base32hex(bytes: Uint8Array): string {
  let text = ''
  let [bits, value] = [0, 0]
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(value >> (bits - 5)) & 31]
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text
}

const When = z.union([
  z.object({ dateTime: z.iso.datetime({ offset: true }).transform((text) => new Date(text)) }),
  z.object({ date: z.iso.date() }),
])

/** An event as we read it: no title, no words, and of those who were invited none but the calendar's owner. */
export const GoogleEvent = z.object({
  id: z.string().min(1),
  status: z.enum(['confirmed', 'tentative', 'cancelled']).default('confirmed'),
  iCalUID: z.string().optional(),
  recurringEventId: z.string().optional(),
  // Of what was called off little is told; that the rest has its time is seen where it is needed.
  start: When.optional().catch(undefined),
  end: When.optional().catch(undefined),
  transparency: z.string().optional(),
  eventType: z.string().optional(),
  attendees: z.array(z.object({ self: z.boolean().optional(), responseStatus: z.string().optional() })).optional(),
  extendedProperties: z.object({ private: z.object({ [UID]: z.string().optional() }).optional() }).optional(),
})
export type GoogleEvent = z.infer<typeof GoogleEvent>

/** What is asked for of an event: just what `GoogleEvent` reads. */
export const EVENT_FIELDS =
  'id,status,iCalUID,recurringEventId,start(date,dateTime),end(date,dateTime),transparency,eventType,' +
  `attendees(self,responseStatus),extendedProperties/private/${UID}`

/** Kinds of events that say where somebody is or what day it is, and take no time. The others are busy: `outOfOffice`, `focusTime` … */
const NO_TIME = new Set(['workingLocation', 'birthday'])

/**
 * Whether an event makes the calendar's owner busy, as Google itself shows it.
 *
 * Free: what is shown as available (`transparent`), what the owner has declined, where the owner works, birthdays. Busy: all else, the
 * tentative and the unanswered included, as a rep who may be busy is not free.
 */
function takesTime({ transparency, eventType, attendees }: GoogleEvent): boolean {
  if (transparency === 'transparent' || NO_TIME.has(eventType ?? '')) return false
  return !attendees?.some((one) => one.self === true && one.responseStatus === 'declined')
}

/**
 * What an event is to us. One that was called off is nothing.
 *
 * A whole day is local midnight to local midnight in the calendar's zone, whatever zone its owner is in: so Google shows it.
 */
export function entriesOf(event: GoogleEvent, window: Interval, zone: string): CalendarEntry[] {
  const { id, status, start, end, recurringEventId, iCalUID } = event
  if (status === 'cancelled') return []
  if (!start || !end) throw new CalendarTrouble('unreachable', 'Google told of an event without its time.')
  const time = { start: instantOf(start, zone), end: instantOf(end, zone) }
  const within = time.start < time.end && time.start < window.end && window.start < time.end
  const ours = event.extendedProperties?.private?.[UID]
  const single = recurringEventId === undefined && 'dateTime' in start && 'dateTime' in end
  const entry: CalendarEntry = {
    key: id,
    // A copy that somebody made of our event says our uid as well, but has an id that we did not choose.
    uid: ours !== undefined && id === googleId(ours) ? ours : (iCalUID ?? null),
    busy: within && takesTime(event) ? [time] : [],
    span: single ? time : null,
  }
  // Our event, made to repeat by hand: what repeats is the rep's own, and our event is still there, as a series.
  if (ours !== undefined && recurringEventId === googleId(ours)) return [entry, { key: recurringEventId, uid: ours, busy: [], span: null }]
  return [entry]
}

function instantOf(when: z.infer<typeof When>, zone: string): Date {
  if ('dateTime' in when) return when.dateTime
  if (!isZone(zone)) throw new CalendarTrouble('unreachable', 'Google told of a zone that is not known here.')
  return dateOf(zoneOf(zone).startOfDay(dayOf(when.date)))
}

/** Descriptions are HTML at Google; what people typed is not. */
const asHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * An event of ours in Google's words. `date: null`: a person may have made it last a whole day.
 *
 * Its sequence stays Google's own, which refuses one that is lower than what it has. Whom a rep has added by hand stays invited, unless
 * Google does the inviting for us.
 */
export const toGoogle = (event: CalendarEvent) => ({
  status: 'confirmed',
  summary: event.subject,
  description: asHtml(event.description),
  location: event.location,
  start: { dateTime: event.start.toISOString(), timeZone: event.timeZone, date: null },
  end: { dateTime: event.end.toISOString(), timeZone: event.timeZone, date: null },
  transparency: 'opaque',
  extendedProperties: { private: { [UID]: event.uid } },
  ...(event.attendees.length > 0 && {
    attendees: event.attendees.map(({ name, email }) => ({ email, ...(name !== null && { displayName: name }) })),
  }),
})
