import { sql } from 'kysely'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId } from './database.ts'
import type { Distribution } from './tables.ts'

/** Reps who share bookings. */
export interface Pool {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly distribution: Distribution
  readonly strict: boolean
  /** Ids of the reps, highest priority first, then by name. */
  readonly members: readonly string[]
}

const select = (db: Database) =>
  db.selectFrom('pool').select([
    'id',
    'slug',
    'name',
    'distribution',
    'strict',
    sql<string[]>`array(select m.rep_id::text from pool_member m join rep r on r.id = m.rep_id
        where m.pool_id = pool.id order by m.priority desc, r.name, r.id)`.as('members'),
  ])

export const findPools = (db: Database): Promise<Pool[]> => select(db).orderBy('name').execute()

export async function findPoolsByIds(db: Database, ids: readonly string[]): Promise<Pool[]> {
  return ids.length === 0 ? [] : select(db).where('id', 'in', ids).execute()
}

/** The pool of this id or slug. Refuses with `not-found`. */
export async function getPool(db: Database, ref: string): Promise<Pool> {
  const found = await select(db)
    .where((row) => (isId(ref) ? row.or([row('id', '=', ref), row('slug', '=', ref)]) : row('slug', '=', ref)))
    .executeTakeFirst()
  if (!found) throw new Refusal('not-found', `There is no pool “${ref}”.`)
  return found
}
