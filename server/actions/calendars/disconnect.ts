import type { WatchingCalendars } from '../../calendars/provider.ts'
import { findWatches } from '../../db/account-calendars.ts'
import { noteAudit } from '../../db/audit.ts'
import { deleteCalendarAccount, findSealedAccount, isSharedAccount, type ListedAccount } from '../../db/calendar-accounts.ts'
import { getRepCard, touchReps } from '../../db/reps.ts'
import type { Caller } from '../../domain/booking.ts'
import type { Services } from '../services.ts'
import { openAccount, refreshTokenOf } from './access.ts'
import { writeSoon } from './soon.ts'

/** How long a vendor gets to hear that we leave. */
const PATIENCE_MS = 5000

/**
 * Forget an account, its calendars and the busy time that is known from them. Events that were written stay in the calendar. The vendor is
 * told, if it can be reached.
 */
export async function disconnect(services: Services, author: Caller, account: ListedAccount): Promise<void> {
  const { db, now } = services
  const leave = await farewell(services, account)
  await db.transaction().execute(async (tx) => {
    await touchReps(tx, [account.repId])
    await deleteCalendarAccount(tx, account)
    const before = { rep: (await getRepCard(tx, account.repId)).email, vendor: account.vendor, server: account.server }
    await noteAudit(tx, author, now(), [{ kind: 'calendar', name: account.name, before, after: null }])
    if (account.calendars.some(({ takesBookings }) => takesBookings)) await writeSoon(services, tx, account.repId)
  })
  await leave()
}

/** What is to be said to the vendor once the account is gone here: prepared before, for afterwards nothing is known of it. */
async function farewell(services: Services, account: ListedAccount): Promise<() => Promise<void>> {
  const { vendor } = account
  const quietly = (work: Promise<unknown>) =>
    Promise.race([work, new Promise((done) => setTimeout(done, PATIENCE_MS).unref())]).catch((error) =>
      services.report('A vendor could not be told that an account was disconnected', { vendor }, error),
    )
  const watches = await findWatches(services.db, account.id)
  const sealed = await findSealedAccount(services.db, account.id)
  if (account.revoked || vendor === 'caldav' || !sealed) return async () => {}
  const isShared = await isSharedAccount(services.db, account)
  let refreshToken: string
  try {
    refreshToken = refreshTokenOf(services, sealed)
    if (watches.length > 0) {
      const provider = await openAccount(services, account.id)
      if ('unwatch' in provider) await quietly(unwatchAll(provider, watches))
    }
  } catch (error) {
    services.report('An account was disconnected that could not be opened', { vendor }, error)
    return async () => {}
  }
  return async () => {
    // At the vendor one consent is behind every account of that name.
    if (!isShared) await quietly(services.oauth.revoke(vendor, refreshToken))
  }
}

async function unwatchAll(provider: WatchingCalendars, watches: Awaited<ReturnType<typeof findWatches>>): Promise<void> {
  for (const watch of watches) await provider.unwatch(watch)
}
