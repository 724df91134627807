import { composeStaffMail, type StaffWords } from './staff-mail.ts'

/** What administrators are told about the org. */
export interface CrmMailFacts {
  readonly name: string
  readonly company: string
  /** The page of the console where the org is looked after. */
  readonly url: string
  /** The org's name. */
  readonly org: string
  /** What went wrong, in words; null: nothing any more. */
  readonly problem: string | null
}

const MEANWHILE =
  'People book as before, and every booking is kept. What is to be written to Salesforce waits; what changes there is not known here.'

const contents = {
  revoked: ({ org, problem }: CrmMailFacts) => ({
    subject: 'Salesforce is disconnected',
    lead: [`the org “${org}” no longer lets us in${because(problem)}`, MEANWHILE],
    closing: ['Connecting it again takes one press of a button; whatever has waited is then written and read.'],
    label: 'Reconnect',
  }),
  unreachable: ({ org, problem }: CrmMailFacts) => ({
    subject: 'Salesforce cannot be reached',
    lead: [`the org “${org}” has not answered for a while${because(problem)}`, MEANWHILE],
    closing: ['It is tried again by itself, and you are told when it answers.'],
    label: 'Look at Salesforce',
  }),
  well: ({ org }: CrmMailFacts) => ({
    subject: 'Salesforce is back',
    lead: [`the org “${org}” answers again. What had changed there is followed, and what has waited is written.`],
    closing: [],
    label: 'Look at Salesforce',
  }),
} satisfies Record<string, (facts: CrmMailFacts) => StaffWords>

const because = (problem: string | null): string => (problem === null ? '.' : `: ${problem}`)

export type CrmMailKind = keyof typeof contents

/** A mail about an org that is in trouble, or well again. */
export const composeCrmMail = (kind: CrmMailKind, facts: CrmMailFacts): { subject: string; text: string; html: string } =>
  composeStaffMail(contents[kind](facts), facts)
