/** What a booking page offers: its event types, its reps, its free times. */
import { type BookingPage, findPagesByIds, getPage } from '../db/booking-pages.ts'
import { findEventTypesByIds } from '../db/event-types.ts'
import { findPoolsByIds, type Pool } from '../db/pools.ts'
import { findRepCards, type RepCard } from '../db/reps.ts'
import type { EventType } from '../domain/event-type.ts'
import { type Minute, minuteOf } from '../domain/interval.ts'
import { Refusal } from '../domain/refusal.ts'
import { dateText, dayOf } from '../domain/zone.ts'
import { canTakeAt, freeMembers } from './find-time.ts'
import { ownersScene } from './owner-slots.ts'
import { rankKnown } from './rank.ts'
import { openings, openScene, type Scene } from './scene.ts'
import type { Services } from './services.ts'

export interface OpenPage {
  readonly page: BookingPage
  readonly pool: Pool | null
  readonly eventTypes: readonly EventType[]
  /** The people who can be met here, by name. */
  readonly reps: readonly RepCard[]
  /** The pages that a master page leads to. */
  readonly pages: readonly BookingPage[]
}

/** The page at an address with all that belongs to it. Refuses with `not-found`. */
export async function openPage({ db }: Services, slug: string): Promise<OpenPage> {
  const page = await getPage(db, slug)
  const [pool = null] = page.poolId ? await findPoolsByIds(db, [page.poolId]) : []
  const reps = await findRepCards(db, pool?.members ?? (page.repId ? [page.repId] : []))
  return {
    page,
    pool,
    eventTypes: await findEventTypesByIds(db, page.eventTypes),
    reps: [...reps.values()].sort((a, b) => a.name.localeCompare(b.name)),
    pages: await findPagesByIds(db, page.pages),
  }
}

/** The event type of this page by slug or id. Refuses with `not-found`. */
export function eventTypeOf({ eventTypes }: OpenPage, ref: string): EventType {
  const found = eventTypes.find((one) => one.slug === ref || one.id === ref)
  if (!found) throw new Refusal('not-found', `This page does not offer “${ref}”.`)
  return found
}

/** The id of a rep of this page. On a page that chooses by itself nobody can be asked for. Refuses with `not-found`. */
export function repOf({ page, reps }: OpenPage, ref: string): string {
  const found =
    page.choice === 'automatic' && !page.repId ? undefined : reps.find((one) => one.id === ref || one.email === ref.toLowerCase())
  if (!found) throw new Refusal('not-found', 'This page does not offer this rep.')
  return found.id
}

/** Free starts by local date. */
export interface Days {
  readonly timeZone: string
  readonly days: readonly { readonly date: string; readonly slots: readonly Minute[] }[]
}

/** The free times of a page from `from` to `to`, both included, in the customer's zone; of one rep if asked. */
export async function findSlots(
  services: Services,
  slug: string,
  question: { eventType: string; from: string; to: string; timeZone: string; rep?: string },
): Promise<Days> {
  return slotsOf(services, await openPage(services, slug), question)
}

/** The free times of an open page, as the customer of this rep is to see them; null: a customer of nobody's. */
export async function slotsOf(
  services: Services,
  open: OpenPage,
  question: { eventType: string; from: string; to: string; timeZone: string; rep?: string },
  ownerId: string | null = null,
): Promise<Days> {
  const repIds = question.rep === undefined ? open.reps.map((one) => one.id) : [repOf(open, question.rep)]
  const scene = await openScene(services, { eventType: eventTypeOf(open, question.eventType), repIds, timeZone: question.timeZone })
  const seen = open.page.choice === 'automatic' ? ownersScene(services, scene, open.pool, ownerId) : scene
  return daysOf(services, seen, question)
}

/** The free times that an open page begins with, or null if no days are named or it is not clear of what, or of whom, they would be. */
export async function findFirstSlots(
  services: Services,
  { page, pool, eventTypes, reps }: OpenPage,
  question: { from?: string; to?: string; timeZone?: string; eventType?: string; rep?: string },
  ownerId: string | null = null,
): Promise<Days | null> {
  const { from, to, timeZone } = question
  if (from === undefined || to === undefined || timeZone === undefined) return null
  const eventType = eventTypes.length === 1 ? eventTypes[0] : eventTypes.find((one) => one.slug === question.eventType)
  const asked = page.choice === 'rep-first' && reps.length > 1 ? reps.filter((one) => one.id === question.rep) : reps
  if (eventType === undefined || asked.length === 0) return null
  const scene = await openScene(services, { eventType, repIds: asked.map((one) => one.id), timeZone })
  const seen = page.choice === 'automatic' ? ownersScene(services, scene, pool, ownerId) : scene
  return daysOf(services, seen, { from, to })
}

/** The free starts of a scene from `from` to `to`, both included, by local date. */
export function daysOf(services: Services, scene: Scene, { from, to }: { from: string; to: string }): Days {
  const { zone } = scene
  const found = openings(services, scene, zone.startOfDay(dayOf(from)), zone.startOfDay(dayOf(to) + 1))
  const byDay = Map.groupBy(found, (one) => zone.localDay(one.start))
  return { timeZone: zone.name, days: [...byDay].map(([day, slots]) => ({ date: dateText(day), slots: slots.map((one) => one.start) })) }
}

/** The reps of a page who are free at a time, in the pool's order. Only where the customer chooses. */
export async function findSlotReps(
  services: Services,
  slug: string,
  question: { eventType: string; timeZone: string; at: Date },
): Promise<RepCard[]> {
  return slotRepsOf(services, await openPage(services, slug), question)
}

/** The reps of an open page who are free at a time; the customer's own comes first where the pool says so. */
export async function slotRepsOf(
  services: Services,
  open: OpenPage,
  question: { eventType: string; timeZone: string; at: Date },
  ownerId: string | null = null,
): Promise<RepCard[]> {
  if (open.page.choice !== 'customer') throw new Refusal('not-found', 'This page does not ask for a rep after the time.')
  const eventType = eventTypeOf(open, question.eventType)
  const at = minuteOf(question.at)
  const scene = await openScene(services, { eventType, repIds: open.reps.map((one) => one.id), timeZone: question.timeZone, at })
  if (!open.pool) return freeMembers(scene, at).map(({ rep }) => rep)
  return (await rankKnown(services, open.pool, scene, canTakeAt(scene, at), { ownerId })).map(({ member }) => member.rep)
}
