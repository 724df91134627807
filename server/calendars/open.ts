import { type CalendarSettings, CalendarTrouble, type Vendor } from '../domain/calendar.ts'
import { guardedFetch } from '../outbound/fetch.ts'
import { outboundGuard } from '../outbound/guard.ts'
import { caldavCalendars } from './caldav.ts'
import { discover } from './caldav-discover.ts'
import { googleCalendars } from './google.ts'
import { microsoftCalendars } from './microsoft.ts'
import type { Access, CalendarProvider, DiscoverCaldav, OpenCalendars, WatchingCalendars } from './provider.ts'

/** What opening needs to know. */
interface Opening {
  readonly calendars: CalendarSettings
  readonly outboundAllow: readonly string[]
}

/** Opens accounts at their vendors. */
export function openCalendarsOf({ calendars, outboundAllow }: Opening): OpenCalendars {
  const fetch = guardedFetch(outboundGuard(outboundAllow))
  const vendors: Record<Vendor, (access: Access) => CalendarProvider | WatchingCalendars> = {
    google: (access) => googleCalendars({ apiUrl: calendars.google?.apiUrl ?? null }, tokensOf(access)),
    microsoft: (access) => microsoftCalendars({ apiUrl: calendars.microsoft?.apiUrl ?? null }, tokensOf(access)),
    caldav: (access) => caldavCalendars(passwordOf(access), fetch),
  }
  return (vendor, access) => vendors[vendor](access)
}

/** Finds calendars at addresses that people enter. */
export const discoverCaldavOf =
  ({ outboundAllow }: Pick<Opening, 'outboundAllow'>): DiscoverCaldav =>
  (given) =>
    discover(guardedFetch(outboundGuard(outboundAllow)), given)

function tokensOf(access: Access) {
  if (access.kind === 'oauth') return access.token
  throw new CalendarTrouble('refused', 'This vendor takes no passwords.')
}

function passwordOf(access: Access) {
  if (access.kind === 'password') return access
  throw new CalendarTrouble('refused', 'This vendor takes a password.')
}
