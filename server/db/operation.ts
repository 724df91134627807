/** How what works in the background stands, apart from the job queue and the CRM. */
import { sql } from 'kysely'
import type { Figures } from '../domain/alert.ts'
import type { Database } from './database.ts'

/** The calendar accounts: how many, how many are out of reach, and since when one of the others was to be read. */
export async function readCalendarFigures(db: Database, now: Date): Promise<Figures['calendars']> {
  const { rows } = await sql<Figures['calendars']>`
    select count(*)::int as accounts, count(*) filter (where revoked or unreachable)::int as unreachable,
      min(next_sync_at) filter (where not revoked and not unreachable and next_sync_at < ${now}) as "dueSince"
    from calendar_account`.execute(db)
  return rows[0] as Figures['calendars']
}

/** How many webhooks in use have given up the last delivery that came to its end since `since`. */
export async function countFailingWebhooks(db: Database, since: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from webhook
      cross join lateral (select status from webhook_delivery
        where webhook_id = webhook.id and created_at > ${since} and status <> 'pending' order by created_at desc, id desc limit 1) last
    where webhook.active and last.status = 'failed'`.execute(db)
  return rows[0]?.count ?? 0
}

/** Names of the migrations that this database has seen. */
export async function findMigrations(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  return rows.map(({ name }) => name)
}
