import type { Booking, Caller } from '../domain/booking.ts'
import { type Database, json } from './database.ts'

/** What history calls it when a customer is reached by another email: links of before are void. */
export const EMAIL_CHANGED = 'email changed'

/** What a booking's history remembers of it at each step. */
export interface Remembered {
  readonly status: Booking['status']
  readonly repId: string
  readonly start: string
  readonly end: string
}

const remembered = ({ status, repId, start, end }: Booking): Remembered => ({
  status,
  repId,
  start: start.toISOString(),
  end: end.toISOString(),
})

/** Who changed a booking, when, how and why. */
export interface HistoryEntry {
  readonly action: string
  readonly at: Date
  readonly caller: Caller
  readonly reason: string | null
  readonly before: Booking | null
  readonly after: Booking
}

/** Note a change. Its number is higher than that of every earlier change of the same booking. */
export async function insertHistory(tx: Database, change: HistoryEntry): Promise<number> {
  const { before, after } = change
  const { id } = await tx
    .insertInto('booking_history')
    .values({
      booking_id: after.id,
      at: change.at,
      action: change.action,
      sequence: after.sequence,
      caller: json(change.caller),
      reason: change.reason,
      before: before ? json(remembered(before)) : null,
      after: json(remembered(after)),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return Number(id)
}

/** A step in a booking's life: what it was from `at` on. */
export interface Stage extends Remembered {
  readonly sequence: number
  readonly at: Date
}

/** What the booking looked like after each step, in order. */
export async function findStages(db: Database, bookingId: string): Promise<Stage[]> {
  const rows = await db
    .selectFrom('booking_history')
    .select(['sequence', 'at', 'after'])
    .where('booking_id', '=', bookingId)
    .orderBy('id')
    .execute()
  return rows.map(({ sequence, at, after }) => ({ ...(after as Remembered), sequence, at }))
}
