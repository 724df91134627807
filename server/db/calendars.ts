/** Calendars as they are read: what is known of each, and the busy time that comes of it. */
import { sql } from 'kysely'
import type { CalendarAccess, CalendarEntry, Vendor } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import { type Database, isId } from './database.ts'

/** An account as the reading of its calendars needs it. */
export interface SyncAccount {
  readonly id: string
  readonly repId: string
  readonly vendor: Vendor
  readonly name: string
  readonly revoked: boolean
  readonly unreachable: boolean
  readonly failingSince: Date | null
  readonly failures: number
  /** Which of the times it was connected this is. */
  readonly connection: number
  readonly nextSyncAt: Date
}

export interface SyncCalendar {
  readonly id: string
  readonly vendorId: string
  readonly name: string
  readonly access: CalendarAccess
  readonly counts: boolean
  readonly takesBookings: boolean
  readonly cursor: string | null
  readonly knownUntil: Date | null
  readonly completeAt: Date | null
  readonly syncedAt: Date | null
  readonly watchId: string | null
  readonly watchResource: string | null
  readonly watchExpiresAt: Date | null
}

export async function findSyncAccount(db: Database, id: string): Promise<SyncAccount | null> {
  if (!isId(id)) return null
  const row = await db
    .selectFrom('calendar_account')
    .select(['id', 'rep_id as repId', 'vendor', 'name', 'revoked', 'unreachable', 'failing_since as failingSince', 'failures'])
    .select(['connection', 'next_sync_at as nextSyncAt'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** The calendars of an account that have a use: they count, or take bookings. */
export const findSyncCalendars = (db: Database, accountId: string): Promise<SyncCalendar[]> =>
  db
    .selectFrom('calendar')
    .select(['id', 'vendor_id as vendorId', 'name', 'access', 'counts', 'takes_bookings as takesBookings', 'cursor'])
    .select(['known_until as knownUntil', 'complete_at as completeAt', 'synced_at as syncedAt'])
    .select(['watch_id as watchId', 'watch_resource as watchResource', 'watch_expires_at as watchExpiresAt'])
    .where('account_id', '=', accountId)
    .where((row) => row.or([row('counts', '=', true), row('takes_bookings', '=', true)]))
    .orderBy('id')
    .execute()

/** The accounts whose calendars are to be read now. They are put off to `next`, so that nobody else takes them as well. */
export async function takeDueAccounts(db: Database, now: Date, next: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update calendar_account set next_sync_at = ${next} where id in (
      select id from calendar_account where next_sync_at <= ${now} and not revoked order by next_sync_at limit 2000 for update skip locked)
    returning id::text as id`.execute(db)
  return rows.map(({ id }) => id)
}

/** How the last reading of an account went. */
export interface AccountState {
  readonly revoked: boolean
  readonly unreachable: boolean
  readonly failingSince: Date | null
  readonly failures: number
  readonly problem: string | null
  readonly nextSyncAt: Date
}

/** Note how the last reading of an account went, unless it has been connected anew since: then false. */
export async function setAccountState(
  tx: Database,
  { id, connection }: Pick<SyncAccount, 'id' | 'connection'>,
  state: AccountState,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('calendar_account')
    .set({
      revoked: state.revoked,
      unreachable: state.unreachable,
      failing_since: state.failingSince,
      failures: state.failures,
      problem: state.problem,
      next_sync_at: state.nextSyncAt,
    })
    .where('id', '=', id)
    .where('connection', '=', connection)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** How far a calendar has been read. */
export interface Progress {
  readonly cursor: string | null
  readonly knownUntil: Date
  readonly syncedAt: Date
  /** When everything was read anew, if it was. */
  readonly completeAt?: Date
}

export async function setProgress(tx: Database, calendarId: string, { cursor, knownUntil, syncedAt, completeAt }: Progress): Promise<void> {
  await tx
    .updateTable('calendar')
    .set({ cursor, known_until: knownUntil, synced_at: syncedAt, ...(completeAt ? { complete_at: completeAt } : {}) })
    .where('id', '=', calendarId)
    .execute()
}

/** The next reading of this calendar begins anew. */
export async function forgetCursor(db: Database, calendarId: string): Promise<void> {
  await db.updateTable('calendar').set({ cursor: null }).where('id', '=', calendarId).execute()
}

/** What was found in the moment of a booking is kept under this name, and when that was, until a reading that begins later. */
const ASKED = 'asked in the moment of booking '

const isAsked = sql<boolean>`starts_with(entry, ${ASKED})`
const isAskedBy = (at: Date) => sql<boolean>`${isAsked} and entry collate "C" <= ${ASKED + at.toISOString()}`

/** Whether something that was found in the moment of a booking, no later than `at`, still counts. */
export async function hasAskedBusy(db: Database, calendarId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`select from busy where source = ${calendarId} and ${isAskedBy(at)} limit 1`.execute(db)
  return rows.length > 0
}

/**
 * The rep's busy time that comes of these entries, read from `readAt` on, takes the place of what was known of them, or of all that was known.
 * The rep is touched.
 */
export async function replaceBusy(
  tx: Database,
  calendar: { readonly id: string; readonly repId: string },
  { complete, entries, removed }: { complete: boolean; entries: readonly CalendarEntry[]; removed: readonly string[] },
  readAt: Date,
): Promise<void> {
  const keys = [...removed, ...entries.map(({ key }) => key)]
  await sql`delete from busy where source = ${calendar.id}
    and ((${complete} and not ${isAsked}) or entry = any(${keys}::text[]) or (${isAskedBy(readAt)}))`.execute(tx)
  const spans = entries.flatMap(({ key, busy }) => busy.map(({ start, end }) => ({ key, start, end }))).filter(isNotEmpty)
  await insertBusy(tx, calendar, spans)
}

/** Busy time that was found in the moment of a booking, and is not known yet. The rep is touched. */
export const addAskedBusy = (
  tx: Database,
  calendar: { readonly id: string; readonly repId: string },
  spans: readonly Interval[],
  at: Date,
) =>
  insertBusy(
    tx,
    calendar,
    spans.filter(isNotEmpty).map((span) => ({ key: ASKED + at.toISOString(), ...span })),
  )

const isNotEmpty = ({ start, end }: Interval): boolean => start < end

async function insertBusy(
  tx: Database,
  { id, repId }: { readonly id: string; readonly repId: string },
  spans: readonly { key: string; start: Date; end: Date }[],
): Promise<void> {
  if (spans.length === 0) return
  await sql`insert into busy (rep_id, source, entry, starts_at, ends_at)
    select ${repId}::uuid, ${id}, key, starts_at, ends_at
    from unnest(${spans.map((one) => one.key)}::text[], ${spans.map((one) => one.start)}::timestamptz[], ${spans.map((one) => one.end)}::timestamptz[])
      as given (key, starts_at, ends_at)`.execute(tx)
}

/** A calendar that a rep's time is judged by. */
export interface CountedCalendar {
  readonly id: string
  readonly accountId: string
  readonly repId: string
  readonly vendorId: string
  readonly access: CalendarAccess
}

/** The calendars of these reps that count, and whose time was last read before `since`. */
export const findStaleCalendars = (db: Database, repIds: readonly string[], since: Date): Promise<CountedCalendar[]> =>
  db
    .selectFrom('calendar')
    .innerJoin('calendar_account', 'calendar_account.id', 'calendar.account_id')
    .select(['calendar.id', 'account_id as accountId', 'calendar.rep_id as repId', 'vendor_id as vendorId', 'access'])
    .where(sql<boolean>`calendar.rep_id = any(${repIds}::uuid[])`)
    .where('counts', '=', true)
    .where('revoked', '=', false)
    .where((row) => row.or([row('synced_at', 'is', null), row('synced_at', '<', since)]))
    .execute()

/** A calendar that takes the bookings of its rep. */
export interface BookingCalendar extends Omit<CountedCalendar, 'access'> {
  readonly vendor: Vendor
}

/** The calendars to which the bookings of these reps are written. */
export const findBookingCalendars = (db: Database, repIds: readonly string[]): Promise<BookingCalendar[]> =>
  db
    .selectFrom('calendar')
    .innerJoin('calendar_account', 'calendar_account.id', 'calendar.account_id')
    .select(['calendar.id', 'account_id as accountId', 'calendar.rep_id as repId', 'vendor_id as vendorId', 'vendor'])
    .where(sql<boolean>`calendar.rep_id = any(${repIds}::uuid[])`)
    .where('takes_bookings', '=', true)
    .execute()

/** Remove a calendar that its account has no longer, with the busy time that came of it. The rep is touched. */
export async function deleteCalendar(tx: Database, id: string): Promise<void> {
  await tx.deleteFrom('busy').where('source', '=', id).execute()
  await tx.deleteFrom('calendar').where('id', '=', id).execute()
}

/** The calendar that is watched under this name. */
export async function findWatched(db: Database, watchId: string): Promise<{ calendarId: string; accountId: string } | null> {
  const row = await db.selectFrom('calendar').select(['id', 'account_id']).where('watch_id', '=', watchId).executeTakeFirst()
  return row ? { calendarId: row.id, accountId: row.account_id } : null
}

export async function setWatch(
  db: Database,
  calendarId: string,
  watch: { readonly id: string; readonly resource: string | null; readonly expiresAt: Date } | null,
): Promise<void> {
  await db
    .updateTable('calendar')
    .set({ watch_id: watch?.id ?? null, watch_resource: watch?.resource ?? null, watch_expires_at: watch?.expiresAt ?? null })
    .where('id', '=', calendarId)
    .execute()
}

/** Read this calendar's account at `at`, or as soon as it is read anyway. */
export async function askForSoonerSync(db: Database, calendarId: string, at: Date): Promise<void> {
  await sql`update calendar_account set next_sync_at = least(next_sync_at, ${at})
    where id = (select account_id from calendar where id = ${calendarId}::uuid)`.execute(db)
}

/** How many days ahead anything may be booked. */
export async function longestWindowDays(db: Database): Promise<number> {
  const { rows } = await sql<{ days: number | null }>`select max(booking_window_days) as days from event_type`.execute(db)
  return rows[0]?.days ?? 60
}

/** An account in trouble, as people are told of it. */
export interface TroubledAccount extends Pick<SyncAccount, 'id' | 'repId' | 'vendor' | 'name' | 'revoked' | 'unreachable'> {
  readonly failingSince: Date
  readonly problem: string
}

/** The account, if it is in trouble. */
export async function findTroubledAccount(db: Database, id: string): Promise<TroubledAccount | null> {
  const row = await db
    .selectFrom('calendar_account')
    .select(['id', 'rep_id as repId', 'vendor', 'name', 'revoked', 'unreachable', 'failing_since as failingSince', 'problem'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.failingSince ? { ...row, failingSince: row.failingSince, problem: row.problem ?? '' } : null
}
