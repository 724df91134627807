/** The rows of bookings in the CRM, as far as people change them there. */
import { sql } from 'kysely'
import type { BookingChange } from '../domain/crm.ts'
import type { KnownRow } from '../domain/crm-outcome.ts'
import { lockBookings } from './crm-records.ts'
import { type Database, isId } from './database.ts'
import type { Tables } from './tables.ts'

/** What is known of a booking's row. */
export interface StoredRow extends KnownRow {
  readonly bookingId: string
}

/**
 * What is known of the rows of these bookings in this org, by booking. Those that are no booking of ours are left out, and those that we wrote
 * elsewhere: an org may be a copy of another.
 */
export async function findRows(db: Database, orgId: string, bookingIds: readonly string[]): Promise<Map<string, StoredRow>> {
  const ids = bookingIds.filter(isId)
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('booking')
    .leftJoin('crm_record', 'crm_record.booking_id', 'booking.id')
    .select([
      'booking.id as bookingId',
      'crm_record.status',
      'followed_at as followedAt',
      'followed_status as followedStatus',
      'written_at as writtenAt',
    ])
    .select(sql<boolean>`coalesce(unsure, false)`.as('unsure'))
    .where((row) => row.or([row('org_id', 'is', null), row('org_id', '=', orgId)]))
    .where(sql<boolean>`booking.id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.bookingId, row]))
}

/**
 * Note that what somebody made of a row was answered; false if the row is no longer the one that was seen. What was noticed about it is
 * shown to staff.
 */
export async function answerRow(
  tx: Database,
  orgId: string,
  seen: StoredRow,
  change: BookingChange,
  notice: string | null,
): Promise<boolean> {
  await lockBookings(tx, [seen.bookingId])
  // A row of which we know nothing yet was made by the org itself.
  await sql`insert into crm_record (booking_id, org_id) values (${seen.bookingId}, ${orgId}) on conflict do nothing`.execute(tx)
  const { rows } = await sql`
    update crm_record set status = ${statusOf(change)}, followed_at = ${change.at}, followed_status = ${change.status}, put_back = ${notice},
      notices = (notices - coalesce(put_back, '')) ||
        case when ${notice}::text is null then '[]'::jsonb else jsonb_build_array(${notice}::text) end
    where booking_id = ${seen.bookingId} and status is not distinct from ${seen.status}
      and org_id = ${orgId} and followed_at is not distinct from ${seen.followedAt} returning booking_id`.execute(tx)
  return rows.length > 0
}

const STATUSES: readonly string[] = ['requested', 'scheduled', 'completed', 'no-show', 'cancelled', 'declined', 'expired']

const statusOf = ({ status }: BookingChange): Tables['crm_record']['status'] =>
  status !== null && STATUSES.includes(status) ? (status as Tables['crm_record']['status']) : null

/** Note that these bookings are to be written to the CRM anew, as far as they ever were to be there. Returns those. */
export async function askToWrite(tx: Database, bookingIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update booking set crm_sync = 'pending' from crm_record
    where booking_id = id and id = any(${bookingIds}::uuid[]) returning id`.execute(tx)
  return rows.map(({ id }) => id)
}
