/** Fields of the CRM that say something of a booking: what can be written to them, and how it is made fit. */
import type { Booking } from './booking.ts'
import type { CrmField, CrmFields, MappedObject } from './crm.ts'
import type { Mapping } from './crm-rules.ts'
import { instantText } from './interval.ts'
import { clean, oneLine } from './text.ts'

/** Parts of a booking that a field can be filled from, and what each is. */
export const MAPPED_PARTS = {
  'booking.id': 'text',
  'booking.status': 'text',
  'booking.subject': 'text',
  'booking.details': 'text',
  'booking.notes': 'text',
  'booking.location': 'text',
  'booking.start': 'instant',
  'booking.end': 'instant',
  'booking.minutes': 'number',
  'booking.time-zone': 'text',
  'booking.language': 'text',
  'booking.cancel-reason': 'text',
  'booking.booked-by': 'text',
  'booking.created': 'instant',
  'customer.name': 'text',
  'customer.email': 'email',
  'customer.phone': 'phone',
  'event-type.name': 'text',
  'event-type.slug': 'text',
  'pool.slug': 'text',
  'project.name': 'text',
  'rep.name': 'text',
  'rep.email': 'email',
  'link.manage': 'url',
  'link.console': 'url',
} as const satisfies Record<string, 'text' | 'instant' | 'number' | 'email' | 'phone' | 'url'>

export type MappedPart = keyof typeof MAPPED_PARTS

/** Which types of fields take what; an answer is only known when it is given, and must fit then. */
const TAKES: Record<(typeof MAPPED_PARTS)[MappedPart] | 'answer', readonly string[]> = {
  text: ['string', 'textarea', 'picklist', 'combobox'],
  email: ['string', 'textarea', 'email'],
  phone: ['string', 'textarea', 'phone'],
  url: ['string', 'textarea', 'url'],
  number: ['string', 'textarea', 'int', 'double', 'currency', 'percent'],
  instant: ['string', 'textarea', 'datetime', 'date'],
  answer: [
    ...['string', 'textarea', 'picklist', 'multipicklist', 'combobox', 'email', 'phone', 'url'],
    ...['int', 'double', 'currency', 'percent', 'boolean', 'date'],
  ],
}

/** Fields that always say what the booking says, so nothing else is written to them. */
const OURS: Record<MappedObject, readonly string[]> = {
  Contact: ['OwnerId'],
  Lead: ['OwnerId'],
  Event: [
    ...['Subject', 'StartDateTime', 'EndDateTime', 'Description', 'Location', 'OwnerId', 'WhoId', 'WhatId'],
    ...['ShowAs', 'IsReminderSet', 'BookingId__c', 'BookingStatus__c'],
  ],
  Booking__c: [
    ...['BookingId__c', 'Status__c', 'Start__c', 'End__c', 'RepName__c', 'Rep__c', 'BookedBy__c', 'Reasons__c', 'ManageLink__c'],
    ...['ConsoleLink__c', 'CancelReason__c', 'Account__c', 'Contact__c', 'Lead__c', 'EventId__c'],
  ],
}

const isPart = (from: string): from is MappedPart => Object.hasOwn(MAPPED_PARTS, from)

/**
 * Why a mapping cannot be, in words, or null if it can. `fields` are those of the mapping's object; `options` is all that the answer can
 * be, where a question names it.
 */
export function mappingProblem(mapping: Mapping, fields: readonly CrmField[], options: readonly string[] = []): string | null {
  const { from, object, field: name } = mapping
  const source = from.startsWith('answer:') && from.length > 'answer:'.length ? 'answer' : isPart(from) ? MAPPED_PARTS[from] : null
  if (source === null) return `“${from}” is no part of a booking.`
  const field = fields.find((one) => one.name === name)
  if (!field) {
    const other = fields.find((one) => one.name.toLowerCase() === name.toLowerCase())
    return other ? `${object} writes this field ${other.name}.` : `${object} has no field ${name}.`
  }
  if (OURS[object].includes(name)) return `${object}.${name} always says what the booking says.`
  const writable = field.updatable && (field.creatable || object === 'Contact')
  if (!writable) return `${object}.${name} cannot be written.`
  if (!TAKES[source].includes(field.type)) return `${object}.${name} is of type ${field.type}, which does not take ${wordsOf[source]}.`
  const unused = field.values === null ? [] : options.filter((option) => !field.values?.includes(option))
  if (unused.length === 0) return null
  const nearly = field.values?.find((value) => value.toLowerCase() === unused[0]?.toLowerCase())
  return `${object}.${name} does not take “${unused[0]}”${nearly ? `, but “${nearly}”` : ''}.`
}

const wordsOf: Record<(typeof MAPPED_PARTS)[MappedPart] | 'answer', string> = {
  text: 'a text',
  email: 'an email',
  phone: 'a phone number',
  url: 'a link',
  number: 'a number',
  instant: 'a time',
  answer: 'an answer',
}

/** What the parts of a booking say, as far as the booking alone does not. */
export interface MappedFacts {
  readonly eventType: { readonly name: string; readonly slug: string }
  readonly poolSlug: string | null
  readonly projectName: string | null
  readonly rep: { readonly name: string; readonly email: string }
  readonly place: string
  readonly urls: { readonly manage: string; readonly console: string }
}

type Value = string | number | boolean | readonly string[] | Date | null

function partOf(part: MappedPart, booking: Booking, facts: MappedFacts): Value {
  const { customer, bookedBy } = booking
  const parts: Record<MappedPart, Value> = {
    'booking.id': booking.id,
    'booking.status': booking.status,
    'booking.subject': booking.subject,
    'booking.details': booking.details,
    'booking.notes': booking.notes,
    'booking.location': facts.place,
    'booking.start': booking.start,
    'booking.end': booking.end,
    'booking.minutes': Math.round((booking.end.getTime() - booking.start.getTime()) / 60_000),
    'booking.time-zone': booking.timeZone,
    'booking.language': booking.language ?? 'en',
    'booking.cancel-reason': booking.cancelReason,
    'booking.booked-by': bookedBy.name ?? bookedBy.email,
    'booking.created': booking.createdAt,
    'customer.name': customer.name,
    'customer.email': customer.email,
    'customer.phone': customer.phone,
    'event-type.name': facts.eventType.name,
    'event-type.slug': facts.eventType.slug,
    'pool.slug': facts.poolSlug,
    'project.name': facts.projectName,
    'rep.name': facts.rep.name,
    'rep.email': facts.rep.email,
    'link.manage': facts.urls.manage,
    'link.console': facts.urls.console,
  }
  return parts[part]
}

/** A value as a field of this type and length takes it; undefined if it cannot. */
function fitted(value: Exclude<Value, null>, { type, length }: CrmField): string | number | boolean | undefined {
  const text =
    value instanceof Date ? instantText(value) : Array.isArray(value) ? value.join(type === 'multipicklist' ? ';' : ', ') : `${value}`
  switch (type) {
    case 'int':
    case 'double':
    case 'currency':
    case 'percent': {
      const number = typeof value === 'number' ? value : text.trim() === '' ? Number.NaN : Number(text)
      return Number.isFinite(number) ? (type === 'int' ? Math.round(number) : number) : undefined
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'datetime':
      return value instanceof Date ? text : undefined
    case 'date':
      return /^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : undefined
    case 'picklist':
    case 'multipicklist':
    case 'email':
    case 'phone':
    case 'url':
      return length !== null && text.length > length ? undefined : oneLine(text)
    default:
      return shortened(type === 'textarea' ? clean(text) : oneLine(text), length ?? Number.POSITIVE_INFINITY)
  }
}

/** At most so many characters of a text, no half ones among them. */
export const shortened = (text: string, length: number): string => text.slice(0, length).replace(/\p{Cs}$/u, '')

/** What the mappings to one object write, by field, and what of it did not fit, in words. Nothing is written of what was not said. */
export function mappedFields(
  mappings: readonly Mapping[],
  object: MappedObject,
  fields: readonly CrmField[],
  booking: Booking,
  facts: MappedFacts,
): { readonly fields: CrmFields; readonly notices: readonly string[] } {
  const written: Record<string, string | number | boolean> = {}
  const notices: string[] = []
  for (const mapping of mappings.filter((one) => one.object === object)) {
    const { from, field: name } = mapping
    const answer = booking.answers.find(({ key }) => from === `answer:${key}`)?.value
    const value = isPart(from) ? partOf(from, booking, facts) : (answer ?? null)
    if (value === null || value === '') continue
    const field = fields.find((one) => one.name === name)
    const fitting = field && mappingProblem(mapping, fields) === null ? fitted(value, field) : undefined
    if (fitting === undefined) notices.push(`${object}.${name} was left out: it does not take what ${from} says.`)
    else written[name] = fitting
  }
  return { fields: written, notices }
}
