/** Who fits: of a pool's members, those who can take a meeting at a time, and why the others cannot. */
import { isFree, type RepTime, type Shape } from './availability.ts'
import type { Minute } from './interval.ts'
import { disqualifications, isQualified, type Rep, type Wanted } from './rep.ts'
import type { Schedule } from './schedule.ts'
import { type Reason, timeReasons } from './unavailability.ts'

/** A rep with everything that decides when he is free. */
export interface Member {
  readonly rep: Rep
  readonly schedule: Schedule
  readonly time: RepTime
}

/** Other people or rooms that a meeting needs: `count` of these members, whoever is free. */
export interface Need {
  readonly poolId: string
  readonly poolSlug: string
  readonly count: number
  readonly members: readonly Member[]
}

/** What is asked for: the meeting's shape, what the rep must have, and who else must be there. */
export interface Wish {
  readonly shape: Shape
  readonly wanted: Wanted
  readonly needs: readonly Need[]
}

const known = new WeakMap<readonly Member[], ReadonlyMap<string, Member>>()

/** Members by their rep's id. Of a list that is asked again, it is remembered. */
export function membersById(members: readonly Member[]): ReadonlyMap<string, Member> {
  const made = known.get(members) ?? new Map(members.map((member) => [member.rep.id, member]))
  known.set(members, made)
  return made
}

/** A person or room that is part of a meeting beside the rep. */
export interface Companion {
  readonly repId: string
  readonly poolId: string
}

const limitsOf = (rep: Rep) => ({ daily: rep.dailyLimit, weekly: rep.weeklyLimit })

/** Every reason why this member cannot take the meeting, time and qualification together; none: he can. */
export function reasonsAgainst(member: Member, start: Minute, { shape, wanted, needs }: Wish): Reason[] {
  return [
    ...disqualifications(member.rep, wanted),
    ...timeReasons(member.time, member.schedule, limitsOf(member.rep), start, shape),
    ...lacking(needs, member.rep.id, start, shape).map((need): Reason => ({ code: 'booked', pool: need.poolSlug })),
  ]
}

/** The needs that cannot be met; all of them if each could be met alone, but not together. */
function lacking(needs: readonly Need[], repId: string, start: Minute, shape: Shape): readonly Need[] {
  const alone = needs.filter((need) => !companions([need], repId, start, shape))
  return alone.length > 0 || companions(needs, repId, start, shape) ? alone : needs
}

/** Whether this member can take the meeting: `reasonsAgainst` finds nothing, but faster. */
export const canTake = (member: Member, start: Minute, { shape, wanted, needs }: Wish): boolean =>
  isQualified(member.rep, wanted) &&
  isFree(member.time, start, shape) &&
  (needs.length === 0 || companions(needs, member.rep.id, start, shape) !== null)

/**
 * The companions that a meeting led by `repId` gets at `start`, of each pool the first who are free; null if there are too few.
 *
 * Somebody who is a member of several pools fills one place. If it is the wrong one he moves (augmenting paths of a bipartite matching),
 * so nobody is missed whatever the order of the pools.
 */
export function companions(needs: readonly Need[], repId: string, start: Minute, shape: Shape): Companion[] | null {
  const places = needs.flatMap((need) => {
    const free = need.members.filter(({ rep, time }) => rep.active && !rep.outOfReach && rep.id !== repId && isFree(time, start, shape))
    return Array.from({ length: need.count }, () => ({ poolId: need.poolId, free }))
  })
  const placeOf = new Map<string, number>()
  const fill = (place: number, asked: Set<string>): boolean =>
    (places[place]?.free ?? []).some(({ rep }) => {
      if (asked.has(rep.id)) return false
      asked.add(rep.id)
      const other = placeOf.get(rep.id)
      if (other !== undefined && !fill(other, asked)) return false
      placeOf.set(rep.id, place)
      return true
    })
  if (!places.every((_, place) => fill(place, new Set()))) return null
  return [...placeOf].sort(([, a], [, b]) => a - b).map(([id, place]) => ({ repId: id, poolId: places[place]?.poolId ?? '' }))
}
