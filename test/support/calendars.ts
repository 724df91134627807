/** Calendars that can be connected without leaving the machine. */
import type { Settings } from '../../server/app.ts'
import { type MemoryCalendar, memoryCalendar, memoryCalendars } from '../../server/calendars/memory.ts'
import { CalendarTrouble, type VendorSettings } from '../../server/domain/calendar.ts'

export const APP_PASSWORD = 'app password'

/** Settings with which calendars in memory are opened, whatever the vendor; CalDAV with `APP_PASSWORD`. */
export function calendarSettings(
  given: { google?: VendorSettings; microsoft?: VendorSettings; calendars?: ReadonlyMap<string, MemoryCalendar> } = {},
): Pick<Settings, 'calendars' | 'openCalendars' | 'discoverCaldav'> {
  const own = given.calendars ?? new Map([['Main', memoryCalendar()]])
  return {
    calendars: {
      google: given.google ?? { clientId: 'switchboard', clientSecret: 'secret', signInUrl: null, apiUrl: null },
      microsoft: given.microsoft ?? null,
      edits: 'follow',
      invites: 'mail',
      whenUnreachable: 'refuse',
      patienceMinutes: 15,
    },
    openCalendars: () => memoryCalendars(own),
    discoverCaldav: async ({ address, user, password }) => {
      if (password !== APP_PASSWORD) throw new CalendarTrouble('revoked', 'The server does not take this user and password.')
      const host = URL.parse(/^https:/.test(address) ? address : `https://${address}`)?.host
      if (!host || host.startsWith('nowhere')) throw new CalendarTrouble('unreachable', 'There is no CalDAV server at this address.')
      return { server: `https://${host}/dav/`, name: user }
    },
  }
}
