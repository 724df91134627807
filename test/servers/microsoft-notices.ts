/** Subscriptions of our fake of Microsoft Graph: addresses are asked whether they listen, and told what has changed. */
import { type Answer, checkQuery, etagOf, GraphNo, type GraphRequest } from './microsoft-render.ts'
import { problemWith } from './microsoft-schema.ts'
import type { GraphState } from './microsoft-state.ts'
import type { StoredEvent } from './microsoft-store.ts'

export interface Subscription {
  readonly id: string
  readonly email: string
  readonly calendarId: string | null
  readonly resource: string
  readonly changeType: string
  readonly address: string
  readonly clientState: string | null
  expires: string
}

/** `times`: how often each notice is sent. */
export function openNotices(url: () => string, stateOf: () => GraphState, times: () => number) {
  const subscriptions = new Map<string, Subscription>()
  const notices = new Set<Promise<void>>()

  function notify(event: StoredEvent, changeType: string): void {
    for (const one of subscriptions.values()) {
      const covers = one.calendarId === event.calendarId || (one.calendarId === null && stateOf().calendars.get(event.calendarId)?.primary)
      if (!covers || !one.changeType.split(',').includes(changeType) || Date.parse(one.expires) < Date.now()) continue
      const path = `Users/${one.email}/Events/${event.id}`
      const resourceData = { '@odata.type': '#Microsoft.Graph.Event', '@odata.id': path, '@odata.etag': etagOf(event), id: event.id }
      for (let i = 0; i < times(); i++) deliver(one, { changeType, resource: path, resourceData })
    }
  }
  function deliver(one: Subscription, more: Record<string, unknown>): void {
    const value = [
      { subscriptionId: one.id, clientState: one.clientState, subscriptionExpirationDateTime: one.expires, tenantId: 'tenant', ...more },
    ]
    const sent = fetch(one.address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value }) })
      .then((reply) => reply.text())
      .then(
        () => {},
        () => {},
      )
      .finally(() => notices.delete(sent))
    notices.add(sent)
  }
  async function validate(address: string): Promise<void> {
    const token = `Validation: Testing client application reachability for subscription Request-Id: ${crypto.randomUUID()} + 100%`
    const there = new URL(address)
    there.searchParams.set('validationToken', token)
    const reply = await fetch(there, { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' } }).catch(() => null)
    const text = await reply?.text()
    if (reply?.status !== 200 || text !== token || !reply.headers.get('content-type')?.startsWith('text/plain'))
      throw new GraphNo(400, 'ValidationError', 'Subscription validation request failed. Response must exactly match validationToken.')
  }

  async function subscribe(email: string, { body, query }: GraphRequest): Promise<Answer> {
    checkQuery(query, [])
    const problem = problemWith('Subscription', body)
    if (problem) throw new GraphNo(400, 'BadRequest', problem)
    const { changeType = '', notificationUrl, lifecycleNotificationUrl, resource = '', clientState = null, expirationDateTime } = body
    const wrong = String(changeType)
      .split(',')
      .find((one) => !['created', 'updated', 'deleted'].includes(one))
    if (wrong !== undefined) throw new GraphNo(400, 'InvalidRequest', `'${wrong}' is no change type.`)
    if (clientState !== null && clientState.length > 128)
      throw new GraphNo(400, 'InvalidRequest', 'clientState is longer than 128 characters.')
    const left = Date.parse(expirationDateTime ?? '') - Date.now()
    if (!(left > 0 && left <= 10_080 * 60_000))
      throw new GraphNo(400, 'InvalidRequest', 'Subscription expiration can only be 10080 minutes in the future.')
    const [, inCalendar] = /^\/?me\/calendars\/([^/]+)\/events$/.exec(resource) ?? []
    if (!inCalendar && !/^\/?me\/events$/.test(resource))
      throw new GraphNo(400, 'InvalidRequest', 'The resource is not one that can be watched.')
    const calendarId = inCalendar ? stateOf().readable(stateOf().calendarOf(email, decodeURIComponent(inCalendar))).id : null
    const twin = [...subscriptions.values()].find(
      (one) => one.email === email && one.resource === resource && one.changeType === changeType,
    )
    if (twin) throw new GraphNo(409, 'Conflict', `Subscription Id ${twin.id} already exists for the requested combination`)
    await validate(notificationUrl)
    if (lifecycleNotificationUrl) await validate(lifecycleNotificationUrl)
    const id = crypto.randomUUID()
    const expires = new Date(expirationDateTime).toISOString()
    subscriptions.set(id, { id, email, calendarId, resource, changeType, address: notificationUrl, clientState, expires })
    return {
      status: 201,
      body: { '@odata.context': `${url()}/v1.0/$metadata#subscriptions/$entity`, id, ...body, expirationDateTime: expires },
    }
  }
  function subscription(email: string, id: string): Subscription {
    const one = subscriptions.get(id)
    if (!one || one.email !== email) throw new GraphNo(404, 'ResourceNotFound', 'The object was not found.')
    return one
  }
  const toldSubscription = ({ id, resource, changeType, address, clientState, expires }: Subscription) => ({
    ...{ id, resource, changeType, clientState, notificationUrl: address, expirationDateTime: expires },
  })

  async function settled(): Promise<void> {
    while (notices.size > 0) await Promise.all(notices)
  }
  return { subscriptions, notify, deliver, subscribe, subscription, toldSubscription, settled }
}
