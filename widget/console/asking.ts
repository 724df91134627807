import { Problem } from '../api.ts'
import { signedOut } from './session.ts'

/** Ask the server; a console that is no longer signed in goes back to the sign-in. */
export async function asking<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Problem && error.status === 401) signedOut()
    throw error
  }
}

/** What became of a question: an answer, a failure, or nothing because a newer question replaced it. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown } | null

/** A line on which only the newest question counts: asking again ends the one before, and its late answer is dropped. */
export function newestOnly(): <T>(ask: (signal: AbortSignal) => Promise<T>, delay?: number) => Promise<Outcome<T>> {
  let current: AbortController | null = null
  return async (ask, delay = 0) => {
    current?.abort()
    const mine = new AbortController()
    current = mine
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay))
    if (mine.signal.aborted) return null
    try {
      const value = await asking(ask(mine.signal))
      return mine.signal.aborted ? null : { value }
    } catch (error) {
      return mine.signal.aborted ? null : { error }
    }
  }
}
