/** The company of the storm: teams that share few reps, so that clients want the same times, and one pool of everybody. */

import { DAY, minuteText } from '../../server/domain/interval.ts'
import { dateText, zone } from '../../server/domain/zone.ts'
import { mondayAfter } from '../company.ts'

const ZONES = ['America/New_York', 'America/Chicago', 'America/Los_Angeles', 'Europe/London', 'Asia/Kolkata'] as const
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR']
const TEAM = 20
const ROOMS = 12
const DESK = 10

/** The first day that is booked, a Monday, and how many days are. */
const FIRST = mondayAfter(Math.floor(Date.now() / 86_400_000))
const DAYS = 5

/** What can be booked. A showing takes a room as well; an introduction that a customer asks for waits for approval. Two of them are written to the CRM. */
export const EVENT_TYPES = [
  { slug: 'consultation', name: 'Consultation', durationMinutes: 30, crm: false },
  { slug: 'visit', name: 'Visit', durationMinutes: 60, bufferBeforeMinutes: 15, bufferAfterMinutes: 15 },
  { slug: 'showing', name: 'Showing', durationMinutes: 45, with: [{ pool: 'rooms', count: 1 }], crm: false },
  { slug: 'introduction', name: 'Introduction', durationMinutes: 15, approval: true },
] as const
export type Slug = (typeof EVENT_TYPES)[number]['slug']

const DISTRIBUTIONS = ['find-by-time', 'longest-idle', 'priority', 'round-robin', 'weighted'] as const

export interface Company {
  readonly reps: readonly { readonly email: string; readonly timeZone: string }[]
  /** The pools of some reps each. */
  readonly teams: readonly { readonly slug: string; readonly page: string; readonly emails: readonly string[] }[]
  /** Reps who work day and night, with whom meetings begin at once. */
  readonly desk: readonly string[]
}

/** The company of so many reps; one with a calendar or a record elsewhere has the same email there. */
export function companyOf(count: number): Company {
  const reps = Array.from({ length: count }, (_, i) => ({ email: `rep${i}@storm.example`, timeZone: ZONES[i % ZONES.length] as string }))
  const teams = Array.from({ length: Math.ceil(count / TEAM) }, (_, i) => ({
    ...{ slug: `team-${i}`, page: `page-${i}`, emails: reps.slice(i * TEAM, (i + 1) * TEAM).map(({ email }) => email) },
  }))
  return { reps, teams, desk: Array.from({ length: DESK }, (_, i) => `desk${i}@storm.example`) }
}

/** Busy times of a rep's week that chance draws, in working hours. */
export function busyOf(timeZone: string, chance: () => number): { start: string; end: string }[] {
  const there = zone(timeZone)
  return Array.from({ length: DAYS * 2 }, (_, i) => {
    const midnight = there.startOfDay(FIRST + Math.floor(i / 2))
    const from = midnight + 8 * 60 + 15 * Math.floor(chance() * 40)
    return { start: minuteText(from), end: minuteText(from + 15 * (1 + Math.floor(chance() * 4))) }
  })
}

/** A week's hours that chance draws. */
export const hoursOf = (chance: () => number) => [
  {
    days: WEEKDAYS,
    start: ['07:00', '08:00', '09:00'][Math.floor(chance() * 3)],
    end: ['16:00', '17:30', '19:00'][Math.floor(chance() * 3)],
  },
]

/** The import that makes it. */
export function importOf({ reps, teams, desk }: Company, chance: () => number): object {
  const always = [{ days: [...WEEKDAYS, 'SA', 'SU'], start: '00:00', end: '24:00' }]
  const rooms = Array.from({ length: ROOMS }, (_, i) => `room${i}@storm.example`)
  const everyDay = (email: string, kind: string) => ({ email, name: email.split('@')[0], kind, timeZone: 'UTC', weeklyHours: always })
  const pool = (slug: string, emails: readonly string[], distribution: string) => ({
    ...{ slug, name: slug, distribution, members: emails.map((email) => ({ email })) },
  })
  return {
    reps: [
      ...reps.map(({ email, timeZone }, i) => ({
        ...{ email, name: `Rep ${i}`, timeZone, weeklyHours: hoursOf(chance), busy: busyOf(timeZone, chance) },
      })),
      ...rooms.map((email) => everyDay(email, 'room')),
      ...desk.map((email) => everyDay(email, 'person')),
    ],
    eventTypes: EVENT_TYPES,
    pools: [
      ...teams.map(({ slug, emails }, i) => pool(slug, emails, DISTRIBUTIONS[i % DISTRIBUTIONS.length] as string)),
      pool(
        'everybody',
        reps.map(({ email }) => email),
        'longest-idle',
      ),
      pool('rooms', rooms, 'find-by-time'),
      pool('desk', desk, 'round-robin'),
    ],
    bookingPages: teams.map(({ slug, page }, i) => ({
      ...{ slug: page, title: page, pool: slug, choice: i % 2 === 0 ? 'customer' : 'automatic' },
      eventTypes: ['consultation', 'introduction', 'showing'],
    })),
  }
}

/** A time of the week's that chance draws, on the grid of a quarter of an hour, when somebody somewhere works. */
export function someTime(chance: () => number): string {
  const day = FIRST + Math.floor(chance() * DAYS)
  return minuteText(day * DAY + 60 * 4 + 15 * Math.floor(chance() * 72))
}

/** The first and the last day, as questions name them. */
export const RANGE = { from: dateText(FIRST), to: dateText(FIRST + DAYS - 1) }
