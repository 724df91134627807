import type { Chosen } from './choices.ts'
import type { Page, PageEventType, PageRep } from './public-api.ts'

/** The steps of a booking, in the order in which they come; `rep` stands before the day or after the time, as the page wants. */
export type Step = 'event-type' | 'rep' | 'day' | 'time' | 'details'

/** Stands in the place of a rep for "anyone who is free". */
export const ANYONE = 'any'

/** The event type that was chosen, or the only one there is. */
export function eventTypeOf(page: Page, chosen: Chosen): PageEventType | null {
  const only = page.eventTypes.length === 1 ? page.eventTypes[0] : undefined
  return only ?? page.eventTypes.find(({ slug }) => slug === chosen.eventType) ?? null
}

/** The rep who was chosen, or the only one there is. */
export function repOf(page: Page, chosen: Chosen): PageRep | null {
  const only = page.reps.length === 1 ? page.reps[0] : undefined
  return only ?? page.reps.find(({ id }) => id === chosen.rep) ?? null
}

/** The step that comes next: the first choice that is still open. */
export function stepOf(page: Page, chosen: Chosen): Step {
  const repIsOpen = page.reps.length > 1 && repOf(page, chosen) === null
  if (eventTypeOf(page, chosen) === null) return 'event-type'
  if (page.choice === 'rep-first' && repIsOpen) return 'rep'
  if (chosen.start === null) return chosen.date === null ? 'day' : 'time'
  if (page.choice === 'customer' && repIsOpen && chosen.rep !== ANYONE) return 'rep'
  return 'details'
}
