/** An account of Microsoft 365 at our stand-in for Graph, for the suite that all calendars share. */
import { microsoftCalendars } from '../../server/calendars/microsoft.ts'
import { openGraph } from '../servers/microsoft.ts'
import type { Bench } from './contract.ts'

let people = 0

/** The kinds of failure of a server, one after the other; those that keep it waiting only where the time limit is short. */
const FAILURES = ['server-error', 'hang', 'unavailable'] as const

export async function microsoftBench(limitMs?: number): Promise<Bench> {
  const graph = await openGraph()
  const account = graph.account(`rep${++people}@contoso.example`)
  let resets = 0
  let failures = 0
  return {
    provider: microsoftCalendars({ apiUrl: graph.url }, account.tokens(), limitMs),
    calendarId: account.calendarId,
    add: async ({ title, free, start, end }) => account.add({ title, start, end, showAs: free ? 'free' : 'busy' }),
    move: async (name, to) => account.move(name, to),
    delete: async (name) => account.delete(name),
    events: async () => account.events(),
    forgetCursors: async () => graph.forgetCursors(),
    // A connection breaks before its request had an effect, and after it, in turn.
    fail(how, times) {
      if (how === 'server-error' && limitMs !== undefined) graph.fail(FAILURES[failures++ % FAILURES.length] ?? how, times)
      else graph.fail(how === 'reset' && ++resets % 2 === 0 ? 'reset-after' : how, times)
    },
    revoke: async () => account.revoke(),
    close: () => graph.close(),
  }
}
