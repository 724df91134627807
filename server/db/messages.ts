import { sql } from 'kysely'
import type { Told } from '../domain/telling.ts'
import type { Database } from './database.ts'

/** A mail about a booking, or about an account, as it was or will be sent. */
export interface StoredMessage {
  readonly id: string
  readonly bookingId: string | null
  readonly sequence: number
  readonly moment: string
  readonly audience: 'customer' | 'guest' | 'rep' | 'account'
  readonly method: 'REQUEST' | 'CANCEL' | null
  readonly toName: string | null
  readonly toAddress: string
  readonly from: string
  readonly replyTo: string | null
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly invitation: string | null
  readonly status: 'pending' | 'sent' | 'outbox' | 'failed' | 'superseded'
  readonly createdAt: Date
}

const select = (db: Database) =>
  db
    .selectFrom('message')
    .select(['id', 'booking_id as bookingId', 'sequence', 'moment', 'audience', 'method', 'to_name as toName', 'to_address as toAddress'])
    .select(['from_address as from', 'reply_to as replyTo', 'subject', 'text', 'html', 'invitation', 'status', 'created_at as createdAt'])

/** What people have really been told about a booking, in order. */
export async function findTold(db: Database, bookingId: string): Promise<Told[]> {
  const rows = await db
    .selectFrom('message')
    .select(['to_name as name', 'to_address as address', 'audience', 'sequence', 'moment', 'method'])
    .where('booking_id', '=', bookingId)
    .where('status', 'in', ['sent', 'outbox'])
    .orderBy('sequence')
    .orderBy('created_at')
    .execute()
  return rows.flatMap(({ audience, ...row }) => (audience === 'account' ? [] : [{ ...row, audience }]))
}

/** Keep messages that are to be sent; one that is kept already stays as it is. Older ones that never left are given up. */
export async function keepMessages(tx: Database, bookingId: string, sequence: number, messages: readonly StoredMessage[]): Promise<void> {
  await tx
    .updateTable('message')
    .set({ status: 'superseded' })
    .where('booking_id', '=', bookingId)
    .where('sequence', '<', sequence)
    .where('status', 'in', ['pending', 'failed'])
    .execute()
  if (messages.length === 0) return
  await insertMessages(
    tx,
    messages.map((one) => [`${bookingId} ${one.sequence} ${one.method ?? '-'} ${one.toAddress}`, one] as const),
  )
}

/** Keep a mail about an account under a key that keeps it from being written twice, and give back what is kept under that key. */
export async function keepAccountMessage(db: Database, dedupe: string, message: StoredMessage): Promise<StoredMessage> {
  await insertMessages(db, [[dedupe, message]])
  return select(db).where('dedupe', '=', dedupe).executeTakeFirstOrThrow()
}

async function insertMessages(db: Database, messages: readonly (readonly [dedupe: string, message: StoredMessage])[]): Promise<void> {
  await db
    .insertInto('message')
    .values(
      messages.map(([dedupe, one]) => ({
        id: one.id,
        dedupe,
        booking_id: one.bookingId,
        sequence: one.sequence,
        moment: one.moment,
        audience: one.audience,
        method: one.method,
        to_name: one.toName,
        to_address: one.toAddress,
        from_address: one.from,
        reply_to: one.replyTo,
        subject: one.subject,
        text: one.text,
        html: one.html,
        invitation: one.invitation,
        status: one.status,
        created_at: one.createdAt,
      })),
    )
    .onConflict((conflict) => conflict.constraint('message_dedupe').doNothing())
    .execute()
}

/** The messages of a booking that still have to leave. */
export const findUnsent = (db: Database, bookingId: string): Promise<StoredMessage[]> =>
  select(db).where('booking_id', '=', bookingId).where('status', 'in', ['pending', 'failed']).orderBy('created_at').execute()

export async function setMessageStatus(db: Database, id: string, status: StoredMessage['status']): Promise<void> {
  await db.updateTable('message').set({ status }).where('id', '=', id).execute()
}

/** Messages, newest first: of a booking, of bookings alone, or all. */
export const findMessages = (
  db: Database,
  filter: { bookingId?: string; ofBookings: boolean; limit: number; before?: { createdAt: Date; id: string } },
): Promise<StoredMessage[]> =>
  select(db)
    .where((row) =>
      row.and([
        ...(filter.ofBookings ? [row('audience', '<>', 'account')] : []),
        ...(filter.bookingId === undefined ? [] : [row('booking_id', '=', filter.bookingId)]),
        ...(filter.before ? [sql<boolean>`(created_at, id) < (${filter.before.createdAt}, ${filter.before.id}::uuid)`] : []),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute()
