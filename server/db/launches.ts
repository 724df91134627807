/** One-time addresses and tokens, and the consoles that they opened. */
import { type Launch, recordRefOf } from '../domain/launch.ts'
import { type Database, isId } from './database.ts'

/** Keep a one-time address by the hash of its ticket. */
export async function insertTicket(db: Database, id: string, { user, ref }: Launch, expiresAt: Date): Promise<void> {
  await db
    .insertInto('launch')
    .values({ id, salesforce_user: user, object: ref.object, record_id: ref.id, expires_at: expiresAt })
    .execute()
}

/** What a ticket opens, if it is still good. */
export async function findTicket(db: Database, id: string, at: Date): Promise<Launch | null> {
  const row = await db
    .selectFrom('launch')
    .select(['salesforce_user as user', 'object', 'record_id as record'])
    .where('id', '=', id)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  if (!row?.user || row.object === null || row.record === null) return null
  const ref = recordRefOf(row.object, row.record)
  return ref && { user: row.user, ref }
}

/** Use a ticket up; false if it was used before. Of two at once one waits for the other, and is then too late. */
export async function useTicket(tx: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('launch')
    .set({ salesforce_user: null, object: null, record_id: null })
    .where('id', '=', id)
    .where('salesforce_user', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Whether a token was used before. */
export async function isUsed(db: Database, id: string): Promise<boolean> {
  return (await db.selectFrom('launch').select('id').where('id', '=', id).executeTakeFirst()) !== undefined
}

/** Use a token up; false if it was used before. */
export async function useToken(tx: Database, id: string, expiresAt: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('launch')
    .values({ id, salesforce_user: null, object: null, record_id: null, expires_at: expiresAt })
    .onConflict((row) => row.column('id').doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** A console that was opened from a record. */
export interface LaunchSession {
  readonly hash: string
  readonly customerId: string
  /** The user of the org who books in it. */
  readonly user: { readonly id: string; readonly name: string; readonly email: string | null }
  /** The org did not answer: what is shown was read before. */
  readonly stale: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** Keep a console that was opened. What the same user had opened in this browser before (`former`) goes on under the new cookie. */
export async function insertLaunchSession(tx: Database, session: LaunchSession, former: string | null): Promise<void> {
  const { hash, customerId, user, stale, createdAt, expiresAt } = session
  if (former !== null) {
    await tx.deleteFrom('launch_session').where('hash', '=', former).where('customer_id', '=', customerId).execute()
    await tx.updateTable('launch_session').set({ hash }).where('hash', '=', former).where('salesforce_user', '=', user.id).execute()
    await tx.deleteFrom('launch_session').where('hash', '=', former).execute()
  }
  await tx
    .insertInto('launch_session')
    .values({
      hash,
      customer_id: customerId,
      salesforce_user: user.id,
      name: user.name,
      email: user.email,
      stale,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .execute()
}

/** The console that a cookie opens for a customer, if its time is not over and its user still works in the org. */
export async function findLaunchSession(db: Database, hash: string, customerId: string, at: Date): Promise<LaunchSession | null> {
  if (!isId(customerId)) return null
  const row = await db
    .selectFrom('launch_session as one')
    .innerJoin('crm_user', 'crm_user.id', 'one.salesforce_user')
    .select(['one.customer_id as customerId', 'one.salesforce_user as id', 'one.name', 'one.email', 'one.stale'])
    .select(['one.created_at as createdAt', 'one.expires_at as expiresAt'])
    .where('one.hash', '=', hash)
    .where('one.customer_id', '=', customerId)
    .where('one.expires_at', '>', at)
    .where('crm_user.active', '=', true)
    .executeTakeFirst()
  if (!row) return null
  const { id, name, email, ...rest } = row
  return { hash, ...rest, user: { id, name, email } }
}

/** End a console; how many others the same cookie still opens. */
export async function deleteLaunchSession(db: Database, { hash, customerId }: LaunchSession): Promise<number> {
  await db.deleteFrom('launch_session').where('hash', '=', hash).where('customer_id', '=', customerId).execute()
  const { count } = await db
    .selectFrom('launch_session')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Remove what ended by `at`. */
export async function deleteEndedLaunches(db: Database, at: Date): Promise<void> {
  await db.deleteFrom('launch').where('expires_at', '<=', at).execute()
  await db.deleteFrom('launch_session').where('expires_at', '<=', at).execute()
}
