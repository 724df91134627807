import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type ApiKey, deleteApiKey, insertApiKey } from '../../db/api-keys.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Scope } from '../../domain/rights.ts'
import type { Services } from '../services.ts'

/** Under what a key is kept: nobody reads the key from it. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** Make a key for a program. The answer is the only place where it ever stands. */
export async function makeApiKey(
  { db, now }: Services,
  accountId: string,
  wish: { name: string; scopes: readonly Scope[]; expiresAt: Date | null },
): Promise<ApiKey & { key: string }> {
  const at = now()
  if (wish.expiresAt && wish.expiresAt <= at)
    throw new Refusal('invalid', 'The key would have run out already.', { errors: [{ pointer: '/expiresAt', detail: 'must lie ahead' }] })
  const key = `sb_${randomBytes(32).toString('base64url')}`
  const stored = { id: randomUUID(), ...wish, createdAt: at }
  await insertApiKey(db, accountId, stored, hashOfKey(key))
  return { ...stored, key }
}

/** Take a key away. */
export async function revokeApiKey({ db }: Services, accountId: string, id: string): Promise<void> {
  if (!(await deleteApiKey(db, accountId, id))) throw new Refusal('not-found', 'There is no such key.')
}
