/** Calendars of which no more is shown than when their owner is busy (Graph: "calendar: getSchedule"). */
import { z } from 'zod'
import { type CalendarEntry, CalendarTrouble } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import { entriesOf, graphEvent } from './microsoft-events.ts'
import type { Graph } from './microsoft-graph.ts'

/** How a calendar is called of which we know its owner's address alone. */
const PREFIX = 'free-busy:'

/** The id of the calendar at this address. */
export const scheduleIdOf = (address: string): string => `${PREFIX}${address}`

/** The address behind such an id; null if it is the id of a calendar whose events can be read. */
export const scheduleOf = (calendarId: string): string | null => (calendarId.startsWith(PREFIX) ? calendarId.slice(PREFIX.length) : null)

/** A question may span 62 days at most. One address each: the error of one schedule is then nobody else's. */
const LIMIT = 60 * 86_400_000

const item = graphEvent.pick({ start: true, end: true }).extend({ status: z.string() })
const schedules = z.object({
  value: z
    .array(z.object({ scheduleId: z.string(), scheduleItems: z.array(item).optional(), error: z.looseObject({}).nullish() }))
    .length(1),
})

/** When the owner of a schedule is busy. A schedule that comes with an error, or without its items, is unknown, and so is all of it. */
export async function readSchedule(graph: Graph, address: string, window: Interval): Promise<CalendarEntry[]> {
  const entries = new Map<string, CalendarEntry>()
  for (let from = window.start.getTime(); from < window.end.getTime(); from += LIMIT) {
    const part = { start: new Date(from), end: new Date(Math.min(from + LIMIT, window.end.getTime())) }
    for (const entry of await readPart(graph, address, part)) entries.set(entry.key, entry)
  }
  return [...entries.values()]
}

async function readPart(graph: Graph, address: string, window: Interval): Promise<CalendarEntry[]> {
  const timeOf = (time: Date) => ({ dateTime: time.toISOString().slice(0, 19), timeZone: 'UTC' })
  const { value } = await graph.ask(schedules, {
    method: 'POST',
    path: '/me/calendar/getSchedule',
    body: { schedules: [address], startTime: timeOf(window.start), endTime: timeOf(window.end), availabilityViewInterval: 60 },
  })
  const [schedule] = value
  if (!schedule?.scheduleItems || schedule.error)
    throw new CalendarTrouble('unreachable', 'Microsoft Graph cannot tell when the owner of this calendar is busy.')
  // Items have no ids that we may see: what is told in both of two parts is the same if its times are.
  const events = schedule.scheduleItems.map(({ start, end, status }) => ({
    id: `${start.toISOString()}/${end.toISOString()} ${status}`,
    start,
    end,
    showAs: status,
  }))
  return entriesOf(events, window, null)
}
