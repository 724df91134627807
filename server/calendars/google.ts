/** Google Calendar, by its API of version 3. Where "guide" is said, Google's own pages about that API are meant. */
import { z } from 'zod'
import { type CalendarAccess, type CalendarChanges, type CalendarEntry, CalendarTrouble } from '../domain/calendar.ts'
import type { Interval } from '../domain/interval.ts'
import { type Ask, answerOf, googleCalls } from './google-calls.ts'
import { EVENT_FIELDS, entriesOf, GoogleEvent, googleId } from './google-events.ts'
import { freeBusy } from './google-free-busy.ts'
import { writeEvent } from './google-writing.ts'
import type { TokenSource, WatchingCalendars } from './provider.ts'

const CalendarPage = z.object({
  nextPageToken: z.string().optional(),
  items: z
    .array(
      z.object({
        id: z.string().min(1),
        summary: z.string().optional(),
        summaryOverride: z.string().optional(),
        primary: z.boolean().optional(),
        deleted: z.boolean().optional(),
        accessRole: z.string(),
      }),
    )
    .default([]),
})

const EventPage = z.object({
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
  timeZone: z.string(),
  accessRole: z.string().optional(),
  items: z.array(GoogleEvent).default([]),
})

const Channel = z.object({ id: z.string(), resourceId: z.string(), expiration: z.string().regex(/^\d+$/) })

/** More pages than any calendar has: a server that goes round in circles is not followed for ever. */
const PAGES = 1000

/** How long a watch lasts: a week, Google's own measure (Events: watch, `params.ttl`). */
const WATCH_SECONDS = 7 * 86_400

/** A role that Google may yet invent shows at least busy time. */
const accessOf = (role: string): CalendarAccess =>
  role === 'owner' || role === 'writer' ? 'write' : role === 'reader' ? 'read' : 'free-busy'

/** The calendars of an account at Google. `limits`: how long a call may take, and the pauses in which a Meet link is waited for. */
export function googleCalendars(
  { apiUrl }: { readonly apiUrl: string | null },
  token: TokenSource,
  limits: { readonly timeoutMs?: number; readonly pausesMs?: readonly number[] } = {},
): WatchingCalendars {
  const ask = googleCalls(apiUrl, token, limits.timeoutMs ?? 10_000)

  return {
    async calendars() {
      const fields = 'nextPageToken,items(id,summary,summaryOverride,primary,deleted,accessRole)'
      const entries = await pages((page) =>
        ask(CalendarPage, (api, options) => api.calendarList.list({ maxResults: 250, fields, ...page }, options)),
      )
      return entries
        .flatMap(({ items }) => items)
        .filter((one) => one.deleted !== true && one.accessRole !== 'none')
        .map(({ id, summary, summaryOverride, primary = false, accessRole }) => ({
          id,
          name: summaryOverride ?? summary ?? id,
          primary,
          access: accessOf(accessRole),
        }))
    },

    async busy(calendarId, window) {
      const listed = await listEvents(ask, calendarId, within(window)).catch((error: unknown) => {
        if (isHidden(error)) return null
        throw error
      })
      // Google lists events also where it shows no more than when somebody is busy; what it leaves out there must not count as free.
      if (listed === null || listed.busyTimeAlone) return freeBusy(ask, calendarId, window)
      return entriesIn(listed, window)
    },

    async changes(calendarId, window, cursor) {
      const news = cursor === null ? null : await newsSince(ask, calendarId, cursor)
      if (news === null) return everything(ask, calendarId, window)
      const entries = entriesIn(news, window)
      const calledOff = news.items.filter(({ status }) => status === 'cancelled')
      if (!calledOff.some(isOccurrence)) return { complete: false, entries, removed: calledOff.map(({ id }) => id), cursor: tokenOf(news) }
      const all = await everything(ask, calendarId, window)
      const known = new Set(all.entries.map(({ key }) => key))
      // What was moved out of the window is no part of what lies in it, and would look as if it were gone. What has changed between the two
      // readings is told again next time.
      return { ...all, entries: [...all.entries, ...entries.filter(({ key }) => !known.has(key))], cursor: tokenOf(news) }
    },

    put: (calendarId, event) => writeEvent(ask, calendarId, event, limits.pausesMs ?? [300, 700, 1500]),

    async remove(calendarId, uid, tell = false) {
      await ask(z.unknown(), (api, options) =>
        api.events.delete({ calendarId, eventId: googleId(uid), sendUpdates: tell ? 'all' : 'none' }, options),
      ).catch((error: unknown) => {
        if (!isNotThere(error)) throw error
      })
    },

    async watch(calendarId, { id, address, token }) {
      const requestBody = { id, address, token, type: 'web_hook', params: { ttl: String(WATCH_SECONDS) } }
      const made = await ask(Channel, (api, options) => api.events.watch({ calendarId, requestBody }, options))
      return { id: made.id, resource: made.resourceId, expiresAt: new Date(Number(made.expiration)) }
    },

    async unwatch({ id, resource }) {
      await ask(z.unknown(), (api, options) => api.channels.stop({ requestBody: { id, resourceId: resource } }, options)).catch(
        (error: unknown) => {
          if (!isNotThere(error)) throw error
        },
      )
    },
  }
}

/** Google has it no longer, or never had: 404, or 410 for what was deleted. */
const isNotThere = (error: unknown): boolean => {
  const { status, reason } = answerOf(error)
  return reason !== null && (status === 404 || status === 410)
}

/** The calendar does not show us its events: it is not there, or not for us. */
const isHidden = (error: unknown): boolean =>
  error instanceof CalendarTrouble && (error.kind === 'gone' || (error.kind === 'refused' && answerOf(error).status === 403))

const goneIfHidden = (error: unknown): unknown =>
  isHidden(error) ? new CalendarTrouble('gone', 'This calendar is not there, or no longer shows its events.') : error

interface Listed {
  readonly items: readonly GoogleEvent[]
  readonly zone: string
  readonly busyTimeAlone: boolean
  readonly syncToken: string | null
}

const within = ({ start, end }: Interval) => ({ timeMin: start.toISOString(), timeMax: end.toISOString() })

async function listEvents(
  ask: Ask,
  calendarId: string,
  query: { timeMin: string; timeMax: string } | { syncToken: string },
): Promise<Listed> {
  const fields = `nextPageToken,nextSyncToken,timeZone,accessRole,items(${EVENT_FIELDS})`
  // A series comes as its occurrences. Of who was invited we are told the calendar's owner alone.
  const fixed = { calendarId, singleEvents: true, maxAttendees: 1, maxResults: 2500, fields, ...query }
  const read = await pages((page) => ask(EventPage, (api, options) => api.events.list({ ...fixed, ...page }, options)))
  const last = read[read.length - 1]
  return {
    items: read.flatMap(({ items }) => items),
    zone: last?.timeZone ?? 'UTC',
    busyTimeAlone: last?.accessRole === 'freeBusyReader',
    syncToken: last?.nextSyncToken ?? null,
  }
}

async function pages<P extends { nextPageToken?: string | undefined }>(read: (page: { pageToken?: string }) => Promise<P>): Promise<P[]> {
  const found: P[] = []
  let next: string | undefined
  do {
    const page: P = await read(next === undefined ? {} : { pageToken: next })
    found.push(page)
    next = page.nextPageToken
  } while (next !== undefined && found.length < PAGES)
  if (next !== undefined) throw new CalendarTrouble('unreachable', 'Google never came to the end of a list.')
  return found
}

/** Each once: the occurrences of a series that was made of our event all bring that event along. */
const entriesIn = ({ items, zone }: Listed, window: Interval): CalendarEntry[] => [
  ...new Map(items.flatMap((item) => entriesOf(item, window, zone)).map((entry) => [entry.key, entry])).values(),
]

/** An occurrence of a series: it says so, or its id does, which is that of the series and the original time. */
const isOccurrence = ({ id, recurringEventId }: GoogleEvent): boolean => recurringEventId !== undefined || /_\d{8}(T\d{6}Z)?$/.test(id)

/**
 * What has changed since `cursor`, or null if that cannot be said and all must be read anew.
 *
 * A sync token excludes `timeMin` and its like (guide "Synchronize resources efficiently"), so changes of any time come, of a series as far as
 * Google unfolds it: what lies outside the window comes without busy time. A token that has expired is answered with 410, a broken one
 * with 400. Of a series that was deleted or cut off Google tells only the next months' occurrences (google-api-ruby-client, issue 860), so
 * when an occurrence was called off, all is read anew as well.
 */
async function newsSince(ask: Ask, calendarId: string, cursor: string): Promise<Listed | null> {
  try {
    return await listEvents(ask, calendarId, { syncToken: cursor })
  } catch (error) {
    const { status } = answerOf(error)
    if (status === 400 || status === 410) return null
    throw goneIfHidden(error)
  }
}

/** All there is in the window. Its token tells of whatever changes from now on; what enters the window as time goes by, another full read. */
async function everything(ask: Ask, calendarId: string, window: Interval): Promise<CalendarChanges> {
  const listed = await listEvents(ask, calendarId, within(window)).catch((error: unknown) => {
    throw goneIfHidden(error)
  })
  return { complete: true, entries: entriesIn(listed, window), removed: [], cursor: tokenOf(listed) }
}

function tokenOf({ busyTimeAlone, syncToken }: Listed): string {
  if (busyTimeAlone) throw new CalendarTrouble('gone', 'This calendar shows no more than when its owner is busy.')
  if (syncToken === null) throw new CalendarTrouble('unreachable', 'Google did not say from where to read on.')
  return syncToken
}
