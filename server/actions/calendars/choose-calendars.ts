import { setCounts, setTakesBookings } from '../../db/account-calendars.ts'
import { noteAudit } from '../../db/audit.ts'
import { getCalendarAccount, type ListedAccount, type ListedCalendar } from '../../db/calendar-accounts.ts'
import { touchReps } from '../../db/reps.ts'
import type { Caller } from '../../domain/booking.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Services } from '../services.ts'
import { readSoon, writeSoon } from './soon.ts'

/** What is chosen of one calendar; what is not named stays. */
export interface Choice {
  readonly id: string
  readonly counts?: boolean
  readonly takesBookings?: boolean
}

/** Choose which calendars of an account make its rep busy, and which one, of all his accounts, takes his bookings. */
export async function chooseCalendars(
  services: Services,
  author: Caller,
  { id, repId, name }: ListedAccount,
  choices: readonly Choice[],
): Promise<void> {
  const { db, now } = services
  await db.transaction().execute(async (tx) => {
    await touchReps(tx, [repId])
    const { calendars } = await getCalendarAccount(tx, id, repId)
    const wanted = choices.map((choice, i) => ({ choice, calendar: calendarOf(calendars, choice, i) }))
    if (choices.filter(({ takesBookings }) => takesBookings).length > 1) throw wrong(0, 'id', 'is one of several that are to take bookings')

    for (const { choice, calendar } of wanted)
      if (choice.counts !== undefined && choice.counts !== calendar.counts) await setCounts(tx, calendar.id, choice.counts)
    const taking = wanted.find(({ choice }) => choice.takesBookings)?.calendar
    const leaving = wanted.some(({ choice, calendar }) => choice.takesBookings === false && calendar.takesBookings)
    if ((taking && !taking.takesBookings) || (leaving && !taking)) {
      await setTakesBookings(tx, repId, taking?.id ?? null)
      await writeSoon(services, tx, repId)
    }
    await readSoon(services, tx, id)
    const after = chosenOf((await getCalendarAccount(tx, id, repId)).calendars)
    await noteAudit(tx, author, now(), [{ kind: 'calendar', name, before: chosenOf(calendars), after }])
  })
}

const chosenOf = (calendars: readonly ListedCalendar[]) => ({
  countsAsBusy: calendars.filter((one) => one.counts).map((one) => one.name),
  takesBookings: calendars.find((one) => one.takesBookings)?.name ?? null,
})

function calendarOf(calendars: readonly ListedCalendar[], { id, takesBookings }: Choice, i: number): ListedCalendar {
  const calendar = calendars.find((one) => one.id === id)
  if (!calendar) throw wrong(i, 'id', 'is no calendar of this account')
  if (takesBookings && calendar.access !== 'write') throw wrong(i, 'takesBookings', 'needs a calendar that may be written')
  return calendar
}

const wrong = (i: number, field: string, detail: string) =>
  new Refusal('invalid', 'These calendars cannot be chosen.', { errors: [{ pointer: `/calendars/${i}/${field}`, detail }] })
