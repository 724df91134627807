import { findBookingsByIds, type StoredBooking } from '../db/bookings.ts'
import { isId } from '../db/database.ts'
import { findPoolsByIds } from '../db/pools.ts'
import { findRepCards, getRepCard, type RepCard } from '../db/reps.ts'
import { repTime, type Taken } from '../domain/availability.ts'
import { type Caller, refusalOfStep } from '../domain/booking.ts'
import type { Placed, RankReason } from '../domain/distribution.ts'
import { minuteOf } from '../domain/interval.ts'
import { fold, type LedgerState } from '../domain/ledger.ts'
import type { Member } from '../domain/matching.ts'
import { Refusal, type RefusalCode } from '../domain/refusal.ts'
import type { Sight } from '../domain/sight.ts'
import { type Reason, refusalOf } from '../domain/unavailability.ts'
import { allReasons, canTakeAt } from './find-time.ts'
import { rank } from './rank.ts'
import { anyDate, reassign, sceneRequest } from './reschedule.ts'
import { openScene } from './scene.ts'
import type { Services } from './services.ts'

/** A booking that is to be given to another rep: to the one who is named, or to whom the pool chooses. */
export interface ManyWish {
  readonly booking: StoredBooking
  readonly rep?: string
}

/** What becomes, or would become, of one booking. */
export interface Placement {
  readonly bookingId: string
  /** Who takes it; null: nobody can. */
  readonly rep: RepCard | null
  readonly reasons: readonly RankReason[]
  /** Who could as well, best first. */
  readonly others: readonly RepCard[]
  /** Why nobody can, or why it was refused. */
  readonly refusal: { readonly code: RefusalCode; readonly detail: string } | null
  /** Why those who might have cannot. */
  readonly unavailable: readonly { readonly rep: RepCard; readonly reasons: readonly Reason[] }[]
}

/** As many other reps, and as many who cannot, are told of each booking. */
const MOST_TOLD = 8

/** What a plan has given away so far: nobody gets two bookings at one time, and turns go round as they will when it is done. */
interface Plan {
  readonly given: Map<string, Taken[]>
  readonly ledgers: Map<string, LedgerState>
}

/** Who would take each of these bookings, as the finder and the pools decide, the earliest first. Nothing is changed. */
export async function planMany(services: Services, wishes: readonly ManyWish[]): Promise<Placement[]> {
  const plan: Plan = { given: new Map(), ledgers: new Map() }
  const placements: Placement[] = []
  for (const wish of inOrder(wishes)) placements.push(await place(services, wish, plan))
  return placements
}

/**
 * Give each of these bookings to the rep who was chosen for it, or to whom the pool chooses now. Each is decided for itself, by the rules as
 * they are at that moment: one that is refused leaves the others alone.
 */
export async function reassignMany(
  services: Services,
  caller: Caller,
  wishes: readonly ManyWish[],
  reason: string | undefined,
): Promise<Placement[]> {
  const done: Placement[] = []
  for (const wish of inOrder(wishes)) {
    const chosen = await place(services, wish, { given: new Map(), ledgers: new Map() })
    done.push(chosen.rep === null ? chosen : await give(services, caller, chosen, chosen.rep, reason))
  }
  return done
}

async function give(services: Services, caller: Caller, chosen: Placement, rep: RepCard, reason: string | undefined): Promise<Placement> {
  try {
    await reassign(services, caller, chosen.bookingId, { rep: rep.id, ...(reason === undefined ? {} : { reason }) })
    return chosen
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ...chosen, rep: null, refusal: { code: error.code, detail: error.message } }
  }
}

const inOrder = (wishes: readonly ManyWish[]) =>
  wishes.toSorted((a, b) => a.booking.start.getTime() - b.booking.start.getTime() || (a.booking.id < b.booking.id ? -1 : 1))

async function place(services: Services, { booking, rep }: ManyWish, plan: Plan): Promise<Placement> {
  const nobody = (code: RefusalCode, detail: string): Placement => ({
    ...{ bookingId: booking.id, rep: null, reasons: [], others: [], unavailable: [] },
    refusal: { code, detail },
  })
  const forbidden = refusalOfStep('reassign', booking, services.now())
  if (forbidden) return nobody('conflict', forbidden)
  const [pool] = booking.poolId === null ? [] : await findPoolsByIds(services.db, [booking.poolId])
  const named = rep === undefined ? null : (await getRepCard(services.db, rep)).id
  if (!pool && named === null) return nobody('conflict', 'It was booked with this rep and no team: choose somebody for it.')

  const start = minuteOf(booking.start)
  const request = await sceneRequest(services, {
    before: booking,
    start,
    repId: named ?? booking.repId,
    timeZone: booking.timeZone,
    hold: null,
  })
  const opened = await openScene(services, request)
  const members = opened.members
    .filter(({ rep: { id } }) => id !== booking.repId && (named === null || id === named))
    .map((member) => withGiven(member, plan.given.get(member.rep.id)))
  const scene = { ...anyDate(opened), members }
  const free = members.filter(canTakeAt(scene, start)).map((member) => member.rep.id)
  const [first, ...others] = pool ? await order(services, pool, booking, free, plan) : free.map((repId): Placed => ({ repId, reasons: [] }))
  const refused = free.length > 0 ? [] : members.map((member) => ({ id: member.rep.id, reasons: allReasons(scene, member, start) }))
  const shown = [first, ...others].slice(0, MOST_TOLD + 1).flatMap((one) => one?.repId ?? [])
  const cards = await findRepCards(services.db, [...shown, ...refused.slice(0, MOST_TOLD).map(({ id }) => id)])
  const card = (id: string): RepCard[] => [cards.get(id) ?? []].flat()
  if (!first) {
    const code = refused.map(({ reasons }) => refusalOf(reasons)).find((one) => one !== null) ?? 'outside-availability'
    return {
      ...nobody(code, named === null ? 'Nobody of the team can take it.' : 'This rep cannot take it.'),
      unavailable: refused.slice(0, MOST_TOLD).flatMap(({ id, reasons }) => card(id).map((one) => ({ rep: one, reasons }))),
    }
  }
  note(plan, booking, first.repId, request.eventType, services.now())
  return {
    ...{ bookingId: booking.id, rep: cards.get(first.repId) ?? null, reasons: first.reasons, refusal: null, unavailable: [] },
    others: others.slice(0, MOST_TOLD).flatMap(({ repId }) => card(repId)),
  }
}

type PoolOf = Awaited<ReturnType<typeof findPoolsByIds>>[number]

/** The pool's order, with the turns of those to whom the plan has given something already. */
async function order(services: Services, pool: PoolOf, booking: StoredBooking, free: readonly string[], plan: Plan): Promise<Placed[]> {
  const ledger = plan.ledgers.get(pool.id) ?? structuredClone(await services.turns.read(services.db, pool))
  plan.ledgers.set(pool.id, ledger)
  // Somebody who was named, and is no member, needs no turn.
  const outside = free.filter((id) => !pool.members.includes(id)).map((repId): Placed => ({ repId, reasons: [] }))
  const turns = { read: async () => ledger }
  const members = free.filter((id) => pool.members.includes(id))
  return [...(await rank({ ...services, turns }, pool, booking.eventTypeId, members)), ...outside]
}

/** Note in the plan who has got a booking, as it will be noted when it is done. */
function note(
  { given, ledgers }: Plan,
  booking: StoredBooking,
  repId: string,
  buffers: { bufferBeforeMinutes: number; bufferAfterMinutes: number },
  at: Date,
): void {
  const meeting = { start: minuteOf(booking.start), end: minuteOf(booking.end) }
  const blocks = { start: meeting.start - buffers.bufferBeforeMinutes, end: meeting.end + buffers.bufferAfterMinutes }
  given.set(repId, [...(given.get(repId) ?? []), { bookingId: booking.id, meeting, blocks }])
  const ledger = booking.poolId === null ? undefined : ledgers.get(booking.poolId)
  if (!ledger) return
  const entry = { eventTypeId: booking.eventTypeId, bookingId: booking.id, at, amount: 0, counts: true }
  // The ids that the two entries will have unless others come between: what a rule leaves open is drawn by the newest.
  const next = (by: bigint) => String(BigInt(ledger.version) + by)
  const [away, to] = [next(1n), next(2n)]
  fold(ledger, { ...entry, id: away, repId: booking.repId, kind: 'reassigned-away' })
  fold(ledger, { ...entry, id: to, repId, kind: 'reassigned-to' })
}

/** A member's time with what the plan has given him on top. */
function withGiven(member: Member, given: readonly Taken[] | undefined): Member {
  if (!given) return member
  const { rep, schedule, time } = member
  const limits = { daily: rep.dailyLimit, weekly: rep.weeklyLimit }
  const made = repTime(time.zone, time.working, [], time.busy, [...time.taken, ...given], limits, time.held)
  return { rep, schedule, time: { ...made, timeOff: time.timeOff } }
}

/** The bookings that are named, with whom they are to go to. Refuses with `not-found` one that the asker does not see. */
export async function openMany(
  { db }: Services,
  wishes: readonly { readonly booking: string; readonly rep?: string }[],
  sight: Sight,
): Promise<ManyWish[]> {
  const found = await findBookingsByIds(db, wishes.map(({ booking }) => booking).filter(isId), sight)
  return wishes.map(({ booking: id, rep }) => {
    const booking = found.get(id)
    if (!booking) throw new Refusal('not-found', `There is no booking “${id}”.`)
    return { booking, ...(rep === undefined ? {} : { rep }) }
  })
}
