/** Phones whose owner wants no text messages. */
import type { Database } from './database.ts'

/** From now on nothing is sent to this phone. */
export async function keepStop(db: Database, phone: string, at: Date): Promise<void> {
  await db
    .insertInto('sms_stop')
    .values({ phone, stopped_at: at })
    .onConflict((conflict) => conflict.column('phone').doNothing())
    .execute()
}

/** Messages may be sent to this phone again. */
export async function forgetStop(db: Database, phone: string): Promise<void> {
  await db.deleteFrom('sms_stop').where('phone', '=', phone).execute()
}

/** Which of these phones want no text messages. */
export async function findStopped(db: Database, phones: readonly string[]): Promise<Set<string>> {
  if (phones.length === 0) return new Set()
  const rows = await db.selectFrom('sms_stop').select('phone').where('phone', 'in', phones).execute()
  return new Set(rows.map((row) => row.phone))
}
