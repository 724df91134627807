import { getBooking, type StoredBooking } from '../../db/bookings.ts'
import { countGone, findEvents, rewriteEvents, type StoredEvent } from '../../db/calendar-events.ts'
import type { Database } from '../../db/database.ts'
import { getRepCard, type RepCard } from '../../db/reps.ts'
import type { Booking, Caller } from '../../domain/booking.ts'
import { composeEditMail } from '../../domain/calendar-mail.ts'
import type { Interval } from '../../domain/interval.ts'
import { shortTime } from '../../domain/message-form.ts'
import { textsOf } from '../../domain/message-texts/languages.ts'
import { Refusal } from '../../domain/refusal.ts'
import type { Payload } from '../../jobs/catalog.ts'
import { end } from '../cancel.ts'
import { change } from '../change.ts'
import { calendarJobs } from '../look-again.ts'
import { mailStaff } from '../mail-staff.ts'
import type { Services } from '../services.ts'

/** What the rep who leads a meeting has made of its event by hand. */
interface Edit {
  readonly booking: StoredBooking
  readonly rep: RepCard
  /** Null: the event was deleted. */
  readonly movedTo: Interval | null
}

/**
 * Do what is to be done about the event of a booking that somebody has moved or deleted by hand: the booking follows, or the rep is asked.
 * Job `calendar.follow`; running it twice does no harm.
 */
export async function followCalendar(services: Services, { bookingId }: Payload<'calendar.follow'>): Promise<void> {
  const booking = await getBooking(services.db, bookingId)
  const edited = (await findEvents(services.db, bookingId)).filter((event) => event.gone || event.movedTo)
  if (edited.length === 0 || booking.status !== 'scheduled') return
  const edit = await openEdit(services.db, booking)
  // Whoever only comes along does not decide: the event goes back into that calendar.
  if (!edit) return putBack(services, booking)
  if (services.calendars.edits === 'ask' || (await areMany(services, edited))) return tell(services, edit, null)
  await follow(services, edit)
}

/** So many events that are gone at once may have been deleted by mistake, or a calendar says less than it knows: its owner is asked. */
const MANY = 3

const areMany = async ({ db }: Services, edited: readonly StoredEvent[]): Promise<boolean> => {
  const gone = await countGone(
    db,
    edited.map(({ calendarId }) => calendarId),
  )
  return gone > MANY
}

/**
 * What was made by hand of the event of a booking by whoever leads the meeting, if anything was that is still to be decided. What was made of
 * it before the booking itself was changed means nothing any more: it is about to be written anew.
 */
async function openEdit(db: Database, booking: StoredBooking): Promise<Edit | null> {
  const own = (await findEvents(db, booking.id)).find(
    (event) => event.repId === booking.repId && event.sequence === booking.sequence && (event.gone || event.movedTo),
  )
  if (!own || booking.status !== 'scheduled') return null
  return { booking, rep: await getRepCard(db, booking.repId), movedTo: own.movedTo }
}

/** The edit of a booking that waits for a word. Refuses with `conflict` if there is none any more. */
export async function getEdit({ db }: Services, bookingId: string): Promise<Edit> {
  const edit = await openEdit(db, await getBooking(db, bookingId))
  if (!edit) throw new Refusal('conflict', 'Nothing is to be decided about this appointment any more.')
  return edit
}

/** Let the booking follow its event. If it cannot, the event is put back, and the rep hears why. */
export async function follow(services: Services, edit: Edit): Promise<void> {
  const { booking, rep, movedTo } = edit
  const caller: Caller = { kind: 'coordinator', name: rep.name, email: rep.email, via: 'calendar' }
  try {
    // What is ended is the booking as it was seen: one that has changed in this moment is not what its rep gave up.
    if (movedTo === null) await end(services, caller, booking, 'cancelled', undefined)
    else await moveTo(services, caller, booking, movedTo)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await putBack(services, booking)
    await tell(services, edit, error.code === 'slot-taken' ? 'another appointment, or a hold, is at that time.' : error.message)
  }
}

/** The rep has decided on the time, so hours and limits do not matter; other bookings do. */
async function moveTo(services: Services, caller: Caller, booking: StoredBooking, movedTo: Interval): Promise<void> {
  const wholeMinute = (instant: Date) => new Date(Math.floor(instant.getTime() / 60_000) * 60_000)
  const after: Booking = { ...booking, start: wholeMinute(movedTo.start), end: wholeMinute(movedTo.end) }
  if (after.start <= services.now()) throw new Refusal('conflict', 'that time is over.')
  if (after.end <= after.start) throw new Refusal('conflict', 'it would take no time.')
  await change(services, { action: 'rescheduled', caller, before: booking, after })
}

/** The event is to say again what the booking says. */
export async function putBack({ db, queue }: Services, booking: Booking): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await rewriteEvents(tx, booking.id)
    await queue.enqueue(tx, await calendarJobs(tx, booking))
  })
}

async function tell(services: Services, { booking, rep, movedTo }: Edit, reason: string | null): Promise<void> {
  const when = (at: Date) => shortTime(textsOf.en, at, rep.timeZone)
  const words = composeEditMail({
    name: rep.name,
    company: services.company,
    url: `${services.publicUrl}/console/calendars`,
    subject: booking.subject,
    when: when(booking.start),
    movedTo: movedTo && when(movedTo.start),
    reason,
  })
  const what = `${booking.id} ${booking.sequence} ${movedTo?.start.toISOString() ?? 'gone'} ${reason === null ? 'asked' : 'put back'}`
  await mailStaff(services, { dedupe: `calendar edit ${what}`, moment: 'calendar edit', to: rep, words })
}
