import { randomUUID } from 'node:crypto'
import type { CalendarProvider, WatchingCalendars } from '../../calendars/provider.ts'
import { findWatched, type SyncCalendar, setWatch } from '../../db/calendars.ts'
import { CalendarTrouble, type Vendor } from '../../domain/calendar.ts'
import { readSigned, signed } from '../../domain/signed.ts'
import type { Services } from '../services.ts'

const PURPOSE = 'calendar watch'

/** A watch is renewed this long before it ends. */
const AHEAD_MS = 12 * 3_600_000

const watches = (provider: CalendarProvider): provider is WatchingCalendars => 'watch' in provider

/**
 * See to it that the vendor calls us when this calendar changes. True if it does: then it need not be asked as often. A vendor that
 * will not call is no trouble, for the calendar is read anyway.
 */
export async function keepWatch(services: Services, vendor: Vendor, provider: CalendarProvider, calendar: SyncCalendar): Promise<boolean> {
  const { db, now, publicUrl, secret, report } = services
  if (!watches(provider) || calendar.access === 'free-busy' || new URL(publicUrl).hostname === 'localhost') return false
  const { watchId, watchResource, watchExpiresAt } = calendar
  if (watchId && watchExpiresAt && watchExpiresAt.getTime() > now().getTime() + AHEAD_MS) return true
  try {
    const id = randomUUID()
    const made = await provider.watch(calendar.vendorId, {
      id,
      address: `${publicUrl}/hooks/${vendor}`,
      token: signed(secret, PURPOSE, calendar.id),
    })
    await setWatch(db, calendar.id, made)
    if (watchId && watchExpiresAt && watchExpiresAt > now())
      await provider.unwatch({ id: watchId, resource: watchResource, expiresAt: watchExpiresAt }).catch(() => {})
    return true
  } catch (error) {
    if (!(error instanceof CalendarTrouble) || error.kind === 'revoked') throw error
    report('A calendar cannot be watched and is read in turn instead', { calendar: calendar.id }, error)
    return false
  }
}

/** A vendor says that a calendar has changed: it is read now. A call that cannot be ours is let go without a word. */
export async function heedWatch({ db, queue, secret }: Services, { watchId, token }: { watchId: string; token: string }): Promise<void> {
  const watched = await findWatched(db, watchId)
  if (!watched || readSigned(secret, PURPOSE, token) !== watched.calendarId) return
  await db.transaction().execute((tx) => queue.enqueue(tx, [['calendar.sync', { accountId: watched.accountId }]]))
}
