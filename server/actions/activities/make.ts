import { randomUUID } from 'node:crypto'
import { endActivities, insertActivities } from '../../db/activities.ts'
import { getCustomer } from '../../db/customers.ts'
import { getProject } from '../../db/projects.ts'
import { lockRegistration } from '../../db/registrations.ts'
import { getRepCard } from '../../db/reps.ts'
import { findProjectsOfRep } from '../../db/sight.ts'
import type { Activity } from '../../domain/activity.ts'
import type { Caller } from '../../domain/booking.ts'
import type { ActivityType } from '../../domain/process.ts'
import { dateIn, instantOf } from '../../domain/process-due.ts'
import { Refusal } from '../../domain/refusal.ts'
import { taskJobs } from '../crm/ask.ts'
import { happen } from '../processes/happen.ts'
import type { Services } from '../services.ts'

/** An activity by hand: to be done on a date, or, with `result`, done already. */
export interface ActivityWish {
  readonly customer: string
  readonly project: string
  readonly type: ActivityType
  readonly dueOn?: string
  readonly time?: string
  readonly note?: string
  readonly rep?: string
  readonly result?: string
}

/** Plan an activity for a registrant, or enter into the history what was done for one. Refuses with `invalid` whoever is not registered in the project. */
export async function makeActivity(services: Services, caller: Caller, wish: ActivityWish): Promise<string> {
  const { db, now } = services
  const customer = await getCustomer(db, wish.customer)
  const { id: projectId, timeZone } = await getProject(db, wish.project)
  const at = now()
  const on = wish.dueOn ?? dateIn(at, timeZone)
  return db.transaction().execute(async (tx) => {
    const place = await lockRegistration(tx, customer.id, projectId)
    if (!place)
      throw new Refusal('invalid', `${customer.name} is not registered in this project.`, {
        errors: [{ pointer: '/project', detail: 'must be a project in which the customer is registered' }],
      })
    const repId = wish.rep === undefined ? place.repId : await repIn(tx, projectId, wish.rep)
    const activity: Activity = {
      id: randomUUID(),
      runId: null,
      stepId: null,
      position: 0,
      projectId,
      customerId: customer.id,
      repId,
      type: wish.type,
      note: wish.note ?? null,
      email: null,
      automatic: false,
      due: { on, at: wish.time === undefined ? null : instantOf(on, wish.time, timeZone) },
      status: 'open',
      createdAt: at,
    }
    await insertActivities(tx, [activity])
    if (wish.result === undefined) return activity.id
    await endActivities(tx, [activity.id], 'done', { at, by: caller, result: wish.result })
    await services.queue.enqueue(tx, await taskJobs(tx, [activity.id]))
    await happen(tx, place, { happenings: [{ kind: 'history', value: wish.type, cause: null }], by: caller, at })
    return activity.id
  })
}

async function repIn(tx: Services['db'], projectId: string, rep: string): Promise<string> {
  const { id, name } = await getRepCard(tx, rep)
  if ((await findProjectsOfRep(tx, id)).includes(projectId)) return id
  throw new Refusal('invalid', `${name} does not work in this project.`, {
    errors: [{ pointer: '/rep', detail: 'must be a rep of the project' }],
  })
}
