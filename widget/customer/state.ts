import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { attempts, Problem } from '../api.ts'
import { locale, texts } from '../text/language.ts'
import { dateIn } from '../ui/dates.ts'
import { momentText } from '../ui/format.ts'
import { announce } from '../ui/LiveStatus.tsx'
import { type Choices, createChoices } from './choices.ts'
import { type Failure, failureOf, refusesTime } from './failure.ts'
import { createForm, type Form } from './form.ts'
import { createFreeReps, type FreeReps } from './free-reps.ts'
import { createPicker, type Picker, type SlotSource } from './picker.ts'
import { type Booked, book, getPage, getSlots, type Page } from './public-api.ts'
import { ANYONE, eventTypeOf, repOf, type Step, stepOf } from './steps.ts'

/** The time that was wanted is gone: what to say, and which times are near. */
export interface TimeGone {
  readonly title: string
  readonly detail: string
  readonly nearest: readonly string[]
  /** Whose times they are first of all; null: anybody's. */
  readonly rep: string | null
}

const MOST_NEAREST = 6

/** Everything that the booking page knows and does; the components only show it. */
export interface Booking {
  readonly page: ReadonlySignal<Page | null>
  readonly missing: ReadonlySignal<boolean>
  readonly failure: ReadonlySignal<Failure | null>
  readonly step: ReadonlySignal<Step | null>
  readonly choices: Choices
  readonly picker: Picker
  readonly form: Form
  readonly freeReps: FreeReps
  readonly gone: ReadonlySignal<TimeGone | null>
  readonly sending: ReadonlySignal<boolean>
  readonly booked: ReadonlySignal<Booked | null>
  open(): Promise<void>
  pickTime(start: string): void
  pickRep(rep: string): void
  pickNear(start: string): void
  seeOtherTimes(): void
  submit(): Promise<void>
}

export function createBooking(slug: string): Booking {
  const page = signal<Page | null>(null)
  const missing = signal(false)
  const failure = signal<Failure | null>(null)
  const gone = signal<TimeGone | null>(null)
  const sending = signal(false)
  const booked = signal<Booked | null>(null)
  const form = createForm()
  const tries = attempts()

  const choices = createChoices(() => {
    gone.value = null
    failure.value = null
    if (booked.value !== null) begin()
  })
  const { now } = choices
  const eventType = computed(() => page.value && eventTypeOf(page.value, now.value))
  const rep = computed(() => (page.value?.choice === 'rep-first' ? (repOf(page.value, now.value)?.id ?? null) : null))
  const step = computed(() => (page.value === null || page.value.eventTypes.length === 0 ? null : stepOf(page.value, now.value)))

  const source = computed((): SlotSource | null => {
    const type = eventType.value?.slug
    if (type === undefined || step.value === 'event-type' || (step.value === 'rep' && rep.value === null && now.value.start === null))
      return null
    const who = rep.value ?? undefined
    return { key: `${type} ${who ?? ''}`, load: (range) => getSlots(slug, type, who, range) }
  })
  const picker = createPicker(choices, source)

  const moment = computed(() => {
    const { start } = now.value
    const type = eventType.value?.slug
    if (page.value?.choice !== 'customer' || page.value.reps.length < 2 || start === null || type === undefined) return null
    return { start, eventType: type, timeZone: picker.timeZone.value }
  })
  const freeReps = createFreeReps(slug, moment, choices)

  function begin() {
    booked.value = null
    form.clear()
    picker.refresh()
  }

  /** An address that was kept or passed on may name a time that is gone. */
  let unverified = now.value.start !== null
  effect(() => {
    if (!unverified || picker.slots.value === null || now.value.start === null) return
    unverified = false
    if (picker.slots.value.some((slot) => Date.parse(slot) === Date.parse(now.value.start ?? ''))) return
    gone.value = { title: texts.taken.notPossible, detail: texts.taken.choose, nearest: [], rep: null }
    choices.adjust({ date: dateIn(picker.timeZone.value, new Date(now.value.start)), start: null })
  })

  async function refused(problem: Problem) {
    const wanted = now.value.rep
    const person = page.value?.choice === 'customer' && page.value.reps.length > 1 ? repOf(page.value, now.value) : null
    picker.refresh()
    freeReps.refresh()
    const starts = problem.nearest.filter(({ available }) => available > 0).map(({ start }) => start)
    const nearest = (rep.value === null ? starts : await freeFor(starts)).slice(0, MOST_NEAREST).sort()
    const taken = person ? texts.taken.person(person.name) : texts.taken.title
    const title = problem.code === 'slot-taken' ? taken : texts.taken.notPossible
    const reason = problem.code === 'slot-taken' ? '' : `${problem.detail} `
    gone.value = { title, detail: reason + (nearest.length > 0 ? texts.taken.detail : texts.taken.detailNone), nearest, rep: wanted }
  }

  /** The server goes on to name times of the whole pool; where the rep came first, only the rep's own help. */
  async function freeFor(starts: readonly string[]): Promise<readonly string[]> {
    const days = starts.map((start) => dateIn(picker.timeZone.value, new Date(start))).sort()
    const [from, to] = [days[0], days.at(-1)]
    if (source.value === null || from === undefined || to === undefined) return []
    const answer = await source.value.load({ from, to, timeZone: picker.timeZone.value }).catch(() => ({ days: [] }))
    const free = new Set(answer.days.flatMap(({ slots }) => slots))
    return starts.filter((start) => free.has(start))
  }

  async function open() {
    failure.value = null
    try {
      page.value = await getPage(slug)
      document.title = page.value.title
    } catch (error) {
      if (error instanceof Problem && [400, 404, 410].includes(error.status)) missing.value = true
      else failure.value = failureOf(error)
    }
  }

  async function submit() {
    const type = eventType.value
    const { start } = now.value
    if (sending.value || type === null || start === null) return
    sending.value = true
    failure.value = null
    try {
      const typed = await form.read(type.questions)
      if (typed === null || page.value === null) return
      const who = page.value.choice === 'automatic' || now.value.rep === ANYONE ? null : repOf(page.value, now.value)
      const wish = { eventType: type.slug, start, timeZone: picker.timeZone.value, ...(who && { rep: who.id }), ...typed }
      announce(texts.details.sending)
      const result = await book(slug, wish, tries.keyFor(wish))
      tries.settled()
      batch(() => {
        booked.value = result
        gone.value = null
        choices.clear()
      })
    } catch (error) {
      if (error instanceof Problem && error.status < 500) tries.settled()
      if (refusesTime(error)) await refused(error)
      else if (!(error instanceof Problem && form.mark(fieldErrors(error)))) failure.value = failureOf(error)
    } finally {
      announce('')
      sending.value = false
    }
  }

  return {
    page,
    missing,
    failure,
    step,
    choices,
    picker,
    form,
    freeReps,
    gone,
    sending,
    booked,
    open,
    submit,
    pickTime(start) {
      gone.value = null
      choices.choose({ start, rep: page.value?.choice === 'customer' ? null : now.value.rep })
    },
    pickRep(rep) {
      gone.value = null
      choices.choose({ rep })
    },
    pickNear(start) {
      const wanted = gone.value?.rep ?? now.value.rep
      gone.value = null
      choices.adjust({ start, date: dateIn(picker.timeZone.value, new Date(start)), month: null, rep: wanted })
      announce(texts.taken.chosen(momentText(locale, picker.timeZone.value, start)))
    },
    seeOtherTimes() {
      gone.value = null
      choices.choose({ start: null })
    },
  }
}

/** Errors that have a field on the page; if there is any other, all are told together instead. */
function fieldErrors({ errors }: Problem): Record<string, string> {
  const known = /^\/(customer\/(name|email|phone)|guests\/\d+\/email|answers\/[^/]+)$/
  const told = errors.map(({ pointer, detail }) => [pointer, detail] as const)
  return told.every(([pointer]) => known.test(pointer)) ? Object.fromEntries(told) : {}
}
