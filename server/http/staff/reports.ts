import { type Request, type Response, Router } from 'express'
import type { z } from 'zod'
import { findReport, findRows, projectsById, type Report, walkReport } from '../../actions/reports.ts'
import type { Services } from '../../actions/services.ts'
import type { Project } from '../../db/projects.ts'
import type { ReportScope } from '../../db/reports.ts'
import { getRepCard } from '../../db/reps.ts'
import { dateOf } from '../../domain/interval.ts'
import type { Grouping, ReportKind } from '../../domain/report.ts'
import { dayOf, zone } from '../../domain/zone.ts'
import { callerOf, lookFrom, ownRepOf } from '../auth.ts'
import { AcrossQuery, AcrossTableQuery, BookingReportQuery, BookingTableQuery, ReportQuery, ReportTableQuery } from '../contract/reports.ts'
import { csvText } from '../csv.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { read } from '../problem.ts'
import { acrossRow, bookingRow, countsView, creditRow, figureHeads, figureLine, itemView, LIST_HEADS, listLine } from '../report-views.ts'

type Asked = z.output<typeof ReportTableQuery> & { readonly crossing?: 'true' | 'false' }
type Paged = Asked & Pick<z.output<typeof ReportQuery>, 'cursor' | 'limit'>

/** What was booked, met and finished, by whom and where: figures, what they are made of, and tables to take away. */
export function reportRoutes(services: Services): Router {
  const scope = (res: Response, kind: ReportKind, asked: Asked) => scopeOf(services, res, kind, asked)

  async function answer<T>(res: Response, kind: ReportKind, asked: Paged, by: Grouping, view: (report: Report) => T): Promise<void> {
    const { project, scope: counted } = await scope(res, kind, asked)
    const [start, id] = readCursor(asked.cursor, ['instant', 'id']) ?? []
    const after = start && id ? { start: new Date(start), id } : null
    const report = await findReport(services, counted, by, asked.limit + 1, after)
    const page = pageOf(report.items, asked.limit, (last) => cursorOf(last.start.toISOString(), last.id))
    res.json({
      project: project && { slug: project.slug, name: project.name },
      from: asked.from,
      to: asked.to,
      timeZone: asked.timeZone,
      totals: countsView(report.totals),
      ...view(report),
      ...page,
      items: page.items.map((one) => itemView(one, report.projects)),
    })
  }

  /** A list may be long, so it is written as it is read, no faster than it is taken. */
  async function table(res: Response, kind: ReportKind, asked: Asked): Promise<void> {
    const { project, scope: counted } = await scope(res, kind, asked)
    const projects = await projectsById(services.db)
    const clock = zone(asked.timeZone)
    res.type('text/csv').attachment(fileName(FILES[kind], project, asked))
    res.write(csvText([LIST_HEADS]))
    for await (const items of walkReport(services, counted)) {
      if (res.destroyed) return
      const isFull = !res.write(csvText(items.map((one) => listLine(one, projects, clock))))
      if (isFull) await new Promise((resolve) => res.once('drain', resolve).once('close', resolve))
    }
    res.end()
  }

  const credited = (kind: ReportKind) => (req: Request, res: Response) =>
    answer(res, kind, read(ReportQuery, req.query), 'rep', ({ rows }) => ({ rows: rows.map(creditRow) }))

  return Router()
    .get('/reports/appointment-summary', credited('summary'))
    .get('/reports/appointment-summary.csv', (req, res) => table(res, 'summary', read(ReportTableQuery, req.query)))
    .get('/reports/registrant-history', credited('history'))
    .get('/reports/registrant-history.csv', (req, res) => table(res, 'history', read(ReportTableQuery, req.query)))
    .get('/reports/bookings', async (req, res) => {
      const { by, ...asked } = read(BookingReportQuery, req.query)
      await answer(res, 'bookings', asked, by, ({ rows }) => ({ by, rows: rows.map(bookingRow) }))
    })
    .get('/reports/bookings.csv', async (req, res) => {
      const { by, ...asked } = read(BookingTableQuery, req.query)
      const { project, scope: counted } = await scope(res, 'bookings', asked)
      const rows = await findRows(services, counted, by)
      res
        .type('text/csv')
        .attachment(fileName(`bookings-by-${by}`, project, asked))
        .send(csvText([figureHeads(by), ...rows.map(figureLine)]))
    })
    .get('/reports/appointments', async (req, res) => {
      const asked = read(AcrossQuery, req.query)
      await answer(res, 'across', asked, 'rep', (report) => ({ rows: report.rows.map((row) => acrossRow(row, report)) }))
    })
    .get('/reports/appointments.csv', (req, res) => table(res, 'across', read(AcrossTableQuery, req.query)))
}

const FILES: Readonly<Record<ReportKind, string>> = {
  summary: 'appointment-summary',
  history: 'registrant-history',
  bookings: 'bookings',
  across: 'appointments',
}

const fileName = (name: string, project: Project | null, { from, to }: Asked): string =>
  `${[name, ...(project ? [project.slug] : []), from, to].join('-')}.csv`

/**
 * What of the bookings is counted for whoever asks: those of the projects in which they work, or of the one that they name; for a rep, what is
 * credited to that very rep.
 */
async function scopeOf(
  services: Services,
  res: Response,
  kind: ReportKind,
  asked: Asked,
): Promise<{ project: Project | null; scope: ReportScope }> {
  const { db } = services
  const { from: project, sight } = await lookFrom(services, res, asked.project)
  const midnight = (day: number) => dateOf(zone(asked.timeZone).startOfDay(day))
  const byEmail = kind === 'summary' || kind === 'history'
  const ownRep = ownRepOf(res)
  const own = ownRep === null ? null : byEmail ? (callerOf(res).email ?? '') : ownRep
  const scope: ReportScope = {
    kind,
    sight,
    ofOneProject: project !== null,
    from: midnight(dayOf(asked.from)),
    until: midnight(dayOf(asked.to) + 1),
    ...(asked.rep === undefined ? {} : { credit: await creditOf(db, asked.rep, byEmail) }),
    ...(own === null ? {} : { own }),
    ...(asked.status ? { status: asked.status } : {}),
    ...(asked.crossing === 'true' ? { crossing: true } : {}),
  }
  return { project, scope }
}

/** Coordinators are credited as well, and have an email alone. */
async function creditOf(db: Services['db'], ref: string, byEmail: boolean): Promise<string> {
  if (byEmail && ref.includes('@')) return ref
  const rep = await getRepCard(db, ref)
  return byEmail ? rep.email : rep.id
}
