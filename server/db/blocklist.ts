import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId, json, violates } from './database.ts'

/** An email address or a domain that may not book on public pages. */
export interface Blocked {
  readonly id: string
  readonly entry: string
  readonly reason: string | null
  readonly author: Caller
  readonly createdAt: Date
}

/** The blocklist by its entries, from `after` on. */
export const findBlocked = (db: Database, { after, limit }: { after?: string; limit: number }): Promise<Blocked[]> =>
  db
    .selectFrom('blocked')
    .select(['id', 'entry', 'reason', 'author', 'created_at as createdAt'])
    .$if(after !== undefined, (query) => query.where('entry', '>', after ?? ''))
    .orderBy('entry')
    .limit(limit)
    .execute()

/** The entry with this id, if there is one. */
export const findBlockedEntry = async (db: Database, id: string): Promise<Pick<Blocked, 'entry' | 'reason'> | undefined> =>
  isId(id) ? db.selectFrom('blocked').select(['entry', 'reason']).where('id', '=', id).executeTakeFirst() : undefined

/** Whether any of these entries is on the list. */
export const isAnyBlocked = async (db: Database, entries: readonly string[]): Promise<boolean> =>
  (await db.selectFrom('blocked').select('id').where('entry', 'in', entries).limit(1).executeTakeFirst()) !== undefined

/** Put an entry on the list. Refuses with `conflict` if it is there. */
export async function insertBlocked(db: Database, { id, entry, reason, author, createdAt }: Blocked): Promise<void> {
  try {
    await db
      .insertInto('blocked')
      .values({ id, entry, reason, author: json(author), created_at: createdAt })
      .execute()
  } catch (error) {
    if (violates(error, 'blocked_entry')) throw new Refusal('conflict', `“${entry}” is on the list already.`)
    throw error
  }
}

/** Take an entry off the list. False if there is none. */
export async function deleteBlocked(db: Database, id: string): Promise<boolean> {
  if (!isId(id)) return false
  return (await db.deleteFrom('blocked').where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n
}
