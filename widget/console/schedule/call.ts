import { batch } from '@preact/signals'
import { project as here, session } from '../session.ts'
import type { Booking } from '../wire.ts'
import { answer, candidate, conflict, refreshAnswer, settled } from './answer-state.ts'
import { book, bookProblem, done, forgetBooking, lost, move, moving } from './book-state.ts'
import { refreshCalendar } from './calendar-state.ts'
import { customerWish, forgetCustomer, isChoosing, loadUpcoming, zone } from './customer-state.ts'
import { focusOn } from './focus.ts'
import { loadKnown } from './known-state.ts'
import { rememberCall } from './recent.ts'
import { forgetTime, pick, when } from './time-state.ts'
import { filters, what } from './what-state.ts'

/** From "when" on to the candidates, as soon as they are known. */
export async function goToCandidates(): Promise<void> {
  if (!when.value) return
  await settled()
  if (answer.value) focusOn('candidates')
}

/** Ask for another time, one of the nearest. */
export async function pickNearest(start: Date): Promise<void> {
  lost.value = null
  pick(start)
  await goToCandidates()
}

/** Book what is on the screen; if that was refused, look again at once who can come. */
export async function bookNow(): Promise<void> {
  const customer = customerWish.value
  const picked = candidate.value?.rep
  const time = when.value?.start
  if (!picked || !time) return
  const { eventType, pool } = what.value
  const { project, durationMinutes } = filters.value
  if (moving.value) await move(moving.value, picked, time)
  else if (customer) {
    const length = durationMinutes === undefined ? {} : { durationMinutes }
    const over = conflict.value ? { allowConflict: true } : {}
    const made = { ...(project && { project }), ...(here.value && { createdIn: here.value.slug }) }
    await book({ eventType, pool, timeZone: zone.value, customer, ...made, ...length, ...over }, picked, time)
  }
  if (session.value === null) return
  refreshCalendar()
  if (done.value) {
    rememberCall(done.value.booking.customer.id)
    void loadUpcoming()
    void loadKnown()
    focusOn('done')
  }
  if (lost.value) await lookAgain()
  else if (bookProblem.value) refreshAnswer()
}

/** Ask again who can come, and go back to the choice. */
export async function lookAgain(): Promise<void> {
  refreshAnswer()
  await settled()
  focusOn('candidates')
}

/** Move an upcoming booking: the same questions, but the booking does not stand in its own way. */
export function startMoving(booking: Booking): void {
  batch(() => {
    moving.value = booking
    what.value = { ...what.value, eventType: booking.eventType, pool: booking.pool ?? what.value.pool }
  })
  focusOn('when')
}

/** Look for times in a project, as its reps have them. */
export function findTimesIn(slug: string): void {
  what.value = { ...what.value, project: slug }
  focusOn('when')
}

/** The next call: everything but what is booked is forgotten. */
export function nextCall(): void {
  batch(() => {
    forgetBooking()
    forgetTime()
    forgetCustomer()
  })
  history.replaceState(null, '', location.pathname)
  focusOn('customer-search')
}

/** Back to the choice of the customer. */
export function backToCustomer(): void {
  isChoosing.value = true
  focusOn('customer-search')
}
