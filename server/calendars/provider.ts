import type { CalendarChanges, CalendarEntry, CalendarEvent, CalendarInfo, Vendor, Watch, Written } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'

/**
 * The calendars of one account, wherever they live. No method is optional, every write may be repeated, and whatever fails throws a
 * `CalendarTrouble`: no method guesses.
 */
export interface CalendarProvider {
  /** The account's calendars, those it may only see the busy time of included. */
  calendars(): Promise<CalendarInfo[]>
  /** Whatever lies in `window`, our own events included: their `uid` tells. Of a calendar that shows busy time alone, spans without a uid. */
  busy(calendarId: string, window: Interval): Promise<CalendarEntry[]>
  /**
   * What has changed since `cursor`, or everything in `window` if the cursor is null or the vendor no longer knows it. Not for calendars
   * that show busy time alone.
   */
  changes(calendarId: string, window: Interval, cursor: string | null): Promise<CalendarChanges>
  /** Create the event, or make the one with the same uid equal to it: also one that was deleted by hand. */
  put(calendarId: string, event: CalendarEvent): Promise<Written>
  /** Remove the event with this uid; one that is already gone counts as removed. With `tell`, the vendor tells whom it has invited. */
  remove(calendarId: string, uid: string, tell?: boolean): Promise<void>
}

/** Vendors that call us when a calendar changes. */
export interface WatchingCalendars extends CalendarProvider {
  /** Ask to be called at `address` whenever the calendar changes. `token` comes with every call, and proves it. */
  watch(calendarId: string, call: { readonly id: string; readonly address: string; readonly token: string }): Promise<Watch>
  /** End a watch; one that has ended already counts as ended. */
  unwatch(watch: Watch): Promise<void>
}

/** An access token; `refused` is one that the vendor has just refused, so that a new one is needed. */
export type TokenSource = (refused?: string) => Promise<string>

/**
 * How an account is opened: by OAuth, or with a password at a server that its owner named. `zone` is where the owner lives, for calendars
 * that do not tell a zone of their own.
 */
export type Access =
  | { readonly kind: 'oauth'; readonly token: TokenSource }
  | { readonly kind: 'password'; readonly server: string; readonly user: string; readonly password: string; readonly zone?: string }

/** Opens accounts, of whichever vendor. */
export type OpenCalendars = (vendor: Vendor, access: Access) => CalendarProvider | WatchingCalendars

/** Finds the calendars of whoever enters an address, a user name and a password (RFC 6764). Throws `CalendarTrouble`. */
export type DiscoverCaldav = (given: {
  readonly address: string
  readonly user: string
  readonly password: string
}) => Promise<{ readonly server: string; readonly name: string }>
