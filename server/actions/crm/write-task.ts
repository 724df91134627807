import { findShownActivities } from '../../db/activities.ts'
import { findOrg, noteRevoked, pauseOrg } from '../../db/crm-org.ts'
import { findUsersOfReps } from '../../db/crm-records.ts'
import { findTaskState, findWaitingTasks, setTaskState } from '../../db/crm-tasks.ts'
import { CrmTrouble, crmRecordId } from '../../domain/crm.ts'
import { taskFields } from '../../domain/crm-task.ts'
import type { Job, Payload } from '../../jobs/catalog.ts'
import type { Services } from '../services.ts'
import { openOrg } from './access.ts'

const A_MINUTE_MS = 60_000

/**
 * Make a task in the CRM of an activity that was done. Job `crm.task`; running it twice does no harm: it is stored that its end is not known
 * before the task is made, and whoever tries again looks first.
 */
export async function writeTask(services: Services, { activityId }: Payload<'crm.task'>): Promise<void> {
  const { db, now } = services
  const stands = await findTaskState(db, activityId)
  if (stands?.state !== 'pending' && stands?.state !== 'trying') return
  if (stands.person === null) return setTaskState(db, activityId, null)
  const org = await findOrg(db)
  // Without an org that lets us in it waits; `askForWaitingTasks` asks again.
  if (org === null || org.revoked) return
  if (org.pausedUntil !== null && org.pausedUntil > now()) return again(services, activityId, org.pausedUntil)
  const [activity] = await findShownActivities(db, [activityId])
  if (!activity?.ended) return setTaskState(db, activityId, null)
  try {
    const opened = await openOrg(services)
    if (opened === null) return
    const there = stands.state === 'trying' ? await opened.crm.findTask(activityId) : null
    if (there !== null) return await setTaskState(db, activityId, 'ok', there)
    const [user] = activity.repId === null ? [] : await findUsersOfReps(db, [activity.repId])
    const done = { ...activity, at: activity.ended.at, by: activity.ended.by?.name ?? null, result: activity.ended.result }
    const fields = taskFields(done, user?.active ? crmRecordId(user.userId) : null)
    await setTaskState(db, activityId, 'trying')
    await setTaskState(db, activityId, 'ok', await opened.crm.putTask({ activityId, person: stands.person, fields }))
  } catch (error) {
    if (!(error instanceof CrmTrouble)) throw error
    await heed(services, activityId, error)
  }
}

/** Wait as long as the CRM asks for, or give up what it will never take, and say so in the log. Throws what the queue is to try again. */
async function heed(services: Services, activityId: string, trouble: CrmTrouble): Promise<void> {
  const { db, now, report } = services
  const { kind, wholeOrg, retryAfterMs } = trouble
  const until = new Date(now().getTime() + (retryAfterMs ?? A_MINUTE_MS))
  if (kind === 'unreachable') throw trouble
  if (kind === 'revoked') {
    const org = await findOrg(db)
    if (org) await noteRevoked(db, org, trouble.message)
  } else if (kind === 'later') {
    if (wholeOrg) await pauseOrg(db, until)
    await again(services, activityId, until)
  } else {
    await setTaskState(db, activityId, 'failed')
    report('An activity cannot be written to Salesforce', { activityId }, trouble)
  }
}

async function again({ db, queue }: Services, activityId: string, at: Date): Promise<void> {
  await db.transaction().execute((tx) => queue.enqueue(tx, [['crm.task', { activityId }, at]]))
}

/** So many are asked for at once. */
const MOST = 500
const AN_HOUR_MS = 3_600_000

/** Ask again for tasks that have waited for an hour: the org may let us in by now. */
export async function askForWaitingTasks({ db, queue, now }: Services): Promise<void> {
  const org = await findOrg(db)
  if (org === null || org.revoked) return
  const waiting = await findWaitingTasks(db, new Date(now().getTime() - AN_HOUR_MS), MOST)
  await db.transaction().execute((tx) =>
    queue.enqueue(
      tx,
      waiting.map((activityId): Job => ['crm.task', { activityId }]),
    ),
  )
}
