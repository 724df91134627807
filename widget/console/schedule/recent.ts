/** The last customers with whom somebody has talked: kept by this browser as ids, so that it knows nothing of them that the server would not tell. */
import { session } from '../session.ts'

const KEPT = 'switchboard.recent'
const MOST = 8

interface Kept {
  /** Who has talked with them: nobody else at this browser is shown them. */
  readonly by: string | null
  readonly ids: readonly string[]
}

/** The ids of the customers with whom whoever is signed in has talked, the last first. */
export function recentIds(): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<Kept>
    const ids = kept.by === (session.value?.email ?? null) && Array.isArray(kept.ids) ? kept.ids : []
    return ids.filter((id) => typeof id === 'string').slice(0, MOST)
  } catch {
    return []
  }
}

/** Somebody was talked with just now. */
export function rememberCall(id: string | null): void {
  if (id !== null) keep([id, ...recentIds().filter((other) => other !== id)])
}

/** Of those who were talked with, these are still there to be seen. */
export const keepCalls = (ids: ReadonlySet<string>): void => keep(recentIds().filter((id) => ids.has(id)))

function keep(ids: readonly string[]): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ by: session.value?.email ?? null, ids: ids.slice(0, MOST) } satisfies Kept))
  } catch {
    // A browser that keeps nothing still books.
  }
}
