import { type ReadonlySignal, signal } from '../ui/signal.ts'
import type { Prefill } from './prefill.ts'
import type { Booking } from './state.ts'

export type Answer = string | number | boolean | string[]

/** What a person has typed. It stays in this page's memory: never in the address, never in storage. */
export interface Typed {
  readonly forOther: boolean
  readonly name: string
  readonly email: string
  readonly phone: string
  /** A note to everybody in the meeting; null: none is asked for. */
  readonly note: string | null
  /** Where a phone number without a country code is from. */
  readonly country: string | null
  readonly guests: readonly { readonly id: number; readonly email: string }[]
  readonly answers: Readonly<Record<string, Answer>>
}

/** What is wrong, by the place in the request that it concerns, such as `/customer/email`. */
export type Errors = Readonly<Record<string, string>>

/** As many guests may be invited. */
export const MOST_GUESTS = 10

export interface Form {
  readonly typed: ReadonlySignal<Typed>
  readonly errors: ReadonlySignal<Errors>
  set(change: Partial<Typed>, pointer?: string): void
  answer(key: string, answer: Answer): void
  /** Mark what is wrong; says whether anything was marked. */
  mark(errors: Errors): boolean
}

const blank: Typed = { forOther: false, name: '', email: '', phone: '', note: null, country: null, guests: [], answers: {} }

const forms = new WeakMap<Booking, Form>()

/** The form of a booking. What is typed into it stays until it is sent. */
export function formOf(booking: Booking): Form {
  const form = forms.get(booking) ?? createForm(booking.place.prefill)
  forms.set(booking, form)
  return form
}

/** What was typed has become a booking. */
export const closeForm = (booking: Booking): boolean => forms.delete(booking)

/** A form with nothing in it but what was given beforehand. */
export function createForm({ name, email, phone, guests }: Prefill): Form {
  const invited = guests.slice(0, MOST_GUESTS).map((email, place) => ({ id: -1 - place, email }))
  const typed = signal<Typed>({ ...blank, name, email, phone, guests: invited })
  const errors = signal<Errors>({})

  function set(change: Partial<Typed>, pointer?: string) {
    typed.value = { ...typed.value, ...change }
    if (pointer === undefined || !(pointer in errors.value)) return
    const { [pointer]: _, ...rest } = errors.value
    errors.value = rest
  }

  function mark(found: Errors) {
    errors.value = found
    return Object.keys(found).length > 0
  }

  return {
    typed,
    errors,
    set,
    mark,
    answer: (key, answer) => set({ answers: { ...typed.value.answers, [key]: answer } }, `/answers/${key}`),
  }
}
