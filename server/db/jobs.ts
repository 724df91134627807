/** What the job queue holds. Its clock is the database's. */
import { sql } from 'kysely'
import { type JobFigures, STRUGGLING_TRIES } from '../domain/alert.ts'
import type { Database } from './database.ts'

/** How many jobs of each name there are, in one pass over those that are not done. How long one has waited the database says; `now` is when that is. */
export async function countJobs(db: Database, now: Date): Promise<JobFigures[]> {
  const { rows } = await sql<Omit<JobFigures, 'dueSince'> & { waitedMs: number | null }>`
    select name,
      count(*) filter (where state < 'active' and start_after <= now())::int as waiting,
      count(*) filter (where state < 'active' and start_after > now())::int as later,
      count(*) filter (where state = 'active')::int as running,
      count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state <= 'active' and retry_count >= ${STRUGGLING_TRIES})::int as struggling,
      extract(epoch from now() - min(start_after) filter (where state < 'active' and start_after <= now()))::float8 * 1000 as "waitedMs",
      min(completed_on) filter (where state = 'failed') as "failedSince",
      min(created_on) filter (where state <= 'active' and retry_count >= ${STRUGGLING_TRIES}) as "strugglingSince"
    from pgboss.job where state not in ('completed', 'cancelled') group by name order by name`.execute(db)
  return rows.map(({ waitedMs, ...figures }) => ({ ...figures, dueSince: waitedMs === null ? null : new Date(now.getTime() - waitedMs) }))
}

/** A job that was given up. */
export interface FailedJob {
  readonly id: string
  readonly name: string
  /** Its payload: ids. */
  readonly data: unknown
  /** Whom it concerns, if that is somebody: a booking's customer, a calendar's rep, an email. */
  readonly concerns: string | null
  readonly customerId: string | null
  readonly tries: number
  /** What the last try met, in words for those who operate the service. */
  readonly problem: string | null
  readonly askedAt: Date
  readonly failedAt: Date
}

const idOf = (key: string) => sql`(job.data ->> ${key})::uuid`

/** Jobs that were given up, the latest first; of these ids, if some are given. */
export async function findFailedJobs(
  db: Database,
  { ids, before, limit }: { ids?: readonly string[]; before?: { failedAt: Date; id: string }; limit: number },
): Promise<FailedJob[]> {
  const { rows } = await sql<FailedJob>`
    select job.id, job.name, job.data, job.retry_count + 1 as tries, left(job.output ->> 'message', 300) as problem,
      coalesce(booking.customer_name, entry.name, customer.name, rep.name, job.data ->> 'email') as concerns,
      customer.id as "customerId",
      job.created_on as "askedAt", date_trunc('milliseconds', job.completed_on) as "failedAt"
    from pgboss.job
      left join booking on booking.id = ${idOf('bookingId')}
      left join activity on activity.id = ${idOf('activityId')}
      left join registration_entry entry on entry.id = ${idOf('entryId')}
      left join customer on customer.id = coalesce(booking.customer_id, activity.customer_id, entry.customer_id)
      left join calendar_account account on account.id = ${idOf('accountId')}
      left join rep on rep.id = account.rep_id
    where job.state = 'failed'
      and (${ids ?? null}::uuid[] is null or job.id = any(${ids ?? null}::uuid[]))
      and (${before?.failedAt ?? null}::timestamptz is null
        or (date_trunc('milliseconds', job.completed_on), job.id) < (${before?.failedAt ?? null}::timestamptz, ${before?.id ?? null}::uuid))
    order by date_trunc('milliseconds', job.completed_on) desc, job.id desc
    limit ${limit}`.execute(db)
  return rows
}

/** Take failed jobs out of the queue. Those that are gone already, or run again, are left out of the answer. */
export async function takeFailedJobs(tx: Database, ids: readonly string[]): Promise<{ name: string; data: unknown }[]> {
  const { rows } = await sql<{ name: string; data: unknown }>`
    delete from pgboss.job where state = 'failed' and id = any(${ids}::uuid[]) returning name, data`.execute(tx)
  return rows
}

/** Forget jobs that were done a day ago: nobody asks for them again. */
export async function deleteDoneJobs(db: Database): Promise<void> {
  await sql`delete from pgboss.job where state in ('completed', 'cancelled') and completed_on < now() - interval '1 day'`.execute(db)
}
