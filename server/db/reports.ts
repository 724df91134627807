/** What reports count and list. Each is one question to the database about a span of time, answered along an index of bookings by start. */
import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../domain/booking.ts'
import { FINISHED, type Grouping, type ReportKind, type ReportStatus, type Tally } from '../domain/report.ts'
import type { Sight } from '../domain/sight.ts'
import type { Database } from './database.ts'
import { seesBooking } from './sight.ts'

/** Which bookings a report is about. */
export interface ReportScope {
  readonly kind: ReportKind
  readonly sight: Sight
  /** Whether it is of one project, from which then is looked. */
  readonly ofOneProject: boolean
  /** Starts from here, and before there. */
  readonly from: Date
  readonly until: Date
  /** Only what is credited to the person of this email (`summary`, `history`), or to this rep (`bookings`, `across`). */
  readonly credit?: string
  /** Only what is credited to whoever asks, as well. */
  readonly own?: string
  readonly status?: ReportStatus
  /** Only what is made in one project and met in another. */
  readonly crossing?: true
}

/** A booking as reports list it. Ids are of projects. */
export interface ReportItem {
  readonly id: string
  readonly start: Date
  readonly end: Date
  readonly timeZone: string
  readonly status: ReportStatus
  readonly subject: string
  readonly customerId: string | null
  readonly customerName: string
  readonly customerEmail: string | null
  readonly eventType: string
  readonly eventTypeName: string
  readonly repName: string
  readonly repEmail: string
  readonly createdIn: string | null
  readonly projectId: string | null
  readonly completedIn: string | null
  readonly bookedBy: Caller
  readonly completedBy: { readonly name: string | null; readonly email: string | null } | null
}

const among = (column: RawBuilder<unknown>, ids: readonly string[]) =>
  ids.length === 1 ? sql`${column} = ${ids[0]}::uuid` : sql`${column} = any(${ids}::uuid[])`

const createdIn = sql.ref('booking.created_in')
const completedIn = sql.ref('booking.completed_in')
const projectId = sql.ref('booking.project_id')

/** Whether the completion of a booking is told to whoever looks. */
const isTold = ({ projectIds, historyOf }: Sight) =>
  projectIds === null ? sql`true` : sql`(booking.completed_in is null or booking.completed_in = any(${historyOf}::uuid[]))`

const statusFor = (sight: Sight): RawBuilder<ReportStatus> =>
  sight.projectIds === null ? sql`booking.status` : sql`case when ${isTold(sight)} then booking.status else 'not-shared' end`

const placeFor = (sight: Sight): RawBuilder<string | null> =>
  sql`coalesce(case when ${isTold(sight)} then booking.completed_in end, booking.project_id)`

/** Whoever works in all projects reads of every booking; a rep who names no project, of what they did themselves wherever they see it. */
function belongs({ kind, sight, own, ofOneProject }: ReportScope): RawBuilder<unknown>[] {
  const { projectIds } = sight
  const finished = kind === 'history' ? [sql`booking.status = any(${FINISHED}) and booking.completed_by is not null`] : []
  if (projectIds === null) return finished
  if (own !== undefined && !ofOneProject) return [...finished, seesBooking(sight)]
  if (kind === 'summary') return [among(createdIn, projectIds)]
  if (kind === 'history') return [...finished, among(completedIn, projectIds)]
  const either = [createdIn, projectId, ...(kind === 'across' ? [completedIn] : [])].map((column) => among(column, projectIds))
  return [sql`(${sql.join(either, sql` or `)})`, seesBooking(sight)]
}

const creditedTo = (kind: ReportKind, who: string): RawBuilder<unknown> => {
  if (kind === 'summary')
    return sql`lower(booking.booked_by ->> 'email') = ${who.toLowerCase()} and booking.booked_by ->> 'kind' <> 'customer'`
  if (kind === 'history') return sql`lower(booking.completed_by ->> 'email') = ${who.toLowerCase()}`
  return sql`booking.rep_id = ${who}::uuid`
}

function within(scope: ReportScope): RawBuilder<boolean> {
  const { kind, sight, from, until, credit, own, status, crossing } = scope
  const asked = [credit, own].flatMap((who) => (who === undefined ? [] : creditedTo(kind, who)))
  const conditions = [
    sql`booking.starts_at >= ${from} and booking.starts_at < ${until}`,
    ...belongs(scope),
    ...asked,
    ...(status ? [sql`${statusFor(sight)} = ${status}`] : []),
    ...(crossing ? [sql`${placeFor(sight)} <> booking.created_in`] : []),
  ]
  return sql`${sql.join(conditions, sql` and `)}`
}

/** Customers who booked by themselves are one line without a name; programs are named by their keys. */
const booker = sql`case booking.booked_by ->> 'kind' when 'customer' then array['customer', null]
  when 'api' then array['program', booking.booked_by ->> 'name']
  else array['staff', lower(coalesce(booking.booked_by ->> 'email', booking.booked_by ->> 'name'))] end`
const completer = sql`case when booking.completed_by ->> 'email' is null then array['program', booking.completed_by ->> 'name']
  else array['staff', lower(booking.completed_by ->> 'email')] end`

const keys: Readonly<Record<Grouping, (sight: Sight) => RawBuilder<unknown>>> = {
  rep: () => sql`booking.rep_id`,
  source: () => sql`registration.source`,
  door: () => sql`booking.booked_by ->> 'kind'`,
  'event-type': () => sql`booking.event_type_id`,
  outcome: statusFor,
}

function keyOf({ kind, sight }: ReportScope, by: Grouping): RawBuilder<unknown> {
  if (kind === 'summary') return booker
  if (kind === 'history') return completer
  return kind === 'across' ? sql`array[booking.created_in, ${placeFor(sight)}]` : sql`array[${keys[by](sight)}]`
}

const nameOf = (kind: ReportKind) =>
  kind === 'summary'
    ? sql`max(booking.booked_by ->> 'name') filter (where booking.booked_by ->> 'kind' <> 'customer')`
    : kind === 'history'
      ? sql`max(booking.completed_by ->> 'name')`
      : sql`null::text`

/** Where a customer came from is said where the booking was made. */
const origin = sql`left join registration on registration.customer_id = booking.customer_id
  and registration.project_id = coalesce(booking.created_in, booking.project_id)`

/** How many bookings of which status there are for each key of the report, in one pass over them. */
export async function countBookings(db: Database, scope: ReportScope, by: Grouping = 'rep'): Promise<Tally[]> {
  const { rows } = await countQuery(scope, by).execute(db)
  return rows
}

/** The question that `countBookings` asks. */
const countQuery = (scope: ReportScope, by: Grouping = 'rep'): RawBuilder<Tally> => sql<Tally>`
  select (${keyOf(scope, by)})::text[] as key, ${statusFor(scope.sight)} as status, ${nameOf(scope.kind)} as name, count(*)::int as count
  from booking ${scope.kind === 'bookings' && by === 'source' ? origin : sql``}
  where ${within(scope)} group by 1, 2`

/** Where a list goes on: after the booking of this start and id. */
export interface After {
  readonly start: Date
  readonly id: string
}

/** The bookings that a report counts, by start. */
export async function findReported(db: Database, scope: ReportScope, limit: number, after: After | null): Promise<ReportItem[]> {
  const { rows } = await listQuery(scope, limit, after).execute(db)
  return rows
}

/** The question that `findReported` asks: the page first, then the names of what is on it. */
const listQuery = (scope: ReportScope, limit: number, after: After | null): RawBuilder<ReportItem> => sql<ReportItem>`
  with page as (
    select booking.*, ${statusFor(scope.sight)} as told, ${isTold(scope.sight)} as is_told from booking where ${within(scope)}
    ${after ? sql`and (booking.starts_at, booking.id) > (${after.start}, ${after.id}::uuid)` : sql``}
    order by booking.starts_at, booking.id limit ${limit})
  select page.id, starts_at as start, ends_at as "end", page.time_zone as "timeZone", told as status, subject,
    customer_id as "customerId", customer_name as "customerName", customer_email as "customerEmail",
    event_type.slug as "eventType", event_type.name as "eventTypeName", rep.name as "repName", rep.email as "repEmail",
    created_in as "createdIn", project_id as "projectId", booked_by as "bookedBy",
    case when is_told then completed_in end as "completedIn", case when is_told then completed_by end as "completedBy"
  from page join event_type on event_type.id = event_type_id join rep on rep.id = rep_id
  order by starts_at, page.id`
