/** What a clock on the wall shows. `month` counts from 1. */
export interface Wall {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}

/** What the clock shows in a zone at an instant. */
export function wallAt(instant: Date, timeZone: string): Wall {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return { year: part('year'), month: part('month'), day: part('day'), hour: part('hour'), minute: part('minute') }
}

const asUtc = (wall: Wall) => Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute)

const offsetAt = (ms: number, timeZone: string) => asUtc(wallAt(new Date(ms), timeZone)) - Math.floor(ms / MINUTE) * MINUTE

/**
 * The instant at which a zone's clock shows `wall`, and what a clock change did to it.
 *
 * A time that is shown twice means the first; a time that is skipped means as much later as the clock leapt, as a person who had not
 * put the clock forward would come.
 */
export function instantOf(wall: Wall, timeZone: string): { start: Date; change?: 'skipped' | 'twice' } {
  const guess = asUtc(wall)
  const before = offsetAt(guess - DAY, timeZone)
  const after = offsetAt(guess + DAY, timeZone)
  const shown = [...new Set([before, after])].map((offset) => guess - offset).filter((ms) => ms + offsetAt(ms, timeZone) === guess)
  const first = Math.min(...shown)
  if (shown.length === 0) return { start: new Date(guess - before), change: 'skipped' }
  return shown.length > 1 ? { start: new Date(first), change: 'twice' } : { start: new Date(first) }
}

/** The local date, `YYYY-MM-DD`, in a zone at an instant. */
export function dateAt(instant: Date, timeZone: string): string {
  const { year, month, day } = wallAt(instant, timeZone)
  return dateOf(year, month, day)
}

/** A calendar date as `YYYY-MM-DD`; days and months beyond their end run on. */
export const dateOf = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)

/** The date so many days later. */
export const addDays = (date: string, days: number): string => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)

/** The Monday of the week that holds a date. */
export const mondayOf = (date: string): string => addDays(date, -((new Date(date).getUTCDay() + 6) % 7))

/** The instant of a minute of a local day; null if the clock skips it. */
export function instantOn(date: string, minuteOfDay: number, timeZone: string): Date | null {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const found = instantOf({ year, month, day, hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 }, timeZone)
  return found.change === 'skipped' ? null : found.start
}
