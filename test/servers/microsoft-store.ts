/** The calendars behind our fake of Microsoft Graph: events, series with exceptions, and what has changed since when. */
import { findIana } from 'windows-iana'

export interface Occurrence {
  /** Where it was moved, or null where it was taken out of the series. */
  readonly to?: { readonly start: Date; readonly end: Date } | null
  readonly showAs?: string
  readonly response?: string
  readonly cancelled?: boolean
}

export interface Series {
  readonly everyDays: number
  readonly count: number
  readonly changed: Map<number, Occurrence>
}

export interface StoredEvent {
  readonly id: string
  readonly number: number
  readonly calendarId: string
  readonly born: number
  readonly created: string
  /** The number of its last change. */
  version: number
  modified: string
  deleted: boolean
  start: Date
  end: Date
  /** Windows' or IANA's name of the zone in which it was entered. */
  zone: string
  /** What Graph calls its fields, as they were given. */
  fields: Record<string, any>
  properties: { id: string; value: string }[]
  series: Series | null
}

/** One event of a view: a single one, an occurrence or an exception. */
export interface Shown {
  readonly event: StoredEvent
  readonly id: string
  readonly type: 'singleInstance' | 'occurrence' | 'exception'
  readonly start: Date
  readonly end: Date
  readonly fields: Record<string, any>
}

/** IANA's name for a zone that Graph would take; null if it takes none like that. */
export function ianaOf(name: string): string | null {
  const windows = findIana(name)[0]
  if (windows) return windows
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return name
  } catch {
    return null
  }
}

/** The instant of a wall time, `2027-03-02T15:00:00`. */
export const instantOf = (wall: string, zone: string): Date =>
  new Date(Temporal.PlainDateTime.from(wall.slice(0, 19)).toZonedDateTime(zone).epochMilliseconds)

/** The wall time of an instant as Graph writes it, with seven digits of a second's parts. */
export const wallOf = (time: Date, zone: string): string =>
  `${Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })}.0000000`

const occurrenceId = (event: StoredEvent, index: number): string => `AAkALgBo-${event.number}_${index}AAA=`

/** What a calendar shows of an event, whatever the window. */
export function shownOf(event: StoredEvent): Shown[] {
  const { series, fields, start, end } = event
  if (!series) return [{ event, id: event.id, type: 'singleInstance', start, end, fields }]
  const zone = event.fields.isAllDay ? 'UTC' : (ianaOf(event.zone) ?? 'UTC')
  const wall = (time: Date) => Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(zone).toPlainDateTime()
  return Array.from({ length: series.count }, (_, i) => i).flatMap((index): Shown[] => {
    const change = series.changed.get(index)
    if (change?.to === null) return []
    const later = (time: Date) =>
      new Date(
        wall(time)
          .add({ days: index * series.everyDays })
          .toZonedDateTime(zone).epochMilliseconds,
      )
    const own = {
      ...(change?.showAs ? { showAs: change.showAs } : {}),
      ...(change?.response ? { responseStatus: { response: change.response, time: '2027-01-01T00:00:00Z' } } : {}),
      ...(change?.cancelled ? { isCancelled: true } : {}),
    }
    const time = change?.to ?? { start: later(start), end: later(end) }
    const type = change ? ('exception' as const) : ('occurrence' as const)
    return [{ event, id: occurrenceId(event, index), type, ...time, fields: { ...fields, ...own } }]
  })
}

/** What lies in a window. Whole days last from midnight to midnight in the mailbox's zone. */
export function within(shown: readonly Shown[], window: { start: Date; end: Date }, zone: string): Shown[] {
  return shown.filter(({ start, end, fields }) => {
    const real = (time: Date) => (fields.isAllDay ? instantOf(time.toISOString(), zone) : time)
    return real(start) < window.end && window.start < real(end)
  })
}
