/** What a question about time is asked of: an event type, the reps who may lead it, and the starts that are allowed now. */
import { findPoolsByIds, type Pool } from '../db/pools.ts'
import { addRows, baseGrid, countAt, type Grid, type Row, rowLength } from '../domain/availability.ts'
import { bookableWindow, type EventType, shapeOf } from '../domain/event-type.ts'
import { gridPoints } from '../domain/grid.ts'
import { DAY, type Minute, minuteAfter, type Span } from '../domain/interval.ts'
import type { Member, Need, Wish } from '../domain/matching.ts'
import { disqualifications, type Wanted } from '../domain/rep.ts'
import { type Zone, zone } from '../domain/zone.ts'
import type { Services } from './services.ts'

export interface Scene {
  readonly eventType: EventType
  readonly members: readonly Member[]
  readonly wish: Wish
  /** The zone of the one who asks: the grid and the booking window are its wall clock's. */
  readonly zone: Zone
  readonly now: Minute
  /** The starts that notice and booking window allow. */
  readonly window: Span
}

export interface SceneRequest {
  readonly eventType: EventType
  readonly repIds: readonly string[]
  readonly timeZone: string
  readonly durationMinutes?: number
  readonly wanted?: Wanted
  /** The time that must be known, beyond the booking window too. */
  readonly at?: Minute
  /** What this booking and this hold occupy counts as free. */
  readonly bookingId?: string | null
  readonly holdId?: string | null
}

const NOTHING_WANTED: Wanted = { skills: [], languages: [], territory: null, project: null }

/** Time ahead that is ever looked at: the longest booking window, and a little. */
const HORIZON = 1100 * DAY

export async function openScene(services: Services, request: SceneRequest): Promise<Scene> {
  const { finder } = services
  const { eventType, bookingId = null, holdId = null } = request
  const pools = await findPoolsByIds(
    services.db,
    eventType.with.map((one) => one.pool),
  )
  await finder.refresh()

  const now = minuteAfter(services.now())
  const asked = zone(request.timeZone)
  const window = bookableWindow(eventType, now, asked)
  const until = Math.min(Math.max(window.end, request.at ?? 0) + 2 * DAY, now + HORIZON)
  const membersOf = (ids: readonly string[]) => finder.members(ids, until, bookingId, holdId)
  const shape = shapeOf(eventType, request.durationMinutes)
  const needs = eventType.with.flatMap(({ pool: id, count }) =>
    needOf(
      pools.find((pool) => pool.id === id),
      count,
      membersOf,
    ),
  )
  return {
    eventType,
    members: membersOf(request.repIds),
    wish: { shape, wanted: request.wanted ?? NOTHING_WANTED, needs },
    zone: asked,
    now,
    window,
  }
}

function needOf(pool: Pool | undefined, count: number, membersOf: (ids: readonly string[]) => Member[]): Need[] {
  return pool ? [{ poolId: pool.id, poolSlug: pool.slug, count, members: membersOf(pool.members) }] : []
}

/** For each of these minutes, sorted, how many reps can take the meeting then; none outside the booking window. */
export function countFree({ finder }: Services, scene: Scene, points: readonly Minute[]): number[] {
  const { window, wish, members } = scene
  const fine = points.some((minute) => minute % 5 !== 0)
  // Whole days, so that every zone that somebody may ask in shares the rows that are kept.
  const grid = baseGrid(scene.now - DAY, Math.ceil(window.end / DAY + 2) * DAY, fine)
  const rows = members
    .filter(({ rep }) => disqualifications(rep, wish.wanted).length === 0)
    .map((member) => {
      const row = finder.row(member, wish.shape, grid)
      return wish.needs.length === 0 ? row : withNeeds(row, member, scene, (one) => finder.row(one, wish.shape, grid), grid)
    })
  const planes = addRows(rows, rowLength(grid))
  return points.map((minute) => (minute >= window.start && minute < window.end ? countAt(planes, (minute - grid.origin) / grid.step) : 0))
}

/**
 * The member's row where enough companions are free as well, the member himself not counted among them.
 *
 * Enough means: of any of the pools together, at least as many as those pools must send (Hall's theorem), since one may be in several.
 */
function withNeeds(row: Row, member: Member, { wish }: Scene, rowOf: (member: Member) => Row, grid: Grid): Row {
  const together = row.slice()
  for (let some = 1; some < 1 << wish.needs.length; some++) {
    const needs = wish.needs.filter((_, i) => (some >> i) & 1)
    const others = new Set(needs.flatMap((need) => need.members).filter(({ rep }) => rep.active && rep.id !== member.rep.id))
    const planes = addRows([...others].map(rowOf), rowLength(grid))
    const count = needs.reduce((sum, need) => sum + need.count, 0)
    for (let i = 0; i < grid.length; i++) if (countAt(planes, i) < count) together[i >> 5] = (together[i >> 5] as number) & ~(1 << (i & 31))
  }
  return together
}

/** A start on the grid, and how many reps can take it. */
export interface Opening {
  readonly start: Minute
  readonly available: number
}

/** The free starts on the grid within [from, to). */
export function openings(services: Services, scene: Scene, from: Minute, to: Minute): Opening[] {
  const { window, eventType, zone } = scene
  const points = gridPoints(Math.max(from, window.start), Math.min(to, window.end), eventType.slotIntervalMinutes, zone)
  const counts = countFree(services, scene, points)
  return points.flatMap((start, i) => ((counts[i] ?? 0) > 0 ? [{ start, available: counts[i] ?? 0 }] : []))
}

/** Up to three free starts before `at` and three after it, within 14 days, in order. */
export function nearest(services: Services, scene: Scene, at: Minute): Opening[] {
  const found = openings(services, scene, at - 14 * DAY, at + 14 * DAY + 1)
  return [...found.filter((one) => one.start < at).slice(-3), ...found.filter((one) => one.start > at).slice(0, 3)]
}
