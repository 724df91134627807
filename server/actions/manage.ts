import { getBooking, type StoredBooking } from '../db/bookings.ts'
import { getEventType } from '../db/event-types.ts'
import { findPoolsByIds } from '../db/pools.ts'
import { findReps } from '../db/reps.ts'
import { invitationText } from '../domain/icalendar.ts'
import { minuteOf } from '../domain/interval.ts'
import { manageUrl, readManageToken } from '../domain/manage-link.ts'
import { placeOf } from '../domain/message.ts'
import { textsOf } from '../domain/message-texts/languages.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Days, daysOf } from './open-page.ts'
import { openScene } from './scene.ts'
import type { Services } from './services.ts'

/** The booking that a manage link leads to. Refuses with `not-found`, or `gone` if the link was made void. */
export async function findManaged({ db, secret }: Services, token: string): Promise<StoredBooking> {
  const named = readManageToken(secret, token)
  if (!named) throw new Refusal('not-found', 'This link is not valid. Look for a newer message about your booking.')
  const booking = await getBooking(db, named.id)
  if (booking.generation !== named.generation)
    throw new Refusal('gone', 'This link is no longer valid. Look for a newer message about your booking.')
  return booking
}

/** The times to which a customer may move a booking: with the same rep, or with anybody of the pool. */
export async function findManagedSlots(
  services: Services,
  booking: StoredBooking,
  question: { from: string; to: string; timeZone: string; rep: 'same' | 'any' },
): Promise<Days> {
  const { db } = services
  const eventType = await getEventType(db, booking.eventTypeId)
  const [pool] = question.rep === 'any' && booking.poolId ? await findPoolsByIds(db, [booking.poolId]) : []
  const scene = await openScene(services, {
    eventType: { ...eventType, bufferBeforeMinutes: booking.bufferBeforeMinutes, bufferAfterMinutes: booking.bufferAfterMinutes },
    repIds: [...new Set([booking.repId, ...(pool?.members ?? [])])],
    timeZone: question.timeZone,
    durationMinutes: minuteOf(booking.end) - minuteOf(booking.start),
    wanted: { skills: [], languages: [], territory: null, project: booking.projectId },
    bookingId: booking.id,
  })
  return daysOf(services, scene, question)
}

/** The calendar file of a booking as it stands, for the customer to keep. */
export async function invitationOf(services: Services, booking: StoredBooking): Promise<{ method: 'REQUEST' | 'CANCEL'; text: string }> {
  if (booking.status === 'requested') throw new Refusal('conflict', 'This booking waits for approval.')
  const reps = await findReps(services.db, [booking.repId])
  const { name, email } = reps[0] ?? { name: services.company, email: services.mailFrom }
  const method = ['cancelled', 'declined', 'expired'].includes(booking.status) ? 'CANCEL' : 'REQUEST'
  const { customer } = booking
  const text = invitationText({
    method,
    uid: booking.uid,
    sequence: booking.sequence,
    start: booking.start,
    end: booking.end,
    stamp: services.now(),
    subject: booking.subject,
    description: booking.details ?? '',
    location: placeOf(booking, 'customer', textsOf[booking.language ?? 'en']),
    url: manageUrl(services.publicUrl, services.secret, booking),
    organizer: { name, email },
    attendees: customer.email ? [{ name: customer.name, email: customer.email, kind: 'person' }] : [],
  })
  return { method, text }
}
