import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type ApiKey, deleteApiKey, findApiKeys, insertApiKey } from '../../db/api-keys.ts'
import { noteAudit } from '../../db/audit.ts'
import type { Caller } from '../../domain/booking.ts'
import { instantText } from '../../domain/interval.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Scope } from '../../domain/rights.ts'
import type { Services } from '../services.ts'

/** Under what a key is kept: nobody reads the key from it. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('base64url')

/** Make a key for a program. The answer is the only place where it ever stands. */
export async function makeApiKey(
  { db, now }: Services,
  author: Caller,
  accountId: string,
  wish: { name: string; scopes: readonly Scope[]; expiresAt: Date | null },
): Promise<ApiKey & { key: string }> {
  const at = now()
  if (wish.expiresAt && wish.expiresAt <= at)
    throw new Refusal('invalid', 'The key would have run out already.', { errors: [{ pointer: '/expiresAt', detail: 'must lie ahead' }] })
  const key = `sb_${randomBytes(32).toString('base64url')}`
  const stored = { id: randomUUID(), ...wish, createdAt: at }
  await db.transaction().execute(async (tx) => {
    await insertApiKey(tx, accountId, stored, hashOfKey(key))
    await noteAudit(tx, author, at, [{ kind: 'key', name: stored.name, before: null, after: toldOf(stored) }])
  })
  return { ...stored, key }
}

/** Take a key away. */
export async function revokeApiKey({ db, now }: Services, author: Caller, accountId: string, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const key = (await findApiKeys(tx, accountId)).find((one) => one.id === id)
    if (!key || !(await deleteApiKey(tx, accountId, id))) throw new Refusal('not-found', 'There is no such key.')
    await noteAudit(tx, author, now(), [{ kind: 'key', name: key.name, before: toldOf(key), after: null }])
  })
}

const toldOf = ({ scopes, expiresAt }: Pick<ApiKey, 'scopes' | 'expiresAt'>) => ({ scopes, expiresAt: expiresAt && instantText(expiresAt) })
