import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { getEventType } from '../db/event-types.ts'
import { countHolds, deleteHold, getHold, insertHold, prolongHold } from '../db/holds.ts'
import { getPool } from '../db/pools.ts'
import { getProject } from '../db/projects.ts'
import { getRepCard, touchReps } from '../db/reps.ts'
import { type Caller, callerKey } from '../domain/booking.ts'
import { expiryFrom, type Hold, mostHolds, peopleOf } from '../domain/hold.ts'
import { dateOf, minuteOf } from '../domain/interval.ts'
import { Refusal } from '../domain/refusal.ts'
import { readUnsure } from './calendars/soon.ts'
import { verdictNow } from './check.ts'
import { type Chosen, chooseRep, isOvertaken, mostAttempts, taken } from './choose-rep.ts'
import { openScene, type Scene } from './scene.ts'
import type { Services } from './services.ts'
import { lockTime } from './take-time.ts'

/** A time of a rep that somebody wants kept. What is named is named by id, slug or email. */
export interface HoldWish {
  readonly eventType: string
  readonly pool?: string
  readonly rep: string
  readonly start: Date
  readonly durationMinutes?: number
  /** The zone of the one who asks; the rep's own unless given. */
  readonly timeZone?: string
  readonly project?: string
  readonly allowConflict: boolean
}

/** Keep a time for a few minutes, by the same rules as a booking. Refuses as a booking would. */
export async function hold(
  services: Services,
  caller: Caller,
  wish: HoldWish,
  also: (tx: Database, made: Hold) => Promise<void> = async () => {},
): Promise<Hold> {
  const { db, now } = services
  const eventType = await getEventType(db, wish.eventType)
  const pool = wish.pool === undefined ? null : await getPool(db, wish.pool)
  const rep = await getRepCard(db, wish.rep)
  const project = wish.project === undefined ? null : await getProject(db, wish.project)
  // Holds taken at the same moment may exceed the bound by a few: it is there for a client that never lets go.
  if ((await countHolds(db, callerKey(caller), now())) >= mostHolds(caller))
    throw new Refusal('too-many-requests', 'Too many times are held at once. Release some, or wait until they end.')

  const start = minuteOf(wish.start)
  for (let attempt = 0; ; attempt++) {
    const scene = await openScene(services, {
      eventType,
      repIds: [...new Set([...(pool?.members ?? []), rep.id])],
      timeZone: wish.timeZone ?? rep.timeZone,
      at: start,
      ...(wish.durationMinutes === undefined ? {} : { durationMinutes: wish.durationMinutes }),
      wanted: { skills: [], languages: [], territory: null, project: project?.id ?? null },
    })
    if (attempt > mostAttempts(scene)) throw taken(services, scene, rep.id, start)
    const chosen = await chooseRep(services, scene, { pool, repId: rep.id, at: start, allowConflict: wish.allowConflict, strict: true })
    try {
      return await db.transaction().execute(async (tx) => {
        const made = await store(services, tx, { caller, scene, chosen, poolId: pool?.id ?? null, start, wish })
        await also(tx, made)
        return made
      })
    } catch (error) {
      // Somebody was faster: look again, and say what is near.
      if (!isOvertaken(error)) throw error
    }
  }
}

interface Draft {
  caller: Caller
  scene: Scene
  chosen: Chosen
  poolId: string | null
  start: number
  wish: HoldWish
}

async function store(services: Services, tx: Database, { caller, scene, chosen, poolId, start, wish }: Draft): Promise<Hold> {
  const at = await lockTime(services, tx, peopleOf(chosen))
  const { shape, wanted } = scene.wish
  const { allowConflict } = wish
  const { refusal } = await verdictNow(tx, {
    repId: chosen.repId,
    with: chosen.with,
    start,
    shape,
    wanted,
    allowConflict,
    bookingId: null,
    at,
  })
  if (refusal) throw new Refusal(refusal)
  const made: Hold = {
    id: randomUUID(),
    eventTypeId: scene.eventType.id,
    poolId,
    repId: chosen.repId,
    with: chosen.with,
    start: dateOf(start),
    end: dateOf(start + shape.duration),
    bufferBeforeMinutes: shape.before,
    bufferAfterMinutes: shape.after,
    heldBy: caller,
    createdAt: at,
    expiresAt: expiryFrom(at),
  }
  await insertHold(tx, made)
  // Whoever holds will book in a moment; by then their calendars are known anew, and need not be asked.
  await readUnsure(services, tx, peopleOf(made))
  return made
}

/** Keep a hold's time for another few minutes. Refuses with `gone` if it has ended: its time may be somebody else's by now. */
export async function renewHold(services: Services, id: string): Promise<Hold> {
  const known = await getHold(services.db, id)
  return services.db.transaction().execute(async (tx) => {
    const at = await lockTime(services, tx, peopleOf(known))
    const expiresAt = expiryFrom(at)
    if (!(await prolongHold(tx, id, at, expiresAt))) throw new Refusal('gone', 'This hold has ended. Take the time anew.')
    return { ...known, expiresAt }
  })
}

/** Give the time of a hold back. */
export async function releaseHold({ db }: Services, id: string): Promise<void> {
  const known = await getHold(db, id)
  await db.transaction().execute(async (tx) => {
    await touchReps(tx, peopleOf(known))
    await deleteHold(tx, id)
  })
}
