import { Problem, Unreachable } from '../api.ts'
import { texts } from './text.ts'

/** What to say to a person about a request that failed. */
export function failureText(error: unknown): string {
  if (error instanceof Unreachable) return texts.problems.unreachable
  if (!(error instanceof Problem)) return texts.problems.unknown
  const fields = error.errors.map(({ pointer, detail }) => `${pointer.replace(/^[#/]+/, '')} ${detail}`.trim())
  return fields.length > 0 ? `${error.title}: ${fields.join('; ')}` : error.detail || error.title
}
