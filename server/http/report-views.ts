/** What reports say, as data and as tables to take away. */
import type { z } from 'zod'
import type { Report } from '../actions/reports.ts'
import type { Project } from '../db/projects.ts'
import type { ReportItem } from '../db/reports.ts'
import { instantText, minuteOf } from '../domain/interval.ts'
import { type Counts, REPORT_STATUSES, type ReportRow } from '../domain/report.ts'
import { dateText, type Zone } from '../domain/zone.ts'
import type { AcrossReportView, BookingReportView, CountsView, CreditReportView, ReportItemView } from './contract/reports.ts'

type Projects = ReadonlyMap<string, Project>

/** A project by its names; null: none. */
function projectName(projects: Projects, id: string | null): { slug: string; name: string } | null {
  const found = id === null ? undefined : projects.get(id)
  return found ? { slug: found.slug, name: found.name } : null
}

export const countsView = ({ total, byStatus }: Counts): z.input<typeof CountsView> => ({ total, byStatus: { ...byStatus } })

export const itemView = (one: ReportItem, projects: Projects): z.input<typeof ReportItemView> => ({
  id: one.id,
  start: instantText(one.start),
  end: instantText(one.end),
  timeZone: one.timeZone,
  status: one.status,
  subject: one.subject,
  customer: { id: one.customerId, name: one.customerName, email: one.customerEmail },
  eventType: { slug: one.eventType, name: one.eventTypeName },
  rep: { name: one.repName, email: one.repEmail },
  createdIn: projectName(projects, one.createdIn),
  project: projectName(projects, one.projectId),
  completedIn: projectName(projects, one.completedIn),
  bookedBy: { kind: one.bookedBy.kind, name: one.bookedBy.name, email: one.bookedBy.email },
  completedBy: one.completedBy && { name: one.completedBy.name, email: one.completedBy.email },
})

/** Whoever a line is credited to: the key says what they are and, of staff, their email. */
export function creditRow({ key: [kind, key = null], name, ...counts }: ReportRow): z.input<typeof CreditReportView>['rows'][number] {
  if (kind === 'customer') return { credited: { kind, name: null, email: null }, ...countsView(counts) }
  if (kind !== 'staff') return { credited: { kind: 'program', name: key, email: null }, ...countsView(counts) }
  return { credited: { kind, name, email: key?.includes('@') ? key : null }, ...countsView(counts) }
}

export const bookingRow = ({ key: [key = null], name, ...counts }: ReportRow): z.input<typeof BookingReportView>['rows'][number] => ({
  key,
  name,
  ...countsView(counts),
})

export const acrossRow = (
  { key: [createdIn = null, metIn = null], ...counts }: ReportRow,
  { projects }: Pick<Report, 'projects'>,
): z.input<typeof AcrossReportView>['rows'][number] => ({
  createdIn: projectName(projects, createdIn),
  metIn: projectName(projects, metIn),
  ...countsView(counts),
})

/** The heads of a list that is taken away. */
export const LIST_HEADS = [
  ...['date', 'time', 'status', 'subject', 'registrant', 'registrant email', 'event type', 'rep', 'rep email'],
  ...['made in', 'takes place in', 'finished in', 'booked by', 'booked by email', 'finished by', 'finished by email', 'start', 'end'],
]

/** A booking as a line of it, its date and time on the clock of the report. */
export function listLine(one: ReportItem, projects: Projects, zone: Zone): (string | null)[] {
  const minute = minuteOf(one.start)
  const clock = zone.minuteOfDay(minute)
  const two = (figure: number) => String(figure).padStart(2, '0')
  const project = (id: string | null) => projectName(projects, id)?.name ?? null
  return [
    dateText(zone.localDay(minute)),
    `${two(Math.floor(clock / 60))}:${two(clock % 60)}`,
    one.status,
    one.subject,
    one.customerName,
    one.customerEmail,
    one.eventTypeName,
    one.repName,
    one.repEmail,
    project(one.createdIn),
    project(one.projectId),
    project(one.completedIn),
    one.bookedBy.name,
    one.bookedBy.email,
    one.completedBy?.name ?? null,
    one.completedBy?.email ?? null,
    instantText(one.start),
    instantText(one.end),
  ]
}

/** The heads of figures that are taken away, and a line of them. */
export const figureHeads = (what: string): string[] => [what, 'total', ...REPORT_STATUSES]
export const figureLine = ({ key, name, total, byStatus }: ReportRow): (string | number | null)[] => [
  name ?? key[0] ?? null,
  total,
  ...REPORT_STATUSES.map((status) => byStatus[status]),
]
