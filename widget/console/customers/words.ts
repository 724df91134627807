/** What the console says about registrants: taking down, changing, importing, joining and forgetting them. */
import { locale } from '../locale.ts'

const plural = (count: number, one: string, many: string) => `${count.toLocaleString(locale)} ${count === 1 ? one : many}`

export const customerTexts = {
  add: 'New registrant',
  bring: 'Import',
  take: 'Export',
  duplicates: 'Duplicates',
  more: 'Show more',
  everybody: 'Registrants',
  /** The form of a new or known registrant. */
  name: 'Name',
  email: 'Email',
  phone: 'Phone',
  phoneHint: 'With the country, such as +1 212 555 0100.',
  timeZone: 'Time zone',
  unknownZone: 'Not known',
  language: 'Language',
  unknownLanguage: 'Not known',
  owner: 'Their rep',
  noOwner: 'Nobody',
  coordinator: 'Coordinator (email)',
  notes: 'Notes',
  notesHint: 'For colleagues only.',
  fromRecord: 'Name, email and phone come from the record in Salesforce, and are changed there.',
  save: 'Save',
  addNow: 'Add registrant',
  anyway: 'It is another person: add them all the same',
  edit: 'Edit',
  editTitle: 'Edit details',
  changed: 'The details are saved.',
  /** Import of a table. */
  importTitle: 'Import registrants',
  importHint:
    'A CSV file with a heading. Columns: name (or first name and last name), email, phone, time zone, language, owner, coordinator, notes. Who is known already by email is changed; an empty cell changes nothing.',
  file: 'CSV file',
  into: 'Register them in',
  intoNone: 'No project',
  check: 'Check',
  checking: 'Checking …',
  wouldBe: (created: number, updated: number) =>
    `Nothing is wrong with it. ${plural(created, 'registrant', 'registrants')} would be added and ${updated.toLocaleString(locale)} changed.`,
  ignored: (columns: readonly string[]) => `Not read: ${columns.join(', ')}.`,
  importNow: (count: number) => `Import ${plural(count, 'registrant', 'registrants')}`,
  imported: (created: number, updated: number) =>
    `${plural(created, 'registrant', 'registrants')} added, ${updated.toLocaleString(locale)} changed.`,
  wrong: (count: number) => `Nobody was imported. ${plural(count, 'thing is', 'things are')} wrong with this file:`,
  /** Duplicates. */
  duplicatesTitle: 'Duplicates',
  duplicatesHint:
    'Registrants who share an email or a phone may be one person. Whoever stays gets appointments, projects and links of the other.',
  noDuplicates: 'Nobody shares an email or a phone with somebody else.',
  share: { email: 'The same email', phone: 'The same phone' },
  stays: 'Who stays?',
  since: (name: string) => `Merge into ${name}`,
  merged: (from: string, into: string) => `${from} is now part of ${into}.`,
  /** What a person may ask for. */
  personal: 'Personal data',
  data: 'Download all that is known',
  erase: 'Erase for good',
  eraseTitle: (name: string) => `Erase ${name}?`,
  eraseHint:
    'Everything that is known of this person goes: details, projects, links and all that was written to them. Appointments stay as figures without a name. Calendars of reps and Salesforce keep what is there. This cannot be undone.',
  eraseCheck: (name: string) => `Type “${name}” to confirm`,
  eraseYes: 'Erase for good',
  keep: 'Keep',
  erased: (name: string) => `${name} is erased.`,
}
