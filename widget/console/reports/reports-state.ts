import { batch, computed, effect, signal } from '@preact/signals'
import { get } from '../../api.ts'
import type { Query } from '../../reading.ts'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone } from '../said.ts'
import { may, project, session } from '../session.ts'
import { texts } from '../text.ts'
import type { AcrossReport, BookingReport, CreditReport, Grouping, ReportItem, ReportStatus } from '../wire.ts'
import { dateAt } from '../zone.ts'
import { datesOf, type Period } from './periods.ts'

export type Which = 'summary' | 'history' | 'bookings' | 'across'

const paths: Readonly<Record<Which, string>> = {
  summary: '/api/v1/reports/appointment-summary',
  history: '/api/v1/reports/registrant-history',
  bookings: '/api/v1/reports/bookings',
  across: '/api/v1/reports/appointments',
}

/** The reports that whoever is signed in may read. */
export const ownReports = (): Which[] => (Object.keys(paths) as Which[]).filter((one) => may(`GET ${paths[one]}`))

export const which = signal<Which>('summary')
export const period = signal<Period>('month')
export const dates = signal({ from: '', to: '' })
/** Whom it is credited to; empty: anybody. */
export const credited = signal('')
export const status = signal<ReportStatus | ''>('')
export const by = signal<Grouping>('rep')
export const crossing = signal(false)

/** What a report says, and of which of them it is. */
export type Shown =
  | ({ readonly which: 'summary' | 'history' } & CreditReport)
  | ({ readonly which: 'bookings' } & BookingReport)
  | ({ readonly which: 'across' } & AcrossReport)

export const shown = signal<Shown | null>(null)
/** The part of the list that has been read. */
export const items = signal<readonly ReportItem[]>([])
export const next = signal<string | null>(null)
export const reportProblem = signal<string | null>(null)
export const isBusy = signal(false)

/** Somebody who can be filtered by. */
export interface Somebody {
  /** The email of whoever is credited, or the id of a rep. */
  readonly ref: string
  readonly name: string
}
export const people = signal<readonly Somebody[]>([])

/** The zone whose dates are meant: the project's, or the browser's. */
const zone = computed(() => project.value?.timeZone ?? ownZone())

/** Those who read what is their own alone have nobody to choose from. */
export const readsOwn = (): boolean => session.value?.level === 'rep'

const span = computed<Query>(() => ({ ...dates.value, timeZone: zone.value, ...(project.value && { project: project.value.slug }) }))

const asked = computed<Query>(() => ({
  ...span.value,
  ...(credited.value && { rep: credited.value }),
  ...(status.value && { status: status.value }),
  ...(which.value === 'bookings' && { by: by.value }),
  ...(which.value === 'across' && crossing.value && { crossing: 'true' }),
}))

/** Where what is shown can be taken away as a table. */
export const tableAddress = computed(
  () => `${paths[which.value]}.csv?${new URLSearchParams(Object.entries(asked.value).map(([key, value]) => [key, String(value)]))}`,
)

/** Look at another report, or at none of the people and statuses that it does not have. */
export function choose(report: Which): void {
  batch(() => {
    if (which.value === report) return
    which.value = report
    credited.value = ''
    status.value = ''
  })
}

/** Mean the dates of a period. */
export function choosePeriod(chosen: Period): void {
  batch(() => {
    period.value = chosen
    dates.value = datesOf(chosen, dateAt(new Date(), zone.value)) ?? dates.value
  })
}

const reading = newestOnly()
const askingPeople = newestOnly()

/** Read what is asked for, now and whenever it changes, until the returned function is called. */
export function watchReports(): () => void {
  choosePeriod(period.value)
  const ends = [effect(() => void read(which.value, asked.value)), effect(() => void readPeople(which.value, span.value))]
  return () => {
    for (const end of ends) end()
  }
}

async function read(report: Which, query: Query): Promise<void> {
  isBusy.value = true
  const outcome = await reading((abort) =>
    get<CreditReport & BookingReport & AcrossReport>(paths[report], { ...query, limit: '50' }, abort),
  )
  if (!outcome) return
  batch(() => {
    isBusy.value = false
    reportProblem.value = 'error' in outcome ? failureText(outcome.error) : null
    if (!('value' in outcome)) return
    shown.value = { which: report, ...outcome.value } as Shown
    items.value = outcome.value.items
    next.value = outcome.value.nextCursor
  })
}

async function readPeople(report: Which, query: Query): Promise<void> {
  if (readsOwn()) return
  const ofReps = report === 'bookings' || report === 'across'
  const path = ofReps ? paths.bookings : paths[report]
  const outcome = await askingPeople((abort) => get<CreditReport | BookingReport>(path, { ...query, limit: '1' }, abort))
  if (!outcome || !('value' in outcome)) return
  const found = outcome.value.rows.flatMap((row): Somebody[] => {
    const [ref, name] = 'credited' in row ? [row.credited.email, row.credited.name] : [row.key, row.name]
    return ref ? [{ ref, name: name ?? ref }] : []
  })
  people.value = found.sort((a, b) => a.name.localeCompare(b.name))
}

/** Read on in the list. True if there was more. */
export async function readOn(limit = 100): Promise<boolean> {
  const cursor = next.value
  if (cursor === null || isBusy.value) return false
  const query = asked.value
  const outcome = await reading((abort) => get<CreditReport>(paths[which.value], { ...query, limit: String(limit), cursor }, abort))
  if (!outcome) return false
  batch(() => {
    reportProblem.value = 'error' in outcome ? failureText(outcome.error) : null
    if (!('value' in outcome)) return
    items.value = [...items.value, ...outcome.value.items]
    next.value = outcome.value.nextCursor
  })
  return 'value' in outcome
}

/** As much as fits on paper that somebody reads. */
const MOST_PRINTED = 1000
/** Whether the list is being read to its end, to be printed. */
export const isPrinting = signal(false)

/** Print the report with its whole list. */
export async function printAll(): Promise<void> {
  if (isPrinting.value) return
  isPrinting.value = true
  while (items.value.length < MOST_PRINTED && (await readOn(200))) {
    // Until all of it is here, or enough.
  }
  isPrinting.value = false
  // What has just been read is drawn first.
  requestAnimationFrame(() => setTimeout(() => print()))
}

/** What a line of figures is called, and what can be filtered by it. */
export interface Figures {
  readonly id: string
  readonly label: string
  readonly more: string | null
  readonly total: number
  readonly byStatus: Readonly<Record<ReportStatus, number>>
}

const t = texts.reports

/** The lines of what is shown, in words. */
export const figures = computed<Figures[]>(() => {
  const report = shown.value
  if (!report) return []
  if (report.which === 'across')
    return report.rows.map(({ createdIn, metIn, ...counts }) => ({
      id: `${createdIn?.slug} ${metIn?.slug}`,
      label: t.pair(createdIn?.name ?? t.noProject, metIn?.name ?? t.unknown),
      more: null,
      ...counts,
    }))
  if (report.which === 'bookings')
    return report.rows.map(({ key, name, ...counts }) => ({ id: key ?? '', label: keyText(report.by, key, name), more: null, ...counts }))
  return report.rows.map(({ credited: one, ...counts }) => ({
    id: `${one.kind} ${one.email ?? one.name}`,
    label: one.kind === 'customer' ? t.themselves : (one.name ?? t.program),
    more: one.email,
    ...counts,
  }))
})

function keyText(grouping: Grouping, key: string | null, name: string | null): string {
  if (key === null) return t.unknown
  if (grouping === 'outcome') return t.statuses[key as ReportStatus]
  return grouping === 'door' ? (t.doors[key] ?? key) : (name ?? key)
}
