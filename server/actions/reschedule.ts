import { getBooking, type StoredBooking } from '../db/bookings.ts'
import type { Database } from '../db/database.ts'
import { getEventType } from '../db/event-types.ts'
import { findHold } from '../db/holds.ts'
import { insertLedger } from '../db/ledger.ts'
import { findPoolsByIds } from '../db/pools.ts'
import { getRepCard } from '../db/reps.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import type { Hold } from '../domain/hold.ts'
import { dateOf, minuteOf } from '../domain/interval.ts'
import { Refusal } from '../domain/refusal.ts'
import { isSureOf, makeSureOf, openCertainty, passOver } from './calendars/certainty.ts'
import { allow, allowStill, change } from './change.ts'
import { verdictNow } from './check.ts'
import { type Chosen, chooseRep, isOvertaken, mostAttempts, refuseOffGrid, taken } from './choose-rep.ts'
import { openScene, type Scene, type SceneRequest } from './scene.ts'
import type { Services } from './services.ts'

/** A new time. `rep`: another rep's id or email, `any` of the pool (the same one if free), or nothing: the same rep. */
export interface Move {
  readonly start: Date
  readonly rep?: string | 'any'
  /** The zone whose grid binds a customer; the booking's own unless given. */
  readonly timeZone?: string
  /** A hold whose time counts as free, and which ends with the move. */
  readonly hold?: string
}

/** Move a booking to another time, and to another rep if asked. Its identity stays; everything else follows. */
export async function reschedule(services: Services, caller: Caller, bookingId: string, move: Move): Promise<Booking> {
  const before = await getBooking(services.db, bookingId)
  allow(services, 'reschedule', before)
  allowStill(services, 'reschedule', caller, before)
  const wanted = move.rep === undefined || move.rep === 'any' ? before.repId : (await getRepCard(services.db, move.rep)).id
  // Whoever was asked to choose anew may choose the same time with somebody else.
  const another = move.rep === 'any' && !!before.askedAnewAt
  if (move.start.getTime() === before.start.getTime() && wanted === before.repId && !another) return before
  return moveTo(services, {
    caller,
    before,
    start: minuteOf(move.start),
    repId: wanted,
    any: move.rep === 'any',
    action: 'rescheduled',
    reason: null,
    timeZone: move.timeZone ?? before.timeZone,
    hold: await holdOf(services, move.hold),
  })
}

/** Give a booking to another rep at the same time. Notice and booking window do not matter: the time was agreed before. */
export async function reassign(
  services: Services,
  caller: Caller,
  bookingId: string,
  wish: { rep: string; reason?: string; hold?: string },
): Promise<Booking> {
  const before = await getBooking(services.db, bookingId)
  allow(services, 'reassign', before)
  const rep = await getRepCard(services.db, wish.rep)
  if (rep.id === before.repId) return before
  return moveTo(services, {
    caller,
    before,
    start: minuteOf(before.start),
    repId: rep.id,
    any: false,
    action: 'reassigned',
    reason: wish.reason ?? null,
    timeZone: before.timeZone,
    hold: await holdOf(services, wish.hold),
  })
}

const holdOf = async ({ db, now }: Services, id: string | undefined) => (id === undefined ? null : findHold(db, id, now()))

/** Where a booking is to go. */
export interface Wanted {
  caller: Caller
  before: StoredBooking
  start: number
  repId: string
  /** Whether another rep of the pool will do. */
  any: boolean
  action: 'rescheduled' | 'reassigned'
  reason: string | null
  timeZone: string
  hold: Hold | null
}

async function moveTo(services: Services, wanted: Wanted): Promise<Booking> {
  const { before, start, caller, hold } = wanted
  const request = await sceneRequest(services, wanted)
  const certainty = openCertainty()
  for (let attempt = 0; ; attempt++) {
    const scene = passOver(services, await openScene(services, request), certainty)
    if (wanted.action === 'rescheduled' && caller.kind === 'customer') refuseOffGrid(scene, start)
    if (attempt > mostAttempts(scene)) throw taken(services, scene, wanted.repId, start)
    const chosen = await choose(services, scene, wanted)
    if (!(await makeSureOf(services, scene, chosen, start, certainty))) continue
    const afterOf = ({ repId, reasons, with: others }: Chosen): Booking => ({
      ...before,
      repId,
      with: others,
      start: dateOf(start),
      end: dateOf(start + scene.wish.shape.duration),
      assignment: repId === before.repId ? before.assignment : { method: wanted.action, reasons },
    })
    const sure = (found: Chosen): Chosen => {
      if (!isSureOf(certainty, found)) throw new Refusal('slot-taken')
      return found
    }
    const byTurn = wanted.any && chosen.repId !== before.repId
    const after = byTurn ? async (tx: Database) => afterOf(sure(await choose({ ...services, db: tx }, scene, wanted))) : afterOf(chosen)
    try {
      return await change(
        services,
        { action: wanted.action, caller, reason: wanted.reason, before, after, hold },
        {
          check: async (tx, { repId, with: others }, at) => {
            const { shape, wanted: qualities } = scene.wish
            const { refusal } = await verdictNow(tx, {
              repId,
              with: others,
              start,
              shape,
              wanted: qualities,
              allowConflict: false,
              bookingId: before.id,
              at,
            })
            if (refusal) throw new Refusal(refusal)
          },
          also: async (tx, at, { repId }) => {
            const { poolId, eventTypeId, id: bookingId } = before
            if (!poolId || repId === before.repId) return
            const shared = { poolId, eventTypeId, bookingId, at }
            await insertLedger(tx, { ...shared, repId: before.repId, kind: 'reassigned-away' }, { ...shared, repId, kind: 'reassigned-to' })
          },
        },
      )
    } catch (error) {
      if (!isOvertaken(error)) throw error
    }
  }
}

/** The scene of a move: the booking's own length and buffers, and what it occupies counts as free. */
export async function sceneRequest(
  { db }: Pick<Services, 'db'>,
  { before, start, repId, timeZone, hold }: Pick<Wanted, 'before' | 'start' | 'repId' | 'timeZone' | 'hold'>,
): Promise<SceneRequest> {
  const eventType = await getEventType(db, before.eventTypeId)
  const [pool] = before.poolId ? await findPoolsByIds(db, [before.poolId]) : []
  return {
    eventType: { ...eventType, bufferBeforeMinutes: before.bufferBeforeMinutes, bufferAfterMinutes: before.bufferAfterMinutes },
    repIds: [...new Set([repId, ...(pool?.members ?? [])])],
    timeZone,
    durationMinutes: minuteOf(before.end) - minuteOf(before.start),
    wanted: { skills: [], languages: [], territory: null, project: before.projectId },
    at: start,
    bookingId: before.id,
    holdId: hold?.id ?? null,
  }
}

/** The rep who is wanted; if anybody will do and that one cannot, the pool's first. A reassignment does not ask for notice or window. */
async function choose(services: Services, scene: Scene, { before, start, repId, any, action }: Wanted): Promise<Chosen> {
  const lasting = action === 'reassigned' ? anyDate(scene) : scene
  try {
    return await chooseRep(services, lasting, { pool: null, repId, at: start, allowConflict: false, strict: false })
  } catch (error) {
    const [pool] = any && before.poolId ? await findPoolsByIds(services.db, [before.poolId]) : []
    if (!pool || !(error instanceof Refusal)) throw error
    return chooseRep(services, lasting, { pool, repId: null, at: start, allowConflict: false, strict: false })
  }
}

/** The scene without notice and booking window: they do not matter to a time that was agreed before. */
export const anyDate = (scene: Scene): Scene => ({
  ...scene,
  eventType: { ...scene.eventType, minimumNoticeMinutes: -1e9, bookingWindowDays: 1e6 },
})
