import type { CalendarProvider } from '../../calendars/provider.ts'
import { findKnownEvents, findOurKeys, findOurUids, findOwnSpans, findUnwritten } from '../../db/calendar-events.ts'
import {
  deleteCalendar,
  findSyncAccount,
  findSyncCalendars,
  hasAskedBusy,
  longestWindowDays,
  replaceBusy,
  type SyncAccount,
  type SyncCalendar,
  setAccountState,
  setProgress,
  takeDueAccounts,
} from '../../db/calendars.ts'
import type { Database } from '../../db/database.ts'
import { touchReps } from '../../db/reps.ts'
import { type CalendarChanges, type CalendarEntry, CalendarTrouble } from '../../domain/calendar.ts'
import { farAround, mayContinue, nextReading, nextTry, readingWindow, withoutOwn } from '../../domain/calendar-reading.ts'
import type { Interval } from '../../domain/interval.ts'
import type { Payload } from '../../jobs/catalog.ts'
import type { Services } from '../services.ts'
import { openAccount } from './access.ts'
import { noteEdits } from './edits.ts'
import { keepWatch } from './watch.ts'

/** Read the accounts that are due. Job `calendar.sweep`, each minute. */
export async function sweepCalendars({ db, queue, now }: Services): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Put off for longer than a reading takes: whoever reads them says when the next time is.
    const due = await takeDueAccounts(tx, now(), new Date(now().getTime() + 15 * 60_000))
    await queue.enqueue(
      tx,
      due.map((accountId) => ['calendar.sync', { accountId }]),
    )
  })
}

/**
 * Read an account's calendars: what makes the rep busy, and what became of our own events. Job `calendar.sync`; running it twice does no
 * harm. An account that cannot be read is noted and tried again later.
 */
export async function syncCalendar(services: Services, { accountId }: Payload<'calendar.sync'>): Promise<void> {
  const account = await findSyncAccount(services.db, accountId)
  if (!account || account.revoked) return
  const begunAt = services.now()
  const troubles: CalendarTrouble[] = []
  let watched = true
  try {
    const provider = await openAccount(services, accountId)
    const calendars = await findSyncCalendars(services.db, accountId)
    for (const calendar of calendars) {
      try {
        await readCalendar(services, account, provider, calendar)
        watched = (await keepWatch(services, account.vendor, provider, calendar)) && watched
      } catch (error) {
        if (!(error instanceof CalendarTrouble) || error.kind === 'revoked' || error.kind === 'later') throw error
        // One calendar that cannot be read keeps nobody from the others.
        if (error.kind === 'gone' && (await isGone(provider, calendar))) troubles.push(await letGo(services, account, calendar))
        // Of a calendar that is listed still, it is not known why it cannot be read.
        else troubles.push(error.kind === 'gone' ? new CalendarTrouble('unreachable', error.message, { cause: error }) : error)
      }
    }
  } catch (error) {
    if (!(error instanceof CalendarTrouble)) throw error
    troubles.unshift(error)
  }
  const [trouble] = troubles
  if (trouble) await noteTrouble(services, account, trouble)
  else await noteSuccess(services, account, watched, begunAt)
}

async function readCalendar(services: Services, account: SyncAccount, provider: CalendarProvider, calendar: SyncCalendar): Promise<void> {
  const { db, now } = services
  const readAt = now()
  const window = readingWindow(readAt, await longestWindowDays(db))
  const changes = await changesOf(services, account, provider, calendar, window)
  const isNews =
    changes.complete || changes.entries.length > 0 || changes.removed.length > 0 || (await hasAskedBusy(db, calendar.id, readAt))
  await db.transaction().execute(async (tx) => {
    if (isNews && calendar.counts) await touchReps(tx, [account.repId])
    // Whoever disconnects or chooses other calendars meanwhile is right.
    const still = (await findSyncCalendars(tx, account.id)).find((one) => one.id === calendar.id)
    if (!still || still.cursor !== calendar.cursor) return
    if (isNews && still.counts)
      await replaceBusy(tx, { id: calendar.id, repId: account.repId }, await othersOf(tx, calendar.id, changes), readAt)
    await setProgress(tx, calendar.id, {
      cursor: changes.cursor,
      knownUntil: changes.complete ? window.end : (calendar.knownUntil ?? window.end),
      syncedAt: readAt,
      ...(changes.complete ? { completeAt: readAt } : {}),
    })
    if (isNews && still.takesBookings && calendar.access !== 'free-busy')
      await noteEdits(services, tx, calendar.id, changes, window, readAt)
  })
}

async function changesOf(
  { db, now }: Services,
  account: SyncAccount,
  provider: CalendarProvider,
  calendar: SyncCalendar,
  window: Interval,
): Promise<CalendarChanges> {
  if (calendar.access !== 'free-busy') {
    const changes = await provider.changes(calendar.vendorId, window, mayContinue(calendar, window, now()) ? calendar.cursor : null)
    return changes.complete && calendar.takesBookings ? withMovedAway(db, provider, calendar, window, changes) : changes
  }
  const entries = await provider.busy(calendar.vendorId, window)
  const own = await findOwnSpans(db, account.repId, window)
  return { complete: true, entries: withoutOwn(entries, own), removed: [], cursor: '' }
}

/** Before an event of ours that a complete reading lacks is taken for gone, it is looked for far outside the window: it may have been moved there. */
async function withMovedAway(
  db: Database,
  provider: CalendarProvider,
  { id, vendorId }: SyncCalendar,
  window: Interval,
  changes: CalendarChanges,
): Promise<CalendarChanges> {
  const there = new Set(changes.entries.map(({ key }) => key))
  const missing = new Set((await findKnownEvents(db, id, { window })).flatMap(({ key }) => (there.has(key) ? [] : [key])))
  if (missing.size === 0) return changes
  const found = (await provider.busy(vendorId, farAround(window))).filter(({ key }) => missing.has(key))
  return { ...changes, entries: [...changes.entries, ...found.map((entry) => ({ ...entry, busy: [] }))] }
}

/** The changes as far as they are other people's: our own events make nobody busy, their bookings do that. */
async function othersOf(tx: Database, calendarId: string, changes: CalendarChanges): Promise<CalendarChanges> {
  const uids = await findOurUids(
    tx,
    changes.entries.flatMap(({ uid }) => uid ?? []),
  )
  const keys = await findOurKeys(
    tx,
    calendarId,
    changes.entries.map(({ key }) => key),
  )
  const isOurs = ({ uid, key }: CalendarEntry) => keys.has(key) || (uid !== null && uids.has(uid))
  return { ...changes, entries: changes.entries.map((entry) => (isOurs(entry) ? { ...entry, busy: [] } : entry)) }
}

const isGone = async (provider: CalendarProvider, { vendorId }: SyncCalendar): Promise<boolean> =>
  (await provider.calendars()).every(({ id }) => id !== vendorId)

/** A calendar that its owner has removed makes nobody busy any more. That it did take bookings is trouble all the same. */
async function letGo({ db }: Services, { repId }: SyncAccount, calendar: SyncCalendar): Promise<CalendarTrouble> {
  await db.transaction().execute(async (tx) => {
    await touchReps(tx, [repId])
    await deleteCalendar(tx, calendar.id)
  })
  return new CalendarTrouble('gone', `The calendar “${calendar.name}” is no longer there.`)
}

async function noteSuccess({ db, queue, now }: Services, account: SyncAccount, watched: boolean, begunAt: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (account.unreachable) await touchReps(tx, [account.repId])
    const usual = nextReading(now(), watched, Math.random())
    // Whoever has asked for a sooner reading meanwhile gets it.
    const asked = (await findSyncAccount(tx, account.id))?.nextSyncAt
    const nextSyncAt = asked && asked > begunAt && asked < usual ? asked : usual
    await setAccountState(tx, account, {
      revoked: false,
      unreachable: false,
      failingSince: null,
      failures: 0,
      problem: null,
      nextSyncAt,
    })
    const unwritten = await findUnwritten(tx, account.id)
    await queue.enqueue(
      tx,
      unwritten.map((bookingId) => ['calendar.write', { bookingId }]),
    )
  })
}

/** Note that an account could not be read. Once that has lasted too long, its rep leaves the answers, and people are told. */
async function noteTrouble({ db, queue, now, calendars, report }: Services, account: SyncAccount, trouble: CalendarTrouble): Promise<void> {
  const at = now()
  const failures = account.failures + 1
  const failingSince = account.failingSince ?? at
  const revoked = trouble.kind === 'revoked'
  const patienceEnds = failingSince.getTime() + calendars.patienceMinutes * 60_000
  const unreachable = account.unreachable || at.getTime() >= patienceEnds
  const tried = nextTry(at, failures, trouble, Math.random())
  // When patience ends it is looked at once more, not later.
  const nextSyncAt =
    unreachable || tried.getTime() < patienceEnds ? tried : new Date(Math.max(patienceEnds, at.getTime() + (trouble.retryAfterMs ?? 0)))
  report('A calendar account could not be read', { account: account.id, vendor: account.vendor, kind: trouble.kind }, trouble)
  await db.transaction().execute(async (tx) => {
    const leaves = revoked || (unreachable && !account.unreachable)
    if (leaves) await touchReps(tx, [account.repId])
    const state = { revoked, unreachable, failingSince, failures, problem: trouble.message, nextSyncAt }
    // Whoever has connected it anew meanwhile has it read anew: what the old secret met is over.
    if (!(await setAccountState(tx, account, state))) return
    if (leaves || trouble.kind === 'gone') await queue.enqueue(tx, [['calendar.tell', { accountId: account.id }]])
  })
}
