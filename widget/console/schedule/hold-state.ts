/** The time that is kept for this call while its review is open. One at a time; taking another lets go of the one before. */
import { signal } from '@preact/signals'
import { Problem, post, remove } from '../../api.ts'
import { asking } from '../asking.ts'
import type { Hold, HoldWish, Nearest } from '../wire.ts'

/** Well before the five minutes are over, and again soon after a try that nobody answered. */
const RENEW_MS = 120_000
const RETRY_MS = 15_000

/** The time is kept; `again`: it had run out and was taken anew. Null: it is not. */
export const held = signal<'kept' | 'again' | null>(null)

interface Kept {
  readonly wish: HoldWish
  readonly onTaken: (nearest: Nearest) => void
  /** The hold's id, once the server has answered; null if it refused. */
  id: Promise<string | null>
}

let current: Kept | null = null
let released: Promise<unknown> = Promise.resolve()
let timer: ReturnType<typeof setTimeout> | undefined

/** What is kept or being asked for, as text; null for nothing. */
export const keptWish = (): string | null => current && JSON.stringify(current.wish)

/** Have a time kept, without waiting for it. `onTaken` hears when somebody else has it, now or after the hold ran out. */
export function keep(wish: HoldWish, onTaken: (nearest: Nearest) => void): void {
  if (keptWish() === JSON.stringify(wish)) return
  letGo()
  take(wish, onTaken, 'kept')
}

function take(wish: HoldWish, onTaken: Kept['onTaken'], as: 'kept' | 'again'): void {
  const mine: Kept = { wish, onTaken, id: Promise.resolve(null) }
  current = mine
  // The time may overlap the one that is being released.
  mine.id = released
    .then(() => asking(post<Hold>('/api/v1/holds', wish)))
    .then(
      ({ id }) => {
        if (current !== mine) return id
        held.value = as
        renewIn(RENEW_MS)
        return id
      },
      (error: unknown) => {
        if (current !== mine) return null
        held.value = null
        // Any other "no" is left to the booking: without a hold the rules decide.
        if (error instanceof Problem && error.code === 'slot-taken') {
          current = null
          onTaken(error.nearest)
        }
        return null
      },
    )
}

function renewIn(milliseconds: number): void {
  clearTimeout(timer)
  timer = setTimeout(() => void renew(), milliseconds)
}

/** Keep it longer. A hold that has run out, as on a laptop that slept, is taken anew. */
async function renew(): Promise<void> {
  const mine = current
  const id = await mine?.id
  if (!mine || !id || current !== mine) return
  try {
    await asking(post(`/api/v1/holds/${id}/renew`))
    if (current === mine) renewIn(RENEW_MS)
  } catch (error) {
    if (current !== mine) return
    const isOver = error instanceof Problem && (error.code === 'gone' || error.code === 'not-found')
    if (isOver) take(mine.wish, mine.onTaken, 'again')
    else renewIn(RETRY_MS)
  }
}

/** Give the time back. */
export function letGo(): void {
  const before = current
  holdUsed()
  if (before) released = before.id.then((id) => (id ? remove(`/api/v1/holds/${id}`) : undefined)).catch(() => {})
}

/** A booking has taken the time over. */
export function holdUsed(): void {
  leaveHold()
  current = null
  held.value = null
}

/** Renew it no more: a booking that went unanswered may have used it up, and is tried again with the same id. */
export const leaveHold = (): void => clearTimeout(timer)

/** The id of the hold, or null: once whatever is under way is known. */
export async function heldId(): Promise<string | null> {
  await released
  return current ? current.id : null
}

/** Look after the hold until the returned function is called: renewed when the page wakes up, released when it goes. */
export function watchHold(): () => void {
  const wake = () => {
    if (document.visibilityState === 'visible' && held.value) void renew()
  }
  document.addEventListener('visibilitychange', wake)
  addEventListener('online', wake)
  addEventListener('pagehide', letGo)
  return () => {
    document.removeEventListener('visibilitychange', wake)
    removeEventListener('online', wake)
    removeEventListener('pagehide', letGo)
    letGo()
  }
}
