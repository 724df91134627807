import { asHtml, asText, type Content, type Row } from './message-form.ts'
import { oneLine } from './text.ts'

/** What somebody who works here is told, in parts. */
export interface StaffWords {
  readonly subject: string
  readonly lead: readonly string[]
  /** Facts between the two. */
  readonly rows?: readonly Row[]
  readonly closing: readonly string[]
  /** What the link to `url` says. */
  readonly label: string
}

/** A mail to somebody who works here, as text and as HTML. */
export function composeStaffMail(
  { subject, lead, rows = [], closing, label }: StaffWords,
  { name, company, url }: { readonly name: string; readonly company: string; readonly url: string },
): { subject: string; text: string; html: string } {
  const content: Content = {
    subject: oneLine(subject),
    lead: [`Hello ${oneLine(name)},`, ...lead.map(oneLine)],
    rows,
    closing: [...closing],
    link: { label, url },
    signature: company,
  }
  return { subject: content.subject, text: asText(content), html: asHtml(content) }
}
