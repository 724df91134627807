import { getBooking, setInvitationSync } from '../db/bookings.ts'
import { findUnsent, keepMessages, type StoredMessage, setMessageStatus } from '../db/messages.ts'
import { tells } from '../domain/booking.ts'
import type { Payload } from '../jobs/catalog.ts'
import type { Services } from './services.ts'
import { messagesFor } from './write-messages.ts'

/**
 * Tell everybody concerned what is true of a booking now, and what its time has come for. Job `invitation.send`; running it twice does no harm.
 *
 * A message is stored before it is sent and marked after, so a crash between the two repeats one mail with the same Message-ID and
 * loses none.
 */
export async function sendInvitation(services: Services, { bookingId }: Payload<'invitation.send'>): Promise<void> {
  const { db, email } = services
  const booking = await getBooking(db, bookingId)
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
  await setInvitationSync(db, booking, failures.length > 0 ? 'failed' : tells(booking) ? 'done' : 'none')
  if (failures.length > 0) throw failures[0]
}

const mailOf = (message: StoredMessage) => ({
  messageId: `<${message.id}@${message.from.split('@').at(-1)?.replace('>', '') ?? 'localhost'}>`,
  from: message.from,
  to: { name: message.toName, address: message.toAddress },
  replyTo: message.replyTo,
  subject: message.subject,
  text: message.text,
  html: message.html,
  invitation: message.method && message.invitation ? { method: message.method, ics: message.invitation } : null,
})
