import { findParts, type Part } from '../db/absence.ts'
import { findBookingsByIds, type StoredBooking } from '../db/bookings.ts'
import { findRepCards, type RepCard } from '../db/reps.ts'
import { reasonsToMiss } from '../domain/absence.ts'
import { DAY, minuteOf } from '../domain/interval.ts'
import { membersById } from '../domain/matching.ts'
import type { Sight } from '../domain/sight.ts'
import type { Reason } from '../domain/unavailability.ts'
import type { Services } from './services.ts'

/** A booking that somebody has to look after, and why the rep cannot keep it: nothing, if nothing speaks against it yet. */
export interface Affected {
  readonly booking: StoredBooking
  readonly reasons: readonly Reason[]
}

/** As many are listed; nobody looks after more at a time. */
const MOST_LISTED = 500

/**
 * The open bookings of a rep that are concerned: of [from, to) all that touch it, as an absence then would; otherwise, of all that are to come,
 * those that the rep cannot keep as things are now. What the asker does not see is counted, so that nothing is lost.
 */
export async function findAffected(
  services: Services,
  repId: string,
  span: { readonly from: Date; readonly to: Date } | null,
  sight: Sight,
): Promise<{ items: Affected[]; unseen: number }> {
  const { db, now } = services
  const from = span && span.from > now() ? span.from : now()
  const parts = await findParts(db, [repId], from, span?.to ?? null, span ? MOST_LISTED : MOST_READ)
  const found = await missed(services, parts)
  const concerned = (span ? found : found.filter(({ reasons }) => reasons.length > 0)).slice(0, MOST_LISTED)
  const bookings = await findBookingsByIds(
    db,
    concerned.map(({ part }) => part.bookingId),
    sight,
  )
  const items = concerned.flatMap(({ part, reasons }) => {
    const booking = bookings.get(part.bookingId)
    return booking ? [{ booking, reasons }] : []
  })
  return { items, unseen: concerned.length - items.length }
}

/** As many open bookings are read to find those that somebody cannot keep. */
const MOST_READ = 20_000

/** How many bookings a rep cannot keep. */
export interface Burden {
  readonly rep: RepCard
  readonly bookings: number
}

/** Of these reps, those who cannot keep bookings that are to come, with how many. In a few queries, however many there are. */
export async function countAffected(services: Services, repIds: readonly string[]): Promise<Burden[]> {
  const { db, now } = services
  return burdens(db, await missed(services, await findParts(db, repIds, now(), null, MOST_READ)))
}

/** The same of everybody, for whom it is worked out once after each change of anybody's time: people look again every minute. */
export async function countAllAffected(services: Services, repIds: readonly string[]): Promise<Burden[]> {
  const { db, now, finder } = services
  await finder.refresh()
  const all = await finder.kept('affected', async () => {
    const found = await missed(services, await findParts(db, null, now(), null, MOST_READ))
    return found.filter(({ reasons }) => reasons.length > 0)
  })
  const wanted = new Set(repIds)
  return burdens(
    db,
    all.filter(({ part }) => wanted.has(part.repId) && part.end > now()),
  )
}

type Missed = Awaited<ReturnType<typeof missed>>[number]

async function burdens(db: Services['db'], found: readonly Missed[]): Promise<Burden[]> {
  const counts = Map.groupBy(
    found.filter(({ reasons }) => reasons.length > 0),
    ({ part }) => part.repId,
  )
  const cards = await findRepCards(db, [...counts.keys()])
  return [...counts].flatMap(([id, list]) => {
    const rep = cards.get(id)
    return rep ? [{ rep, bookings: list.length }] : []
  })
}

async function missed({ finder }: Services, parts: readonly Part[]): Promise<{ part: Part; reasons: Reason[] }[]> {
  if (parts.length === 0) return []
  await finder.refresh()
  const until = parts.reduce((latest, { end }) => Math.max(latest, minuteOf(end)), 0) + 2 * DAY
  const members = membersById(finder.members([...new Set(parts.map(({ repId }) => repId))], until))
  return parts.map((part) => {
    const member = members.get(part.repId)
    const meeting = { start: minuteOf(part.start), end: minuteOf(part.end) }
    return { part, reasons: member ? reasonsToMiss(member, meeting) : [] }
  })
}
