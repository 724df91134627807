import { type CalendarSettings, CalendarTrouble, type Vendor } from '../domain/calendar.ts'
import { microsoftCalendars } from './microsoft.ts'
import type { Access, OpenCalendars } from './provider.ts'

/** Opens accounts at their vendors. */
export const openCalendarsOf =
  ({ calendars }: { readonly calendars: CalendarSettings; readonly outboundAllow: readonly string[] }): OpenCalendars =>
  (vendor, access) => {
    switch (vendor) {
      case 'microsoft':
        return microsoftCalendars({ apiUrl: calendars.microsoft?.apiUrl ?? null }, tokensOf(vendor, access))
      default:
        throw new CalendarTrouble('unreachable', `Calendars of ${vendor} cannot be opened.`)
    }
  }

function tokensOf(vendor: Vendor, access: Access) {
  if (access.kind === 'oauth') return access.token
  throw new CalendarTrouble('refused', `Calendars of ${vendor} are not opened with a password.`)
}
