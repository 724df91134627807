/** A rep's calendars elsewhere, as far as bookings are concerned: what makes somebody busy there, and the events that we write. */
import type { Interval } from './interval.ts'

export const VENDORS = ['google', 'microsoft', 'caldav'] as const
export type Vendor = (typeof VENDORS)[number]

/** What we may do with a calendar: write events, read them, or only learn when its owner is busy. */
export type CalendarAccess = 'write' | 'read' | 'free-busy'

/** A calendar of an account, as its vendor tells of it. */
export interface CalendarInfo {
  /** The vendor's name for it: an id, an address. */
  readonly id: string
  readonly name: string
  /** Whether it is the account's usual one. */
  readonly primary: boolean
  readonly access: CalendarAccess
}

/** An event in a calendar, or one occurrence of a series, as far as it concerns us. Titles are not read. */
export interface CalendarEntry {
  /** The vendor's name for it, the same at every reading. */
  readonly key: string
  /** The uid that it carries, if it has one: that of a booking, if we wrote it or it came of our invitation. */
  readonly uid: string | null
  /** When it makes its owner busy, within the window that was asked for. Nothing if it is free time, declined, or called off. */
  readonly busy: readonly Interval[]
  /** When it takes place, if it is a single event with times; null for a series and for whole days. */
  readonly span: Interval | null
}

/** What has happened in a calendar. */
export interface CalendarChanges {
  /** Whether `entries` are all there are in the window, so that whatever else was known of it is gone. */
  readonly complete: boolean
  /** New and changed ones. */
  readonly entries: readonly CalendarEntry[]
  /** Keys of those that are gone. */
  readonly removed: readonly string[]
  /** From where the next reading goes on. Opaque. */
  readonly cursor: string
}

/** An event as we write it. It says what the booking says; `uid` is the booking's. */
export interface CalendarEvent {
  readonly uid: string
  readonly sequence: number
  readonly start: Date
  readonly end: Date
  /** The zone in which the calendar shows it. */
  readonly timeZone: string
  readonly subject: string
  readonly description: string
  readonly location: string
  /** Whether the vendor is to make a link for a video meeting. */
  readonly video: boolean
  /** Whom the vendor is to invite; empty where we send the invitations ourselves. */
  readonly attendees: readonly { readonly name: string | null; readonly email: string }[]
}

/** What became of an event that was written. */
export interface Written {
  readonly key: string
  /** The link of its video meeting, if one was asked for and made. */
  readonly videoUrl: string | null
}

/** The vendor will tell us of changes in a calendar until then. */
export interface Watch {
  /** The vendor's name for the watch. */
  readonly id: string
  /** What the vendor needs, beside the id, to end it. */
  readonly resource: string | null
  readonly expiresAt: Date
}

/**
 * Why a calendar could not be read or written.
 *
 * `revoked`: the vendor no longer lets us in, and only its owner can change that. `gone`: this calendar is no longer there, or no longer
 * ours to see. `later`: the vendor asks for patience. `refused`: it will not take what we want, however often. `unreachable`: anything else.
 */
export type TroubleKind = 'revoked' | 'gone' | 'later' | 'refused' | 'unreachable'

/** A calendar that could not be read or written. What is unknown then is unknown, never free. */
export class CalendarTrouble extends Error {
  readonly kind: TroubleKind
  /** How long the vendor asks us to wait. */
  readonly retryAfterMs: number | null

  constructor(kind: TroubleKind, message: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}

/** How an account is: `failing` for the moment, `unreachable` for too long, `disconnected` until its owner connects it anew. */
export type AccountState = 'connected' | 'failing' | 'unreachable' | 'disconnected'

/** How an account is, by what is known of its last tries. */
export function accountState(one: {
  readonly revoked: boolean
  readonly unreachable: boolean
  readonly failingSince: Date | null
}): AccountState {
  if (one.revoked) return 'disconnected'
  if (one.unreachable) return 'unreachable'
  return one.failingSince === null ? 'connected' : 'failing'
}

/** As of when all that counts of an account is known; null if some of it was never read, or nothing counts. */
export function lastSyncOf(calendars: readonly { readonly counts: boolean; readonly syncedAt: Date | null }[]): Date | null {
  const counting = calendars.filter(({ counts }) => counts).map(({ syncedAt }) => syncedAt)
  if (counting.length === 0 || counting.some((at) => at === null)) return null
  return new Date(Math.min(...counting.map((at) => at?.getTime() ?? 0)))
}

/** How we are known to a vendor; null addresses: the vendor's own. */
export interface VendorSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly signInUrl: string | null
  readonly apiUrl: string | null
}

/** What the company has decided about calendars. */
export interface CalendarSettings {
  readonly google: VendorSettings | null
  readonly microsoft: VendorSettings | null
  /** When a rep moves or deletes the event of a booking: the booking follows, the rep is asked, or nothing happens. */
  readonly edits: 'follow' | 'ask' | 'ignore'
  /** Who invites the customer: we by mail, or the vendor of the rep's calendar. */
  readonly invites: 'mail' | 'vendor'
  /** When a rep's calendar cannot be asked in the moment of booking. */
  readonly whenUnreachable: 'refuse' | 'book'
  /** How long a calendar may be out of reach before its owner is left out of the answers. */
  readonly patienceMinutes: number
}
