/** What Home shows: which bookings of the days to come, and which of all need somebody's attention. */
import { type RawBuilder, sql } from 'kysely'
import type { Vendor } from '../domain/calendar.ts'
import type { Sight } from '../domain/sight.ts'
import type { Database } from './database.ts'
import type { RepCard } from './reps.ts'
import { seesBooking } from './sight.ts'

/** The lists of Home. */
export type HomeList = 'appointments' | 'requests' | 'outcomes' | 'failed'

export interface HomeWindow {
  /** The days that are shown. */
  readonly from: Date
  readonly to: Date
  readonly now: Date
  /** What ended before needs nobody's attention any more. */
  readonly since: Date
  /** How many are looked for in each list: of appointments, and of the others. */
  readonly most: number
  readonly mostOfTheRest: number
}

/** A rep's own, also where they take part in what another leads; of others what they see, and of a project what is made, met or finished in it. */
const shown = (sight: Sight, ownRepId: string | null, projectId: string | null): RawBuilder<boolean> =>
  ownRepId === null
    ? sql<boolean>`${inProject(projectId)} and ${seesBooking(sight)}`
    : sql<boolean>`(rep_id = ${ownRepId}::uuid or "with" @> jsonb_build_array(jsonb_build_object('repId', ${ownRepId}::text)))`

const inProject = (id: string | null): RawBuilder<boolean> =>
  id === null
    ? sql<boolean>`true`
    : sql<boolean>`(created_in = ${id} or project_id = ${id} or completed_in = ${id} or (created_in is null and project_id is null))`

/** The ids of the bookings in each list, in its order, looked at from a project (null: from all that are seen). */
export async function findHomeIds(
  db: Database,
  sight: Sight,
  { ownRepId, projectId }: { readonly ownRepId: string | null; readonly projectId: string | null },
  { from, to, now, since, most, mostOfTheRest }: HomeWindow,
): Promise<Readonly<Record<HomeList, readonly string[]>>> {
  const seen = shown(sight, ownRepId, projectId)
  // No booking lasts longer than a day, and the index is by the start.
  const { rows } = await sql<{ list: HomeList; id: string }>`
    (select 'appointments' as list, id from booking
      where starts_at > ${from}::timestamptz - interval '1 day' and starts_at < ${to} and ends_at > ${from}
        and status in ('requested', 'scheduled', 'completed', 'no-show') and ${seen}
      order by starts_at, id limit ${most})
    union all
    (select 'requests', id from booking where status = 'requested' and starts_at > ${now} and ${seen} order by created_at, id limit ${mostOfTheRest})
    union all
    (select 'outcomes', id from booking where status = 'scheduled' and ends_at <= ${now} and ends_at > ${since} and ${seen}
      order by ends_at desc, id limit ${mostOfTheRest})
    union all
    (select 'failed', id from booking
      where (calendar_sync = 'failed' or crm_sync = 'failed' or invitation_sync = 'failed') and ends_at > ${since} and ${seen}
      order by ends_at desc, id limit ${mostOfTheRest})`.execute(db)
  const of = (wanted: HomeList) => rows.filter(({ list }) => list === wanted).map(({ id }) => id)
  return { appointments: of('appointments'), requests: of('requests'), outcomes: of('outcomes'), failed: of('failed') }
}

/** A calendar that cannot be read, and whose it is. */
export interface LostCalendar {
  readonly rep: RepCard
  readonly vendor: Vendor
  readonly name: string
  readonly revoked: boolean
  readonly problem: string | null
  readonly since: Date | null
}

/** The calendars out of reach: of one rep, else of those who work in these projects (null: of everybody). */
export async function findLostCalendars(
  db: Database,
  projectIds: readonly string[] | null,
  ownRepId: string | null,
  limit: number,
): Promise<LostCalendar[]> {
  const rows = await db
    .selectFrom('calendar_account')
    .innerJoin('rep', 'rep.id', 'calendar_account.rep_id')
    .select(['rep.id', 'rep.email', 'rep.name', 'rep.time_zone as timeZone'])
    .select(['vendor', 'calendar_account.name as account', 'revoked', 'problem', 'failing_since as since'])
    .where((row) => row.or([row('revoked', '=', true), row('unreachable', '=', true)]))
    .where((row) =>
      row.and([
        ...(ownRepId === null ? [] : [row('rep.id', '=', ownRepId)]),
        ...(ownRepId !== null || projectIds === null
          ? []
          : [sql<boolean>`exists (select from rep_project where rep_id = rep.id and project_id = any(${projectIds}::uuid[]))`]),
      ]),
    )
    .orderBy('rep.name')
    .limit(limit)
    .execute()
  return rows.map(({ id, email, name, timeZone, account, ...rest }) => ({ rep: { id, email, name, timeZone }, name: account, ...rest }))
}
