import { sql } from 'kysely'
import type { Delivery, DeliveryStatus } from '../domain/webhook.ts'
import { type Database, isId, json } from './database.ts'

const select = (db: Database) =>
  db
    .selectFrom('webhook_delivery')
    .select(['id', 'webhook_id as webhookId', 'booking_id as bookingId', 'event', 'body', 'status', 'attempts'])
    .select(['last_attempt_at as lastAttemptAt', 'answer', 'created_at as createdAt'])

/** Store what is to be delivered, within the transaction of the change that it tells of. */
export async function insertDeliveries(tx: Database, deliveries: readonly Delivery[]): Promise<void> {
  await tx
    .insertInto('webhook_delivery')
    .values(
      deliveries.map((one) => ({
        id: one.id,
        webhook_id: one.webhookId,
        booking_id: one.bookingId,
        event: one.event,
        body: one.body,
        status: one.status,
        attempts: one.attempts,
        last_attempt_at: one.lastAttemptAt,
        answer: one.answer === null ? null : json(one.answer),
        created_at: one.createdAt,
      })),
    )
    .execute()
}

/** A delivery, if it is still there. */
export const findDelivery = async (db: Database, id: string): Promise<Delivery | undefined> =>
  isId(id) ? select(db).where('id', '=', id).executeTakeFirst() : undefined

/** What was delivered to a webhook, or is to be, newest first. */
export const findDeliveries = (
  db: Database,
  filter: { webhookId: string; status?: DeliveryStatus; limit: number; before?: { createdAt: Date; id: string } },
): Promise<Delivery[]> =>
  select(db)
    .where('webhook_id', '=', filter.webhookId)
    .where((row) =>
      row.and([
        ...(filter.status === undefined ? [] : [row('status', '=', filter.status)]),
        ...(filter.before ? [sql<boolean>`(created_at, id) < (${filter.before.createdAt}, ${filter.before.id}::uuid)`] : []),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute()

/** Note that a delivery is tried now, and how often it has been. Said before the call, so that a process that dies in it has tried as well. */
export async function beginAttempt(db: Database, id: string, at: Date): Promise<number> {
  const { attempts } = await db
    .updateTable('webhook_delivery')
    .set((row) => ({ attempts: row('attempts', '+', 1), last_attempt_at: at }))
    .where('id', '=', id)
    .returning('attempts')
    .executeTakeFirstOrThrow()
  return attempts
}

/** Note what became of a delivery. */
export async function setDeliveryOutcome(db: Database, { id, status, answer }: Pick<Delivery, 'id' | 'status' | 'answer'>): Promise<void> {
  await db
    .updateTable('webhook_delivery')
    .set({ status, answer: json(answer) })
    .where('id', '=', id)
    .execute()
}

/** A delivery that has come to its end is due once more, from the first attempt on. */
export async function renewDelivery(tx: Database, id: string): Promise<void> {
  await tx
    .updateTable('webhook_delivery')
    .set({ status: 'pending', attempts: 0 })
    .where('id', '=', id)
    .where('status', '<>', 'pending')
    .execute()
}

/** Forget deliveries of changes before an instant. */
export async function deleteOldDeliveries(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('webhook_delivery').where('created_at', '<', before).execute()
}
