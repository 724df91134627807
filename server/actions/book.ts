import { randomUUID } from 'node:crypto'
import { insertBooking } from '../db/bookings.ts'
import { customerFor, findCustomer, type WishedCustomer } from '../db/customers.ts'
import type { Database } from '../db/database.ts'
import { getEventType, getMessageRule } from '../db/event-types.ts'
import { findHold } from '../db/holds.ts'
import { insertLedger } from '../db/ledger.ts'
import { getPool, lockPools, type Pool } from '../db/pools.ts'
import { getProject } from '../db/projects.ts'
import { insertRegistrations } from '../db/registrations.ts'
import { getRepCard } from '../db/reps.ts'
import { type GivenAnswers, readAnswers } from '../domain/answers.ts'
import { type Answer, type Booking, type Caller, tells, usualSubject } from '../domain/booking.ts'
import { acceptedConflicts, acceptedText } from '../domain/conflict.ts'
import type { Channel, EventType, Location } from '../domain/event-type.ts'
import { type Hold, peopleOf } from '../domain/hold.ts'
import { dateOf, minuteOf } from '../domain/interval.ts'
import { type Language, pickLanguage } from '../domain/language.ts'
import { type MessageRule, SIDES } from '../domain/message-rule.ts'
import { Refusal } from '../domain/refusal.ts'
import { NEW_REGISTRATION } from '../domain/registration.ts'
import { refuseTooMany } from './admit.ts'
import { doubtsOf, isSureOf, makeSure, openCertainty, passOver } from './calendars/certainty.ts'
import { verdictNow } from './check.ts'
import { type Choice, type Chosen, chooseAmong, freeFor, isOvertaken, mostAttempts, refuseOffGrid, taken } from './choose-rep.ts'
import { jobsOf, outsideJobs } from './look-again.ts'
import { noteChange } from './note-change.ts'
import { followBooked } from './processes/follow-booking.ts'
import { openScene, type Scene } from './scene.ts'
import type { Services } from './services.ts'
import { lockTime } from './take-time.ts'

/** A booking somebody wants. Event type, rep, pool and project are named by id, slug or email. One of rep and pool is there. */
export interface BookingWish {
  readonly eventType: string
  readonly start: Date
  readonly durationMinutes?: number
  readonly timeZone: string
  /** A language tag, or a browser's list of them; the stored customer's language unless given. */
  readonly language?: string
  readonly rep?: string
  readonly pool?: string
  readonly customer: WishedCustomer
  /** The stored customer who books on a page, if a link says who it is. What is typed stays with the booking alone even then. */
  readonly knownAs?: string
  readonly guests: readonly { readonly name?: string; readonly email: string }[]
  readonly project?: string
  /** The project in which it is made; the one where it takes place unless given. */
  readonly createdIn?: string
  readonly subject?: string
  readonly location?: Location
  readonly details?: string
  readonly answers: GivenAnswers
  readonly notify?: { readonly customer?: readonly Channel[]; readonly rep?: readonly Channel[] }
  readonly allowConflict: boolean
  /** A hold whose time counts as free, and which ends with the booking. An unknown or expired one means nothing. */
  readonly hold?: string
}

/** Stored in the transaction of the booking: the answer that a repeated request gets. */
export type Also = (tx: Database, booking: Booking) => Promise<void>

/** Done in the transaction before anybody's time is taken. What it refuses is refused for good. */
export type First = (tx: Database) => Promise<void>

/**
 * Book a meeting: check the rules, take the time, and let jobs tell the people.
 *
 * A customer's own booking stands on the grid, answers what is required, and waits for approval if the event type asks for it.
 */
export async function book(
  services: Services,
  caller: Caller,
  wish: BookingWish,
  also: Also = async () => {},
  first: First = async () => {},
): Promise<Booking> {
  const { db, now } = services
  const eventType = await getEventType(db, wish.eventType)
  const rule = await getMessageRule(db, eventType.id)
  const pool = wish.pool === undefined ? null : await getPool(db, wish.pool)
  const rep = wish.rep === undefined ? null : await getRepCard(db, wish.rep)
  const project = wish.project === undefined ? null : await getProject(db, wish.project)
  const createdIn = wish.createdIn === undefined ? project : await getProject(db, wish.createdIn)
  const hold = wish.hold === undefined ? null : await findHold(db, wish.hold, now())
  const byCustomer = caller.kind === 'customer'
  const { answers, errors } = readAnswers(eventType.questions, wish.answers, byCustomer)
  if (errors.length > 0) throw new Refusal('invalid', 'Some answers are missing or wrong.', { errors })

  const start = minuteOf(wish.start)
  const request = {
    eventType,
    timeZone: wish.timeZone,
    at: start,
    ...(wish.durationMinutes === undefined ? {} : { durationMinutes: wish.durationMinutes }),
    wanted: { skills: [], languages: [], territory: null, project: project?.id ?? null },
  }
  const known = await findCustomer(db, wish.knownAs ? { id: wish.knownAs } : wish.customer, caller)
  const ownerId = pool?.ownerFirst ? (known?.ownerId ?? null) : null
  const language = pickLanguage(wish.language ?? known?.language ?? '') ?? 'en'
  const repIds = [...new Set([...(pool?.members ?? []), ...(rep ? [rep.id] : [])])]

  const certainty = openCertainty()
  for (let attempt = 0; ; attempt++) {
    const scene = passOver(services, await openScene(services, { ...request, repIds, holdId: hold?.id ?? null }), certainty)
    if (byCustomer) refuseOffGrid(scene, start)
    if (attempt > mostAttempts(scene)) throw taken(services, scene, rep?.id ?? null, start)

    const choice: Choice = {
      pool,
      repId: rep?.id ?? null,
      at: start,
      allowConflict: wish.allowConflict,
      strict: !byCustomer,
      ownerId,
    }
    const free = freeFor(services, scene, choice)
    if (!(await makeSure(services, scene, choice, free, certainty))) continue
    let admitted = false
    try {
      return await db.transaction().execute(async (tx) => {
        // Whose turn it is, is decided under the lock: two bookings never use the same one.
        await lockPools(tx, pool ? [pool.id] : [])
        if (byCustomer && 'email' in wish.customer && wish.customer.email) await refuseTooMany(tx, eventType, wish.customer.email, now())
        await first(tx)
        admitted = true
        const chosen = await chooseAmong({ ...services, db: tx }, scene, choice, free)
        if (!wish.allowConflict && !isSureOf(certainty, chosen)) throw new Refusal('slot-taken')
        const draft = {
          services,
          caller,
          wish,
          eventType,
          rule,
          pool,
          hold,
          language,
          scene,
          chosen,
          doubts: doubtsOf(certainty, chosen),
          answers,
          projectId: project?.id ?? null,
          createdIn: createdIn?.id ?? null,
          at: now(),
        }
        const booking = await store(tx, draft, await newBooking(tx, draft))
        await also(tx, booking)
        return booking
      })
    } catch (error) {
      // Somebody was faster. Look again: the pool may have others, the rep who was named is refused with what is near.
      if (!admitted || !isOvertaken(error)) throw error
    }
  }
}

interface Draft {
  services: Services
  caller: Caller
  wish: BookingWish
  eventType: EventType
  rule: MessageRule
  language: Language
  pool: Pool | null
  hold: Hold | null
  scene: Scene
  chosen: Chosen
  doubts: ReturnType<typeof doubtsOf>
  answers: readonly Answer[]
  projectId: string | null
  createdIn: string | null
  at: Date
}

async function newBooking(tx: Database, draft: Draft): Promise<Booking> {
  const { caller, wish, eventType, pool, scene, chosen, projectId, createdIn, at } = draft
  const attendee = await customerFor(tx, wish.customer, caller, at)
  const customer = wish.knownAs ? { ...attendee, id: wish.knownAs } : attendee
  const start = minuteOf(wish.start)
  const id = randomUUID()
  return {
    id,
    uid: `${id}@${new URL(draft.services.publicUrl).hostname}`,
    sequence: 0,
    status: caller.kind === 'customer' && eventType.approval ? 'requested' : 'scheduled',
    eventTypeId: eventType.id,
    poolId: pool?.id ?? null,
    repId: chosen.repId,
    with: chosen.with,
    customer,
    guests: wish.guests.map(({ name, email }) => ({ name: name ?? null, email })),
    projectId,
    createdIn,
    completedIn: null,
    completedBy: null,
    start: dateOf(start),
    end: dateOf(start + scene.wish.shape.duration),
    bufferBeforeMinutes: eventType.bufferBeforeMinutes,
    bufferAfterMinutes: eventType.bufferAfterMinutes,
    timeZone: wish.timeZone,
    language: draft.language,
    subject: wish.subject ?? usualSubject(eventType.name, customer.name),
    location: wish.location ?? eventType.location,
    details: wish.details ?? null,
    notes: null,
    answers: draft.answers,
    bookedBy: caller,
    assignment: { method: pool?.distribution ?? 'direct', reasons: chosen.reasons },
    notify: notifyOf(wish, eventType),
    policy: eventType.policy,
    cancelReason: null,
    generation: 0,
    createdAt: at,
  }
}

function notifyOf({ notify = {} }: BookingWish, eventType: EventType): Booking['notify'] {
  const chosen = SIDES.filter((side) => notify[side] !== undefined)
  const { customer, rep } = { ...eventType.notify, ...notify }
  return { customer, rep, ...(chosen.length > 0 ? { chosen } : {}) }
}

async function store(tx: Database, draft: Draft, wanted: Booking): Promise<Booking> {
  const { services, caller, wish, hold, scene } = draft
  const lockedAt = await lockTime(services, tx, peopleOf(wanted), hold)
  const { refusal, accepted } = await verdictNow(tx, {
    repId: wanted.repId,
    with: wanted.with,
    start: minuteOf(wanted.start),
    shape: scene.wish.shape,
    wanted: scene.wish.wanted,
    allowConflict: wish.allowConflict,
    bookingId: null,
    at: lockedAt,
  })
  if (refusal) throw new Refusal(refusal)
  const { method, reasons } = wanted.assignment
  const conflicts = acceptedConflicts(accepted)
  const booking: Booking = { ...wanted, assignment: { method, reasons: [...reasons, ...conflicts, ...draft.doubts] } }
  const at = booking.createdAt
  await insertBooking(tx, booking, tells(booking) ? 'pending' : 'none')
  await useTurn(tx, draft, booking)
  await register(tx, booking, caller)
  const action = booking.status === 'requested' ? 'requested' : 'booked'
  await noteChange(services, tx, { action, at, caller, reason: acceptedText(conflicts), before: null, after: booking })
  const outside = await outsideJobs(tx, booking)
  await services.queue.enqueue(tx, [...jobsOf(booking, draft.rule, at), ...outside])
  return booking
}

/** A stored customer who is met has a place in the project where the booking is made, and in the one where it takes place. */
async function register(tx: Database, booking: Booking, caller: Caller): Promise<void> {
  const { customer, projectId, createdIn, repId, bookedBy, createdAt } = booking
  const places = new Set([createdIn, projectId].flatMap((id) => id ?? []))
  if (customer.id === null || places.size === 0) return
  const shared = { customerId: customer.id, rating: null, source: null, status: NEW_REGISTRATION, createdAt, createdBy: bookedBy }
  const made = await insertRegistrations(
    tx,
    [...places].map((id) => ({ ...shared, projectId: id, repId: id === projectId ? repId : null })),
  )
  await followBooked(tx, booking, made, caller, createdAt)
}

/** Note in the pool's ledger who was given the booking, and whose turn was passed over by hand. */
async function useTurn(tx: Database, { caller, pool, chosen }: Draft, booking: Booking): Promise<void> {
  if (!pool) return
  const { eventTypeId, repId, id: bookingId, createdAt: at } = booking
  const shared = { poolId: pool.id, eventTypeId, bookingId, at }
  const byOwner = chosen.reasons.some(({ code }) => code === 'record-owner')
  await insertLedger(
    tx,
    ...(chosen.passedOver === null ? [] : [{ ...shared, repId: chosen.passedOver, kind: 'skipped' as const, author: caller }]),
    { ...shared, repId, kind: 'assigned', counts: !byOwner || pool.ownerCounts },
  )
}
