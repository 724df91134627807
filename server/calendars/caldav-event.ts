/** A VEVENT as far as it concerns us: when it is, whether it makes its owner busy, and which of a series' occurrences it stands for. */
import ICAL from 'ical.js'
import type { Interval } from '../domain/interval.ts'
import { wallOf } from './caldav-rule.ts'
import { type Clock, UTC, type Wall } from './caldav-zone.ts'

/** What is needed to read a calendar object. */
export interface Reader {
  /** The zone of floating times and of whole days. */
  readonly floating: Clock
  /** The owner's addresses, in small letters, without `mailto:`. */
  readonly own: ReadonlySet<string>
  readonly window: Interval
}

/** A time as it is written: on which clock, and whether it is a whole day. */
export interface Moment {
  readonly wall: Wall
  readonly clock: Clock
  readonly isDate: boolean
}

/** How long an event takes: so many days of the calendar, then so many milliseconds. */
export interface Length {
  readonly days: number
  readonly ms: number
}

export interface Event {
  readonly component: ICAL.Component
  readonly start: Moment
  readonly length: Length
  /** The end as it is written: a single event ends exactly there. */
  readonly end: Moment | null
  readonly standing: 'busy' | 'free' | 'called-off'
}

const DAY_MS = 86_400_000

function momentOf(property: ICAL.Property, time: ICAL.Time, clocks: (tzid: string) => Clock, floating: Clock): Moment {
  const tzid = property.getFirstParameter('tzid')
  const clock = time.zone === ICAL.Timezone.utcTimezone ? UTC : tzid && !time.isDate ? clocks(tzid) : floating
  return { wall: wallOf(time), clock, isDate: time.isDate }
}

/** The times of every property of this name. Throws on what is none. */
export const momentsOf = (component: ICAL.Component, name: string, clocks: (tzid: string) => Clock, floating: Clock) =>
  component.getAllProperties(name).flatMap((property) => timesOf(property, clocks, floating))

/** The same, but for what cannot be read: of dates that are taken out, that leaves more of a series rather than less. */
export const momentsReadable = (component: ICAL.Component, name: string, clocks: (tzid: string) => Clock, floating: Clock): Moment[] =>
  component.getAllProperties(name).flatMap((property) => {
    try {
      return timesOf(property, clocks, floating).map(({ moment }) => moment)
    } catch {
      return []
    }
  })

const timesOf = (property: ICAL.Property, clocks: (tzid: string) => Clock, floating: Clock) =>
  property.getValues().map((value: unknown) => {
    const time = value instanceof ICAL.Period ? value.start : value
    if (!(time instanceof ICAL.Time)) throw new Error(`${property.name} is no time`)
    return { moment: momentOf(property, time, clocks, floating), period: value instanceof ICAL.Period ? value : null }
  })

/** Reads a VEVENT. Throws on one that has no readable start. */
export function eventOf(component: ICAL.Component, clocks: (tzid: string) => Clock, { floating, own }: Reader): Event {
  const [start] = momentsOf(component, 'dtstart', clocks, floating)
  if (!start) throw new Error('an event without DTSTART')
  const [end] = momentsOf(component, 'dtend', clocks, floating)
  const event = { component, start: start.moment, end: end?.moment ?? null, standing: standingOf(component, own) }
  return { ...event, length: end ? lengthBetween(start.moment, end.moment) : durationOf(component, start.moment) }
}

/** RFC 5545, 3.8.5.3: with DTEND, all occurrences take exactly as long; whole days are days, however long. */
function lengthBetween(start: Moment, end: Moment): Length {
  if (start.isDate) return { days: Math.max(0, start.wall.toPlainDate().until(end.wall.toPlainDate()).days), ms: 0 }
  return { days: 0, ms: Math.max(0, end.clock.latest(end.wall) - start.clock.latest(start.wall)) }
}

/** DURATION: weeks and days are of the wall clock, the rest is exact (3.3.6). Without, a date is one day and a time takes none (3.6.1). */
function durationOf(component: ICAL.Component, start: Moment): Length {
  const duration = component.getFirstPropertyValue('duration')
  if (duration instanceof ICAL.Duration) return lengthOf(duration)
  return { days: start.isDate ? 1 : 0, ms: 0 }
}

export function lengthOf(duration: ICAL.Duration): Length {
  if (duration.isNegative) return { days: 0, ms: 0 }
  return { days: duration.weeks * 7 + duration.days, ms: (duration.hours * 3600 + duration.minutes * 60 + duration.seconds) * 1000 }
}

/** At least as long as `length` can ever be, in milliseconds. */
export const mostOf = ({ days, ms }: Length): number => (days === 0 ? 0 : (days + 1) * DAY_MS) + ms

/** The real time of an event of this length that starts there. */
export function spanFrom({ wall, clock }: Moment, { days, ms }: Length): Interval {
  const end = days === 0 ? clock.latest(wall) : clock.latest(wall.add({ days }))
  return { start: new Date(clock.earliest(wall)), end: new Date(end + ms) }
}

/**
 * Whether an event makes its owner busy. One that is called off is nothing. X-MICROSOFT-CDO-BUSYSTATUS, where it is one of the four known
 * words, decides over TRANSP ([MS-OXCICAL] 2.1.3.1.1.20.31); away is busy, tentative is busy. One that the owner has declined is free.
 */
function standingOf(component: ICAL.Component, own: ReadonlySet<string>): Event['standing'] {
  const word = (name: string) => String(component.getFirstPropertyValue(name) ?? '').toUpperCase()
  if (word('status') === 'CANCELLED') return 'called-off'
  const declined = component
    .getAllProperties('attendee')
    .some(
      (one) => String(one.getFirstParameter('partstat')).toUpperCase() === 'DECLINED' && own.has(addressOf(String(one.getFirstValue()))),
    )
  if (declined) return 'free'
  const microsoft = word('x-microsoft-cdo-busystatus')
  if (microsoft === 'FREE') return 'free'
  if (/^(BUSY|OOF|TENTATIVE)$/.test(microsoft)) return 'busy'
  return word('transp') === 'TRANSPARENT' ? 'free' : 'busy'
}

/** A calendar user's address as it is compared. */
export const addressOf = (address: string): string =>
  address
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase()
