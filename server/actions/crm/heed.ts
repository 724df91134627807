import type { StoredBooking } from '../../db/bookings.ts'
import { setCrmSync } from '../../db/bookings.ts'
import { noteRevoked, pauseOrg, type StoredOrg } from '../../db/crm-org.ts'
import { noteCrmFailure } from '../../db/crm-records.ts'
import type { CrmTrouble } from '../../domain/crm.ts'
import { problemWords } from '../../domain/crm-problem.ts'
import { MOST_TRIES } from '../../jobs/catalog.ts'
import type { Services } from '../services.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND

/** A try that failed: of what, after how many others, and whether nothing of it was written for sure. */
interface Failure {
  readonly org: StoredOrg
  readonly booking: StoredBooking
  readonly failures: number
  readonly certain: boolean
}

/**
 * Do what a failed write asks for: wait as told, leave the whole org alone, or give up and say why. Throws what the queue is to try again. The
 * last of its tries is given up here, so that nothing waits for a try that never comes.
 */
export async function heed(services: Services, { org, booking, failures, certain }: Failure, trouble: CrmTrouble): Promise<void> {
  const { db, now } = services
  const { kind, wholeOrg } = trouble
  const told = trouble.retryAfterMs ?? 60 * SECOND
  const waits = kind === 'revoked' || (kind === 'later' && wholeOrg)
  const isLast = kind === 'refused' || kind === 'gone' || (!waits && failures + 2 >= MOST_TRIES)
  await db.transaction().execute(async (tx) => {
    if (isLast) await setCrmSync(tx, booking, 'failed')
    const failedAt = isLast ? now() : null
    await noteCrmFailure(tx, booking.id, org.id, { problem: problemWords(trouble), certain, counts: !waits, failedAt })
    if (kind === 'revoked') await noteRevoked(tx, org, trouble.message)
    if (waits && kind === 'later') await pauseOrg(tx, new Date(now().getTime() + told))
  })
  if (isLast || kind === 'revoked') return
  if (kind === 'unreachable') throw trouble
  const wait = wholeOrg ? told : Math.min(told * 2 ** failures, Math.max(told, HOUR))
  await tryAgain(services, booking.id, new Date(now().getTime() + wait))
}

/** Ask for the write again at this time. */
export async function tryAgain({ db, queue }: Services, bookingId: string, at: Date): Promise<void> {
  await db.transaction().execute((tx) => queue.enqueue(tx, [['crm.write', { bookingId }, at]]))
}
