import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Attendee, Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId } from './database.ts'

/** A person who is met. */
export interface Customer {
  readonly id: string
  readonly key: string | null
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly timeZone: string | null
  readonly ownerId: string | null
  /** Email of the coordinator who looks after the customer. */
  readonly coordinator: string | null
  readonly salesforceObject: string | null
  readonly salesforceId: string | null
  /** A language tag such as `es-MX`; null: not known. */
  readonly language: string | null
}

const select = (db: Database) =>
  db
    .selectFrom('customer')
    .select(['id', 'key', 'name', 'email', 'phone', 'time_zone as timeZone', 'owner_id as ownerId', 'coordinator'])
    .select(['salesforce_object as salesforceObject', 'salesforce_id as salesforceId', 'language'])

/** The customer of this id, or the single one with this email. Refuses with `not-found`, or `conflict` when several share the email. */
export async function getCustomer(db: Database, ref: string): Promise<Customer> {
  const found = await select(db)
    .where((row) => (isId(ref) ? row('id', '=', ref) : row('email', '=', ref.toLowerCase())))
    .limit(2)
    .execute()
  const [customer, other] = found
  if (!customer) throw new Refusal('not-found', `There is no customer “${ref}”.`)
  if (other) throw new Refusal('conflict', `Several customers have the email ${ref}; name one by id.`)
  return customer
}

/**
 * Customers by name, each page after the cursor of the one before. `search` is looked for in name, email and phone: every word must be
 * somewhere; digits match a phone as well, however it is written.
 */
export async function findCustomers(
  db: Database,
  query: { search?: string; coordinator?: string; limit: number; after?: { name: string; id: string } },
): Promise<Customer[]> {
  const words = (query.search ?? '').split(/\s+/).filter(Boolean).slice(0, 8)
  const digits = (query.search ?? '').replace(/\D/g, '')
  const isPhone = digits.length >= 3 && /^[\d\s()+.-]+$/.test(query.search ?? '')
  const like = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`
  return select(db)
    .where((row) =>
      row.and([
        ...(query.coordinator === undefined ? [] : [row('coordinator', '=', query.coordinator.toLowerCase())]),
        ...(query.after ? [sql<boolean>`(name, id) > (${query.after.name}, ${query.after.id})`] : []),
        row.or([
          ...(isPhone ? [row('phone', 'like', like(digits))] : []),
          row.and(words.map((word) => row.or([row('name', 'ilike', like(word)), row('email', 'ilike', like(word))]))),
        ]),
      ]),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(query.limit)
    .execute()
}

/** The emails of all coordinators who look after somebody. */
export async function findCoordinators(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('customer')
    .select('coordinator')
    .distinct()
    .where('coordinator', 'is not', null)
    .orderBy('coordinator')
    .execute()
  return rows.flatMap((row) => row.coordinator ?? [])
}

/** Whom a booking is for: a stored customer by id or email, or one who is typed in. */
export type WishedCustomer = { readonly id: string } | { readonly name: string; readonly email?: string; readonly phone?: string }

/**
 * The attendee of a new booking. Somebody typed in by staff becomes a customer, unless there is one with that email; a stored customer is
 * never changed. What a customer types on a public page stays with the booking alone.
 */
export async function customerFor(tx: Database, wished: WishedCustomer, caller: Caller, at: Date): Promise<Attendee> {
  if ('id' in wished) {
    const { id, name, email, phone } = await getCustomer(tx, wished.id)
    return { id, name, email, phone }
  }
  const typed = { name: wished.name, email: wished.email ?? null, phone: wished.phone ?? null }
  if (caller.kind === 'customer') return { id: null, ...typed }
  // Two bookings for somebody new at the same moment must not make two customers.
  if (typed.email !== null) await sql`select pg_advisory_xact_lock(hashtext(${`customer ${typed.email}`}))`.execute(tx)
  const known = typed.email === null ? [] : await select(tx).where('email', '=', typed.email).limit(2).execute()
  if (known.length > 0) return { id: known.length === 1 ? (known[0]?.id ?? null) : null, ...typed }
  const id = randomUUID()
  const coordinator = caller.kind === 'coordinator' ? caller.email : null
  await tx
    .insertInto('customer')
    // Without an email it is a key by which an import knows the customer again.
    .values({ id, key: typed.email === null ? id : null, ...typed, coordinator, created_at: at })
    .execute()
  return { id, ...typed }
}

/**
 * The stored customer whom a booking is for, if it is known who: named as such, or typed in by staff with the email of a single customer. A
 * public page knows nobody.
 */
export async function findCustomer(db: Database, wished: WishedCustomer, caller: Caller): Promise<Customer | null> {
  if ('id' in wished) return getCustomer(db, wished.id)
  if (caller.kind === 'customer' || wished.email === undefined) return null
  const [customer, other] = await select(db).where('email', '=', wished.email).limit(2).execute()
  return other ? null : (customer ?? null)
}
