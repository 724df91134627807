import { z } from 'zod'
import { GROUPINGS, REPORT_STATUSES } from '../../domain/report.ts'
import { InstantOut, LocalDate, Paging, Ref, TimeZone } from './shapes.ts'

const ReportStatusIn = z.enum(REPORT_STATUSES)
const DAYS = 366

const span = { from: LocalDate, to: LocalDate, timeZone: TimeZone, project: Ref.exactOptional(), rep: Ref.exactOptional() }
const filters = { ...span, status: ReportStatusIn.exactOptional() }
const isSpan = ({ from, to }: { from: string; to: string }): boolean => from <= to && Date.parse(to) - Date.parse(from) < DAYS * 86_400_000
const spanRule = { path: ['to'], error: `must be the same date as from or later, and within ${DAYS} days of it` }

/**
 * What is counted: meetings that begin on the local dates `from` to `to`, both included. `project`: of this one; of all of one's own unless
 * given. `rep`: what is credited to this person.
 */
export const ReportQuery = z
  .strictObject({ ...filters, ...Paging })
  .refine(isSpan, spanRule)
  .meta({ id: 'ReportQuery' })
export const ReportTableQuery = z.strictObject(filters).refine(isSpan, spanRule).meta({ id: 'ReportTableQuery' })

const by = { by: z.enum(GROUPINGS).default('rep') }
export const BookingReportQuery = z
  .strictObject({ ...filters, ...by, ...Paging })
  .refine(isSpan, spanRule)
  .meta({ id: 'BookingReportQuery' })
export const BookingTableQuery = z
  .strictObject({ ...filters, ...by })
  .refine(isSpan, spanRule)
  .meta({ id: 'BookingTableQuery' })

/** `crossing`: only what is made in one project and met or finished in another. */
const crossing = { crossing: z.enum(['true', 'false']).default('false') }
export const AcrossQuery = z
  .strictObject({ ...filters, ...crossing, ...Paging })
  .refine(isSpan, spanRule)
  .meta({ id: 'AcrossQuery' })
export const AcrossTableQuery = z
  .strictObject({ ...filters, ...crossing })
  .refine(isSpan, spanRule)
  .meta({ id: 'AcrossTableQuery' })

const ProjectName = z.object({ slug: z.string(), name: z.string() })

const counts = {
  total: z.int(),
  byStatus: z.object(
    Object.fromEntries(REPORT_STATUSES.map((status) => [status, z.int()])) as Record<(typeof REPORT_STATUSES)[number], z.ZodInt>,
  ),
}
export const CountsView = z.object(counts).meta({ id: 'ReportCounts' })

/** Somebody of staff, a program by the name of its key, or customers who booked by themselves. */
const Credited = z.object({ kind: z.enum(['staff', 'program', 'customer']), name: z.string().nullable(), email: z.string().nullable() })

/** A booking as reports list it. `status` is `not-shared` where it was finished in a project that does not share its history. */
export const ReportItemView = z
  .object({
    id: z.string(),
    start: InstantOut,
    end: InstantOut,
    timeZone: z.string(),
    status: ReportStatusIn,
    subject: z.string(),
    customer: z.object({ id: z.string().nullable(), name: z.string(), email: z.string().nullable() }),
    eventType: z.object({ slug: z.string(), name: z.string() }),
    rep: z.object({ name: z.string(), email: z.string() }),
    createdIn: ProjectName.nullable(),
    project: ProjectName.nullable(),
    completedIn: ProjectName.nullable(),
    bookedBy: z.object({ kind: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
    completedBy: z.object({ name: z.string().nullable(), email: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'ReportItem' })

const about = {
  /** The project that it is of; null: all of one's own. */
  project: ProjectName.nullable(),
  from: LocalDate,
  to: LocalDate,
  timeZone: z.string(),
  /** Of everything that is counted, whatever page this is. */
  totals: CountsView,
}
const page = { items: z.array(ReportItemView), nextCursor: z.string().nullable() }

/** What was made, or finished, and whom it is credited to, the most first. */
export const CreditReportView = z
  .object({ ...about, rows: z.array(z.object({ credited: Credited, ...counts })), ...page })
  .meta({ id: 'CreditReport' })

/** `key`: a rep's id, a source, a door, an event type's id or a status; null: none is known. */
export const BookingReportView = z
  .object({
    ...about,
    by: z.enum(GROUPINGS),
    rows: z.array(z.object({ key: z.string().nullable(), name: z.string().nullable(), ...counts })),
    ...page,
  })
  .meta({ id: 'BookingReport' })

/** A line for each pair of projects. `metIn`: where it was finished, or else where it takes place. */
export const AcrossReportView = z
  .object({ ...about, rows: z.array(z.object({ createdIn: ProjectName.nullable(), metIn: ProjectName.nullable(), ...counts })), ...page })
  .meta({ id: 'AcrossReport' })
