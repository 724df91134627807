/** The doors of our fake of Microsoft Graph: which request is answered by whom. */

import type { openNotices } from './microsoft-notices.ts'
import type { openReading } from './microsoft-reading.ts'
import {
  type Answer,
  checkQuery,
  expandOf,
  filterOf,
  GraphNo,
  type GraphRequest,
  master,
  preferencesOf,
  selectOf,
  told,
} from './microsoft-render.ts'
import type { GraphState, StoredCalendar } from './microsoft-state.ts'
import { type Shown, type StoredEvent, shownOf, within } from './microsoft-store.ts'
import type { openWriting } from './microsoft-writing.ts'

type Parts = ReturnType<typeof openReading> & ReturnType<typeof openWriting> & ReturnType<typeof openNotices>

const NAMES = ['calendars', 'calendar', 'events', 'calendarView', 'delta', 'instances', 'cancel', 'getSchedule', 'mailboxSettings']
const isName = (part: string, i: number) => i === 0 || NAMES.includes(part)

/** Answers requests of whoever a token belongs to. */
export function openRoutes(url: () => string, state: GraphState, parts: Parts) {
  const { pageOf, windowOf, delta, getSchedule, create, patch, subscriptions, subscribe, subscription, toldSubscription } = parts

  const toldCalendar = ({ id, name, access, owner, primary }: StoredCalendar, select: string[] | null) => {
    const whole = {
      id,
      name,
      canEdit: access === 'write',
      canShare: primary,
      isDefaultCalendar: primary,
      owner: { name: owner, address: owner },
    }
    return select ? Object.fromEntries(Object.entries(whole).filter(([field]) => field === 'id' || select.includes(field))) : whole
  }

  /** The routes. Ids stand in them encoded. */
  async function answer(email: string, scopes: readonly string[], request: GraphRequest, match: string | undefined): Promise<Answer> {
    const prefer = preferencesOf(request.prefer || undefined)
    const { method, path, query } = request
    const [me, ...names] = path.slice(1).split('/').map(decodeURIComponent)
    const route = `${method} ${[me, ...names].map((part, i) => (isName(part ?? '', i) ? part : '*')).join('/')}`
    const id = names[1] ?? ''
    const demand = (scope: string) => {
      if (!scopes.some((one) => one.replace('https://graph.microsoft.com/', '') === scope))
        throw new GraphNo(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
    }
    demand(route === 'GET me' ? 'User.Read' : route === 'GET me/mailboxSettings' ? 'MailboxSettings.Read' : 'Calendars.ReadWrite')
    const wanted = () => [selectOf(query), expandOf(query)] as const
    const view = (shown: readonly Shown[]) => {
      checkQuery(query, ['startDateTime', 'endDateTime', '$select', '$expand', '$top', '$skip'])
      const [fields, expand] = wanted()
      const values = within(shown, windowOf(query), state.zoneOf(email)).map((one) => told(one, prefer, fields, expand))
      return pageOf(values, request, prefer)
    }
    switch (route) {
      case 'GET me':
        checkQuery(query, ['$select'])
        selectOf(query, 'User')
        return { status: 200, body: { id: email, displayName: email, mail: email, userPrincipalName: email } }
      case 'GET me/mailboxSettings':
        checkQuery(query, ['$select'])
        selectOf(query, 'MailboxSettings')
        return { status: 200, body: { '@odata.context': `${url()}/v1.0/$metadata`, timeZone: state.mailboxes.get(email)?.zone } }
      case 'GET me/calendars': {
        checkQuery(query, ['$select', '$top', '$skip'])
        const fields = selectOf(query, 'Calendar')
        const own = [...state.calendars.values()].filter((one) => one.email === email)
        return pageOf(
          own.map((one) => toldCalendar(one, fields)),
          request,
          prefer,
        )
      }
      case 'GET me/calendars/*':
        checkQuery(query, ['$select'])
        return { status: 200, body: toldCalendar(state.calendarOf(email, id), selectOf(query, 'Calendar')) }
      case 'GET me/calendars/*/events': {
        checkQuery(query, ['$select', '$expand', '$filter', '$top', '$skip'])
        const filter = filterOf(query)
        const [fields, expand] = wanted()
        const lists = (one: StoredEvent) =>
          !filter || one.properties.some((p) => p.id === filter.id && p.value.toLowerCase() === filter.value.toLowerCase())
        const found = state.ofCalendar(state.readable(state.calendarOf(email, id)).id).filter(lists)
        const shown = found.map((one) => (one.series ? master(one) : (shownOf(one)[0] as Shown)))
        return pageOf(
          shown.map((one) => told(one, prefer, fields, expand)),
          request,
          prefer,
        )
      }
      case 'POST me/calendars/*/events':
        return create(email, id, request, prefer)
      case 'GET me/calendars/*/calendarView':
        return view(state.ofCalendar(state.readable(state.calendarOf(email, id)).id).flatMap(shownOf))
      case 'GET me/calendars/*/calendarView/delta':
        return delta(email, id, request, prefer)
      case 'GET me/calendars/*/events/*':
      case 'GET me/events/*': {
        checkQuery(query, ['$select', '$expand'])
        const [fields, expand] = wanted()
        // An id that never changes also finds what lies among the deleted items.
        const event = state.eventOf(email, names[3] ?? id, prefer.immutable)
        const shown = event.series ? master(event) : (shownOf(event)[0] as Shown)
        return { status: 200, body: told(shown, prefer, fields, expand) }
      }
      case 'GET me/events/*/instances':
        return view(shownOf(state.eventOf(email, id)))
      case 'PATCH me/events/*':
        return patch(email, id, request, prefer, match)
      case 'DELETE me/events/*': {
        checkQuery(query, [])
        const event = state.eventOf(email, id)
        state.writable(state.calendarOf(email, event.calendarId))
        state.mail('cancellation', event)
        state.erase(event)
        return { status: 204 }
      }
      case 'POST me/events/*/cancel': {
        const event = state.eventOf(email, id)
        const odd = Object.keys(request.body ?? {}).find((name) => name.toLowerCase() !== 'comment')
        if (odd) throw new GraphNo(400, 'RequestBodyRead', `The property '${odd}' does not exist.`)
        if (!event.fields.attendees?.length) throw new GraphNo(400, 'ErrorInvalidRequest', 'Only a meeting can be cancelled.')
        state.mail('cancellation', event)
        state.erase(event)
        return { status: 202 }
      }
      case 'POST me/calendar/getSchedule':
        return getSchedule(email, request)
      case 'POST subscriptions':
        return subscribe(email, request)
      case 'GET subscriptions': {
        checkQuery(query, [])
        const own = [...subscriptions.values()].filter((one) => one.email === email)
        return pageOf(own.map(toldSubscription), request, prefer)
      }
      case 'PATCH subscriptions/*': {
        const one = subscription(email, names[0] ?? '')
        one.expires = new Date(request.body.expirationDateTime).toISOString()
        return { status: 200, body: toldSubscription(one) }
      }
      case 'DELETE subscriptions/*':
        subscriptions.delete(subscription(email, names[0] ?? '').id)
        return { status: 204 }
      default:
        throw new GraphNo(400, 'BadRequest', `Resource not found for the segment: ${route}`)
    }
  }
  return answer
}
