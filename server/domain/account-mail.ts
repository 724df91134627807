import type { LinkKind } from './account.ts'
import { asHtml, asText, type Content } from './message-form.ts'

/** The words of a mail about an account. */
export interface AccountMailFacts {
  readonly name: string
  readonly company: string
  readonly url: string
}

const contents = {
  invitation: ({ name, company, url }: AccountMailFacts): Content => ({
    subject: `Your account at ${company}`,
    lead: [`Hello ${name},`, `you have been given an account in the console of ${company}. Choose a password to begin.`],
    rows: [],
    closing: ['The link can be used once, within seven days.'],
    link: { label: 'Choose a password', url },
    signature: company,
  }),
  reset: ({ name, company, url }: AccountMailFacts): Content => ({
    subject: 'Choose a new password',
    lead: [`Hello ${name},`, `somebody, probably you, asked for a new password for your account at ${company}.`],
    rows: [],
    closing: ['The link can be used once, within an hour. If it was not you, leave it: your password stays as it is.'],
    link: { label: 'Choose a new password', url },
    signature: company,
  }),
} satisfies Record<LinkKind, (facts: AccountMailFacts) => Content>

/** An account's mail, as text and as HTML. */
export function composeAccountMail(kind: LinkKind, facts: AccountMailFacts): { subject: string; text: string; html: string } {
  const content = contents[kind](facts)
  return { subject: content.subject, text: asText(content), html: asHtml(content) }
}
