/** What a question about time is asked of: an event type, the reps who may lead it, and the starts that are allowed now. */
import { baseGrid } from '../domain/availability.ts'
import { bookableWindow, type EventType, shapeOf } from '../domain/event-type.ts'
import { gridPoints } from '../domain/grid.ts'
import { DAY, type Minute, minuteAfter, type Span } from '../domain/interval.ts'
import type { Member, Need, Wish } from '../domain/matching.ts'
import type { Wanted } from '../domain/rep.ts'
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

/** The scene of a request, on everything that was committed before. */
export async function openScene(services: Services, request: SceneRequest): Promise<Scene> {
  await services.finder.refresh()
  return sceneNow(services, request)
}

/** The scene of a request, on what the finder learned at its last refresh. */
export function sceneNow({ finder, now: clock }: Services, request: SceneRequest): Scene {
  const { eventType, bookingId = null, holdId = null } = request
  const now = minuteAfter(clock())
  const asked = zone(request.timeZone)
  const window = bookableWindow(eventType, now, asked)
  const until = Math.min(Math.max(window.end, request.at ?? 0) + 2 * DAY, now + HORIZON)
  const membersOf = (ids: readonly string[]) => finder.members(ids, until, bookingId, holdId)
  const needs = eventType.with.map(({ pool: id, count }): Need => {
    const pool = finder.pool(id)
    return { poolId: pool.id, poolSlug: pool.slug, count, members: membersOf(pool.members) }
  })
  return {
    eventType,
    members: membersOf(request.repIds),
    wish: { shape: shapeOf(eventType, request.durationMinutes), wanted: request.wanted ?? NOTHING_WANTED, needs },
    zone: asked,
    now,
    window,
  }
}

/** For each of these minutes, sorted, how many reps can take the meeting then; none outside the booking window. */
export function countFree({ finder }: Services, { members, wish, window, now }: Scene, points: readonly Minute[]): number[] {
  const fine = points.some((minute) => minute % 5 !== 0)
  // Whole days, so that every zone that somebody may ask in shares the rows that are kept.
  const grid = baseGrid(now - DAY, Math.ceil(window.end / DAY + 2) * DAY, fine)
  const counts = finder.countStarts(members, wish, grid)
  const countAt = (minute: Minute) => counts[(minute - grid.origin) / grid.step] ?? 0
  return points.map((minute) => (minute >= window.start && minute < window.end ? countAt(minute) : 0))
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

/** Up to three free starts before `at` and three after it, within 14 days, in order. Mostly a day on either side has them. */
export function nearest(services: Services, scene: Scene, at: Minute): Opening[] {
  let before: Opening[] = []
  const after: Opening[] = []
  for (let days = 0; days < 14 && before.length < 3; days++)
    before = [...openings(services, scene, at - (days + 1) * DAY, at - days * DAY), ...before].slice(-3)
  for (let days = 0; days < 14 && after.length < 3; days++)
    after.push(...openings(services, scene, at + days * DAY + 1, at + (days + 1) * DAY + 1))
  return [...before, ...after.slice(0, 3)]
}
