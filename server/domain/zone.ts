import { DAY, type Minute, type Span } from './interval.ts'

/** Days since 1970-01-01 on a wall calendar, whatever the zone. */
export type LocalDay = number

/** A stretch of time in which a zone's offset does not change. */
export interface Stretch extends Span {
  /** Minutes that the wall clock is ahead of UTC. */
  readonly offset: number
}

/** A time zone: the one place where wall time and real time become each other. */
export interface Zone {
  /** The name as it was given, links such as `Asia/Kolkata` included. */
  readonly name: string
  /** Minutes that the wall clock is ahead of UTC at `minute`. */
  offsetAt(minute: Minute): number
  /** The stretches of constant offset that cover [from, to), cut to it. */
  stretches(from: Minute, to: Minute): Stretch[]
  /** The wall calendar's day at `minute`. */
  localDay(minute: Minute): LocalDay
  /** The minute of the wall clock's day, 0–1439, at `minute`. */
  minuteOfDay(minute: Minute): number
  /** The first real minute whose wall date is `day` or later: midnight, or the end of a clock change that skips it. */
  startOfDay(day: LocalDay): Minute
  /** Every real minute, none to two, at which the wall clock shows `minuteOfDay` on `day`. */
  instants(day: LocalDay, minuteOfDay: number): Minute[]
}

const FIRST = Date.UTC(1973, 0, 1)
const LAST = Date.UTC(2120, 0, 1)
const known = new Map<string, Zone>()
const good = new Set<string>()

/** Whether a zone of this name exists: the names that `Intl.DateTimeFormat` takes (RFC 9557 names and numeric offsets). */
export function isZone(name: string): boolean {
  if (good.has(name)) return true // A formatter takes longer to make than all the rest of a question.
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    if (good.size > 2000) good.clear()
    good.add(name)
    return true
  } catch {
    return false
  }
}

/** The zone of a name for which `isZone` holds. */
export function zone(name: string): Zone {
  const found = known.get(name)
  if (found) return found
  const made = fromTransitions(name, ...transitions(name))
  if (known.size > 2000) known.clear()
  known.set(name, made)
  return made
}

/** The minutes from which an offset holds (the first from ever on), and the offsets. */
function transitions(name: string): [Minute[], number[]] {
  const minute = (t: Temporal.ZonedDateTime) => Math.round(t.epochMilliseconds / 60_000)
  const offset = (t: Temporal.ZonedDateTime) => Math.round(t.offsetNanoseconds / 60e9)
  let at = Temporal.Instant.fromEpochMilliseconds(FIRST).toZonedDateTimeISO(name)
  const from = [Number.NEGATIVE_INFINITY]
  const offsets = [offset(at)]
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds > LAST) return [from, offsets]
    from.push(minute(next))
    offsets.push(offset(next))
    at = next
  }
}

function fromTransitions(name: string, from: readonly Minute[], offsets: readonly number[]): Zone {
  const indexAt = (minute: Minute) => {
    let low = 0
    let high = from.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((from[middle] as number) <= minute) low = middle
      else high = middle - 1
    }
    return low
  }
  const offsetAt = (minute: Minute) => offsets[indexAt(minute)] as number

  function stretches(start: Minute, end: Minute): Stretch[] {
    const found: Stretch[] = []
    for (let i = indexAt(start); i < from.length && (from[i] as number) < end; i++)
      found.push({ start: Math.max(start, from[i] as number), end: Math.min(end, from[i + 1] ?? end), offset: offsets[i] as number })
    return found
  }

  function instants(day: LocalDay, minuteOfDay: number): Minute[] {
    const wall = day * DAY + minuteOfDay
    return stretches(wall - 2 * DAY, wall + 2 * DAY)
      .filter((s) => wall - s.offset >= s.start && wall - s.offset < s.end)
      .map((s) => wall - s.offset)
  }

  function startOfDay(day: LocalDay): Minute {
    const wall = day * DAY
    // A wall clock that is set back over midnight shows the day's first minutes twice: the first time counts.
    for (const s of stretches(wall - 2 * DAY, wall + 2 * DAY)) if (s.end + s.offset > wall) return Math.max(s.start, wall - s.offset)
    return wall
  }

  return {
    name,
    offsetAt,
    stretches,
    localDay: (minute) => Math.floor((minute + offsetAt(minute)) / DAY),
    minuteOfDay: (minute) => (((minute + offsetAt(minute)) % DAY) + DAY) % DAY,
    startOfDay,
    instants,
  }
}

/** `2027-03-02` as a day number. */
export const dayOf = (date: string): LocalDay => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000)

/** A day number as `2027-03-02`. */
export const dateText = (day: LocalDay): string => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** 0 for Monday to 6 for Sunday. */
export const weekdayOf = (day: LocalDay): number => (((day + 3) % 7) + 7) % 7

/** The Monday that begins the ISO 8601 week of `day`. */
export const mondayOf = (day: LocalDay): LocalDay => day - weekdayOf(day)
