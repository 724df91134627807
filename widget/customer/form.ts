import { type ReadonlySignal, signal } from '@preact/signals'
import { texts } from '../text/language.ts'
import { readPhone } from './phone.ts'
import type { BookingWish, Question } from './public-api.ts'

export type Answer = string | number | boolean | string[]

/** What a person has typed. It stays in this page's memory: never in the address, never in storage. */
export interface Typed {
  readonly forOther: boolean
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly guests: readonly { readonly id: number; readonly email: string }[]
  readonly answers: Readonly<Record<string, Answer>>
}

/** What is wrong, by the place in the request that it concerns, such as `/customer/email`. */
export type Errors = Readonly<Record<string, string>>

export interface Form {
  readonly typed: ReadonlySignal<Typed>
  readonly errors: ReadonlySignal<Errors>
  set(change: Partial<Typed>, pointer?: string): void
  answer(key: string, answer: Answer): void
  /** Mark what is wrong; says whether anything was marked. */
  mark(errors: Errors): boolean
  /** The part of the request that was typed, or null after marking what is wrong. */
  read(questions: readonly Question[]): Promise<Pick<BookingWish, 'customer' | 'guests' | 'answers'> | null>
  clear(): void
}

const blank: Typed = { forOther: false, name: '', email: '', phone: '', guests: [], answers: {} }
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

export function createForm(): Form {
  const typed = signal(blank)
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
    async read(questions) {
      const { name, email, phone, guests, answers } = typed.value
      const number = phone.trim() === '' ? undefined : await readPhone(phone)
      const invited = guests.map((guest) => guest.email.trim()).filter(Boolean)
      const wrong = {
        ...(name.trim() === '' && { '/customer/name': texts.wrong.required }),
        ...(!EMAIL.test(email.trim()) && { '/customer/email': email.trim() === '' ? texts.wrong.required : texts.wrong.email }),
        ...(number === null && { '/customer/phone': texts.wrong.phone }),
        ...wrongGuests(guests),
        ...wrongAnswers(questions, answers),
      }
      if (mark(wrong) || number === null) return null
      return {
        customer: { name: name.trim(), email: email.trim(), ...(number && { phone: number.e164 }) },
        guests: invited.map((email) => ({ email })),
        answers: given(questions, answers),
      }
    },
    clear() {
      typed.value = blank
      errors.value = {}
    },
  }
}

/** Guests are counted as the request counts them: empty fields are left out. */
function wrongGuests(guests: Typed['guests']): Errors {
  const filled = guests.filter(({ email }) => email.trim() !== '')
  return Object.fromEntries(
    filled.flatMap(({ email }, place) => (EMAIL.test(email.trim()) ? [] : [[`/guests/${place}/email`, texts.wrong.email]])),
  )
}

function wrongAnswers(questions: readonly Question[], answers: Typed['answers']): Errors {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const wrong = wrongAnswer(question, answers[question.key])
      return wrong === null ? [] : [[`/answers/${question.key}`, wrong]]
    }),
  )
}

function wrongAnswer({ kind, required }: Question, answer: Answer | undefined): string | null {
  const { wrong } = texts
  if (kind === 'number' && !isEmpty(answer) && !Number.isFinite(Number(answer))) return wrong.number
  if (!required || !(isEmpty(answer) || answer === false)) return null
  if (kind === 'consent' || kind === 'checkbox') return wrong.consent
  return kind === 'choice' || kind === 'several' ? wrong.choose : wrong.required
}

const isEmpty = (answer: Answer | undefined): boolean =>
  answer === undefined || (typeof answer === 'string' && answer.trim() === '') || (Array.isArray(answer) && answer.length === 0)

/** Only what was answered is sent; a number goes as a number. */
function given(questions: readonly Question[], answers: Typed['answers']): Record<string, Answer> {
  return Object.fromEntries(
    questions.flatMap(({ key, kind }) => {
      const answer = answers[key]
      if (answer === undefined || isEmpty(answer)) return []
      return [[key, kind === 'number' ? Number(answer) : typeof answer === 'string' ? answer.trim() : answer]]
    }),
  )
}
