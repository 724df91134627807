import { randomUUID } from 'node:crypto'
import { keepAccountMessage, setMessageStatus } from '../db/messages.ts'
import { mailOf } from './send-invitation.ts'
import type { Services } from './services.ts'

/** A mail to somebody who works here, about something other than a booking. */
export interface StaffMail {
  /** Keeps it from being written twice. */
  readonly dedupe: string
  readonly moment: string
  readonly to: { readonly name: string; readonly email: string }
  readonly words: { readonly subject: string; readonly text: string; readonly html: string }
}

/** Send a mail to staff, once. */
export async function mailStaff({ db, email, mailFrom, now }: Services, { dedupe, moment, to, words }: StaffMail): Promise<void> {
  const message = await keepAccountMessage(db, dedupe, {
    id: randomUUID(),
    bookingId: null,
    sequence: 0,
    channel: 'email',
    language: 'en',
    moment,
    audience: 'account',
    method: null,
    toName: to.name,
    toAddress: to.email,
    from: mailFrom,
    replyTo: null,
    ...words,
    invitation: null,
    status: 'pending',
    delivery: null,
    deliveryError: null,
    createdAt: now(),
  })
  if (message.status === 'sent' || message.status === 'outbox') return
  try {
    await email.send(mailOf(message))
  } catch (error) {
    await setMessageStatus(db, message.id, 'failed')
    throw error
  }
  await setMessageStatus(db, message.id, email.kind === 'smtp' ? 'sent' : 'outbox')
}
