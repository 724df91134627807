import { findRepCards } from '../../db/reps.ts'
import type { CrmFields, MappedObject, WritePart } from '../../domain/crm.ts'
import { type CrmBookingFacts, crmBookingFields, crmEventFields } from '../../domain/crm-booking.ts'
import { type Draft, NO_FIELDS, objectOf, withPlaceholders } from '../../domain/crm-draft.ts'
import { type MappedFacts, mappedFields } from '../../domain/crm-mapping.ts'
import { manageUrl } from '../../domain/manage-link.ts'
import { placeOf } from '../../domain/message.ts'
import { fieldsOf, knownFields } from './described.ts'
import { changesOfPerson, findWhom, type Scenery, type Whom } from './whom.ts'

/** What the CRM is to say of a booking, and how whoever it is for was found. */
export async function draftOf(scenery: Scenery): Promise<{ readonly draft: Draft; readonly whom: Whom }> {
  const { services, org, booking, record, around, userId } = scenery
  const whom = await findWhom(scenery)
  const { publicUrl, secret } = services
  const cards = await findRepCards(services.db, [booking.repId, ...booking.with.map(({ repId }) => repId)])
  const rep = cards.get(booking.repId) ?? { name: '', email: '' }
  const customer = booking.customer.id === null ? '' : `?customer=${booking.customer.id}`
  const urls = { manage: manageUrl(publicUrl, secret, booking), console: `${publicUrl}/console/schedule${customer}` }
  const withNames = booking.with.flatMap(({ repId }) => cards.get(repId)?.name ?? [])
  const facts: CrmBookingFacts = { repName: rep.name, withNames, userId, accountId: whom.accountId, endedBy: around.endedBy, urls }
  const { eventType, pool, projectName } = around
  const spoken: MappedFacts = { eventType, poolSlug: pool?.slug ?? null, projectName, rep, place: placeOf(booking, 'rep'), urls }

  const event = await mappedTo(scenery, 'Event', spoken)
  const row = await mappedTo(scenery, 'Booking__c', spoken)
  const own = whom.person !== null && whom.known !== null ? await mappedTo(scenery, whom.person.object, spoken) : NOTHING
  const lead = whom.newLead === null ? NOTHING : await mappedTo(scenery, 'Lead', spoken)
  const changes = await changesOfPerson(scenery, whom, own.fields)
  const gone = userId === null ? [`${rep.name} is not an active user of Salesforce: the event keeps its owner.`] : []
  const draft: Draft = {
    bookingId: booking.id,
    isNew: !record.isThere,
    person: whom.person,
    followed: false,
    eventId: record.eventId,
    assignLead: org.rules.leadOwner === 'assignment-rules',
    base: {
      lead: whom.newLead,
      person: Object.keys(changes.fields).length > 0 ? changes.fields : null,
      event: crmEventFields(booking, facts),
      booking: rowOf(scenery, crmBookingFields(booking, facts)),
    },
    mapped: { ...NO_FIELDS, lead: lead.fields, event: event.fields, booking: row.fields },
    placeholders: NO_FIELDS,
    notices: [...gone, ...event.notices, ...row.notices],
    lasting: [...whom.found.notices, ...own.notices, ...lead.notices, ...changes.notices],
  }
  return { draft: standIns(scenery, draft), whom }
}

/** The status is written only where it is another: what somebody set there meanwhile is read, and not written over. */
function rowOf({ booking, record }: Scenery, { Status__c, CancelReason__c, ...row }: CrmFields): CrmFields {
  const isThere = record.writtenAt !== null && !record.unsure && record.status === booking.status
  return isThere ? row : { ...row, Status__c: Status__c ?? null, CancelReason__c: CancelReason__c ?? null }
}

const NOTHING: { readonly fields: CrmFields; readonly notices: readonly string[] } = { fields: {}, notices: [] }

async function mappedTo({ services, org, crm, booking }: Scenery, object: MappedObject, facts: MappedFacts): Promise<typeof NOTHING> {
  const { mappings } = org.rules
  if (mappings.every((one) => one.object !== object)) return NOTHING
  return mappedFields(mappings, object, await fieldsOf(services, org.id, crm, object), booking, facts)
}

/** What is known to be missing in records that are about to be made is filled at once, rather than after a refusal. */
function standIns({ services, org, record }: Scenery, draft: Draft): Draft {
  const made: WritePart[] = [
    ...(draft.base.lead ? (['lead'] as const) : []),
    ...(draft.eventId === null ? (['event'] as const) : []),
    ...(record.writtenAt === null ? (['booking'] as const) : []),
  ]
  return made.reduce((so, part) => {
    const fields = knownFields(services, org.id, objectOf(part, so))
    return fields ? withPlaceholders(so, part, fields, [], services.now()) : so
  }, draft)
}
