import { microsoftCalendars } from '../../server/calendars/microsoft.ts'
import { openGraph } from '../servers/microsoft.ts'
import { type Bench, behavesLikeACalendar } from './contract.ts'

let people = 0

async function openBench(): Promise<Bench> {
  const graph = await openGraph()
  const account = graph.account(`rep${++people}@contoso.example`)
  return {
    provider: microsoftCalendars({ apiUrl: graph.url }, account.tokens()),
    calendarId: account.calendarId,
    add: async ({ title, free, start, end }) => account.add({ title, start, end, showAs: free ? 'free' : 'busy' }),
    move: async (name, to) => account.move(name, to),
    delete: async (name) => account.delete(name),
    events: async () => account.events(),
    forgetCursors: async () => graph.forgetCursors(),
    fail: (how, times) => graph.fail(how, times),
    revoke: async () => account.revoke(),
    close: () => graph.close(),
  }
}

behavesLikeACalendar('Microsoft 365', openBench)
