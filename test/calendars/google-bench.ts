/** An account at our picture of Google, for the suite that all calendars share. */
import { googleCalendars } from '../../server/calendars/google.ts'
import { UID } from '../../server/calendars/google-events.ts'
import { type Failure, openGoogle } from '../servers/google.ts'
import type { Bench } from './contract.ts'

/** In how many ways a connection breaks: before the change, after it, or never, so that we have to give up waiting. */
const RESETS: readonly Failure[] = ['reset', 'reset-after', 'reset', 'reset-after', 'reset', 'reset-after', 'hang', 'hang-after']
const FAILURES: readonly Failure[] = ['server-error', 'unavailable']

/** A fresh account. `timeoutMs`: how long a call may take, for those who let many calls hang. */
export async function googleBench(timeoutMs = 10_000): Promise<Bench> {
  const google = await openGoogle()
  const account = google.account('rep@example.com')
  let [resets, failures] = [0, 0]
  return {
    provider: googleCalendars({ apiUrl: google.url }, google.tokenSource(account.email), { timeoutMs }),
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
      for (let i = 0; i < times; i++) {
        const next =
          how === 'reset' ? RESETS[resets++ % RESETS.length] : how === 'server-error' ? FAILURES[failures++ % FAILURES.length] : how
        google.fail(next ?? how)
      }
    },
    revoke: async () => google.revoke(account.email),
    close: () => google.close(),
  }
}
