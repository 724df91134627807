import { sql } from 'kysely'
import { Refusal } from '../domain/refusal.ts'
import type { Webhook, WebhookEvent } from '../domain/webhook.ts'
import { type Database, isId, json } from './database.ts'

const select = (db: Database) => db.selectFrom('webhook').select(['id', 'url', 'events', 'active', 'created_at as createdAt'])

/** All webhooks, the oldest first. */
export const findWebhooks = (db: Database): Promise<Webhook[]> => select(db).orderBy('created_at').orderBy('id').execute()

/** The webhook of this id. Refuses with `not-found`. */
export async function getWebhook(db: Database, id: string): Promise<Webhook> {
  const row = isId(id) ? await select(db).where('id', '=', id).executeTakeFirst() : undefined
  if (!row) throw new Refusal('not-found', 'There is no such webhook.')
  return row
}

/** The secret of a webhook as it is kept: sealed. */
export const getSealedSecret = async (db: Database, id: string): Promise<string> =>
  (await db.selectFrom('webhook').select('secret').where('id', '=', id).executeTakeFirstOrThrow()).secret

/** Every webhook's secret, sealed. */
export const findWebhookSecrets = (db: Database): Promise<{ id: string; secret: string }[]> =>
  db.selectFrom('webhook').select(['id', 'secret']).execute()

/** Keep a webhook's secret under another seal. */
export async function replaceWebhookSecret(db: Database, before: { id: string; secret: string }, secret: string): Promise<void> {
  await db.updateTable('webhook').set({ secret }).where('id', '=', before.id).where('secret', '=', before.secret).execute()
}

/** The webhooks that are to be told of an event. */
export const findListening = (tx: Database, event: WebhookEvent): Promise<Webhook[]> =>
  select(tx)
    .where('active', '=', true)
    .where(sql<boolean>`events @> ${json([event])}::jsonb`)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

export async function insertWebhook(db: Database, { id, url, events, active, createdAt }: Webhook, sealedSecret: string): Promise<void> {
  await db
    .insertInto('webhook')
    .values({ id, url, events: json(events), active, secret: sealedSecret, created_at: createdAt })
    .execute()
}

export async function updateWebhook(db: Database, { id, url, events, active }: Webhook): Promise<void> {
  await db
    .updateTable('webhook')
    .set({ url, events: json(events), active })
    .where('id', '=', id)
    .execute()
}

/** Remove a webhook with all that was told to it. False if there is none. */
export async function deleteWebhook(db: Database, id: string): Promise<boolean> {
  if (!isId(id)) return false
  return (await db.deleteFrom('webhook').where('id', '=', id).executeTakeFirst()).numDeletedRows === 1n
}
