/** An account whose calendar lives in memory, for the suite that all calendars share. */
import { type MemoryCalendar, memoryCalendar, memoryCalendars, setEvent } from '../../server/calendars/memory.ts'
import type { CalendarProvider } from '../../server/calendars/provider.ts'
import { CalendarTrouble } from '../../server/domain/calendar.ts'
import type { Bench } from './contract.ts'

let names = 0

export async function memoryBench(): Promise<Bench> {
  const calendar = memoryCalendar()
  const calendarId = `calendar ${++names}`
  const troubles: CalendarTrouble[] = []
  let revoked = false
  const provider = troubled(memoryCalendars(new Map([[calendarId, calendar]])), () => {
    if (revoked) throw new CalendarTrouble('revoked', 'Not any more.')
    const trouble = troubles.pop()
    if (trouble) throw trouble
  })
  return {
    provider,
    calendarId,
    async add({ title, free = false, ...span }) {
      const key = `event ${++names}`
      setEvent(calendar, key, { uid: null, subject: title, busy: !free, ...span })
      return key
    },
    move: async (key, to) =>
      setEvent(calendar, key, { ...(calendar.events.get(key) as NonNullable<ReturnType<MemoryCalendar['events']['get']>>), ...to }),
    delete: async (key) => setEvent(calendar, key, null),
    events: async () => [...calendar.events].map(([name, { uid, subject, start, end }]) => ({ name, uid, title: subject, start, end })),
    async forgetCursors() {
      calendar.log.push('a cursor of tomorrow')
      calendar.oldest = calendar.log.length
    },
    fail(how, times) {
      const trouble =
        how === 'slow-down' ? new CalendarTrouble('later', 'Slowly!', { retryAfterMs: 7000 }) : new CalendarTrouble('unreachable', how)
      for (let i = 0; i < times; i++) troubles.push(trouble)
    },
    async revoke() {
      revoked = true
    },
    async close() {},
  }
}

/** The provider, with a look before each call. */
function troubled(provider: CalendarProvider, look: () => void): CalendarProvider {
  const first =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      look()
      return call(...given)
    }
  const { calendars, busy, changes, put, remove } = provider
  return { calendars: first(calendars), busy: first(busy), changes: first(changes), put: first(put), remove: first(remove) }
}
