import { findCustomerOfRecord } from '../../db/crm-people.ts'
import type { Customer } from '../../db/customers.ts'
import { CrmTrouble, type RecordRef } from '../../domain/crm.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { openOrg } from './access.ts'
import { keepPerson } from './keep-person.ts'
import { inTime } from './patience.ts'

/** The customer of a record; `stale` if the org did not answer, and this is what was known before. */
export interface RecordCustomer {
  readonly customer: Customer
  readonly stale: boolean
}

/**
 * The customer of a record, read from the org at this moment: a converted or merged record is the one it became. If the org does not answer,
 * what is known of that record stands. Null: no org is connected. Throws `CrmTrouble`, of the kind `gone` for a record that is not there.
 */
export async function customerOfRecord(services: Services, ref: RecordRef): Promise<RecordCustomer | null> {
  try {
    const opened = await openOrg(services)
    if (opened === null) return null
    const person = await inTime(opened.crm.person(ref))
    return { customer: await keepPerson(services, person, ref), stale: false }
  } catch (error) {
    if (!(error instanceof CrmTrouble) || error.kind === 'gone') throw error
    const known = await findCustomerOfRecord(services.db, ref.id)
    if (known === null) throw error
    services.report('A record could not be read; what is known of it stands', { object: ref.object, record: ref.id }, error)
    return { customer: known, stale: true }
  }
}

/** The customer of a record that somebody names in a request. Refuses in words. */
export async function getCustomerOfRecord(services: Services, ref: RecordRef): Promise<Customer> {
  const found = await customerOfRecord(services, ref).catch((error) => {
    throw refusalOf(error, ref)
  })
  if (found === null) throw new Refusal('conflict', 'No Salesforce org is connected.')
  return found.customer
}

/**
 * Who the person of a record is here, for a question that must not wait: Salesforce is asked only for a record that is not known yet, and if it does
 * not answer, nobody. Refuses a record that is not there.
 */
export async function idOfRecord(services: Services, ref: RecordRef): Promise<string | undefined> {
  const known = await findCustomerOfRecord(services.db, ref.id)
  if (known !== null) return known.id
  try {
    return (await customerOfRecord(services, ref))?.customer.id
  } catch (error) {
    if (error instanceof CrmTrouble && error.kind !== 'gone') return undefined
    throw refusalOf(error, ref)
  }
}

function refusalOf(error: unknown, { object }: RecordRef): unknown {
  if (!(error instanceof CrmTrouble)) return error
  const name = object.toLowerCase()
  if (error.kind === 'gone') return new Refusal('not-found', `This ${name} was deleted in Salesforce, or our user there may not see it.`)
  return new Refusal(
    'conflict',
    `Salesforce does not answer, and this ${name} is not known here yet. Nothing was booked; try again in a moment.`,
  )
}
