/** How our fake of Microsoft Graph answers those who read: pages, changes, and schedules. */
import { type Answer, checkQuery, GraphNo, type GraphRequest, master, type Preferences, timesOf, told, toldId } from './microsoft-render.ts'
import { problemWith } from './microsoft-schema.ts'
import type { GraphState, Span, StoredCalendar } from './microsoft-state.ts'
import { shownOf, within } from './microsoft-store.ts'

const HOUR = 3_600_000

/** What getSchedule says of an address. */
export interface Schedule {
  readonly items?: readonly (Span & { readonly status: string })[]
  readonly error?: string
}

export function openReading(url: () => string, state: GraphState) {
  const schedules = new Map<string, Schedule>()
  const places = new Map<string, any>()

  function pageOf(values: unknown[], request: GraphRequest, prefer: Preferences): Answer {
    const size = prefer.pageSize ?? Number(request.query.get('$top') ?? 10)
    const skip = Number(request.query.get('$skip') ?? 0)
    const rest = new URLSearchParams(request.query)
    rest.set('$skip', String(skip + size))
    const more = skip + size < values.length ? { '@odata.nextLink': `${url()}/v1.0${request.path}?${rest}` } : {}
    return { status: 200, body: { '@odata.context': `${url()}/v1.0/$metadata`, value: values.slice(skip, skip + size), ...more } }
  }

  function windowOf(query: URLSearchParams): Span {
    const [start, end] = ['startDateTime', 'endDateTime'].map((name) => {
      const text = query.get(name)
      if (!text || Number.isNaN(Date.parse(text)))
        throw new GraphNo(400, 'ErrorInvalidParameter', `The query parameter '${name}' is invalid.`)
      return new Date(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`)
    }) as [Date, Date]
    if (end < start) throw new GraphNo(400, 'ErrorCalendarEndDateIsEarlierThanStartDate', 'The end is before the start.')
    return { start, end }
  }

  /** The delta of a calendar: what it shows since a version, each series whole, its plain occurrences with little more than their times. */
  function deltaOf(calendar: StoredCalendar, window: Span, since: number, prefer: Preferences): unknown[] {
    const zone = state.zoneOf(calendar.email)
    return [...state.events.values()]
      .filter(
        (event) => event.calendarId === calendar.id && event.version > since && !(event.deleted && (since === 0 || event.born > since)),
      )
      .sort((a, b) => a.version - b.version)
      .flatMap((event): unknown[] => {
        const shown = event.deleted ? [] : within(shownOf(event), window, zone)
        const id = toldId({ id: event.id, event }, prefer)
        if (shown.length === 0)
          return since === 0 ? [] : [{ '@odata.type': '#microsoft.graph.event', id, '@removed': { reason: 'deleted' } }]
        if (!event.series) return shown.map((one) => told(one, prefer, null, null))
        const few = ['seriesMasterId', 'type', 'start', 'end']
        return [
          told(master(event), prefer, null, null),
          ...shown.map((one) => told(one, prefer, one.type === 'occurrence' ? few : null, null)),
        ]
      })
  }

  function delta(email: string, calendarId: string, request: GraphRequest, prefer: Preferences): Answer {
    const calendar = state.readable(state.calendarOf(email, calendarId))
    const size = prefer.pageSize ?? 10
    const { query } = request
    const token = query.get('$skiptoken') ?? query.get('$deltatoken')
    checkQuery(query, token === null ? ['startDateTime', 'endDateTime'] : ['$skiptoken', '$deltatoken'])
    let place = token === null ? { window: windowOf(query), since: 0, rest: null as unknown[] | null, next: 0 } : places.get(token)
    if (!place || (token !== null && place.calendarId !== calendarId))
      throw new GraphNo(410, 'syncStateNotFound', 'The sync state generation is not found; the client must resync.')
    if (place.rest === null) place = { ...place, rest: deltaOf(calendar, place.window, place.since, prefer), next: state.clock() }
    const { window, rest, next } = place
    const more = rest.length > size
    const given = `${more ? 's' : 'd'}${crypto.randomUUID()}`
    places.set(given, more ? { calendarId, window, rest: rest.slice(size), next } : { calendarId, window, rest: null, since: next })
    const path = `${url()}/v1.0/me/calendars/${encodeURIComponent(calendarId)}/calendarView/delta`
    const link = more ? { '@odata.nextLink': `${path}?$skiptoken=${given}` } : { '@odata.deltaLink': `${path}?$deltatoken=${given}` }
    return { status: 200, body: { '@odata.context': `${url()}/v1.0/$metadata#Collection(event)`, ...link, value: rest.slice(0, size) } }
  }

  function getSchedule(email: string, { body, query }: GraphRequest): Answer {
    checkQuery(query, [])
    const known = ['schedules', 'startTime', 'endTime', 'availabilityViewInterval']
    const odd = Object.keys(body).find((name) => !known.includes(name))
    const problem =
      odd ??
      problemWith('DateTimeTimeZone', body.startTime) ??
      problemWith('DateTimeTimeZone', body.endTime) ??
      problemWith('string[]', body.schedules)
    if (problem) throw new GraphNo(400, 'RequestBodyRead', `The request is malformed: ${problem}`)
    const window = timesOf({ start: body.startTime, end: body.endTime }, false)
    if (body.schedules.length > 20) throw new GraphNo(400, 'ErrorTooManyMailboxes', 'At most 20 mailboxes may be asked for.')
    if (window.end.getTime() - window.start.getTime() > 62 * 24 * HOUR)
      throw new GraphNo(400, 'ErrorTimeIntervalTooBig', 'The requested time duration is longer than 62 days.')
    const value = body.schedules.map((scheduleId: string) => {
      const own = [...state.calendars.values()].find((one) => one.owner === scheduleId && one.primary)
      const set = schedules.get(scheduleId) ?? (own ? { items: itemsOf(own, window) } : { error: 'ErrorMailRecipientNotFound' })
      if (set.error) return { scheduleId, availabilityView: '', error: { message: 'Unable to resolve.', responseCode: set.error } }
      const scheduleItems = (set.items ?? [])
        .filter(({ start, end }) => start < window.end && window.start < end)
        .map(({ start, end, status }) => ({ status, start: wall(start), end: wall(end) }))
      return { scheduleId, availabilityView: '', scheduleItems, workingHours: null }
    })
    return { status: 200, body: { '@odata.context': `${url()}/v1.0/$metadata#users('${email}')`, value } }
  }
  const wall = (time: Date) => ({ dateTime: `${time.toISOString().slice(0, 19)}.0000000`, timeZone: 'UTC' })
  const itemsOf = (calendar: StoredCalendar, window: Span) =>
    state
      .ofCalendar(calendar.id)
      .flatMap((event) => within(shownOf(event), window, state.zoneOf(calendar.email)))
      .map(({ start, end, fields }) => ({ start, end, status: String(fields.showAs ?? 'busy') }))

  return { schedules, places, pageOf, windowOf, delta, getSchedule }
}
