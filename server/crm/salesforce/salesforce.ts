/** Salesforce's records, as far as bookings are concerned. */
import { z } from 'zod'
import { type CrmPerson, CrmTrouble, type PersonRef } from '../../domain/crm.ts'
import { phoneParts } from '../../domain/phone.ts'
import type { Crm, OpenCrm } from '../provider.ts'
import { type Ask, salesforceCalls, segment } from './calls.ts'
import { readChanges, USER_FIELDS, userOf } from './changes.ts'
import { fieldsOfDescribe } from './fields.ts'
import { followRecord, lacksPersonAccounts } from './follow.ts'
import { contactPerson, contactShape, fieldsOf, hasPhone, idShape, leadPerson, leadShape, type PersonFields } from './person.ts'
import { putBooking } from './put.ts'
import { shaped } from './shaped.ts'
import { askAll, askOne, quoted } from './soql.ts'
import { findTask, putTask } from './task.ts'

const PEOPLE = 100

const rootShape = z.object({ identity: z.string() })
const orgShape = z.object({ Id: idShape, Name: z.string(), IsSandbox: z.boolean() })
const valuesShape = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]).catch(null))
const foundShape = z.object({
  Status__c: z.string().nullable(),
  EventId__c: z.string().nullable(),
  Contact__c: idShape.nullable(),
  Lead__c: idShape.nullable(),
})

/** Opens orgs of Salesforce; what an org has is learnt once. A call takes `limitMs` at most. */
export function salesforceOrgs(limitMs = 20_000): OpenCrm {
  const withoutPersonAccounts = new Set<string>()
  return (access) => {
    const ask = salesforceCalls(access, limitMs)
    const { apiUrl, timeZoneField, languageField } = access

    /** Only orgs with person accounts have fields for them, and a question that names a field that is not there is refused. */
    async function withFields<T>(doing: (fields: PersonFields) => Promise<T>): Promise<T> {
      const own = { timeZoneField, languageField }
      if (!withoutPersonAccounts.has(apiUrl))
        try {
          return await doing({ ...own, personAccounts: true })
        } catch (error) {
          if (!lacksPersonAccounts(error)) throw error
          withoutPersonAccounts.add(apiUrl)
        }
      return doing({ ...own, personAccounts: false })
    }

    const crm: Crm = {
      async org() {
        // Where the API begins it says whom it takes us for: …/id/<org>/<user>.
        const { identity } = shaped(rootShape, await ask({ method: 'GET', path: '/' }))
        const [row] = await askOne(ask, { soql: 'SELECT Id, Name, IsSandbox FROM Organization', deleted: false })
        const { Id, Name, IsSandbox } = shaped(orgShape, row)
        return { id: Id, name: Name, sandbox: IsSandbox, userId: shaped(idShape, identity.split('/').at(-1)) }
      },
      async users() {
        const rows = await askOne(ask, { soql: `SELECT ${USER_FIELDS} FROM User ORDER BY Id`, deleted: false })
        return rows.map(userOf)
      },
      async person(record) {
        // Where somebody names an account, the org may have got person accounts since.
        if (record.object === 'Account') withoutPersonAccounts.delete(apiUrl)
        return withFields((fields) => followRecord(ask, record, fields))
      },
      people: (by) => withFields((fields) => findPeople(ask, by, fields)),
      async values({ object, id }, fields) {
        const odd = fields.find((field) => !/^[A-Za-z]\w*$/.test(field))
        if (odd !== undefined)
          throw new CrmTrouble('refused', `There is no field of the name ${odd}.`, { code: 'INVALID_FIELD', fields: [odd] })
        const soql = `SELECT ${[...new Set(['Id', ...fields])].join(', ')} FROM ${object} WHERE Id = ${quoted(id)}`
        const [row] = await askOne(ask, { soql, deleted: false })
        if (row === undefined) throw new CrmTrouble('gone', 'This record is gone, or not ours to see.', { code: 'NOT_FOUND' })
        const said = shaped(valuesShape, row)
        return Object.fromEntries(fields.map((field) => [field, said[field] ?? null]))
      },
      put: (write) => putBooking(ask, write),
      async find(bookingId) {
        const names = Object.keys(foundShape.shape).join(', ')
        const soql = `SELECT ${names} FROM Booking__c WHERE BookingId__c = ${quoted(bookingId)}`
        const [row] = await askOne(ask, { soql, deleted: false })
        if (row === undefined) return null
        const found = shaped(foundShape, row)
        const { Status__c: status, EventId__c: eventId } = found
        return { status, eventId, person: refOf('Contact', found.Contact__c) ?? refOf('Lead', found.Lead__c) }
      },
      putTask: (write) => putTask(ask, write),
      findTask: (activityId) => findTask(ask, activityId),
      changes: (since) => withFields((fields) => readChanges(ask, since, fields)),
      fields: async (object) => fieldsOfDescribe(await ask({ method: 'GET', path: `/sobjects/${segment(object)}/describe` })),
    }
    return crm
  }
}

const refOf = (object: PersonRef['object'], id: string | null): PersonRef | null => (id === null ? null : { object, id })

/** Contacts and unconverted leads, in one call. */
async function findPeople(ask: Ask, by: Parameters<Crm['people']>[0], fields: PersonFields): Promise<CrmPerson[]> {
  const where = 'email' in by ? () => `Email = ${quoted(by.email)}` : phoneCondition(by.phone)
  if (where === null) return []
  const last = `ORDER BY CreatedDate, Id LIMIT ${PEOPLE}`
  const answers = await askAll(ask, [
    { name: 'contacts', soql: `SELECT ${fieldsOf('Contact', fields)} FROM Contact WHERE ${where(CONTACT_PHONES)} ${last}`, deleted: false },
    {
      name: 'leads',
      soql: `SELECT ${fieldsOf('Lead', fields)} FROM Lead WHERE IsConverted = false AND ${where(LEAD_PHONES)} ${last}`,
      deleted: false,
    },
  ])
  const [contacts = [], leads = []] = answers.map(({ rows }) => rows)
  const same = (row: Parameters<typeof hasPhone>[0]) => 'email' in by || hasPhone(row, by.phone)
  const found = [
    ...contacts.map((row) => shaped(contactShape, row)).flatMap((row) => (same(row) ? contactPerson(row, fields) : [])),
    ...leads.map((row) => shaped(leadShape, row)).flatMap((row) => (same(row) ? leadPerson(row, fields) : [])),
  ]
  return found.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()).slice(0, PEOPLE)
}

const CONTACT_PHONES = ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone']
const LEAD_PHONES = ['Phone', 'MobilePhone']

/** Salesforce keeps numbers as they were typed: whatever stands between the digits, and before the first one, may be anything. */
function phoneCondition(phone: string): ((fields: readonly string[]) => string) | null {
  const parts = phoneParts(phone)
  if (!parts) return null
  const pattern = quoted(`%${[...parts.national].join('%')}%`)
  return (fields) => `(${fields.map((field) => `${field} LIKE ${pattern}`).join(' OR ')})`
}
