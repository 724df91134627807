/**
 * Recurrence rules (RFC 5545, 3.3.10), worked out by ical.js on the wall clock, within bounds.
 *
 * Anybody may send an invitation, and a rule can ask for every second for ever or for a 30th of February. So each step counts, and a rule
 * that needs too many of them, or too long, or that ical.js cannot follow, is `lost` from there on: what is unknown is never free.
 */
import ICAL from 'ical.js'
import type { Wall } from './caldav-zone.ts'

/** How much may still be done: for one event, and for all events of one reading. */
export interface Effort {
  steps: number
  readonly all: { steps: number }
  readonly until: number
}

/** The steps that one event may take, and all events of one reading; and how long one may take, in milliseconds. */
const STEPS = 20_000
const ALL_STEPS = 200_000
const LIMIT_MS = 500

export const newEffort = (all: Effort['all'] = { steps: ALL_STEPS }): Effort => ({ steps: STEPS, all, until: performance.now() + LIMIT_MS })

/** What a rule gives: the starts found, and from when on nothing is known, or null if all is. */
export interface Starts {
  readonly found: readonly Wall[]
  readonly lostFrom: Wall | null
}

/** Intervals of more than a hundred years are no honest rule, and ical.js may go round for ever. */
const CENTURY: Readonly<Record<string, number>> = {
  SECONDLY: 3_155_760_000,
  MINUTELY: 52_596_000,
  HOURLY: 876_600,
  DAILY: 36_525,
  WEEKLY: 5218,
  MONTHLY: 1200,
  YEARLY: 100,
}

const UNITS: Readonly<Record<string, 'seconds' | 'minutes' | 'hours' | 'days' | 'weeks'>> = {
  SECONDLY: 'seconds',
  MINUTELY: 'minutes',
  HOURLY: 'hours',
  DAILY: 'days',
  WEEKLY: 'weeks',
}

const timeOf = ({ year, month, day, hour, minute, second }: Wall, isDate: boolean): ICAL.Time =>
  new ICAL.Time({ year, month, day, hour, minute, second, isDate }, ICAL.Timezone.localTimezone)

/** The wall time that an iCalendar value shows, whatever its zone. */
export const wallOf = ({ year, month, day, hour, minute, second }: ICAL.Time): Wall =>
  Temporal.PlainDateTime.from({ year, month, day, hour, minute, second })

/** Something that is greater the later a wall time is, and costs little. */
const orderOf = ({ year, month, day, hour, minute, second }: Wall | ICAL.Time): number =>
  ((((year * 13 + month) * 32 + day) * 24 + hour) * 60 + minute) * 60 + second

/** The starts in [from, to) of a series that begins at `start`. UNTIL is for the caller, who knows the zones. */
export function startsOf(rule: ICAL.Recur, start: Wall, isDate: boolean, from: Wall, to: Wall, effort: Effort): Starts {
  const [first, last] = [orderOf(from), orderOf(to)]
  if (orderOf(start) >= last) return { found: [], lostFrom: null }
  const found: Wall[] = []
  let reached = timeOf(start, isDate)
  try {
    if (rule.interval > (CENTURY[rule.freq] ?? 0)) throw new RangeError('no honest interval')
    const bounded = rule.clone()
    // Also the search for a first start ends here.
    bounded.until = timeOf(to, false)
    const iterator = bounded.iterator(timeOf(closerTo(from, rule, start), isDate))
    watch(iterator, last, effort)
    for (let next = iterator.next(); next && orderOf(next) < last; next = iterator.next()) {
      spend(effort)
      reached = next.clone()
      if (orderOf(next) >= first) found.push(wallOf(next))
    }
    return { found, lostFrom: null }
  } catch (error) {
    return { found, lostFrom: error instanceof Past ? null : wallOf(reached) }
  }
}

/** ical.js asks `check_contracting_rules` at each candidate, and would go on for ever where none fits. */
function watch(iterator: ICAL.RecurIterator, last: number, effort: Effort): void {
  const inner = iterator as unknown as { last: ICAL.Time; check_contracting_rules(): boolean }
  const check = inner.check_contracting_rules.bind(inner)
  inner.check_contracting_rules = () => {
    spend(effort)
    if (orderOf(inner.last) >= last) throw new Past()
    return check()
  }
}

class Past extends Error {}

function spend(effort: Effort): void {
  if (--effort.steps < 0 || --effort.all.steps < 0) throw new RangeError('too many steps')
  if (effort.steps % 256 === 0 && performance.now() > effort.until) throw new RangeError('too long')
}

/**
 * A start of the same series nearer to `from`, a whole number of intervals later: years of daily meetings need not be counted through. What
 * is shifted lies well before `from`, for ical.js gives the first start even where the rule would not. Rules that count are not shifted,
 * nor are months and years, which are few.
 */
function closerTo(from: Wall, rule: ICAL.Recur, start: Wall): Wall {
  const unit = UNITS[rule.freq]
  if (!unit || rule.count) return start
  const apart = start.until(from.subtract({ days: 8 }), { largestUnit: unit })[unit]
  const whole = Math.floor(apart / rule.interval) - 1
  return whole > 0 ? start.add({ [unit]: whole * rule.interval }) : start
}
