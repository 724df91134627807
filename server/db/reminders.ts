/** Which reminders reps want, and for which morning they had theirs. */
import { sql } from 'kysely'
import type { Database } from './database.ts'
import type { RepCard } from './reps.ts'

/** Whether a rep wants the mail of the morning, and notices at the time of activities that have one. Both, unless they said otherwise. */
export interface Reminders {
  readonly morning: boolean
  readonly notices: boolean
}

export async function getReminders(db: Database, repId: string): Promise<Reminders> {
  const row = await db.selectFrom('activity_reminder').select(['morning', 'notices']).where('rep_id', '=', repId).executeTakeFirst()
  return row ?? { morning: true, notices: true }
}

export async function keepReminders(db: Database, repId: string, { morning, notices }: Reminders): Promise<void> {
  await db
    .insertInto('activity_reminder')
    .values({ rep_id: repId, morning, notices, mailed_on: null })
    .onConflict((row) => row.column('rep_id').doUpdateSet({ morning, notices }))
    .execute()
}

/** A rep whose morning has come. */
export interface Morning {
  readonly rep: RepCard
  /** The rep’s date. */
  readonly today: string
}

/** Reps in whose zone it is between these hours, who want a mail, had none today, and have something due or overdue. */
export async function findMornings(db: Database, now: Date, [from, until]: readonly [string, string]): Promise<Morning[]> {
  const local = sql`(${now}::timestamptz at time zone rep.time_zone)`
  const { rows } = await sql<RepCard & { today: string }>`
    select rep.id, rep.email, rep.name, rep.time_zone as "timeZone", ${local}::date::text as today
    from rep left join activity_reminder reminder on reminder.rep_id = rep.id
    where rep.active and coalesce(reminder.morning, true) and ${local}::time between ${from}::time and ${until}::time
      and (reminder.mailed_on is null or reminder.mailed_on < ${local}::date)
      and coalesce((select true from activity
        where activity.rep_id = rep.id and activity.status = 'open' and activity.due_on <= ${local}::date limit 1), false)
    order by rep.id`.execute(db)
  return rows.map(({ today, ...rep }) => ({ rep, today }))
}

export async function noteMailed(db: Database, repId: string, on: string): Promise<void> {
  await sql`
    insert into activity_reminder (rep_id, morning, notices, mailed_on) values (${repId}, true, true, ${on}::date)
    on conflict (rep_id) do update set mailed_on = excluded.mailed_on`.execute(db)
}
