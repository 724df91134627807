import { getBooking } from '../../db/bookings.ts'
import { findEditedBookings } from '../../db/calendar-events.ts'
import type { Services } from '../services.ts'
import { type Edit, follow, getEdit, openEdit, putBack } from './follow.ts'

/** The events moved or deleted by hand that wait for a word: of one rep's bookings, or of all. */
export async function findEdits({ db, now }: Services, repId: string | null): Promise<Edit[]> {
  const edits: Edit[] = []
  for (const id of await findEditedBookings(db, repId, now())) {
    const edit = await openEdit(db, await getBooking(db, id))
    if (edit) edits.push(edit)
  }
  return edits
}

/** Let the booking follow its event, or the event the booking. Refuses with `conflict` if nothing is to be decided any more. */
export async function answerEdit(services: Services, bookingId: string, answer: 'follow' | 'put-back'): Promise<void> {
  const edit = await getEdit(services, bookingId)
  await (answer === 'follow' ? follow(services, edit) : putBack(services, edit.booking))
}
