import {
  deleteTimeOff,
  findTimeOffById,
  getSchedule,
  insertTimeOff,
  type StoredSchedule,
  type TimeOff,
  updateSchedule,
} from '../db/absence.ts'
import { noteAudit } from '../db/audit.ts'
import { type RepCard, touchReps } from '../db/reps.ts'
import type { Caller } from '../domain/booking.ts'
import { dateOf } from '../domain/interval.ts'
import { Refusal } from '../domain/refusal.ts'
import { dayOf, zone } from '../domain/zone.ts'
import type { Services } from './services.ts'

/** Time off that somebody enters: instants, or dates of the rep's calendar, the last one included. */
export interface TimeOffWish {
  readonly from: Date | string
  readonly to: Date | string
  readonly reason?: string
}

/** Enter time off for a rep. Bookings in it stay as they are: who enters it is shown them. */
export async function addTimeOff({ db, now }: Services, caller: Caller, rep: RepCard, wishes: readonly TimeOffWish[]): Promise<TimeOff[]> {
  const midnight = (date: string, after: number) => dateOf(zone(rep.timeZone).startOfDay(dayOf(date) + after))
  const spans = wishes.map(({ from, to, reason }) => ({
    start: typeof from === 'string' ? midnight(from, 0) : from,
    end: typeof to === 'string' ? midnight(to, 1) : to,
    reason: reason ?? null,
  }))
  const wrong = spans.flatMap(({ start, end }, i) =>
    start < end ? [] : [{ pointer: `/timeOff/${i}/to`, detail: 'must not lie before from' }],
  )
  if (wrong.length > 0) throw new Refusal('invalid', 'Some fields are missing or wrong.', { errors: wrong })
  return db.transaction().execute(async (tx) => {
    await touchReps(tx, [rep.id])
    const made = await insertTimeOff(tx, rep.id, spans, caller)
    await noteAudit(tx, caller, now(), [{ kind: 'rep', name: rep.email, before: {}, after: { timeOff: spans } }])
    return made
  })
}

/** Take entered time off back. What an import has brought is refused: the next import would bring it again. */
export async function removeTimeOff({ db, now }: Services, caller: Caller, rep: RepCard, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await touchReps(tx, [rep.id])
    const found = await findTimeOffById(tx, rep.id, id)
    if (!found) throw new Refusal('not-found', 'There is no such time off.')
    if (found.source === 'import') throw new Refusal('conflict', 'This time off comes from an import. Change it where it comes from.')
    await deleteTimeOff(tx, id)
    const { start, end, reason } = found
    await noteAudit(tx, caller, now(), [{ kind: 'rep', name: rep.email, before: { timeOff: [{ start, end, reason }] }, after: {} }])
  })
}

/** Change when a rep works; what is absent stays. Bookings outside the new hours stay as they are: who changes them is shown them. */
export async function changeSchedule(
  { db, now }: Services,
  caller: Caller,
  rep: RepCard,
  change: Partial<Omit<StoredSchedule, 'active'>>,
): Promise<void> {
  const dates = change.overrides?.map(({ date }) => date) ?? []
  if (new Set(dates).size < dates.length)
    throw new Refusal('invalid', 'Some fields are missing or wrong.', {
      errors: [{ pointer: '/overrides', detail: 'must have each date once' }],
    })
  await db.transaction().execute(async (tx) => {
    await touchReps(tx, [rep.id])
    const before = await getSchedule(tx, rep.id)
    await updateSchedule(tx, rep.id, change)
    await noteAudit(tx, caller, now(), [{ kind: 'rep', name: rep.email, before: { ...before }, after: { ...before, ...change } }])
  })
}
