import type { Answer } from './form.ts'
import { listOf, type Prefill } from './prefill.ts'
import type { Question } from './public-api.ts'

/** The answers that were given beforehand to these questions, as far as they fit. Nobody agrees to anything beforehand. */
export function answersFrom({ answers }: Prefill, questions: readonly Question[]): Record<string, Answer> {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const given = answers.get(question.key)
      const answer = given === undefined ? null : answerFrom(question, given)
      return answer === null ? [] : [[question.key, answer]]
    }),
  )
}

function answerFrom({ kind, options = [] }: Question, given: string): Answer | null {
  switch (kind) {
    case 'choice':
      return options.includes(given) ? given : null
    case 'several':
      return options.filter((option) => listOf(given).includes(option))
    case 'checkbox':
      return /^(1|true|yes|on)$/i.test(given)
    case 'consent':
      return null
    default:
      return given
  }
}
