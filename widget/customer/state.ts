import { Problem } from '../reading.ts'
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '../ui/signal.ts'
import type { Choices } from './choices.ts'
import { type Failure, failureOf } from './failure.ts'
import { createPicker, type Picker, type SlotSource } from './picker.ts'
import type { Place } from './place.ts'
import { type Booked, getPage, getSlots, type Page, type PageEventType } from './public-api.ts'
import { ANYONE, eventTypeOf, repOf, type Step, stepOf } from './steps.ts'

/** The time that was wanted is gone: what to say, and which times are near. */
export interface TimeGone {
  readonly title: string
  readonly detail: string
  readonly nearest: readonly string[]
  /** Whose times they are first of all; null: anybody's. */
  readonly rep: string | null
}

/** What was booked, and where the confirmation goes. */
export interface Made {
  readonly booking: Booked
  readonly email: string
}

/** Everything that the booking page knows and does; the components only show it. */
export interface Booking {
  readonly slug: string
  readonly place: Place
  readonly page: ReadonlySignal<Page | null>
  readonly missing: ReadonlySignal<boolean>
  readonly eventType: ReadonlySignal<PageEventType | null>
  readonly step: ReadonlySignal<Step | null>
  readonly choices: Choices
  readonly picker: Picker
  /** Where times come from now, or null while it is not clear whose they are. */
  readonly source: ReadonlySignal<SlotSource | null>
  /** What the booking itself came to; written while it is sent. */
  readonly failure: Signal<Failure | null>
  readonly gone: Signal<TimeGone | null>
  readonly sending: Signal<boolean>
  readonly booked: Signal<Made | null>
  open(): Promise<void>
  pickTime(start: string): void
  pickRep(rep: string): void
  /** Say which time was picked. */
  tellPicked(start: string): void
}

export function createBooking(slug: string, place: Place): Booking {
  const page = signal<Page | null>(null)
  const missing = signal(false)
  const failure = signal<Failure | null>(null)
  const gone = signal<TimeGone | null>(null)
  const booked = signal<Made | null>(null)

  const choices = place.choices(() => {
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
  const picker = createPicker(choices, source, place.lifetime)

  effect(() => {
    const told = failure.value ?? picker.failure.value
    if (told) place.tell('error', { code: told.code, title: told.title })
  })

  function begin() {
    booked.value = null
    picker.refresh()
  }

  /** The page and its first free times come together: the calendar is there after one request. */
  async function open() {
    failure.value = null
    const { eventType: type, rep: who } = now.value
    const range = picker.range()
    try {
      const answer = await getPage(slug, { ...range, ...(type && { eventType: type }), ...(who && who !== ANYONE && { rep: who }) })
      batch(() => {
        page.value = answer
        if (answer.slots && source.value) picker.learn(source.value, range, answer.slots)
      })
      if (place.showPage === null) document.title = answer.title
      place.tell('ready', { page: slug, title: answer.title })
    } catch (error) {
      if (error instanceof Problem && [400, 404, 410].includes(error.status)) {
        missing.value = true
        place.tell('error', { code: error.code, title: error.title })
      } else failure.value = failureOf(error)
    }
  }

  function tellPicked(start: string) {
    place.tell('slot-selected', { start, timeZone: picker.timeZone.value, eventType: eventType.value?.slug ?? '' })
  }

  return {
    slug,
    place,
    page,
    missing,
    eventType,
    failure,
    step,
    choices,
    picker,
    source,
    gone,
    sending: signal(false),
    booked,
    open,
    tellPicked,
    pickTime(start) {
      gone.value = null
      choices.choose({ start, rep: page.value?.choice === 'customer' ? null : now.value.rep })
      tellPicked(start)
    },
    pickRep(rep) {
      gone.value = null
      choices.choose({ rep })
    },
  }
}
