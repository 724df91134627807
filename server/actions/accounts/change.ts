import {
  countAdministrators,
  deleteSessions,
  getAccount,
  type ListedAccount,
  lockAccounts,
  updateAccount,
  updateGeneration,
} from '../../db/accounts.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Level } from '../../domain/rights.ts'
import type { Services } from '../services.ts'

/** Change what an account allows, or whether it can be used at all. Whoever is deactivated is out at once; an administrator always remains. */
export async function changeAccount(
  { db, now }: Services,
  id: string,
  { level, active }: { level?: Level; active?: boolean },
): Promise<ListedAccount> {
  return db.transaction().execute(async (tx) => {
    await lockAccounts(tx)
    const account = await getAccount(tx, id)
    await updateAccount(tx, id, {
      ...(level === undefined ? {} : { level }),
      ...(active === undefined ? {} : { deactivated_at: active ? null : (account.deactivatedAt ?? now()) }),
    })
    if (active === false) {
      await deleteSessions(tx, id, null)
      await updateGeneration(tx, id, account.generation)
    }
    const administrated = account.level === 'administrator' && !account.deactivatedAt
    if (administrated && (await countAdministrators(tx)) === 0)
      throw new Refusal('conflict', 'This is the last administrator, and one has to remain.')
    return getAccount(tx, id)
  })
}
