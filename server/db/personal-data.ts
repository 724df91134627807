/** What is known of a person besides their own row, and what becomes of it when they ask to be forgotten. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Name and subject of what stays as a figure. */
const ERASED = 'Erased'

interface Person {
  readonly id: string
  readonly email: string | null
}

/** The bookings of a person, locked: those made for them, and public ones made with their email. */
export async function lockBookingsOf(tx: Database, { id, email }: Person): Promise<{ id: string; isOpen: boolean; end: Date }[]> {
  const { rows } = await sql<{ id: string; isOpen: boolean; end: Date }>`
    select id, status in ('requested', 'scheduled') as "isOpen", ends_at as "end" from booking
    where customer_id = ${id}::uuid or (customer_id is null and customer_email = ${email})
    order by id for update`.execute(tx)
  return rows
}

/**
 * Forget a person. Bookings stay as figures without a name; what was written about them, and the person with all that is theirs, goes. An answer of
 * STOP and an entry of the blocklist stay: they are what keeps the person from being written to, or from booking, again.
 */
export async function erasePerson(tx: Database, { id, email }: Person, bookingIds: readonly string[]): Promise<void> {
  const ids = sql`${bookingIds}::uuid[]`
  await sql`
    update booking set customer_id = null, customer_name = ${ERASED}, customer_email = null, customer_phone = null, guests = '[]',
      subject = ${ERASED}, details = null, notes = null, answers = '[]', cancel_reason = null, generation = generation + 1,
      location = location - 'value',
      booked_by = case when booked_by ->> 'kind' = 'customer' then ${NOBODY}::jsonb else booked_by end
    where id = any(${ids})`.execute(tx)
  await sql`
    update booking_history set reason = null, caller = case when caller ->> 'kind' = 'customer' then ${NOBODY}::jsonb else caller end
    where booking_id = any(${ids})`.execute(tx)
  await sql`update crm_record set found = null, lead_for = null, notices = '[]', problem = null where booking_id = any(${ids})`.execute(tx)
  await sql`delete from message where booking_id = any(${ids})`.execute(tx)
  await sql`delete from webhook_delivery where booking_id = any(${ids})`.execute(tx)
  // Kept for two days, to answer a repeated request as before.
  await sql`delete from idempotency where position(${id} in body) > 0 or (${email}::text is not null and position(${email} in body) > 0)`.execute(
    tx,
  )
  await sql`delete from message using registration_entry entry
    where entry.customer_id = ${id}::uuid and message.booking_id is null and starts_with(dedupe, 'registration ' || entry.id)`.execute(tx)
  // Whose turn it was is still true.
  await sql`update registration_entry set customer_id = null, name = '', email = null, phone = null, answers = '[]', consent = null
    where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from launch_session where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from message using activity
    where activity.customer_id = ${id}::uuid and message.booking_id is null
      and (dedupe = 'activity ' || activity.id or starts_with(dedupe, 'activity notice ' || activity.id))`.execute(tx)
  // What reps had in the morning names whomever they were to call.
  await sql`delete from message using customer
    where customer.id = ${id}::uuid and message.moment = 'activities' and position(customer.name in message.text) > 0`.execute(tx)
  if (email !== null) await sql`delete from email_stop where email = lower(${email})`.execute(tx)
  // What was sold stays as a figure.
  await sql`update sales_order set customer_id = null, payment_reference = null, payment_url = null, note = null
    where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from lead where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from customer_entry where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from activity where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from process_run where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from registration where customer_id = ${id}::uuid`.execute(tx)
  await sql`delete from customer where id = ${id}::uuid`.execute(tx)
}

const NOBODY = JSON.stringify({ kind: 'customer', name: null, email: null })
