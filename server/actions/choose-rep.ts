import type { Pool } from '../db/pools.ts'
import type { Placed, RankReason } from '../domain/distribution.ts'
import { isOnGrid, refusalFor } from '../domain/event-type.ts'
import type { Minute } from '../domain/interval.ts'
import { type Companion, companions, type Member } from '../domain/matching.ts'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'
import { acceptingConflicts, refusalOf } from '../domain/unavailability.ts'
import { allReasons, freeMembers } from './find-time.ts'
import { rank } from './rank.ts'
import { nearest, type Scene } from './scene.ts'
import type { Services } from './services.ts'

/** The rep who leads a meeting, why, and who comes along. */
export interface Chosen {
  readonly repId: string
  readonly reasons: readonly RankReason[]
  readonly with: readonly Companion[]
  /** Whose turn it was, if staff picked somebody else by hand. */
  readonly passedOver: string | null
}

export interface Choice {
  readonly pool: Pool | null
  /** The rep who was asked for; null: the pool decides. */
  readonly repId: string | null
  readonly at: Minute
  readonly allowConflict: boolean
  /** Whether a strict pool takes nobody but its first. It binds staff; customers choose freely among those they are shown. */
  readonly strict: boolean
  /** The rep who looks after the customer, if known. */
  readonly ownerId?: string | null
}

/**
 * Who takes the meeting: the rep who was asked for, or the first of the pool. Refuses with the reason if nobody can, and with `not-first`
 * if a strict pool has somebody else in front.
 */
export const chooseRep = (services: Services, scene: Scene, choice: Choice): Promise<Chosen> =>
  chooseAmong(services, scene, choice, freeFor(services, scene, choice))

/** The pool's members who can take the meeting. Refuses with the reason if the rep who was asked for, or everybody, cannot. */
export function freeFor(services: Services, scene: Scene, choice: Choice): readonly string[] {
  const { pool, repId, at } = choice
  const named = scene.members.find(({ rep }) => rep.id === repId)
  if (repId !== null && pool && !pool.members.includes(repId))
    throw new Refusal('not-qualified', `This rep is not a member of the pool “${pool.slug}”.`)
  if (named) refuseUnlessFree(services, scene, named, choice)
  const free = freeMembers(scene, at).filter(({ rep }) => pool?.members.includes(rep.id))
  if (!named && free.length === 0) throw nobody(services, scene, choice)
  return free.map(({ rep }) => rep.id)
}

/** Who of these takes it. Refuses with `not-first` if a strict pool has somebody else in front of the rep who was asked for. */
export async function chooseAmong(services: Services, scene: Scene, choice: Choice, free: readonly string[]): Promise<Chosen> {
  const { pool, repId, at, ownerId = null } = choice
  const ranked = pool ? await rank(services, pool, scene.eventType.id, free, { ownerId }) : []
  const [first] = ranked
  if (repId === null) {
    if (!first) throw nobody(services, scene, choice)
    return chosenOf(scene, first, at, null)
  }
  const others = choice.strict && first && first.repId !== repId ? first.repId : null
  if (pool?.strict && others) throw new Refusal('not-first', 'Somebody else is next in this pool.')
  return chosenOf(scene, ranked.find((one) => one.repId === repId) ?? { repId, reasons: [] }, at, others)
}

const chosenOf = ({ wish }: Scene, { repId, reasons }: Placed, at: Minute, passedOver: string | null): Chosen => ({
  repId,
  reasons,
  with: companions(wish.needs, repId, at, wish.shape) ?? [],
  passedOver,
})

function refuseUnlessFree(services: Services, scene: Scene, member: Member, { at, allowConflict }: Choice): void {
  const reasons = allReasons(scene, member, at)
  const code = refusalOf(allowConflict ? acceptingConflicts(reasons) : reasons)
  if (code === 'slot-taken') throw taken(services, scene, member.rep.id, at)
  if (code) throw new Refusal(code)
}

/** Nobody of the pool can: the code is that of the rep who comes closest, in the order in which a booking is refused. */
function nobody(services: Services, scene: Scene, { at }: Pick<Choice, 'at'>): Refusal {
  const order: RefusalCode[] = ['slot-taken', 'limit-reached', 'outside-availability', 'too-far-ahead', 'too-soon', 'not-qualified']
  const codes = scene.members.map((member) => refusalOf(allReasons(scene, member, at)))
  const code = order.find((one) => codes.includes(one)) ?? 'outside-availability'
  return code === 'slot-taken' ? taken(services, scene, null, at) : new Refusal(code)
}

/** Refuse a customer's start that no page offers. A date that is refused anyway is left to the other rules, which come before this one. */
export function refuseOffGrid({ eventType, now, zone }: Scene, start: Minute): void {
  if (refusalFor(eventType, start, now, zone) === null && !isOnGrid(eventType, start, zone))
    throw new Refusal('outside-availability', 'This page offers no such time.')
}

/** The refusal of a time that is taken, with the nearest free ones: first those of the rep who was asked for, then the pool's. */
export function taken(services: Services, scene: Scene, repId: string | null, at: Minute): Refusal {
  const own = nearest(services, { ...scene, members: scene.members.filter(({ rep }) => rep.id === repId) }, at)
  const others = nearest(services, scene, at).filter((one) => !own.some((mine) => mine.start === one.start))
  return new Refusal('slot-taken', 'Somebody has just taken this time.', { nearest: [...own, ...others] })
}

/** How often it is worth to choose again: each time somebody was faster, one more of those who may lead or come along has gone. */
export const mostAttempts = ({ members, wish }: Scene): number =>
  members.length + wish.needs.reduce((sum, need) => sum + need.members.length, 0)

/** Whether whoever was chosen turned out, once locked, to be free no longer: the time, a limit or the setup has changed since we looked. */
export const isOvertaken = (error: unknown): boolean =>
  error instanceof Refusal && ['slot-taken', 'limit-reached', 'outside-availability', 'not-qualified'].includes(error.code)
