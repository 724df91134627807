/** What must be true of the database whatever happened: told of the bookings of one event type, so that tests can share a database. */
import { sql } from 'kysely'
import type { Database } from '../../server/db/database.ts'
import type { Company } from '../support/app.ts'

/** Everything that is broken among a company's bookings, by name; empty if all is well. */
export async function brokenInvariants(
  db: Database,
  { eventType }: Pick<Company, 'eventType'>,
): Promise<{ broken: string; what: string }[]> {
  const { rows } = await sql<{ broken: string; what: string }>`
    with mine as (select b.* from booking b join event_type e on e.id = b.event_type_id where e.slug = ${eventType}),
    expected as (
      select m.id, people.rep_id, m.starts_at, m.ends_at,
        m.starts_at - m.buffer_before_minutes * interval '1 minute' as busy_from, m.ends_at + m.buffer_after_minutes * interval '1 minute' as busy_until
      from mine m cross join lateral (
        select m.rep_id union all select (one ->> 'repId')::uuid from jsonb_array_elements(m."with") one
      ) people
      where m.status in ('requested', 'scheduled', 'completed', 'no-show')
    ),
    held as (select o.* from occupancy o join mine m on m.id = o.booking_id)

    select 'two bookings hold one rep at once' as broken, a.booking_id::text as what
      from occupancy a join occupancy b on a.rep_id = b.rep_id and a.booking_id < b.booking_id
        and tstzrange(a.busy_from, a.busy_until) && tstzrange(b.busy_from, b.busy_until)
      where a.booking_id in (select id from mine) or b.booking_id in (select id from mine)
    union all
    select 'a blocking booking does not hold exactly its people for its time', coalesce(expected.id, held.booking_id)::text
      from expected full join held on held.booking_id = expected.id and held.rep_id = expected.rep_id
        and (held.starts_at, held.ends_at, held.busy_from, held.busy_until)
          = (expected.starts_at, expected.ends_at, expected.busy_from, expected.busy_until)
      where expected.id is null or held.booking_id is null
    union all
    select 'a sequence number has not exactly one change in history', m.id::text from mine m
      where (select array_agg(sequence order by id) from booking_history h where h.booking_id = m.id and h.action not like 'outcome%')
        is distinct from (select array_agg(n) from generate_series(0, m.sequence) n)
    union all
    select 'history does not end with what is true', m.id::text from mine m
      where (select (after ->> 'repId', after ->> 'status', (after ->> 'start')::timestamptz)::text from booking_history h
          where h.booking_id = m.id order by id desc limit 1)
        is distinct from (m.rep_id::text, m.status, m.starts_at)::text
    union all
    select 'the ledger does not end with the rep who has the booking', m.id::text from mine m
      where (select rep_id from ledger l where l.booking_id = m.id and kind in ('assigned', 'reassigned-to') order by id desc limit 1)
        is distinct from case when m.pool_id is not null then m.rep_id end
    union all
    select 'the ledger does not say once that a booking was given, and once that it was cancelled', m.id::text from mine m
      where (select (count(*) filter (where kind = 'assigned'), count(*) filter (where kind = 'cancelled'))::text from ledger l where l.booking_id = m.id)
        <> (case when m.pool_id is null then 0 else 1 end, case when m.pool_id is not null and m.status in ('cancelled', 'declined') then 1 else 0 end)::text
    union all
    select 'a change has not exactly one job', m.id::text from mine m
      where (select count(*) from pgboss.job j where j.name = 'invitation.send' and j.data ->> 'bookingId' = m.id::text)
        <> m.sequence + 1 + (select count(*) from booking_history h
          where h.booking_id = m.id and h.action like 'outcome%' and h.before ->> 'status' <> h.after ->> 'status')`.execute(db)
  return rows
}
