import type { Request, Response } from 'express'
import { type Answered, answerOnce } from '../actions/answer-once.ts'
import type { Services } from '../actions/services.ts'
import type { Database } from '../db/database.ts'
import { Refusal } from '../domain/refusal.ts'

/**
 * Answer a creating POST. With an `Idempotency-Key` the same request gets the first answer again (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param scope whose key it is: the caller, the route, and what the route is about
 */
export async function answerCreation(
  services: Services,
  req: Request,
  res: Response,
  scope: string,
  act: (keep: (tx: Database, answer: Answered) => Promise<void>) => Promise<Answered>,
): Promise<void> {
  const key = req.get('idempotency-key')
  if (key !== undefined && !/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Refusal('invalid', 'The Idempotency-Key must be 1 to 255 visible ASCII characters.', {
      errors: [{ pointer: '', detail: 'Idempotency-Key is not valid' }],
    })
  if (key === undefined) {
    const { status, location, body } = await act(async () => {})
    if (location) res.location(location)
    res.status(status).json(body)
    return
  }
  const { status, location, body } = await answerOnce(services, { scope, key }, req.body, act)
  if (location) res.location(location)
  res.status(status).type('application/json').send(body)
}
