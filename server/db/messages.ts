import { sql } from 'kysely'
import type { Channel } from '../domain/event-type.ts'
import type { Sight } from '../domain/sight.ts'
import type { Told } from '../domain/telling.ts'
import { EMAIL_CHANGED } from './booking-history.ts'
import { type Database, isId } from './database.ts'
import { seesBooking } from './sight.ts'
import type { Delivery } from './tables.ts'

/** A message about a booking, or a mail about an account, as it was or will be sent. A text message has no HTML and no invitation. */
export interface StoredMessage {
  readonly id: string
  readonly bookingId: string | null
  readonly sequence: number
  readonly channel: Channel
  readonly language: string
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
  readonly status: 'pending' | 'sent' | 'outbox' | 'failed' | 'superseded' | 'stopped'
  /** How far a text message came, and why no further. */
  readonly delivery: Delivery | null
  readonly deliveryError: string | null
  readonly createdAt: Date
}

/** A message to be kept. Of those with the same `dedupe` only the first is. */
export interface NewMessage extends StoredMessage {
  readonly dedupe: string
}

/** Moments that come by the clock, or because somebody asks: who hears of one has learned nothing of what became of the booking. */
const TIMED = ['reminder', 'follow-up', 'no-show', 'choose-anew']

const select = (db: Database) =>
  db
    .selectFrom('message')
    .select([
      'id',
      'booking_id as bookingId',
      'sequence',
      'channel',
      'language',
      'moment',
      'audience',
      'method',
      'to_name as toName',
      'to_address as toAddress',
    ])
    .select(['from_address as from', 'reply_to as replyTo', 'subject', 'text', 'html', 'invitation', 'status', 'created_at as createdAt'])
    .select(['delivery', 'delivery_error as deliveryError'])

/**
 * What people have really been told about the state of a booking, in order. A customer who is reached by another email has not been told
 * anything: the links of before are void.
 */
export async function findTold(db: Database, bookingId: string): Promise<Told[]> {
  const rows = await db
    .selectFrom('message')
    .select(['to_name as name', 'to_address as address', 'channel', 'audience', 'sequence', 'moment', 'method'])
    .where('booking_id', '=', bookingId)
    .where('status', 'in', ['sent', 'outbox'])
    .where('moment', 'not in', TIMED)
    .where(
      sql<boolean>`not (audience = 'customer' and exists (select from booking_history
        where booking_id = ${bookingId}::uuid and action = ${EMAIL_CHANGED} and at > message.created_at))`,
    )
    .orderBy('sequence')
    .orderBy('created_at')
    .execute()
  return rows.flatMap(({ audience, ...row }) => (audience === 'account' ? [] : [{ ...row, audience }]))
}

/** Keep messages that are to be sent; one that is kept already stays as it is. Older ones that never left are given up. */
export async function keepMessages(tx: Database, bookingId: string, sequence: number, messages: readonly NewMessage[]): Promise<void> {
  const wanted = messages.map((one) => one.dedupe)
  await tx
    .updateTable('message')
    .set({ status: 'superseded' })
    .where('booking_id', '=', bookingId)
    .where((row) =>
      row.or([row('sequence', '<', sequence), row.and([row('moment', 'in', TIMED), sql<boolean>`not (dedupe = any(${wanted}::text[]))`])]),
    )
    .where('status', 'in', ['pending', 'failed'])
    .execute()
  await insertMessages(tx, messages)
}

/** Keep a mail about an account under a key that keeps it from being written twice, and give back what is kept under that key. */
export async function keepAccountMessage(db: Database, dedupe: string, message: StoredMessage): Promise<StoredMessage> {
  await insertMessages(db, [{ ...message, dedupe }])
  return select(db).where('dedupe', '=', dedupe).executeTakeFirstOrThrow()
}

/** The message that is kept under this, if it is. */
export const findMessage = (db: Database, dedupe: string): Promise<StoredMessage | undefined> =>
  select(db).where('dedupe', '=', dedupe).executeTakeFirst()

/** Keep messages; one that is kept already stays as it is. */
export async function insertMessages(db: Database, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length === 0) return
  await db
    .insertInto('message')
    .values(messages.map(rowOf))
    .onConflict((conflict) => conflict.constraint('message_dedupe').doNothing())
    .execute()
}

const rowOf = (one: NewMessage) => ({
  id: one.id,
  dedupe: one.dedupe,
  booking_id: one.bookingId,
  sequence: one.sequence,
  channel: one.channel,
  language: one.language,
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
})

/** The messages of a booking that still have to leave. One that the provider has reported on has left, or never will. */
export const findUnsent = (db: Database, bookingId: string): Promise<StoredMessage[]> =>
  select(db)
    .where('booking_id', '=', bookingId)
    .where('status', 'in', ['pending', 'failed'])
    .where('delivery', 'is', null)
    .orderBy('created_at')
    .orderBy('sequence')
    .orderBy('id')
    .execute()

/** What became of handing a message over. */
export async function setMessageStatus(
  db: Database,
  id: string,
  status: StoredMessage['status'],
  { providerId = null, refused = null }: { providerId?: string | null; refused?: string | null } = {},
): Promise<void> {
  await db
    .updateTable('message')
    .set({
      status,
      ...(providerId === null ? {} : { provider_id: providerId }),
      ...(refused === null ? {} : { delivery: 'failed', delivery_error: refused }),
    })
    .where('id', '=', id)
    // Who tried and heard no answer does not know better than the provider, who says that he has it.
    .$if(status === 'failed' && refused === null, (query) => query.where('delivery', 'is', null))
    .execute()
}

/** What each word may follow; the last ones are final. */
const BEFORE: Record<Delivery, readonly Delivery[]> = {
  queued: [],
  sent: ['queued'],
  delivered: ['queued', 'sent'],
  undelivered: ['queued', 'sent'],
  failed: ['queued', 'sent'],
}

/** Note how far a text message came. What is known already, or was passed before, changes nothing. */
export async function setDelivery(
  db: Database,
  id: string,
  { id: providerId, delivery, error }: { id: string; delivery: Delivery; error: string | null },
): Promise<void> {
  if (!isId(id)) return
  await db
    .updateTable('message')
    .set({ delivery, delivery_error: error, provider_id: providerId, status: 'sent' })
    .where('id', '=', id)
    .where('channel', '=', 'sms')
    .where((row) => row.or([row('provider_id', 'is', null), row('provider_id', '=', providerId)]))
    .where(sql<boolean>`(delivery is null or delivery = any(${BEFORE[delivery]}::text[]))`)
    .execute()
}

/** Messages, newest first: of a booking, of bookings alone, or all; of bookings that one sees. */
export const findMessages = (
  db: Database,
  filter: { bookingId?: string; ofBookings: boolean; sight: Sight; limit: number; before?: { createdAt: Date; id: string } },
): Promise<StoredMessage[]> =>
  select(db)
    .where((row) =>
      row.and([
        ...(filter.ofBookings ? [row('audience', '<>', 'account')] : []),
        ...(filter.sight.projectIds === null
          ? []
          : [sql<boolean>`exists (select from booking where booking.id = message.booking_id and ${seesBooking(filter.sight)})`]),
        ...(filter.bookingId === undefined ? [] : [row('booking_id', '=', filter.bookingId)]),
        ...(filter.before ? [sql<boolean>`(created_at, id) < (${filter.before.createdAt}, ${filter.before.id}::uuid)`] : []),
      ]),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute()

/** Everything written about these bookings, and for these activities, to customers and their guests, oldest first. */
export const findMessagesOf = (db: Database, bookingIds: readonly string[], activityIds: readonly string[]): Promise<StoredMessage[]> =>
  select(db)
    .where(sql<boolean>`(booking_id = any(${bookingIds}::uuid[]) or dedupe = any(${activityIds.map((id) => `activity ${id}`)}::text[]))`)
    .where('audience', 'in', ['customer', 'guest'])
    .orderBy('created_at')
    .orderBy('id')
    .execute()
