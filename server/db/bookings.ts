import { sql } from 'kysely'
import { awaitsLink, BLOCKING, type Booking, type BookingStatus } from '../domain/booking.ts'
import { IN_CRM } from '../domain/crm-booking.ts'
import { LONGEST_MINUTES } from '../domain/event-type.ts'
import { Refusal } from '../domain/refusal.ts'
import { EVERYTHING, type Sight } from '../domain/sight.ts'
import { type Database, isId, json } from './database.ts'
import { deleteOccupancyOf, occupy } from './occupancy.ts'
import { seesBooking } from './sight.ts'
import type { Sync } from './tables.ts'

/** A booking as it is stored, with what has become of its messages. */
export interface StoredBooking extends Booking {
  readonly invitationSync: Sync
  readonly calendarSync: Sync
  readonly crmSync: Sync
  /** The link that a calendar made for it; `location` has it as well. */
  readonly videoUrl: string | null
}

const select = (db: Database) =>
  db
    .selectFrom('booking')
    .select(['id', 'uid', 'sequence', 'status', 'event_type_id as eventTypeId', 'pool_id as poolId', 'rep_id as repId', 'with'])
    .select(['customer_id', 'customer_name', 'customer_email', 'customer_phone', 'guests', 'project_id as projectId'])
    .select([
      'created_in as createdIn',
      'completed_in as completedIn',
      'completed_by as completedBy',
      'starts_at as start',
      'ends_at as end',
    ])
    .select(['buffer_before_minutes as bufferBeforeMinutes', 'buffer_after_minutes as bufferAfterMinutes', 'time_zone as timeZone'])
    .select(['subject', 'location', 'details', 'notes', 'answers', 'booked_by as bookedBy', 'assignment', 'notify', 'policy', 'generation'])
    .select(['cancel_reason as cancelReason', 'created_at as createdAt', 'invitation_sync as invitationSync', 'language'])
    .select(['calendar_sync as calendarSync', 'video_url as videoUrl', 'crm_sync as crmSync', 'asked_anew_at as askedAnewAt'])

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const bookingOf = ({ customer_id, customer_name, customer_email, customer_phone, ...row }: Row): StoredBooking => ({
  ...row,
  ...(row.videoUrl !== null && awaitsLink(row) ? { location: { ...row.location, value: row.videoUrl } } : {}),
  customer: { id: customer_id, name: customer_name, email: customer_email, phone: customer_phone },
})

/** The booking of this id. Refuses with `not-found`. */
export async function getBooking(db: Database, id: string): Promise<StoredBooking> {
  const row = isId(id) ? await select(db).where('id', '=', id).executeTakeFirst() : undefined
  if (!row) throw new Refusal('not-found', `There is no booking “${id}”.`)
  return bookingOf(row)
}

/** The bookings with these ids that are seen, by id. */
export async function findBookingsByIds(db: Database, ids: readonly string[], sight = EVERYTHING): Promise<Map<string, StoredBooking>> {
  const rows = await select(db).where(sql<boolean>`id = any(${ids}::uuid[])`).where(seesBooking(sight)).execute()
  return new Map(rows.map((row) => [row.id, bookingOf(row)]))
}

/** The booking, locked until the transaction ends. Refuses with `conflict` if it is no longer at `sequence` and `status`. */
export async function lockBooking(tx: Database, seen: Pick<Booking, 'id' | 'sequence' | 'status'>): Promise<void> {
  const now = await tx.selectFrom('booking').select(['sequence', 'status']).where('id', '=', seen.id).forUpdate().executeTakeFirst()
  if (now?.sequence !== seen.sequence || now.status !== seen.status)
    throw new Refusal('conflict', 'Somebody else has just changed this booking. Look at it again.')
}

export interface BookingFilter {
  readonly from?: Date
  readonly to?: Date
  readonly repId?: string
  readonly customer?: { readonly id: string; readonly email: string | null }
  readonly projectId?: string
  readonly status?: BookingStatus
  /** Only what is seen; everything unless given. */
  readonly sight?: Sight
  readonly newestFirst?: true
  readonly limit: number
  readonly after?: { readonly start: Date; readonly id: string }
}

/** Bookings by start, the earliest first unless asked otherwise. Those of a customer are the ones made for the record and the public ones made with the same email. */
export async function findBookings(db: Database, filter: BookingFilter): Promise<StoredBooking[]> {
  const { from, to, repId, customer, projectId, status, after, sight } = filter
  const order = filter.newestFirst ? 'desc' : 'asc'
  const rows = await select(db)
    .where((row) =>
      row.and([
        // What ended before cannot be told by the index over starts; that no meeting is longer than a day can.
        ...(from ? [row('ends_at', '>', from), row('starts_at', '>', new Date(from.getTime() - LONGEST_MINUTES * 60_000))] : []),
        ...(to ? [row('starts_at', '<', to)] : []),
        ...(repId ? [row('rep_id', '=', repId)] : []),
        ...(customer
          ? [
              row.or([
                row('customer_id', '=', customer.id),
                ...(customer.email ? [row.and([row('customer_id', 'is', null), row('customer_email', '=', customer.email)])] : []),
              ]),
            ]
          : []),
        ...(projectId ? [row('project_id', '=', projectId)] : []),
        ...(status ? [row('status', '=', status)] : []),
        ...(sight ? [seesBooking(sight)] : []),
        ...(after ? [sql<boolean>`(starts_at, id) > (${after.start}, ${after.id}::uuid)`] : []),
      ]),
    )
    .orderBy('starts_at', order)
    .orderBy('id', order)
    .limit(filter.limit)
    .execute()
  return rows.map(bookingOf)
}

const rowOf = (booking: Booking) => ({
  sequence: booking.sequence,
  status: booking.status,
  rep_id: booking.repId,
  with: json(booking.with),
  starts_at: booking.start,
  ends_at: booking.end,
  project_id: booking.projectId,
  completed_in: booking.completedIn,
  completed_by: booking.completedBy === null ? null : json(booking.completedBy),
  assignment: json(booking.assignment),
  notes: booking.notes,
  cancel_reason: booking.cancelReason,
})

/** Store a new booking and take its time. Throws `slot-taken` if one of its reps got another meeting in the meantime. */
export async function insertBooking(tx: Database, booking: Booking, invitationSync: Sync): Promise<void> {
  await tx
    .insertInto('booking')
    .values({
      ...rowOf(booking),
      id: booking.id,
      uid: booking.uid,
      event_type_id: booking.eventTypeId,
      pool_id: booking.poolId,
      customer_id: booking.customer.id,
      customer_name: booking.customer.name,
      customer_email: booking.customer.email,
      customer_phone: booking.customer.phone,
      guests: json(booking.guests),
      created_in: booking.createdIn,
      buffer_before_minutes: booking.bufferBeforeMinutes,
      buffer_after_minutes: booking.bufferAfterMinutes,
      time_zone: booking.timeZone,
      language: booking.language ?? 'en',
      subject: booking.subject,
      location: json(booking.location),
      details: booking.details,
      answers: json(booking.answers),
      booked_by: json(booking.bookedBy),
      notify: json(booking.notify),
      policy: json(booking.policy),
      generation: booking.generation,
      invitation_sync: invitationSync,
      created_at: booking.createdAt,
    })
    .execute()
  await takeTime(tx, booking)
}

/** Store what has become of a booking, and take or give back its time. Throws `slot-taken` as `insertBooking` does. */
export async function updateBooking(tx: Database, booking: Booking, invitationSync: Sync): Promise<void> {
  await tx
    .updateTable('booking')
    .set({ ...rowOf(booking), invitation_sync: invitationSync })
    // Whoever was asked to choose anew has, or need not any more, once the time or the rep is another.
    .set({
      asked_anew_at: sql`case when rep_id = ${booking.repId}::uuid and starts_at = ${booking.start} and ${booking.status} in ('requested', 'scheduled')
        then asked_anew_at end`,
    })
    // A link belongs to the rep whose calendar made it.
    .set({ video_url: sql`case when rep_id = ${booking.repId}::uuid then video_url end` })
    .where('id', '=', booking.id)
    .execute()
  await deleteOccupancyOf(tx, booking.id)
  await takeTime(tx, booking)
}

async function takeTime(tx: Database, booking: Booking): Promise<void> {
  if (BLOCKING.includes(booking.status)) await occupy(tx, { bookingId: booking.id }, booking)
}

/** Note how the messages about a booking went, unless it has changed since. */
export async function setInvitationSync(db: Database, { id, sequence }: Pick<Booking, 'id' | 'sequence'>, sync: Sync): Promise<void> {
  await db.updateTable('booking').set({ invitation_sync: sync }).where('id', '=', id).where('sequence', '=', sequence).execute()
}

/** Store a booking's outcome. Neither its time nor its sequence changes. */
export async function setOutcomeOf(tx: Database, booking: Booking): Promise<void> {
  await tx.updateTable('booking').set(rowOf(booking)).where('id', '=', booking.id).execute()
}

/** Note that the customer is asked to choose another time, and will be told. */
export async function setAskedAnew(tx: Database, id: string, at: Date): Promise<void> {
  await tx.updateTable('booking').set({ asked_anew_at: at, invitation_sync: 'pending' }).where('id', '=', id).execute()
}

/** Requests whose time to be answered is over. */
export async function findOverdueRequests(db: Database, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('booking')
    .innerJoin('event_type', 'event_type.id', 'booking.event_type_id')
    .select('booking.id')
    .where('status', '=', 'requested')
    .where(sql<boolean>`least(booking.created_at + request_expires_minutes * interval '1 minute', starts_at) <= ${now}`)
    .execute()
  return rows.map((row) => row.id)
}

/** Who is to be told of a booking outside: the calendars of those who take part, and the CRM. */
export type Outside = 'calendar' | 'crm'

/**
 * Note that calendars, and the CRM, are to say what the booking says; `none` if nobody's do. With a new sequence the jobs of before find nothing
 * to do. Returns where there is anything to write.
 */
export async function askForSync(tx: Database, booking: Booking, where: readonly Outside[]): Promise<Outside[]> {
  const wanted = { calendar: sql`calendar_sync = ${calendarState(booking)}`, crm: sql`crm_sync = ${crmState(booking)}` }
  const { rows } = await sql<Record<Outside, Sync>>`
    update booking set ${sql.join(where.map((one) => wanted[one]))}
    where id = ${booking.id}::uuid returning calendar_sync as calendar, crm_sync as crm`.execute(tx)
  return where.filter((one) => rows[0]?.[one] === 'pending')
}

function calendarState({ id, repId, with: others, status }: Booking) {
  const people = [repId, ...others.map((one) => one.repId)]
  return sql`case when ${status} <> 'requested' and (
    exists (select from calendar where takes_bookings and rep_id = any(${people}::uuid[]))
    or exists (select from calendar_event where booking_id = ${id}::uuid)) then 'pending' else 'none' end`
}

/** What the CRM once said of a booking is kept up, whatever has been switched off since. */
const crmState = ({ id, eventTypeId, status }: Booking) =>
  sql`case when ${IN_CRM.includes(status)} and exists (select from crm_org where disconnected_at is null)
      and (select crm from event_type where id = ${eventTypeId}::uuid) then 'pending'
    when exists (select from crm_record where booking_id = ${id}::uuid and written_at is not null) then 'pending' else 'none' end`

/** Keep the link that a calendar has made for a booking, unless that has changed since. */
export async function setVideoUrl(db: Database, { id, sequence }: Pick<Booking, 'id' | 'sequence'>, url: string): Promise<void> {
  await db.updateTable('booking').set({ video_url: url }).where('id', '=', id).where('sequence', '=', sequence).execute()
}

/** Note how writing a booking's calendars went, unless it has changed since. */
export async function setCalendarSync(db: Database, { id, sequence }: Pick<Booking, 'id' | 'sequence'>, sync: Sync): Promise<void> {
  await db.updateTable('booking').set({ calendar_sync: sync }).where('id', '=', id).where('sequence', '=', sequence).execute()
}

/** Note how writing a booking to the CRM went, unless it has changed since. */
export async function setCrmSync(
  db: Database,
  { id, sequence, status }: Pick<Booking, 'id' | 'sequence' | 'status'>,
  sync: Sync,
): Promise<void> {
  await db
    .updateTable('booking')
    .set({ crm_sync: sync })
    .where('id', '=', id)
    .where('sequence', '=', sequence)
    .where('status', '=', status)
    .where('crm_sync', '=', 'pending')
    .execute()
}
