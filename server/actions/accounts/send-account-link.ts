import { randomUUID } from 'node:crypto'
import { findAccountByEmail } from '../../db/accounts.ts'
import { keepAccountMessage, setMessageStatus } from '../../db/messages.ts'
import { linkLifetimeMs } from '../../domain/account.ts'
import { accountUrl } from '../../domain/account-link.ts'
import { composeAccountMail } from '../../domain/account-mail.ts'
import type { Payload } from '../../jobs/catalog.ts'
import { mailOf } from '../send-invitation.ts'
import type { Services } from '../services.ts'

/** Mail somebody the link with which they choose a password. Job `account-link.send`; running it twice sends one mail. */
export async function sendAccountLink(services: Services, { email, kind, at }: Payload<'account-link.send'>): Promise<void> {
  const { db, publicUrl, secret, company, mailFrom } = services
  const account = await findAccountByEmail(db, email)
  if (!account || account.deactivatedAt) return
  const until = new Date(Date.parse(at) + linkLifetimeMs[kind])
  const url = accountUrl(publicUrl, secret, account, kind, until)
  const message = await keepAccountMessage(db, `account ${account.id} ${kind} ${at}`, {
    id: randomUUID(),
    bookingId: null,
    sequence: 0,
    channel: 'email',
    language: 'en',
    moment: kind,
    audience: 'account',
    method: null,
    toName: account.name,
    toAddress: account.email,
    from: mailFrom,
    replyTo: null,
    ...composeAccountMail(kind, { name: account.name, company, url }),
    invitation: null,
    status: 'pending',
    delivery: null,
    deliveryError: null,
    createdAt: services.now(),
  })
  if (message.status === 'sent' || message.status === 'outbox') return
  try {
    await services.email.send(mailOf(message))
  } catch (error) {
    await setMessageStatus(db, message.id, 'failed')
    throw error
  }
  await setMessageStatus(db, message.id, services.email.kind === 'smtp' ? 'sent' : 'outbox')
}
