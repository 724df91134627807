/** The fake org of Salesforce, for the suite that all CRMs share. */
import { salesforceOrgs } from '../../server/crm/salesforce/salesforce.ts'
import type { CrmFields, PersonRef } from '../../server/domain/crm.ts'
import { openSalesforce } from '../servers/salesforce.ts'
import type { Values } from '../servers/salesforce-store.ts'
import type { Bench, HandPerson } from './contract.ts'

const FAILURES = {
  lost: 'reset-after',
  'server-error': 'server-error',
  reset: 'reset',
  half: 'half',
  limit: 'limit',
  lock: 'lock',
} as const

export async function salesforceBench(): Promise<Bench> {
  const org = await openSalesforce()
  const crm = salesforceOrgs(5_000)(org.access())
  const fieldsOf = ({ firstName, lastName, email, phone, ownerId }: HandPerson): Values => ({
    LastName: lastName,
    ...(firstName === undefined ? {} : { FirstName: firstName }),
    ...(email === undefined ? {} : { Email: email }),
    ...(phone === undefined ? {} : { Phone: phone }),
    ...(ownerId === undefined ? {} : { OwnerId: ownerId }),
  })
  const mailing = ({ country, state }: HandPerson): Values => ({ MailingCountry: country ?? null, MailingState: state ?? null })
  const rowOf = (bookingId: string) => org.records('Booking__c').find((row) => row.BookingId__c === bookingId)
  const rowId = (bookingId: string) => String(rowOf(bookingId)?.Id)
  const personOf = (id: string): PersonRef => ({ object: id.startsWith('00Q') ? 'Lead' : 'Contact', id })
  const contact = (id: string): PersonRef => ({ object: 'Contact', id })
  return {
    crm,
    calls: () => org.requests.length,
    addUser: org.addUser,
    addContact: (person) => contact(org.addContact({ ...fieldsOf(person), ...mailing(person) })),
    addLead: (person) => ({
      object: 'Lead',
      id: org.addLead({ ...fieldsOf(person), Country: person.country ?? null, State: person.state ?? null }),
    }),
    addPersonAccount(person) {
      const { accountId, contactId } = org.addPersonAccount({ ...fieldsOf(person), ...mailing(person) })
      return { accountId, contact: contact(contactId) }
    },
    addCompany: (name) => org.addAccount({ Name: name }),
    rename: ({ id }, { firstName, lastName }) => org.edit(id, { FirstName: firstName, LastName: lastName }),
    remove: (id) => org.remove(id),
    merge: (kept, gone) => org.merge(kept.id, gone.id),
    convert: ({ id }) => contact(org.convert(id).contactId),
    deactivate: org.deactivate,
    decide(bookingId, { status, reason }, userId) {
      org.edit(rowId(bookingId), { Status__c: status, ...(reason === undefined ? {} : { CancelReason__c: reason }) }, userId)
    },
    removeBooking: (bookingId, userId) => org.remove(rowId(bookingId), userId),
    removeEvent: (id) => org.remove(id),
    event(id) {
      const { WhoId, ...fields } = org.record(id)
      return { fields, person: typeof WhoId === 'string' ? personOf(WhoId) : null }
    },
    events: () => org.records('Event').length,
    booking: (bookingId): CrmFields | null => rowOf(bookingId) ?? null,
    tasks: (activityId) =>
      org
        .records('Task')
        .filter((one) => one.ActivityId__c === activityId)
        .map(({ WhoId, ...fields }) => ({ fields, person: typeof WhoId === 'string' ? personOf(WhoId) : null })),
    written: ({ id }) => org.record(id),
    fail: (how, times) => org.fail(FAILURES[how], times),
    revoke: org.revoke,
    close: org.close,
  }
}
