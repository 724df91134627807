/** What somebody who works in the CRM has made of a booking's row there. */
import { type Booking, type BookingStatus, refusalOfStep } from './booking.ts'
import type { BookingChange } from './crm.ts'

/** What is known of the row of a booking. */
export interface KnownRow {
  /** What it was given by us last, or by somebody whom we have answered. */
  readonly status: BookingStatus | null
  /** When the change was made that was answered last, and to what. */
  readonly followedAt: Date | null
  readonly followedStatus: string | null
  readonly writtenAt: Date | null
  /** A write has begun whose end is not known. */
  readonly unsure: boolean
}

/** When a row was read, and by whom it was changed last. */
export interface Seen {
  readonly begunAt: Date
  /** Whether it was our user: somebody else's change may hide behind our own, which leaves the status alone unless it has changed. */
  readonly byUs: boolean
}

/**
 * What is to be done about it. `nothing`: it says what we know. `agree`: it says what the booking says. `take`: the booking follows.
 * `put-back`: the row is written again, because it is gone or because the booking's rules refuse what it says (`why`, in words).
 */
export type RowAnswer =
  | { readonly kind: 'nothing' | 'agree' }
  | { readonly kind: 'take'; readonly status: 'completed' | 'no-show' | 'scheduled' | 'cancelled' }
  | { readonly kind: 'put-back'; readonly why: string | null }

const NOTHING: RowAnswer = { kind: 'nothing' }

/**
 * What a row as it was found means for its booking. Only what somebody has made of it counts: a row that says what we wrote is merely older
 * than the booking, and will be written. A row of which nothing is known was made by the org itself, for a booking that had just been made.
 */
export function answerToRow(
  change: BookingChange,
  row: KnownRow,
  booking: Pick<Booking, 'status' | 'start'>,
  { begunAt, byUs }: Seen,
  now: Date,
): RowAnswer {
  const { status } = change
  // Of two changes in one second the second counts as well.
  const age = row.followedAt === null ? 1 : change.at.getTime() - row.followedAt.getTime()
  if (age < 0 || (age === 0 && status === row.followedStatus)) return NOTHING
  // What was read may be older than what we have written since, or be that very write.
  if ((row.writtenAt && row.writtenAt >= begunAt) || (row.unsure && byUs)) return NOTHING
  if (status === null) return { kind: 'put-back', why: null }
  if (status === (row.status ?? 'scheduled')) return NOTHING
  if (status === booking.status) return { kind: 'agree' }
  switch (status) {
    case 'cancelled':
      return judged(status, refusalOfStep('cancel', booking, now))
    case 'completed':
    case 'no-show':
    case 'scheduled':
      return judged(status, refusalOfStep('outcome', booking, now))
    default:
      return { kind: 'put-back', why: 'This status is not set by hand.' }
  }
}

const judged = (status: 'completed' | 'no-show' | 'scheduled' | 'cancelled', why: string | null): RowAnswer =>
  why === null ? { kind: 'take', status } : { kind: 'put-back', why }

/** The latest word on each booking: a row that was deleted and made again says what the new one says. */
export const latestRows = (changes: readonly BookingChange[]): BookingChange[] => {
  const inOrder = changes.toSorted((a, b) => a.at.getTime() - b.at.getTime() || Number(a.status !== null) - Number(b.status !== null))
  return [...new Map(inOrder.map((change) => [change.bookingId, change])).values()]
}

const NAMES: Readonly<Record<string, string>> = {
  scheduled: 'Scheduled',
  completed: 'Completed',
  'no-show': 'No-show',
  cancelled: 'Cancelled',
}

/** What staff are told of a status that was put back. */
export const putBackNotice = (status: string | null, name: string | null, why: string): string =>
  `${name ?? 'Somebody'} set the status to ${NAMES[status ?? ''] ?? status} in Salesforce. It was put back: ${why}`
