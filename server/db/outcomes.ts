import type { Database } from './database.ts'
import type { RepCard } from './reps.ts'

/** A meeting that is over, and the rep who can say what came of it. */
export interface AskedOutcome {
  readonly bookingId: string
  readonly subject: string
  readonly start: Date
  readonly rep: RepCard
}

/** The meetings that ended within this span, have no outcome, and whose rep can sign in and was not asked yet. */
export async function findOutcomesToAsk(db: Database, from: Date, to: Date): Promise<AskedOutcome[]> {
  const rows = await db
    .selectFrom('booking')
    .innerJoin('rep', 'rep.id', 'booking.rep_id')
    .innerJoin('staff_account', 'staff_account.email', 'rep.email')
    .select(['booking.id as bookingId', 'subject', 'starts_at as start'])
    .select(['rep.id', 'rep.email', 'rep.name', 'rep.time_zone as timeZone'])
    .where('booking.status', '=', 'scheduled')
    .where('ends_at', '>', from)
    .where('ends_at', '<=', to)
    .where('outcome_asked_at', 'is', null)
    .where('deactivated_at', 'is', null)
    .orderBy('ends_at')
    .limit(500)
    .execute()
  return rows.map(({ bookingId, subject, start, ...rep }) => ({ bookingId, subject, start, rep }))
}

export async function noteOutcomeAsked(db: Database, bookingId: string, at: Date): Promise<void> {
  await db.updateTable('booking').set({ outcome_asked_at: at }).where('id', '=', bookingId).execute()
}
