import { getBooking } from '../../db/bookings.ts'
import { askForCrmAgain, findLeftForCrm } from '../../db/crm-records.ts'
import type { Database } from '../../db/database.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

/** Write a booking once more that the org did not take. Refuses with `conflict` if nothing of it is left to be written. */
export async function replayCrmWrite(services: Services, bookingId: string): Promise<void> {
  const { id } = await getBooking(services.db, bookingId)
  const asked = await services.db.transaction().execute((tx) => again(services, tx, [id]))
  if (asked === 0) throw new Refusal('conflict', 'Nothing of this booking is left to be written.')
}

/** Write all bookings once more that the org did not take. Returns how many they are. */
export const replayAllCrmWrites = (services: Services): Promise<number> =>
  services.db.transaction().execute(async (tx) => again(services, tx, await findLeftForCrm(tx, ['failed'])))

/**
 * Write what is left, once an org is connected: what waited for it, and what it did not take. Bookings made while there was none are no part of
 * it. In the transaction that connects it, or after it. Returns how many they are.
 */
export const writeWhatIsLeft = async (services: Services, tx: Database = services.db): Promise<number> =>
  again(services, tx, await findLeftForCrm(tx, ['pending', 'failed']))

async function again({ queue }: Services, tx: Database, bookingIds: readonly string[]): Promise<number> {
  const ids = await askForCrmAgain(tx, bookingIds)
  await queue.enqueue(
    tx,
    ids.map((bookingId) => ['crm.write', { bookingId }]),
  )
  return ids.length
}
