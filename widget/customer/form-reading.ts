import { laterTexts } from '../text/language.ts'
import type { BookingWish } from './booking-api.ts'
import type { Answer, Errors, Form, Typed } from './form.ts'
import { readPhone } from './phone.ts'
import type { Question } from './public-api.ts'

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

/** The part of the request that was typed, or null after marking what is wrong; `more` is wrong besides. */
export async function readForm(
  form: Form,
  questions: readonly Question[],
  more: Errors = {},
): Promise<Pick<BookingWish, 'customer' | 'guests' | 'details' | 'answers'> | null> {
  const { wrong } = laterTexts
  const { name, email, phone, country, note, guests, answers } = form.typed.value
  const number = phone.trim() === '' ? undefined : await readPhone(phone, country)
  const invited = guests.map((guest) => guest.email.trim()).filter(Boolean)
  const found = {
    ...(name.trim() === '' && { '/customer/name': wrong.required }),
    ...(!EMAIL.test(email.trim()) && { '/customer/email': email.trim() === '' ? wrong.required : wrong.email }),
    ...(number === null && { '/customer/phone': wrong.phone }),
    ...wrongGuests(guests),
    ...wrongAnswers(questions, answers),
    ...more,
  }
  if (form.mark(found) || number === null) return null
  return {
    customer: { name: name.trim(), email: email.trim(), ...(number && { phone: number.e164 }) },
    guests: invited.map((email) => ({ email })),
    ...(note?.trim() && { details: note.trim() }),
    answers: given(questions, answers),
  }
}

/** Guests are counted as the request counts them: empty fields are left out. */
function wrongGuests(guests: Typed['guests']): Errors {
  const filled = guests.filter(({ email }) => email.trim() !== '')
  return Object.fromEntries(
    filled.flatMap(({ email }, place) => (EMAIL.test(email.trim()) ? [] : [[`/guests/${place}/email`, laterTexts.wrong.email]])),
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
  const { wrong } = laterTexts
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
