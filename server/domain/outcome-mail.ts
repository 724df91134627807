import { composeStaffMail } from './staff-mail.ts'

/** What a rep is told of a meeting without an outcome. */
export interface OutcomeMailFacts {
  readonly name: string
  readonly company: string
  /** Where the outcome is set. */
  readonly url: string
  readonly subject: string
  readonly start: Date
  /** The rep's. */
  readonly timeZone: string
}

/** A mail that asks a rep what came of a meeting, as text and as HTML. */
export function composeOutcomeMail(facts: OutcomeMailFacts): { subject: string; text: string; html: string } {
  const { subject, start, timeZone } = facts
  const when = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(start).replace(/\s/g, ' ')
  return composeStaffMail(
    {
      subject: `What came of “${subject}”?`,
      lead: [`“${subject}” (${when}) is over, and nobody has said yet what came of it.`],
      closing: ['Completed, Cancelled or No Show takes a moment, with a note if you like. You are not asked again.'],
      label: 'Set the outcome',
    },
    facts,
  )
}
