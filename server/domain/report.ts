/** What reports count, and whom they credit with it. */
import type { BookingStatus } from './booking.ts'

/**
 * What became of a booking, as far as whoever reads the report may know it. `not-shared`: it was finished in a project that does not share its
 * history with theirs.
 */
export const REPORT_STATUSES = [
  'requested',
  'scheduled',
  'completed',
  'no-show',
  'cancelled',
  'declined',
  'expired',
  'not-shared',
] as const satisfies readonly ReportStatus[]
export type ReportStatus = BookingStatus | 'not-shared'

/** What a history is made of: outcomes that somebody has set. */
export const FINISHED: readonly BookingStatus[] = ['completed', 'no-show', 'cancelled']

/**
 * Which bookings a report counts.
 *
 * `summary`: those made in a project, credited to whoever made them. `history`: those finished in a project, credited to whoever finished
 * them. `bookings` and `across`: those made, met or finished in a project, credited to the rep who meets.
 */
export type ReportKind = 'summary' | 'history' | 'bookings' | 'across'

/** By what bookings are told apart: the rep who meets, where the customer came from, the door by which they were booked, what, what became of it. */
export const GROUPINGS = ['rep', 'source', 'door', 'event-type', 'outcome'] as const
export type Grouping = (typeof GROUPINGS)[number]

/** How many bookings, and how many of each status. */
export interface Counts {
  readonly total: number
  readonly byStatus: Readonly<Record<ReportStatus, number>>
}

/** So many bookings of one status that have the same key: a person's email, a rep, a pair of projects. Null: none is known. */
export interface Tally {
  readonly key: readonly (string | null)[]
  readonly name: string | null
  readonly status: ReportStatus
  readonly count: number
}

/** One line of a report. */
export interface ReportRow extends Counts {
  readonly key: readonly (string | null)[]
  readonly name: string | null
}

/** The statuses of these tallies together. */
export function countsOf(tallies: readonly Tally[]): Counts {
  const sum = (status: ReportStatus) => tallies.reduce((all, one) => (one.status === status ? all + one.count : all), 0)
  const byStatus = Object.fromEntries(REPORT_STATUSES.map((status) => [status, sum(status)])) as Record<ReportStatus, number>
  return { total: tallies.reduce((all, { count }) => all + count, 0), byStatus }
}

/** A line for each key, the largest first; what has no key at all stands last. */
export function rowsOf(tallies: readonly Tally[]): ReportRow[] {
  const groups = Map.groupBy(tallies, ({ key }) => JSON.stringify(key))
  const rows = [...groups.values()].map((group) => ({
    key: group[0]?.key ?? [],
    name: group.reduce<string | null>((name, one) => name ?? one.name, null),
    ...countsOf(group),
  }))
  const isNobody = ({ key }: ReportRow) => key.every((part) => part === null)
  const text = ({ name, key }: ReportRow) => name ?? key.join(' ')
  return rows.sort((a, b) => Number(isNobody(a)) - Number(isNobody(b)) || b.total - a.total || text(a).localeCompare(text(b)))
}
