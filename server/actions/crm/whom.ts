import type { Crm } from '../../crm/provider.ts'
import type { StoredBooking } from '../../db/bookings.ts'
import type { StoredOrg } from '../../db/crm-org.ts'
import { type CrmRecord, type CrmSurroundings, findUsersOfReps } from '../../db/crm-records.ts'
import { type CrmFields, type CrmPerson, CrmTrouble, crmRecordId, type PersonRef } from '../../domain/crm.ts'
import { choosePerson, type Found, isSameId, type KnownPerson, newLeadOf, personChanges } from '../../domain/crm-matching.ts'
import type { Services } from '../services.ts'

/** Whom a booking is for in the CRM, and what is to become of their record. */
export interface Whom {
  readonly person: PersonRef | null
  readonly accountId: string | null
  /** What is made of somebody whom the CRM does not know; null if nothing is. */
  readonly newLead: CrmFields | null
  readonly found: Found
  /** What the record said, if it was there before and this is the first that the CRM hears of the booking. */
  readonly known: (KnownPerson & Partial<Pick<CrmPerson, 'ownerId' | 'isPersonAccount'>>) | null
}

/** What a write goes by. */
export interface Scenery {
  readonly services: Services
  readonly org: StoredOrg
  readonly crm: Crm
  readonly booking: StoredBooking
  readonly record: CrmRecord
  readonly around: CrmSurroundings
  /** The rep's user, if the rep works there. */
  readonly userId: string | null
}

const found = (by: Found['by'], more: Partial<Found> = {}): Found => ({ by, why: null, others: [], notices: [], ...more })

/** Another record with the same email is not theirs, and a new one would be a duplicate of what somebody has thrown away. */
const LOST = 'The record of this customer was deleted in Salesforce: the booking is nobody’s there.'

/** Whom the booking is for: whoever it was before, else the customer's record, else who has the same email or phone, else a new lead. */
export async function findWhom(scenery: Scenery): Promise<Whom> {
  const { record, around, crm } = scenery
  if (record.writtenAt !== null || record.person !== null) {
    const { person, accountId } = record
    return { person, accountId, newLead: null, found: record.found ?? found(person ? 'record' : 'nobody'), known: null }
  }
  const { customer } = around
  if (customer?.lost) return { person: null, accountId: null, newLead: null, found: found('nobody', { notices: [LOST] }), known: null }
  const id = customer?.recordId ? crmRecordId(customer.recordId) : null
  if (!customer || id === null) return match(scenery)
  const { object, accountId } = customer
  const known = { name: customer.name, email: customer.email, phone: customer.phone }
  if (object === 'Contact' || object === 'Lead') return { person: { object, id }, accountId, newLead: null, found: found('record'), known }
  try {
    const person = await crm.person({ object: 'Account', id })
    return { person: person.ref, accountId: person.accountId, newLead: null, found: found('record'), known: person }
  } catch (error) {
    if (!(error instanceof CrmTrouble) || error.kind !== 'gone') throw error
    return match(scenery)
  }
}

async function match(scenery: Scenery): Promise<Whom> {
  const { services, org, crm, booking, around, userId } = scenery
  const { email, phone } = booking.customer
  const by = email !== null ? 'email' : 'phone'
  const people = email !== null ? await crm.people({ email }) : phone !== null ? await crm.people({ phone }) : []
  const repIds = around.pool ? around.pool.memberIds : [booking.repId]
  const users = people.length > 1 ? await findUsersOfReps(services.db, repIds) : []
  const chosen = choosePerson(
    people,
    users.filter(({ active }) => active).map((one) => one.userId),
  )
  if (chosen) {
    const { person, why, others } = chosen
    return { person: person.ref, accountId: person.accountId, newLead: null, found: found(by, { why, others }), known: person }
  }
  const nobody = { person: null, accountId: null, known: null }
  if (org.rules.createLeads) return { ...nobody, newLead: newLeadOf(booking, org.rules, userId), found: found('new-lead') }
  const notices = ['Nobody in Salesforce has this customer’s email or phone, and no leads are made: the booking is nobody’s there.']
  return { ...nobody, newLead: null, found: found('nobody', { notices }) }
}

/** What the booking changes in the record of a person that was there, by the company's rules; and what it cannot, in words. */
export async function changesOfPerson(
  { crm, org, booking, userId }: Scenery,
  { person, known }: Whom,
  mapped: CrmFields,
): Promise<{ readonly fields: CrmFields; readonly notices: readonly string[] }> {
  const nothing = { fields: {}, notices: [] }
  if (person === null || known === null) return nothing
  const { ifEmpty, always } = personChanges(booking, known, mapped, org.rules.update)
  const isOwners = userId !== null && known.ownerId != null && isSameId(known.ownerId, userId)
  const owner: CrmFields = org.rules.owner === 'rep' && userId !== null && !isOwners ? { OwnerId: userId } : {}
  const wanted = { ...always, ...owner }
  const names = Object.keys(ifEmpty)
  if (names.length + Object.keys(wanted).length === 0) return nothing
  // Its contact cannot be changed, and the account is more than the person.
  if (known.isPersonAccount) return { fields: {}, notices: ['The person account was left as it is.'] }
  if (names.length === 0) return { fields: wanted, notices: [] }
  try {
    const says = await crm.values(person, names)
    const empty = names.filter((name) => says[name] === null || says[name] === undefined || says[name] === '')
    return { fields: { ...Object.fromEntries(empty.map((name) => [name, ifEmpty[name] ?? null])), ...wanted }, notices: [] }
  } catch (error) {
    if (!(error instanceof CrmTrouble) || (error.kind !== 'gone' && error.kind !== 'refused')) throw error
    return { fields: wanted, notices: [`The ${person.object.toLowerCase()} could not be read, so nothing was filled in: ${error.message}`] }
  }
}
