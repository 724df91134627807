/** The events of bookings in reps' calendars: what we wrote, and what people have made of it since. */
import { sql } from 'kysely'
import type { Vendor } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import type { Database } from './database.ts'

/** An event of a booking in one calendar. */
export interface StoredEvent {
  readonly calendarId: string
  readonly accountId: string
  readonly repId: string
  readonly vendor: Vendor
  readonly vendorId: string
  readonly key: string | null
  /** What the booking's sequence was when it was written; null: it may never have been. */
  readonly sequence: number | null
  readonly movedTo: Interval | null
  readonly gone: boolean
}

/** The events of a booking, also those that are to be removed. */
export async function findEvents(db: Database, bookingId: string): Promise<StoredEvent[]> {
  const rows = await db
    .selectFrom('calendar_event')
    .innerJoin('calendar', 'calendar.id', 'calendar_event.calendar_id')
    .innerJoin('calendar_account', 'calendar_account.id', 'calendar.account_id')
    .select(['calendar_event.calendar_id as calendarId', 'account_id as accountId', 'calendar.rep_id as repId', 'vendor'])
    .select(['vendor_id as vendorId', 'key', 'sequence', 'moved_start', 'moved_end', 'gone'])
    .where('booking_id', '=', bookingId)
    .execute()
  return rows.map(({ moved_start, moved_end, ...row }) => ({
    ...row,
    movedTo: moved_start && moved_end ? { start: moved_start, end: moved_end } : null,
  }))
}

/** From now on an event of the booking may be in this calendar. */
export async function expectEvent(db: Database, bookingId: string, calendarId: string): Promise<void> {
  await db
    .insertInto('calendar_event')
    .values({ booking_id: bookingId, calendar_id: calendarId })
    .onConflict((conflict) => conflict.constraint('calendar_event_once').doNothing())
    .execute()
}

/** The event says what the booking said at this sequence. */
export async function noteWritten(
  db: Database,
  bookingId: string,
  calendarId: string,
  written: { readonly key: string; readonly sequence: number; readonly at: Date } & Interval,
): Promise<void> {
  await db
    .updateTable('calendar_event')
    .set({ key: written.key, sequence: written.sequence, starts_at: written.start, ends_at: written.end, written_at: written.at })
    .set({ moved_start: null, moved_end: null, gone: false })
    .where('booking_id', '=', bookingId)
    .where('calendar_id', '=', calendarId)
    .execute()
}

/** Whatever people have made of the booking's events counts no longer: they are written anew. */
export async function rewriteEvents(db: Database, bookingId: string): Promise<void> {
  await db
    .updateTable('calendar_event')
    .set({ sequence: null, moved_start: null, moved_end: null, gone: false })
    .where('booking_id', '=', bookingId)
    .execute()
}

/** The event is there no longer. */
export async function forgetEvent(db: Database, bookingId: string, calendarId: string): Promise<void> {
  await db.deleteFrom('calendar_event').where('booking_id', '=', bookingId).where('calendar_id', '=', calendarId).execute()
}

/** An event of a scheduled booking, as it was written last. */
export interface KnownEvent {
  readonly bookingId: string
  readonly key: string
  readonly start: Date
  readonly end: Date
  readonly writtenAt: Date
}

/** What of this was written into the calendar for bookings that stand as they did then: by key, or all that lies in `window`. */
export async function findKnownEvents(
  db: Database,
  calendarId: string,
  which: { readonly keys: readonly string[] } | { readonly window: Interval },
): Promise<KnownEvent[]> {
  const rows = await db
    .selectFrom('calendar_event')
    .innerJoin('booking', 'booking.id', 'calendar_event.booking_id')
    .select([
      'booking_id as bookingId',
      'key',
      'calendar_event.starts_at as start',
      'calendar_event.ends_at as end',
      'written_at as writtenAt',
    ])
    .where('calendar_id', '=', calendarId)
    .where('booking.status', '=', 'scheduled')
    .whereRef('booking.sequence', '=', 'calendar_event.sequence')
    .where('gone', '=', false)
    .where(
      'keys' in which
        ? sql<boolean>`key = any(${which.keys}::text[])`
        : sql<boolean>`calendar_event.starts_at >= ${which.window.start} and calendar_event.ends_at <= ${which.window.end}`,
    )
    .execute()
  return rows.flatMap(({ bookingId, key, start, end, writtenAt }) =>
    key && start && end && writtenAt ? [{ bookingId, key, start, end, writtenAt }] : [],
  )
}

/** What somebody has made of an event by hand: another time, or nothing. */
export async function noteEdit(db: Database, { bookingId }: KnownEvent, calendarId: string, movedTo: Interval | null): Promise<void> {
  await db
    .updateTable('calendar_event')
    .set({ moved_start: movedTo?.start ?? null, moved_end: movedTo?.end ?? null, gone: movedTo === null })
    .where('booking_id', '=', bookingId)
    .where('calendar_id', '=', calendarId)
    .execute()
}

/** Which of these uids are bookings of ours. */
export async function findOurUids(db: Database, uids: readonly string[]): Promise<Set<string>> {
  if (uids.length === 0) return new Set()
  const rows = await db.selectFrom('booking').select('uid').where(sql<boolean>`uid = any(${uids}::text[])`).execute()
  return new Set(rows.map(({ uid }) => uid))
}

/** Which of these keys are events that we wrote into this calendar. */
export async function findOurKeys(db: Database, calendarId: string, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('calendar_event')
    .select('key')
    .where('calendar_id', '=', calendarId)
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .execute()
  return new Set(rows.flatMap(({ key }) => key ?? []))
}

/** The times that a rep's own bookings take: what busy time without names may come from. */
export const findOwnSpans = (db: Database, repId: string, window: Interval): Promise<Interval[]> =>
  db
    .selectFrom('occupancy')
    .select(['starts_at as start', 'ends_at as end'])
    .where('rep_id', '=', repId)
    .where('booking_id', 'is not', null)
    .where('ends_at', '>', window.start)
    .where('starts_at', '<', window.end)
    .execute()

/** Bookings with calendars still to be written that this account has a part in: its rep takes part, or events of theirs are in its calendars. */
export async function findUnwritten(db: Database, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct booking.id::text as id from booking
      join occupancy on occupancy.booking_id = booking.id
      join calendar on calendar.rep_id = occupancy.rep_id and calendar.takes_bookings
      where calendar.account_id = ${accountId}::uuid and booking.calendar_sync = 'failed'
    union
    select booking.id::text from booking
      join calendar_event on calendar_event.booking_id = booking.id
      join calendar on calendar.id = calendar_event.calendar_id
      where calendar.account_id = ${accountId}::uuid and booking.calendar_sync = 'failed'`.execute(db)
  return rows.map(({ id }) => id)
}

/** What was made by hand of the events of scheduled bookings still to come, in the calendars of who leads them: the soonest first. */
export async function findEditedEvents(
  db: Database,
  repId: string | null,
  now: Date,
): Promise<{ bookingId: string; movedTo: Interval | null }[]> {
  const rows = await db
    .selectFrom('calendar_event')
    .innerJoin('booking', 'booking.id', 'calendar_event.booking_id')
    .innerJoin('calendar', 'calendar.id', 'calendar_event.calendar_id')
    .select(['booking.id as bookingId', 'moved_start', 'moved_end'])
    .where('booking.status', '=', 'scheduled')
    .where('booking.starts_at', '>', now)
    .whereRef('booking.sequence', '=', 'calendar_event.sequence')
    .whereRef('calendar.rep_id', '=', 'booking.rep_id')
    .where((row) => row.or([row('gone', '=', true), row('moved_start', 'is not', null)]))
    .$if(repId !== null, (query) => query.where('booking.rep_id', '=', repId))
    .orderBy('booking.starts_at')
    .limit(200)
    .execute()
  return rows.map(({ bookingId, moved_start, moved_end }) => ({
    bookingId,
    movedTo: moved_start && moved_end ? { start: moved_start, end: moved_end } : null,
  }))
}

/** How many events of scheduled bookings have gone from these calendars, and are not decided on. */
export async function countGone(db: Database, calendarIds: readonly string[]): Promise<number> {
  const { count } = await db
    .selectFrom('calendar_event')
    .innerJoin('booking', 'booking.id', 'calendar_event.booking_id')
    .select((row) => row.fn.countAll<string>().as('count'))
    .where('calendar_id', 'in', calendarIds)
    .where('gone', '=', true)
    .where('booking.status', '=', 'scheduled')
    .whereRef('booking.sequence', '=', 'calendar_event.sequence')
    .executeTakeFirstOrThrow()
  return Number(count)
}
