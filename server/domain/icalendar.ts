/**
 * A booking as other people's calendars read it: an iTIP message (RFC 5546) in iCalendar (RFC 5545).
 *
 * The `ics` package lays the event out. What it would get wrong is kept from it or put right after it: names reach it already encoded,
 * addresses (it refuses some good ones) and the description (its time grows with the square of the length) are added behind it, and its
 * lines are unfolded and folded again, by octets.
 */
import { createEvent, type EventAttributes } from 'ics'
import { clean, oneLine } from './text.ts'

/** What a calendar is told: that the meeting stands so now, or that it is off. `sequence` is higher than in every message before. */
export interface Invitation {
  readonly method: 'REQUEST' | 'CANCEL'
  readonly uid: string
  readonly sequence: number
  readonly start: Date
  readonly end: Date
  readonly stamp: Date
  readonly subject: string
  readonly description: string
  readonly location: string
  readonly url: string | null
  readonly organizer: { readonly name: string; readonly email: string }
  readonly attendees: readonly { readonly name: string | null; readonly email: string; readonly kind: 'person' | 'room' }[]
}

/** The invitation as a calendar file: lines end in CRLF and hold at most 75 octets. */
export function invitationText(invitation: Invitation): string {
  const { error, value } = createEvent(eventOf(invitation))
  if (error || value === null) throw new Error(`No invitation can be made of ${invitation.uid}`, { cause: error })
  const unfolded = value.replaceAll('\r\n\t', '').split('\r\n').slice(0, -1)
  return complete(unfolded, invitation)
    .map((line) => `${fold(line)}\r\n`)
    .join('')
}

function eventOf(invitation: Invitation): EventAttributes & { timestamp: string } {
  const { method, organizer } = invitation
  return {
    productId: '-//Switchboard//Appointments//EN',
    method,
    uid: oneLine(invitation.uid),
    sequence: invitation.sequence,
    timestamp: utc(invitation.stamp),
    start: utc(invitation.start),
    end: utc(invitation.end),
    title: oneLine(invitation.subject),
    location: clean(invitation.location),
    status: method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED',
    transp: 'OPAQUE',
    organizer: { name: parameter(organizer.name, organizer.email) },
    attendees: invitation.attendees.map(({ name, email, kind }) => ({
      name: parameter(name, email),
      cutype: kind === 'room' ? 'ROOM' : 'INDIVIDUAL',
      role: 'REQ-PARTICIPANT',
      partstat: 'NEEDS-ACTION',
      rsvp: method === 'REQUEST',
    })),
  }
}

/** The lines with what is missing added, and without what belongs to published calendars only. */
function complete(lines: readonly string[], { organizer, attendees, url, subject, description }: Invitation): string[] {
  const emails = attendees.map((attendee) => attendee.email)
  return lines.flatMap((line) => {
    if (line.startsWith('X-PUBLISHED-TTL:')) return []
    if (line.startsWith('ORGANIZER;')) return [`${line}:${mailto(organizer.email)}`]
    if (line.startsWith('ATTENDEE;')) return [`${unquoteTokens(line)}:${mailto(emails.shift() ?? '')}`]
    if (line !== 'END:VEVENT') return [line]
    // A request has a SUMMARY, be it empty (RFC 5546, 3.2.2); `ics` leaves an empty one out.
    const summary = oneLine(subject) === '' ? ['SUMMARY:'] : []
    const text = description === '' ? [] : [`DESCRIPTION:${escapeText(clean(description))}`]
    return [...summary, ...text, ...(url === null ? [] : [`URL:${new URL(url).href}`]), line]
  })
}

/** CUTYPE and its like are bare words in RFC 5545, 3.2, and some calendars know them only so. The name comes last and stays quoted. */
function unquoteTokens(line: string): string {
  const name = line.indexOf(';CN=')
  return line.slice(0, name).replaceAll('"', '') + line.slice(name)
}

/** An instant as RFC 5545, 3.3.5 has it. */
export const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** Text as a value may hold it (RFC 5545, 3.3.11). */
export const escapeText = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n')

/** A name as a quoted parameter value may hold it (RFC 6868), the address in its place if there is none. */
export const parameter = (name: string | null, email: string): string =>
  (oneLine(name ?? '').trim() === '' ? oneLine(email) : oneLine(name ?? '')).replaceAll('^', '^^').replaceAll('"', "^'")

/** RFC 6068: whatever is not plainly part of an address is escaped. */
export const mailto = (email: string): string =>
  `mailto:${encodeURIComponent(clean(email)).replace(/%(40|2B|21|24|3D|7B|7D|7C|5E|60)/g, decode)}`

const decode = (escaped: string): string => decodeURIComponent(escaped)

/** The line folded as RFC 5545, 3.1 has it: at most 75 octets each, never within a character. */
export function fold(line: string): string {
  let folded = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > 75) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += size
  }
  return folded
}
