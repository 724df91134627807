/** A booking written as one call: the lead, the person's record, the event, and the row of the booking, or nothing of it. */
import { z } from 'zod'
import {
  type BookingWrite,
  type BookingWritten,
  type CrmFields,
  CrmTrouble,
  crmRecordId,
  type PersonRef,
  type WritePart,
} from '../../domain/crm.ts'
import { type Ask, segment } from './calls.ts'
import { compositeCall, failedPart, type Part, type PartAnswer } from './composite.ts'
import { idShape } from './person.ts'
import { shaped } from './shaped.ts'
import { salesforceTrouble } from './trouble.ts'

const savedShape = z.object({ id: idShape, success: z.literal(true) })

/** Write a booking: one call, whatever there is to write. */
export async function putBooking(ask: Ask, write: BookingWrite): Promise<BookingWritten> {
  const parts = partsOf(write)
  const answers = await compositeCall(ask, parts, true)
  const failed = failedPart(answers)
  if (failed) throw troubleOf(failed, write)
  const made = (name: WritePart) => {
    const answer = answers.find((one) => one.name === name)
    return answer ? shaped(savedShape, answer.body).id : null
  }
  const leadId = made('lead')
  const newLead: PersonRef | null = leadId === null ? null : { object: 'Lead', id: leadId }
  return {
    person: write.person ?? newLead,
    eventId: write.event !== null && write.eventId === null ? made('event') : long(write.eventId),
  }
}

const long = (id: string | null): string | null => (id === null ? null : (crmRecordId(id) ?? id))

function partsOf({ bookingId, isNew, person, newLead, assignLead, personFields, eventId, event, booking }: BookingWrite): Part[] {
  const parts: Part[] = []
  const withLead = person === null && newLead !== null
  const who = person?.id ?? (withLead ? '@{lead.id}' : null)
  if (withLead) {
    const body = said({ ...newLead, ...personFields })
    parts.push({ name: 'lead', method: 'POST', path: '/sobjects/Lead', body, headers: { ...assignment(assignLead), ...NOT_STOPPED } })
  }
  if (person && personFields && Object.keys(personFields).length > 0) {
    const path = `/sobjects/${person.object}/${segment(person.id)}`
    parts.push({ name: 'person', method: 'PATCH', path, body: said(personFields), headers: { ...assignment(false), ...NOT_STOPPED } })
  }
  if (event) {
    const body: CrmFields = { ...said(event), ...(who === null ? {} : { WhoId: who }) }
    if (eventId === null) parts.push({ name: 'event', method: 'POST', path: '/sobjects/Event', body })
    else parts.push({ name: 'event', method: 'PATCH', path: `/sobjects/Event/${segment(eventId)}`, body })
  }
  const inLead = withLead || person?.object === 'Lead'
  const named = who === null ? {} : { Contact__c: inLead ? null : who, Lead__c: inLead ? who : null }
  const body = { ...said(booking), ...named, EventId__c: event && eventId === null ? '@{event.id}' : eventId }
  // The external id is unique: of two that make the row, one is refused, and with it all that it made beside.
  if (isNew) parts.push({ name: 'booking', method: 'POST', path: '/sobjects/Booking__c', body: { ...body, BookingId__c: bookingId } })
  else parts.push({ name: 'booking', method: 'PATCH', path: `/sobjects/Booking__c/BookingId__c/${segment(bookingId)}`, body })
  return parts
}

/** What people typed is text: `@{` would begin a reference to another part, and Salesforce has no way to write it otherwise. */
const said = (fields: CrmFields): CrmFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll('@{', '@ {') : value]),
  )

/** Without it the org's assignment rules run, also where a lead is only changed ("Assignment Rule Header", REST API Developer Guide). */
const assignment = (wanted: boolean) => ({ 'Sforce-Auto-Assign': wanted ? 'TRUE' : 'FALSE' })

/** Rules that only warn people of a possible duplicate do not stop us ("Duplicate Rule Header", REST API Developer Guide). */
const NOT_STOPPED = { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' }

const PERSON_FIELDS = ['WhoId', 'Contact__c', 'Lead__c']
/** Said of lookups that lead nowhere; not of which, if it names no field. */
const LOST = ['INVALID_CROSS_REFERENCE_KEY', 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY']

function troubleOf({ name, status, body }: PartAnswer, { person }: BookingWrite): CrmTrouble {
  const part = z.enum(['lead', 'person', 'event', 'booking']).parse(name)
  const trouble = salesforceTrouble({ status, body, retryAfter: null, part })
  const { kind, message, code, fields } = trouble
  if (!person || part === 'lead') return trouble
  const named = part === 'person' || fields.some((field) => PERSON_FIELDS.includes(field))
  // A 404 is about the record in the address, everything else about what is written to it: there, the person is who may be deleted.
  const deleted = kind === 'gone' && (named || (status !== 404 && fields.length === 0))
  // A lead that became a contact can neither be changed nor referred to; reading it anew leads to the contact.
  const lost = code === 'CANNOT_UPDATE_CONVERTED_LEAD' || (named && code !== null && LOST.includes(code))
  return deleted || lost ? new CrmTrouble('gone', message, { code, fields, part: 'person' }) : trouble
}
