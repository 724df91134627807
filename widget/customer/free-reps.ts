import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Choices } from './choices.ts'
import { type Failure, failureOf, isMissing } from './failure.ts'
import { getRepsAt, type PageRep } from './public-api.ts'
import { ANYONE } from './steps.ts'

/** The moment that somebody has to be free at, or null where nobody is chosen after the time. */
export interface Moment {
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

/** Who can be chosen at a time. A choice of somebody who turns out not to be free is taken back. */
export function createFreeReps(slug: string, moment: ReadonlySignal<Moment | null>, choices: Choices): FreeReps {
  const reps = signal<readonly PageRep[] | null>(null)
  const failure = signal<Failure | null>(null)
  const round = signal(0)
  let asked = ''

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
      else failure.value = failureOf(error)
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
