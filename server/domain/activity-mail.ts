/** The mails of activities: what registrants are sent, and what their reps are told. */
import { freeHtml, freeText, type Row } from './message-form.ts'
import { fill, refuseUnknownNames, TemplateError } from './message-template.ts'
import type { ActivityType, EmailWords, Step } from './process.ts'
import { composeStaffMail } from './staff-mail.ts'
import { oneLine } from './text.ts'

/** The names that the words of an email may use. */
export const ACTIVITY_NAMES = ['customer_name', 'first_name', 'rep_name', 'rep_email', 'project', 'company'] as const
export type ActivityValues = Readonly<Record<(typeof ACTIVITY_NAMES)[number], string>>

const SAMPLE: ActivityValues = {
  customer_name: 'Jane Doe',
  first_name: 'Jane',
  rep_name: 'Ann Rep',
  rep_email: 'ann@example.com',
  project: 'Bluewater',
  company: 'Harbor & Vale',
}

/** What is wrong with the emails of a plan’s steps, by the path to each. */
export const emailProblems = (steps: readonly Pick<Step, 'email'>[]): { readonly pointer: string; readonly detail: string }[] =>
  steps.flatMap(({ email }, i) =>
    email === null ? [] : wordProblems(email).map(({ part, detail }) => ({ pointer: `/steps/${i}/email/${part}`, detail })),
  )

/** What is wrong with the words of an email. */
export const wordProblems = (words: EmailWords): { readonly part: 'subject' | 'body'; readonly detail: string }[] =>
  (['subject', 'body'] as const).flatMap((part) => {
    try {
      refuseUnknownNames(part, words[part], ACTIVITY_NAMES)
      fill(part, words[part], SAMPLE)
      return []
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      return [{ part, detail: error.message }]
    }
  })

/** The words of an email with all names filled in. Throws `TemplateError`. */
export const filled = ({ subject, body }: EmailWords, values: ActivityValues): EmailWords => ({
  subject: oneLine(fill('subject', subject, values)).trim(),
  body: fill('body', body, values),
})

/** An email to a registrant, as text and as HTML. What is sent by itself says how to have no more of it. */
export function composeActivityEmail(
  { subject, body }: EmailWords,
  company: string,
  stopUrl: string | null,
): { subject: string; text: string; html: string } {
  const stop = stopUrl === null ? null : { label: 'No more emails like this', url: stopUrl }
  const whole = stop === null ? body : `${body.trim()}\n\n${stop.url}`
  const content = { subject, lead: [], rows: [], closing: [], link: null, otherLink: stop, signature: company }
  const plain = stop === null ? body : `${body.trim()}\n\n${stop.label}: ${stop.url}`
  return { subject, text: freeText(plain, content), html: freeHtml(whole, content) }
}

/** What each type is called where one of it is to be done. */
const TYPE_WORDS: Readonly<Record<ActivityType, string>> = {
  call: 'Phone call',
  email: 'E-mail',
  text: 'Text message',
  visit: 'Visit',
  task: 'Task',
}

/** One line of what a rep is told. */
export interface ToldActivity {
  readonly type: ActivityType
  readonly note: string | null
  readonly customer: { readonly name: string; readonly phone: string | null }
  readonly project: string
  readonly due: { readonly on: string; readonly at: Date | null }
}

const day = (on: string) => new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${on}T12:00:00Z`))
const clock = (at: Date, timeZone: string) => new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone }).format(at).replace(/\s/g, ' ')

/** The mail of the morning: what is due today, and what is overdue. `more` are not listed. */
export function composeMorningMail(
  activities: readonly ToldActivity[],
  more: number,
  today: string,
  reader: { readonly name: string; readonly company: string; readonly url: string; readonly timeZone: string },
): { subject: string; text: string; html: string } {
  const late = activities.filter(({ due }) => due.on < today).length
  const rows: Row[] = activities.map(({ type, note, customer, project, due }) => ({
    label: `${TYPE_WORDS[type]}${due.on < today ? `, due ${day(due.on)}` : due.at ? `, ${clock(due.at, reader.timeZone)}` : ''}`,
    value: [`${customer.name} (${project})`, note].filter(Boolean).join(': '),
    href: null,
  }))
  const count = activities.length + more
  return composeStaffMail(
    {
      subject: `${count} ${count === 1 ? 'activity' : 'activities'} for today`,
      lead: [late === 0 ? 'This is due today:' : `This is due today or overdue (${late} of these from earlier days):`],
      rows,
      closing: more > 0 ? [`And ${more} more.`] : [],
      label: 'Open the list',
    },
    reader,
  )
}

/** A notice that the time of an activity has come. */
export function composeNotice(
  { type, note, customer, project, due }: ToldActivity,
  reader: { readonly name: string; readonly company: string; readonly url: string; readonly timeZone: string },
): { subject: string; text: string; html: string } {
  const rows: Row[] = [
    ...(customer.phone === null ? [] : [{ label: 'Phone', value: customer.phone, href: `tel:${customer.phone}` }]),
    { label: 'Project', value: project, href: null },
    ...(due.at === null ? [] : [{ label: 'Due', value: clock(due.at, reader.timeZone), href: null }]),
    ...(note === null ? [] : [{ label: 'About', value: note, href: null }]),
  ]
  return composeStaffMail(
    {
      subject: `Now: ${TYPE_WORDS[type].toLowerCase()} with ${customer.name}`,
      lead: [`It is time for this ${TYPE_WORDS[type].toLowerCase()}.`],
      rows,
      closing: [],
      label: 'Open the registrant',
    },
    reader,
  )
}
