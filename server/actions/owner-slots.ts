/** On a page that chooses by itself, a customer whom we know is offered the own rep's times first. */
import type { Pool } from '../db/pools.ts'
import { openings, type Scene } from './scene.ts'
import type { Services } from './services.ts'

/**
 * The scene as a known customer is to see it: with the own rep alone while that rep has a free time within the pool's horizon, else with everybody.
 *
 * A rep who is inactive, lacks what is asked for or is no member of the pool has no free time here, and so is never waited for.
 */
export function ownersScene(services: Services, scene: Scene, pool: Pool | null, ownerId: string | null): Scene {
  if (!pool?.ownerFirst || ownerId === null || !pool.members.includes(ownerId)) return scene
  const { zone, now } = scene
  const owners = { ...scene, members: scene.members.filter(({ rep }) => rep.id === ownerId) }
  const until = zone.startOfDay(zone.localDay(now) + pool.ownerHorizonDays + 1)
  return openings(services, owners, now, until).length > 0 ? owners : scene
}
