/** Harbor & Vale Homes, the made-up builder that a first start on an empty database shows. Everything hangs on dates, nothing on chance. */

import type { z } from 'zod'
import { type ActivityType, type Offset, PREVIOUS } from './domain/process.ts'
import { dateText, dayOf, type LocalDay, mondayOf, weekdayOf, zone } from './domain/zone.ts'
import type { ImportRequest } from './http/contract/import.ts'

type ImportData = z.input<typeof ImportRequest>
type RepData = NonNullable<ImportData['reps']>[number]
type WeeklyHours = NonNullable<RepData['weeklyHours']>
type SpanData = NonNullable<RepData['busy']>[number]

const NEW_YORK = 'America/New_York'
const CHICAGO = 'America/Chicago'
const DENVER = 'America/Denver'
const LOS_ANGELES = 'America/Los_Angeles'
const WEEKS = 10

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const weekdays = days.slice(0, 5)
const at = (name: string) => `${name}@harborvale.example`
const hours = (start: string, end: string, on: readonly (typeof days)[number][] = weekdays): WeeklyHours => [{ days: [...on], start, end }]

/** A person's part of the table below: who, where, when at work, and what for. */
const person = (login: string, name: string, timeZone: string, weeklyHours: WeeklyHours, more: Partial<RepData>) => ({
  email: at(login),
  name,
  timeZone,
  weeklyHours,
  ...more,
})

const people = [
  person('ann.lee', 'Ann Lee', NEW_YORK, hours('09:00', '17:00'), {
    projects: ['online', 'bluewater'],
    skills: ['solar', 'financing'],
    languages: ['en', 'es'],
    territories: ['east'],
    dailyLimit: 6,
  }),
  person('marcus.webb', 'Marcus Webb', NEW_YORK, hours('09:00', '17:30'), {
    projects: ['online', 'bluewater'],
    skills: ['townhomes'],
    languages: ['en'],
    territories: ['east'],
  }),
  person('sofia.alvarez', 'Sofia Alvarez', NEW_YORK, [...hours('10:00', '18:00'), ...hours('10:00', '14:00', ['SA'])], {
    projects: ['online', 'bluewater'],
    skills: ['townhomes', 'first-home'],
    languages: ['en', 'es', 'pt'],
    territories: ['east'],
    weeklyLimit: 20,
  }),
  person('priya.nair', 'Priya Nair', NEW_YORK, [...hours('08:30', '12:30'), ...hours('13:30', '17:30')], {
    projects: ['online', 'bluewater'],
    skills: ['solar', 'smart-home'],
    languages: ['en', 'hi'],
    territories: ['east', 'central'],
  }),
  person('daniel.novak', 'Daniel Novak', CHICAGO, hours('08:00', '16:30'), {
    projects: ['online'],
    skills: ['financing'],
    languages: ['en', 'pl'],
    territories: ['central'],
    dailyLimit: 5,
  }),
  person('grace.kim', 'Grace Kim', CHICAGO, hours('09:00', '17:00'), {
    projects: ['online'],
    skills: ['financing', 'first-home'],
    languages: ['en', 'ko'],
    territories: ['central', 'east'],
  }),
  person('tom.becker', 'Tom Becker', CHICAGO, hours('09:00', '13:00', ['MO', 'WE', 'FR']), {
    projects: ['online'],
    skills: ['townhomes'],
    languages: ['en', 'de'],
    territories: ['central'],
    weeklyLimit: 8,
  }),
  person('elena.ruiz', 'Elena Ruiz', DENVER, hours('08:00', '17:00'), {
    projects: ['online'],
    skills: ['solar', 'first-home'],
    languages: ['en', 'es'],
  }),
  person('luke.carter', 'Luke Carter', DENVER, hours('14:00', '22:00'), {
    projects: ['online'],
    skills: ['smart-home', 'townhomes'],
    languages: ['en'],
  }),
  person('nadia.haddad', 'Nadia Haddad', LOS_ANGELES, hours('08:00', '16:00'), {
    projects: ['online', 'beachside'],
    skills: ['financing', 'solar'],
    languages: ['en', 'fr', 'ar'],
    territories: ['west'],
  }),
  person('victor.chen', 'Victor Chen', LOS_ANGELES, hours('09:00', '17:00'), {
    projects: ['online', 'beachside'],
    skills: ['smart-home', 'solar'],
    languages: ['en', 'zh'],
    territories: ['west'],
    dailyLimit: 6,
    weeklyLimit: 24,
  }),
  person('maya.torres', 'Maya Torres', LOS_ANGELES, hours('07:30', '15:30'), {
    projects: ['online', 'beachside'],
    skills: ['townhomes', 'first-home'],
    languages: ['en', 'es', 'fr'],
    territories: ['west'],
  }),
]

/** A number from 0 to 2³²−1 that looks like chance and is the same for the same words (FNV-1a, with its bits mixed once more). */
function numberOf(words: string): number {
  let hash = 0x811c9dc5
  for (const letter of words) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b)
  return (hash ^ (hash >>> 16)) >>> 0
}

function spanAt(timeZone: string, day: LocalDay, minute: number, length: number): SpanData[] {
  const text = (instant: number) => new Date(instant * 60_000).toISOString()
  return zone(timeZone)
    .instants(day, minute)
    .slice(0, 1)
    .map((start) => ({ start: text(start), end: text(start + length) }))
}

const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** What stands in a rep's own calendar on a day: two to four entries, most of them within the hours. */
function busyOn(day: LocalDay, rep: (typeof people)[number], index: number): SpanData[] {
  const spans = rep.weeklyHours.filter((one) => one.days.includes(days[weekdayOf(day)] ?? 'SU'))
  const first = spans.at(0)
  const last = spans.at(-1)
  if (!first || !last || weekdayOf(day) > 4) return []
  const opens = minuteOf(first.start) - 30
  const quarters = (minuteOf(last.end) - opens) / 15
  const entries = Array.from({ length: 2 + (numberOf(`${rep.email} ${day}`) % 3) }, (_, entry) => {
    const chance = numberOf(`${rep.email} ${day} ${entry}`)
    return spanAt(rep.timeZone, day, opens + (chance % quarters) * 15, 30 + ((chance >>> 12) % 4) * 15)
  }).flat()
  if (days[weekdayOf(day)] !== 'TU') return entries
  // On a Tuesday at 3:30 PM in New York every third rep is busy and the others' calendars are clear.
  const [call] = spanAt(NEW_YORK, day, minuteOf('15:00'), 90)
  if (!call) return entries
  const others = entries.filter((entry) => entry.end <= call.start || entry.start >= call.end)
  return index % 3 === mondayOf(day) % 3 ? [...others, call] : others
}

/** A rep with the busy times, days off and changed hours of the weeks from `monday` on. Each week one rep is away and another leaves early. */
function withCalendar(rep: (typeof people)[number], index: number, monday: LocalDay): RepData {
  const mondays = Array.from({ length: WEEKS }, (_, week) => monday + 7 * week)
  const turn = (day: LocalDay) => Math.floor(day / 7) % people.length
  return {
    ...rep,
    busy: mondays.flatMap((first) => days.flatMap((_, weekday) => busyOn(first + weekday, rep, index))),
    timeOff: mondays.filter((day) => turn(day) === index).flatMap((day) => spanAt(rep.timeZone, day + 1, 0, 3 * 1440)),
    overrides: mondays
      .filter((day) => (turn(day) + 5) % people.length === index)
      .map((day) => ({ date: dateText(day + 1), hours: [{ start: '08:00', end: '11:30' }] })),
  }
}

const room: RepData = {
  email: at('model-home'),
  name: 'Bluewater Model Home',
  kind: 'room',
  timeZone: NEW_YORK,
  projects: ['bluewater'],
  weeklyHours: hours('09:00', '18:00', days),
}

const email = { customer: ['email'], rep: ['email'] } satisfies NonNullable<ImportData['eventTypes']>[number]['notify']

const eventTypes: ImportData['eventTypes'] = [
  {
    slug: 'consultation',
    name: 'Consultation',
    durationMinutes: 30,
    location: { kind: 'phone' },
    questions: [{ key: 'topic', label: 'What would you like to talk about?', kind: 'long-text' }],
    notify: email,
  },
  {
    slug: 'model-home-tour',
    name: 'Model home tour',
    durationMinutes: 60,
    slotIntervalMinutes: 30,
    bufferBeforeMinutes: 15,
    bufferAfterMinutes: 15,
    minimumNoticeMinutes: 240,
    location: { kind: 'in-person', value: 'Bluewater Model Home, 12 Harbor Way' },
    questions: [
      { key: 'home', label: 'Which kind of home?', kind: 'choice', options: ['Townhome', 'Single-family', 'Not sure yet'] },
      { key: 'party', label: 'How many people are coming?', kind: 'number' },
    ],
    with: [{ pool: 'rooms', count: 1 }],
    notify: email,
  },
  {
    slug: 'mortgage-review',
    name: 'Mortgage review',
    durationMinutes: 45,
    bookingWindowDays: 30,
    location: { kind: 'link', value: 'https://meet.harborvale.example/mortgage' },
    notify: email,
  },
]

const members = (chosen: readonly RepData[]) => chosen.map((rep) => ({ email: rep.email }))
const pools: ImportData['pools'] = [
  { slug: 'sales', name: 'Sales', distribution: 'find-by-time', members: members(people) },
  {
    slug: 'financing',
    name: 'Financing',
    distribution: 'find-by-time',
    members: members(people.filter((rep) => rep.skills?.includes('financing'))),
  },
  {
    slug: 'tours',
    name: 'Bluewater tours',
    distribution: 'longest-idle',
    members: members(people.filter((rep) => rep.projects?.includes('bluewater'))),
  },
  { slug: 'rooms', name: 'Model homes', distribution: 'find-by-time', members: members([room]) },
]

const olivia = at('olivia.park')
const john = at('john.reyes')

/** Name, zone, area code, owner's and coordinator's login. */
const callers: readonly (readonly [name: string, timeZone: string, area: string, owner: string | null, coordinator: string | null])[] = [
  ['Annette Fields', NEW_YORK, '212', 'ann.lee', john],
  ['Jane Smith', NEW_YORK, '212', 'ann.lee', olivia],
  ['Robert Ellis', NEW_YORK, '212', 'marcus.webb', olivia],
  ['Carmen Ortega', NEW_YORK, '718', 'sofia.alvarez', john],
  ['Dev Patel', NEW_YORK, '718', 'priya.nair', olivia],
  ['Helen Brooks', NEW_YORK, '914', null, john],
  ['Samuel Osei', NEW_YORK, '914', 'marcus.webb', null],
  ['Beatriz Lima', NEW_YORK, '201', 'sofia.alvarez', olivia],
  ['Piotr Zielinski', CHICAGO, '312', 'daniel.novak', olivia],
  ['Min-ji Park', CHICAGO, '312', 'grace.kim', john],
  ['Walter Hughes', CHICAGO, '312', 'tom.becker', null],
  ['Denise Franklin', CHICAGO, '773', 'grace.kim', olivia],
  ['Oscar Lindgren', CHICAGO, '773', null, john],
  ['Ruth Abrams', CHICAGO, '847', 'daniel.novak', olivia],
  ['Miguel Santos', DENVER, '303', 'elena.ruiz', john],
  ['Hannah Wolfe', DENVER, '303', 'luke.carter', olivia],
  ['Isaac Moreno', DENVER, '720', 'elena.ruiz', null],
  ['Clara Jensen', DENVER, '720', null, olivia],
  ['Amélie Laurent', LOS_ANGELES, '213', 'nadia.haddad', john],
  ['Wei Zhang', LOS_ANGELES, '213', 'victor.chen', olivia],
  ['Rosa Delgado', LOS_ANGELES, '213', 'maya.torres', john],
  ['Frank Nakamura', LOS_ANGELES, '310', 'victor.chen', null],
  ['Layla Mansour', LOS_ANGELES, '310', 'nadia.haddad', olivia],
  ['Gregory Stone', 'America/Phoenix', '602', null, john],
  ['Emily O’Neill', 'America/Anchorage', '907', 'maya.torres', olivia],
]

const addressOf = (name: string) =>
  `${name
    .normalize('NFD')
    .replaceAll(/[^a-zA-Z -]/g, '')
    .toLowerCase()
    .replaceAll(' ', '.')}@mail.example`

const customers: ImportData['customers'] = callers.map(([name, timeZone, area, owner, coordinator], index) => ({
  email: addressOf(name),
  name,
  phone: `+1${area}55501${String(index + 10)}`,
  timeZone,
  owner: owner && at(owner),
  coordinator,
  ...(index < 8 ? { salesforce: { object: 'Contact' as const, id: `00300000000000${index + 1}AAA` } } : {}),
}))

/** The demo company as import data, with calendars from the week of `today` (`YYYY-MM-DD`) on. The same date gives the same company. */
export function demoCompany(today: string): ImportData {
  const monday = mondayOf(dayOf(today))
  return {
    projects: [
      { slug: 'online', name: 'Online Sales Center', kind: 'osc', timeZone: NEW_YORK },
      { slug: 'bluewater', name: 'Bluewater', kind: 'onsite', timeZone: NEW_YORK },
      { slug: 'beachside', name: 'Beachside', kind: 'onsite', timeZone: LOS_ANGELES },
    ],
    shares: [
      { between: ['online', 'bluewater'], appointments: true, history: true },
      { between: ['online', 'beachside'], appointments: true, history: true },
    ],
    reps: [...people.map((rep, index) => withCalendar(rep, index, monday)), room],
    eventTypes,
    pools,
    bookingPages: [
      { slug: 'talk-to-sales', title: 'Talk to sales', pool: 'sales', eventTypes: ['consultation', 'mortgage-review'], choice: 'customer' },
      { slug: 'visit-a-community', title: 'Visit a community', pool: 'tours', eventTypes: ['model-home-tour'], choice: 'automatic' },
      { slug: 'book', title: 'Book with Harbor & Vale Homes', pages: ['talk-to-sales', 'visit-a-community'] },
    ],
    registrationForms: [
      {
        slug: 'bluewater',
        project: 'bluewater',
        title: 'Be the first to know about Bluewater',
        intro:
          'Homes by the water from $390,000. Leave us your details, and somebody from Bluewater will get in touch with plans and prices.',
        pool: 'tours',
        source: 'Bluewater website',
        questions: [
          { key: 'home', label: 'Which kind of home?', kind: 'choice', options: ['Townhome', 'Single-family', 'Not sure yet'] },
          { key: 'when', label: 'When would you like to move?', kind: 'choice', options: ['Within 3 months', 'This year', 'Later'] },
        ],
        consentText: 'I agree that Harbor & Vale Homes may call or write to me about Bluewater. I can take this back at any time.',
      },
    ],
    callCenters: [
      {
        slug: 'design-store',
        name: 'Design Store',
        dispositions: [
          ...['Not interested', 'Bought elsewhere', 'Too expensive', 'Wrong number'].map((name) => ({ kind: 'sales' as const, name })),
          ...['Question answered', 'Complaint', 'Asked for a call back'].map((name) => ({ kind: 'service' as const, name })),
        ],
      },
    ],
    customers,
  }
}

const THINGS = [
  { name: 'Kitchen package “Harbor”', sku: 'KIT-H', price: '4890.00' },
  { name: 'Window blinds, whole house', sku: 'BLI-4', price: '1250.00' },
  { name: 'Garden furniture set', sku: 'GAR-2', price: '899.00' },
  { name: 'Smart lock', sku: 'LOC-1', price: '219.50' },
] as const
const BOUGHT = ['partial', 'complete', 'partial', 'declined', 'partial', 'complete', 'refunded', 'partial'] as const

/** Orders of the demo's Design Store: some that wait for somebody to call. */
export const demoOrders = (today: string) =>
  BOUGHT.map((status, index) => {
    const [name = ''] = callers[(index * 3) % callers.length] ?? []
    const { sku, ...item } = THINGS[index % THINGS.length] ?? THINGS[0]
    return {
      ...{ number: `D-${1041 + index}`, status, currency: 'USD', items: [{ ...item, sku, quantity: 1 + (index % 2) }] },
      customer: { name, email: addressOf(name) },
      placedAt: new Date(Date.parse(`${today}T09:00:00Z`) - (index + 1) * 7 * 3_600_000).toISOString(),
    }
  })

const SOURCES = ['Website', 'Phone', 'Referral', 'Walk-in']

/** Where the demo's customers are registered: all online, and those whose rep works in a community there as well, with that rep. */
export const demoPlaces = callers.flatMap(([name, , , owner], index) => {
  const community = people.find(({ email }) => owner !== null && email === at(owner))?.projects?.find((slug) => slug !== 'online')
  const place = { customer: addressOf(name), source: SOURCES[index % SOURCES.length] ?? null }
  return [{ ...place, project: 'online' }, ...(owner !== null && community ? [{ ...place, project: community, rep: at(owner) }] : [])]
})

const step = (type: ActivityType, amount: number, unit: Offset['unit'], note: string) => ({
  ...{ type, offset: { amount, unit }, anchor: PREVIOUS, time: null, note, email: null, automatic: false },
})

/** What the reps of Bluewater may choose for a registrant, when, and what they owe one then; first, what they owe whoever is new. */
export const demoProcesses: readonly {
  readonly name: string
  /** Null: it is no choice, but begins with a registration. */
  readonly meaning: string | null
  readonly steps: readonly ReturnType<typeof step>[]
}[] = [
  {
    name: 'New registrants',
    meaning: null,
    steps: [
      step('call', 2, 'hours', 'Ask for questions'),
      step('email', 1, 'days', 'Project details'),
      step('call', 2, 'days', 'Reassess'),
    ],
  },
  {
    name: 'Follow-up Process 1',
    meaning: 'Hot and ready to buy.',
    steps: [step('call', 1, 'days', 'Ask for questions'), step('email', 1, 'days', 'Project details'), step('call', 2, 'days', 'Reassess')],
  },
  {
    name: 'Follow-up Process 2',
    meaning: 'Intends to buy, but is not ready yet.',
    steps: [
      step('email', 1, 'days', 'Project details'),
      step('call', 1, 'weeks', 'Ask for questions'),
      step('call', 1, 'months', 'Reassess'),
    ],
  },
  {
    name: 'Follow-up Process 3',
    meaning: 'Wants information only.',
    steps: [
      step('email', 1, 'days', 'Project details'),
      step('email', 1, 'months', 'Updated details'),
      step('call', 1, 'weeks', 'Reassess'),
    ],
  },
]
