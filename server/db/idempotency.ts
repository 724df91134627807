import { Refusal } from '../domain/refusal.ts'
import { type Database, violates } from './database.ts'

/** The answer to a request that must not be done twice. */
export interface KeptAnswer {
  readonly fingerprint: string
  readonly status: number
  readonly location: string | null
  readonly body: string
}

/** Who asked, for what, under which key. */
export interface AnswerKey {
  readonly scope: string
  readonly key: string
}

export const findAnswer = (db: Database, { scope, key }: AnswerKey): Promise<KeptAnswer | undefined> =>
  db
    .selectFrom('idempotency')
    .select(['fingerprint', 'status', 'location', 'body'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst()

/** Keep an answer within the transaction that it reports. Refuses with `conflict` if the same request was done at the same moment. */
export async function keepAnswer(tx: Database, { scope, key }: AnswerKey, answer: KeptAnswer, at: Date): Promise<void> {
  try {
    await tx
      .insertInto('idempotency')
      .values({ scope, key, ...answer, created_at: at })
      .execute()
  } catch (error) {
    if (violates(error, 'idempotency_once')) throw new Refusal('conflict', 'The same request is being done at this moment.')
    throw error
  }
}

export async function forgetAnswers(db: Database, before: Date): Promise<void> {
  await db.deleteFrom('idempotency').where('created_at', '<', before).execute()
}
