/** What leaves the house: each view names every field. Names are read for all bookings of an answer at once. */
import type { z } from 'zod'
import type { Candidate, TimeAnswer } from '../actions/find-time.ts'
import type { Opening } from '../actions/scene.ts'
import type { StoredBooking } from '../db/bookings.ts'
import type { Customer } from '../db/customers.ts'
import type { Database } from '../db/database.ts'
import { findEventTypesByIds } from '../db/event-types.ts'
import type { StoredMessage } from '../db/messages.ts'
import { findPoolsByIds } from '../db/pools.ts'
import { findProjects } from '../db/projects.ts'
import { findRepCards, type RepCard } from '../db/reps.ts'
import { findStopped } from '../db/sms-stops.ts'
import { type Booking, lastChance } from '../domain/booking.ts'
import type { RankReason } from '../domain/distribution.ts'
import { type Hold, peopleOf } from '../domain/hold.ts'
import { instantText, minuteText } from '../domain/interval.ts'
import { manageUrl } from '../domain/manage-link.ts'
import type { Reason } from '../domain/unavailability.ts'
import type { BookingView } from './contract/bookings.ts'
import type { CustomerView, MessageView } from './contract/customers.ts'
import type { FindByTimeAnswer } from './contract/find-time.ts'
import type { HoldView } from './contract/holds.ts'
import type { PublicBookingView } from './contract/pages.ts'

/** What links in answers are made of. */
export interface Links {
  readonly publicUrl: string
  readonly secret: string
}

export const repView = ({ id, email, name, timeZone }: RepCard): RepCard => ({ id, email, name, timeZone })

const openingsView = (openings: readonly Opening[]) => openings.map(({ start, available }) => ({ start: minuteText(start), available }))

const reasonView = (reason: Reason | RankReason): { code: string; [fact: string]: unknown } => {
  if (!('span' in reason) || !reason.span) return { ...reason }
  const { span, ...rest } = reason
  return { ...rest, from: minuteText(span.start), until: minuteText(span.end) }
}

const withView = (others: Candidate['with']) => others.map(({ rep, pool }) => ({ rep: repView(rep), pool }))

export const timeAnswerView = (answer: TimeAnswer): z.input<typeof FindByTimeAnswer> => ({
  at: minuteText(answer.at),
  end: minuteText(answer.end),
  available: answer.available,
  candidates: answer.candidates.map(({ rep, rank, reasons, with: others }) => ({
    rep: repView(rep),
    rank,
    reasons: reasons.map(reasonView),
    ...(others.length > 0 ? { with: withView(others) } : {}),
  })),
  unavailable: answer.unavailable.map(({ rep, reasons }) => ({ rep: repView(rep), reasons: reasons.map(reasonView) })),
  nearest: openingsView(answer.nearest),
  ...(answer.conflicts
    ? {
        conflicts: answer.conflicts.map(({ rep, rank, reasons, with: others }) => ({
          rep: repView(rep),
          rank,
          reasons: reasons.map(reasonView),
          ...(others.length > 0 ? { with: withView(others) } : {}),
        })),
      }
    : {}),
})

interface Names {
  readonly reps: ReadonlyMap<string, RepCard>
  readonly eventTypes: ReadonlyMap<string, { slug: string; name: string }>
  readonly pools: ReadonlyMap<string, string>
  readonly projects: ReadonlyMap<string, string>
}

async function namesOf(db: Database, bookings: readonly Booking[]): Promise<Names> {
  const distinct = (ids: readonly (string | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))]
  const pools = await findPoolsByIds(db, distinct(bookings.flatMap((one) => [one.poolId, ...one.with.map((other) => other.poolId)])))
  const eventTypes = await findEventTypesByIds(db, distinct(bookings.map((one) => one.eventTypeId)))
  return {
    reps: await findRepCards(db, distinct(bookings.flatMap((one) => [one.repId, ...one.with.map((other) => other.repId)]))),
    eventTypes: new Map(eventTypes.map((one) => [one.id, one])),
    pools: new Map(pools.map((one) => [one.id, one.slug])),
    projects: new Map((await findProjects(db)).map((one) => [one.id, one.slug])),
  }
}

const NOBODY: RepCard = { id: '', email: '', name: '', timeZone: 'UTC' }

/** The staff's view of bookings. */
export async function bookingViews(db: Database, links: Links, bookings: readonly StoredBooking[]): Promise<z.input<typeof BookingView>[]> {
  const names = await namesOf(db, bookings)
  const project = (id: string | null) => (id === null ? null : (names.projects.get(id) ?? null))
  return bookings.map((booking) => ({
    id: booking.id,
    uid: booking.uid,
    sequence: booking.sequence,
    status: booking.status,
    eventType: names.eventTypes.get(booking.eventTypeId)?.slug ?? '',
    pool: booking.poolId === null ? null : (names.pools.get(booking.poolId) ?? null),
    rep: names.reps.get(booking.repId) ?? NOBODY,
    with: booking.with.map(({ repId, poolId }) => ({ rep: names.reps.get(repId) ?? NOBODY, pool: names.pools.get(poolId) ?? '' })),
    customer: { ...booking.customer },
    guests: booking.guests.map(({ name, email }) => ({ name, email })),
    project: project(booking.projectId),
    createdIn: project(booking.createdIn),
    completedIn: project(booking.completedIn),
    completedBy: booking.completedBy,
    start: instantText(booking.start),
    end: instantText(booking.end),
    timeZone: booking.timeZone,
    language: booking.language ?? 'en',
    subject: booking.subject,
    location: booking.location,
    details: booking.details,
    notes: booking.notes,
    answers: booking.answers.map(({ key, label, value }) => ({ key, label, value })),
    bookedBy: { ...booking.bookedBy },
    assignment: { method: booking.assignment.method, reasons: booking.assignment.reasons as { code: string }[] },
    manageUrl: manageUrl(links.publicUrl, links.secret, booking),
    createdAt: instantText(booking.createdAt),
    sync: { calendar: booking.calendarSync, crm: 'none', invitation: booking.invitationSync },
  }))
}

/** What staff see of a hold; not whose it is. */
export async function holdView(db: Database, hold: Hold): Promise<z.input<typeof HoldView>> {
  const reps = await findRepCards(db, peopleOf(hold))
  const pools = await findPoolsByIds(
    db,
    hold.with.map((one) => one.poolId),
  )
  return {
    id: hold.id,
    rep: reps.get(hold.repId) ?? NOBODY,
    with: hold.with.map(({ repId, poolId }) => ({
      rep: reps.get(repId) ?? NOBODY,
      pool: pools.find((one) => one.id === poolId)?.slug ?? '',
    })),
    start: instantText(hold.start),
    end: instantText(hold.end),
    expiresAt: instantText(hold.expiresAt),
  }
}

/** What a customer learns of a booking. */
export async function publicBookingView(db: Database, links: Links, booking: Booking): Promise<z.input<typeof PublicBookingView>> {
  const names = await namesOf(db, [booking])
  const eventType = names.eventTypes.get(booking.eventTypeId)
  return {
    uid: booking.uid,
    status: booking.status,
    start: instantText(booking.start),
    end: instantText(booking.end),
    timeZone: booking.timeZone,
    eventType: { slug: eventType?.slug ?? '', name: eventType?.name ?? '' },
    rep: { name: names.reps.get(booking.repId)?.name ?? '' },
    location: booking.location,
    manageUrl: manageUrl(links.publicUrl, links.secret, booking),
    ...(booking.policy.rescheduleUntilMinutes === 0 ? {} : { rescheduleUntil: untilOf('reschedule', booking) }),
    ...(booking.policy.cancelUntilMinutes === 0 ? {} : { cancelUntil: untilOf('cancel', booking) }),
    ...(booking.policy.moveTo === 'any' ? {} : { moveTo: booking.policy.moveTo }),
  }
}

function untilOf(step: 'reschedule' | 'cancel', booking: Booking): string | null {
  const until = lastChance(step, booking)
  return until && instantText(until)
}

export async function customerViews(db: Database, customers: readonly Customer[]): Promise<z.input<typeof CustomerView>[]> {
  const owners = await findRepCards(db, [...new Set(customers.flatMap((one) => one.ownerId ?? []))])
  const stopped = await findStopped(
    db,
    customers.flatMap((one) => one.phone ?? []),
  )
  return customers.map((one) => ({
    id: one.id,
    key: one.key,
    name: one.name,
    email: one.email,
    phone: one.phone,
    smsStopped: one.phone !== null && stopped.has(one.phone),
    timeZone: one.timeZone,
    owner: one.ownerId === null ? null : (owners.get(one.ownerId) ?? null),
    coordinator: one.coordinator,
    language: one.language,
    salesforce: one.salesforceObject && one.salesforceId ? { object: one.salesforceObject, id: one.salesforceId } : null,
  }))
}

export const messageView = (one: StoredMessage): z.input<typeof MessageView> => ({
  id: one.id,
  bookingId: one.bookingId,
  channel: one.channel,
  moment: one.moment,
  language: one.language,
  to: { name: one.toName, address: one.toAddress },
  from: one.from,
  audience: one.audience,
  subject: one.subject,
  text: one.text,
  html: one.html,
  invitation: one.invitation,
  status: one.status,
  delivery: one.delivery,
  deliveryError: one.deliveryError,
  createdAt: instantText(one.createdAt),
})
