/** What the panels of a customer's profile show, looked at from a project. */
import type { Booking } from './booking.ts'
import { isShared, type Share } from './sight.ts'

export type Panel = 'appointments' | 'history'

/** Where a booking stands on a profile. */
export interface Place {
  readonly panel: Panel
  /** The other project in which it was made or, in the history, finished; null: this one, or none. */
  readonly elsewhere: string | null
}

/**
 * Where a booking stands on a profile that is looked at from a project (null: from everywhere); null: nowhere.
 *
 * What is open stands among the appointments of the project in which it was made, and of those that share their appointments with it. What is
 * finished stands in the history of the project in which it was finished, and of those that share their history with it.
 */
export function placeOf(
  booking: Pick<Booking, 'status' | 'createdIn' | 'completedIn'>,
  projectId: string | null,
  shares: readonly Share[],
): Place | null {
  const isOpen = booking.status === 'requested' || booking.status === 'scheduled'
  const panel: Panel = isOpen ? 'appointments' : 'history'
  const where = isOpen ? booking.createdIn : (booking.completedIn ?? booking.createdIn)
  if (projectId === null || where === null || where === projectId) return { panel, elsewhere: null }
  return isShared(shares, projectId, where, panel) ? { panel, elsewhere: where } : null
}

/** Who did something, as briefly as it can be said: `AL` for Ann Lee. */
export const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const picked = words.length > 2 ? [words[0], words.at(-1)] : words
  return picked.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

/** A project as briefly as it can be said: `B` for Bluewater. */
export const initialOf = (name: string): string => [...name.trim()][0]?.toLocaleUpperCase() ?? ''
