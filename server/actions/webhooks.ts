import { randomBytes, randomUUID } from 'node:crypto'
import { noteAudit } from '../db/audit.ts'
import { findDelivery, renewDelivery } from '../db/webhook-deliveries.ts'
import { deleteWebhook, getWebhook, insertWebhook, updateWebhook } from '../db/webhooks.ts'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import { seal } from '../domain/sealed.ts'
import { type Delivery, secretOf, type Webhook } from '../domain/webhook.ts'
import type { Services } from './services.ts'

/** Where the secret of a webhook is kept: moved to another webhook, it cannot be read. */
export const placeOfSecret = (webhookId: string): string => `webhook ${webhookId}`

/** What is said of a webhook by whoever makes or changes it. */
export type WebhookWish = Pick<Webhook, 'url' | 'events' | 'active'>

function refuseAddress({ outbound }: Services, url: string): void {
  const detail = outbound.refusalOf(url)
  if (detail !== null) throw new Refusal('invalid', `The address ${detail}.`, { errors: [{ pointer: '/url', detail }] })
}

/** Make a webhook. The answer is the only place where its secret ever stands. */
export async function makeWebhook(services: Services, author: Caller, wish: WebhookWish): Promise<Webhook & { secret: string }> {
  refuseAddress(services, wish.url)
  const webhook = { id: randomUUID(), ...wish, createdAt: services.now() }
  const secret = secretOf(randomBytes(32))
  await services.db.transaction().execute(async (tx) => {
    await insertWebhook(tx, webhook, seal(services.secret, placeOfSecret(webhook.id), secret, randomBytes(12)))
    await noteAudit(tx, author, webhook.createdAt, [{ kind: 'webhook', name: webhook.url, before: null, after: toldOf(webhook) }])
  })
  return { ...webhook, secret }
}

/** Change what a webhook is told, or where; or switch it off and on. Its secret stays. */
export async function changeWebhook(services: Services, author: Caller, id: string, wish: Partial<WebhookWish>): Promise<Webhook> {
  if (wish.url !== undefined) refuseAddress(services, wish.url)
  return services.db.transaction().execute(async (tx) => {
    const known = await getWebhook(tx, id)
    const webhook = { ...known, ...wish }
    await updateWebhook(tx, webhook)
    await noteAudit(tx, author, services.now(), [{ kind: 'webhook', name: known.url, before: toldOf(known), after: toldOf(webhook) }])
    return webhook
  })
}

/** What the audit log says of a webhook: everything but its secret. */
const toldOf = ({ url, events, active }: WebhookWish) => ({ url, events, active })

/** Take a webhook away, with the list of what was told to it. */
export async function removeWebhook({ db, now }: Services, author: Caller, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const known = await getWebhook(tx, id)
    if (!(await deleteWebhook(tx, id))) throw new Refusal('not-found', 'There is no such webhook.')
    await noteAudit(tx, author, now(), [{ kind: 'webhook', name: known.url, before: toldOf(known), after: null }])
  })
}

/** Send a delivery again, now: the same body under the same id. */
export async function replayDelivery({ db, queue }: Services, webhookId: string, deliveryId: string): Promise<Delivery> {
  const delivery = await findDelivery(db, deliveryId)
  if (!delivery || delivery.webhookId !== webhookId) throw new Refusal('not-found', 'There is no such delivery.')
  const { active } = await getWebhook(db, webhookId)
  if (!active) throw new Refusal('conflict', 'The webhook is switched off. Switch it on first.')
  return db.transaction().execute(async (tx) => {
    await renewDelivery(tx, delivery.id)
    await queue.enqueue(tx, [['webhook.deliver', { deliveryId: delivery.id, webhookId, bookingId: delivery.bookingId }]])
    return (await findDelivery(tx, deliveryId)) ?? delivery
  })
}
