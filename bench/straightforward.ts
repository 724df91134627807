/**
 * The computation that most scheduling products do: objects with instants, slot by slot, rep by rep. Written as such code is when it is
 * written with care, with early exits and comparing numbers (comparing `Date`s takes thirty times as long): what the kernel is measured
 * against.
 */
import { DAY, type Minute } from '../server/domain/interval.ts'
import { hoursOn } from '../server/domain/schedule.ts'
import type { World, WorldRep } from './world.ts'

/** A stretch of a calendar, in epoch milliseconds. */
interface Period {
  readonly start: number
  readonly end: number
}

/** A rep with its calendar as objects. */
export interface PlainRep {
  readonly rep: WorldRep
  readonly busy: readonly Period[]
}

/** The instant at which a minute begins. */
export const instantOf = (minute: Minute) => minute * 60_000

/** The reps of a world with their calendars as lists of objects. */
export const plainReps = (world: World): PlainRep[] =>
  world.reps.map((rep) => ({ rep, busy: rep.busy.map(({ start, end }) => ({ start: instantOf(start), end: instantOf(end) })) }))

/** The rep's working hours that begin on the days around [from, to), as objects. Its hours begin and end far from any clock change. */
export function workingPeriods({ rep }: PlainRep, from: Minute, to: Minute): Period[] {
  const { zone } = rep.schedule
  const periods: Period[] = []
  for (let day = Math.floor(from / DAY) - 1; day <= Math.ceil(to / DAY); day++)
    for (const { start, end } of hoursOn(rep.schedule, day)) {
      const offset = zone.offsetAt(day * DAY + start - zone.offsetAt(day * DAY))
      periods.push({ start: instantOf(day * DAY + start - offset), end: instantOf(day * DAY + end - offset) })
    }
  return periods
}

function isFree(working: readonly Period[], busy: readonly Period[], start: number, end: number): boolean {
  return working.some((hours) => hours.start <= start && hours.end >= end) && !busy.some((one) => one.start < end && start < one.end)
}

/** How many reps are free at each step of [from, to). */
export function countFree(reps: readonly PlainRep[], from: Minute, to: Minute, step: number, duration: number): number[] {
  const candidates = reps.map((one) => ({ working: workingPeriods(one, from, to), busy: one.busy }))
  const counts: number[] = []
  for (let minute = from; minute < to; minute += step) {
    const start = instantOf(minute)
    const end = instantOf(minute + duration)
    let free = 0
    for (const { working, busy } of candidates) if (isFree(working, busy, start, end)) free++
    counts.push(free)
  }
  return counts
}

/** The reps who are free at one time. */
export function findFree(reps: readonly PlainRep[], minute: Minute, duration: number): WorldRep[] {
  const start = instantOf(minute)
  const end = instantOf(minute + duration)
  return reps.filter((one) => isFree(workingPeriods(one, minute, minute + duration), one.busy, start, end)).map(({ rep }) => rep)
}
