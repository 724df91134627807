import { deleteSessions } from '../../db/accounts.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'

/** End one of one's own sessions, wherever it is. */
export async function endSession({ db }: Services, accountId: string, id: string): Promise<void> {
  if ((await deleteSessions(db, accountId, id)) === 0) throw new Refusal('not-found', 'There is no such session.')
}
