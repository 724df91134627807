/**
 * Wall time as calendar objects have it, and the instants it stands for.
 *
 * A TZID that is an IANA name (or ends with one, as libical's and Mozilla's do) follows our own rules for that zone, not the VTIMEZONE that
 * came along: those are often cut short or years old, and calendar programs do the same. Other zones follow their VTIMEZONE. Of a zone that
 * nobody knows we only know that it is somewhere on earth: a start counts as early and an end as late as it could be.
 */
import ICAL from 'ical.js'
import { isZone } from '../domain/zone.ts'

export type Wall = Temporal.PlainDateTime

/** When a wall clock shows a time. RFC 5545, 3.3.5: a time shown twice is the first of both, one that is skipped has the offset before. */
export interface Clock {
  /** The instant, in milliseconds; where it is not known, the first that it could be. */
  earliest(wall: Wall): number
  /** The instant; where it is not known, the last that it could be. */
  latest(wall: Wall): number
}

const fixed = (earliestHours: number, latestHours: number): Clock => ({
  earliest: (wall) => wall.toZonedDateTime('UTC').epochMilliseconds - earliestHours * 3_600_000,
  latest: (wall) => wall.toZonedDateTime('UTC').epochMilliseconds - latestHours * 3_600_000,
})

export const UTC: Clock = fixed(0, 0)

/** Offsets reach from +14 h to -12 h. */
const SOMEWHERE: Clock = fixed(14, -12)

export function namedClock(name: string): Clock {
  const instant = (wall: Wall) => wall.toZonedDateTime(name, { disambiguation: 'compatible' }).epochMilliseconds
  return { earliest: instant, latest: instant }
}

/** The IANA zone that a TZID names, or null. */
export function zoneNamed(tzid: string): string | null {
  const parts = tzid.split('/')
  return [tzid, parts.slice(-3).join('/'), parts.slice(-2).join('/')].find(isZone) ?? null
}

/** The clock of each TZID within one calendar object. What it defines is known here alone. */
export function clocksOf(calendar: ICAL.Component): (tzid: string) => Clock {
  const known = new Map<string, Clock>()
  return (tzid) => {
    const found = known.get(tzid) ?? clockOf(tzid, definitionOf(calendar, tzid))
    known.set(tzid, found)
    return found
  }
}

/** The zone of a calendar, from a `calendar-timezone` (RFC 4791, 5.2.2): an object with one VTIMEZONE. */
export function calendarClock(text: string): Clock | null {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const zone = calendar.getFirstSubcomponent('vtimezone')
  return zone ? clockOf(textOf(zone, 'tzid'), zone) : null
}

const textOf = (component: ICAL.Component, name: string): string => String(component.getFirstPropertyValue(name) ?? '')

const definitionOf = (calendar: ICAL.Component, tzid: string) =>
  calendar.getAllSubcomponents('vtimezone').find((zone) => textOf(zone, 'tzid') === tzid) ?? null

function clockOf(tzid: string, definition: ICAL.Component | null): Clock {
  const name = zoneNamed(tzid) ?? (definition && zoneNamed(textOf(definition, 'x-lic-location')))
  if (name) return namedClock(name)
  return definition && isModest(definition) ? definedClock(definition) : SOMEWHERE
}

/** Whether a VTIMEZONE can be worked out in no time: ical.js lists every change there ever was. */
function isModest(definition: ICAL.Component): boolean {
  const parts = definition.getAllSubcomponents()
  const rules = parts.flatMap((part) => part.getAllProperties('rrule').map((rule) => rule.getFirstValue()))
  const yearly = rules.every((rule) => rule instanceof ICAL.Recur && rule.freq === 'YEARLY' && rule.parts.BYMONTH && !rule.parts.BYHOUR)
  return parts.length > 0 && parts.length <= 200 && yearly
}

function definedClock(definition: ICAL.Component): Clock {
  const zone = new ICAL.Timezone(definition)
  const instant = (wall: Wall) => {
    const { year, month, day, hour, minute, second } = wall
    const offset = zone.utcOffset(new ICAL.Time({ year, month, day, hour, minute, second, isDate: false }, ICAL.Timezone.localTimezone))
    return UTC.earliest(wall) - offset * 1000
  }
  return { earliest: instant, latest: instant }
}
