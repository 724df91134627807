/** The plans of projects, the options that begin some of them, and for whom they run. */
import { sql } from 'kysely'
import type { Plan, Process, TriggerKind } from '../domain/process.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId, json } from './database.ts'

const select = (db: Database) =>
  db.selectFrom('process').select(['id', 'project_id as projectId', 'name', 'trigger_kind', 'trigger_value', 'plan', 'active'])

const asProcess = ({
  trigger_kind: kind,
  trigger_value: value,
  ...rest
}: {
  id: string
  projectId: string
  name: string
  trigger_kind: TriggerKind
  trigger_value: string | null
  plan: Plan
  active: boolean
}): Process => ({ ...rest, trigger: { kind, value } })

/** The processes of these projects (null: of all), by name. */
export async function findProcesses(db: Database, projectIds: readonly string[] | null): Promise<Process[]> {
  const all = select(db).orderBy('name').orderBy('id')
  const rows = await (projectIds === null ? all : all.where(sql<boolean>`project_id = any(${projectIds}::uuid[])`)).execute()
  return rows.map(asProcess)
}

/** The processes of a project that begin with such a thing, as long as they are switched on. */
export async function findTriggered(db: Database, projectIds: readonly string[], kinds: readonly TriggerKind[]): Promise<Process[]> {
  if (projectIds.length === 0 || kinds.length === 0) return []
  const rows = await select(db)
    .where('active', '=', true)
    .where('project_id', 'in', projectIds)
    .where('trigger_kind', 'in', kinds)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(asProcess)
}

/** Whether something of these kinds begins a process in these projects, or anything runs for the customer: if not, nothing comes of it. */
export async function isWatched(
  tx: Database,
  projectIds: readonly string[],
  kinds: readonly TriggerKind[],
  customerId: string,
): Promise<boolean> {
  const { rows } = await sql<{ watched: boolean }>`
    select exists (select from process where active and project_id = any(${projectIds}::uuid[]) and trigger_kind = any(${kinds}::text[]))
      or exists (select from process_run where customer_id = ${customerId}::uuid and ended_at is null) as watched`.execute(tx)
  return rows[0]?.watched ?? false
}

/** The process of this id. Refuses with `not-found`. */
export async function getProcess(db: Database, id: string): Promise<Process> {
  const found = isId(id) ? await select(db).where('id', '=', id).executeTakeFirst() : undefined
  if (!found) throw new Refusal('not-found', 'There is no such process.')
  return asProcess(found)
}

const rowOf = ({ id, projectId, name, trigger, plan, active }: Process) => ({
  ...{ id, name, active, project_id: projectId, trigger_kind: trigger.kind, trigger_value: trigger.value, plan: json(plan) },
})

export async function insertProcess(tx: Database, process: Process, at: Date): Promise<void> {
  await tx
    .insertInto('process')
    .values({ ...rowOf(process), created_at: at })
    .execute()
}

export async function updateProcess(tx: Database, process: Process): Promise<void> {
  await tx.updateTable('process').set(rowOf(process)).where('id', '=', process.id).execute()
}

/** For how many registrants each process runs, and for how many it waits until somebody looks after them. */
export async function countRuns(db: Database, ids: readonly string[]): Promise<Map<string, { running: number; waiting: number }>> {
  const { rows } = await sql<{ id: string; running: number; waiting: number }>`
    select process_id as id, (count(*) filter (where begun_at is not null))::int as running,
      (count(*) filter (where begun_at is null))::int as waiting
    from process_run where process_id = any(${ids}::uuid[]) and ended_at is null group by 1`.execute(db)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/** A process that was begun for somebody. */
export interface Run {
  readonly id: string
  readonly processId: string
  readonly projectId: string
  readonly customerId: string
  /** What began it. */
  readonly cause: string
  readonly plan: Plan
  readonly anchor: Date
  readonly notBefore: string | null
  readonly begunAt: Date | null
}

const selectRuns = (db: Database) =>
  db
    .selectFrom('process_run')
    .select(['id', 'process_id as processId', 'project_id as projectId', 'customer_id as customerId', 'cause', 'plan', 'anchor'])
    .select([sql<string | null>`not_before::text`.as('notBefore'), 'begun_at as begunAt'])

/** The runs of a registrant in a project that have not ended, oldest first. */
export const findRunning = (db: Database, customerId: string, projectId: string): Promise<Run[]> =>
  selectRuns(db)
    .where('customer_id', '=', customerId)
    .where('project_id', '=', projectId)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

export const findRuns = async (db: Database, ids: readonly string[]): Promise<Run[]> =>
  ids.length === 0 ? [] : selectRuns(db).where('id', 'in', ids).execute()

/** Keep a run that was just caused; false: the same cause has begun this process for them before. */
export async function insertRun(tx: Database, { begunAt, ...run }: Run, at: Date): Promise<boolean> {
  const row = await tx
    .insertInto('process_run')
    .values({
      id: run.id,
      process_id: run.processId,
      project_id: run.projectId,
      customer_id: run.customerId,
      cause: run.cause,
      plan: json(run.plan),
      anchor: run.anchor,
      not_before: run.notBefore,
      begun_at: begunAt,
      ended_at: null,
      created_at: at,
    })
    .onConflict((conflict) => conflict.constraint('process_run_once').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function noteBegun(tx: Database, runIds: readonly string[], at: Date): Promise<void> {
  if (runIds.length > 0) await tx.updateTable('process_run').set({ begun_at: at }).where('id', 'in', runIds).execute()
}

export async function endRuns(tx: Database, runIds: readonly string[], at: Date): Promise<void> {
  if (runIds.length > 0)
    await tx.updateTable('process_run').set({ ended_at: at }).where('id', 'in', runIds).where('ended_at', 'is', null).execute()
}

/** End those of these runs of which nothing is open any more. */
export async function endDoneRuns(tx: Database, runIds: readonly string[], at: Date): Promise<void> {
  if (runIds.length === 0) return
  await sql`
    update process_run set ended_at = ${at}
    where id = any(${runIds}::uuid[]) and begun_at is not null and ended_at is null
      and not exists (select from activity where run_id = process_run.id and status = 'open')`.execute(tx)
}

/** Somebody for whom a process runs. */
export interface RunningFor {
  readonly id: string
  readonly customer: { readonly id: string; readonly name: string }
  readonly rep: { readonly id: string; readonly name: string } | null
  readonly begunAt: Date | null
  readonly open: number
  readonly nextOn: string | null
}

/** For whom a process runs or waits, the latest first. */
export async function findRunningFor(db: Database, processId: string, limit: number): Promise<RunningFor[]> {
  const { rows } = await sql<{
    id: string
    customerId: string
    customer: string
    repId: string | null
    rep: string | null
    begunAt: Date | null
    open: number
    nextOn: string | null
  }>`
    select run.id, customer.id as "customerId", customer.name as customer, rep.id as "repId", rep.name as rep, run.begun_at as "begunAt",
      left_over.open, left_over.next_on as "nextOn"
    from (select * from process_run where process_id = ${processId}::uuid and ended_at is null order by created_at desc, id limit ${limit}) run
    join customer on customer.id = run.customer_id
    left join registration on registration.customer_id = run.customer_id and registration.project_id = run.project_id
    left join rep on rep.id = registration.rep_id
    cross join lateral (
      select count(*)::int as open, min(due_on)::text as next_on from activity where run_id = run.id and status = 'open') left_over
    order by run.created_at desc, run.id`.execute(db)
  return rows.map(({ customerId, customer, repId, rep, ...rest }) => ({
    ...rest,
    customer: { id: customerId, name: customer },
    rep: repId === null ? null : { id: repId, name: rep ?? '' },
  }))
}
