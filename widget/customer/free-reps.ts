import { computed, effect, type ReadonlySignal, signal } from '../ui/signal.ts'
import { type Failure, failureOf } from './failure.ts'
import { getRepsAt, type PageRep } from './public-api.ts'
import { isMissing } from './refusal.ts'
import type { Booking } from './state.ts'
import { ANYONE } from './steps.ts'

/** The moment that somebody has to be free at, or null where nobody is chosen after the time. */
interface Moment {
  readonly start: string
  readonly eventType: string
  readonly timeZone: string
}

export interface FreeReps {
  /** Who is free at the moment, or null while that is not known. */
  readonly reps: ReadonlySignal<readonly PageRep[] | null>
  readonly failure: ReadonlySignal<Failure | null>
  /** What is known may be wrong: ask again, now or for the next moment. */
  refresh(): void
}

const all = new WeakMap<Booking, FreeReps>()

/** Who can be chosen at the time of a booking. */
export function freeRepsOf(booking: Booking): FreeReps {
  const found = all.get(booking) ?? createFreeReps(booking)
  all.set(booking, found)
  return found
}

/** Who can be chosen at a time. A choice of somebody who turns out not to be free is taken back. */
function createFreeReps({ slug, page, eventType, picker, choices, place }: Booking): FreeReps {
  const reps = signal<readonly PageRep[] | null>(null)
  const failure = signal<Failure | null>(null)
  const round = signal(0)
  let asked = ''

  const moment = computed((): Moment | null => {
    const { start } = choices.now.value
    const type = eventType.value?.slug
    if (page.value?.choice !== 'customer' || page.value.reps.length < 2 || start === null || type === undefined) return null
    return { start, eventType: type, timeZone: picker.timeZone.value }
  })

  effect(() => {
    if (moment.value === null) return
    const wanted = `${JSON.stringify(moment.value)} ${round.value}`
    if (wanted !== asked) void ask(wanted, moment.value)
  })

  async function ask(wanted: string, { start, ...query }: Moment) {
    asked = wanted
    reps.value = null
    failure.value = null
    try {
      const answer = await getRepsAt(slug, start, query)
      if (wanted !== asked) return
      reps.value = answer.reps
      const chosen = choices.now.value.rep
      if (chosen !== null && chosen !== ANYONE && !answer.reps.some(({ id }) => id === chosen)) choices.adjust({ rep: null })
    } catch (error) {
      if (wanted !== asked) return
      if (isMissing(error)) reps.value = []
      else {
        failure.value = failureOf(error)
        place.tell('error', { code: failure.value.code, title: failure.value.title })
      }
    }
  }

  return {
    reps,
    failure,
    refresh: () => {
      round.value++
    },
  }
}
