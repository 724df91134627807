/** What leaves the house: each view names every field. Names are read for all bookings of an answer at once. */
import type { z } from 'zod'
import type { Candidate, TimeAnswer } from '../actions/find-time.ts'
import type { Opening } from '../actions/scene.ts'
import type { ShownActivity } from '../db/activities.ts'
import type { StoredBooking } from '../db/bookings.ts'
import { findCrmNotices } from '../db/crm-records.ts'
import type { Customer } from '../db/customers.ts'
import type { Database } from '../db/database.ts'
import { findFollowUpsByIds } from '../db/follow-ups.ts'
import type { StoredMessage } from '../db/messages.ts'
import { findNames } from '../db/names.ts'
import { findProjects } from '../db/projects.ts'
import type { SentEntry } from '../db/registration-forms.ts'
import { findRepCards, type RepCard } from '../db/reps.ts'
import { findStopped } from '../db/sms-stops.ts'
import { type Booking, lastChance, policyNow } from '../domain/booking.ts'
import type { RankReason } from '../domain/distribution.ts'
import { type Hold, peopleOf } from '../domain/hold.ts'
import { instantText, minuteText } from '../domain/interval.ts'
import { manageUrl } from '../domain/manage-link.ts'
import { standingOf } from '../domain/process-due.ts'
import type { Registration } from '../domain/registration.ts'
import type { Reason } from '../domain/unavailability.ts'
import type { ActivityView } from './contract/activities.ts'
import type { BookingView } from './contract/bookings.ts'
import type { CustomerView, MessageView } from './contract/customers.ts'
import type { FindByTimeAnswer } from './contract/find-time.ts'
import type { HoldView } from './contract/holds.ts'
import type { PublicBookingView } from './contract/pages.ts'
import type { RegistrationView, SentEntryView } from './contract/registrations.ts'

/** What links in answers are made of. */
export interface Links {
  readonly publicUrl: string
  readonly secret: string
}

export const repView = ({ id, email, name, timeZone }: RepCard): RepCard => ({ id, email, name, timeZone })

const openingsView = (openings: readonly Opening[]) => openings.map(({ start, available }) => ({ start: minuteText(start), available }))

/** Why somebody can or cannot take a meeting, with the figures behind it. */
export const reasonView = (reason: Reason | RankReason): { code: string; [fact: string]: unknown } => {
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

/** The reps who are in these bookings, and what all else in them is called. */
async function namesOf(db: Database, bookings: readonly Booking[]) {
  const [reps, names] = await Promise.all([
    findRepCards(db, [...new Set(bookings.flatMap((one) => [one.repId, ...one.with.map((other) => other.repId)]))]),
    findNames(
      db,
      bookings.flatMap(({ eventTypeId, poolId, projectId, createdIn, completedIn, with: others }) => [
        ...[eventTypeId, poolId, projectId, createdIn, completedIn],
        ...others.map((other) => other.poolId),
      ]),
    ),
  ])
  return { reps, names }
}

const NOBODY: RepCard = { id: '', email: '', name: '', timeZone: 'UTC' }

/** The staff's view of bookings. */
export async function bookingViews(db: Database, links: Links, bookings: readonly StoredBooking[]): Promise<z.input<typeof BookingView>[]> {
  const [{ reps, names }, notices] = await Promise.all([namesOf(db, bookings), findCrmNotices(db, bookings)])
  const slugOf = (id: string | null) => (id === null ? null : (names.get(id)?.slug ?? null))
  return bookings.map((booking) => ({
    id: booking.id,
    uid: booking.uid,
    sequence: booking.sequence,
    status: booking.status,
    eventType: slugOf(booking.eventTypeId) ?? '',
    pool: slugOf(booking.poolId),
    rep: reps.get(booking.repId) ?? NOBODY,
    with: booking.with.map(({ repId, poolId }) => ({ rep: reps.get(repId) ?? NOBODY, pool: slugOf(poolId) ?? '' })),
    customer: { ...booking.customer },
    guests: booking.guests.map(({ name, email }) => ({ name, email })),
    project: slugOf(booking.projectId),
    createdIn: slugOf(booking.createdIn),
    completedIn: slugOf(booking.completedIn),
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
    bookedBy: { kind: booking.bookedBy.kind, name: booking.bookedBy.name, email: booking.bookedBy.email },
    assignment: { method: booking.assignment.method, reasons: booking.assignment.reasons as { code: string }[] },
    manageUrl: manageUrl(links.publicUrl, links.secret, booking),
    createdAt: instantText(booking.createdAt),
    askedAnewAt: booking.askedAnewAt ? instantText(booking.askedAnewAt) : null,
    sync: { calendar: booking.calendarSync, crm: booking.crmSync, invitation: booking.invitationSync },
    crmNotices: [...(notices.get(booking.id) ?? [])],
  }))
}

/** What staff see of a hold; not whose it is. */
export async function holdView(db: Database, hold: Hold): Promise<z.input<typeof HoldView>> {
  const reps = await findRepCards(db, peopleOf(hold))
  const pools = await findNames(
    db,
    hold.with.map((one) => one.poolId),
  )
  return {
    id: hold.id,
    rep: reps.get(hold.repId) ?? NOBODY,
    with: hold.with.map(({ repId, poolId }) => ({
      rep: reps.get(repId) ?? NOBODY,
      pool: pools.get(poolId)?.slug ?? '',
    })),
    start: instantText(hold.start),
    end: instantText(hold.end),
    expiresAt: instantText(hold.expiresAt),
  }
}

/** What a customer learns of a booking. */
export async function publicBookingView(db: Database, links: Links, booking: Booking): Promise<z.input<typeof PublicBookingView>> {
  const { reps, names } = await namesOf(db, [booking])
  const policy = policyNow(booking)
  return {
    uid: booking.uid,
    status: booking.status,
    start: instantText(booking.start),
    end: instantText(booking.end),
    timeZone: booking.timeZone,
    eventType: names.get(booking.eventTypeId) ?? { slug: '', name: '' },
    rep: { name: reps.get(booking.repId)?.name ?? '' },
    location: booking.location,
    manageUrl: manageUrl(links.publicUrl, links.secret, booking),
    ...(policy.rescheduleUntilMinutes === 0 ? {} : { rescheduleUntil: untilOf('reschedule', booking) }),
    ...(policy.cancelUntilMinutes === 0 ? {} : { cancelUntil: untilOf('cancel', booking) }),
    ...(policy.moveTo === 'any' ? {} : { moveTo: policy.moveTo }),
    ...(booking.askedAnewAt ? { chooseAnew: true as const } : {}),
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
    salesforceDeleted: one.salesforceWas !== null,
    notes: one.notes,
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

/** What a customer has sent with a registration form. */
export const sentEntryView = ({
  form,
  project,
  name,
  email,
  phone,
  answers,
  consent,
  createdAt,
}: SentEntry): z.input<typeof SentEntryView> => ({
  form,
  project: { slug: project.slug, name: project.name },
  ...{ name, email, phone, consent },
  answers: answers.map(({ key, label, value }) => ({ key, label, value: typeof value === 'object' ? [...value] : value })),
  createdAt: instantText(createdAt),
})

/** Customers' places in projects, looked at from the project `current`. */
export async function registrationViews(
  db: Database,
  registrations: readonly Registration[],
  current: string | null = null,
): Promise<z.input<typeof RegistrationView>[]> {
  const projects = new Map((await findProjects(db)).map((one) => [one.id, one]))
  const reps = await findRepCards(
    db,
    registrations.flatMap(({ repId }) => repId ?? []),
  )
  const options = new Map(
    (await findFollowUpsByIds(db, [...new Set(registrations.flatMap(({ followUpId }) => followUpId ?? []))])).map((one) => [one.id, one]),
  )
  return registrations.map(({ id, projectId, repId, rating, source, status, followUpId, createdAt }) => {
    const option = followUpId === null ? undefined : options.get(followUpId)
    const { slug = '', name = '', kind = 'onsite' } = projects.get(projectId) ?? {}
    const rep = repId === null ? undefined : reps.get(repId)
    const known = { rating, source, status, createdAt: instantText(createdAt), current: projectId === current }
    return {
      id,
      project: { slug, name, kind },
      rep: rep ? repView(rep) : null,
      followUp: option ? { id: option.id, name: option.name, meaning: option.meaning } : null,
      ...known,
    }
  })
}

/** An activity as it stands now. */
export function activityView(one: ShownActivity, now: Date): z.input<typeof ActivityView> {
  const { id, type, status, due, note, email, automatic, rep, customer, project, process, ended } = one
  return {
    ...{ id, type, status, note, automatic, dueOn: due.on, dueAt: due.at && instantText(due.at) },
    standing: status === 'open' ? standingOf(due, now, project.timeZone) : null,
    email: email && { subject: email.subject, body: email.body },
    rep: rep && repView(rep),
    customer: { id: customer.id, name: customer.name, email: customer.email, phone: customer.phone },
    project: { slug: project.slug, name: project.name, timeZone: project.timeZone },
    process: process && { id: process.id, name: process.name },
    ended: ended && { at: instantText(ended.at), by: ended.by?.name ?? ended.by?.email ?? null, rep: ended.rep, result: ended.result },
  }
}
