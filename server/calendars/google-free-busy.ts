import { z } from 'zod'
import { type CalendarEntry, CalendarTrouble } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import type { Ask } from './google-calls.ts'

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

const FreeBusy = z.object({
  calendars: z.record(
    z.string(),
    z.object({
      errors: z.array(z.object({ reason: z.string() })).default([]),
      busy: z.array(z.object({ start: instant, end: instant })).default([]),
    }),
  ),
})

/** Google refuses a query over a longer time (`timeRangeTooLong`); how long it may be it does not say, and this has always been short enough. */
const LONGEST_MS = 60 * 86_400_000

/**
 * When the owner of a calendar is busy, where that is all we may know.
 *
 * A calendar with an error (Freebusy: query, `calendars.(key).errors`) is unknown, and never free.
 */
export async function freeBusy(ask: Ask, calendarId: string, window: Interval): Promise<CalendarEntry[]> {
  const found: Interval[] = []
  for (const part of partsOf(window)) {
    const requestBody = { timeMin: part.start.toISOString(), timeMax: part.end.toISOString(), items: [{ id: calendarId }] }
    const { calendars } = await ask(FreeBusy, (api, options) => api.freebusy.query({ requestBody }, options))
    const calendar = calendars[calendarId]
    if (!calendar) throw new CalendarTrouble('unreachable', 'Google left out the calendar that it was asked for.')
    const reasons = calendar.errors.map(({ reason }) => reason)
    if (reasons.includes('notFound')) throw new CalendarTrouble('gone', 'There is no such calendar at Google.')
    if (reasons.length > 0) throw new CalendarTrouble('unreachable', 'Google could not say when the calendar’s owner is busy.')
    found.push(...calendar.busy.filter(({ start, end }) => start < end))
  }
  return joined(found).map((busy) => ({ key: `busy:${busy.start.toISOString()}`, uid: null, busy: [busy], span: null }))
}

function partsOf({ start, end }: Interval): Interval[] {
  const parts: Interval[] = []
  for (let from = start; from < end; ) {
    const until = new Date(Math.min(from.getTime() + LONGEST_MS, end.getTime()))
    parts.push({ start: from, end: until })
    from = until
  }
  return parts
}

/** A meeting that lies over the border of two parts comes in two. */
function joined(spans: readonly Interval[]): Interval[] {
  const all: Interval[] = []
  for (const span of spans.toSorted((a, b) => a.start.getTime() - b.start.getTime())) {
    const last = all.at(-1)
    if (last && span.start <= last.end) all[all.length - 1] = { start: last.start, end: new Date(Math.max(+last.end, +span.end)) }
    else all.push(span)
  }
  return all
}
