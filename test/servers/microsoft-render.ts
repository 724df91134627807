/** How our fake of Microsoft Graph writes events down, and what it takes from those who write to it. */
import type { Event } from '@microsoft/microsoft-graph-types'
import { fieldsOf, problemWith } from './microsoft-schema.ts'
import { ianaOf, instantOf, type Shown, type StoredEvent, wallOf } from './microsoft-store.ts'

/** A request as it came. */
export interface GraphRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly prefer: string
  readonly body: any
  readonly token: string
}

/** What is answered. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** A refusal in Graph's shape. */
export class GraphNo extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What a request prefers (Graph: "Prefer" of each page). */
export interface Preferences {
  readonly immutable: boolean
  readonly zone: string
  readonly pageSize: number | null
  readonly text: boolean
}

export function preferencesOf(header: string | undefined): Preferences {
  const wanted = { immutable: false, zone: 'UTC', pageSize: null as number | null, text: false }
  for (const part of (header ?? '').split(',').map((one) => one.trim())) {
    const [, name = '', value = ''] = /^([\w.-]+)="?([^"]*)"?$/.exec(part) ?? []
    if (part === '') continue
    else if (name === 'IdType' && value === 'ImmutableId') wanted.immutable = true
    else if (name === 'outlook.timezone' && ianaOf(value)) wanted.zone = value
    else if (name === 'odata.maxpagesize' && /^[1-9]\d{0,2}$/.test(value)) wanted.pageSize = Number(value)
    else if (name === 'outlook.body-content-type' && /^(text|html)$/.test(value)) wanted.text = value === 'text'
    else throw new GraphNo(400, 'ErrorInvalidRequest', `The preference '${part}' is not one that we know.`)
  }
  return wanted
}

const READ_ONLY: ReadonlySet<string> = new Set<keyof Event>([
  'id',
  'createdDateTime',
  'lastModifiedDateTime',
  'changeKey',
  'iCalUId',
  'type',
  'seriesMasterId',
  'isCancelled',
  'isOrganizer',
  'responseStatus',
  'onlineMeeting',
  'onlineMeetingUrl',
  'bodyPreview',
  'webLink',
  'hasAttachments',
  'organizer',
  'isDraft',
  'originalStart',
  'originalStartTimeZone',
  'originalEndTimeZone',
  'cancelledOccurrences',
  'exceptionOccurrences',
  'instances',
])

/** Refuses a body that Graph would not take as an event. */
export function checkEvent(body: Record<string, any>, creating: boolean): void {
  const problem = problemWith('Event', body)
  if (problem) throw new GraphNo(400, 'RequestBodyRead', problem)
  const fixed = Object.keys(body).find((name) => READ_ONLY.has(name) || (!creating && name === 'transactionId'))
  if (fixed) throw new GraphNo(400, 'ErrorInvalidPropertySet', `The property '${fixed}' can not be set.`)
  if (creating && !(body.start && body.end)) throw new GraphNo(400, 'ErrorPropertyMissing', 'An event has a start and an end.')
  if (body.onlineMeetingProvider && !['teamsForBusiness', 'unknown'].includes(body.onlineMeetingProvider))
    throw new GraphNo(400, 'ErrorInvalidRequest', 'The online meeting provider is not one of this calendar.')
  for (const property of body.singleValueExtendedProperties ?? [])
    if (!/^String \{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\} Name [\w ]+$/i.test(property.id) || typeof property.value !== 'string')
      throw new GraphNo(400, 'ErrorInvalidExtendedProperty', 'The id of the extended property is malformed.')
}

/** The instants of a start and an end as somebody wrote them. */
export function timesOf(body: Record<string, any>, allDay: boolean): { start: Date; end: Date; zone: string } {
  const read = ({ dateTime, timeZone }: { dateTime: string; timeZone: string }) => {
    const zone = ianaOf(timeZone ?? 'UTC')
    if (!zone) throw new GraphNo(400, 'TimeZoneNotSupportedException', 'A valid TimeZone value must be specified.')
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?$/.test(dateTime))
      throw new GraphNo(400, 'ErrorInvalidRequest', 'The dateTime is malformed.')
    if (allDay && !dateTime.slice(11, 19).startsWith('00:00'))
      throw new GraphNo(400, 'ErrorInvalidRequest', 'The Event.Start property for an all-day event needs to be set to midnight.')
    return instantOf(dateTime, allDay ? 'UTC' : zone)
  }
  const [start, end] = [read(body.start), read(body.end)]
  if (end < start) throw new GraphNo(400, 'ErrorPropertyValidationFailure', 'The end is before the start.')
  return { start, end, zone: body.start.timeZone ?? 'UTC' }
}

/** The id under which an event is told: one that stays, or, without that preference, one that changes when the event does. */
export const toldId = ({ id, event }: Pick<Shown, 'id' | 'event'>, { immutable }: Preferences): string =>
  immutable ? id : id.replace('AAkA', 'AAMk').replace('=', `v${event.version}=`)

/** An event with the fields of `$select`, as Graph writes it. */
export function told(shown: Shown, prefer: Preferences, select: readonly string[] | null, expand: string | null): Record<string, any> {
  const { event, fields } = shown
  const zone = fields.isAllDay ? 'UTC' : (ianaOf(prefer.zone) ?? 'UTC')
  const time = (at: Date) => ({ dateTime: wallOf(at, zone), timeZone: prefer.zone })
  const whole: Record<string, any> = {
    '@odata.etag': etagOf(event),
    ...base(event),
    ...fields,
    id: toldId(shown, prefer),
    type: shown.type,
    seriesMasterId: event.series ? toldId({ id: event.id, event }, prefer) : null,
    start: time(shown.start),
    end: time(shown.end),
    ...(event.fields.transactionId ? { transactionId: event.fields.transactionId } : {}),
  }
  const chosen = select
    ? Object.fromEntries(Object.entries(whole).filter(([name]) => name.startsWith('@') || name === 'id' || select.includes(name)))
    : whole
  const properties = event.properties.filter(({ id }) => id.toLowerCase() === expand?.toLowerCase())
  return properties.length > 0 ? { ...chosen, singleValueExtendedProperties: properties } : chosen
}

/** A series itself: its first time, and no occurrence. */
export const master = (event: StoredEvent): Shown => ({
  event,
  id: event.id,
  type: 'seriesMaster' as any,
  start: event.start,
  end: event.end,
  fields: event.fields,
})

export const etagOf = (event: StoredEvent): string => `W/"${Buffer.from(`${event.number}.${event.version}`).toString('base64')}"`

const base = (event: StoredEvent): Record<string, any> => ({
  createdDateTime: event.created,
  lastModifiedDateTime: event.modified,
  changeKey: Buffer.from(`${event.number}.${event.version}`).toString('base64'),
  originalStartTimeZone: event.zone,
  originalEndTimeZone: event.zone,
  iCalUId: `040000008200E00074C5B7101A82E008${event.number.toString(16).toUpperCase().padStart(48, '0')}`,
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
  hasAttachments: false,
  subject: '',
  importance: 'normal',
  sensitivity: 'normal',
  isAllDay: false,
  isCancelled: false,
  isOrganizer: true,
  responseRequested: true,
  showAs: 'busy',
  isOnlineMeeting: false,
  onlineMeetingProvider: 'unknown',
  onlineMeeting: null,
  recurrence: null,
  responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
  body: { contentType: 'html', content: '' },
  location: { displayName: '' },
  attendees: [],
})

/** `$select` of a query: names that events have. */
export function selectOf(query: URLSearchParams, type = 'Event'): string[] | null {
  const names = query.get('$select')?.split(',') ?? null
  const known = fieldsOf(type)
  const unknown = names?.find((name) => !known.has(name))
  if (unknown) throw new GraphNo(400, 'RequestBroker--ParseUri', `Could not find a property named '${unknown}'.`)
  return names
}

/** `$expand` of a query: the id of the extended property that is asked for. */
export function expandOf(query: URLSearchParams): string | null {
  const expand = query.get('$expand')
  if (expand === null) return null
  const [, id] = /^singleValueExtendedProperties\(\$filter=id eq '([^']+)'\)$/.exec(expand) ?? []
  if (!id) throw new GraphNo(400, 'RequestBroker--ParseUri', 'The $expand is not one that we know.')
  return id
}

/** `$filter` of a query: the extended property and value that events must have. */
export function filterOf(query: URLSearchParams): { id: string; value: string } | null {
  const filter = query.get('$filter')
  if (filter === null) return null
  const [, id, value] =
    /^singleValueExtendedProperties\/Any\(ep: ep\/id eq '((?:[^']|'')+)' and ep\/value eq '((?:[^']|'')*)'\)$/.exec(filter) ?? []
  if (id === undefined || value === undefined) throw new GraphNo(400, 'ErrorInvalidUrlQueryFilter', 'The $filter is not one that we know.')
  return { id: id.replaceAll("''", "'"), value: value.replaceAll("''", "'") }
}

/** Refuses query options that a resource does not know. */
export function checkQuery(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name))
  if (unknown) throw new GraphNo(400, 'BadRequest', `The query option '${unknown}' is not supported here.`)
}
