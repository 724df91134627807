import { endActivities, findPlacesOf, lockActivities, lockOpenOf, setActivityRep, setDues } from '../../db/activities.ts'
import type { Database } from '../../db/database.ts'
import { endDoneRuns, findRuns } from '../../db/processes.ts'
import { getProject } from '../../db/projects.ts'
import { lockRegistration } from '../../db/registrations.ts'
import { getRepCard } from '../../db/reps.ts'
import { findProjectsOfRep } from '../../db/sight.ts'
import type { Activity } from '../../domain/activity.ts'
import type { Caller } from '../../domain/booking.ts'
import { countingFrom, type Due, doneAt, dueOnDay, shifted } from '../../domain/process-due.ts'
import { Refusal } from '../../domain/refusal.ts'
import { taskJobs } from '../crm/ask.ts'
import { openDues } from '../processes/lay-out.ts'
import type { Services } from '../services.ts'

/** What is to be done with activities. */
export type Settling =
  | { readonly kind: 'done'; readonly result: string | null }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'moved'; readonly dueOn: string; readonly time: string | null | undefined; readonly rest: boolean }
  | { readonly kind: 'given'; readonly rep: string }

/**
 * Do something with activities, with all of them or with none. Refuses with `conflict` if one is no longer open. `also` is done in the same
 * transaction, for those that are done.
 */
export async function settleActivities(
  services: Services,
  caller: Caller,
  ids: readonly string[],
  settling: Settling,
  also?: (tx: Database, activities: readonly Activity[], at: Date) => Promise<void>,
): Promise<void> {
  const { db, now } = services
  await db.transaction().execute(async (tx) => {
    const activities = await lockForChange(tx, [...new Set(ids)])
    const at = now()
    if (settling.kind === 'given') await give(tx, activities, settling.rep)
    else if (settling.kind === 'moved') await move(tx, activities, settling)
    else {
      const result = settling.kind === 'done' ? settling.result : settling.reason
      await endActivities(
        tx,
        activities.map(({ id }) => id),
        settling.kind,
        { at, by: caller, result },
      )
      if (settling.kind === 'done') {
        await countAnew(tx, activities, at)
        await services.queue.enqueue(
          tx,
          await taskJobs(
            tx,
            activities.map(({ id }) => id),
          ),
        )
      }
      await endDoneRuns(
        tx,
        activities.flatMap(({ runId }) => runId ?? []),
        at,
      )
      await also?.(tx, activities, at)
    }
  })
}

/** These activities, locked, each open. Their registrants' places are locked first, in one order, as whatever begins or ends processes does. */
async function lockForChange(tx: Database, ids: readonly string[]): Promise<Activity[]> {
  const places = await lockPlacesOf(tx, ids)
  const activities = await lockActivities(tx, ids)
  if (activities.length < ids.length || places < 1) throw new Refusal('not-found', 'There is no such activity.')
  if (activities.some(({ status }) => status !== 'open'))
    throw new Refusal('conflict', ids.length === 1 ? 'This activity is no longer open.' : 'One of these activities is no longer open.')
  return activities
}

async function lockPlacesOf(tx: Database, ids: readonly string[]): Promise<number> {
  const places = await findPlacesOf(tx, ids)
  for (const { customerId, projectId } of places) await lockRegistration(tx, customerId, projectId)
  return places.length
}

/** Give activities to a rep of their project. */
async function give(tx: Database, activities: readonly Activity[], rep: string): Promise<void> {
  const { id, name } = await getRepCard(tx, rep)
  const own = await findProjectsOfRep(tx, id)
  if (activities.some(({ projectId }) => !own.includes(projectId)))
    throw new Refusal('invalid', `${name} does not work in this project.`, {
      errors: [{ pointer: '/rep', detail: 'must be a rep of the project' }],
    })
  await setActivityRep(
    tx,
    activities.map((one) => one.id),
    id,
  )
}

/** Let activities be due on another day; with `rest`, those after them in their runs move by as many days. */
async function move(tx: Database, activities: readonly Activity[], { dueOn, time, rest }: Settling & { kind: 'moved' }): Promise<void> {
  const dues = new Map<string, Due>()
  for (const one of activities) {
    const { timeZone } = await getProject(tx, one.projectId)
    dues.set(one.id, dueOnDay(one.due, dueOn, time, timeZone))
    if (!rest || one.runId === null) continue
    const days = Temporal.PlainDate.from(one.due.on).until(dueOn, { largestUnit: 'day' }).days
    for (const later of await lockOpenOf(tx, one.customerId, one.projectId))
      if (later.runId === one.runId && later.position > one.position && !activities.some(({ id }) => id === later.id))
        dues.set(later.id, shifted([later.due], days, timeZone)[0] ?? later.due)
  }
  await setDues(
    tx,
    [...dues].map(([id, due]) => ({ id, due })),
  )
}

/** Where a process counts from completion, what counts from an activity that is done now is due anew. */
async function countAnew(tx: Database, activities: readonly Activity[], at: Date): Promise<void> {
  const runs = await findRuns(
    tx,
    activities.flatMap(({ runId }) => runId ?? []),
  )
  for (const run of runs.filter(({ plan }) => plan.dates === 'from-completion')) {
    const { timeZone } = await getProject(tx, run.projectId)
    const open = (await lockOpenOf(tx, run.customerId, run.projectId)).filter(({ runId }) => runId === run.id)
    for (const { stepId } of activities.filter(({ runId }) => runId === run.id)) {
      if (stepId === null) continue
      const later = countingFrom(run.plan.steps, stepId)
      const dues = await openDues(run.plan, run.anchor, timeZone, null, new Map([[stepId, doneAt(at, timeZone)]]))
      const changed = open.flatMap(({ id, stepId: own }) => {
        const due = own !== null && later.has(own) ? dues[run.plan.steps.findIndex((step) => step.id === own)] : undefined
        return due ? [{ id, due }] : []
      })
      await setDues(tx, changed)
    }
  }
}
