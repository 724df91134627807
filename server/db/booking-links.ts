import type { Caller } from '../domain/booking.ts'
import type { BookingLink } from '../domain/booking-link.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId, json } from './database.ts'

const select = (db: Database) =>
  db
    .selectFrom('booking_link')
    .select(['id', 'customer_id as customerId', 'page_id as pageId', 'uses', 'uses_left as usesLeft', 'generation'])
    .select(['expires_at as expiresAt', 'revoked_at as revokedAt', 'created_at as createdAt'])

/** The link of this id. Refuses with `not-found`. */
export async function getBookingLink(db: Database, id: string): Promise<BookingLink> {
  const found = isId(id) ? await select(db).where('id', '=', id).executeTakeFirst() : undefined
  if (!found) throw new Refusal('not-found', 'There is no such link.')
  return found
}

/** The links of a customer, the newest first. */
export const findBookingLinks = (db: Database, customerId: string, limit: number): Promise<BookingLink[]> =>
  select(db).where('customer_id', '=', customerId).orderBy('created_at', 'desc').orderBy('id').limit(limit).execute()

export async function insertBookingLink(db: Database, link: BookingLink, author: Caller): Promise<void> {
  await db
    .insertInto('booking_link')
    .values({
      id: link.id,
      customer_id: link.customerId,
      page_id: link.pageId,
      uses: link.uses,
      uses_left: link.usesLeft,
      generation: link.generation,
      expires_at: link.expiresAt,
      revoked_at: link.revokedAt,
      author: json(author),
      created_at: link.createdAt,
    })
    .execute()
}

/**
 * Use a link up by one, unless it has become void, expired or used up. Says whether it was used.
 *
 * Its row stays locked until the transaction ends: whoever comes at the same moment with the same link waits, and then finds one use less.
 */
export async function spendBookingLink(tx: Database, { id, generation }: BookingLink, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('booking_link')
    .set((row) => ({ uses_left: row('uses_left', '-', 1) }))
    .where('id', '=', id)
    .where('generation', '=', generation)
    .where('uses_left', '>', 0)
    .where('expires_at', '>', at)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Make a link void from now on. One that is void already stays as it is. */
export async function revokeBookingLink(db: Database, id: string, at: Date): Promise<void> {
  await db
    .updateTable('booking_link')
    .set((row) => ({ revoked_at: at, generation: row('generation', '+', 1) }))
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute()
}
