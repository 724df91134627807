import { DAY, type Minute } from './interval.ts'
import type { Zone } from './zone.ts'

/**
 * The minutes in [from, to) at which the wall clock of `zone` stands on the grid: its minute of the local day is a multiple of
 * `interval`. Sorted; the grid begins anew each midnight and never floats with bookings.
 */
export function gridPoints(from: Minute, to: Minute, interval: number, zone: Zone): Minute[] {
  const points: Minute[] = []
  for (const { start, end, offset } of zone.stretches(from, to)) {
    for (let day = Math.floor((start + offset) / DAY); day * DAY - offset < end; day++)
      for (let wall = 0; wall < DAY; wall += interval) {
        const minute = day * DAY + wall - offset
        if (minute >= end) break
        if (minute >= start) points.push(minute)
      }
  }
  return points
}
