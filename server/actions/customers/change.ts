import { type Customer, getCustomer, lockCustomers, updateCustomer } from '../../db/customers.ts'
import { getRepCard } from '../../db/reps.ts'
import type { Caller } from '../../domain/booking.ts'
import { Refusal } from '../../domain/refusal.ts'
import { followReach } from '../crm/reach.ts'
import type { Services } from '../services.ts'
import type { CustomerWish } from './make.ts'

/** What a record of the CRM says, and is changed there. */
const OF_THE_RECORD = ['name', 'email', 'phone'] as const

/**
 * Change what is known of a customer. Coming bookings that have the email or phone of before follow. Refuses with `conflict` to change what the
 * customer's record in Salesforce says.
 */
export async function changeCustomer(services: Services, caller: Caller, id: string, wish: Partial<CustomerWish>): Promise<Customer> {
  const { db } = services
  const { owner, ...rest } = wish
  const ownerId = owner === undefined ? {} : { ownerId: owner === null ? null : (await getRepCard(db, owner)).id }
  return db.transaction().execute(async (tx) => {
    const before = await getCustomer(tx, id)
    await lockCustomers(tx, [before.id])
    const after: Customer = { ...before, ...rest, ...ownerId }
    if (before.salesforceId !== null && OF_THE_RECORD.some((field) => after[field] !== before[field]))
      throw new Refusal('conflict', 'Name, email and phone come from the record in Salesforce. Change them there.')
    await updateCustomer(tx, after)
    await followReach(
      services,
      tx,
      [{ id: before.id, emailBefore: before.email, email: after.email, phoneBefore: before.phone, phone: after.phone }],
      caller,
    )
    return after
  })
}
