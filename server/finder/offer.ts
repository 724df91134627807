import type { Database } from '../db/database.ts'
import { isId } from '../db/database.ts'
import { findEventTypes } from '../db/event-types.ts'
import { findPools, type Pool } from '../db/pools.ts'
import { findProjects, type Project } from '../db/projects.ts'
import type { EventType } from '../domain/event-type.ts'
import { Refusal } from '../domain/refusal.ts'

/** What can be booked, by whom and where. Each is found by id or slug, and refused with `not-found`. */
export interface Offer {
  eventType(ref: string): EventType
  pool(ref: string): Pool
  project(ref: string): Project
}

/** The offer as it is stored now. */
export async function readOffer(db: Database): Promise<Offer> {
  const [eventTypes, pools, projects] = await Promise.all([findEventTypes(db), findPools(db), findProjects(db)])
  return { eventType: lookup('event type', eventTypes), pool: lookup('pool', pools), project: lookup('project', projects) }
}

function lookup<T extends { readonly id: string; readonly slug: string }>(word: string, things: readonly T[]): (ref: string) => T {
  const byRef = new Map([...things.map((one) => [one.slug, one] as const), ...things.map((one) => [one.id, one] as const)])
  return (ref) => {
    const found = byRef.get(isId(ref) ? ref.toLowerCase() : ref)
    if (!found) throw new Refusal('not-found', `There is no ${word} “${ref}”.`)
    return found
  }
}
