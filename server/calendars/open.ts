import { type CalendarSettings, CalendarTrouble, type Vendor } from '../domain/calendar.ts'
import { googleCalendars } from './google.ts'
import type { Access, CalendarProvider, OpenCalendars, WatchingCalendars } from './provider.ts'

/** What opening needs to know. */
interface Opening {
  readonly calendars: CalendarSettings
  readonly outboundAllow: readonly string[]
}

type Open = (settings: Opening, access: Access) => CalendarProvider | WatchingCalendars

const notYet =
  (vendor: Vendor): Open =>
  () => {
    throw new CalendarTrouble('unreachable', `Calendars of ${vendor} cannot be opened.`)
  }

const vendors: Record<Vendor, Open> = {
  google: ({ calendars }, access) => googleCalendars({ apiUrl: calendars.google?.apiUrl ?? null }, byOauth(access)),
  microsoft: notYet('microsoft'),
  caldav: notYet('caldav'),
}

/** Opens accounts at their vendors. */
export const openCalendarsOf =
  (settings: Opening): OpenCalendars =>
  (vendor, access) =>
    vendors[vendor](settings, access)

function byOauth(access: Access) {
  if (access.kind !== 'oauth') throw new CalendarTrouble('refused', 'This vendor takes no passwords.')
  return access.token
}
