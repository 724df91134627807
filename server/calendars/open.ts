import { type CalendarSettings, CalendarTrouble } from '../domain/calendar.ts'
import { guardedFetch } from '../outbound/fetch.ts'
import { outboundGuard } from '../outbound/guard.ts'
import { caldavCalendars } from './caldav.ts'
import type { OpenCalendars } from './provider.ts'

/** Opens accounts at their vendors. */
export function openCalendarsOf({ outboundAllow }: { calendars: CalendarSettings; outboundAllow: readonly string[] }): OpenCalendars {
  const fetch = guardedFetch(outboundGuard(outboundAllow))
  return (vendor, access) => {
    if (vendor === 'caldav' && access.kind === 'password') return caldavCalendars(access, fetch)
    throw new CalendarTrouble('unreachable', `Calendars of ${vendor} cannot be opened.`)
  }
}
