import { Problem, Unreachable } from '../reading.ts'
import { texts } from '../text/language.ts'

export interface Failure {
  /** What it was, for programs. */
  readonly code: string
  readonly title: string
  readonly detail: string
}

/** What to tell a person about an error, whatever it was. */
export function failureOf(error: unknown): Failure {
  const { failure } = texts
  if (error instanceof Unreachable) return { code: 'unreachable', title: failure.unreachable, detail: failure.unreachableDetail }
  if (!(error instanceof Problem) || error.status >= 500)
    return { code: 'unexpected', title: failure.unexpected, detail: failure.unexpectedDetail }
  if (error.status === 429) return { code: error.code, title: failure.tooMany, detail: failure.tooManyDetail }
  // The server speaks English.
  const ours = texts.language === 'en' ? error : { title: failure.unexpected, detail: failure.unexpectedDetail }
  return { code: error.code, title: ours.title, detail: ours.detail }
}
