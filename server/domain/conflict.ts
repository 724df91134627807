import { minuteText } from './interval.ts'
import type { Reason } from './unavailability.ts'

/** A clash with the rep's calendar over which staff booked, as the booking remembers it. */
export interface AcceptedConflict {
  readonly code: 'conflict-accepted'
  readonly from: string
  readonly until: string
}

/** What a booking remembers of the clashes that were accepted for it. */
export const acceptedConflicts = (accepted: readonly Reason[]): AcceptedConflict[] =>
  accepted.flatMap((reason) =>
    'span' in reason && reason.span
      ? [{ code: 'conflict-accepted' as const, from: minuteText(reason.span.start), until: minuteText(reason.span.end) }]
      : [],
  )

/** The same for the history, in words; null if nothing was accepted. */
export const acceptedText = (conflicts: readonly AcceptedConflict[]): string | null =>
  conflicts.length === 0 ? null : `conflict accepted: busy ${conflicts.map(({ from, until }) => `${from} – ${until}`).join(', ')}`
