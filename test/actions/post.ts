/** A post office for tests: takes every mail, or fails as told, and knows what each mail says. */
import type { EmailProvider, Mail } from '../../server/messages/provider.ts'

export interface Delivered {
  readonly to: string
  /** Of the calendar file; null without one. */
  readonly method: 'REQUEST' | 'CANCEL' | null
  readonly sequence: number | null
  readonly uid: string | null
  /** `20270302T203000Z`. */
  readonly start: string | null
  readonly mail: Mail
}

export interface PostOffice {
  readonly provider: EmailProvider
  readonly delivered: Delivered[]
  /** Whether mail to an address fails from now on. */
  failing: (address: string) => boolean
  /** Take out what was delivered since the last time, sorted: `jane: REQUEST 0`, of the address the part before the first dot. */
  collect(): string[]
}

export function openPostOffice(): PostOffice {
  const office: PostOffice = {
    delivered: [],
    failing: () => false,
    provider: {
      kind: 'smtp',
      async send(mail) {
        if (office.failing(mail.to.address)) throw new Error('Mailbox unavailable')
        office.delivered.push(readMail(mail))
      },
      async close() {},
    },
    collect: () =>
      office.delivered
        .splice(0)
        .map(({ to, method, sequence }) => `${to.split('.')[0]}: ${method} ${sequence}`)
        .sort(),
  }
  return office
}

function readMail(mail: Mail): Delivered {
  const text = mail.invitation?.ics.replaceAll(/\r\n[ \t]/g, '') ?? ''
  const line = (name: string) => new RegExp(`^${name}(?:;[^:]*)?:(.*)$`, 'm').exec(text)?.[1]?.trim() ?? null
  const method = line('METHOD')
  const sequence = line('SEQUENCE')
  if (method !== null && method !== mail.invitation?.method) throw new Error(`The file says ${method}, the mail ${mail.invitation?.method}`)
  return {
    to: mail.to.address,
    method: mail.invitation?.method ?? null,
    sequence: sequence === null ? null : Number(sequence),
    uid: line('UID'),
    start: line('DTSTART'),
    mail,
  }
}
