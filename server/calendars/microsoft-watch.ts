/** Subscriptions: Microsoft Graph calls us when a calendar changes (Graph: "Create subscription"). */
import { z } from 'zod'
import type { Watch } from '../domain/calendar.ts'
import { type Graph, good, type Question, segment, shaped } from './microsoft-graph.ts'

/** Less than the 4,230 minutes that a subscription to a calendar could last from the beginning; today it may be 10,080. */
const MINUTES = 4200

const made = z.object({
  id: z.string().min(1),
  expirationDateTime: z
    .string()
    .transform((text) => new Date(text))
    .refine((time) => !Number.isNaN(time.getTime())),
})
const known = z.object({ id: z.string().min(1), resource: z.string() })

/** Watch a calendar. Graph asks `address` whether it listens before it answers. */
export async function watchCalendar(
  graph: Graph,
  calendarId: string,
  { address, token }: { readonly address: string; readonly token: string },
): Promise<Watch> {
  const resource = `me/calendars/${segment(calendarId)}/events`
  const expirationDateTime = new Date(Date.now() + MINUTES * 60_000).toISOString()
  const question: Question = {
    method: 'POST',
    path: '/subscriptions',
    body: {
      changeType: 'created,updated,deleted',
      resource,
      notificationUrl: address,
      lifecycleNotificationUrl: address,
      clientState: token,
      expirationDateTime,
    },
  }
  const first = await graph.send(question)
  // There is one subscription of a kind to a resource: a new one, with its new token, takes the old one's place.
  if (first.status === 409) await endThose(graph, resource)
  const watch = shaped(made, good(first.status === 409 ? await graph.send(question) : first, question))
  return { id: watch.id, resource: null, expiresAt: watch.expirationDateTime }
}

/** End a watch; one that has ended already counts as ended. */
export async function endWatch(graph: Graph, id: string): Promise<void> {
  const question: Question = { method: 'DELETE', path: `/subscriptions/${segment(id)}` }
  const reply = await graph.send(question)
  if (reply.status !== 404) good(reply, question)
}

async function endThose(graph: Graph, resource: string): Promise<void> {
  const { items } = await graph.list(known, { method: 'GET', path: '/subscriptions' })
  for (const one of items) if (one.resource === resource) await endWatch(graph, one.id)
}
