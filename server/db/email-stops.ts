/** Who wants no more emails that nobody writes by hand. */
import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Whoever got a message wants no more; false: there is no such message any more. */
export async function stopEmailsOf(db: Database, messageId: string, at: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into email_stop (email, at) select lower(to_address), ${at}::timestamptz from message where id = ${messageId}::uuid
    on conflict (email) do update set at = email_stop.at returning email`.execute(db)
  return rows.length > 0
}

export async function isEmailStopped(db: Database, email: string): Promise<boolean> {
  return (await db.selectFrom('email_stop').select('email').where('email', '=', email.toLowerCase()).executeTakeFirst()) !== undefined
}
