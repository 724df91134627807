/** When the activities of a process are due. */
import { PREVIOUS, type Step, TRIGGER } from './process.ts'

/** When something is due: on which date in the project’s zone, and at which instant if it has one. */
export interface Due {
  /** `2027-05-03` */
  readonly on: string
  readonly at: Date | null
}

/** When a step in hours begins to count after one that has only a date. */
const WORK_BEGINS = '09:00'

/** The local date of an instant in a zone. */
export const dateIn = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()

/** The instant at which the wall clock shows `time` on a date: of a repeated hour the first, of a skipped one what follows it. */
export const instantOf = (on: string, time: string, timeZone: string): Date =>
  new Date(Temporal.PlainDate.from(on).toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds)

/**
 * When each step is due, after a trigger at an instant.
 *
 * Offsets count from the due date of what they are anchored to, not from when that was done, so all dates are known from the first moment. A
 * month is one of the calendar, and ends where the shorter month does: one month after January 31 is the last of February, and the next
 * month counts from there. What is `known` of a step, by its id, stands in the place of its due date.
 */
export function duesOf(steps: readonly Step[], trigger: Date, timeZone: string, known: ReadonlyMap<string, Due> = new Map()): Due[] {
  const start: Due = { on: dateIn(trigger, timeZone), at: trigger }
  const byId = new Map<string, Due>([[TRIGGER, start]])
  let previous = start
  return steps.map((step) => {
    const base = step.anchor === PREVIOUS ? previous : (byId.get(step.anchor) ?? start)
    previous = known.get(step.id) ?? after(base, step, timeZone)
    byId.set(step.id, previous)
    return previous
  })
}

/** The moment at which something was done, as a date to count from. */
export const doneAt = (at: Date, timeZone: string): Due => ({ on: dateIn(at, timeZone), at })

/** The steps that count, through however many others, from this one. */
export function countingFrom(steps: readonly Step[], id: string): ReadonlySet<string> {
  const found = new Set([id])
  steps.forEach(({ id: own, anchor }, i) => {
    const base = anchor === PREVIOUS ? steps[i - 1]?.id : anchor
    if (base !== undefined && found.has(base)) found.add(own)
  })
  found.delete(id)
  return found
}

function after(base: Due, { offset: { amount, unit }, time }: Pick<Step, 'offset' | 'time'>, timeZone: string): Due {
  if (unit === 'hours') {
    const at = new Date((base.at ?? instantOf(base.on, WORK_BEGINS, timeZone)).getTime() + amount * 3_600_000)
    return { on: dateIn(at, timeZone), at }
  }
  const on = Temporal.PlainDate.from(base.on)
    .add({ [unit]: amount })
    .toString()
  return { on, at: time === null ? null : instantOf(on, time, timeZone) }
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** The first day from `due` on that is open, at the same time of day. Where every day is closed it stays. */
export function rolledForward(due: Due, weekdays: readonly string[], isHoliday: (date: string) => boolean, timeZone: string): Due {
  let day = Temporal.PlainDate.from(due.on)
  for (let tried = 0; tried < 366; tried++, day = day.add({ days: 1 }))
    if (!weekdays.includes(WEEKDAYS[day.dayOfWeek - 1] ?? '') && !isHoliday(day.toString())) return onDay(due, day, timeZone)
  return due
}

/** A new set begins no earlier than what it replaces was due: all its dates move by the days that are missing. */
export function notBefore(dues: readonly Due[], earliest: string, timeZone: string): Due[] {
  const first = dues[0]
  if (first === undefined || first.on >= earliest) return [...dues]
  return shifted(dues, Temporal.PlainDate.from(first.on).until(earliest, { largestUnit: 'day' }).days, timeZone)
}

/** The same times of day, some days later (or earlier). */
export const shifted = (dues: readonly Due[], days: number, timeZone: string): Due[] =>
  dues.map((due) => onDay(due, Temporal.PlainDate.from(due.on).add({ days }), timeZone))

function onDay({ at }: Due, day: Temporal.PlainDate, timeZone: string): Due {
  const on = day.toString()
  if (at === null) return { on, at }
  const time = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainTime()
  return { on, at: instantOf(on, time.toString(), timeZone) }
}

/** Where something stands today in the project’s zone. Something with an instant is overdue once that is past. */
export function standingOf(due: Due, now: Date, timeZone: string): 'overdue' | 'today' | 'upcoming' {
  const today = dateIn(now, timeZone)
  if (due.on < today || (due.at !== null && due.at < now)) return 'overdue'
  return due.on === today ? 'today' : 'upcoming'
}

/** Due on another day: at the time that is given, at none (null), or else at the same time of day. */
export function dueOnDay(due: Due, on: string, time: string | null | undefined, timeZone: string): Due {
  if (time === null) return { on, at: null }
  return time === undefined ? onDay(due, Temporal.PlainDate.from(on), timeZone) : { on, at: instantOf(on, time, timeZone) }
}
