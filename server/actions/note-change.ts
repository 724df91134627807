import { randomUUID } from 'node:crypto'
import { type HistoryEntry, insertHistory } from '../db/booking-history.ts'
import type { Database } from '../db/database.ts'
import { insertDeliveries } from '../db/webhook-deliveries.ts'
import { findListening } from '../db/webhooks.ts'
import { type Delivery, eventOf } from '../domain/webhook.ts'
import type { Services } from './services.ts'

/** Note a change of a booking that is stored already: in its history, and for every webhook that is to be told. Part of the change. */
export async function noteChange({ queue, show }: Services, tx: Database, change: HistoryEntry): Promise<void> {
  const number = await insertHistory(tx, change)
  const event = eventOf(change.action)
  const webhooks = event === null ? [] : await findListening(tx, event)
  if (event === null || webhooks.length === 0) return
  const bookingId = change.after.id
  const body = JSON.stringify({
    type: event,
    timestamp: change.at.toISOString(),
    // A delivery that was tried again may come after the next one: whoever listens keeps what has the higher number.
    change: number,
    data: await show(tx, bookingId),
  })
  const deliveries = webhooks.map(({ id: webhookId }): Delivery => {
    const told = { id: randomUUID(), webhookId, bookingId, event, body, createdAt: change.at }
    return { ...told, status: 'pending', attempts: 0, lastAttemptAt: null, answer: null }
  })
  await insertDeliveries(tx, deliveries)
  await queue.enqueue(
    tx,
    deliveries.map(({ id: deliveryId, webhookId }) => ['webhook.deliver', { deliveryId, webhookId, bookingId }]),
  )
}
