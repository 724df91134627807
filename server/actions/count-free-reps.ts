import type { RepCard } from '../db/reps.ts'
import { type Minute, minuteOf } from '../domain/interval.ts'
import { dayOf } from '../domain/zone.ts'
import { canTakeAt, type Filters, sceneOf } from './find-time.ts'
import { rankKnown } from './rank.ts'
import { countFree } from './scene.ts'
import type { Services } from './services.ts'

/** How many reps are free at each step from the local midnight of `from` to the one after `to`: the heat map. */
export async function countFreeReps(
  services: Services,
  question: Filters & { readonly from: string; readonly to: string },
): Promise<{ start: Minute; stepMinutes: number; counts: number[] }> {
  const { scene } = await sceneOf(services, question)
  const start = scene.zone.startOfDay(dayOf(question.from))
  const end = scene.zone.startOfDay(dayOf(question.to) + 1)
  const stepMinutes = scene.eventType.slotIntervalMinutes
  const points: Minute[] = []
  for (let minute = start; minute < end; minute += stepMinutes) points.push(minute)
  return { start, stepMinutes, counts: countFree(services, scene, points) }
}

/** Who is free at a time, in the pool's order. */
export async function findFreeReps(services: Services, question: Filters & { readonly at: Date }): Promise<RepCard[]> {
  const at = minuteOf(question.at)
  const { pool, scene } = await sceneOf(services, question, at)
  return (await rankKnown(services, pool, scene, canTakeAt(scene, at))).map(({ member }) => member.rep)
}
