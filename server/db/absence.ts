/** What an absence touches: time off as it is stored, and the open bookings in which reps take part. */
import { sql } from 'kysely'
import type { Caller } from '../domain/booking.ts'
import { type Database, isId, json } from './database.ts'
import type { Override, WeeklyHours } from './tables.ts'

/** Time off as people see it. What somebody has entered can be taken back; what an import has brought is the import's. */
export interface TimeOff {
  readonly id: string
  readonly start: Date
  readonly end: Date
  readonly source: 'import' | 'entered'
  readonly reason: string | null
}

/** A rep's time off that touches [from, to), the earliest first. */
export const findTimeOff = (db: Database, repId: string, from: Date, to: Date): Promise<TimeOff[]> =>
  db
    .selectFrom('time_off')
    .select(['id', 'starts_at as start', 'ends_at as end', 'source', 'reason'])
    .where('rep_id', '=', repId)
    .where('ends_at', '>', from)
    .where('starts_at', '<', to)
    .orderBy('starts_at')
    .orderBy('id')
    .execute()

/** Store time off that somebody enters. The rep is touched already. */
export const insertTimeOff = (
  tx: Database,
  repId: string,
  spans: readonly { readonly start: Date; readonly end: Date; readonly reason: string | null }[],
  by: Caller,
): Promise<TimeOff[]> =>
  tx
    .insertInto('time_off')
    .values(
      spans.map(({ start, end, reason }) => ({
        rep_id: repId,
        starts_at: start,
        ends_at: end,
        reason,
        source: 'entered' as const,
        created_by: json(by),
      })),
    )
    .returning(['id', 'starts_at as start', 'ends_at as end', 'source', 'reason'])
    .execute()

/** A rep's time off by its id, or null. */
export async function findTimeOffById(db: Database, repId: string, id: string): Promise<Omit<TimeOff, 'id'> | null> {
  if (!isId(id)) return null
  const row = await db
    .selectFrom('time_off')
    .select(['starts_at as start', 'ends_at as end', 'source', 'reason'])
    .where('id', '=', id)
    .where('rep_id', '=', repId)
    .executeTakeFirst()
  return row ?? null
}

/** Remove time off. The rep is touched already. */
export const deleteTimeOff = (tx: Database, id: string) => tx.deleteFrom('time_off').where('id', '=', id).execute()

/** A rep's hours as they are stored, and whether they take bookings at all. */
export interface StoredSchedule {
  readonly weeklyHours: readonly WeeklyHours[]
  readonly overrides: readonly Override[]
  readonly active: boolean
}

export const getSchedule = (db: Database, repId: string): Promise<StoredSchedule> =>
  db.selectFrom('rep').select(['weekly_hours as weeklyHours', 'overrides', 'active']).where('id', '=', repId).executeTakeFirstOrThrow()

/** Store a rep's hours; what is absent stays. The rep is touched already. */
export async function updateSchedule(tx: Database, repId: string, change: Partial<Omit<StoredSchedule, 'active'>>): Promise<void> {
  const { weeklyHours, overrides } = change
  const set = {
    ...(weeklyHours === undefined ? {} : { weekly_hours: json(weeklyHours) }),
    ...(overrides === undefined ? {} : { overrides: json(overrides) }),
  }
  if (Object.keys(set).length > 0) await tx.updateTable('rep').set(set).where('id', '=', repId).execute()
}

/** An open booking and one of those who take part in it. */
export interface Part {
  readonly repId: string
  readonly bookingId: string
  readonly start: Date
  readonly end: Date
}

/** The open bookings that these reps (null: all) take part in and that touch [from, to), the earliest first, at most `limit`. */
export async function findParts(
  db: Database,
  repIds: readonly string[] | null,
  from: Date,
  to: Date | null,
  limit: number,
): Promise<Part[]> {
  if (repIds?.length === 0) return []
  const ofReps = repIds === null ? sql`true` : sql`occupancy.rep_id = any(${repIds}::uuid[])`
  // No meeting is longer than a day: so the index by start is of use.
  const dayBefore = new Date(from.getTime() - 86_400_000)
  const { rows } = await sql<Part>`
    select occupancy.rep_id as "repId", booking.id as "bookingId", booking.starts_at as start, booking.ends_at as "end"
    from occupancy join booking on booking.id = occupancy.booking_id
    where ${ofReps} and booking.status in ('requested', 'scheduled')
      and tstzrange(occupancy.busy_from, occupancy.busy_until) && tstzrange(${from}, ${to})
      and booking.ends_at > ${from} and booking.starts_at > ${dayBefore} and (${to}::timestamptz is null or booking.starts_at < ${to})
    order by booking.starts_at, booking.id limit ${limit}`.execute(db)
  return rows
}
