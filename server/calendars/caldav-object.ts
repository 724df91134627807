/** A calendar object (RFC 4791, 4.1) as an entry of ours: all occurrences of one series, with its exceptions, in one. */
import ICAL from 'ical.js'
import type { CalendarEntry } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import {
  type Event,
  eventOf,
  type Length,
  lengthOf,
  type Moment,
  momentsOf,
  momentsReadable,
  mostOf,
  type Reader,
  spanFrom,
} from './caldav-event.ts'
import { type Effort, newEffort, startsOf, wallOf } from './caldav-rule.ts'
import { type Clock, clocksOf, UTC, type Wall } from './caldav-zone.ts'

/** What an object says: the entry, and whether any of it lies in the window. */
export interface Read {
  readonly entry: CalendarEntry
  readonly inWindow: boolean
}

interface Occurrence {
  readonly span: Interval
  readonly busy: boolean
}

/** More spans of one series than this become one that reaches to the end of the window. */
const SPANS = 2000

/** No zone is further away from another. */
const ZONES_MS = 27 * 3_600_000

/**
 * Reads one object. Null if nothing in it is an event that stands: a task, or a meeting that was called off. Throws on what cannot be read.
 */
export function readObject(key: string, text: string, reader: Reader, all?: Effort['all']): Read | null {
  const calendar = new ICAL.Component(ICAL.parse(concerning(text)))
  if (calendar.name !== 'vcalendar') throw new Error('no VCALENDAR')
  const clocks = clocksOf(calendar)
  const events = calendar.getAllSubcomponents('vevent').map((one) => eventOf(one, clocks, reader))
  const standing = events.filter((event) => event.standing !== 'called-off')
  const [first] = standing
  if (!first) return null
  const effort = newEffort(all)
  const series = [...Map.groupBy(events, (event) => uidOf(event)).values()]
  const occurrences = series
    .flatMap((same) => occurrencesOf(same, clocks, reader, effort))
    .filter(({ span }) => touches(span, reader.window))
  const single = events.length === 1 && !isSeries(first) && !first.start.isDate
  const busy = merged(occurrences.filter((one) => one.busy).map((one) => one.span))
  return {
    entry: { key, uid: uidOf(first), busy: bounded(busy, reader.window), span: single ? spanOf(first) : null },
    inWindow: occurrences.length > 0,
  }
}

const CONCERNING =
  /^(BEGIN|END|UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|STATUS|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS|TZID|TZOFFSETFROM|TZOFFSETTO|X-LIC-LOCATION)[;:]/i
const isDeclined = (line: string): boolean => /^ATTENDEE;/i.test(line) && /PARTSTAT="?DECLINED/i.test(line)

/** The lines that say when an event is and whether it counts: titles and texts are not read, so they need not be well-formed either. */
const concerning = (text: string): string =>
  text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => CONCERNING.test(line) || isDeclined(line))
    .join('\r\n')

const uidOf = ({ component }: Event): string | null => {
  const uid = component.getFirstPropertyValue('uid')
  return uid === null ? null : String(uid)
}

const isSeries = ({ component }: Event): boolean =>
  ['rrule', 'rdate', 'recurrence-id'].some((name) => component.getFirstProperty(name) !== null)

/** An event without length takes no time, and lies where it starts. */
const touches = (a: Interval, b: Interval): boolean => a.start < b.end && (b.start < a.end || (+a.start === +a.end && b.start <= a.start))

/** When an event takes place by itself. Its own end counts, be it in another zone than its start. */
function spanOf({ start, end, length }: Event): Interval {
  const span = spanFrom(start, length)
  if (!end || start.isDate) return span
  return { start: span.start, end: new Date(Math.max(+span.start, end.clock.latest(end.wall))) }
}

/** Spans in order, without those that take no time, and as few as possible. */
function merged(spans: readonly Interval[]): Interval[] {
  const found: Interval[] = []
  for (const span of spans.filter((one) => one.start < one.end).sort((a, b) => +a.start - +b.start)) {
    const last = found.at(-1)
    if (last && span.start < last.end) found[found.length - 1] = { start: last.start, end: span.end > last.end ? span.end : last.end }
    else found.push(span)
  }
  return found
}

function bounded(spans: readonly Interval[], { end }: Interval): readonly Interval[] {
  const rest = spans[SPANS]
  return rest ? [...spans.slice(0, SPANS), { start: rest.start, end }] : spans
}

/** What a time in EXDATE or RECURRENCE-ID stands for: that instant, or, as a bare date, whatever starts on that day of the wall clock. */
const marks = ({ wall, clock, isDate }: Moment, ofDates: boolean): string =>
  isDate || ofDates ? wall.toPlainDate().toString() : String(clock.earliest(wall))

function occurrencesOf(events: readonly Event[], clocks: (tzid: string) => Clock, reader: Reader, effort: Effort): Occurrence[] {
  const moments = (event: Event, name: string) => momentsOf(event.component, name, clocks, reader.floating).map(({ moment }) => moment)
  const changed = events.flatMap((event) =>
    moments(event, 'recurrence-id')
      .slice(0, 1)
      .map((id) => ({ event, id })),
  )
  const masters = events.filter((event) => event.component.getFirstProperty('recurrence-id') === null)
  const own = changed.map(({ event }) => ({ span: spanOf(event), busy: event.standing === 'busy' }))
  return [...own.filter((_, i) => changed[i]?.event.standing !== 'called-off'), ...masters.flatMap(ofMaster)]

  function ofMaster(master: Event): Occurrence[] {
    const { start } = master
    const away = new Set(
      [...momentsReadable(master.component, 'exdate', clocks, reader.floating), ...changed.map(({ id }) => id)].map((one) =>
        marks(one, start.isDate),
      ),
    )
    // RFC 5545, 3.2.13: an occurrence that was changed with all that follow moves those by as much, and gives them its length and standing.
    const turns = changed
      .filter(({ event }) => /^THISANDFUTURE$/i.test(String(event.component.getFirstProperty('recurrence-id')?.getFirstParameter('range'))))
      .map(({ event, id }) => ({
        event,
        from: +id.clock.earliest(id.wall),
        by: +event.start.clock.earliest(event.start.wall) - +id.clock.earliest(id.wall),
      }))
      .sort((a, b) => a.from - b.from)
    const shift = Math.max(0, ...turns.map(({ by }) => Math.abs(by)))
    const longest = Math.max(mostOf(master.length), ...turns.map(({ event }) => mostOf(event.length)))
    const from = asWall(+reader.window.start - longest - shift - ZONES_MS)
    const to = asWall(+reader.window.end + shift + ZONES_MS)

    const { found, lost } = startsIn(master, from, to)
    const kept = found.filter(({ moment }) => !away.has(marks(moment, false)) && !away.has(marks(moment, true)))
    return [
      ...kept.flatMap(({ moment, length }) => at(moment, length)),
      ...lost.map((span) => ({ span, busy: master.standing === 'busy' })),
    ]

    function at(moment: Moment, length: Length | null): Occurrence[] {
      const instant = moment.clock.earliest(moment.wall)
      const turn = turns.findLast((one) => one.from <= instant)
      const { standing } = turn?.event ?? master
      if (standing === 'called-off') return []
      if (!turn) {
        const whole = !isSeries(master) ? spanOf(master) : spanFrom(moment, length ?? master.length)
        return [{ span: whole, busy: standing === 'busy' }]
      }
      const { start: at, length: long } = turn.event
      const id = changed.find((one) => one.event === turn.event)?.id ?? at
      const moved = { ...at, wall: at.wall.add(id.wall.until(moment.wall, { largestUnit: 'days' })) }
      return [{ span: spanFrom(moved, long), busy: standing === 'busy' }]
    }
  }

  /** Every start of a series in [from, to), and the stretches in which they are not known. */
  function startsIn(master: Event, from: Wall, to: Wall) {
    const { component, start } = master
    const found = new Map<string, { moment: Moment; length: Length | null }>()
    const add = (moment: Moment, length: Length | null = null) => found.set(marks(moment, start.isDate), { moment, length })
    const lost: Interval[] = []
    add(start) // DTSTART is always the first (3.8.5.3).
    for (const { moment, period } of momentsOf(component, 'rdate', clocks, reader.floating))
      add(moment, period ? lengthOf(period.getDuration()) : null)
    for (const property of component.getAllProperties('rrule')) {
      const rule = property.getFirstValue()
      if (!(rule instanceof ICAL.Recur)) throw new Error('RRULE is no rule')
      const last = lastOf(rule, start)
      const known = startsOf(rule, start.wall, start.isDate, from, to, effort)
      for (const wall of known.found) if (start.clock.earliest(wall) <= last) add({ ...start, wall })
      if (known.lostFrom) {
        const after = Math.max(+reader.window.start, start.clock.earliest(known.lostFrom))
        const before = Math.min(+reader.window.end, last + mostOf(master.length))
        if (after < before) lost.push({ start: new Date(after), end: new Date(before) })
      }
    }
    return { found: [...found.values()], lost }
  }
}

/** The last instant at which an occurrence may start: UNTIL as the zone of the start has it, if it is no instant itself. */
function lastOf(rule: ICAL.Recur, start: Moment): number {
  const { until } = rule
  if (!until) return Number.POSITIVE_INFINITY
  const wall = wallOf(until)
  if (until.isDate) return start.clock.latest(wall.add({ days: 1 })) - 1
  return until.zone === ICAL.Timezone.utcTimezone && !start.isDate ? UTC.latest(wall) : start.clock.latest(wall)
}

const asWall = (ms: number): Wall => new Temporal.ZonedDateTime(BigInt(Math.round(ms)) * 1_000_000n, 'UTC').toPlainDateTime()
