/** Busy time of a calendar that shows nothing else (RFC 4791, 7.10). */
import ICAL from 'ical.js'
import { type CalendarEntry, CalendarTrouble } from '../domain/calendar.ts'
import { utc } from '../domain/icalendar.ts'
import type { Interval } from '../domain/interval.ts'
import type { Dav } from './caldav-dav.ts'
import { lengthOf, spanFrom } from './caldav-event.ts'
import { wallOf } from './caldav-rule.ts'
import { DECLARED } from './caldav-xml.ts'
import { UTC } from './caldav-zone.ts'

export async function freeBusyIn(dav: Dav, path: string, window: Interval): Promise<CalendarEntry[]> {
  const range = `<C:time-range start="${utc(window.start)}" end="${utc(window.end)}"/>`
  const body = `<C:free-busy-query ${DECLARED}>${range}</C:free-busy-query>`
  const answer = await dav.send('REPORT', path, { headers: { 'content-type': 'application/xml; charset=utf-8', depth: '1' }, body })
  try {
    return busyOf(answer.text)
      .filter(({ start, end }) => start < window.end && window.start < end && start < end)
      .map((span) => ({ key: `${+span.start}/${+span.end}`, uid: null, busy: [span], span: null }))
  } catch (error) {
    throw new CalendarTrouble('unreachable', `The busy time of ${path} cannot be read.`, { cause: error })
  }
}

/** The periods of a VFREEBUSY. Whatever is not called free is busy: tentative, unavailable, and words that nobody knows (RFC 5545, 3.2.9). */
export function busyOf(text: string): Interval[] {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const found = calendar.getAllSubcomponents('vfreebusy')
  if (calendar.name !== 'vcalendar' || found.length === 0) throw new Error('no VFREEBUSY')
  return found
    .flatMap((one) => one.getAllProperties('freebusy'))
    .flatMap((property) => {
      if (String(property.getFirstParameter('fbtype')).toUpperCase() === 'FREE') return []
      return property.getValues().map((period: unknown) => {
        if (!(period instanceof ICAL.Period)) throw new Error('FREEBUSY is no period')
        return spanFrom({ wall: wallOf(period.start), clock: UTC, isDate: false }, lengthOf(period.getDuration()))
      })
    })
}
