/** Shops whose orders come in. */
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId, violates } from './database.ts'

export interface Shop {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly generation: number
  readonly active: boolean
  readonly createdAt: Date
}

const select = (db: Database) => db.selectFrom('shop').select(['id', 'slug', 'name', 'generation', 'active', 'created_at as createdAt'])

export const findShops = (db: Database): Promise<Shop[]> => select(db).orderBy('name').orderBy('slug').execute()

export const findShop = (db: Database, ref: string): Promise<Shop | undefined> =>
  select(db)
    .where((row) => (isId(ref) ? row('id', '=', ref) : row('slug', '=', ref)))
    .executeTakeFirst()

/** The shop of this id or slug. Refuses with `not-found`. */
export async function getShop(db: Database, ref: string): Promise<Shop> {
  const shop = await findShop(db, ref)
  if (!shop) throw new Refusal('not-found', `There is no shop “${ref}”.`)
  return shop
}

/** Store a new shop. Refuses with `conflict` if its slug has one. */
export async function insertShop(db: Database, { createdAt, ...shop }: Shop): Promise<void> {
  try {
    await db
      .insertInto('shop')
      .values({ ...shop, created_at: createdAt })
      .execute()
  } catch (error) {
    if (violates(error, 'shop_slug')) throw new Refusal('conflict', `There is a shop “${shop.slug}” already.`)
    throw error
  }
}

export async function updateShop(db: Database, { id, name, generation, active }: Shop): Promise<void> {
  await db.updateTable('shop').set({ name, generation, active }).where('id', '=', id).execute()
}
