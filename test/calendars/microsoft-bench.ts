/** An account of Microsoft 365 at our stand-in for Graph, for the suite that all calendars share. */
import { microsoftCalendars } from '../../server/calendars/microsoft.ts'
import { openGraph } from '../servers/microsoft.ts'
import type { Bench } from './contract.ts'

let people = 0

export async function microsoftBench(): Promise<Bench> {
  const graph = await openGraph()
  const account = graph.account(`rep${++people}@contoso.example`)
  let resets = 0
  return {
    provider: microsoftCalendars({ apiUrl: graph.url }, account.tokens()),
    calendarId: account.calendarId,
    add: async ({ title, free, start, end }) => account.add({ title, start, end, showAs: free ? 'free' : 'busy' }),
    move: async (name, to) => account.move(name, to),
    delete: async (name) => account.delete(name),
    events: async () => account.events(),
    forgetCursors: async () => graph.forgetCursors(),
    // A connection breaks before its request had an effect, and after it, in turn.
    fail: (how, times) => graph.fail(how === 'reset' && ++resets % 2 === 0 ? 'reset-after' : how, times),
    revoke: async () => account.revoke(),
    close: () => graph.close(),
  }
}
