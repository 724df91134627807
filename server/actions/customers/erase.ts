import { getCustomer, lockCustomers } from '../../db/customers.ts'
import { erasePerson, lockBookingsOf } from '../../db/personal-data.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

/**
 * Forget a person for good; returns how many of their bookings stay as figures without a name. Refuses with `conflict` while an appointment is
 * to come: it is cancelled first, so that everybody is told.
 */
export async function eraseCustomer({ db, now }: Services, id: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { id: found } = await getCustomer(tx, id)
    await lockCustomers(tx, [found])
    const customer = await getCustomer(tx, found)
    const bookings = await lockBookingsOf(tx, customer)
    const coming = bookings.filter(({ isOpen, end }) => isOpen && end > now()).length
    if (coming > 0)
      throw new Refusal(
        'conflict',
        `${coming === 1 ? 'An appointment is' : `${coming} appointments are`} still to come. Cancel first, so that everybody is told.`,
      )
    await erasePerson(
      tx,
      customer,
      bookings.map((one) => one.id),
    )
    return bookings.length
  })
}
