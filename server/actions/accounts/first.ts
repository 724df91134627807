import { randomUUID } from 'node:crypto'
import { anyAccount, insertAccount, lockAccounts, updatePassword } from '../../db/accounts.ts'
import { noteAudit } from '../../db/audit.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

/** Make the first administrator of an empty house. Refuses with `conflict` once there is anybody. */
export async function makeFirstAccount(
  { db, signIn, now }: Services,
  { name, email, password }: { name: string; email: string; password: string },
): Promise<void> {
  const hash = await signIn.hash(password)
  const at = now()
  await db.transaction().execute(async (tx) => {
    await lockAccounts(tx)
    if (await anyAccount(tx)) throw new Refusal('conflict', 'There are accounts already: sign in with yours.')
    const id = randomUUID()
    await insertAccount(tx, { id, name, email, level: 'administrator' }, at)
    await updatePassword(tx, id, randomUUID(), hash, at)
    const after = { name, level: 'administrator', projects: [], active: true }
    await noteAudit(tx, { kind: 'coordinator', name, email }, at, [{ kind: 'account', name: email, before: null, after }])
  })
}
