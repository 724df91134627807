/** The rules once more, inside the transaction that books, on what the database says at that moment. */
import type { Database } from '../db/database.ts'
import { findRepTimes } from '../db/rep-times.ts'
import { findReps } from '../db/reps.ts'
import { packWorking, repTime, type Shape } from '../domain/availability.ts'
import { DAY, type Minute } from '../domain/interval.ts'
import { type Companion, type Member, reasonsAgainst } from '../domain/matching.ts'
import type { RefusalCode } from '../domain/refusal.ts'
import type { Wanted } from '../domain/rep.ts'
import { acceptingConflicts, isConflict, liveHolds, REACH, type Reason, refusalOf, withoutBooking } from '../domain/unavailability.ts'
import { zone } from '../domain/zone.ts'

export interface Check {
  readonly repId: string
  readonly with: readonly Companion[]
  readonly start: Minute
  readonly shape: Shape
  readonly wanted: Wanted
  readonly allowConflict: boolean
  /** The booking that is moved: its own time does not stand in its way. */
  readonly bookingId: string | null
  /** The instant by which holds have ended or not. */
  readonly at: Date
}

export interface Verdict {
  /** The code with which the booking is refused, or null. */
  readonly refusal: RefusalCode | null
  /** The clashes with the calendar that are accepted. */
  readonly accepted: readonly Reason[]
}

/**
 * Every reason why this rep and these companions cannot meet at that time. The caller has touched all of them, so nobody else can change
 * their time before the transaction ends.
 */
async function reasonsNow(tx: Database, check: Check): Promise<Reason[]> {
  const { start, shape } = check
  const members = await membersNow(tx, check)
  const leader = members.find((one) => one.rep.id === check.repId)
  if (!leader) return [{ code: 'inactive' }]
  const needs = check.with.map(({ repId, poolId }) => ({
    poolId,
    poolSlug: poolId,
    count: 1,
    members: members.filter((one) => one.rep.id === repId),
  }))
  return reasonsAgainst(leader, start, { shape, wanted: check.wanted, needs })
}

/** Whether they can meet then, and what is accepted for it. */
export async function verdictNow(tx: Database, check: Check): Promise<Verdict> {
  const reasons = await reasonsNow(tx, check)
  if (!check.allowConflict) return { refusal: refusalOf(reasons), accepted: [] }
  return { refusal: refusalOf(acceptingConflicts(reasons)), accepted: reasons.filter(isConflict) }
}

async function membersNow(tx: Database, check: Check): Promise<Member[]> {
  const ids = [check.repId, ...check.with.map((one) => one.repId)]
  const [from, until] = [check.start - REACH, check.start + check.shape.duration + REACH]
  const reps = await findReps(tx, ids)
  const times = await findRepTimes(tx, ids, from, until)
  return reps.map((rep) => {
    const schedule = { zone: zone(rep.timeZone), weekly: rep.weekly, overrides: rep.overrides }
    const { timeOff, busy, taken, held } = times.get(rep.id) ?? { timeOff: [], busy: [], taken: [], held: [] }
    const working = packWorking(schedule, check.start - DAY, check.start + check.shape.duration + DAY)
    const limits = { daily: rep.dailyLimit, weekly: rep.weeklyLimit }
    const others = withoutBooking(taken, check.bookingId)
    const time = repTime(schedule.zone, working, timeOff, busy, others, limits, liveHolds(held, check.at.getTime(), null))
    return { rep, schedule, time }
  })
}
