/** What has changed in an org, by the moments that Salesforce stamps on records. */
import { z } from 'zod'
import type { BookingChange, CrmChanges, CrmUser, PersonChange, PersonRef } from '../../domain/crm.ts'
import type { Ask } from './calls.ts'
import {
  type ContactRow,
  contactPerson,
  contactShape,
  fieldsOf,
  idShape,
  instantShape,
  type LeadRow,
  leadPerson,
  leadShape,
  type PersonFields,
} from './person.ts'
import { shaped } from './shaped.ts'
import { askAll, instant, type Rows } from './soql.ts'

/** A change is seen only once its transaction has ended, with the moment at which it began: so far back each look begins. */
const OVERLAP_MS = 5 * 60_000

/** Somebody's row as it is asked for. */
export const USER_FIELDS = 'Id, Name, Email, IsActive, SystemModstamp'
const userShape = z.object({ Id: idShape, Name: z.string(), Email: z.string().nullable(), IsActive: z.boolean() })

const bookingShape = z.object({
  BookingId__c: z.string().nullable(),
  Status__c: z.string().nullable(),
  CancelReason__c: z.string().nullable(),
  IsDeleted: z.boolean(),
  LastModifiedById: idShape,
  LastModifiedBy: z.object({ Name: z.string(), Email: z.string().nullable() }).nullable(),
  LastModifiedDate: instantShape,
})
const BOOKING_FIELDS =
  'BookingId__c, Status__c, CancelReason__c, IsDeleted, SystemModstamp, ' +
  'LastModifiedById, LastModifiedBy.Name, LastModifiedBy.Email, LastModifiedDate'

/** What has changed since then: one call, and one more for each further page. */
export async function readChanges(ask: Ask, since: Date, fields: PersonFields): Promise<CrmChanges> {
  const from = `WHERE SystemModstamp >= ${instant(new Date(since.getTime() - OVERLAP_MS))} ORDER BY SystemModstamp, Id`
  const answers = await askAll(ask, [
    { name: 'contacts', soql: `SELECT ${fieldsOf('Contact', fields)}, SystemModstamp FROM Contact ${from}`, deleted: true },
    { name: 'leads', soql: `SELECT ${fieldsOf('Lead', fields)}, SystemModstamp FROM Lead ${from}`, deleted: true },
    { name: 'users', soql: `SELECT ${USER_FIELDS} FROM User ${from}`, deleted: false },
    { name: 'bookings', soql: `SELECT ${BOOKING_FIELDS} FROM Booking__c ${from}`, deleted: true },
  ])
  const [contacts = [], leads = [], users = [], bookings = []] = answers.map(({ rows }) => rows)
  return {
    people: [
      ...contacts.map((row) => contactChange(shaped(contactShape, row), fields)),
      ...leads.map((row) => leadChange(shaped(leadShape, row), fields)),
    ],
    users: users.map(userOf),
    bookings: bookings.flatMap((row) => bookingChange(shaped(bookingShape, row))),
    until: endOf(answers, since),
  }
}

/** Up to where all is known, by the org's clock, for ours may be wrong: the latest stamp, or where what was too much for one look begins. */
function endOf(answers: readonly Rows[], since: Date): Date {
  const ends = answers.map(({ rows, complete }) => ({ complete, at: rows.length > 0 ? stampOf(rows.at(-1)) : 0 }))
  const cut = ends.filter(({ complete }) => !complete).map(({ at }) => at)
  const latest = cut.length > 0 ? Math.min(...cut) : Math.max(...ends.map(({ at }) => at))
  return new Date(Math.max(since.getTime(), latest))
}

const stampOf = (row: unknown): number => shaped(z.object({ SystemModstamp: instantShape }), row).SystemModstamp.getTime()

function contactChange(row: ContactRow, fields: PersonFields): PersonChange {
  const ref: PersonRef = { object: 'Contact', id: row.Id }
  if (!row.IsDeleted) return { ref, became: null, person: contactPerson(row, fields) }
  return { ref, became: row.MasterRecordId === null ? null : { object: 'Contact', id: row.MasterRecordId }, person: null }
}

function leadChange(row: LeadRow, fields: PersonFields): PersonChange {
  const ref: PersonRef = { object: 'Lead', id: row.Id }
  if (row.IsDeleted) return { ref, became: row.MasterRecordId === null ? null : { object: 'Lead', id: row.MasterRecordId }, person: null }
  if (!row.IsConverted) return { ref, became: null, person: leadPerson(row, fields) }
  return { ref, became: row.ConvertedContactId === null ? null : { object: 'Contact', id: row.ConvertedContactId }, person: null }
}

const crmUser = ({ Id, Name, Email, IsActive }: z.infer<typeof userShape>): CrmUser => ({
  id: Id,
  name: Name,
  email: (Email ?? '').toLowerCase(),
  active: IsActive,
})

/** The user of a row that was asked for by `USER_FIELDS`. */
export const userOf = (row: unknown): CrmUser => crmUser(shaped(userShape, row))

function bookingChange(row: z.infer<typeof bookingShape>): BookingChange[] {
  // Somebody made the row by hand: it is no booking of ours.
  if (row.BookingId__c === null) return []
  const by = { id: row.LastModifiedById, name: row.LastModifiedBy?.Name ?? '', email: row.LastModifiedBy?.Email?.toLowerCase() ?? null }
  const status = row.IsDeleted ? null : row.Status__c
  return [{ bookingId: row.BookingId__c, status, reason: row.CancelReason__c, by, at: row.LastModifiedDate }]
}
