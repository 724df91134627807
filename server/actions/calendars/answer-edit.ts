import { findBookingsByIds, type StoredBooking } from '../../db/bookings.ts'
import { findEditedEvents } from '../../db/calendar-events.ts'
import type { Interval } from '../../domain/interval.ts'
import type { Sight } from '../../domain/sight.ts'
import type { Services } from '../services.ts'
import { follow, getEdit, putBack } from './follow.ts'

/** The events moved or deleted by hand that wait for a word: of one rep's bookings, or of all that are seen. `movedTo` is null if it was deleted. */
export async function findEdits(
  { db, now }: Services,
  repId: string | null,
  sight: Sight,
): Promise<{ booking: StoredBooking; movedTo: Interval | null }[]> {
  const events = await findEditedEvents(db, repId, now())
  const bookings = await findBookingsByIds(
    db,
    events.map(({ bookingId }) => bookingId),
    sight,
  )
  return events.flatMap(({ bookingId, movedTo }) => {
    const booking = bookings.get(bookingId)
    return booking ? [{ booking, movedTo }] : []
  })
}

/** Let the booking follow its event, or the event the booking. Refuses with `conflict` if nothing is to be decided any more. */
export async function answerEdit(services: Services, bookingId: string, answer: 'follow' | 'put-back'): Promise<void> {
  const edit = await getEdit(services, bookingId)
  await (answer === 'follow' ? follow(services, edit) : putBack(services, edit.booking))
}
