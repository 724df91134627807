import type { ParsedComponents } from 'chrono-node'
import { casual } from 'chrono-node/en'
import { minutesAhead, saidZone, spokenToFigures } from './spoken.ts'
import { dateOf, instantOf, type Wall, wallAt } from './zone.ts'

/** What a reader should know of a time: the clock skips it, shows it twice, or the weekday said is not that date's. */
export type WhenNote = 'skipped' | 'twice' | 'other-weekday'

/** A time that was understood. */
export interface When {
  readonly start: Date
  readonly note?: WhenNote
}

const MINUTE = 60_000

/** The time that a customer means, in the customer's zone and looking forward from `now`; null if the words do not say one. */
export function readWhen(text: string, now: Date, timeZone: string): When | null {
  const ahead = minutesAhead(text)
  if (ahead !== null) return { start: new Date((Math.ceil(now.getTime() / MINUTE) + ahead) * MINUTE) }

  const said = saidZone(text)
  const zone = said.timeZone ?? timeZone
  const found = parse(said.rest, now, zone)
  if (!found?.start.isCertain('hour')) return null
  return forward(found.start, withHour(found), now, zone)
}

/** The local date, `YYYY-MM-DD`, that the words name, with or without a time of day. */
export function readDay(text: string, now: Date, timeZone: string): string | null {
  const found = parse(saidZone(text).rest, now, timeZone)
  if (!found || isOnlyTime(found.start)) return null
  const { year, month, day } = wallOf(found.start)
  return dateOf(year, month, day)
}

interface Found {
  readonly text: string
  readonly start: ParsedComponents
}

/**
 * The parser thinks in the browser's zone, so it is given the customer's date as if it were the browser's, and only the figures it found
 * are used. Its day begins at midnight: what of today has passed is for `forward` to judge. Words left over could change the meaning
 * ("a week from friday"), so then nothing is understood rather than something else.
 */
function parse(text: string, now: Date, timeZone: string): Found | null {
  const today = wallAt(now, timeZone)
  const figures = spokenToFigures(text, today)
  const [first, ...others] = casual.parse(figures, new Date(today.year, today.month - 1, today.day), { forwardDate: true })
  if (!first || others.length > 0 || first.tags().has('result/relativeDateAndTime')) return null
  const rest = figures.replace(first.text, ' ')
  if (/\d|\b(weeks?|months?|days?|after|before|from|end|until|not|or|except)\b/.test(rest)) return null
  return { text: figures, start: first.start }
}

const isOnlyTime = (start: ParsedComponents) => !(['weekday', 'day', 'month', 'year'] as const).some((part) => start.isCertain(part))

const wallOf = (start: ParsedComponents): Wall => ({
  year: start.get('year') ?? 0,
  month: start.get('month') ?? 1,
  day: start.get('day') ?? 1,
  hour: start.get('hour') ?? 0,
  minute: start.get('minute') ?? 0,
})

/** An hour without am or pm lies between 7:00 and 18:59, unless it is written as a 24-hour clock does or a part of the day is named. */
function withHour({ text, start }: Found): Wall {
  const wall = wallOf(start)
  const isPlain = !start.isCertain('meridiem') && !start.isCertain('second') && !/\b(morning|night|midnight|0\d:\d\d)\b/.test(text)
  return isPlain && wall.hour >= 1 && wall.hour < 7 ? { ...wall, hour: wall.hour + 12 } : wall
}

function forward(start: ParsedComponents, wall: Wall, now: Date, timeZone: string): When {
  const first = resolve(start, wall, timeZone)
  const hasPassed = first.start.getTime() < Math.floor(now.getTime() / MINUTE) * MINUTE
  const later = hasPassed ? resolve(start, laterThan(start, wall), timeZone) : first
  const note = later.change ?? (saysOtherWeekday(start, wall) ? 'other-weekday' : undefined)
  return note ? { start: later.start, note } : { start: later.start }
}

/** An offset in the text itself (an ISO time, "3pm IST") rules; one that the parser only implies is the browser's and means nothing. */
function resolve(start: ParsedComponents, wall: Wall, timeZone: string): ReturnType<typeof instantOf> {
  const offset = start.isCertain('timezoneOffset') ? start.get('timezoneOffset') : null
  if (offset === null) return instantOf(wall, timeZone)
  return { start: new Date(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - offset * MINUTE) }
}

function laterThan(start: ParsedComponents, wall: Wall): Wall {
  if (start.isCertain('month') || start.isCertain('day')) return start.isCertain('year') ? wall : { ...wall, year: wall.year + 1 }
  const [year = 0, month = 1, day = 1] = dateOf(wall.year, wall.month, wall.day + (start.isCertain('weekday') ? 7 : 1))
    .split('-')
    .map(Number)
  return { ...wall, year, month, day }
}

const saysOtherWeekday = (start: ParsedComponents, wall: Wall): boolean =>
  start.isCertain('weekday') &&
  start.isCertain('day') &&
  new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() !== start.get('weekday')
