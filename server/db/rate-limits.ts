import { sql } from 'kysely'
import type { Database } from './database.ts'

/** How often something was tried within a span of time that has not ended, and when it ends. */
export interface Hits {
  readonly hits: number
  readonly endsInMs: number
}

/** Count one more try. The first begins the span, and the database's clock ends it: those of processes may differ. */
export async function countHit(db: Database, key: string, spanMs: number): Promise<Hits> {
  const { rows } = await sql<Hits>`
    insert into rate_limit as kept (key, hits, ends_at) values (${key}, 1, now() + ${spanMs} * interval '1 millisecond')
    on conflict (key) do update set
      hits = case when kept.ends_at <= now() then 1 else kept.hits + 1 end,
      ends_at = case when kept.ends_at <= now() then excluded.ends_at else kept.ends_at end
    returning hits, (extract(epoch from ends_at - now()) * 1000)::float as "endsInMs"`.execute(db)
  return rows[0] as Hits
}

/** Count one try less: it was none. */
export async function takeBackHit(db: Database, key: string): Promise<void> {
  await sql`update rate_limit set hits = hits - 1 where key = ${key} and hits > 0 and ends_at > now()`.execute(db)
}

export async function deleteEndedHits(db: Database): Promise<void> {
  await sql`delete from rate_limit where ends_at <= now()`.execute(db)
}
