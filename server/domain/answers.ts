import type { Answer } from './booking.ts'
import type { Question } from './event-type.ts'
import type { ErrorAt } from './refusal.ts'

export type GivenAnswers = Readonly<Record<string, string | number | boolean | readonly string[]>>

/** The answers in the order of the questions, and what is wrong with them. `complete`: every required question must be answered. */
export function readAnswers(
  questions: readonly Question[],
  given: GivenAnswers,
  complete: boolean,
): { answers: Answer[]; errors: ErrorAt[] } {
  const errors: ErrorAt[] = []
  const answers: Answer[] = []
  for (const key of Object.keys(given))
    if (!questions.some((question) => question.key === key)) errors.push({ pointer: pointerTo(key), detail: 'is not asked here' })
  for (const question of questions) {
    const value = Object.hasOwn(given, question.key) ? given[question.key] : undefined
    const error = isEmpty(value) ? (complete && question.required ? 'is required' : null) : errorIn(question, value)
    if (error) errors.push({ pointer: pointerTo(question.key), detail: error })
    else if (value !== undefined && !isEmpty(value)) answers.push({ key: question.key, label: question.label, value })
  }
  return { answers, errors }
}

/** RFC 6901, 3. */
const pointerTo = (key: string): string => `/answers/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** A consent or checkbox that is not ticked, and blank text, are no answers. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === false ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

function errorIn({ kind, options }: Question, value: unknown): string | null {
  const text = typeof value === 'string'
  switch (kind) {
    case 'text':
      return text && value.length <= 500 && !/[\r\n]/.test(value) ? null : 'must be one line of at most 500 characters'
    case 'long-text':
      return text ? null : 'must be text'
    case 'choice':
      return text && options?.includes(value) ? null : 'must be one of the choices'
    case 'several':
      return Array.isArray(value) && value.every((one) => options?.includes(one)) ? null : 'must be a list of the choices'
    case 'checkbox':
    case 'consent':
      return value === true ? null : 'must be true or false'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number'
    case 'date':
      return text && isDate(value) ? null : 'must be a date such as 2027-03-02'
  }
}

/** `Date.parse` takes February 30 for March 2. */
const isDate = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value)
