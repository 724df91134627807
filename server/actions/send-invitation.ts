import { getBooking, setInvitationSync } from '../db/bookings.ts'
import { findUnsent, keepMessages, type StoredMessage, setMessageStatus } from '../db/messages.ts'
import { findStopped, keepStop } from '../db/sms-stops.ts'
import { awaitsLink, tells } from '../domain/booking.ts'
import type { Payload } from '../jobs/catalog.ts'
import type { Mail } from '../messages/provider.ts'
import type { Services } from './services.ts'
import { messagesFor } from './write-messages.ts'

/**
 * Tell everybody concerned what is true of a booking now, and what its time has come for. Job `invitation.send`; running it twice does no harm.
 *
 * A message is stored before it is sent and marked after, so a crash between the two repeats one mail with the same Message-ID and
 * loses none.
 */
export async function sendInvitation(services: Services, { bookingId }: Payload<'invitation.send'>): Promise<void> {
  const { db } = services
  const booking = await getBooking(db, bookingId)
  // The calendar of whoever leads it makes the link; once that is written, or cannot be, this job comes again.
  if (awaitsLink(booking) && booking.calendarSync === 'pending') return
  const messages = await messagesFor(services, booking)
  await db.transaction().execute((tx) => keepMessages(tx, booking.id, booking.sequence, messages))
  const failures: unknown[] = []
  let refused = false
  for (const message of await findUnsent(db, booking.id)) {
    try {
      refused = (await (message.channel === 'sms' ? sendText : sendMail)(services, message)) === 'refused' || refused
    } catch (error) {
      failures.push(error) // One address that refuses mail keeps nobody else from theirs.
      await setMessageStatus(db, message.id, 'failed')
    }
  }
  await setInvitationSync(db, booking, refused || failures.length > 0 ? 'failed' : tells(booking) ? 'done' : 'none')
  if (failures.length > 0) throw failures[0]
}

async function sendMail({ db, email }: Services, message: StoredMessage): Promise<void> {
  await email.send(mailOf(message))
  await setMessageStatus(db, message.id, email.kind === 'outbox' ? 'outbox' : 'sent')
}

/** A text to a phone that wants none is kept and not sent. One that the provider refuses for good is not tried again. */
async function sendText({ db, sms, publicUrl, now }: Services, message: StoredMessage): Promise<'refused' | undefined> {
  const { id, toAddress: to, text: body } = message
  if ((await findStopped(db, [to])).has(to)) return void (await setMessageStatus(db, id, 'stopped'))
  // Twilio takes no message whose reports it could not deliver.
  const reachable = new URL(publicUrl).hostname !== 'localhost'
  const outcome = await sms.send({ to, body, statusUrl: reachable ? `${publicUrl}/hooks/twilio/status/${id}` : null })
  if (outcome.kind === 'sent')
    return void (await setMessageStatus(db, id, sms.kind === 'outbox' ? 'outbox' : 'sent', { providerId: outcome.id }))
  if (outcome.kind === 'stopped') {
    await keepStop(db, to, now())
    return void (await setMessageStatus(db, id, 'stopped'))
  }
  await setMessageStatus(db, id, 'failed', { refused: outcome.reason })
  return 'refused'
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
