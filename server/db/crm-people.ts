/** People of the CRM as customers, and its users as reps. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { CrmPerson, PersonRef, RecordRef } from '../domain/crm.ts'
import { type Customer, getCustomer } from './customers.ts'
import type { Database } from './database.ts'

/**
 * The customer of a record, made or brought up to date with it. Somebody who was known by email alone, and is the only one with it, is
 * taken to be the person of the record; so is whoever was known by the record that was asked for, which has become this one.
 */
export async function keepCustomerOf(tx: Database, person: CrmPerson, at: Date, asked: RecordRef = person.ref): Promise<Customer> {
  const { ref, accountId, name, email, phone, timeZone, language, ownerId } = person
  // Two launches from one record at the same moment must not make two customers.
  await sql`select pg_advisory_xact_lock(hashtext(${`salesforce ${ref.id.slice(0, 15)}`}))`.execute(tx)
  const named = (await findIdByRecord(tx, ref.id)) ?? (await findIdByRecord(tx, asked.id))
  const id = named ?? (email === null ? null : await findOnlyUnlinked(tx, email))
  const place = { salesforce_object: ref.object, salesforce_id: ref.id, salesforce_account: accountId, salesforce_was: null }
  const record = { ...place, salesforce_owner: ownerId, crm_read_at: at }
  const known = { name, email, phone, owner_id: await findRepOfUser(tx, ownerId), ...record }
  const told = { ...(timeZone === null ? {} : { time_zone: timeZone }), ...(language === null ? {} : { language }) }
  if (id !== null) {
    await tx
      .updateTable('customer')
      .set({ ...known, ...told })
      .where('id', '=', id)
      .execute()
    return getCustomer(tx, id)
  }
  const fresh = randomUUID()
  await tx
    .insertInto('customer')
    .values({ id: fresh, key: null, coordinator: null, time_zone: null, created_at: at, ...known, ...told })
    .execute()
  return getCustomer(tx, fresh)
}

/** The rep who is this user of the CRM, by the user's id or, if no rep names it, by email. Somebody who no longer works there is nobody. */
export async function findRepOfUser(db: Database, userId: string | null): Promise<string | null> {
  if (userId === null) return null
  const user = await db.selectFrom('crm_user').select(['email', 'active']).where('id', '=', userId).executeTakeFirst()
  if (user && !user.active) return null
  const short = userId.slice(0, 15)
  const named = await db.selectFrom('rep').select('id').where(sql<boolean>`left(salesforce_user_id, 15) = ${short}`).executeTakeFirst()
  if (named || !user) return named?.id ?? null
  const same = await db
    .selectFrom('rep')
    .select('id')
    .where('email', '=', user.email)
    .where('salesforce_user_id', 'is', null)
    .executeTakeFirst()
  return same?.id ?? null
}

/** The customer of a record, as it was last read; null if there is none. */
export async function findCustomerOfRecord(db: Database, recordId: string): Promise<Customer | null> {
  const id = await findIdByRecord(db, recordId)
  return id === null ? null : getCustomer(db, id)
}

/** When a customer's record was last read; null if that is not known. */
export async function findReadAt(db: Database, customerId: string): Promise<Date | null> {
  const row = await db.selectFrom('customer').select('crm_read_at').where('id', '=', customerId).executeTakeFirst()
  return row?.crm_read_at ?? null
}

const findIdByRecord = async (db: Database, recordId: string): Promise<string | null> =>
  (
    await db
      .selectFrom('customer')
      .select('id')
      // Whose record was deleted, and is back, has it still.
      .where(sql<boolean>`(left(salesforce_id, 15) = ${recordId.slice(0, 15)} or left(salesforce_was, 15) = ${recordId.slice(0, 15)})`)
      .orderBy(sql`salesforce_id is null`)
      .executeTakeFirst()
  )?.id ?? null

async function findOnlyUnlinked(db: Database, email: string): Promise<string | null> {
  const [one, other] = await db
    .selectFrom('customer')
    .select(['id', 'salesforce_id', 'salesforce_was'])
    .where('email', '=', email)
    .limit(2)
    .execute()
  // Whose record was deleted is not taken for the person of another.
  return one && !other && one.salesforce_id === null && one.salesforce_was === null ? one.id : null
}

/**
 * From now on the customer is known to be the person of this record, unless that is somebody else's, or the customer has one already. Only a
 * customer with the very email by which the record was found, if it was, is that person.
 */
export async function linkCustomer(
  tx: Database,
  customerId: string,
  { object, id }: PersonRef,
  accountId: string | null,
  email: string | null,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`salesforce ${id.slice(0, 15)}`}))`.execute(tx)
  if ((await findIdByRecord(tx, id)) !== null) return
  await tx
    .updateTable('customer')
    .set({ salesforce_object: object, salesforce_id: id, salesforce_account: accountId })
    .where('id', '=', customerId)
    .where('salesforce_id', 'is', null)
    .where('email', email === null ? 'is' : '=', email)
    .execute()
}
