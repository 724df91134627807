/** An account at our picture of Google, for the suite that all calendars share. */
import { googleCalendars } from '../../server/calendars/google.ts'
import { UID } from '../../server/calendars/google-events.ts'
import { openGoogle } from '../servers/google.ts'
import type { Bench } from './contract.ts'

export async function googleBench(): Promise<Bench> {
  const google = await openGoogle()
  const account = google.account('rep@example.com')
  let resets = 0
  return {
    provider: googleCalendars({ apiUrl: google.url }, google.tokenSource(account.email)),
    calendarId: account.email,
    add: async ({ title, free = false, start, end }) =>
      account.addEvent({
        summary: title,
        start: { dateTime: start.toISOString() },
        end: { dateTime: end.toISOString() },
        ...(free && { transparency: 'transparent' }),
      }),
    move: async (id, to) => account.moveEvent(id, to),
    delete: async (id) => account.deleteEvent(id),
    events: async () =>
      account.events().map(({ id, summary, start, end, extendedProperties }) => ({
        name: id!,
        uid: extendedProperties?.private?.[UID] ?? null,
        title: summary!,
        start: new Date(start!.dateTime!),
        end: new Date(end!.dateTime!),
      })),
    forgetCursors: async () => google.forgetCursors(),
    fail(how, times) {
      // Half of the connections break only once the change has happened.
      for (let i = 0; i < times; i++) google.fail(how === 'reset' && resets++ % 2 === 1 ? 'reset-after' : how)
    },
    revoke: async () => google.revoke(account.email),
    close: () => google.close(),
  }
}
