import { locale } from '../locale.ts'
import type { Alert } from '../wire.ts'

const plural = (count: number, one: string, many: string) => `${count.toLocaleString(locale)} ${count === 1 ? one : many}`

interface Told {
  readonly title: (count: number) => string
  /** What it means, and what to do. `when` is since when, or until when. */
  readonly hint: (when: string) => string
  /** The page on which it is put right, if there is one. */
  readonly page?: { readonly href: string; readonly name: string }
}

const since = (when: string) => (when === '' ? '' : `Since ${when}. `)
const SALESFORCE = { href: '/console/salesforce', name: 'Salesforce' }
const CALENDARS = { href: '/console/calendars', name: 'Calendars' }

/** What each alert says. */
export const alertTexts: Readonly<Record<Alert['kind'], Told>> = {
  'jobs-late': {
    title: (count) => `${plural(count, 'job waits', 'jobs wait')}, and nobody begins ${count === 1 ? 'it' : 'them'}`,
    hint: (when) => `${since(when)}Invitations, calendars and Salesforce wait with them. Is a worker running? Nothing is lost meanwhile.`,
  },
  'jobs-failed': {
    title: (count) => `${plural(count, 'job was', 'jobs were')} given up`,
    hint: (when) => `${since(when)}Each was tried for about a day. See below what they met, and do them again once that is put right.`,
  },
  'jobs-struggling': {
    title: (count) => `${plural(count, 'job fails', 'jobs fail')} again and again`,
    hint: (when) => `${since(when)}They are tried on for about a day, more and more seldom. The log says what they meet.`,
  },
  'calendars-unreachable': {
    title: (count) => `${plural(count, 'calendar is', 'calendars are')} out of reach`,
    hint: () => 'The reps whose they are are not offered until they are connected again.',
    page: CALENDARS,
  },
  'calendars-late': {
    title: () => 'Calendars are read late',
    hint: (when) => `${since(when)}What reps have entered since then may not count yet. Is a worker running, and has it enough to do with?`,
    page: CALENDARS,
  },
  'salesforce-revoked': {
    title: () => 'Salesforce no longer lets us in',
    hint: () => 'Nothing is written there until it is connected again; what waits is written then.',
    page: SALESFORCE,
  },
  'salesforce-failing': {
    title: () => 'Salesforce does not answer',
    hint: (when) => `${since(when)}It is tried each minute, and what waits is written later.`,
    page: SALESFORCE,
  },
  'salesforce-unwritten': {
    title: (count) => `${plural(count, 'booking is', 'bookings are')} not in Salesforce`,
    hint: () => 'Salesforce has refused them. The page says why, and writes them again.',
    page: SALESFORCE,
  },
  'salesforce-certificate': {
    title: () => 'The launch certificate ends soon',
    hint: (when) => `It ends ${when}. From then on the Schedule button opens nothing.`,
    page: SALESFORCE,
  },
  'webhooks-failing': {
    title: (count) => `${plural(count, 'webhook takes', 'webhooks take')} nothing`,
    hint: () => 'Its last delivery was given up after about a day of tries.',
    page: { href: '/console/webhooks', name: 'Webhooks' },
  },
  'mail-stays': {
    title: () => 'Mail does not leave',
    hint: () => 'No mail server is set, so all messages stay in the outbox.',
    page: { href: '/console/outbox', name: 'Outbox' },
  },
}

/** What a job is for. */
export const jobTexts: Readonly<Record<string, string>> = {
  'invitation.send': 'Messages about a booking',
  'booking.due': 'A reminder, or the end of a request',
  'outcome.ask': 'Asking reps what came of meetings',
  'account-link.send': 'The link to a password',
  'registration.tell': 'Telling a rep of a registration',
  'activity.sweep': 'Activities that come due',
  'activity.morning': 'Mails of the morning',
  'activity.mail': 'The email of an activity',
  'webhook.deliver': 'A webhook',
  'calendar.sweep': 'Finding calendars to read',
  'calendar.sync': 'Reading a calendar',
  'calendar.write': 'Writing a booking to calendars',
  'calendar.follow': 'Following an event that was moved',
  'calendar.tell': 'Telling of a calendar out of reach',
  'crm.write': 'Writing a booking to Salesforce',
  'crm.task': 'Writing a task to Salesforce',
  'crm.read': 'Reading Salesforce',
  'crm.tell': 'Telling of Salesforce out of reach',
  tidy: 'Tidying up',
}

/** What the page says besides. */
export const alertPageTexts = {
  title: 'Alerts',
  hint: 'What keeps bookings, messages, calendars or Salesforce from being up to date. Looked at each minute.',
  all: 'Now',
  well: 'Everything works.',
  levels: { error: 'Error', warning: 'Warning', notice: 'Notice' },
  open: (page: string) => `Open ${page}`,
  failed: 'Failed jobs',
  failedHint: 'What was tried for about a day and given up. It stays here for a month.',
  noFailed: 'No job was given up.',
  tries: (tries: number, when: string) => `${plural(tries, 'try', 'tries')}, the last ${when}`,
  unknown: 'No reason is known.',
  replay: 'Do it again',
  replayLabel: (job: string) => `Do it again: ${job}`,
  replayAll: 'Do all again',
  replayed: (count: number) => (count === 1 ? 'It is done again now.' : `${plural(count, 'job is', 'jobs are')} done again now.`),
  drop: 'Forget it',
  dropLabel: (job: string) => `Forget it: ${job}`,
  dropped: 'It is forgotten.',
  more: 'Show more',
  count: (count: number) => plural(count, 'alert', 'alerts'),
}
