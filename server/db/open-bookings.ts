import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Let bookings that a customer makes with one email, of one event type, wait for each other until the transaction ends. */
export async function lockOpenOwn(tx: Database, eventTypeId: string, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`open ${eventTypeId} ${email}`}, 0))`.execute(tx)
}

/** How many bookings that were made by the customer with this email are still to come. */
export async function countOpenOwn(db: Database, eventTypeId: string, email: string, now: Date): Promise<number> {
  const { open } = await db
    .selectFrom('booking')
    .select(({ fn }) => fn.countAll<string>().as('open'))
    .where('customer_email', '=', email)
    .where('starts_at', '>', now)
    .where('event_type_id', '=', eventTypeId)
    .where('status', 'in', ['requested', 'scheduled'])
    .where(sql<boolean>`booked_by ->> 'kind' = 'customer'`)
    .executeTakeFirstOrThrow()
  return Number(open)
}
