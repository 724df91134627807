import { laterTexts } from '../text/language.ts'
import { dateIn } from '../ui/dates.ts'
import { effect } from '../ui/signal.ts'
import type { Booking } from './state.ts'

const verified = new WeakSet<Booking>()

/** An address that was kept or passed on may name a time that is gone: the first time that is chosen without a look at the free ones is checked. */
export function verifyTime(booking: Booking): void {
  const { picker, choices, gone } = booking
  if (verified.has(booking)) return
  verified.add(booking)
  let done = false
  effect(() => {
    const { start } = choices.now.value
    const free = picker.slots.value
    if (done || start === null || free === null) return
    done = true
    if (free.some((slot) => Date.parse(slot) === Date.parse(start))) return
    gone.value = { title: laterTexts.taken.notPossible, detail: laterTexts.taken.choose, nearest: [], rep: null }
    choices.adjust({ date: dateIn(picker.timeZone.value, new Date(start)), start: null })
  })
}
