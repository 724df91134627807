import { beginAttempt, findDelivery, setDeliveryOutcome } from '../db/webhook-deliveries.ts'
import { getSealedSecret, getWebhook } from '../db/webhooks.ts'
import { unseal } from '../domain/sealed.ts'
import { type Delivery, signedHeaders, type Webhook, wasTaken } from '../domain/webhook.ts'
import { MOST_TRIES, type Payload } from '../jobs/catalog.ts'
import type { Services } from './services.ts'
import { placeOfSecret } from './webhooks.ts'

/**
 * Tell a webhook of a change. Job `webhook.deliver`; a delivery that was taken is not sent again unless somebody asks.
 *
 * Throws if it was not taken, to be tried again; the last time it notes the failure instead.
 */
export async function deliverWebhook(services: Services, { deliveryId }: Payload<'webhook.deliver'>): Promise<void> {
  const { db, now } = services
  const delivery = await findDelivery(db, deliveryId)
  if (delivery?.status !== 'pending') return
  const webhook = await getWebhook(db, delivery.webhookId)
  if (!webhook.active) {
    const answer = { status: null, text: 'The webhook is switched off.' }
    return setDeliveryOutcome(db, { id: delivery.id, status: 'failed', answer })
  }
  const attempts = await beginAttempt(db, delivery.id, now())
  const answer = await send(services, webhook, delivery)
  const taken = wasTaken(answer.status)
  const last = attempts >= MOST_TRIES
  await setDeliveryOutcome(db, { id: delivery.id, status: taken ? 'delivered' : last ? 'failed' : 'pending', answer })
  if (!taken && !last) throw new Error(`Webhook ${webhook.id} did not take delivery ${delivery.id} (${answer.status ?? 'no answer'}).`)
}

async function send({ db, now, seals, outbound }: Services, webhook: Webhook, { id, body }: Delivery) {
  const key = unseal(seals, placeOfSecret(webhook.id), await getSealedSecret(db, webhook.id))
  if (key === null) return { status: null, text: 'The secret cannot be read: SECRET_KEY is not the one with which it was made.' }
  const headers = { 'content-type': 'application/json', 'user-agent': 'Switchboard', ...signedHeaders(key, id, now(), body) }
  return outbound.post(webhook.url, headers, body)
}
