/** Our events in a CalDAV calendar: the text of one, and how it is put in, changed and taken out without overwriting what others do. */
import { createHash } from 'node:crypto'
import { type CalendarEvent, CalendarTrouble, type Written } from '../domain/calendar.ts'
import { escapeText, fold, mailto, parameter, utc } from '../domain/icalendar.ts'
import { clean, oneLine } from '../domain/text.ts'
import { conditionsOf, type Dav, troubleOf } from './caldav-dav.ts'
import { readObject } from './caldav-object.ts'
import { findByUid, uidOfText } from './caldav-read.ts'
import { childOf, hrefOf, named, readXml } from './caldav-xml.ts'
import { UTC } from './caldav-zone.ts'

const CALENDAR = { 'content-type': 'text/calendar; charset=utf-8' }

/** How often a write meets somebody else's before it gives up. */
const TRIES = 4

/**
 * The event as a calendar object. Its times are in UTC, so no zone has to be explained and none can be misread. With attendees it has an
 * organizer, and both say that we tell them ourselves: SCHEDULE-AGENT=CLIENT (RFC 6638, 7.1), or the server would mail them as well.
 */
function objectText(event: CalendarEvent, organizer: string | null, stamp: Date): string {
  const guests = organizer === null ? [] : event.attendees
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Switchboard//Appointments//EN',
    'BEGIN:VEVENT',
    `UID:${escapeText(oneLine(event.uid))}`,
    `DTSTAMP:${utc(stamp)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTART:${utc(event.start)}`,
    `DTEND:${utc(event.end)}`,
    `SUMMARY:${escapeText(oneLine(event.subject))}`,
    ...(event.description === '' ? [] : [`DESCRIPTION:${escapeText(clean(event.description))}`]),
    ...(event.location === '' ? [] : [`LOCATION:${escapeText(clean(event.location))}`]),
    'STATUS:CONFIRMED',
    'TRANSP:OPAQUE',
    ...(guests.length === 0 ? [] : [`ORGANIZER;SCHEDULE-AGENT=CLIENT:${mailto(organizer ?? '')}`]),
    ...guests.map(
      ({ name, email }) =>
        `ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;SCHEDULE-AGENT=CLIENT;CN="${parameter(name, email)}":${mailto(email)}`,
    ),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

/** Where we put the event of this uid: always the same place, in letters that every server takes. */
const placeOf = (calendar: string, uid: string): string =>
  `${calendar.replace(/\/?$/, '/')}${uid.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 80)}-${createHash('sha256').update(uid).digest('hex').slice(0, 8)}.ics`

/**
 * Makes the calendar hold the event: a new one only where there is none (If-None-Match), a changed one only over what we have seen (If-Match).
 * An object with its UID elsewhere in the calendar, from an invitation perhaps, is the one that is changed (RFC 4791, 5.3.2.1).
 */
export async function putEvent(dav: Dav, calendar: string, event: CalendarEvent, organizer: string | null): Promise<Written> {
  const body = objectText(event, organizer, new Date())
  let place = placeOf(calendar, event.uid)
  let condition: Record<string, string> = { 'if-none-match': '*' }
  for (let i = 0; i < TRIES; i++) {
    const answer = await dav.send('PUT', place, { headers: { ...CALENDAR, ...condition }, body, fine: [403, 404, 409, 412] })
    if (answer.status < 300) {
      if (!answer.headers.has('etag')) await readBack(dav, place, event)
      return { key: place, videoUrl: null }
    }
    if (answer.status === 404) throw new CalendarTrouble('gone', `${calendar} is not there.`)
    if (answer.status !== 412) place = (await otherPlace(dav, calendar, event.uid, answer.text)) ?? fail(answer, place)
    condition = await conditionOf(dav, place, event.uid)
  }
  throw new CalendarTrouble('unreachable', `${place} changes faster than it can be written.`)
}

/** A conflict that is not about the UID: 409 is a calendar that is not there (RFC 4918, 9.7.1). */
function fail(answer: { readonly status: number; readonly headers: Headers; readonly text: string }, place: string): never {
  const conflict = answer.status === 409 && conditionsOf(answer.text).length === 0
  throw troubleOf(conflict ? { ...answer, status: 404 } : answer, `PUT ${place}`)
}

/** Where the object is that has our UID already, as the server tells or as we find it; null if the conflict is another, or lies elsewhere. */
async function otherPlace(dav: Dav, calendar: string, uid: string, text: string): Promise<string | null> {
  if (!conditionsOf(text).includes(named('C:no-uid-conflict'))) return null
  const href = hrefOf(childOf(readXml(text), 'C:no-uid-conflict'))
  const told = href === null ? null : dav.pathOf(href)
  if (told?.startsWith(calendar.replace(/\/?$/, '/'))) return told
  return (await findByUid(dav, calendar, uid))[0] ?? null
}

/** The version that is there now, if it is ours to change. */
async function conditionOf(dav: Dav, place: string, uid: string): Promise<Record<string, string>> {
  const there = await dav.send('GET', place, { fine: [404, 410] })
  if (there.status >= 400) return { 'if-none-match': '*' }
  if (uidOfText(there.text) !== uid) throw new CalendarTrouble('refused', `${place} is another event.`)
  const etag = there.headers.get('etag')
  return etag === null || etag.startsWith('W/') ? {} : { 'if-match': etag }
}

/** A server that gives no version has changed what it was given (RFC 4791, 5.3.4): it must at least be at the same time. */
async function readBack(dav: Dav, place: string, { uid, start, end }: CalendarEvent): Promise<void> {
  const { text } = await dav.send('GET', place, {})
  const span = readSpan(place, text, { start, end })
  if (uidOfText(text) !== uid || +(span?.start ?? 0) !== wholeSecond(start) || +(span?.end ?? 0) !== wholeSecond(end))
    throw new CalendarTrouble('refused', `The server changed the time of ${place}.`)
}

const wholeSecond = (at: Date): number => Math.floor(+at / 1000) * 1000

function readSpan(place: string, text: string, window: { start: Date; end: Date }) {
  try {
    return readObject(place, text, { window, floating: UTC, own: new Set() })?.entry.span
  } catch (error) {
    throw new CalendarTrouble('unreachable', `${place} cannot be read back.`, { cause: error })
  }
}

/** Takes the event out, wherever in the calendar it is. */
export async function removeEvent(dav: Dav, calendar: string, uid: string): Promise<void> {
  const remove = (place: string) => dav.send('DELETE', place, { fine: [404, 410] })
  const ours = await remove(placeOf(calendar, uid))
  if (ours.status < 300) return
  for (const place of await findByUid(dav, calendar, uid)) await remove(place)
}
