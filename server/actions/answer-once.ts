import { createHash } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { type AnswerKey, findAnswer, type KeptAnswer, keepAnswer } from '../db/idempotency.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Services } from './services.ts'

/** What is answered to a request that made something. */
export interface Answered {
  readonly status: number
  readonly location: string | null
  readonly body: unknown
}

/**
 * Do something once for each key: the same request again gets the first answer again. Refuses with `idempotency-key-reused` if the key
 * came with another request before.
 *
 * `act` must call `keep` inside its transaction, so that deed and answer are stored together or not at all.
 */
export async function answerOnce(
  { db, now }: Services,
  key: AnswerKey,
  request: unknown,
  act: (keep: (tx: Database, answer: Answered) => Promise<void>) => Promise<Answered>,
): Promise<KeptAnswer> {
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64url')
  const before = await kept(db, key, fingerprint)
  if (before) return before
  const keptOf = (answer: Answered): KeptAnswer => ({ ...answer, fingerprint, body: JSON.stringify(answer.body) })
  try {
    return keptOf(await act((tx, answer) => keepAnswer(tx, key, keptOf(answer), now())))
  } catch (error) {
    // The same request may have been done beside this one; then it was that one which took the time.
    const twin = error instanceof Refusal ? await kept(db, key, fingerprint) : undefined
    if (twin) return twin
    throw error
  }
}

async function kept(db: Database, key: AnswerKey, fingerprint: string): Promise<KeptAnswer | undefined> {
  const answer = await findAnswer(db, key)
  if (answer && answer.fingerprint !== fingerprint) throw new Refusal('idempotency-key-reused')
  return answer
}
