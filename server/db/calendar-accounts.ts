import type { Vendor } from '../domain/calendar.ts'
import { type Database, isId } from './database.ts'

/** An account's secret as it is kept, with what is needed to use it. */
export interface SealedAccount {
  readonly id: string
  readonly repId: string
  readonly vendor: Vendor
  readonly name: string
  readonly server: string | null
  readonly secret: string
  readonly secretVersion: number
}

/** An account with its sealed secret, or nothing. */
export const findSealedAccount = async (db: Database, id: string): Promise<SealedAccount | undefined> =>
  isId(id)
    ? db
        .selectFrom('calendar_account')
        .select(['id', 'rep_id as repId', 'vendor', 'name', 'server', 'secret', 'secret_version as secretVersion'])
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined

/** Replace an account's secret, unless somebody else has replaced it meanwhile: then false. */
export async function replaceSecret(db: Database, { id, secretVersion }: SealedAccount, secret: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('calendar_account')
    .set({ secret, secret_version: secretVersion + 1 })
    .where('id', '=', id)
    .where('secret_version', '=', secretVersion)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
