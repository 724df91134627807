import { findEventTypesByIds } from '../db/event-types.ts'
import { findProjects, type Project } from '../db/projects.ts'
import { type After, countBookings, findReported, type ReportItem, type ReportScope } from '../db/reports.ts'
import { findRepCards } from '../db/reps.ts'
import { type Counts, countsOf, type Grouping, type ReportRow, rowsOf } from '../domain/report.ts'
import type { Services } from './services.ts'

/** What a report says: figures of everything that it counts, and a page of what that is. */
export interface Report {
  readonly totals: Counts
  readonly rows: readonly ReportRow[]
  readonly items: readonly ReportItem[]
  /** By id. */
  readonly projects: ReadonlyMap<string, Project>
}

/** The figures and up to `limit` bookings of a report. */
export async function findReport({ db }: Services, scope: ReportScope, by: Grouping, limit: number, after: After | null): Promise<Report> {
  const tallies = await countBookings(db, scope, by)
  return {
    totals: countsOf(tallies),
    rows: await named(db, scope, by, rowsOf(tallies)),
    items: await findReported(db, scope, limit, after),
    projects: await projectsById(db),
  }
}

/** The lines of a report alone, without what they are made of. */
export async function findRows({ db }: Services, scope: ReportScope, by: Grouping): Promise<ReportRow[]> {
  return named(db, scope, by, rowsOf(await countBookings(db, scope, by)))
}

const PAGE = 2000

/** Everything that a report counts, a page after another, so that no more than one is kept in memory. */
export async function* walkReport({ db }: Services, scope: ReportScope): AsyncGenerator<readonly ReportItem[]> {
  for (let after: After | null = null; ; ) {
    const items: ReportItem[] = await findReported(db, scope, PAGE, after)
    yield items
    const last = items.at(-1)
    if (!last || items.length < PAGE) return
    after = { start: last.start, id: last.id }
  }
}

export const projectsById = async (db: Services['db']): Promise<Map<string, Project>> =>
  new Map((await findProjects(db)).map((one) => [one.id, one]))

/** Reps and event types are counted by id, and shown by name. */
async function named(db: Services['db'], { kind }: ReportScope, by: Grouping, rows: ReportRow[]): Promise<ReportRow[]> {
  if (kind !== 'bookings' || (by !== 'rep' && by !== 'event-type')) return rows
  const ids = rows.flatMap(({ key }) => key[0] ?? [])
  const names = by === 'rep' ? await findRepCards(db, ids) : new Map((await findEventTypesByIds(db, ids)).map((one) => [one.id, one]))
  return rows.map((row) => ({ ...row, name: names.get(row.key[0] ?? '')?.name ?? null }))
}
