/** The time that bookings and holds take: a row per person or room, judged by one exclusion constraint. */
import type { Hold } from '../domain/hold.ts'
import { peopleOf } from '../domain/hold.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, violates } from './database.ts'

type Time = Pick<Hold, 'repId' | 'with' | 'start' | 'end' | 'bufferBeforeMinutes' | 'bufferAfterMinutes'>

/** Take the time of everybody concerned. Throws `slot-taken` if one of them got another booking or hold in the meantime. */
export async function occupy(
  tx: Database,
  owner: { readonly bookingId: string } | { readonly holdId: string; readonly expiresAt: Date },
  time: Time,
): Promise<void> {
  const minutes = (instant: Date, by: number) => new Date(instant.getTime() + by * 60_000)
  const row = {
    booking_id: 'bookingId' in owner ? owner.bookingId : null,
    hold_id: 'holdId' in owner ? owner.holdId : null,
    expires_at: 'holdId' in owner ? owner.expiresAt : null,
    starts_at: time.start,
    ends_at: time.end,
    busy_from: minutes(time.start, -time.bufferBeforeMinutes),
    busy_until: minutes(time.end, time.bufferAfterMinutes),
  }
  try {
    await tx
      .insertInto('occupancy')
      .values(peopleOf(time).map((rep_id) => ({ ...row, rep_id })))
      .execute()
  } catch (error) {
    if (violates(error, 'occupancy_rep_free')) throw new Refusal('slot-taken')
    throw error
  }
}

/** Give back the time of a booking. */
export async function deleteOccupancyOf(tx: Database, bookingId: string): Promise<void> {
  await tx.deleteFrom('occupancy').where('booking_id', '=', bookingId).execute()
}

/**
 * Give back what expired holds keep of these reps' time: the constraint cannot look at the clock. The caller has touched them.
 *
 * Only their rows go, not the holds: those may keep the time of others, who are not locked.
 */
export async function deleteExpiredOccupancy(tx: Database, repIds: readonly string[], at: Date): Promise<void> {
  await tx.deleteFrom('occupancy').where('rep_id', 'in', repIds).where('hold_id', 'is not', null).where('expires_at', '<=', at).execute()
}
