import { randomUUID } from 'node:crypto'
import { deleteSessions, findAccount, type ListedAccount, updateGeneration, updatePassword } from '../../db/accounts.ts'
import type { Database } from '../../db/database.ts'
import type { LinkKind } from '../../domain/account.ts'
import { readAccountToken } from '../../domain/account-link.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

/** Whose password a mailed link is for. Refuses with `gone` if it was used, has run out, or was never ours. */
export async function readAccountLink({ db, secret, now }: Services, token: string): Promise<{ account: ListedAccount; kind: LinkKind }> {
  const link = readAccountToken(secret, token)
  const account = link && (await findAccount(db, link.accountId))
  if (!account || link.until <= now() || link.generation !== account.generation || account.deactivatedAt)
    throw new Refusal('gone', 'This link has been used, or is too old. Ask for another.')
  return { account, kind: link.kind }
}

/** Choose a password with a mailed link. It can be used once, and ends the sessions that the old password began. */
export async function choosePassword(services: Services, token: string, password: string): Promise<void> {
  const { db, signIn } = services
  const hash = await signIn.hash(password)
  const { account } = await readAccountLink(services, token)
  await db.transaction().execute(async (tx) => {
    if (!(await updateGeneration(tx, account.id, account.generation))) throw new Refusal('gone', 'This link has just been used.')
    await storePassword(tx, services, account.id, hash)
  })
}

async function storePassword(tx: Database, { now }: Services, accountId: string, hash: string): Promise<void> {
  await updatePassword(tx, accountId, randomUUID(), hash, now())
  await deleteSessions(tx, accountId, null)
}

/** Let somebody who forgot their password choose another. What happens looks the same from outside, whoever asks. */
export async function requestReset({ db, queue, now }: Services, email: string): Promise<void> {
  await db.transaction().execute((tx) => queue.enqueue(tx, [['account-link.send', { email, kind: 'reset', at: now().toISOString() }]]))
}

/** Make the links void that were mailed before somebody changed their password. */
export async function voidLinks({ db }: Services, accountId: string): Promise<void> {
  const account = await findAccount(db, accountId)
  if (account) await updateGeneration(db, accountId, account.generation)
}
