import { sql } from 'kysely'
import { deleteStaleSignIns } from '../db/accounts.ts'
import { forgetAnswers } from '../db/idempotency.ts'
import type { Services } from './services.ts'

/** Remove what is kept for a while only. Job `tidy`, hourly. The embedded database has no autovacuum, so this is its vacuum too. */
export async function tidy({ db, now, embedded }: Services): Promise<void> {
  await forgetAnswers(db, new Date(now().getTime() - 48 * 3_600_000))
  await deleteStaleSignIns(db)
  if (embedded) await sql`vacuum`.execute(db)
}
