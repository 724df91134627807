import type { Schedule } from '../wire.ts'

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

/** Hours of a day as two clock fields have them: midnight at the end is 00:00 there. */
export interface ClockSpan {
  readonly start: string
  readonly end: string
}

type WeeklyHours = Schedule['weeklyHours']

const asField = ({ start, end }: ClockSpan): ClockSpan => ({ start, end: end === '24:00' ? '00:00' : end })
const asWire = ({ start, end }: ClockSpan): ClockSpan => ({ start, end: end === '00:00' ? '24:00' : end })

/** The hours of each day, Monday first. */
export const byDay = (weekly: WeeklyHours): readonly (readonly ClockSpan[])[] =>
  DAYS.map((day) =>
    weekly
      .filter(({ days }) => days.includes(day))
      .map(asField)
      .sort((a, b) => (a.start < b.start ? -1 : 1)),
  )

/** Hours as they are sent: days that share hours are said together. */
export function weeklyOf(days: readonly (readonly ClockSpan[])[]): WeeklyHours {
  const spans = new Map<string, { days: (typeof DAYS)[number][]; start: string; end: string }>()
  for (const [i, day] of DAYS.entries())
    for (const one of days[i] ?? []) {
      const { start, end } = asWire(one)
      const known = spans.get(`${start} ${end}`) ?? { days: [], start, end }
      known.days.push(day)
      spans.set(`${start} ${end}`, known)
    }
  return [...spans.values()]
}
