import { type CalendarEntry, type CalendarEvent, CalendarTrouble } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import type { CalendarProvider } from './provider.ts'

/** An event in a calendar that lives in memory. */
export interface MemoryEvent extends Interval {
  readonly uid: string | null
  readonly subject: string
  /** Whether it makes its owner busy. */
  readonly busy: boolean
}

/** A calendar that lives in memory, for tests and as the simplest example of what a provider does. */
export interface MemoryCalendar {
  readonly events: Map<string, MemoryEvent>
  /** Keys in the order in which they changed; a cursor is a place in it. */
  readonly log: string[]
  /** Cursors before this place are no longer known. */
  oldest: number
}

const touches = (a: Interval, b: Interval): boolean => a.start < b.end && b.start < a.end

export const memoryCalendar = (): MemoryCalendar => ({ events: new Map(), log: [], oldest: 0 })

/** Put an event into the calendar, or take it out. */
export function setEvent(calendar: MemoryCalendar, key: string, event: MemoryEvent | null): void {
  if (event) calendar.events.set(key, event)
  else calendar.events.delete(key)
  calendar.log.push(key)
}

/** The provider of calendars that live in memory, by id. */
export function memoryCalendars(calendars: ReadonlyMap<string, MemoryCalendar>): CalendarProvider {
  function get(id: string): MemoryCalendar {
    const calendar = calendars.get(id)
    if (!calendar) throw new CalendarTrouble('gone', 'There is no such calendar.')
    return calendar
  }
  const entryOf = (key: string, { uid, busy, start, end }: MemoryEvent, window: Interval): CalendarEntry => ({
    key,
    uid,
    busy: busy && touches({ start, end }, window) ? [{ start, end }] : [],
    span: { start, end },
  })
  const within = (calendar: MemoryCalendar, window: Interval) =>
    [...calendar.events].filter(([, event]) => touches(event, window)).map(([key, event]) => entryOf(key, event, window))

  return {
    calendars: async () => [...calendars.keys()].map((id, i) => ({ id, name: id, primary: i === 0, access: 'write' })),
    busy: async (id, window) => within(get(id), window),
    async changes(id, window, cursor) {
      const calendar = get(id)
      const next = String(calendar.log.length)
      if (cursor === null || Number(cursor) < calendar.oldest)
        return { complete: true, entries: within(calendar, window), removed: [], cursor: next }
      const touched = [...new Set(calendar.log.slice(Number(cursor)))]
      const there = touched.flatMap((key) => {
        const event = calendar.events.get(key)
        return event ? [entryOf(key, event, window)] : []
      })
      return { complete: false, entries: there, removed: touched.filter((key) => !calendar.events.has(key)), cursor: next }
    },
    async put(id, event) {
      setEvent(get(id), event.uid, memoryEventOf(event))
      return { key: event.uid, videoUrl: event.video ? `https://video.example/${event.uid}` : null }
    },
    async remove(id, uid) {
      if (get(id).events.has(uid)) setEvent(get(id), uid, null)
    },
  }
}

const memoryEventOf = ({ uid, subject, start, end }: CalendarEvent): MemoryEvent => ({ uid, subject, start, end, busy: true })
