import type { EventType } from '../domain/event-type.ts'
import type { MessageRule } from '../domain/message-rule.ts'
import { Refusal } from '../domain/refusal.ts'
import { type Database, isId } from './database.ts'

const select = (db: Database) =>
  db
    .selectFrom('event_type')
    .select([
      'id',
      'slug',
      'name',
      'duration_minutes as durationMinutes',
      'slot_interval_minutes as slotIntervalMinutes',
      'buffer_before_minutes as bufferBeforeMinutes',
      'buffer_after_minutes as bufferAfterMinutes',
      'minimum_notice_minutes as minimumNoticeMinutes',
      'booking_window_days as bookingWindowDays',
      'with',
      'location',
      'approval',
      'questions',
      'notify',
      'open_per_customer as openPerCustomer',
      'policy',
    ])

export const findEventTypes = (db: Database): Promise<EventType[]> => select(db).orderBy('name').execute()

/** The event types with these ids, in the order of the ids. */
export async function findEventTypesByIds(db: Database, ids: readonly string[]): Promise<EventType[]> {
  if (ids.length === 0) return []
  const found = await select(db).where('id', 'in', ids).execute()
  return ids.flatMap((id) => found.filter((one) => one.id === id))
}

/** The event type of this id or slug. Refuses with `not-found`. */
export async function getEventType(db: Database, ref: string): Promise<EventType> {
  const found = await select(db)
    .where((row) => (isId(ref) ? row.or([row('id', '=', ref), row('slug', '=', ref)]) : row('slug', '=', ref)))
    .executeTakeFirst()
  if (!found) throw new Refusal('not-found', `There is no event type “${ref}”.`)
  return found
}

/** What an event type tells, and when. */
export const getMessageRule = (db: Database, eventTypeId: string): Promise<MessageRule> =>
  db
    .selectFrom('event_type')
    .select(['reminders', 'follow_up_minutes as followUpMinutes', 'request_expires_minutes as requestExpiresMinutes', 'moments'])
    .where('id', '=', eventTypeId)
    .executeTakeFirstOrThrow()
