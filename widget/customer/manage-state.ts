import { attempts, Problem } from '../api.ts'
import { laterTexts } from '../text/language.ts'
import { computed, effect, type ReadonlySignal, signal } from '../ui/signal.ts'
import { cancel, getBooked, getManageSlots, reschedule } from './booking-api.ts'
import type { Choices } from './choices.ts'
import { type Failure, failureOf } from './failure.ts'
import { createPicker, type Picker, type SlotSource } from './picker.ts'
import { type Place, toldOf } from './place.ts'
import type { Booked } from './public-api.ts'
import { isMissing, refusesTime } from './refusal.ts'

/** What the page shows: the booking itself, or one of the two things that can be done with it. */
export type ManageStep = 'view' | 'pick' | 'confirm' | 'cancel'

/** Everything that the page of an existing booking knows and does. */
export interface Managing {
  readonly booked: ReadonlySignal<Booked | null>
  readonly invalid: ReadonlySignal<boolean>
  readonly failure: ReadonlySignal<Failure | null>
  readonly step: ReadonlySignal<ManageStep>
  readonly who: ReadonlySignal<'same' | 'any'>
  readonly choices: Choices
  readonly picker: Picker
  readonly sending: ReadonlySignal<boolean>
  /** What has just been done here. */
  readonly news: ReadonlySignal<'moved' | 'cancelled' | null>
  open(): Promise<void>
  move(): Promise<void>
  cancel(reason: string): Promise<void>
}

/** Why nothing can be done with a booking any more, or null if something can. */
export function endOf(booked: Booked, now: Date): 'cancelled' | 'declined' | 'expired' | 'past' | null {
  const { status } = booked
  if (status === 'cancelled' || status === 'declined' || status === 'expired') return status
  return new Date(booked.start) <= now || (status !== 'scheduled' && status !== 'requested') ? 'past' : null
}

export function createManaging(token: string, place: Place): Managing {
  const booked = signal<Booked | null>(null)
  const invalid = signal(false)
  const failure = signal<Failure | null>(null)
  const sending = signal(false)
  const news = signal<'moved' | 'cancelled' | null>(null)
  const tries = attempts()

  const choices = place.choices(() => {
    failure.value = null
    news.value = null
  })
  const who = computed((): 'same' | 'any' => {
    // Whose rep is away will hardly want to keep them.
    const chosen = choices.now.value.rep ?? (booked.value?.chooseAnew ? 'any' : 'same')
    return chosen === 'any' && booked.value?.moveTo !== 'same' ? 'any' : 'same'
  })
  const step = computed((): ManageStep => {
    const { do: wish, start } = choices.now.value
    if (booked.value === null || endOf(booked.value, new Date()) !== null) return 'view'
    if (wish === 'cancel') return 'cancel'
    if (wish !== 'reschedule') return 'view'
    return start === null ? 'pick' : 'confirm'
  })
  const source = computed((): SlotSource | null => {
    if (step.value !== 'pick' && step.value !== 'confirm') return null
    const rep = who.value
    return { key: rep, load: (range) => getManageSlots(token, rep, range) }
  })
  const picker = createPicker(choices, source, place.lifetime)

  effect(() => {
    const told = failure.value ?? picker.failure.value
    if (told) place.tell('error', { code: told.code, title: told.title })
  })

  /** Send a wish about the booking; afterwards the page shows what has become of it. */
  async function act(wish: unknown, send: (key: string) => Promise<Booked>, done: 'moved' | 'cancelled') {
    if (sending.value) return
    sending.value = true
    failure.value = null
    try {
      const result = await send(tries.keyFor(wish))
      tries.settled()
      booked.value = result
      news.value = done
      choices.clear()
      place.tell(done === 'moved' ? 'rescheduled' : 'cancelled', toldOf(result))
    } catch (error) {
      if (error instanceof Problem && error.status < 500) tries.settled()
      failure.value = failureOf(error)
      if (refusesTime(error)) {
        failure.value = {
          code: error.code,
          title: error.code === 'slot-taken' ? laterTexts.taken.title : laterTexts.taken.notPossible,
          detail: laterTexts.taken.choose,
        }
        picker.refresh()
        choices.adjust({ start: null })
      } else if (error instanceof Problem && error.code === 'conflict') {
        await open()
      }
    } finally {
      sending.value = false
    }
  }

  async function open() {
    try {
      booked.value = await getBooked(token)
      if (place.showPage === null) document.title = `${booked.value.eventType.name} – ${laterTexts.manage.title}`
    } catch (error) {
      if (isMissing(error)) invalid.value = true
      else failure.value = failureOf(error)
    }
  }

  return {
    booked,
    invalid,
    failure,
    step,
    who,
    choices,
    picker,
    sending,
    news,
    open: () => {
      failure.value = null
      return open()
    },
    async move() {
      const { start } = choices.now.value
      if (start === null) return
      const body = { start, timeZone: picker.timeZone.value, rep: who.value }
      await act(body, (key) => reschedule(token, body, key), 'moved')
    },
    cancel: (reason) => act({ reason }, (key) => cancel(token, reason.trim(), key), 'cancelled'),
  }
}
