import { watchAnswer } from './answer-state.ts'
import { watchCalendar } from './calendar-state.ts'
import { watchHold } from './hold-state.ts'
import { watchReview } from './review.ts'
import { watchClock } from './time-state.ts'
import { watchWhat } from './what-state.ts'

/** Follow a call, whoever it is about, until the returned function is called. */
export function watchCall(): () => void {
  const stops = [watchWhat(), watchAnswer(), watchCalendar(), watchClock(), watchReview(), watchHold()]
  return () => {
    for (const stop of stops) stop()
  }
}
