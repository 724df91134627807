import { findKnownEvents, noteEdit, rewriteEvents } from '../../db/calendar-events.ts'
import { askForSoonerSync, forgetCursor } from '../../db/calendars.ts'
import type { Database } from '../../db/database.ts'
import type { CalendarChanges } from '../../domain/calendar.ts'
import type { Interval } from '../../domain/interval.ts'
import type { Job } from '../../jobs/catalog.ts'
import type { Services } from '../services.ts'

/**
 * How long after our own write a calendar's word on that event is not believed: vendors answer from copies that lag behind, and what
 * they said before the write may arrive after it.
 */
const SETTLING_MS = 60_000

/**
 * Note what people have made of our events: moved to another time, or deleted. What to do about it is a job of its own. An event that we
 * wrote a moment ago is looked at again once that has settled.
 */
export async function noteEdits(
  { queue, calendars, now }: Services,
  tx: Database,
  calendarId: string,
  { complete, entries, removed }: CalendarChanges,
  window: Interval,
  readAt: Date,
): Promise<void> {
  if (calendars.edits === 'ignore') return
  const byKey = new Map(entries.map((entry) => [entry.key, entry]))
  const known = await findKnownEvents(tx, calendarId, complete ? { window } : { keys: [...byKey.keys(), ...removed] })
  const jobs: Job[] = []
  for (const event of known) {
    if (event.start <= now()) continue // What has begun is corrected by its outcome.
    const entry = byKey.get(event.key)
    if (entry?.span && entry.span.start.getTime() === event.start.getTime() && entry.span.end.getTime() === event.end.getTime()) continue
    if (readAt.getTime() < event.writtenAt.getTime() + SETTLING_MS) {
      await forgetCursor(tx, calendarId)
      await askForSoonerSync(tx, calendarId, new Date(event.writtenAt.getTime() + SETTLING_MS))
    } else if (entry && !entry.span) {
      // A series or a whole day is no time for a meeting: the event is put back.
      await rewriteEvents(tx, event.bookingId)
      jobs.push(['calendar.write', { bookingId: event.bookingId }])
    } else {
      await noteEdit(tx, event, calendarId, entry?.span ?? null)
      jobs.push(['calendar.follow', { bookingId: event.bookingId }])
    }
  }
  await queue.enqueue(tx, jobs)
}
