/** What the console says about processes: plans of activities, what begins them, and what reps may choose. */
import { dateText, timeText } from '../../ui/format.ts'
import { locale } from '../locale.ts'
import type { FollowUp, Process, Timeline } from '../wire.ts'

const plural = (count: number, one: string, many: string) => `${count.toLocaleString(locale)} ${count === 1 ? one : many}`

export const processTexts = {
  title: 'Processes',
  hint: 'A process lays out the calls and e-mails that a rep owes a registrant, on the right days, when something begins it.',
  chooseProject: 'Choose a project above to see its processes.',
  list: 'Processes',
  none: 'No processes yet.',
  add: 'New process',
  copyOf: (name: string) => `${name} (copy)`,
  edit: 'Edit',
  copy: 'Copy',
  turnOff: 'Switch off',
  turnOn: 'Switch on',
  off: 'Off',
  steps: (count: number) => plural(count, 'activity', 'activities'),
  running: (running: number, waiting: number) =>
    [running > 0 && `running for ${running.toLocaleString(locale)}`, waiting > 0 && `waiting for a rep: ${waiting.toLocaleString(locale)}`]
      .filter(Boolean)
      .join(', ') || 'running for nobody',
  label: (what: string, name: string) => `${what} ${name}`,
  saved: (name: string) => `${name} is saved. It begins with what happens from now on.`,
  turnedOff: (name: string) => `${name} is switched off: it begins no more. What runs goes on.`,
  turnedOn: (name: string) => `${name} is switched on.`,
  /** The editor. */
  faults: (count: number) =>
    `It is not saved: ${plural(count, 'field is', 'fields are')} wrong, as is said beside ${count === 1 ? 'it' : 'each'}.`,
  project: 'Project',
  savedIn: (name: string, project: string) => `${name} is saved in ${project}.`,
  newTitle: 'New process',
  editTitle: (name: string) => `Edit ${name}`,
  keepsPlan: (count: number) =>
    `It runs for ${plural(count, 'registrant', 'registrants')} already: those keep the plan with which it began.`,
  name: 'Name',
  begins: 'Begins when',
  kinds: {
    registration: 'somebody registers',
    source: 'a source is known',
    rating: 'a rating is given',
    history: 'something is logged in the History',
    'follow-up': 'a follow-up is chosen',
    purchaser: 'a registrant becomes a purchaser',
    'appointment-booked': 'an appointment is booked',
    'appointment-outcome': 'something came of an appointment',
  },
  values: {
    registration: 'How',
    source: 'Which source',
    rating: 'Which rating',
    history: 'What',
    'follow-up': 'Which',
    'appointment-outcome': 'What came of it',
  },
  any: 'Any',
  online: 'Online, by themselves',
  staff: 'Entered by staff',
  outcomes: { completed: 'Completed', 'no-show': 'No Show', cancelled: 'Cancelled' },
  conditions: 'Only for',
  conditionsHint: 'Several with commas between them. Empty: all.',
  sources: 'Sources',
  ratings: 'Ratings',
  statuses: 'Statuses',
  plan: 'Activities',
  step: (number: number) => `Activity ${number}`,
  type: 'Type',
  after: 'After',
  amount: (number: number) => `How long after, activity ${number}`,
  unit: 'Unit',
  units: { hours: 'hours', days: 'days', weeks: 'weeks', months: 'months' },
  anchor: 'Counted from',
  anchors: { previous: 'the activity before', first: 'what begins it', trigger: 'what begins it' },
  anchorStep: (number: number, type: string) => `activity ${number} (${type.toLowerCase()})`,
  time: 'Time of day',
  note: 'What it is about',
  words: 'Write the e-mail beforehand',
  subject: 'Subject',
  body: 'E-mail',
  bodyHint: 'May use {{ first_name }}, {{ customer_name }}, {{ rep_name }}, {{ rep_email }}, {{ project }} and {{ company }}.',
  automatic: 'Is sent by itself at that time',
  up: (number: number) => `Move activity ${number} up`,
  down: (number: number) => `Move activity ${number} down`,
  movedTo: (number: number) => `Now activity ${number}`,
  remove: (number: number) => `Remove activity ${number}`,
  addStep: 'Add an activity',
  rules: 'Rules',
  dates: 'When an activity is done early or late',
  datesAre: { fixed: 'later dates stay as they are', 'from-completion': 'later dates count from when it was done' },
  stops: 'Ends early when',
  stop: {
    purchaser: 'the registrant becomes a purchaser',
    'not-interested': 'the registrant is not interested',
    'appointment-booked': 'an appointment is booked',
  },
  closed: 'Nothing is due on',
  weekdays: { MO: 'Mondays', TU: 'Tuesdays', WE: 'Wednesdays', TH: 'Thursdays', FR: 'Fridays', SA: 'Saturdays', SU: 'Sundays' },
  country: 'Public holidays of',
  noCountry: 'no country',
  save: 'Save',
  close: 'Close',
  optional: '(optional)',
  /** The timeline. */
  timeline: 'An example',
  exampleAt: 'It begins at',
  exampleAtHint: (city: string) => `Time in ${city}. Now, if it stays empty.`,
  timelineHint: 'What a registrant would get, and when.',
  notYet: 'The dates appear as soon as the activities can be laid out.',
  /** What is running. */
  runs: (name: string) => `${name} is running for`,
  nobody: 'Nobody at present.',
  next: (open: number, date: string | null) =>
    `${plural(open, 'activity', 'activities')} open${date ? `, the next on ${dateText(locale, date)}` : ''}`,
  waits: 'Waits for a rep',
  show: 'Running',
  /** Options. */
  followUps: 'Follow-up Process options',
  followUpsHint: 'What reps may choose in the profile of a registrant. A process may begin with each.',
  noFollowUps: 'No options yet.',
  meaning: 'When to choose it',
  addOption: 'Add option',
  saveOption: 'Save option',
  optionSaved: (name: string) => `${name} is saved.`,
  beginsNothing: 'Begins no process',
  beginsThese: (names: readonly string[]) => `Begins ${names.join(', ')}`,
  moveUp: (name: string) => `Move ${name} up`,
  moveDown: (name: string) => `Move ${name} down`,
}

/** What begins a process: `When somebody registers: online, by themselves` */
export function triggerText({ trigger: { kind, value } }: Pick<Process, 'trigger'>, options: readonly FollowUp[]): string {
  const said =
    kind === 'follow-up'
      ? options.find(({ id }) => id === value)?.name
      : kind === 'registration' && value === 'online'
        ? processTexts.online.toLowerCase()
        : value
  return `When ${processTexts.kinds[kind]}${said ? `: ${said}` : ''}`
}

/** When an activity of a timeline is due. */
export const dueOf = ({ timeZone }: Pick<Timeline, 'timeZone'>, { dueOn, dueAt }: Timeline['activities'][number]): string =>
  dueAt ? `${dateText(locale, dueOn)}, ${timeText(locale, timeZone, dueAt)}` : dateText(locale, dueOn)
