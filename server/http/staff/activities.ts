import { type Response, Router } from 'express'
import type { z } from 'zod'
import { keepActivityEmail } from '../../actions/activities/mail.ts'
import { makeActivity } from '../../actions/activities/make.ts'
import { type Settling, settleActivities } from '../../actions/activities/settle.ts'
import type { Services } from '../../actions/services.ts'
import {
  type ActivityFilter,
  countActivities,
  findActivities,
  findShownActivities,
  NEVER,
  type ShownActivity,
} from '../../db/activities.ts'
import { getCustomer } from '../../db/customers.ts'
import { getReminders, keepReminders } from '../../db/reminders.ts'
import { getRepCard } from '../../db/reps.ts'
import { refuseUnseenCustomer } from '../../db/sight.ts'
import { ACTIVITY_TYPES } from '../../domain/process.ts'
import { Refusal } from '../../domain/refusal.ts'
import { callerOf, lookFrom, ownRepOf, seenCustomer, sightIn } from '../auth.ts'
import {
  ActivityCountQuery,
  type ActivityCounts,
  ActivityQuery,
  ActivityRequest,
  CompleteRequest,
  HandOverRequest,
  ManyRequest,
  type ManyView,
  PostponeRequest,
  ReminderChange,
  type ReminderView,
  SkipRequest,
  STANDINGS,
} from '../contract/activities.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'
import { activityView } from '../views.ts'

/** What reps owe registrants: lists, counts, and what becomes of each. */
export function activityRoutes(services: Services): Router {
  const { db, now } = services

  /** Whose activities are asked for: a rep’s own, or those of the projects that the asker sees, of one rep if one is named. */
  async function filterOf(res: Response, asked: { readonly project?: string; readonly rep?: string }): Promise<ActivityFilter> {
    const { from, sight } = await lookFrom(services, res, asked.project)
    const own = ownRepOf(res)
    const wanted = asked.rep === undefined || asked.rep === 'me' ? undefined : (await getRepCard(db, asked.rep)).id
    if (own !== null && wanted !== undefined && wanted !== own) throw new Refusal('forbidden', 'Your account shows your own activities.')
    const repId = own ?? wanted
    return { sight, now: now(), ...(repId === undefined ? {} : { repId }), ...(from ? { projectId: from.id } : {}) }
  }

  /** These activities, each of them seen: a rep’s own, or of the asker’s projects. Refuses with `not-found`. */
  async function seenActivities(res: Response, ids: readonly string[]): Promise<ShownActivity[]> {
    const own = ownRepOf(res)
    const [{ projectIds }, found] = [await sightIn(services, res), await findShownActivities(db, ids)]
    const isSeen = ({ projectId, repId }: ShownActivity) =>
      own === null
        ? projectIds === null || projectIds.includes(projectId)
        : repId === own || (repId === null && (projectIds?.includes(projectId) ?? true))
    if (found.length < new Set(ids).size || !found.every(isSeen)) throw new Refusal('not-found', 'There is no such activity.')
    return found
  }

  async function settle(res: Response, id: string, settling: Settling, email?: { subject: string; body: string }): Promise<void> {
    await seenActivities(res, [id])
    await settleActivities(services, callerOf(res), [id], settling, async (tx, _activities, at) => {
      if (email) await keepActivityEmail(services, tx, id, email, at)
    })
    const [after] = await findShownActivities(db, [id])
    res.json(after && activityView(after, now()))
  }

  return Router()
    .get('/activities', async (req, res) => {
      const { customer, type, when, cursor, limit, ...asked } = read(ActivityQuery, req.query)
      const [on, at, id] = readCursor(cursor, ['date', 'instant', 'id']) ?? []
      const customerId = customer === undefined ? undefined : (await seenCustomer(services, res, customer)).id
      const wanted = when?.flatMap((one) => STANDINGS.filter((standing) => standing === one))
      if (wanted && wanted.length < (when?.length ?? 0))
        throw new Refusal('invalid', 'There is no such time.', {
          errors: [{ pointer: '/when', detail: `must be of ${STANDINGS.join(', ')}` }],
        })
      const filter = {
        ...(await filterOf(res, asked)),
        ...(customerId === undefined ? {} : { customerId }),
        ...(type === undefined ? {} : { type }),
        ...(wanted === undefined || wanted.length === 0 ? {} : { when: wanted }),
      }
      const found = await findActivities(db, filter, { limit: limit + 1, ...(on && at && id ? { after: { on, at, id } } : {}) })
      const page = pageOf(found, limit, ({ due, id: last }) => cursorOf(due.on, (due.at ?? NEVER).toISOString(), last))
      res.json({ ...page, items: page.items.map((one) => activityView(one, now())) })
    })
    .get('/activities/counts', async (req, res) => {
      const { days, ...asked } = read(ActivityCountQuery, req.query)
      const counts = await countActivities(db, await filterOf(res, asked), days)
      const sum = (wanted: Partial<(typeof counts)[number]>) =>
        counts
          .filter((one) => (!wanted.type || one.type === wanted.type) && one.standing === wanted.standing)
          .reduce((total, { count }) => total + count, 0)
      const row = (type?: (typeof ACTIVITY_TYPES)[number]) => {
        const of = (standing: (typeof STANDINGS)[number]) => sum({ standing, ...(type ? { type } : {}) })
        return { overdue: of('overdue'), today: of('today'), upcoming: of('upcoming') }
      }
      res.json({ types: ACTIVITY_TYPES.map((type) => ({ type, ...row(type) })), total: row() } satisfies z.input<typeof ActivityCounts>)
    })
    .post('/activities', async (req, res) => {
      const wish = read(ActivityRequest, req.body)
      const { sight } = await lookFrom(services, res, wish.project)
      await refuseUnseenCustomer(db, sight, (await getCustomer(db, wish.customer)).id)
      const own = ownRepOf(res)
      if (own !== null && wish.rep !== undefined && (await getRepCard(db, wish.rep)).id !== own)
        throw new Refusal('forbidden', 'Your account plans activities for yourself.')
      const rep = wish.rep ?? own ?? undefined
      const id = await makeActivity(services, callerOf(res), { ...wish, ...(rep === undefined ? {} : { rep }) })
      const [made] = await findShownActivities(db, [id])
      res.status(201).json(made && activityView(made, now()))
    })
    .post('/activities/many', async (req, res) => {
      const { ids, complete, skip, reschedule, reassign } = read(ManyRequest, req.body)
      await seenActivities(res, ids)
      const settling: Settling = complete
        ? { kind: 'done', result: complete.result ?? null }
        : skip
          ? { kind: 'skipped', reason: skip.reason }
          : reschedule
            ? { kind: 'moved', dueOn: reschedule.dueOn, time: reschedule.time, rest: reschedule.rest }
            : { kind: 'given', rep: reassign?.rep ?? '' }
      await settleActivities(services, callerOf(res), ids, settling)
      res.json({ changed: new Set(ids).size } satisfies z.input<typeof ManyView>)
    })
    .post('/activities/:id/complete', async (req, res) => {
      const { result = null, email } = read(CompleteRequest, req.body)
      await settle(res, req.params.id, { kind: 'done', result }, email)
    })
    .post('/activities/:id/skip', async (req, res) => {
      await settle(res, req.params.id, { kind: 'skipped', ...read(SkipRequest, req.body) })
    })
    .post('/activities/:id/reschedule', async (req, res) => {
      const { dueOn, time, rest } = read(PostponeRequest, req.body)
      await settle(res, req.params.id, { kind: 'moved', dueOn, time, rest })
    })
    .post('/activities/:id/reassign', async (req, res) => {
      await settle(res, req.params.id, { kind: 'given', ...read(HandOverRequest, req.body) })
    })
    .get('/reminders', async (_req, res) => {
      res.json((await getReminders(db, repOf(res))) satisfies z.input<typeof ReminderView>)
    })
    .patch('/reminders', async (req, res) => {
      const wish = read(ReminderChange, req.body)
      const repId = repOf(res)
      const { morning, notices } = await getReminders(db, repId)
      const after = { morning: wish.morning ?? morning, notices: wish.notices ?? notices }
      await keepReminders(db, repId, after)
      res.json(after satisfies z.input<typeof ReminderView>)
    })
}

/** The rep who asks. */
function repOf(res: Response): string {
  const own = ownRepOf(res)
  if (own === null) throw new Refusal('not-found', 'You have no reminders: they are for reps.')
  return own
}
