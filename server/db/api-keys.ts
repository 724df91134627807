import type { Level, Scope } from '../domain/rights.ts'
import { type Database, isId, json } from './database.ts'

/** A program's key, without the key itself. */
export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
  readonly createdAt: Date
}

/** The key with this hash, if it has not run out and whoever made it is still there as an administrator. */
export const findLiveApiKey = (db: Database, hash: string, now: Date): Promise<{ name: string; scopes: readonly Scope[] } | undefined> =>
  db
    .selectFrom('api_key')
    .innerJoin('staff_account', 'staff_account.id', 'api_key.account_id')
    .select(['api_key.name', 'api_key.scopes'])
    .where('api_key.hash', '=', hash)
    .where((row) => row.or([row('api_key.expires_at', 'is', null), row('api_key.expires_at', '>', now)]))
    .where('staff_account.deactivated_at', 'is', null)
    .where('staff_account.level', '=', 'administrator' satisfies Level)
    .executeTakeFirst()

/** The keys that an account made, newest first. */
export const findApiKeys = (db: Database, accountId: string): Promise<ApiKey[]> =>
  db
    .selectFrom('api_key')
    .select(['id', 'name', 'scopes', 'expires_at as expiresAt', 'created_at as createdAt'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()

export async function insertApiKey(db: Database, accountId: string, key: ApiKey, hash: string): Promise<void> {
  await db
    .insertInto('api_key')
    .values({
      id: key.id,
      account_id: accountId,
      name: key.name,
      hash,
      scopes: json(key.scopes),
      expires_at: key.expiresAt,
      created_at: key.createdAt,
    })
    .execute()
}

/** Remove a key of this account. False if there is none. */
export async function deleteApiKey(db: Database, accountId: string, id: string): Promise<boolean> {
  if (!isId(id)) return false
  const { numDeletedRows } = await db.deleteFrom('api_key').where('account_id', '=', accountId).where('id', '=', id).executeTakeFirst()
  return numDeletedRows === 1n
}
