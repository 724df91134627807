/** A company of any size as the import takes it, in pieces that stay under the limit of a body. */
import { DAY, minuteText } from '../server/domain/interval.ts'
import { zone } from '../server/domain/zone.ts'
import { randomFrom } from './world.ts'

const zones = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles', 'Europe/London', 'Asia/Kolkata']
const weeks = [
  ['09:00', '17:00'],
  ['08:00', '16:00'],
  ['10:00', '18:30'],
  ['12:00', '20:00'],
] as const

/** What is asked about: the Monday that begins at least two weeks after `today`, as a day number. */
export const mondayAfter = (today: number): number => today + 14 + ((((4 - today) % 7) + 7) % 7)

/** The reps, each with `busyADay` entries on each of `days` days from `first` on. */
function repsOf(count: number, first: number, days: number, busyADay: number) {
  const random = randomFrom(count)
  const pick = (below: number) => Math.floor(random() * below)
  return Array.from({ length: count }, (_, i) => {
    const timeZone = zones[pick(zones.length)] as string
    const [start, end] = weeks[pick(weeks.length)] as (typeof weeks)[number]
    const offset = zone(timeZone).offsetAt(first * DAY)
    const busy = Array.from({ length: days * busyADay }, (_, n) => {
      const from = (first + Math.floor(n / busyADay)) * DAY + 420 - offset + 5 * pick(144)
      return { start: minuteText(from), end: minuteText(from + 15 * (1 + pick(4))) }
    })
    const weeklyHours = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start, end }]
    return { email: `rep${i}@bench.example`, name: `Rep ${i}`, timeZone, weeklyHours, busy }
  })
}

/** The bodies of the imports that make the company: reps in pieces, then the pool of them all and its event type. */
export function importsOf(count: number, first: number, days: number, busyADay: number): object[] {
  const reps = repsOf(count, first, days, busyADay)
  const piece = Math.max(1, Math.min(reps.length, Math.floor(180_000 / (days * busyADay))))
  const pieces = Array.from({ length: Math.ceil(reps.length / piece) }, (_, i) => ({ reps: reps.slice(i * piece, (i + 1) * piece) }))
  return [
    ...pieces,
    {
      eventTypes: [{ slug: 'consultation', name: 'Consultation', durationMinutes: 30 }],
      pools: [{ slug: 'sales', name: 'Sales', members: reps.map(({ email }) => ({ email })) }],
    },
  ]
}
