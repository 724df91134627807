import { findAlikeGroups, joinInto } from '../../db/customer-merge.ts'
import { type Customer, getCustomer, lockCustomers } from '../../db/customers.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Sight } from '../../domain/sight.ts'
import type { Services } from '../services.ts'

/**
 * Make one of two customers who are one person: bookings, places in projects and links move to the one who stays, who also gets what only the
 * other had. Refuses with `conflict` if both have records in Salesforce, which are merged there.
 */
export async function mergeCustomers({ db }: Services, fromId: string, intoId: string): Promise<Customer> {
  return db.transaction().execute(async (tx) => {
    await lockCustomers(tx, [fromId, intoId])
    const [from, into] = [await getCustomer(tx, fromId), await getCustomer(tx, intoId)]
    if (from.id === into.id) throw new Refusal('conflict', 'These are one customer already.')
    if (from.salesforceId !== null && into.salesforceId !== null)
      throw new Refusal('conflict', 'Both have a record in Salesforce. Merge the records there, and the customers follow.')
    await joinInto(tx, from, into)
    return getCustomer(tx, into.id)
  })
}

/** Customers who share an email or a phone, each group with what they share; at most `limit` groups. */
export const findDuplicates = ({ db }: Services, sight: Sight, limit: number) => findAlikeGroups(db, sight, limit)
