import { Refusal } from '../domain/refusal.ts'
import type { Database } from './database.ts'
import type { Choice } from './tables.ts'

/** A page on which customers book a rep or a pool, or (a master page) choose between other pages. */
export interface BookingPage {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly choice: Choice
  readonly repId: string | null
  readonly poolId: string | null
  /** Ids of the pages that a master page leads to. */
  readonly pages: readonly string[]
  /** Ids of the event types that can be booked here. */
  readonly eventTypes: readonly string[]
}

const select = (db: Database) =>
  db
    .selectFrom('booking_page')
    .select(['id', 'slug', 'title', 'choice', 'rep_id as repId', 'pool_id as poolId', 'pages', 'event_types as eventTypes'])

export const findPages = (db: Database): Promise<BookingPage[]> => select(db).orderBy('title').execute()

export async function findPagesByIds(db: Database, ids: readonly string[]): Promise<BookingPage[]> {
  if (ids.length === 0) return []
  const found = await select(db).where('id', 'in', ids).execute()
  return ids.flatMap((id) => found.filter((one) => one.id === id))
}

/** Whether there is a page at this address. */
export const isPage = async (db: Database, slug: string): Promise<boolean> =>
  (await db.selectFrom('booking_page').select('id').where('slug', '=', slug).executeTakeFirst()) !== undefined

/** The page at this address. Refuses with `not-found`. */
export async function getPage(db: Database, slug: string): Promise<BookingPage> {
  const found = await select(db).where('slug', '=', slug).executeTakeFirst()
  if (!found) throw new Refusal('not-found', 'There is no booking page at this address.')
  return found
}
