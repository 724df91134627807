import { getBooking } from '../db/bookings.ts'
import { getCustomer } from '../db/customers.ts'
import { findTurns } from '../db/ledger.ts'
import type { Pool } from '../db/pools.ts'
import type { RepCard } from '../db/reps.ts'
import { byLongestIdle, type RankReason } from '../domain/distribution.ts'
import { dateRefusals, refusalFor } from '../domain/event-type.ts'
import { type Minute, minuteOf } from '../domain/interval.ts'
import { type Companion, canTake, companions, type Member, reasonsAgainst } from '../domain/matching.ts'
import type { Reason } from '../domain/unavailability.ts'
import { nearest, type Opening, type Scene, sceneNow } from './scene.ts'
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
}

export interface Candidate {
  readonly rep: RepCard
  readonly rank: number
  readonly reasons: readonly RankReason[]
  readonly with: readonly { readonly rep: RepCard; readonly pool: string }[]
}

export interface TimeAnswer {
  readonly at: Minute
  readonly end: Minute
  readonly available: number
  readonly candidates: readonly Candidate[]
  readonly unavailable: readonly { readonly rep: RepCard; readonly reasons: readonly Reason[] }[]
  readonly nearest: readonly Opening[]
}

/** Which reps can take a meeting at this very time, best first, why the others cannot, and the nearest times that are free. */
export async function findTime(
  services: Services,
  question: Filters & { readonly at: Date; readonly limit: number; readonly explain: boolean },
): Promise<TimeAnswer> {
  const at = minuteOf(question.at)
  const { pool, scene } = await sceneOf(services, question, at)
  const free = freeMembers(scene, at)
  const ranked = await rank(
    services,
    pool,
    scene.eventType.id,
    free.map(({ rep }) => rep.id),
    question.limit,
  )
  const byId = new Map(free.map((member) => [member.rep.id, member]))
  const candidates = ranked.flatMap(({ repId, reasons }, i) => {
    const member = byId.get(repId)
    return member ? [{ rep: member.rep, rank: i + 1, reasons, with: companionsOf(scene, member, at) }] : []
  })
  const taking = new Set(free)
  const others = question.explain ? scene.members.filter((member) => !taking.has(member)) : []
  return {
    at,
    end: at + scene.wish.shape.duration,
    available: free.length,
    candidates,
    unavailable: others.map((member) => ({ rep: member.rep, reasons: allReasons(scene, member, at) })),
    nearest: nearest(services, scene, at),
  }
}

/** The scene that filters describe. Refuses with `not-found` for a name that means nothing. */
export async function sceneOf(services: Services, filters: Filters, at?: Minute): Promise<{ pool: Pool; scene: Scene }> {
  const { db, finder } = services
  if (filters.customer !== undefined) await getCustomer(db, filters.customer)
  const booking = filters.booking === undefined ? null : await getBooking(db, filters.booking)
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
    ...(at === undefined ? {} : { at }),
  })
  return { pool, scene }
}

/** The members who can take the meeting at `at`, in no order that means anything. */
export const freeMembers = (scene: Scene, at: Minute): Member[] =>
  refusalFor(scene.eventType, at, scene.now, scene.zone) ? [] : scene.members.filter((member) => canTake(member, at, scene.wish))

/** The free reps in the pool's order, at most `limit` of them. */
export async function rank(
  { db, finder, now }: Services,
  pool: Pool,
  eventTypeId: string,
  repIds: readonly string[],
  limit = repIds.length,
) {
  if (repIds.length === 0) return []
  // An entry of the ledger is news of its rep, so the turns are good until the next news.
  const { turns, version } = await finder.kept(`turns ${pool.id} ${eventTypeId}`, async () => {
    const found = await findTurns(db, pool.id, eventTypeId, pool.members)
    return { turns: new Map(found.turns.map((turn) => [turn.repId, turn])), version: found.version }
  })
  const asked = repIds.map((repId) => turns.get(repId) ?? { repId, lastBookedAt: null })
  return byLongestIdle(asked, now(), `${pool.id}:${version}`, limit)
}

/** Every reason why a member cannot take the meeting at `at`, the date's own among them. */
export function allReasons(scene: Scene, member: Member, at: Minute): Reason[] {
  const date = dateRefusals(scene.eventType, at, scene.now, scene.zone).map((code): Reason => {
    const span = code === 'too-soon' ? { start: scene.now, end: scene.window.start } : { start: scene.window.end, end: at }
    return { code, span }
  })
  return [...reasonsAgainst(member, at, scene.wish), ...date]
}

function companionsOf({ wish }: Scene, member: Member, at: Minute): Candidate['with'] {
  const chosen: readonly Companion[] = companions(wish.needs, member.rep.id, at, wish.shape) ?? []
  return chosen.flatMap(({ repId, poolId }) => {
    const need = wish.needs.find((one) => one.poolId === poolId)
    const rep = need?.members.find((one) => one.rep.id === repId)?.rep
    return rep && need ? [{ rep, pool: need.poolSlug }] : []
  })
}
