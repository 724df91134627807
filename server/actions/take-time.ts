import type { Database } from '../db/database.ts'
import { deleteHold } from '../db/holds.ts'
import { deleteExpiredOccupancy } from '../db/occupancy.ts'
import { touchReps } from '../db/reps.ts'
import { type Hold, peopleOf } from '../domain/hold.ts'
import type { Services } from './services.ts'

/**
 * Lock the time of these people, and give back what the hold that is used up, and any that has expired, keeps of it. Returns the instant
 * by which that was judged, read once nobody else could change their time any more.
 */
export async function lockTime({ now }: Services, tx: Database, repIds: readonly string[], hold: Hold | null = null): Promise<Date> {
  await touchReps(tx, [...repIds, ...(hold ? peopleOf(hold) : [])])
  const at = now()
  if (hold) await deleteHold(tx, hold.id)
  await deleteExpiredOccupancy(tx, repIds, at)
  return at
}
