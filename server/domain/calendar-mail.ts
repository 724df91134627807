import { composeStaffMail } from './staff-mail.ts'

/** What somebody is told about a calendar. */
export interface CalendarMailFacts {
  readonly name: string
  readonly company: string
  /** The page of the console where calendars are looked after. */
  readonly url: string
  /** Whose calendar it is, as the reader would say it. */
  readonly whose: string
  /** The account, in words: `Google Calendar of ann@example.com`. */
  readonly account: string
  /** What went wrong, in words. */
  readonly problem: string
}

const consequence = (whose: string): string =>
  `What is in that calendar is not known any more, so nobody is booked with ${whose} until it can be read again. Appointments that were made stay as they are.`

const contents = {
  revoked: ({ whose, account, problem }: CalendarMailFacts) => ({
    subject: `The calendar of ${whose} is disconnected`,
    lead: [`the connection to ${account} has ended: ${problem}`, consequence(whose)],
    closing: ['Connecting it again takes one press of a button; everything that has waited is then written to it.'],
    label: 'Reconnect',
  }),
  unreachable: ({ whose, account, problem }: CalendarMailFacts) => ({
    subject: `The calendar of ${whose} cannot be read`,
    lead: [`${account} has not answered for a while: ${problem}`, consequence(whose)],
    closing: ['It is tried again by itself. If you know that something has changed there, connect it again.'],
    label: 'Look at the calendars',
  }),
  gone: ({ whose, account, problem }: CalendarMailFacts) => ({
    subject: `A calendar of ${whose} is gone`,
    lead: [`at ${account}: ${problem}`, 'It makes nobody busy any more. If it took the bookings, choose another one for them.'],
    closing: [],
    label: 'Choose calendars',
  }),
} satisfies Record<string, (facts: CalendarMailFacts) => { subject: string; lead: string[]; closing: string[]; label: string }>

export type CalendarMailKind = keyof typeof contents

/** A mail about a calendar that is in trouble, as text and as HTML. */
export function composeCalendarMail(kind: CalendarMailKind, facts: CalendarMailFacts): { subject: string; text: string; html: string } {
  const { subject, lead, closing, label } = contents[kind](facts)
  return composeStaffMail({ subject, lead, closing, label }, facts)
}

/** What a rep is told about an event of a booking that was moved or deleted by hand. */
export interface EditMailFacts {
  readonly name: string
  readonly company: string
  readonly url: string
  readonly subject: string
  /** When the appointment is, in words. */
  readonly when: string
  /** When the event stands now; null: it was deleted. */
  readonly movedTo: string | null
  /** Why the appointment could not follow; null: the rep is asked. */
  readonly reason: string | null
}

/** A mail to a rep whose hand at an event was not followed: it is put back for a reason, or waits for a word. */
export function composeEditMail(facts: EditMailFacts): { subject: string; text: string; html: string } {
  const { subject, when, movedTo, reason } = facts
  const done =
    movedTo === null
      ? `you deleted “${subject}” (${when}) in your calendar`
      : `you moved “${subject}” in your calendar from ${when} to ${movedTo}`
  return reason === null
    ? composeStaffMail(
        {
          subject: movedTo === null ? `Cancel “${subject}”?` : `Move “${subject}”?`,
          lead: [`${done}. The appointment itself still stands as it was, and nobody has been told.`],
          closing: ['Say whether the appointment is to follow, or the event is to be put back.'],
          label: 'Decide',
        },
        facts,
      )
    : composeStaffMail(
        {
          subject: `“${subject}” stays as it was`,
          lead: [
            `${done}. The appointment could not follow: ${reason}`,
            'The event has been put back into your calendar, and nobody has been told.',
          ],
          closing: [],
          label: 'Look at the calendars',
        },
        facts,
      )
}
