import { sql } from 'kysely'
import type { Language } from '../domain/language.ts'
import type { Place, Template } from '../domain/message-template.ts'
import { type Database, isId } from './database.ts'

/** Words of the company for one message; without an event type, for all that have none of their own. */
export interface StoredTemplate extends Place, Template {
  readonly id: string
  readonly eventTypeId: string | null
  readonly language: Language
}

const select = (db: Database) =>
  db
    .selectFrom('message_template')
    .select(['id', 'event_type_id as eventTypeId', 'moment', 'audience', 'channel', 'language', 'subject', 'body'])
    .orderBy('moment')
    .orderBy('audience')
    .orderBy('id')

export const findTemplates = (db: Database): Promise<StoredTemplate[]> => select(db).execute()

/** The templates that an event type uses: its own before those of all. */
export async function findTemplatesFor(db: Database, eventTypeId: string): Promise<StoredTemplate[]> {
  const found = await select(db)
    .where((row) => row.or([row('event_type_id', '=', eventTypeId), row('event_type_id', 'is', null)]))
    .execute()
  return found.toSorted((a, b) => Number(a.eventTypeId === null) - Number(b.eventTypeId === null))
}

/** Keep a template in place of the one for the same message, within a transaction. Returns the id under which it is kept. */
export async function keepTemplate(tx: Database, one: StoredTemplate, at: Date): Promise<string> {
  // Two who write the first words for one message at once must not both find none.
  await sql`select pg_advisory_xact_lock(hashtext('switchboard message template'))`.execute(tx)
  const same = await tx
    .selectFrom('message_template')
    .select('id')
    .where('event_type_id', one.eventTypeId === null ? 'is' : '=', one.eventTypeId)
    .where('moment', '=', one.moment)
    .where('audience', '=', one.audience)
    .where('channel', '=', one.channel)
    .where('language', '=', one.language)
    .executeTakeFirst()
  const words = { subject: one.subject, body: one.body, updated_at: at }
  if (same) {
    await tx.updateTable('message_template').set(words).where('id', '=', same.id).execute()
    return same.id
  }
  const { id, eventTypeId: event_type_id, moment, audience, channel, language } = one
  await tx
    .insertInto('message_template')
    .values({ id, event_type_id, moment, audience, channel, language, ...words })
    .execute()
  return id
}

/** Whether there was such a template. */
export async function deleteTemplate(db: Database, id: string): Promise<boolean> {
  if (!isId(id)) return false
  const { numDeletedRows } = await db.deleteFrom('message_template').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0n
}
