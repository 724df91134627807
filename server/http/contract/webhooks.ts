import { z } from 'zod'
import { WEBHOOK_EVENTS } from '../../domain/webhook.ts'
import { InstantOut, line, listOf, Paging } from './shapes.ts'

const Event = z.enum(WEBHOOK_EVENTS).meta({ id: 'WebhookEvent', description: 'What a webhook can be told of a booking' })
const Events = z
  .array(Event)
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .transform((events) => WEBHOOK_EVENTS.filter((one) => events.includes(one)))
const Address = line(2000).meta({ description: 'Begins with https:// and leads to the internet, unless OUTBOUND_ALLOW lists its host.' })

export const WebhookRequest = z
  .strictObject({ url: Address, events: Events.default([...WEBHOOK_EVENTS]), active: z.boolean().default(true) })
  .meta({ id: 'WebhookRequest' })
export const WebhookChange = z
  .strictObject({ url: Address.exactOptional(), events: Events.exactOptional(), active: z.boolean().exactOptional() })
  .meta({ id: 'WebhookChange' })

export const WebhookView = z
  .object({ id: z.string(), url: z.string(), events: z.array(Event), active: z.boolean(), createdAt: InstantOut })
  .meta({ id: 'Webhook' })
export const WebhookList = listOf(WebhookView).meta({ id: 'WebhookList' })
/** `secret` is shown this once. */
export const NewWebhookView = WebhookView.extend({ secret: z.string() }).meta({ id: 'NewWebhook' })

const Status = z.enum(['pending', 'delivered', 'failed'])
export const DeliveryQuery = z.strictObject({ status: Status.exactOptional(), ...Paging }).meta({ id: 'WebhookDeliveryQuery' })
export const ReplayRequest = z.strictObject({}).meta({ id: 'ReplayRequest' })

/** `answer.status` is null if there was no answer; then `answer.text` says why. */
export const DeliveryView = z
  .object({
    id: z.string(),
    event: z.string(),
    bookingId: z.string(),
    status: Status,
    attempts: z.int(),
    lastAttemptAt: InstantOut.nullable(),
    answer: z.object({ status: z.int().nullable(), text: z.string() }).nullable(),
    createdAt: InstantOut,
  })
  .meta({ id: 'WebhookDelivery' })
export const DeliveryList = listOf(DeliveryView).meta({ id: 'WebhookDeliveryList' })
