/** What is known of bookings in the CRM, and which of them wait to be written. */
import { sql } from 'kysely'
import type { BookingStatus, Caller } from '../domain/booking.ts'
import type { PersonRef } from '../domain/crm.ts'
import type { Found } from '../domain/crm-matching.ts'
import { type Database, isId, json, violates } from './database.ts'
import type { Sync } from './tables.ts'

/** A booking in an org, as it was left. */
export interface CrmRecord {
  readonly person: PersonRef | null
  readonly accountId: string | null
  readonly found: Found | null
  readonly eventId: string | null
  /** What the row there says, as far as we know. */
  readonly status: BookingStatus | null
  /** A write has begun whose end is not known. */
  readonly unsure: boolean
  /** Its row was seen there. */
  readonly isThere: boolean
  readonly failures: number
  readonly writtenAt: Date | null
}

const NO_RECORD: CrmRecord = {
  person: null,
  accountId: null,
  found: null,
  eventId: null,
  status: null,
  unsure: false,
  isThere: false,
  failures: 0,
  writtenAt: null,
}

/** What is known of a booking in this org; what was known of it in another means nothing here. */
export async function getCrmRecord(db: Database, bookingId: string, orgId: string): Promise<CrmRecord> {
  const row = await db
    .selectFrom('crm_record')
    .select(['org_id', 'person_object', 'person_id', 'account_id as accountId', 'found', 'event_id as eventId', 'unsure', 'failures'])
    .select(['written_at as writtenAt', 'status'])
    .where('booking_id', '=', bookingId)
    .executeTakeFirst()
  if (!row) return NO_RECORD
  const { org_id, person_object, person_id, found, ...rest } = row
  if (org_id !== orgId) return { ...NO_RECORD, failures: row.failures }
  const person = person_object && person_id ? { object: person_object, id: person_id } : null
  return { ...rest, isThere: rest.writtenAt !== null, person, found: found as Found | null }
}

/**
 * From now on the booking may be in the org, whatever becomes of the write that is about to begin; and how its person was found. `leadFor` says for
 * whom a lead is about to be made. Returns false, and nothing is kept, while another booking makes one for them.
 */
export async function expectWrite(
  db: Database,
  bookingId: string,
  orgId: string,
  { found, leadFor }: { readonly found: Found; readonly leadFor: string | null },
): Promise<boolean> {
  try {
    // Ids of another org name nothing in this one.
    await sql`
      insert into crm_record (booking_id, org_id, found, lead_for, unsure)
        values (${bookingId}::uuid, ${orgId}, ${json(found)}::jsonb, ${leadFor}, true)
      on conflict (booking_id) do update set unsure = true, org_id = excluded.org_id, found = excluded.found, lead_for = excluded.lead_for,
        person_object = case when crm_record.org_id = excluded.org_id then crm_record.person_object end,
        person_id = case when crm_record.org_id = excluded.org_id then crm_record.person_id end,
        account_id = case when crm_record.org_id = excluded.org_id then crm_record.account_id end,
        event_id = case when crm_record.org_id = excluded.org_id then crm_record.event_id end,
        written_at = case when crm_record.org_id = excluded.org_id then crm_record.written_at end`.execute(db)
    return true
  } catch (error) {
    if (violates(error, 'crm_record_lead_for')) return false
    throw error
  }
}

/** The booking is in the org, and this is known of it there. */
export async function noteCrmWritten(
  tx: Database,
  bookingId: string,
  written: Pick<CrmRecord, 'person' | 'accountId' | 'eventId'> & {
    readonly found: Found
    readonly status: BookingStatus
    readonly notices: readonly string[]
    readonly at: Date
  },
): Promise<void> {
  const { person, accountId, found, eventId, status, notices, at } = written
  await tx
    .updateTable('crm_record')
    .set({ person_object: person?.object ?? null, person_id: person?.id ?? null, account_id: accountId, found: json(found) })
    // What somebody set there and was put back is still to be seen once it is.
    .set({ notices: sql`${json(notices)}::jsonb || case when put_back is null then '[]' else jsonb_build_array(put_back) end` })
    .set({ lead_for: null, event_id: eventId, status, unsure: false, failures: 0, problem: null, failed_at: null, written_at: at })
    .where('booking_id', '=', bookingId)
    .execute()
}

/** A try has failed. `certain`: nothing of it is in the org. `failedAt`: it is not tried again by itself. */
export async function noteCrmFailure(
  tx: Database,
  bookingId: string,
  orgId: string,
  failure: { readonly problem: string; readonly certain: boolean; readonly counts: boolean; readonly failedAt: Date | null },
): Promise<void> {
  const { problem, certain, counts, failedAt } = failure
  const more = counts ? 1 : 0
  await sql`
    insert into crm_record (booking_id, org_id, problem, failures, failed_at)
      values (${bookingId}::uuid, ${orgId}, ${problem}, ${more}, ${failedAt}::timestamptz)
    on conflict (booking_id) do update set problem = excluded.problem, failures = crm_record.failures + ${more},
      failed_at = excluded.failed_at, unsure = crm_record.unsure and not ${certain}::boolean,
      lead_for = case when not ${certain}::boolean and excluded.failed_at is null then crm_record.lead_for end`.execute(tx)
}

/** Which bookings wait for the org: those still to be written, and those that it refused. */
export async function findLeftForCrm(db: Database, which: readonly ('pending' | 'failed')[]): Promise<string[]> {
  const rows = await db.selectFrom('booking').select('id').where('crm_sync', 'in', which).orderBy('starts_at').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

/**
 * Lock these bookings before what is known of them in the CRM changes. A change of a booking locks it first and the rest after it, so whoever
 * began with the rest would sooner or later wait for somebody who waits for them.
 */
export async function lockBookings(tx: Database, bookingIds: readonly string[]): Promise<void> {
  await sql`select id from booking where id = any(${bookingIds}::uuid[]) order by id for no key update`.execute(tx)
}

/** These bookings are to be written once more, as if none had failed. Returns those of them that were not written yet. */
export async function askForCrmAgain(tx: Database, bookingIds: readonly string[]): Promise<string[]> {
  await lockBookings(tx, bookingIds)
  const rows = await tx
    .updateTable('booking')
    .set({ crm_sync: 'pending' })
    .where(sql<boolean>`id = any(${bookingIds}::uuid[])`)
    .where('crm_sync', 'in', ['pending', 'failed'])
    .returning('id')
    .execute()
  const ids = rows.map(({ id }) => id)
  await tx.updateTable('crm_record').set({ failures: 0, failed_at: null }).where(sql<boolean>`booking_id = any(${ids}::uuid[])`).execute()
  return ids
}

/** A booking that the org did not take, as administrators see it. */
export interface CrmFailure {
  readonly bookingId: string
  readonly subject: string
  readonly customerName: string
  readonly repName: string
  readonly status: BookingStatus
  readonly start: Date
  /** What is wrong and what to do, in words. */
  readonly problem: string
  readonly failures: number
  readonly failedAt: Date
}

/** What is not tried again by itself, the latest first, each page after the last of the one before. */
export async function listCrmFailures(
  db: Database,
  { limit, after }: { readonly limit: number; readonly after?: { readonly failedAt: Date; readonly bookingId: string } },
): Promise<CrmFailure[]> {
  const rows = await db
    .selectFrom('crm_record')
    .innerJoin('booking', 'booking.id', 'crm_record.booking_id')
    .innerJoin('rep', 'rep.id', 'booking.rep_id')
    .select(['booking_id as bookingId', 'subject', 'customer_name as customerName', 'rep.name as repName', 'booking.status'])
    .select(['starts_at as start', 'problem', 'failures', 'failed_at as failedAt'])
    .where('crm_sync', '=', 'failed')
    .where('failed_at', 'is not', null)
    .$if(after !== undefined && isId(after.bookingId), (query) =>
      query.where(sql<boolean>`(failed_at, booking_id) < (${after?.failedAt}::timestamptz, ${after?.bookingId}::uuid)`),
    )
    .orderBy('failed_at', 'desc')
    .orderBy('booking_id', 'desc')
    .limit(limit)
    .execute()
  return rows.flatMap(({ failedAt, problem, ...row }) => (failedAt === null ? [] : [{ ...row, failedAt, problem: problem ?? '' }]))
}

/** What could not be written of each of these bookings as it should have been, in words: all of it, or a part. */
export async function findCrmNotices(
  db: Database,
  bookings: readonly { readonly id: string; readonly crmSync: Sync }[],
): Promise<Map<string, readonly string[]>> {
  const told = new Map(bookings.filter(({ crmSync }) => crmSync === 'done' || crmSync === 'failed').map(({ id, crmSync }) => [id, crmSync]))
  if (told.size === 0) return new Map()
  const rows = await db
    .selectFrom('crm_record')
    .select(['booking_id as id', 'problem', 'notices'])
    .where(sql<boolean>`booking_id = any(${[...told.keys()]}::uuid[])`)
    .execute()
  const wordsOf = ({ id, problem, notices }: (typeof rows)[number]) =>
    told.get(id) === 'done' ? notices : problem === null ? [] : [problem]
  return new Map(rows.map((row) => [row.id, wordsOf(row)]))
}

/** A rep as a user of the CRM. */
export interface RepUser {
  readonly repId: string
  readonly userId: string
  readonly active: boolean
}

/** The users that these reps are: by the id that a rep names, else by email, one who still works there first. */
export async function findUsersOfReps(db: Database, repIds: readonly string[]): Promise<RepUser[]> {
  const { rows } = await sql<{ rep_id: string; user_id: string; active: boolean }>`
    select distinct on (rep.id) rep.id::text as rep_id,
        coalesce(crm_user.id, rep.salesforce_user_id) as user_id, coalesce(crm_user.active, true) as active
      from rep left join crm_user on case when rep.salesforce_user_id is null then crm_user.email = rep.email
        else left(crm_user.id, 15) = left(rep.salesforce_user_id, 15) end
      where rep.id = any(${repIds}::uuid[]) and coalesce(crm_user.id, rep.salesforce_user_id) is not null
      order by rep.id, coalesce(crm_user.active, true) desc, crm_user.id`.execute(db)
  return rows.map(({ rep_id, user_id, active }) => ({ repId: rep_id, userId: user_id, active }))
}

/** What else a booking is written with, read at once. */
export interface CrmSurroundings {
  readonly wanted: boolean
  readonly eventType: { readonly name: string; readonly slug: string }
  readonly pool: { readonly slug: string; readonly memberIds: readonly string[] } | null
  readonly projectName: string | null
  /** The record of the customer whom the booking is for, and what was known of them. */
  readonly customer: {
    readonly id: string
    readonly name: string
    readonly email: string | null
    readonly phone: string | null
    readonly object: string | null
    readonly recordId: string | null
    readonly accountId: string | null
    /** The record was deleted. */
    readonly lost: boolean
  } | null
  /** Who brought it to its end. */
  readonly endedBy: Caller | null
  /** Whether it ever was more than a request. */
  readonly stood: boolean
}

/** What a booking is written with beside itself. */
export async function getCrmSurroundings(db: Database, bookingId: string): Promise<CrmSurroundings> {
  const row = await db
    .selectFrom('booking')
    .innerJoin('event_type', 'event_type.id', 'booking.event_type_id')
    .leftJoin('pool', 'pool.id', 'booking.pool_id')
    .leftJoin('project', 'project.id', 'booking.project_id')
    .leftJoin('customer', 'customer.id', 'booking.customer_id')
    .select(['event_type.crm as wanted', 'event_type.name', 'event_type.slug', 'pool.slug as poolSlug', 'project.name as projectName'])
    .select(['customer.id as customerId', 'customer.name as customerName', 'customer.email', 'customer.phone'])
    .select(['salesforce_object as object', 'salesforce_id as recordId', 'salesforce_account as accountId', 'salesforce_was as recordWas'])
    .select(sql<string[]>`array(select rep_id::text from pool_member where pool_member.pool_id = booking.pool_id)`.as('memberIds'))
    .select(
      sql<Caller | null>`(select caller from booking_history where booking_id = booking.id and action = 'cancelled'
      order by id desc limit 1)`.as('endedBy'),
    )
    .select(
      sql<boolean>`exists (select from booking_history where booking_id = booking.id and after ->> 'status' = 'scheduled')`.as('stood'),
    )
    .where('booking.id', '=', bookingId)
    .executeTakeFirstOrThrow()
  const { wanted, name, slug, poolSlug, memberIds, projectName, customerId, customerName, email, phone, endedBy, stood } = row
  const { object, recordId, accountId, recordWas } = row
  return {
    wanted,
    eventType: { name, slug },
    pool: poolSlug === null ? null : { slug: poolSlug, memberIds },
    projectName,
    customer:
      customerId === null
        ? null
        : { id: customerId, name: customerName ?? '', email, phone, object, recordId, accountId, lost: recordWas !== null },
    endedBy,
    stood,
  }
}
