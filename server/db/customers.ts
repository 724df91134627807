import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
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
  /** The record that the customer had until it was deleted. */
  readonly salesforceWas: string | null
  /** A language tag such as `es-MX`; null: not known. */
  readonly language: string | null
  /** What staff note about them. */
  readonly notes: string | null
}

/** All that is known of a customer, as the domain names it. */
const CUSTOMER_COLUMNS = [
  'id',
  'key',
  'name',
  'email',
  'phone',
  'time_zone as timeZone',
  'owner_id as ownerId',
  'coordinator',
  'salesforce_object as salesforceObject',
  'salesforce_id as salesforceId',
  'salesforce_was as salesforceWas',
  'language',
  'notes',
] as const

/** Customers with all that is known of them, to be narrowed. */
export const selectCustomers = (db: Database) => db.selectFrom('customer').select(CUSTOMER_COLUMNS)

/**
 * Customers who are found, to be narrowed and sorted. They are found first (`offset` is a fence): else the planner may read all customers by
 * name, hoping to come across enough of them.
 */
export const selectAmong = (db: Database, found: RawBuilder<boolean>) =>
  db.selectFrom(({ selectFrom }) => selectFrom('customer').selectAll().where(found).offset(0).as('customer')).select(CUSTOMER_COLUMNS)

/** The customer of this id, or the single one with this email. Refuses with `not-found`, or `conflict` when several share the email. */
export async function getCustomer(db: Database, ref: string): Promise<Customer> {
  const found = await selectCustomers(db)
    .where((row) => (isId(ref) ? row('id', '=', ref) : row('email', '=', ref.toLowerCase())))
    .limit(2)
    .execute()
  const [customer, other] = found
  if (!customer) throw new Refusal('not-found', `There is no customer “${ref}”.`)
  if (other) throw new Refusal('conflict', `Several customers have the email ${ref}; name one by id.`)
  return customer
}

export const findCustomersByEmail = (db: Database, email: string): Promise<Customer[]> =>
  selectCustomers(db).where('email', '=', email.toLowerCase()).orderBy('created_at').orderBy('id').execute()

const rowOf = (customer: Omit<Customer, 'salesforceObject' | 'salesforceId' | 'salesforceWas'>) => ({
  key: customer.key,
  name: customer.name,
  email: customer.email,
  phone: customer.phone,
  time_zone: customer.timeZone,
  language: customer.language,
  owner_id: customer.ownerId,
  coordinator: customer.coordinator,
  notes: customer.notes,
})

/** Store somebody new. */
export async function insertCustomer(
  tx: Database,
  customer: Omit<Customer, 'salesforceObject' | 'salesforceId' | 'salesforceWas'>,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('customer')
    .values({ id: customer.id, ...rowOf(customer), created_at: at })
    .execute()
}

/** Store what is known of a customer; of the record in the CRM nothing is said. */
export async function updateCustomer(tx: Database, customer: Customer): Promise<void> {
  await tx.updateTable('customer').set(rowOf(customer)).where('id', '=', customer.id).execute()
}

/** Keep others from making a customer with this email until the transaction ends: of two at the same moment only one is to be made. */
export async function lockCustomerEmail(tx: Database, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`customer ${email}`}))`.execute(tx)
}

/** Let changes of these customers wait for each other until the transaction ends. */
export async function lockCustomers(tx: Database, ids: readonly string[]): Promise<void> {
  await sql`select id from customer where id = any(${ids}::uuid[]) order by id for update`.execute(tx)
}

/** What these customers are called, by id. */
export async function findCustomerNames(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.selectFrom('customer').select(['id', 'name']).where(sql<boolean>`id = any(${ids}::uuid[])`).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
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
  if (typed.email !== null) await lockCustomerEmail(tx, typed.email)
  const known = typed.email === null ? [] : await selectCustomers(tx).where('email', '=', typed.email).limit(2).execute()
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
  const [customer, other] = await selectCustomers(db).where('email', '=', wished.email).limit(2).execute()
  return other ? null : (customer ?? null)
}
