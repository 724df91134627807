import { createTransport, type SendMailOptions } from 'nodemailer'
import { oneLine } from '../domain/text.ts'
import type { EmailProvider, Mail } from './provider.ts'

/** Mail that leaves by SMTP: `smtp://host:587`, `smtps://user:password@host`. */
export function smtpProvider(url: string): EmailProvider {
  const transport = createTransport({
    url,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    kind: 'smtp',
    async send(mail) {
      await transport.sendMail(options(mail))
    },
    async close() {
      transport.close()
    },
  }
}

function options({ messageId, from, to, replyTo, subject, text, html, invitation, stopUrl }: Mail): SendMailOptions {
  // Not a list, not a name, no second header: an address with any of these would be read as more than one.
  if (/[\s\p{Cc},;<>]/u.test(to.address) || !to.address.includes('@')) throw new Error('This is not the address of one person')
  return {
    messageId,
    from,
    to: { name: oneLine(to.name ?? ''), address: to.address },
    ...(replyTo === null ? {} : { replyTo: oneLine(replyTo) }),
    subject: oneLine(subject),
    text,
    html,
    // Answering machines keep quiet when they see this (RFC 3834).
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(stopUrl ? { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
    ...(invitation === null ? {} : { icalEvent: { method: invitation.method, filename: 'invite.ics', content: invitation.ics } }),
  }
}
