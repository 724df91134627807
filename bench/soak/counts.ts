/** What the finder answers, beside a computation of the same from the tables alone. */
import { sql } from 'kysely'
import type { Database } from '../../server/db/database.ts'
import type { Check } from './checks.ts'
import { type Company, EVENT_TYPES, RANGE } from './company.ts'

const ZONE = 'UTC'

/**
 * How many members of a pool can take a meeting at each quarter of an hour, by SQL: whose wall clock lies within their hours in each quarter of
 * the meeting, and who is not busy, off, booked or held. The hours of the storm begin and end on whole quarters.
 */
const computed = (db: Database, pool: string, eventType: string) =>
  sql<{ start: Date; free: number }>`
    with meeting as (select * from event_type where slug = ${eventType}),
    starts as (select generate_series(${RANGE.from}::timestamp at time zone ${ZONE}, (${RANGE.to}::timestamp at time zone ${ZONE}) + interval '23:45', interval '15 minutes') as at),
    member as (
      select r.id, r.time_zone, r.weekly_hours from pool p join pool_member m on m.pool_id = p.id join rep r on r.id = m.rep_id where p.slug = ${pool} and r.active and not exists (
        select from calendar join calendar_account a on a.id = account_id where calendar.rep_id = r.id and (revoked or unreachable or synced_at is null)
      )
    ),
    hours as (
      select member.id, member.time_zone, day.value as weekday, (h ->> 'start')::time as opens, (h ->> 'end')::interval as closes
      from member, jsonb_array_elements(member.weekly_hours) h, jsonb_array_elements_text(h -> 'days') day
    ),
    works as (
      select hours.id, quarter from hours,
        generate_series(${RANGE.from}::timestamptz - interval '2 days', ${RANGE.to}::timestamptz + interval '3 days', interval '15 minutes') quarter
      where upper(left(to_char(quarter at time zone hours.time_zone, 'dy'), 2)) = hours.weekday
        and (quarter at time zone hours.time_zone)::time >= hours.opens and (quarter at time zone hours.time_zone)::time::interval < hours.closes
    ),
    taken as (
      select rep_id, busy_from as begins, busy_until as ends from occupancy join member on member.id = rep_id where expires_at is null or expires_at > now()
      union all select rep_id, starts_at, ends_at from busy join member on member.id = rep_id
      union all select rep_id, starts_at, ends_at from time_off join member on member.id = rep_id
    ),
    able as (
      select starts.at, works.id from starts cross join meeting
        join works on works.quarter >= starts.at and works.quarter < starts.at + meeting.duration_minutes * interval '1 minute'
      group by starts.at, works.id, meeting.duration_minutes having count(distinct works.quarter) = ceil(meeting.duration_minutes / 15.0)
    )
    select starts.at as start, count(able.id) filter (where not exists (
      select from taken, meeting where taken.rep_id = able.id
        and taken.begins < starts.at + (duration_minutes + buffer_after_minutes) * interval '1 minute'
        and taken.ends > starts.at - buffer_before_minutes * interval '1 minute'
    ))::int as free
    from starts left join able on able.at = starts.at group by starts.at order by starts.at`.execute(db)

/**
 * Compare the counts of some teams, for each kind of meeting that one person leads alone, in every process that answers. Workers still read
 * calendars and clocks still end holds: what the tables say must be the same before and after, or it is asked anew.
 */
export async function checkCounts(
  db: Database,
  { teams }: Company,
  ask: readonly ((path: string) => Promise<{ readonly body: { readonly counts: readonly number[] } } | null>)[],
): Promise<Check> {
  const broken: string[] = []
  let compared = 0
  const some = teams.filter((_, i) => i % Math.ceil(teams.length / 3) === 0)
  for (const { slug: pool } of some)
    for (const { slug: eventType } of EVENT_TYPES.filter((one) => !('with' in one))) {
      const path = `/api/v1/availability?${new URLSearchParams({ eventType, pool, ...RANGE, timeZone: ZONE })}`
      let right = (await computed(db, pool, eventType)).rows
      let told: (readonly number[])[] = []
      for (let isSame = false; !isSame; ) {
        const before = right
        told = []
        for (const from of ask) told.push((await from(path))?.body.counts ?? [])
        right = (await computed(db, pool, eventType)).rows
        isSame = right.every(({ free }, n) => free === before[n]?.free)
      }
      for (const [i, counts] of told.entries()) {
        compared += right.length
        for (const [n, { start, free }] of right.entries())
          if (counts[n] !== free) broken.push(`process ${i + 1}, ${pool}, ${eventType}, ${start.toISOString()}: ${counts[n]}, not ${free}`)
      }
    }
  return { holds: `the finder's counts are those of the tables, in both processes (${compared.toLocaleString('en')} compared)`, broken }
}
