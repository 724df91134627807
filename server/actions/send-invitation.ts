import { randomUUID } from 'node:crypto'
import { findRemembered, type Remembered } from '../db/booking-history.ts'
import { getBooking, type StoredBooking, setInvitationSync } from '../db/bookings.ts'
import { findEventTypesByIds } from '../db/event-types.ts'
import { findTold, findUnsent, keepMessages, type StoredMessage, setMessageStatus } from '../db/messages.ts'
import { findReps } from '../db/reps.ts'
import { tells } from '../domain/booking.ts'
import { invitationText } from '../domain/icalendar.ts'
import { manageUrl } from '../domain/manage-link.ts'
import { compose, type Facts, placeOf } from '../domain/message.ts'
import type { Rep } from '../domain/rep.ts'
import { answerUrls } from '../domain/request-link.ts'
import { type Method, type Notice, noticesFor, type Participant } from '../domain/telling.ts'
import type { Payload } from '../jobs/catalog.ts'
import type { Mail } from '../messages/provider.ts'
import type { Services } from './services.ts'

/**
 * Tell everybody concerned what is true of a booking now. Job `invitation.send`; running it twice does no harm.
 *
 * A message is stored before it is sent and marked after, so a crash between the two repeats one mail with the same Message-ID and
 * loses none.
 */
export async function sendInvitation(services: Services, { bookingId }: Payload<'invitation.send'>): Promise<void> {
  const { db, email } = services
  const booking = await getBooking(db, bookingId)
  if (!tells(booking)) return
  const messages = await messagesFor(services, booking)
  await db.transaction().execute((tx) => keepMessages(tx, booking.id, booking.sequence, messages))
  const failures: unknown[] = []
  for (const message of await findUnsent(db, booking.id)) {
    const failure = await email.send(mailOf(message)).then(
      () => null,
      (error: unknown) => ({ error }),
    )
    if (failure) failures.push(failure.error) // One address that refuses mail keeps nobody else from theirs.
    await setMessageStatus(db, message.id, failure ? 'failed' : email.kind === 'smtp' ? 'sent' : 'outbox')
  }
  await setInvitationSync(db, booking, failures.length > 0 ? 'failed' : 'done')
  if (failures.length > 0) throw failures[0]
}

/** A stored message as it is handed over. */
export const mailOf = (message: StoredMessage): Mail => ({
  messageId: `<${message.id}@${message.from.split('@').at(-1)?.replace('>', '') ?? 'localhost'}>`,
  from: message.from,
  to: { name: message.toName, address: message.toAddress },
  replyTo: message.replyTo,
  subject: message.subject,
  text: message.text,
  html: message.html,
  invitation: message.method && message.invitation ? { method: message.method, ics: message.invitation } : null,
})

async function messagesFor(services: Services, booking: StoredBooking): Promise<StoredMessage[]> {
  const { db } = services
  const history = await findRemembered(db, booking.id)
  const reps = await findReps(db, [
    ...new Set([booking.repId, ...booking.with.map((one) => one.repId), ...[...history.values()].map((one) => one.repId)]),
  ])
  const [eventType] = await findEventTypesByIds(db, [booking.eventTypeId])
  const rep = reps.find((one) => one.id === booking.repId)
  if (!rep || !eventType) throw new Error(`Booking ${booking.id} has no rep or event type.`)
  const others = booking.with.flatMap(({ repId }) => reps.find((one) => one.id === repId) ?? [])
  const notices = noticesFor(
    booking,
    participantsOf(booking, rep, others),
    await findTold(db, booking.id),
    (sequence) => history.get(sequence)?.repId,
  )
  return notices.map((notice) => {
    const facts: Facts = {
      booking,
      eventTypeName: eventType.name,
      rep,
      withNames: others.map((one) => one.name),
      previous: previousOf(notice.since === null ? undefined : history.get(notice.since), reps),
      manageUrl: manageUrl(services.publicUrl, services.secret, booking),
      company: services.company,
      answerUrls: answerUrls(services.publicUrl, services.secret, booking),
    }
    return messageOf(services, booking, notice, facts, others)
  })
}

function participantsOf({ customer, guests, notify }: StoredBooking, rep: Rep, others: readonly Rep[]): Participant[] {
  const byMail = notify.customer.includes('email')
  const staff = notify.rep.includes('email') ? [rep, ...others.filter((one) => one.kind === 'person')] : []
  return [
    ...(byMail && customer.email ? [{ name: customer.name, address: customer.email, audience: 'customer' as const }] : []),
    ...(byMail ? guests.map((guest) => ({ name: guest.name, address: guest.email, audience: 'guest' as const })) : []),
    ...staff.map(({ name, email, timeZone }) => ({ name, address: email, audience: 'rep' as const, timeZone })),
  ]
}

function previousOf(before: Remembered | undefined, reps: readonly Rep[]): Facts['previous'] {
  return before ? { start: new Date(before.start), repName: reps.find((one) => one.id === before.repId)?.name ?? '' } : null
}

function messageOf(services: Services, booking: StoredBooking, notice: Notice, facts: Facts, others: readonly Rep[]): StoredMessage {
  const { to, audience, moment, method } = notice
  const recipient = { name: to.name, email: to.address, ...(to.timeZone === undefined ? {} : { timeZone: to.timeZone }) }
  const { subject, text, html } = compose(moment, audience, recipient, facts)
  return {
    id: randomUUID(),
    bookingId: booking.id,
    sequence: booking.sequence,
    moment,
    audience: to.audience,
    method,
    toName: to.name,
    toAddress: to.address,
    from: services.mailFrom,
    replyTo: to.audience === 'rep' ? booking.customer.email : facts.rep.email,
    subject,
    text,
    html,
    invitation: method ? invitationFor(services, booking, method, notice, facts, others) : null,
    status: 'pending',
    createdAt: services.now(),
  }
}

/** The calendar object for one reader: the rep organizes, everybody else attends. A former rep's is cancelled at its old time. */
function invitationFor(
  services: Services,
  booking: StoredBooking,
  method: Method,
  { to, audience }: Notice,
  facts: Facts,
  others: readonly Rep[],
): string {
  const { customer, guests } = booking
  const leaving = audience === 'former-rep'
  const start = leaving && facts.previous ? facts.previous.start : booking.start
  const organizer = leaving ? { name: to.name ?? to.address, email: to.address } : { name: facts.rep.name, email: facts.rep.email }
  const people = [
    { name: customer.name, email: customer.email },
    ...guests.map((guest) => ({ name: guest.name, email: guest.email })),
  ].flatMap(({ name, email }) => (email ? [{ name, email, kind: 'person' as const }] : []))
  return invitationText({
    method,
    uid: booking.uid,
    sequence: booking.sequence,
    start,
    end: new Date(start.getTime() + booking.end.getTime() - booking.start.getTime()),
    stamp: services.now(),
    subject: booking.subject,
    description: leaving ? '' : (booking.details ?? ''),
    location: leaving ? '' : placeOf(booking, audience),
    url: to.audience === 'customer' ? facts.manageUrl : null,
    organizer,
    attendees: [...people, ...others.map(({ name, email, kind }) => ({ name, email, kind }))],
  })
}
