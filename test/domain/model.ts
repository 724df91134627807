/**
 * The rules of time said as slowly and plainly as possible, one minute at a time: what the kernel is measured against.
 *
 * The rules, each decided for a single minute by the clock that hangs on the rep's wall:
 * - A rep works in a minute if the wall shows a date and a time inside hours that begin on that date, or inside the part past midnight of
 *   hours that begin on the date before. A minute the wall never shows gives no time; one that it shows twice gives its time twice.
 * - "The date before" is the one on the calendar, also where a zone left it out: in Apia, which had no 30 December 2011, hours that begin on
 *   the 30th still give their part past midnight on the 31st, and hours of the 29th lose theirs with the 30th.
 * - Hours of an override replace the hours that begin on its date, so the tail of the evening before stays.
 * - A meeting may start at a minute if all of its minutes are worked and none is time off, no minute of it and of its buffers is busy or
 *   blocked by a booking with its own buffers, and the date and the ISO week of that minute hold fewer bookings than the limits.
 *
 * Nothing here comes from `server/domain`: wall time is read from `Intl`, dates are text.
 */

/** Minutes of a wall clock; an end at or before the start is past midnight. */
export interface PlainHours {
  readonly start: number
  readonly end: number
}

/** Epoch minutes, half-open. */
export interface PlainSpan {
  readonly start: number
  readonly end: number
}

export interface PlainBooking extends PlainSpan {
  readonly id: string
  readonly before: number
  readonly after: number
}

/** A rep as a form would tell it. */
export interface PlainRep {
  readonly zone: string
  /** Monday first. */
  readonly weekly: readonly (readonly PlainHours[])[]
  /** By `YYYY-MM-DD`. */
  readonly overrides: Readonly<Record<string, readonly PlainHours[]>>
  readonly timeOff: readonly PlainSpan[]
  readonly busy: readonly PlainSpan[]
  readonly bookings: readonly PlainBooking[]
  readonly dailyLimit: number | null
  readonly weeklyLimit: number | null
}

export interface PlainShape {
  readonly duration: number
  readonly before: number
  readonly after: number
}

/** What a clock on the wall shows. */
export interface Wall {
  readonly date: string
  readonly time: number
}

interface Clock {
  readonly format: Intl.DateTimeFormat
  readonly shown: Map<number, Wall>
}

const clocks = new Map<string, Clock>()

/** What the wall clock of `zone` shows at an epoch minute. */
export function wallAt(zone: string, minute: number): Wall {
  const clock = clocks.get(zone) ?? { format: wallFormat(zone), shown: new Map<number, Wall>() }
  clocks.set(zone, clock)
  const remembered = clock.shown.get(minute)
  if (remembered) return remembered
  const [, month, day, year, hour, min] = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(clock.format.format(minute * 60_000)) as RegExpExecArray
  const wall = { date: `${year}-${month}-${day}`, time: Number(hour) * 60 + Number(min) }
  clock.shown.set(minute, wall)
  return wall
}

const wallFormat = (timeZone: string) =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })

/** The calendar's date so many days after another. */
export function dateAfter(date: string, days: number): string {
  const day = new Date(`${date}T12:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

const weekday = (date: string): number => (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7

/** The Monday on or before a date. */
export const mondayBefore = (date: string): string => dateAfter(date, -weekday(date))

const hoursBeginningOn = (rep: PlainRep, date: string): readonly PlainHours[] => rep.overrides[date] ?? rep.weekly[weekday(date)] ?? []

/** Whether the rep's hours hold the minute, time off and meetings aside. */
export function worksIn(rep: PlainRep, minute: number): boolean {
  const { date, time } = wallAt(rep.zone, minute)
  const pastMidnight = (hours: PlainHours) => hours.end <= hours.start
  return (
    hoursBeginningOn(rep, date).some((hours) => hours.start <= time && (pastMidnight(hours) || time < hours.end)) ||
    hoursBeginningOn(rep, dateAfter(date, -1)).some((hours) => pastMidnight(hours) && time < hours.end)
  )
}

const inside = (spans: readonly PlainSpan[], minute: number) => spans.some((span) => span.start <= minute && minute < span.end)

/** The bookings that count on the local date, and in the ISO week, of a minute. */
export function bookingsAround(rep: PlainRep, minute: number): { onDate: number; inWeek: number } {
  const { date } = wallAt(rep.zone, minute)
  const dates = rep.bookings.map((booking) => wallAt(rep.zone, booking.start).date)
  return {
    onDate: dates.filter((one) => one === date).length,
    inWeek: dates.filter((one) => mondayBefore(one) === mondayBefore(date)).length,
  }
}

/** The answers for each minute of a stretch of time, worked out once so that many shapes can be asked for. */
export interface Model {
  works(minute: number): boolean
  isFree(minute: number, shape: PlainShape): boolean
}

/** The model of a rep. Only minutes that lie, with meeting and buffers, in [from, to) may be asked for. */
export function modelOf(rep: PlainRep, from: number, to: number): Model {
  const working: boolean[] = []
  const present: boolean[] = []
  const clear: boolean[] = []
  const limited = new Map<string, boolean>()
  for (let minute = from; minute < to; minute++) {
    working.push(worksIn(rep, minute))
    present.push(working[minute - from] === true && !inside(rep.timeOff, minute))
    clear.push(!inside(rep.busy, minute) && !rep.bookings.some((one) => inside([blockOf(one)], minute)))
  }

  function isLimited(minute: number): boolean {
    const { date } = wallAt(rep.zone, minute)
    const known = limited.get(date)
    if (known !== undefined) return known
    const { onDate, inWeek } = bookingsAround(rep, minute)
    const reached = (rep.dailyLimit !== null && onDate >= rep.dailyLimit) || (rep.weeklyLimit !== null && inWeek >= rep.weeklyLimit)
    limited.set(date, reached)
    return reached
  }

  function isFree(start: number, shape: PlainShape): boolean {
    if (start - shape.before < from || start + shape.duration + shape.after > to) throw new RangeError('The model does not know this time')
    for (let minute = start; minute < start + shape.duration; minute++) if (!present[minute - from]) return false
    for (let minute = start - shape.before; minute < start + shape.duration + shape.after; minute++) if (!clear[minute - from]) return false
    return !isLimited(start)
  }

  return { works: (minute) => working[minute - from] === true, isFree }
}

/** The time that a booking takes from its rep. */
export const blockOf = (booking: PlainBooking): PlainSpan => ({ start: booking.start - booking.before, end: booking.end + booking.after })
