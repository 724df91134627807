/** Which activities that were done are tasks in the CRM by now, and which are to be. */
import { sql } from 'kysely'
import type { PersonRef } from '../domain/crm.ts'
import type { Database } from './database.ts'

/** Ask that these activities, which were just done, become tasks; returns those whose registrant has a record in the org that is connected. */
export async function askForTasks(tx: Database, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    update activity set crm_sync = 'pending' from customer
    where activity.id = any(${ids}::uuid[]) and customer.id = activity.customer_id and activity.status = 'done'
      and customer.salesforce_id is not null and exists (select from crm_org)
    returning activity.id`.execute(tx)
  return rows.map(({ id }) => id)
}

export type TaskState = 'pending' | 'trying' | 'ok' | 'failed' | null

/** How an activity stands with the CRM, and whose task it is to be; undefined: there is no such activity. */
export async function findTaskState(
  db: Database,
  activityId: string,
): Promise<{ readonly state: TaskState; readonly person: PersonRef | null } | undefined> {
  const row = await db
    .selectFrom('activity')
    .innerJoin('customer', 'customer.id', 'activity.customer_id')
    .select(['crm_sync', 'salesforce_object', 'salesforce_id'])
    .where('activity.id', '=', activityId)
    .executeTakeFirst()
  if (!row) return undefined
  const { salesforce_object: object, salesforce_id: id } = row
  return { state: row.crm_sync, person: id === null || (object !== 'Contact' && object !== 'Lead') ? null : { object, id } }
}

export async function setTaskState(db: Database, activityId: string, state: TaskState, taskId: string | null = null): Promise<void> {
  await db.updateTable('activity').set({ crm_sync: state, crm_id: taskId }).where('id', '=', activityId).execute()
}

/** Tasks that were to be written and have waited since before this moment: the org was out of reach, or let us in no longer. */
export async function findWaitingTasks(db: Database, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from activity where crm_sync in ('pending', 'trying') and ended_at < ${before} order by ended_at limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}
