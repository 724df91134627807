import { askForSync } from '../../db/calendar-accounts.ts'
import type { Services } from '../services.ts'

/** Have an account read at once rather than when its turn comes. */
export const checkNow = ({ db, now }: Services, accountId: string): Promise<void> => askForSync(db, accountId, now())
