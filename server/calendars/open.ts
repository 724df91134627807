import { type CalendarSettings, CalendarTrouble } from '../domain/calendar.ts'
import type { DiscoverCaldav, OpenCalendars } from './provider.ts'

/** Opens accounts at their vendors. */
export const openCalendarsOf =
  ({ calendars: _ }: { readonly calendars: CalendarSettings; readonly outboundAllow: readonly string[] }): OpenCalendars =>
  (vendor) => {
    throw new CalendarTrouble('unreachable', `Calendars of ${vendor} cannot be opened.`)
  }

/** Finds calendars at addresses that people enter. */
export const discoverCaldavOf =
  (_: { readonly outboundAllow: readonly string[] }): DiscoverCaldav =>
  async () => {
    throw new CalendarTrouble('unreachable', 'CalDAV servers cannot be asked.')
  }
