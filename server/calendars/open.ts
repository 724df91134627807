import { type CalendarSettings, CalendarTrouble } from '../domain/calendar.ts'
import type { OpenCalendars } from './provider.ts'

/** Opens accounts at their vendors. */
export const openCalendarsOf =
  ({ calendars: _ }: { readonly calendars: CalendarSettings; readonly outboundAllow: readonly string[] }): OpenCalendars =>
  (vendor) => {
    throw new CalendarTrouble('unreachable', `Calendars of ${vendor} cannot be opened.`)
  }
