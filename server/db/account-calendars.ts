/** The calendars of an account as they are kept: which there are, which count, and which takes bookings. */
import { randomUUID } from 'node:crypto'
import type { CalendarInfo } from '../domain/calendar.ts'
import { forgetBusy } from './calendar-accounts.ts'
import type { Database } from './database.ts'

interface Place {
  readonly accountId: string
  readonly repId: string
}

/**
 * Keep the calendars that the vendor tells of. Of new ones the usual one counts, and takes bookings if it may be written and the rep has no
 * other for them. True if another calendar, or none, takes bookings now.
 */
export async function saveCalendars(tx: Database, { accountId, repId }: Place, listed: readonly CalendarInfo[]): Promise<boolean> {
  const known = await tx
    .selectFrom('calendar')
    .select(['id', 'vendor_id as vendorId', 'access', 'takes_bookings as takesBookings'])
    .where('account_id', '=', accountId)
    .execute()
  const gone = known.filter(({ vendorId }) => !listed.some(({ id }) => id === vendorId))
  await forgetBusy(tx, gone)
  for (const { id } of gone) await tx.deleteFrom('calendar').where('id', '=', id).execute()
  let changed = gone.some(({ takesBookings }) => takesBookings)

  for (const { id: vendorId, name, access } of listed) {
    const before = known.find((one) => one.vendorId === vendorId)
    if (!before) continue
    const closed = before.takesBookings && access !== 'write'
    changed ||= closed
    // A calendar whose events may be read is read by other calls than one whose busy time alone may: a cursor of one means nothing to the other.
    const anew = access === before.access ? {} : { cursor: null, complete_at: null }
    const set = { name, access, ...anew, ...(closed ? { takes_bookings: false } : {}) }
    await tx.updateTable('calendar').set(set).where('id', '=', before.id).execute()
  }

  const usual = listed.find(({ primary }) => primary) ?? listed[0]
  for (const info of listed) {
    if (known.some(({ vendorId }) => vendorId === info.id)) continue
    const takes = info === usual && info.access === 'write' && !(await takesBookings(tx, repId))
    changed ||= takes
    await tx
      .insertInto('calendar')
      .values({
        id: randomUUID(),
        account_id: accountId,
        rep_id: repId,
        vendor_id: info.id,
        name: info.name,
        access: info.access,
        counts: info === usual,
        takes_bookings: takes,
        ...NEVER_READ,
        watch_id: null,
        watch_resource: null,
        watch_expires_at: null,
      })
      .execute()
  }
  return changed
}

const NEVER_READ = { cursor: null, known_until: null, complete_at: null, synced_at: null }

const takesBookings = async (tx: Database, repId: string): Promise<boolean> =>
  (await tx.selectFrom('calendar').select('id').where('rep_id', '=', repId).where('takes_bookings', '=', true).executeTakeFirst()) !==
  undefined

/** Let a calendar make its rep busy, or not. What is known of it is forgotten when it does not, so that it is read anew if it does again. */
export async function setCounts(tx: Database, calendarId: string, counts: boolean): Promise<void> {
  if (!counts) await forgetBusy(tx, [{ id: calendarId }])
  await tx
    .updateTable('calendar')
    .set({ counts, ...NEVER_READ })
    .where('id', '=', calendarId)
    .execute()
}

/** Have the rep's bookings written to this calendar, or to none. */
export async function setTakesBookings(tx: Database, repId: string, calendarId: string | null): Promise<void> {
  await tx.updateTable('calendar').set({ takes_bookings: false }).where('rep_id', '=', repId).where('takes_bookings', '=', true).execute()
  if (calendarId !== null) await tx.updateTable('calendar').set({ takes_bookings: true }).where('id', '=', calendarId).execute()
}

/** The watches under which the vendor calls us about an account's calendars. */
export async function findWatches(db: Database, accountId: string) {
  const rows = await db
    .selectFrom('calendar')
    .select(['watch_id', 'watch_resource', 'watch_expires_at'])
    .where('account_id', '=', accountId)
    .execute()
  return rows.flatMap(({ watch_id: id, watch_resource: resource, watch_expires_at: expiresAt }) =>
    id !== null && expiresAt !== null ? [{ id, resource, expiresAt }] : [],
  )
}
