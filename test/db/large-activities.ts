/** Processes that run for every registration of the large company of `large.ts`, laid out in seconds. */
import { sql } from 'kysely'
import type { Database } from '../../server/db/database.ts'

/** Registrations that the large company lacks. */
const MORE = 7000

/**
 * For each of its registrations a run with three activities: one that is done, one due within three months of today, most of them later, and one
 * a month after that. A few have a time of day.
 */
export async function fillActivities(db: Database, now: Date): Promise<void> {
  // As many more places as make it more than a hundred thousand: people who came back, in the project with the fewest.
  await sql`
    with rarest as (select id from project order by (select count(*) from registration where project_id = project.id), id limit 1)
    insert into registration (id, customer_id, project_id, rep_id, rating, source, status, created_at, created_by)
    select gen_random_uuid(), customer.id, rarest.id, null, null, 'Website', 'Prospect', ${now}, '{"kind": "api", "name": "Ann", "email": null}'
    from customer, rarest
    where not exists (select from registration where customer_id = customer.id and project_id = rarest.id)
    order by customer.id limit ${MORE}`.execute(db)
  await sql`analyze registration`.execute(db)
  await sql`
    insert into process (id, project_id, name, trigger_kind, trigger_value, plan, active, created_at)
    select gen_random_uuid(), id, 'Three steps', 'registration', null,
      '{"conditions": {"sources": [], "ratings": [], "statuses": []}, "steps": [], "dates": "fixed", "stops": [], "closed": {"weekdays": [], "country": null}}',
      true, ${now} from project`.execute(db)
  await sql`
    insert into process_run (id, process_id, project_id, customer_id, cause, plan, anchor, begun_at, created_at)
    select gen_random_uuid(), process.id, process.project_id, customer_id, 'registration', process.plan, ${now}, ${now}, ${now}
    from registration join process on process.project_id = registration.project_id`.execute(db)
  await sql`
    insert into activity (id, run_id, step_id, position, project_id, customer_id, rep_id, type, automatic, due_on, due_at, status,
      ended_at, ended_by, result, created_at)
    select gen_random_uuid(), run.id, step, step::int, run.project_id, run.customer_id, coalesce(registration.rep_id, spare.ids[1 + n % cardinality(spare.ids)]),
      case step when '1' then 'call' when '2' then 'email' else 'call' end, false,
      case step when '1' then day - 30 when '2' then day else day + 30 end,
      case when step = '2' and n % 7 = 0 then (day + time '09:30') at time zone 'America/New_York' end,
      case step when '1' then 'done' else 'open' end,
      case step when '1' then ${now}::timestamptz end, case step when '1' then '{"kind": "api", "name": "Ann", "email": null}'::jsonb end,
      case step when '1' then 'Reached' end, ${now}
    from (select *, row_number() over (order by customer_id, project_id) as n from process_run) run
    join registration on registration.customer_id = run.customer_id and registration.project_id = run.project_id
    cross join lateral (select (${now}::timestamptz at time zone 'UTC')::date + (n % 90)::int - 1 as day) days
    cross join (select array_agg(id order by email) as ids from rep) spare
    cross join (values ('1'), ('2'), ('3')) steps (step)`.execute(db)
  await sql`analyze process`.execute(db)
  await sql`analyze process_run`.execute(db)
  await sql`analyze activity`.execute(db)
}
