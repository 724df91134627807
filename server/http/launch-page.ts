/** What somebody sees whose launch opened nothing. */
import type { LaunchProblem } from '../actions/crm/launch.ts'

interface Words {
  readonly status: 400 | 403 | 404 | 503
  readonly title: string
  readonly says: readonly string[]
  /** Whether the same address may work in a moment. */
  readonly again?: string
}

const WORDS: Readonly<Record<LaunchProblem | 'malformed', Words>> = {
  malformed: {
    status: 400,
    title: 'This address is not complete',
    says: ['Nothing was opened. Go back to the record in Salesforce and press Schedule.'],
  },
  key: {
    status: 403,
    title: 'This address does not open anything',
    says: [
      'It works once, within a minute, and only from the Salesforce org that is connected here.',
      'Go back to the record in Salesforce and press Schedule again. If that leads here as well, tell your administrator.',
    ],
  },
  user: {
    status: 403,
    title: 'Your Salesforce user cannot book here',
    says: ['It is not known here as an active user of the connected org. Ask your administrator to look at it.'],
  },
  record: {
    status: 404,
    title: 'This record cannot be opened',
    says: [
      'It was deleted in Salesforce, or is not shared with the user as whom we read it. Nothing was opened, and no other record in its place.',
      'Look the person up in Salesforce, and press Schedule there.',
    ],
  },
  unreachable: {
    status: 503,
    title: 'Salesforce does not answer',
    says: [
      'The record could not be read, and nothing was opened.',
      'Try again in a moment. If it is more than a minute since you pressed Schedule, go back to the record and press it anew.',
    ],
    again: 'Try again',
  },
}

/** The words of the page for a launch that opened nothing, and its status. */
export const launchWords = (problem: LaunchProblem | 'malformed'): Words => WORDS[problem]
