import { randomBytes, randomUUID } from 'node:crypto'
import { findDelivery, renewDelivery } from '../db/webhook-deliveries.ts'
import { deleteWebhook, getWebhook, insertWebhook, updateWebhook } from '../db/webhooks.ts'
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
export async function makeWebhook(services: Services, wish: WebhookWish): Promise<Webhook & { secret: string }> {
  refuseAddress(services, wish.url)
  const webhook = { id: randomUUID(), ...wish, createdAt: services.now() }
  const secret = secretOf(randomBytes(32))
  await insertWebhook(services.db, webhook, seal(services.secret, placeOfSecret(webhook.id), secret, randomBytes(12)))
  return { ...webhook, secret }
}

/** Change what a webhook is told, or where; or switch it off and on. Its secret stays. */
export async function changeWebhook(services: Services, id: string, wish: Partial<WebhookWish>): Promise<Webhook> {
  if (wish.url !== undefined) refuseAddress(services, wish.url)
  const webhook = { ...(await getWebhook(services.db, id)), ...wish }
  await updateWebhook(services.db, webhook)
  return webhook
}

/** Take a webhook away, with the list of what was told to it. */
export async function removeWebhook({ db }: Services, id: string): Promise<void> {
  if (!(await deleteWebhook(db, id))) throw new Refusal('not-found', 'There is no such webhook.')
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
