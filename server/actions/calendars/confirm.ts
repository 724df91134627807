import { findOurKeys, findOurUids, findOwnSpans } from '../../db/calendar-events.ts'
import { addAskedBusy, askForSoonerSync, type CountedCalendar, findStaleCalendars } from '../../db/calendars.ts'
import { touchReps } from '../../db/reps.ts'
import { CalendarTrouble } from '../../domain/calendar.ts'
import { withoutOwn } from '../../domain/calendar-reading.ts'
import type { Interval } from '../../domain/interval.ts'
import type { Services } from '../services.ts'
import { openAccount } from './access.ts'

/** What is known of a calendar counts as fresh for this long. */
const FRESH_MS = 60_000

/** A person waits for the answer. */
const LIMIT_MS = 1_500

/** The reps among these whose calendars were last read too long ago to book by. */
export async function findUnsure(
  { db, now }: Services,
  repIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CountedCalendar[]>> {
  return Map.groupBy(await findStaleCalendars(db, repIds, new Date(now().getTime() - FRESH_MS)), ({ repId }) => repId)
}

/** What calendars said when they were asked once more. */
export interface Asked {
  /** Whether something new stands in the way; it is stored. */
  readonly found: boolean
  /** The reps whose calendars did not answer in time. */
  readonly silent: readonly string[]
}

/** Ask these calendars once more whether anything stands in `span`, all at once, and not for long. */
export async function askCalendars(services: Services, calendars: readonly CountedCalendar[], span: Interval): Promise<Asked> {
  const answers = await Promise.all(
    calendars.map(async (calendar) => {
      try {
        return { calendar, busy: await inTime(ask(services, calendar, span)) }
      } catch (error) {
        if (!(error instanceof CalendarTrouble)) throw error
        services.report('A calendar could not be asked in the moment of booking', { calendar: calendar.id, kind: error.kind }, error)
        return { calendar, busy: null }
      }
    }),
  )
  const news = answers.filter(({ busy }) => busy && busy.length > 0)
  if (news.length > 0)
    await services.db.transaction().execute(async (tx) => {
      await touchReps(
        tx,
        news.map(({ calendar }) => calendar.repId),
      )
      for (const { calendar, busy } of news) {
        await addAskedBusy(tx, calendar, busy ?? [], services.now())
        await askForSoonerSync(tx, calendar.id, services.now())
      }
    })
  return { found: news.length > 0, silent: answers.filter(({ busy }) => busy === null).map(({ calendar }) => calendar.repId) }
}

/** What is busy in `span`, our own bookings left out. */
async function ask(services: Services, calendar: CountedCalendar, span: Interval): Promise<Interval[]> {
  const { db } = services
  const provider = await openAccount(services, calendar.accountId)
  const entries = (await provider.busy(calendar.vendorId, span)).filter((entry) =>
    entry.busy.some((one) => one.start < span.end && span.start < one.end),
  )
  if (calendar.access === 'free-busy') return withoutOwn(entries, await findOwnSpans(db, calendar.repId, span)).flatMap(({ busy }) => busy)
  const uids = await findOurUids(
    db,
    entries.flatMap(({ uid }) => uid ?? []),
  )
  const keys = await findOurKeys(
    db,
    calendar.id,
    entries.map(({ key }) => key),
  )
  return entries.filter(({ uid, key }) => !keys.has(key) && !(uid !== null && uids.has(uid))).flatMap(({ busy }) => busy)
}

function inTime<T>(doing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CalendarTrouble('unreachable', `No answer within ${LIMIT_MS / 1000} seconds.`)), LIMIT_MS)
  })
  return Promise.race([doing, late]).finally(() => clearTimeout(timer))
}
