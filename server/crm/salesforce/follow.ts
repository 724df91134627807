/** From a record that somebody named to the person it stands for today. */
import { z } from 'zod'
import { type CrmPerson, CrmTrouble, type RecordRef } from '../../domain/crm.ts'
import type { Ask } from './calls.ts'
import { contactPerson, contactShape, fieldsOf, idShape, leadPerson, leadShape, type PersonFields } from './person.ts'
import { shaped } from './shaped.ts'
import { askOne, quoted } from './soql.ts'

const accountShape = z.object({
  IsPersonAccount: z.boolean(),
  PersonContactId: idShape.nullable(),
  IsDeleted: z.boolean(),
  MasterRecordId: idShape.nullable(),
})

/** The longest way from record to record that is followed. */
const STEPS = 10

/** The person of a record, through mergers and conversions. Throws `gone` where there is none. */
export async function followRecord(ask: Ask, record: RecordRef, fields: PersonFields): Promise<CrmPerson> {
  let at = record
  for (let step = 0; step < STEPS; step++) {
    const found = await look(ask, at, fields)
    if ('name' in found) return found
    at = found
  }
  throw gone('This record leads from one to another without an end.')
}

const COMPANY = 'This account is a company’s, not a person’s.'

/** An org that has no person accounts has no field that says so. */
function noPersonAccounts(error: unknown): never {
  throw lacksPersonAccounts(error) ? gone(COMPANY) : error
}

/** Whether something was refused because the org has no person accounts. */
export const lacksPersonAccounts = (error: unknown): boolean =>
  error instanceof CrmTrouble && error.code === 'INVALID_FIELD' && /IsPersonAccount|PersonContactId/.test(error.message)

const gone = (words: string) => new CrmTrouble('gone', words, { code: 'NOT_FOUND' })

async function look(ask: Ask, { object, id }: RecordRef, fields: PersonFields): Promise<CrmPerson | RecordRef> {
  const names = object === 'Account' ? Object.keys(accountShape.shape).join(', ') : fieldsOf(object, fields)
  // Deleted ones as well: a record that went into another one still says into which.
  const asked = askOne(ask, { soql: `SELECT ${names} FROM ${object} WHERE Id = ${quoted(id)}`, deleted: true })
  const [row] = object === 'Account' ? await asked.catch(noPersonAccounts) : await asked
  if (row === undefined) throw gone('There is no such record, or it may not be seen.')
  if (object === 'Account') {
    const account = shaped(accountShape, row)
    if (account.IsDeleted) return into('Account', account.MasterRecordId)
    if (account.PersonContactId === null) throw gone(COMPANY)
    return { object: 'Contact', id: account.PersonContactId }
  }
  if (object === 'Contact') {
    const contact = shaped(contactShape, row)
    return contact.IsDeleted ? into('Contact', contact.MasterRecordId) : contactPerson(contact, fields)
  }
  const lead = shaped(leadShape, row)
  if (lead.IsDeleted) return into('Lead', lead.MasterRecordId)
  if (!lead.IsConverted) return leadPerson(lead, fields)
  if (lead.ConvertedContactId !== null) return { object: 'Contact', id: lead.ConvertedContactId }
  return into('Account', lead.ConvertedAccountId)
}

function into(object: RecordRef['object'], id: string | null): RecordRef {
  if (id === null) throw new CrmTrouble('gone', 'This record was deleted.', { code: 'ENTITY_IS_DELETED' })
  return { object, id }
}
