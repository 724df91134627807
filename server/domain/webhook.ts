/** Webhooks: programs elsewhere that are told of every change of a booking, signed as Standard Webhooks 1.0 has it. */
import { createHmac } from 'node:crypto'

/** What a program can be told. */
export const WEBHOOK_EVENTS = [
  'booking.created',
  'booking.requested',
  'booking.approved',
  'booking.declined',
  'booking.expired',
  'booking.rescheduled',
  'booking.reassigned',
  'booking.cancelled',
  'booking.outcome',
] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** An address that is told, without its secret. */
export interface Webhook {
  readonly id: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly active: boolean
  readonly createdAt: Date
}

export type DeliveryStatus = 'pending' | 'delivered' | 'failed'

/** One change, told to one webhook. */
export interface Delivery {
  readonly id: string
  readonly webhookId: string
  readonly bookingId: string
  readonly event: string
  readonly body: string
  readonly status: DeliveryStatus
  /** Since it was asked for, or asked for again. */
  readonly attempts: number
  readonly lastAttemptAt: Date | null
  readonly answer: { readonly status: number | null; readonly text: string } | null
  readonly createdAt: Date
}

/** The event of a change that history calls `action`, or null if nobody is told of such a change. */
export function eventOf(action: string): WebhookEvent | null {
  if (action === 'booked') return 'booking.created'
  const name = `booking.${action.startsWith('outcome:') ? 'outcome' : action}`
  return WEBHOOK_EVENTS.find((event) => event === name) ?? null
}

const PREFIX = 'whsec_'

/** The secret of these random bytes, as people copy it. */
export const secretOf = (bytes: Uint8Array): string => PREFIX + Buffer.from(bytes).toString('base64')

/** The headers that prove to whoever has the secret that a body comes from us, and when it was sent. */
export function signedHeaders(secret: string, id: string, at: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

/** Whether an answer says that the delivery was taken. */
export const wasTaken = (status: number | null): boolean => status !== null && status >= 200 && status < 300
