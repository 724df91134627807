/** Who fits: of a pool's members, those who can take a meeting at a time, and why the others cannot. */
import { isFree, type RepTime, type Shape } from './availability.ts'
import type { Minute } from './interval.ts'
import { disqualifications, type Rep, type Wanted } from './rep.ts'
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

/** A person or room that is part of a meeting beside the rep. */
export interface Companion {
  readonly repId: string
  readonly poolId: string
}

const limitsOf = (rep: Rep) => ({ daily: rep.dailyLimit, weekly: rep.weeklyLimit })

/** Every reason why this member cannot take the meeting, time and qualification together; none: he can. */
export function reasonsAgainst(member: Member, start: Minute, { shape, wanted, needs }: Wish): Reason[] {
  const reasons: Reason[] = disqualifications(member.rep, wanted)
  reasons.push(...timeReasons(member.time, member.schedule, limitsOf(member.rep), start, shape))
  for (const need of needs) if (!companions([need], member.rep.id, start, shape)) reasons.push({ code: 'booked', pool: need.poolSlug })
  return reasons
}

/** Whether this member can take the meeting: `reasonsAgainst` finds nothing, but faster. */
export const canTake = (member: Member, start: Minute, { shape, wanted, needs }: Wish): boolean =>
  disqualifications(member.rep, wanted).length === 0 &&
  isFree(member.time, start, shape) &&
  companions(needs, member.rep.id, start, shape) !== null

/** The companions that a meeting led by `repId` gets at `start`, the first free of each pool; null if there are too few. */
export function companions(needs: readonly Need[], repId: string, start: Minute, shape: Shape): Companion[] | null {
  const chosen: Companion[] = []
  for (const need of needs) {
    const free = need.members.filter(
      ({ rep, time }) => rep.active && rep.id !== repId && !chosen.some((one) => one.repId === rep.id) && isFree(time, start, shape),
    )
    if (free.length < need.count) return null
    chosen.push(...free.slice(0, need.count).map(({ rep }) => ({ repId: rep.id, poolId: need.poolId })))
  }
  return chosen
}
