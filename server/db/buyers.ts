/** Customers as shops know them: by email, else by phone. */
import { sql } from 'kysely'
import type { Sight } from '../domain/sight.ts'
import type { Database } from './database.ts'
import { seesCustomer } from './sight.ts'

interface Buyer {
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
}

/** Keep others from taking down somebody with one of these emails or phones until the transaction ends, as `lockCustomerEmail` does. */
export async function lockBuyers(tx: Database, keys: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('customer ' || key)) from (select key from unnest(${keys.toSorted()}::text[]) key order by key) keys`.execute(
    tx,
  )
}

/** Known buyers, by email or, without one, by phone: of several who share it, the one who has been known for longest. */
export async function findBuyers(tx: Database, buyers: readonly Buyer[]): Promise<Map<string, string>> {
  const emails = buyers.flatMap(({ email }) => email ?? [])
  const phones = buyers.flatMap(({ email, phone }) => (email === null ? (phone ?? []) : []))
  const { rows } = await sql<{ key: string; id: string }>`
    (select distinct on (email) email as key, id from customer where email = any(${emails}::text[]) order by email, created_at, id)
    union all
    (select distinct on (phone) phone, id from customer where phone = any(${phones}::text[]) order by phone, created_at, id)`.execute(tx)
  return new Map(rows.map(({ key, id }) => [key, id]))
}

/** Of the customers with this email whom one sees, the one who has been known for longest; null: there is none. */
export async function findSeenByEmail(tx: Database, sight: Sight, email: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select customer.id from customer where email = ${email} and ${seesCustomer(sight)} order by created_at, id limit 1`.execute(tx)
  return rows[0]?.id ?? null
}

/** Take down buyers who are not known. Without an email one is known to an import by their id. */
export async function insertBuyers(tx: Database, buyers: readonly (Buyer & { readonly id: string })[], at: Date): Promise<void> {
  if (buyers.length === 0) return
  const rows = JSON.stringify(buyers)
  await sql`
    insert into customer (id, key, name, email, phone, created_at)
    select id, case when email is null then id::text end, name, email, phone, ${at}
    from jsonb_to_recordset(${rows}::jsonb) as one (id uuid, name text, email text, phone text)`.execute(tx)
}
