import { markUnwritten } from '../../db/calendar-accounts.ts'
import type { Database } from '../../db/database.ts'
import type { Services } from '../services.ts'
import { findUnsure } from './confirm.ts'

/** Have an account read as soon as the transaction is committed. */
export const readSoon = ({ queue }: Services, tx: Database, accountId: string): Promise<void> =>
  queue.enqueue(tx, [['calendar.sync', { accountId }]])

/** Have those calendars of these reps read that were last read too long ago to book by. */
export async function readUnsure(services: Services, tx: Database, repIds: readonly string[]): Promise<void> {
  const unsure = await findUnsure({ ...services, db: tx }, repIds)
  const accounts = new Set([...unsure.values()].flat().map(({ accountId }) => accountId))
  for (const accountId of accounts) await readSoon(services, tx, accountId)
}

/** Have the coming bookings of a rep written to whichever calendar takes them then. */
export async function writeSoon({ queue, now }: Services, tx: Database, repId: string): Promise<void> {
  const bookings = await markUnwritten(tx, repId, now())
  await queue.enqueue(
    tx,
    bookings.map((bookingId) => ['calendar.write', { bookingId }]),
  )
}
