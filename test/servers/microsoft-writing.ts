/** How our fake of Microsoft Graph takes what is written: creations that may be repeated, changes, and Teams meetings. */
import type { TestGraph } from './microsoft.ts'
import {
  type Answer,
  checkEvent,
  checkQuery,
  etagOf,
  GraphNo,
  type GraphRequest,
  master,
  type Preferences,
  timesOf,
  told,
} from './microsoft-render.ts'
import type { GraphState } from './microsoft-state.ts'
import { type Shown, type StoredEvent, shownOf } from './microsoft-store.ts'

const BLOB = '________________________________________________________________________________'

export function openWriting(state: GraphState, spentNames: () => TestGraph['spentNames']) {
  /** Teams puts its link below the text; who writes a body without it ends the meeting. */
  function meet(event: StoredEvent, body: Record<string, any>): void {
    const { fields } = event
    const content = String(body.body?.content ?? '')
    if (body.body) {
      const html = body.body.contentType === 'html' ? content : content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      fields.body = { contentType: 'html', content: `<html><body>${html}</body></html>` }
    }
    if (fields.onlineMeeting && body.body && !content.includes(fields.onlineMeeting.joinUrl)) {
      fields.onlineMeeting = null
      fields.isOnlineMeeting = false
    } else if (body.isOnlineMeeting === true && !fields.onlineMeeting) {
      const joinUrl = `https://teams.example/l/meetup-join/${event.number}`
      const text = String(fields.body?.content ?? '<html><body></body></html>').replace(
        '</body>',
        `<div>${BLOB}</div><a href="${joinUrl}">Join</a></body>`,
      )
      Object.assign(fields, { isOnlineMeeting: true, onlineMeeting: { joinUrl }, body: { contentType: 'html', content: text } })
    }
  }

  function create(email: string, calendarId: string, { body, query }: GraphRequest, prefer: Preferences): Answer {
    const calendar = state.writable(state.calendarOf(email, calendarId))
    checkQuery(query, [])
    checkEvent(body, true)
    const { start, end, singleValueExtendedProperties, body: _, ...fields } = body
    const time = timesOf(body, fields.isAllDay === true)
    const same = [...state.events.values()].find((one) => fields.transactionId && one.fields.transactionId === fields.transactionId)
    const answer = (event: StoredEvent): Answer => ({ status: 201, body: told(shownOf(event)[0] as Shown, prefer, null, null) })
    if (same && !same.deleted) return answer(same)
    if (same && spentNames() === 'answered') return answer(same)
    if (same && spentNames() === 'conflict') throw new GraphNo(409, 'ErrorDuplicateTransactionId', 'The transaction was used before.')
    const event = state.store(calendar.id, time, fields)
    event.properties = singleValueExtendedProperties ?? []
    meet(event, body)
    state.mail('invitation', event)
    return answer(event)
  }

  function patch(email: string, id: string, { body, query }: GraphRequest, prefer: Preferences, match: string | undefined): Answer {
    const event = state.eventOf(email, id)
    state.writable(state.calendarOf(email, event.calendarId))
    checkQuery(query, [])
    checkEvent(body, false)
    if (match !== undefined && match !== '*' && match !== etagOf(event))
      throw new GraphNo(412, 'ErrorIrresolvableConflict', 'The change key passed in the request does not match the current change key.')
    const { start, end, singleValueExtendedProperties, body: _, isOnlineMeeting, ...fields } = body
    const zone = event.zone
    const now = (time: Date) => ({ dateTime: time.toISOString().slice(0, 19), timeZone: 'UTC' })
    const allDay = (fields.isAllDay ?? event.fields.isAllDay) === true
    const time = timesOf({ start: start ?? now(event.start), end: end ?? now(event.end) }, allDay)
    Object.assign(event, { start: time.start, end: time.end, zone: start ? time.zone : zone })
    Object.assign(event.fields, fields)
    for (const property of singleValueExtendedProperties ?? [])
      event.properties = [...event.properties.filter(({ id }) => id !== property.id), property]
    meet(event, body)
    state.touch(event)
    state.mail('update', event)
    return { status: 200, body: told(event.series ? master(event) : (shownOf(event)[0] as Shown), prefer, null, null) }
  }

  return { create, patch }
}
