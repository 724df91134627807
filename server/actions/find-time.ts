import { getBooking } from '../db/bookings.ts'
import { getCustomer } from '../db/customers.ts'
import { findHold } from '../db/holds.ts'
import type { Pool } from '../db/pools.ts'
import type { RepCard } from '../db/reps.ts'
import type { RankReason } from '../domain/distribution.ts'
import { dateRefusals, refusalFor } from '../domain/event-type.ts'
import { type Minute, minuteOf } from '../domain/interval.ts'
import { type Companion, canTake, companions, type Member, reasonsAgainst } from '../domain/matching.ts'
import { isConflict, type Reason } from '../domain/unavailability.ts'
import { rankKnown } from './rank.ts'
import { countFree, nearest, type Opening, type Scene, sceneNow } from './scene.ts'
import type { Services } from './services.ts'

/** Who can take a meeting, in which everything is named by id, slug or email. */
export interface Filters {
  readonly eventType: string
  readonly pool: string
  readonly timeZone: string
  readonly durationMinutes?: number
  readonly customer?: string
  readonly project?: string
  readonly skills?: readonly string[]
  readonly languages?: readonly string[]
  readonly territory?: string
  readonly booking?: string
  /** Of a hold that is unknown or has expired nothing is thought. */
  readonly hold?: string
}

export interface Candidate {
  readonly rep: RepCard
  readonly rank: number
  readonly reasons: readonly RankReason[]
  readonly with: readonly { readonly rep: RepCard; readonly pool: string }[]
}

/** A rep who has nothing but an entry in the calendar against the time: staff may book over it. */
export interface Conflicted {
  readonly rep: RepCard
  readonly rank: number
  readonly reasons: readonly Reason[]
  readonly with: Candidate['with']
}

export interface TimeAnswer {
  readonly at: Minute
  readonly end: Minute
  readonly available: number
  readonly candidates: readonly Candidate[]
  readonly unavailable: readonly { readonly rep: RepCard; readonly reasons: readonly Reason[] }[]
  readonly nearest: readonly Opening[]
  /** Null unless asked for. */
  readonly conflicts: readonly Conflicted[] | null
}

/** Which reps can take a meeting at this very time, best first, why the others cannot, and the nearest times that are free. */
export async function findTime(
  services: Services,
  question: Filters & { readonly at: Date; readonly limit: number; readonly explain: boolean; readonly conflicts: boolean },
): Promise<TimeAnswer> {
  const at = minuteOf(question.at)
  const { pool, scene, ownerId } = await sceneOf(services, question, at)
  const can = canTakeAt(scene, at)
  const candidates = (await rankKnown(services, pool, scene, can, { ownerId, limit: question.limit })).map(({ member, reasons }, i) => ({
    rep: member.rep,
    rank: i + 1,
    reasons,
    with: companionsOf(scene, member, at),
  }))
  const others = question.explain ? scene.members.filter((member) => !can(member)) : []
  return {
    at,
    end: at + scene.wish.shape.duration,
    // Fewer than were asked for are all there are.
    available: candidates.length < question.limit ? candidates.length : countAt(services, scene, at),
    candidates,
    unavailable: others.map((member) => ({ rep: member.rep, reasons: allReasons(scene, member, at) })),
    nearest: nearest(services, scene, at),
    conflicts: question.conflicts ? await conflictsAt(services, pool, scene, at, question.limit) : null,
  }
}

/** The qualified reps whose only obstacles are entries in their calendars, in the pool's order. */
async function conflictsAt(services: Services, pool: Pool, scene: Scene, at: Minute, limit: number): Promise<Conflicted[]> {
  const found = new Map(
    scene.members.flatMap((member) => {
      const reasons = allReasons(scene, member, at)
      return reasons.length > 0 && reasons.every(isConflict) ? [[member.rep.id, reasons] as const] : []
    }),
  )
  const ranked = await rankKnown(services, pool, scene, ({ rep }) => found.has(rep.id), { limit })
  return ranked.map(({ member }, i) => ({
    rep: member.rep,
    rank: i + 1,
    reasons: found.get(member.rep.id) ?? [],
    with: companionsOf(scene, member, at),
  }))
}

/** The scene that filters describe. Refuses with `not-found` for a name that means nothing. */
export async function sceneOf(
  services: Services,
  filters: Filters,
  at?: Minute,
): Promise<{ pool: Pool; scene: Scene; ownerId: string | null }> {
  const { db, finder } = services
  const booking = filters.booking === undefined ? null : await getBooking(db, filters.booking)
  const whom = filters.customer ?? booking?.customer.id
  const customer = whom === undefined || whom === null ? null : await getCustomer(db, whom)
  const hold = filters.hold === undefined ? null : await findHold(db, filters.hold, services.now())
  await finder.refresh()
  const pool = finder.pool(filters.pool)
  const project = filters.project === undefined ? null : finder.project(filters.project)
  const scene = sceneNow(services, {
    eventType: finder.eventType(filters.eventType),
    repIds: pool.members,
    timeZone: filters.timeZone,
    ...(filters.durationMinutes === undefined ? {} : { durationMinutes: filters.durationMinutes }),
    wanted: {
      skills: filters.skills ?? [],
      languages: filters.languages ?? [],
      territory: filters.territory ?? null,
      project: project?.id ?? null,
    },
    bookingId: booking?.id ?? null,
    holdId: hold?.id ?? null,
    ...(at === undefined ? {} : { at }),
  })
  return { pool, scene, ownerId: customer?.ownerId ?? null }
}

/** Tells who can take the meeting at `at`. */
export const canTakeAt = ({ eventType, now, zone, wish }: Scene, at: Minute): ((member: Member) => boolean) =>
  refusalFor(eventType, at, now, zone) ? () => false : (member) => canTake(member, at, wish)

/** The members who can take the meeting at `at`, in no order that means anything. */
export const freeMembers = (scene: Scene, at: Minute): Member[] => scene.members.filter(canTakeAt(scene, at))

/** How many can: for the minutes that most ask for, the counts that the nearest times are found with know it. */
const countAt = (services: Services, scene: Scene, at: Minute): number =>
  at % 5 === 0 ? (countFree(services, scene, [at])[0] ?? 0) : freeMembers(scene, at).length

/** Every reason why a member cannot take the meeting at `at`, the date's own among them. */
export function allReasons(scene: Scene, member: Member, at: Minute): Reason[] {
  const date = dateRefusals(scene.eventType, at, scene.now, scene.zone).map((code): Reason => {
    const span = code === 'too-soon' ? { start: scene.now, end: scene.window.start } : { start: scene.window.end, end: at }
    return { code, span }
  })
  return [...reasonsAgainst(member, at, scene.wish), ...date]
}

const NOBODY: Candidate['with'] = []

function companionsOf({ wish }: Scene, member: Member, at: Minute): Candidate['with'] {
  if (wish.needs.length === 0) return NOBODY
  const chosen: readonly Companion[] = companions(wish.needs, member.rep.id, at, wish.shape) ?? []
  return chosen.flatMap(({ repId, poolId }) => {
    const need = wish.needs.find((one) => one.poolId === poolId)
    const rep = need?.members.find((one) => one.rep.id === repId)?.rep
    return rep && need ? [{ rep, pool: need.poolSlug }] : []
  })
}
