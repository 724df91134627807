import { findCustomerOfRecord, keepCustomerOf } from '../../db/crm-people.ts'
import type { Customer } from '../../db/customers.ts'
import type { CrmPerson, RecordRef } from '../../domain/crm.ts'
import type { Services } from '../services.ts'
import { followReach } from './reach.ts'

/**
 * The customer of a record, made or brought up to date: what the record says holds, and whose the record is decides the owner. `asked` is
 * the record that was asked for, if it has become this one.
 */
export const keepPerson = (services: Services, person: CrmPerson, asked: RecordRef = person.ref): Promise<Customer> =>
  services.db.transaction().execute(async (tx) => {
    const before = (await findCustomerOfRecord(tx, person.ref.id)) ?? (await findCustomerOfRecord(tx, asked.id))
    const customer = await keepCustomerOf(tx, person, services.now(), asked)
    const { id, email, phone } = customer
    // No reading will find this new any more, so coming bookings follow now.
    if (before?.id === id) await followReach(services, tx, [{ id, email, phone, emailBefore: before.email, phoneBefore: before.phone }])
    return customer
  })
