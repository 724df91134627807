/** What our fake of Microsoft Graph remembers: mailboxes, calendars, events, and who was mailed about them. */
import { GraphNo, toldId } from './microsoft-render.ts'
import { ianaOf, type StoredEvent } from './microsoft-store.ts'

export interface Span {
  readonly start: Date
  readonly end: Date
}

/** A mail that Graph sends to the attendees of an event. */
export interface GraphMail {
  readonly kind: 'invitation' | 'update' | 'cancellation'
  readonly to: readonly string[]
  readonly subject: string
}

export interface StoredCalendar {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly access: 'write' | 'read' | 'free-busy'
  readonly owner: string
  readonly primary: boolean
}

export interface Mailbox {
  readonly email: string
  zone: string
  revoked: boolean
}

export type GraphState = ReturnType<typeof openState>

/** An empty state. `heard` is told of every change of an event. */
export function openState(heard: (event: StoredEvent, kind: 'created' | 'updated' | 'deleted') => void) {
  const mailboxes = new Map<string, Mailbox>()
  const calendars = new Map<string, StoredCalendar>()
  const events = new Map<string, StoredEvent>()
  const mails: GraphMail[] = []
  const mutable = { immutable: false, zone: 'UTC', pageSize: null, text: false }
  let clock = 0
  let numbers = 0

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
    heard(event, 'created')
    return event
  }
  function touch(event: StoredEvent, kind: 'updated' | 'deleted' = 'updated'): void {
    event.version = ++clock
    event.modified = new Date().toISOString()
    heard(event, kind)
  }
  function erase(event: StoredEvent): void {
    event.deleted = true
    touch(event, 'deleted')
  }
  function mail(kind: GraphMail['kind'], event: StoredEvent): void {
    const to = (event.fields.attendees ?? []).map((one: any) => one.emailAddress.address)
    if (to.length > 0) mails.push({ kind, to, subject: event.fields.subject ?? '' })
  }

  return {
    mailboxes,
    calendars,
    events,
    mails,
    /** The number of the last change. */
    clock: () => clock,
    nextNumber: () => ++numbers,
    calendarOf,
    readable,
    writable,
    eventOf,
    ofCalendar,
    zoneOf,
    store,
    touch,
    erase,
    mail,
  }
}
