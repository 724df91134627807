/** Calendars of Microsoft 365, through Microsoft Graph. docs/decisions.md tells how its events are known and when they are busy. */
import { z } from 'zod'
import { type CalendarInfo, CalendarTrouble } from '../domain/calendar.ts'
import { type OwnerZone, readChanges, readView } from './microsoft-changes.ts'
import { needsZone, zoneNamed } from './microsoft-events.ts'
import { type Graph, good, openGraph, type Question, segment } from './microsoft-graph.ts'
import { readSchedule, scheduleIdOf, scheduleOf } from './microsoft-schedule.ts'
import { endWatch, watchCalendar } from './microsoft-watch.ts'
import { putEvent, removeEvent } from './microsoft-write.ts'
import type { TokenSource, WatchingCalendars } from './provider.ts'

const calendar = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  canEdit: z.boolean().nullish(),
  isDefaultCalendar: z.boolean().nullish(),
  owner: z.object({ address: z.string().nullish() }).nullish(),
})

/** The calendars of the account that the tokens belong to. `apiUrl` is Graph's address without a version, null: Microsoft's own. */
export function microsoftCalendars(settings: { readonly apiUrl: string | null }, token: TokenSource, limitMs?: number): WatchingCalendars {
  const graph = openGraph(settings.apiUrl, token, limitMs)
  return {
    async calendars() {
      const query = { $select: 'id,name,canEdit,isDefaultCalendar,owner' }
      const { items } = await graph.list(calendar, { method: 'GET', path: '/me/calendars', query })
      const infos: CalendarInfo[] = []
      for (const item of items) infos.push(await infoOf(graph, item))
      return infos
    },
    async busy(calendarId, window) {
      const address = scheduleOf(calendarId)
      return address === null ? readView(graph, calendarId, window, ownerZone(graph)) : readSchedule(graph, address, window)
    },
    async changes(calendarId, window, cursor) {
      if (scheduleOf(calendarId) !== null) throw new CalendarTrouble('refused', 'This calendar shows busy time alone.')
      return readChanges(graph, calendarId, window, cursor, ownerZone(graph))
    },
    put: (calendarId, event) => putEvent(graph, calendarId, event),
    remove: (calendarId, uid, tell = false) => removeEvent(graph, calendarId, uid, tell),
    watch: (calendarId, call) => watchCalendar(graph, calendarId, call),
    unwatch: ({ id }) => endWatch(graph, id),
  }
}

/**
 * A calendar that somebody shares may show busy time alone. Graph's list does not say so: its events are refused, and its owner's
 * schedule is what can be asked for.
 */
async function infoOf(graph: Graph, { id, name, canEdit, isDefaultCalendar, owner }: z.infer<typeof calendar>): Promise<CalendarInfo> {
  const info = { id, name: name ?? '', primary: isDefaultCalendar === true }
  if (canEdit) return { ...info, access: 'write' }
  const path = `/me/calendars/${segment(id)}/events`
  const question: Question = { method: 'GET', path, query: { $select: 'id', $top: '1' } }
  const reply = await graph.send(question)
  if (reply.status === 403 && owner?.address) return { ...info, id: scheduleIdOf(owner.address), access: 'free-busy' }
  good(reply, question)
  return { ...info, access: 'read' }
}

/** Asked once at most, and only where a whole day needs it. A consent without `MailboxSettings.Read` leaves it unknown. */
function ownerZone(graph: Graph): OwnerZone {
  let zone: Promise<string | null> | undefined
  return async (events) => {
    if (!events.some(needsZone)) return null
    zone ??= readZone(graph)
    return zone
  }
}

async function readZone(graph: Graph): Promise<string | null> {
  const question: Question = { method: 'GET', path: '/me/mailboxSettings', query: { $select: 'timeZone' } }
  const reply = await graph.send(question)
  if (reply.status === 403) return null
  const settings = z.object({ timeZone: z.string().nullish() }).safeParse(good(reply, question))
  return settings.success ? zoneNamed(settings.data.timeZone) : null
}
