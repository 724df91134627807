import { getBooking, type StoredBooking, setCalendarSync, setVideoUrl } from '../../db/bookings.ts'
import { expectEvent, findEvents, forgetEvent, noteWritten, type StoredEvent } from '../../db/calendar-events.ts'
import { askForSoonerSync, type BookingCalendar, findBookingCalendars } from '../../db/calendars.ts'
import { findRepCards } from '../../db/reps.ts'
import { awaitsLink, type BookingStatus } from '../../domain/booking.ts'
import { calendarEventOf } from '../../domain/booking-event.ts'
import { CalendarTrouble } from '../../domain/calendar.ts'
import { peopleOf } from '../../domain/hold.ts'
import type { Payload } from '../../jobs/catalog.ts'
import type { Services } from '../services.ts'
import { openAccount } from './access.ts'

/** A booking in one of these states stands in the calendars of those who take part. */
const WRITTEN: readonly BookingStatus[] = ['scheduled', 'completed', 'no-show']

/** What is not worth another try by itself: it needs a person, who is told elsewhere. Reconnecting writes what is left. */
const LASTING: readonly CalendarTrouble['kind'][] = ['revoked', 'refused', 'gone']

/**
 * Make the calendars say what the booking says: one event with everybody who takes part, none with anybody else. Job `calendar.write`;
 * running it twice does no harm. That an event may be there is stored before it is written, so none is ever left behind.
 */
export async function writeCalendarEvent(services: Services, { bookingId }: Payload<'calendar.write'>): Promise<void> {
  const { db } = services
  const booking = await getBooking(db, bookingId)
  const wanted = WRITTEN.includes(booking.status) ? await findBookingCalendars(db, peopleOf(booking)) : []
  const there = await findEvents(db, bookingId)
  const troubles: CalendarTrouble[] = []

  async function attempt(calendarId: string, doing: () => Promise<void>): Promise<void> {
    try {
      await doing()
    } catch (error) {
      if (!(error instanceof CalendarTrouble)) throw error
      troubles.push(error) // A calendar that cannot be written keeps nobody from theirs.
      if (error.kind === 'revoked') await askForSoonerSync(db, calendarId, services.now())
    }
  }
  for (const event of there.filter((one) => wanted.every(({ id }) => id !== one.calendarId)))
    await attempt(event.calendarId, () => remove(services, booking, event))
  for (const calendar of wanted) {
    const known = there.find((one) => one.calendarId === calendar.id)
    if (known?.sequence === booking.sequence) continue
    await attempt(calendar.id, () => put(services, booking, calendar))
  }
  const left = troubles.filter(({ kind }) => !LASTING.includes(kind))
  await db.transaction().execute(async (tx) => {
    await setCalendarSync(tx, booking, troubles.length > 0 ? 'failed' : wanted.length + there.length > 0 ? 'done' : 'none')
    // Whether there is a link or not: who is invited has waited for it long enough.
    if (awaitsLink(booking)) await services.queue.enqueue(tx, [['invitation.send', { bookingId }]])
  })
  if (left[0]) throw left[0]
}

async function remove(services: Services, { id, uid }: StoredBooking, { accountId, vendorId, calendarId }: StoredEvent): Promise<void> {
  const provider = await openAccount(services, accountId)
  try {
    await provider.remove(vendorId, uid, services.calendars.invites === 'vendor')
  } catch (error) {
    // With the calendar its events are gone.
    if (!(error instanceof CalendarTrouble) || error.kind !== 'gone') throw error
  }
  await forgetEvent(services.db, id, calendarId)
}

async function put(services: Services, booking: StoredBooking, calendar: BookingCalendar): Promise<void> {
  const { db, now } = services
  await expectEvent(db, booking.id, calendar.id)
  const provider = await openAccount(services, calendar.accountId)
  const reps = await findRepCards(db, peopleOf(booking))
  const rep = reps.get(calendar.repId)
  const leads = calendar.repId === booking.repId
  const event = calendarEventOf(booking, {
    timeZone: rep?.timeZone ?? booking.timeZone,
    repName: reps.get(booking.repId)?.name ?? '',
    video: leads && calendar.vendor !== 'caldav' && (awaitsLink(booking) || booking.videoUrl !== null),
    invites: leads && services.calendars.invites === 'vendor' && calendar.vendor !== 'caldav',
  })
  const { key, videoUrl } = await provider.put(calendar.vendorId, event)
  await db.transaction().execute(async (tx) => {
    const { sequence, start, end } = booking
    await noteWritten(tx, booking.id, calendar.id, { key, sequence, start, end, at: now() })
    if (videoUrl) await setVideoUrl(tx, booking, videoUrl)
  })
}
