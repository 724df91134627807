import { batch, computed, effect, signal } from '@preact/signals'
import { post } from '../../api.ts'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { type Answer, type Candidate, type Conflict, instantText, type Question } from '../wire.ts'
import { lost, moving } from './book-state.ts'
import { chosen, zone } from './customer-state.ts'
import { heldId } from './hold-state.ts'
import { at } from './time-state.ts'
import { filters, pool, what } from './what-state.ts'

export const answer = signal<Answer | null>(null)
export const isAsking = signal(false)
export const answerProblem = signal<string | null>(null)
/** Whether the reasons of those who are not free are wanted. */
export const explain = signal(false)
/** Whether reps are wanted whose calendar alone stands in the way. Not while a booking moves: that never goes over a conflict. */
export const showsConflicts = signal(false)
/** The rep whom the coordinator picked, and for which time: at another time the order decides anew. */
const byHand = signal<{ readonly rep: string; readonly at: number | null } | null>(null)
const version = signal(0)

const asked = newestOnly()
let answered = Promise.resolve()

/** Ask who is free, as soon as a time, what is booked, or the customer changes. */
export const watchAnswer = () =>
  effect(() => {
    const time = at.value
    const stored = chosen.value && 'stored' in chosen.value ? chosen.value.stored.id : null
    const { eventType, pool } = what.value
    const question = { eventType, pool, timeZone: zone.value, ...filters.value, ...(stored && { customer: stored }) }
    const booking = moving.value && { booking: moving.value.id }
    const wish = { ...question, ...booking, explain: explain.value || lost.value !== null, conflicts: showsConflicts.value && !booking }
    version.value
    if (time === null || !eventType || !pool) return forgetAnswer()
    isAsking.value = true
    answered = ask({ ...wish, at: instantText(new Date(time)) })
  })

async function ask(question: Question): Promise<void> {
  const outcome = await asked((signal) => find(question, signal), 150)
  if (!outcome) return
  batch(() => {
    isAsking.value = false
    answerProblem.value = 'error' in outcome ? failureText(outcome.error) : null
    answer.value = 'value' in outcome ? outcome.value : null
  })
}

async function find(question: Question, signal: AbortSignal): Promise<Answer> {
  // What this call holds is free for it; asked before that is known, the server would take it for somebody else's.
  const hold = await heldId()
  signal.throwIfAborted()
  const found = await post<Answer>('/api/v1/find-by-time', { ...question, ...(hold && { hold }) })
  signal.throwIfAborted()
  return found
}

/** Ask again: something may have been booked. */
export const refreshAnswer = (): void => {
  version.value += 1
}

/** Wait until the newest question is answered. */
export async function settled(): Promise<void> {
  let last: Promise<void> | null = null
  while (last !== answered) {
    last = answered
    await last
  }
}

function forgetAnswer(): void {
  void asked(() => Promise.resolve(null))
  batch(() => {
    answer.value = null
    answerProblem.value = null
    isAsking.value = false
  })
}

/** Pick a rep for the time that is asked for. */
export const pickRep = (id: string): void => {
  byHand.value = { rep: id, at: at.value }
}

const toThisTime = computed(() => (answer.value && Date.parse(answer.value.at) === at.value ? answer.value : null))
const pickedByHand = computed(() => (byHand.value?.at === at.value ? byHand.value?.rep : undefined))

/** The rep with a conflict who is picked; only ever by hand. */
export const conflict = computed<Conflict | null>(
  () => toThisTime.value?.conflicts?.find(({ rep }) => rep.id === pickedByHand.value) ?? null,
)

/** The rep who is picked: by hand, or of a booking that moves its own rep, or else the first. Nobody while the answer is to another time. */
export const candidate = computed<Pick<Candidate, 'rep'> | null>(() => {
  const candidates = toThisTime.value?.candidates ?? []
  const find = (id: string | undefined) => candidates.find((one) => one.rep.id === id)
  return find(pickedByHand.value) || conflict.value || find(moving.value?.rep.id) || candidates[0] || null
})

/** How many members are not free; null while nothing is answered. */
export const others = computed(() => {
  if (!answer.value || !pool.value) return null
  return explain.value && answer.value.unavailable.length > 0
    ? answer.value.unavailable.length
    : pool.value.members - answer.value.available
})
