import { sql } from 'kysely'
import type { Distribution, PoolMember } from '../domain/distribution.ts'
import type { Cycle } from '../domain/distribution-cycle.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId } from './database.ts'

/** Reps who share bookings. */
export interface Pool {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly distribution: Distribution
  readonly strict: boolean
  /** Whether lost turns are made good. */
  readonly correction: boolean
  readonly cycle: Cycle
  /** Whether the rep who looks after a customer comes first, whether such a booking uses a turn, and for how many days ahead he is waited for. */
  readonly ownerFirst: boolean
  readonly ownerCounts: boolean
  readonly ownerHorizonDays: number
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
    'correction',
    'cycle',
    'owner_first as ownerFirst',
    'owner_counts as ownerCounts',
    'owner_horizon_days as ownerHorizonDays',
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

/**
 * Take the lock on a pool's turns: whoever writes to its ledger, or decides by it, waits here for the one before.
 *
 * Taken before any rep is touched, by everybody, so that nobody waits in a ring: pools in the order of their ids, then reps in the order
 * of theirs, then the booking. It lets rows that only refer to the pool pass.
 */
export async function lockPools(tx: Database, poolIds: readonly string[]): Promise<void> {
  if (poolIds.length === 0) return
  await sql`select from pool where id = any(${poolIds}::uuid[]) order by id for no key update`.execute(tx)
}

/** Lock every pool's turns, before a change of the pools themselves. */
export async function lockAllPools(tx: Database): Promise<void> {
  await sql`select from pool order by id for no key update`.execute(tx)
}

/** A member of a pool with what every rule asks of him. */
export interface StoredMember extends PoolMember {
  readonly active: boolean
}

/** Time off counts as leave if it is a day or longer. */
const LEAVE = sql`interval '24 hours'`

/** The members of a pool, with their leaves between `from` (null: ever) and `until`, merged. */
export async function findMembers(db: Database, poolId: string, from: Date | null, until: Date): Promise<StoredMember[]> {
  const { rows } = await sql<StoredMember & { leaves: { start: string; end: string }[] }>`
    select m.rep_id as "repId", m.priority, m.weight, m.joined_at as "joinedAt", r.active,
      coalesce((
        select jsonb_agg(jsonb_build_object('start', lower(span), 'end', upper(span)) order by span)
        from (select unnest(range_agg(tstzrange(t.starts_at, t.ends_at))) as span from time_off t
          where t.rep_id = m.rep_id and t.starts_at < ${until} and (${from}::timestamptz is null or t.ends_at > ${from})
            and t.ends_at - t.starts_at >= ${LEAVE}) merged
      ), '[]') as leaves
    from pool_member m join rep r on r.id = m.rep_id where m.pool_id = ${poolId}`.execute(db)
  return rows.map((row) => ({ ...row, leaves: row.leaves.map(({ start, end }) => ({ start: new Date(start), end: new Date(end) })) }))
}
