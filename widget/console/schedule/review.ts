/** The last look before booking: while it is open, the time is kept. */
import { batch, computed, effect, signal } from '@preact/signals'
import { type HoldWish, instantText } from '../wire.ts'
import { candidate, conflict, pickRep, settled } from './answer-state.ts'
import { lost, moving } from './book-state.ts'
import { bookNow, lookAgain } from './call.ts'
import { zone } from './customer-state.ts'
import { focusOn } from './focus.ts'
import { keep, keptWish, letGo } from './hold-state.ts'
import { when } from './time-state.ts'
import { filters, what } from './what-state.ts'

/** Whether the clash with a calendar has been shown, and waits to be confirmed. */
export const isConfirming = signal(false)

/** What would be kept. Of a booking that moves by less than its length most is kept by the booking itself. */
const wanted = computed<HoldWish | null>(() => {
  const rep = candidate.value?.rep
  const start = when.value?.start
  if (!rep || !start) return null
  const from = { rep: rep.id, start: instantText(start), timeZone: zone.value }
  if (!moving.value) {
    const { project, durationMinutes } = filters.value
    const { eventType, pool } = what.value
    const narrowed = { ...(project && { project }), ...(durationMinutes !== undefined && { durationMinutes }) }
    return { eventType, pool, ...from, ...narrowed, ...(conflict.value && { allowConflict: true }) }
  }
  const length = Date.parse(moving.value.end) - Date.parse(moving.value.start)
  const isNear = Math.abs(Date.parse(moving.value.start) - start.getTime()) < length
  if (isNear && rep.id === moving.value.rep.id) return null
  return { eventType: moving.value.eventType, ...from, durationMinutes: length / 60_000 }
})

let opened = 0

/** A rep was chosen for good: have the time kept, without making anybody wait for it. */
export async function openReview(): Promise<void> {
  const mine = ++opened
  // Chosen while the answer to this time was still on its way.
  if (!candidate.value) await settled()
  if (mine !== opened) return
  const rep = candidate.value?.rep
  if (rep) pickRep(rep.id)
  const wish = wanted.value
  const start = when.value?.start
  if (!wish || !rep || !start) return
  keep(wish, (nearest) => {
    lost.value = { rep, start, nearest }
    void lookAgain()
  })
}

/** Give the time back: nobody is about to book it any more. */
export function leaveReview(): void {
  opened++
  isConfirming.value = false
  letGo()
}

/** Back to the choice. */
export function closeReview(): void {
  leaveReview()
  focusOn(candidate.value ? 'candidates' : 'when')
}

/** Book what is on the screen; over an entry in the rep's calendar only after that was shown, and confirmed once more. */
export function confirm(): void {
  if (conflict.value && !isConfirming.value) {
    void openReview()
    isConfirming.value = true
    focusOn('book-anyway')
    return
  }
  isConfirming.value = false
  void bookNow()
}

/** Another rep, time or length is another review: nothing of the one before is kept. */
export const watchReview = () =>
  effect(() => {
    const now = wanted.value && JSON.stringify(wanted.value)
    batch(() => {
      isConfirming.value = false
      if (keptWish() !== null && keptWish() !== now) letGo()
    })
  })
