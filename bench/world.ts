import type { Turn } from '../server/domain/distribution.ts'
import { DAY, type Minute, type Span } from '../server/domain/interval.ts'
import type { Schedule } from '../server/domain/schedule.ts'
import { type LocalDay, zone } from '../server/domain/zone.ts'

/** One rep as the database tells it: plain spans, in order. */
export interface WorldRep {
  readonly id: string
  readonly schedule: Schedule
  /** Reps of one pattern have the same zone and the same week. */
  readonly pattern: string
  readonly busy: readonly Span[]
  readonly turn: Turn
}

/** A company on a Monday morning, and the time it is asked about. */
export interface World {
  readonly from: Minute
  readonly to: Minute
  readonly reps: readonly WorldRep[]
}

/** The Monday before the clocks of New York go forward, so that every answer crosses a clock change. */
const FROM = Date.UTC(2027, 2, 8) / 60_000

const zones = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'Europe/London', 'Asia/Kolkata']
const weeks = [
  [[540, 1020]],
  [[480, 960]],
  [
    [540, 720],
    [780, 1080],
  ],
  [[720, 1200]],
] as const

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** A world of so many reps and days, each rep with `busyADay` appointments on every day of its wall calendar. */
export function makeWorld(count: number, days: number, busyADay: number, seed = 2027): World {
  const random = randomFrom(seed)
  const pick = (below: number) => Math.floor(random() * below)
  const reps = Array.from({ length: count }, (_, i): WorldRep => {
    const [place, week] = [pick(zones.length), pick(weeks.length)]
    const name = zones[place] as string
    const hours = (weeks[week] as (typeof weeks)[number]).map(([start, end]) => ({ start, end }))
    const schedule = {
      zone: zone(name),
      weekly: [0, 1, 2, 3, 4, 5, 6].map((weekday) => (weekday < 5 ? hours : [])),
      overrides: new Map<LocalDay, never>(),
    }
    const lastBookedAt = pick(20) === 0 ? null : new Date((FROM - pick(30 * DAY)) * 60_000)
    const id = `rep-${i}`
    return { id, schedule, pattern: `${name} ${week}`, busy: busyTimes(schedule, days, busyADay, pick), turn: { repId: id, lastBookedAt } }
  })
  return { from: FROM, to: FROM + days * DAY, reps }
}

/** Appointments of 15 to 60 minutes between seven and seven on the wall, in order, sometimes back to back or overlapping. */
function busyTimes({ zone: { offsetAt } }: Schedule, days: number, busyADay: number, pick: (below: number) => number): Span[] {
  const spans: Span[] = []
  for (let day = 0; day < days; day++)
    for (let i = 0; i < busyADay; i++) {
      const morning = FROM + day * DAY + 420
      const start = morning - offsetAt(morning) + 5 * pick(144)
      spans.push({ start, end: start + 15 * (1 + pick(4)) })
    }
  return spans.sort((a, b) => a.start - b.start)
}
