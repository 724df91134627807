import { randomUUID } from 'node:crypto'
import { endActivities, lockOpenOf, setActivityRep } from '../../db/activities.ts'
import type { Database } from '../../db/database.ts'
import { endRuns, findRunning, findTriggered, insertRun, type Run } from '../../db/processes.ts'
import { getProject } from '../../db/projects.ts'
import type { Caller } from '../../domain/booking.ts'
import { begins, type Happening, meaningOf, type Stop } from '../../domain/process.ts'
import { NEW_REGISTRATION, type Registration } from '../../domain/registration.ts'
import { layOut } from './lay-out.ts'

/** What has just become of a registration, and who did it when. */
export interface News {
  readonly happenings: readonly Happening[]
  readonly stops?: readonly Stop[]
  readonly by: Caller
  readonly at: Date
}

/**
 * Begin what begins with this, and end what ends with it, in the transaction of its cause, which has locked the registration. What begins
 * before anybody looks after the registrant waits until somebody does, and counts from its trigger all the same.
 */
export async function happen(tx: Database, place: Registration, { happenings, stops = [], by, at }: News): Promise<void> {
  const { customerId, projectId, repId } = place
  const running = await findRunning(tx, customerId, projectId)
  const stopped = running.filter(({ plan }) => stops.some((one) => plan.stops.includes(one)))
  await cancelRuns(tx, place, stopped, { at, by, result: `Ended: ${stops.map((one) => WHY[one]).join(', ')}.` })

  const kinds = [...new Set(happenings.map(({ kind }) => kind))]
  const begun: Run[] = []
  for (const process of await findTriggered(tx, [projectId], kinds)) {
    const cause = happenings.find((one) => begins(process, one, place))
    if (cause === undefined) continue
    const isRunning = running.some((one) => one.processId === process.id && !stopped.includes(one))
    // What may happen again begins it again, but no second set while something of the first is open.
    if (cause.cause === null && isRunning) continue
    const run: Run = {
      id: randomUUID(),
      processId: process.id,
      projectId,
      customerId,
      cause: cause.cause ?? `${cause.kind} ${randomUUID()}`,
      plan: process.plan,
      anchor: at,
      notBefore: cause.notBefore ?? null,
      begunAt: null,
    }
    if (await insertRun(tx, run, at)) begun.push(run)
  }
  if (repId !== null && begun.length > 0) await layOut(tx, begun, repId, (await getProject(tx, projectId)).timeZone, at)
}

const WHY: Readonly<Record<Stop, string>> = {
  purchaser: 'became a purchaser',
  'not-interested': 'not interested',
  'appointment-booked': 'an appointment was booked',
}

/** Give up what is open of runs; it goes into the history with the reason. Returns the earliest date on which something was due. */
async function cancelRuns(
  tx: Database,
  { customerId, projectId }: Pick<Registration, 'customerId' | 'projectId'>,
  runs: readonly Run[],
  ended: { readonly at: Date; readonly by: Caller; readonly result: string },
): Promise<string | null> {
  if (runs.length === 0) return null
  const ids = runs.map(({ id }) => id)
  const open = (await lockOpenOf(tx, customerId, projectId)).filter(({ runId }) => runId !== null && ids.includes(runId))
  await endActivities(
    tx,
    open.map(({ id }) => id),
    'cancelled',
    ended,
  )
  await endRuns(tx, ids, ended.at)
  return open.map(({ due }) => due.on).sort()[0] ?? null
}

/** What has become different about a registration, its row locked and stored: processes begin, end, and follow its rep. */
export async function followRegistration(tx: Database, before: Registration, after: Registration, by: Caller, at: Date): Promise<void> {
  if (after.repId !== null && after.repId !== before.repId) await followRep(tx, after, after.repId, at)
  const isNews = <K extends 'source' | 'rating'>(field: K) => after[field] !== null && after[field] !== before[field]
  const meaning = meaningOf(after.status)
  const isNewMeaning = meaning !== null && meaning !== meaningOf(before.status)
  const chosen = after.followUpId !== before.followUpId
  const earliest = chosen ? await cancelChosen(tx, before, by, at) : null
  const happenings: Happening[] = [
    ...(isNews('source') ? [{ kind: 'source' as const, value: after.source, cause: null }] : []),
    ...(isNews('rating') ? [{ kind: 'rating' as const, value: after.rating, cause: null }] : []),
    ...(isNewMeaning && meaning === 'purchaser' ? [{ kind: 'purchaser' as const, value: null, cause: null }] : []),
    ...(chosen && after.followUpId !== null
      ? [{ kind: 'follow-up' as const, value: after.followUpId, cause: null, notBefore: earliest }]
      : []),
  ]
  if (happenings.length > 0 || isNewMeaning) await happen(tx, after, { happenings, stops: isNewMeaning ? [meaning] : [], by, at })
}

/** What was begun by the option of before is given up when another one, or none, is chosen. */
async function cancelChosen(tx: Database, before: Registration, by: Caller, at: Date): Promise<string | null> {
  const { customerId, projectId, followUpId } = before
  if (followUpId === null) return null
  const runs = (await findRunning(tx, customerId, projectId)).filter(({ cause }) => cause.startsWith('follow-up '))
  return cancelRuns(tx, before, runs, { at, by, result: 'Another follow-up was chosen.' })
}

/** Somebody looks after the registrant now: what waited for that begins, and what is open is theirs. */
async function followRep(tx: Database, { customerId, projectId }: Registration, repId: string, at: Date): Promise<void> {
  const open = await lockOpenOf(tx, customerId, projectId)
  await setActivityRep(
    tx,
    open.map(({ id }) => id),
    repId,
  )
  const waiting = (await findRunning(tx, customerId, projectId)).filter(({ begunAt }) => begunAt === null)
  if (waiting.length > 0) await layOut(tx, waiting, repId, (await getProject(tx, projectId)).timeZone, at)
}

/** Somebody has a place in a project for the first time: with what is known of them at once, from them themselves or from somebody who works here. */
export async function followNew(tx: Database, place: Registration, how: 'online' | 'staff', by: Caller, at: Date): Promise<void> {
  await happen(tx, place, { happenings: [{ kind: 'registration', value: how, cause: 'registration' }], by, at })
  const blank = { ...place, source: null, rating: null, status: NEW_REGISTRATION, followUpId: null }
  await followRegistration(tx, blank, place, by, at)
}
