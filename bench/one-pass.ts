/**
 * The same answers in one pass over each calendar: the gaps between the busy times, added up along the grid. It is what one writes who knows
 * that the straightforward way is slow, and keeps nothing between two questions.
 */
import type { Minute } from '../server/domain/interval.ts'
import { instantOf, type PlainRep, workingPeriods } from './straightforward.ts'
import type { WorldRep } from './world.ts'

/** How many reps are free at each step of [from, to). */
export function countFreeInOnePass(reps: readonly PlainRep[], from: Minute, to: Minute, step: number, duration: number): number[] {
  const [origin, stride, length] = [instantOf(from), instantOf(step), instantOf(duration)]
  const points = Math.ceil((to - from) / step)
  const changes: number[] = new Array(points + 1).fill(0)
  const offer = (start: number, end: number) => {
    const first = Math.max(0, Math.ceil((start - origin) / stride))
    const last = Math.min(points - 1, Math.floor((end - length - origin) / stride))
    if (first > last) return
    changes[first] = (changes[first] ?? 0) + 1
    changes[last + 1] = (changes[last + 1] ?? 0) - 1
  }
  for (const one of reps) {
    const { busy } = one
    let i = 0
    for (const { start, end } of workingPeriods(one, from, to)) {
      let free = start
      for (; i < busy.length; i++) {
        const entry = busy[i] as (typeof busy)[number]
        if (entry.start >= end) break
        if (entry.start > free) offer(free, entry.start)
        free = Math.max(free, entry.end)
      }
      offer(free, end)
    }
  }
  let free = 0
  return Array.from({ length: points }, (_, i) => {
    free += changes[i] ?? 0
    return free
  })
}

/** The reps who are free at one time: each calendar is read until it is past that time. */
export function findFreeInOnePass(reps: readonly PlainRep[], minute: Minute, duration: number): WorldRep[] {
  const [start, end] = [instantOf(minute), instantOf(minute + duration)]
  const isBusy = ({ busy }: PlainRep) => {
    for (const entry of busy) {
      if (entry.start >= end) return false
      if (entry.end > start) return true
    }
    return false
  }
  const free: WorldRep[] = []
  for (const one of reps) {
    const works = workingPeriods(one, minute, minute + duration).some((hours) => hours.start <= start && hours.end >= end)
    if (works && !isBusy(one)) free.push(one.rep)
  }
  return free
}
