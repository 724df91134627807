/** What becomes of customers and bookings when their records in the CRM change. A few statements for any number of records. */
import { sql } from 'kysely'
import type { CrmPerson, PersonRef } from '../domain/crm.ts'
import { type Joining, type Linked, recordKey } from '../domain/crm-reading.ts'
import { lockBookings } from './crm-records.ts'
import { moveBelongings } from './customer-merge.ts'
import type { Database } from './database.ts'

/** Those of these records that a customer has, or had until it was deleted, or that a booking is written to, by `recordKey`. */
export async function findConcerned(db: Database, orgId: string, recordIds: readonly string[]): Promise<Set<string>> {
  const keys = recordIds.map(recordKey)
  const { rows } = await sql<{ key: string }>`
    select left(salesforce_id, 15) as key from customer where left(salesforce_id, 15) = any(${keys}::text[])
    union select left(salesforce_was, 15) from customer where left(salesforce_was, 15) = any(${keys}::text[])
    union select left(person_id, 15) from crm_record where org_id = ${orgId} and left(person_id, 15) = any(${keys}::text[])`.execute(db)
  return new Set(rows.map(({ key }) => key))
}

/** The customers of these records (`recordKey`), locked, the oldest first. */
export async function lockLinked(tx: Database, keys: readonly string[]): Promise<Linked[]> {
  const { rows } = await sql<Linked>`
    select id, salesforce_id as "recordId" from customer where left(salesforce_id, 15) = any(${keys}::text[])
    order by created_at, id for update`.execute(tx)
  return rows
}

/** Make one of customers who are one person, and let each survivor have its record. What only a loser had, the survivor has then. */
export async function joinCustomers(tx: Database, joinings: readonly Joining[]): Promise<void> {
  const losers = joinings.flatMap(({ survivorId, loserIds }) => loserIds.map((loser) => ({ loser, survivor: survivorId })))
  if (losers.length > 0) {
    const pairs = sql`jsonb_to_recordset(${JSON.stringify(losers)}::jsonb) as pair (loser uuid, survivor uuid)`
    await moveBelongings(tx, pairs)
    const { rows } = await sql<Record<string, unknown>>`
      delete from customer using ${pairs} where id = loser
      returning survivor, key, coordinator, time_zone, language, created_at`.execute(tx)
    await sql`
      update customer set
        key = coalesce(customer.key, had.key), coordinator = coalesce(customer.coordinator, had.coordinator),
        time_zone = coalesce(customer.time_zone, had.time_zone), language = coalesce(customer.language, had.language)
      from (
        select survivor, ${sql.join(['key', 'coordinator', 'time_zone', 'language'].map(oldest))}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as t (survivor uuid, key text, coordinator text, time_zone text, language text, created_at timestamptz)
        group by survivor) had
      where customer.id = had.survivor`.execute(tx)
  }
  const links = joinings.map(({ survivorId, ref }) => ({ survivor: survivorId, object: ref.object, record: ref.id }))
  await sql`
    update customer set salesforce_object = object, salesforce_id = record, salesforce_was = null
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as t (survivor uuid, object text, record text)
    where id = survivor`.execute(tx)
}

const oldest = (column: string) => {
  const name = sql.ref(column)
  return sql`(array_agg(${name} order by created_at) filter (where ${name} is not null))[1] as ${name}`
}

async function findWrittenTo(tx: Database, orgId: string, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select booking_id as id from crm_record where org_id = ${orgId} and left(person_id, 15) = any(${keys}::text[])`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Let bookings be written to the records into which theirs went; returns them. */
export async function moveRecords(
  tx: Database,
  orgId: string,
  moves: readonly { readonly from: string; readonly to: PersonRef; readonly accountId: string | null }[],
): Promise<string[]> {
  const rows = moves.map(({ from, to, accountId }) => ({ was: recordKey(from), object: to.object, record: to.id, account: accountId }))
  await lockBookings(
    tx,
    await findWrittenTo(
      tx,
      orgId,
      rows.map(({ was }) => was),
    ),
  )
  const moved = await sql<{ id: string }>`
    update crm_record set person_object = object, person_id = record, account_id = coalesce(account, account_id)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (was text, object text, record text, account text)
    where org_id = ${orgId} and left(person_id, 15) = was returning booking_id as id`.execute(tx)
  return moved.rows.map(({ id }) => id)
}

/** Let go of records that were deleted (`recordKey`): customers stay, and remember what they had; bookings are nobody's there. */
export async function leaveRecords(tx: Database, orgId: string, keys: readonly string[], notice: string): Promise<void> {
  await sql`
    update customer set salesforce_was = salesforce_id, salesforce_object = null, salesforce_id = null,
      salesforce_account = null, salesforce_owner = null,
      owner_id = case when salesforce_owner is null then owner_id end
    where left(salesforce_id, 15) = any(${keys}::text[])`.execute(tx)
  await lockBookings(tx, await findWrittenTo(tx, orgId, keys))
  await sql`
    update crm_record set person_object = null, person_id = null, account_id = null,
      notices = case when notices ? ${notice} then notices else notices || jsonb_build_array(${notice}::text) end
    where org_id = ${orgId} and left(person_id, 15) = any(${keys}::text[])`.execute(tx)
}

const told = (people: readonly CrmPerson[]) => {
  const rows = people.map(({ ref, accountId, name, email, phone, timeZone, language, ownerId }) => ({
    ...{ record: ref.id, object: ref.object, account: accountId, name, email, phone, zone: timeZone, tag: language, owner: ownerId },
  }))
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as t (record text, object text, account text, name text, email text, phone text, zone text, tag text, owner text)`
}

/** Customers whose record (`recordKey`) was deleted have it again now that it is heard of again, unless another has it by now. */
export async function relink(tx: Database, keys: readonly string[]): Promise<void> {
  await sql`
    update customer set salesforce_id = salesforce_was, salesforce_was = null,
      salesforce_object = case when salesforce_was like '00Q%' then 'Lead' else 'Contact' end
    from (
      select distinct on (left(salesforce_was, 15)) id as customer_id
      from customer
      where left(salesforce_was, 15) = any(${keys}::text[])
        and not exists (select from customer other where left(other.salesforce_id, 15) = left(customer.salesforce_was, 15))
      order by left(salesforce_was, 15), created_at, id) back
    where id = customer_id`.execute(tx)
}

/** How somebody was reached before, and is reached now. */
export interface Reach {
  readonly id: string
  readonly emailBefore: string | null
  readonly email: string | null
  readonly phoneBefore: string | null
  readonly phone: string | null
}

/** Let customers say what their records say. Of those for whom that is news: how they are reached. */
export async function keepPeople(tx: Database, people: readonly CrmPerson[]): Promise<Reach[]> {
  const { rows } = await sql<Reach>`
    with before as (
      select customer.id as customer_id, customer.email as email_before, customer.phone as phone_before, t.*
      from customer join ${told(people)} on left(salesforce_id, 15) = left(record, 15)
      where (customer.name, customer.email, customer.phone, time_zone, language, salesforce_owner, salesforce_object, salesforce_id,
          salesforce_account)
        is distinct from (t.name, t.email, t.phone, coalesce(zone, time_zone), coalesce(tag, language), owner, object, record, account)
      order by customer.id for update of customer)
    update customer set name = before.name, email = before.email, phone = before.phone, time_zone = coalesce(zone, time_zone),
      language = coalesce(tag, language), salesforce_owner = owner, salesforce_object = object, salesforce_id = record,
      salesforce_account = account,
      owner_id = case when owner is null then null else owner_id end
    from before where id = customer_id
    returning id, email_before as "emailBefore", customer.email, phone_before as "phoneBefore", customer.phone`.execute(tx)
  return rows
}

/**
 * Let coming bookings reach their customers where they are reached now, if they have the address of before: what was typed for one booking
 * stays. Links in what went to an email of before become void, and what has not left yet for an address of before is given up. Returns the
 * bookings, and whether it was the email.
 */
export async function followAddresses(
  tx: Database,
  changed: readonly Reach[],
  now: Date,
): Promise<{ readonly id: string; readonly byEmail: boolean }[]> {
  const { rows } = await sql<{ id: string; byEmail: boolean }>`
    with coming as (
      select booking.id,
        case when t."emailBefore" is distinct from t.email and t.email is not null and customer_email is not distinct from t."emailBefore"
          then t.email end as email,
        case when t."phoneBefore" is distinct from t.phone and t.phone is not null and customer_phone is not distinct from t."phoneBefore"
          then t.phone end as phone
      from booking join jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
        as t (id uuid, "emailBefore" text, email text, "phoneBefore" text, phone text) on customer_id = t.id
      where status in ('requested', 'scheduled') and starts_at > ${now} order by booking.id for update of booking)
    update booking set customer_email = coalesce(email, customer_email), customer_phone = coalesce(phone, customer_phone),
      generation = generation + (email is not null)::int, invitation_sync = 'pending'
    from coming where booking.id = coming.id and (email is not null or phone is not null)
    returning booking.id, email is not null as "byEmail"`.execute(tx)
  if (rows.length > 0)
    await sql`
      update message set status = 'superseded' from booking
      where booking.id = booking_id and booking.id = any(${rows.map(({ id }) => id)}::uuid[]) and message.status in ('pending', 'failed')
        and audience = 'customer' and to_address is distinct from customer_email and to_address is distinct from customer_phone`.execute(tx)
  return rows
}
