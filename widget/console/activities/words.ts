/** What the console says about activities: what a rep owes a registrant, and what has been done. */
import { dateText, shortDateText, timeText } from '../../ui/format.ts'
import { locale } from '../locale.ts'
import type { Activity } from '../wire.ts'

const plural = (count: number, one: string, many: string) => `${count.toLocaleString(locale)} ${count === 1 ? one : many}`

export const activityTexts = {
  title: 'Activities',
  none: 'No activities.',
  nothingOwed: 'Nothing is owed to this registrant.',
  type: { call: 'Phone call', email: 'E-mail', text: 'Text message', visit: 'Visit', task: 'Task' },
  types: { call: 'Phone calls', email: 'E-mails', text: 'Text messages', visit: 'Visits', task: 'Tasks' },
  standing: { overdue: 'Overdue', today: 'Due today', upcoming: 'Upcoming' },
  ended: { open: 'Open', done: 'Done', skipped: 'Skipped', cancelled: 'Cancelled' },
  automatic: 'Is sent by itself',
  close: 'Close',
  /** One activity, opened. */
  about: 'About',
  due: 'Due',
  process: 'Process',
  rep: 'Sales rep',
  nobody: 'Nobody',
  openProfile: (name: string) => `Open the profile of ${name}`,
  call: (phone: string) => `Call ${phone}`,
  write: (email: string) => `Write to ${email}`,
  noPhone: 'No phone is known.',
  noEmail: 'No email is known.',
  appointment: 'Make an appointment',
  result: 'Result',
  resultHint: 'Goes into the History.',
  sendNow: 'Send this e-mail now',
  subject: 'Subject',
  words: 'E-mail',
  wordsHint: 'May use {{ first_name }}, {{ customer_name }}, {{ rep_name }}, {{ rep_email }}, {{ project }} and {{ company }}.',
  complete: 'Complete',
  completeAndSend: 'Send and complete',
  skip: 'Skip',
  skipAsk: 'Why is it not done?',
  skipNow: 'Skip it',
  reschedule: 'Reschedule',
  newDate: 'Due on',
  newTime: 'At (optional)',
  rest: 'Move the activities after it by as many days',
  rescheduleNow: 'Reschedule it',
  reassign: 'Reassign',
  reassignNow: 'Hand it over',
  choose: 'Choose a rep',
  /** What was done. */
  completed: (what: string) => `${what} is completed, and in the History.`,
  sent: (what: string) => `${what} is sent and completed, and in the History.`,
  skipped: (what: string) => `${what} is skipped, and in the History.`,
  moved: (what: string, when: string) => `${what} is due ${when} now.`,
  given: (what: string, rep: string) => `${what} is ${rep}’s now.`,
  /** By hand. */
  plan: 'Plan an activity',
  log: 'Log what was done',
  planned: (what: string) => `${what} is planned.`,
  logged: (what: string) => `${what} is in the History.`,
  what: 'What',
  note: 'What it is about',
  save: 'Save',
  optional: '(optional)',
  /** The follow-up that a rep chooses. */
  followUp: 'Follow-up Process',
  noFollowUp: 'None',
  begins: (names: readonly string[]) => `Begins ${names.join(', ')}.`,
  beginsNothing: 'Begins no activities.',
  gone: (name: string) => `${name} (no longer offered)`,
  choosing: 'Choosing another gives up what is still open of the one before.',
  chosen: (name: string, count: number) =>
    count === 0
      ? `${name} is chosen. Nothing new is due.`
      : `${name} is chosen: ${plural(count, 'activity is', 'activities are')} laid out.`,
  chosenWithoutRep: (name: string) => `${name} is chosen. Its activities begin as soon as a rep looks after the registrant.`,
  chosenNone: 'No follow-up is chosen any more.',
  by: (name: string) => `by ${name}`,
  /** The list. */
  all: 'All',
  everybody: 'Everybody',
  when: { due: 'Due', upcoming: 'Upcoming' },
  nothingDue: 'Nothing is due. Well done.',
  nothingUpcoming: 'Nothing is to come.',
  more: 'Show more',
  keys: 'Keys: ↑ and ↓ go through the list, Enter opens one; in it, Ctrl and Enter complete it, and the next one opens. Esc closes.',
  previous: 'Previous',
  next: 'Next',
  mark: (name: string, type: string) => `Mark ${type} with ${name}`,
  marked: (count: number) => plural(count, 'activity is marked', 'activities are marked'),
  whatToDo: 'What to do',
  doIt: (what: string, count: number) => `${what} ${plural(count, 'activity', 'activities')}`,
  many: (count: number) => `Done to ${plural(count, 'activity', 'activities')}.`,
  overdue: (count: number) => `${count.toLocaleString(locale)} overdue`,
  today: (count: number) => `${count.toLocaleString(locale)} due today`,
  upcoming: (count: number) => `${count.toLocaleString(locale)} in the coming week`,
  reminders: 'Tell me by mail',
  reminder: { morning: 'Each morning: what is due and overdue', notices: 'At its time: an activity that has one' },
}

/** `Phone call with Jane Doe` */
export const activityName = ({ type, customer }: Pick<Activity, 'type' | 'customer'>): string =>
  `${activityTexts.type[type]} with ${customer.name}`

/** `today, 10:00 AM`, `May 3, 2027` */
export function dueText({ dueOn, dueAt, standing, project }: Pick<Activity, 'dueOn' | 'dueAt' | 'standing' | 'project'>): string {
  const day = standing === 'today' ? 'today' : shortDateText(locale, dueOn)
  return dueAt ? `${day}, ${timeText(locale, project.timeZone, dueAt)}` : day
}

/** `Saturday, May 1, 2027, 10:00 AM` */
export const longDueText = ({ dueOn, dueAt, project }: Pick<Activity, 'dueOn' | 'dueAt' | 'project'>): string =>
  dueAt ? `${dateText(locale, dueOn)}, ${timeText(locale, project.timeZone, dueAt)}` : dateText(locale, dueOn)
