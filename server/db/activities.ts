/** What reps owe registrants, and what they have done for them. */
import { type RawBuilder, sql } from 'kysely'
import type { Activity, ActivityStatus, Ended } from '../domain/activity.ts'
import type { Caller } from '../domain/booking.ts'
import type { ActivityType } from '../domain/process.ts'
import type { Due } from '../domain/process-due.ts'
import type { Sight } from '../domain/sight.ts'
import { type Database, isId, json } from './database.ts'
import type { RepCard } from './reps.ts'

const COLUMNS = [
  'activity.id',
  'activity.run_id as runId',
  'activity.step_id as stepId',
  'activity.position',
  'activity.project_id as projectId',
  'activity.customer_id as customerId',
  'activity.rep_id as repId',
  'activity.type',
  'activity.note',
  'activity.email',
  'activity.automatic',
  'activity.due_at',
  'activity.status',
  'activity.created_at as createdAt',
] as const

/** Dates as they stand, whatever a driver makes of them. */
const dueOn = sql<string>`activity.due_on::text`

const select = (db: Database) => db.selectFrom('activity').select(COLUMNS).select(dueOn.as('due_on'))

const asActivity = <T extends { due_on: string; due_at: Date | null }>({ due_on, due_at, ...rest }: T) => ({
  ...rest,
  due: { on: due_on, at: due_at },
})

/** Keep new activities; one that a run has for a step already stays as it is. */
export async function insertActivities(tx: Database, activities: readonly Activity[]): Promise<void> {
  if (activities.length === 0) return
  await tx
    .insertInto('activity')
    .values(
      activities.map(({ runId, stepId, projectId, customerId, repId, due, createdAt, email, ...rest }) => ({
        ...rest,
        email: email === null ? null : json(email),
        run_id: runId,
        step_id: stepId,
        project_id: projectId,
        customer_id: customerId,
        rep_id: repId,
        due_on: due.on,
        due_at: due.at,
        created_at: createdAt,
      })),
    )
    .onConflict((conflict) => conflict.columns(['run_id', 'step_id']).doNothing())
    .execute()
}

/** Whose these activities are, and where: each place once, in the one order in which places are locked. */
export async function findPlacesOf(db: Database, ids: readonly string[]): Promise<{ customerId: string; projectId: string }[]> {
  return db
    .selectFrom('activity')
    .select(['customer_id as customerId', 'project_id as projectId'])
    .distinct()
    .where(sql<boolean>`id = any(${ids.filter(isId)}::uuid[])`)
    .orderBy('customer_id')
    .orderBy('project_id')
    .execute()
}

/** These activities, locked until the transaction ends; those that are gone are left out. */
export async function lockActivities(tx: Database, ids: readonly string[]): Promise<Activity[]> {
  const rows = await select(tx)
    .where(sql<boolean>`activity.id = any(${ids.filter(isId)}::uuid[])`)
    .orderBy('activity.id')
    .forUpdate()
    .execute()
  return rows.map(asActivity)
}

/** The open activities of a registrant in a project, by the place in their runs; locked. */
export async function lockOpenOf(tx: Database, customerId: string, projectId: string): Promise<Activity[]> {
  const rows = await select(tx)
    .where('activity.customer_id', '=', customerId)
    .where('activity.project_id', '=', projectId)
    .where('activity.status', '=', 'open')
    .orderBy('activity.run_id')
    .orderBy('activity.position')
    .orderBy('activity.id')
    .forUpdate()
    .execute()
  return rows.map(asActivity)
}

/** Take activities off the list. Who had them is kept by name. */
export async function endActivities(
  tx: Database,
  ids: readonly string[],
  status: Exclude<ActivityStatus, 'open'>,
  { at, by, result }: Ended,
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update activity set status = ${status}, ended_at = ${at}, ended_by = ${json(by)}::jsonb, result = ${result},
      ended_rep = (select name from rep where rep.id = rep_id)
    where id = any(${ids}::uuid[]) and status = 'open'`.execute(tx)
}

/** Let open activities be due at other times; whoever was told of the time before is told anew. */
export async function setDues(tx: Database, dues: readonly { readonly id: string; readonly due: Due }[]): Promise<void> {
  if (dues.length === 0) return
  const rows = dues.map(({ id, due }) => ({ id, due_on: due.on, due_at: due.at }))
  await sql`
    update activity set due_on = t.due_on, due_at = t.due_at, told_at = null
    from jsonb_to_recordset(${json(rows)}::jsonb) as t (id uuid, due_on date, due_at timestamptz)
    where activity.id = t.id and status = 'open'`.execute(tx)
}

/** Give open activities to a rep. */
export async function setActivityRep(tx: Database, ids: readonly string[], repId: string): Promise<void> {
  if (ids.length === 0) return
  await sql`update activity set rep_id = ${repId}::uuid where id = any(${ids}::uuid[]) and status = 'open'`.execute(tx)
}

/** Where activities without a time stand among those of their day. */
export const NEVER = new Date('9998-12-31T00:00:00Z')

/** An activity with what is shown beside it. */
export interface ShownActivity extends Activity {
  readonly customer: { readonly id: string; readonly name: string; readonly email: string | null; readonly phone: string | null }
  readonly project: { readonly slug: string; readonly name: string; readonly timeZone: string }
  readonly process: { readonly id: string; readonly name: string } | null
  readonly rep: RepCard | null
  readonly ended: { readonly at: Date; readonly by: Caller | null; readonly rep: string | null; readonly result: string | null } | null
}

export interface ActivityFilter {
  readonly sight: Sight
  /** Of one rep. */
  readonly repId?: string
  /** Of one project, which the sight is of. */
  readonly projectId?: string
  readonly customerId?: string
  readonly type?: ActivityType
  /** How they stand now, in the zone of their project. */
  readonly when?: readonly Standing[]
  readonly now: Date
}
export type Standing = 'overdue' | 'today' | 'upcoming'

/** How an open activity stands, as `standingOf` of the domain has it. */
const standing = (now: Date) => sql<Standing>`case
  when activity.due_on < (${now}::timestamptz at time zone project.time_zone)::date or activity.due_at < ${now} then 'overdue'
  when activity.due_on = (${now}::timestamptz at time zone project.time_zone)::date then 'today' else 'upcoming' end`

/** A day later than today anywhere: what is due after it is to come in every zone. */
const AHEAD = sql`interval '2 days'`

function conditions({ sight, repId, projectId, customerId, type, when, now }: ActivityFilter): RawBuilder<boolean>[] {
  const onlyNear = when !== undefined && !when.includes('upcoming')
  return [
    sql<boolean>`activity.status = 'open'`,
    // What is seen from a project is the project’s.
    ...(projectId === undefined ? seen(sight) : []),
    ...(repId === undefined ? [] : [sql<boolean>`activity.rep_id = ${repId}::uuid`]),
    ...(projectId === undefined ? [] : [sql<boolean>`activity.project_id = ${projectId}::uuid`]),
    ...(customerId === undefined ? [] : [sql<boolean>`activity.customer_id = ${customerId}::uuid`]),
    ...(type === undefined ? [] : [sql<boolean>`activity.type = ${type}`]),
    ...(onlyNear ? [sql<boolean>`activity.due_on < (${now}::timestamptz + ${AHEAD})::date`] : []),
    ...(when === undefined ? [] : [sql<boolean>`${standing(now)} = any(${when}::text[])`]),
  ]
}

/** Whoever works in projects sees what is owed and was done there. */
const seen = ({ projectIds }: Sight): RawBuilder<boolean>[] =>
  projectIds === null ? [] : [sql<boolean>`activity.project_id = any(${projectIds}::uuid[])`]

const shown = (db: Database) =>
  db
    .selectFrom('activity')
    .innerJoin('customer', 'customer.id', 'activity.customer_id')
    .innerJoin('project', 'project.id', 'activity.project_id')
    .leftJoin('rep', 'rep.id', 'activity.rep_id')
    .leftJoin('process_run', 'process_run.id', 'activity.run_id')
    .leftJoin('process', 'process.id', 'process_run.process_id')
    .select(COLUMNS)
    .select(dueOn.as('due_on'))
    .select(['customer.name as customerName', 'customer.email as customerEmail', 'customer.phone as customerPhone'])
    .select(['project.slug', 'project.name as projectName', 'project.time_zone as timeZone'])
    .select([
      'rep.name as repName',
      'rep.email as repEmail',
      'rep.time_zone as repZone',
      'process.id as processId',
      'process.name as processName',
    ])
    .select(['activity.ended_at', 'activity.ended_by', 'activity.ended_rep', 'activity.result'])

type ShownRow = Awaited<ReturnType<ReturnType<typeof shown>['execute']>>[number]

function asShown(row: ShownRow): ShownActivity {
  const { customerName, customerEmail, customerPhone, slug, projectName, timeZone, repName, repEmail, repZone, processId, processName } =
    row
  const { ended_at, ended_by, ended_rep, result, ...activity } = row
  return {
    ...asActivity(activity),
    customer: { id: row.customerId, name: customerName, email: customerEmail, phone: customerPhone },
    project: { slug, name: projectName, timeZone },
    process: processId === null || processName === null ? null : { id: processId, name: processName },
    rep: row.repId === null ? null : { id: row.repId, name: repName ?? '', email: repEmail ?? '', timeZone: repZone ?? 'UTC' },
    ended: ended_at === null ? null : { at: ended_at, by: ended_by, rep: ended_rep, result },
  }
}

/** Open activities, soonest first; those of one day by their time, those without one last. `after`: the last of the page before. */
export async function findActivities(
  db: Database,
  filter: ActivityFilter,
  { limit, after }: { readonly limit: number; readonly after?: { readonly on: string; readonly at: string; readonly id: string } },
): Promise<ShownActivity[]> {
  const next = after
    ? [
        sql<boolean>`activity.due_on >= ${after.on}::date
          and (activity.due_on, coalesce(activity.due_at, ${NEVER}), activity.id) > (${after.on}::date, ${after.at}::timestamptz, ${after.id}::uuid)`,
      ]
    : []
  const rows = await shown(db)
    .where((row) => row.and([...conditions(filter), ...next]))
    .orderBy('activity.due_on')
    .orderBy('activity.due_at')
    .orderBy('activity.id')
    .limit(limit)
    .execute()
  return rows.map(asShown)
}

/** These activities with what is shown beside them, open or not, in the order of the ids. */
export async function findShownActivities(db: Database, ids: readonly string[]): Promise<ShownActivity[]> {
  const rows = await shown(db)
    .where(sql<boolean>`activity.id = any(${ids.filter(isId)}::uuid[])`)
    .execute()
  const found = new Map(rows.map((row) => [row.id, asShown(row)]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** What has been done for a customer, or was given up, newest first. */
export async function findEndedActivities(db: Database, sight: Sight, customerId: string, limit: number): Promise<ShownActivity[]> {
  const rows = await shown(db)
    .where((row) => row.and([sql<boolean>`activity.customer_id = ${customerId}::uuid and activity.status <> 'open'`, ...seen(sight)]))
    .orderBy('activity.ended_at', 'desc')
    .orderBy('activity.id')
    .limit(limit)
    .execute()
  return rows.map(asShown)
}

/** How many activities are open, by type and by how they stand; of those to come, the ones of so many days. */
export async function countActivities(
  db: Database,
  filter: Omit<ActivityFilter, 'when'>,
  days: number,
): Promise<{ readonly type: ActivityType; readonly standing: Standing; readonly count: number }[]> {
  const { rows } = await sql<{ type: ActivityType; standing: Standing; count: number }>`
    select activity.type, ${standing(filter.now)} as standing, count(*)::int as count
    from activity join project on project.id = activity.project_id
    where ${sql.join(conditions(filter), sql` and `)}
      and activity.due_on <= (${filter.now}::timestamptz at time zone 'UTC')::date + ${days}::int
    group by 1, 2`.execute(db)
  return rows
}

/** What is due of a rep on a date or was before, soonest first, and how many there are. */
export async function findDueOf(
  db: Database,
  repId: string,
  today: string,
  limit: number,
): Promise<{ readonly activities: readonly ShownActivity[]; readonly count: number }> {
  const due = sql<boolean>`activity.status = 'open' and activity.rep_id = ${repId}::uuid and activity.due_on <= ${today}::date`
  const [rows, { rows: counted }] = await Promise.all([
    shown(db).where(due).orderBy('activity.due_on').orderBy('activity.due_at').orderBy('activity.id').limit(limit).execute(),
    sql<{ count: number }>`select count(*)::int as count from activity where ${due}`.execute(db),
  ])
  return { activities: rows.map(asShown), count: counted[0]?.count ?? 0 }
}

/** Open activities whose time has come, and of which nobody was told, the longest first. */
export async function findComeDue(db: Database, now: Date, limit: number): Promise<{ readonly id: string; readonly automatic: boolean }[]> {
  return db
    .selectFrom('activity')
    .select(['id', 'automatic'])
    .where('status', '=', 'open')
    .where('told_at', 'is', null)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute()
}

export async function noteTold(db: Database, id: string, at: Date): Promise<void> {
  await db.updateTable('activity').set({ told_at: at }).where('id', '=', id).execute()
}
