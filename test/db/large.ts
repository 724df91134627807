/** A large company on PostgreSQL, made in seconds: the same one at each call, so that numbers of different days can be compared. */
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Database } from '../../server/db/database.ts'
import type { ImportRequest } from '../../server/http/contract/import.ts'

const REPS = 200
const ONSITE = 10
const ONLINE = 2
const COORDINATORS = 20
/** Appointments lie in so many weeks, of which the last few are still to come. */
const WEEKS = 100
const WEEKS_AHEAD = 6

/**
 * The most common first and last names come first: they are drawn so. The rest of the last names, of which there are thousands wherever people
 * come from all over a country, are put together from their parts.
 */
const first = `James Mary Michael Patricia Robert Jennifer John Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas
  Karen Christopher Sarah Charles Lisa Daniel Nancy Matthew Sandra Anthony Ashley Mark Emily Steven Kimberly Andrew Margaret Paul Donna
  Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Timothy Deborah Ronald Stephanie George Rebecca Jason Sharon Edward Laura
  Jeffrey Cynthia Ryan Dorothy Jacob Amy Nicholas Kathleen Gary Angela Eric Shirley Jonathan Emma Stephen Brenda Larry Pamela Justin Nicole
  Scott Anna Brandon Samantha Benjamin Katherine Samuel Christine Gregory Debra Alexander Rachel Patrick Carolyn Frank Janet Raymond Maria
  José Olivia Dennis Heather Jerry Helen Priya Zoë Wei Aaliyah Søren Chloé Mateo Ngọc Ahmed Yuki`.split(/\s+/)
const common = `Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Thomas
  Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott
  Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker
  Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard
  Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel
  Myers Long Ross Foster Jimenez O’Brien Müller Nowak Haddad Fields`.split(/\s+/)
const begins =
  'Ash Bar Beck Black Brad Brook Burn Cal Clay Craw Dal Dun East Ed Fair Fern Gar Glen Hart Haw Hol Ken Lang Mar Nor Oak Pem Rad'
const ends =
  'berg bridge brook bury by dale den field ford gate ham hurst ington land ley low man more ridge shaw son stein ton wick wood worth'
const middles = 'er en ing el ar il on o i en der ber net ves'
const joined = (...parts: readonly string[]) =>
  parts.map((part) => part.split(' ')).reduce((before, after) => before.flatMap((one) => after.map((other) => one + other)))
const rareEnds =
  `a ac ado aki all am and ano ard as auer bach cek chi cki das dez din dt ek ell ez fe gan gh hagen ian ich ier ino is ka ko la lin mann ner nik nt o
  off oni os ov owski pel ran ri rup s sch sen ska ssi tz ulos vic y yan zio`.replace(/\s+/g, ' ')
/** Some of these, so that about a hundred begin alike, and about as many end alike. */
const rare = joined(`${begins} Ol Wes Tur Vin Quil Yar Zim Sto Pru Lom`, middles, rareEnds).filter((_, n) => n % 7 === 0)
const last = [...common, ...joined(begins, ends), ...rare]

const number = (n: number, digits: number) => String(n).padStart(digits, '0')
const onsite = Array.from({ length: ONSITE }, (_, n) => `onsite-${n}`)
const online = Array.from({ length: ONLINE }, (_, n) => `online-${n}`)

/** What the company consists of besides its customers, as the import takes it: projects, reps, a pool for each place, event types. */
export const largeSetup: z.input<typeof ImportRequest> = {
  projects: [
    ...onsite.map((slug, n) => ({ slug, name: `${last[100 + n]} Shores`, kind: 'onsite' as const, timeZone: 'America/New_York' })),
    ...online.map((slug, n) => ({ slug, name: `Online ${n + 1}`, kind: 'osc' as const, timeZone: 'America/New_York' })),
  ],
  reps: Array.from({ length: REPS }, (_, n) => ({
    email: `rep${number(n, 3)}@large.example`,
    name: `${first[n % first.length]} ${last[(n * 7) % last.length]}`,
    timeZone: 'America/New_York',
    projects: [onsite[n % ONSITE] ?? ''],
    weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '18:00' }],
  })),
  eventTypes: ['consultation', 'visit', 'design-center', 'walk-through'].map((slug) => ({ slug, name: slug, durationMinutes: 60 })),
  pools: onsite.map((slug, n) => ({
    slug,
    name: `Team ${n}`,
    members: Array.from({ length: REPS / ONSITE }, (_, i) => ({ email: `rep${number(n + i * ONSITE, 3)}@large.example` })),
  })),
}

export interface LargeSize {
  readonly customers: number
  readonly bookings: number
}

/** What is asked of the product: answers as quick as a look-up by key with so many. */
export const LARGE: LargeSize = { customers: 50_000, bookings: 200_000 }

/**
 * Fill the tables of customers, registrations and bookings, and of the time that open bookings take. `largeSetup` has been imported before. Most
 * appointments are over by `now`; each customer belongs to a place, and many were met online first.
 */
export async function fillLarge(db: Database, now: Date, { customers, bookings }: LargeSize = LARGE): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // In parallel, chance would fall otherwise each time.
    await sql`set local max_parallel_workers_per_gather = 0`.execute(tx)
    await sql`select setseed(0.42)`.execute(tx)
    await bare(tx, 'customer', () => fillCustomers(tx, customers, now))
    await bare(tx, 'booking', () => fillBookings(tx, bookings, customers, now))
    await bare(tx, 'registration', () => fillRegistrations(tx, now))
  })
  await sql`vacuum analyze`.execute(db)
}

/** Fill a table while it has no indexes and no references to others: to check and sort all at once takes a third of the time. */
async function bare(tx: Database, table: string, fill: () => Promise<unknown>): Promise<void> {
  const { rows } = await sql<{ drop: string; restore: string }>`
    select format('alter table %I drop constraint %I', ${table}::text, conname) as drop,
      format('alter table %I add constraint %I %s', ${table}::text, conname, pg_get_constraintdef(oid)) as restore
    from pg_constraint where conrelid = ${table}::regclass and contype = 'f'
    union all
    select format('drop index %I', indexrelid::regclass), pg_get_indexdef(indexrelid) from pg_index
    where indrelid = ${table}::regclass and not exists (select from pg_constraint where conindid = indexrelid)`.execute(tx)
  for (const { drop } of rows) await sql.raw(drop).execute(tx)
  await fill()
  for (const { restore } of rows) await sql.raw(restore).execute(tx)
}

/** Numbered as they are: what stands at place `n` of a list of rows belongs to the customer, or the booking, whose number leaves `n`. */
const places = sql`
  rep_at as (select array_agg(id order by email) as ids, array_agg(name order by email) as names, array_agg(email order by email) as emails
    from rep where email like '%@large.example'),
  onsite_at as (select array_agg(id order by slug) as ids from project where slug like 'onsite-%'),
  online_at as (select array_agg(id order by slug) as ids from project where slug like 'online-%'),
  pool_at as (select array_agg(id order by slug) as ids from pool where slug like 'onsite-%'),
  type_at as (select array_agg(id order by slug) as ids from event_type)`

const fillCustomers = (tx: Database, count: number, now: Date) =>
  sql`
    with ${places}, drawn as (
      select n, (${first}::text[])[1 + floor(${first.length} * random() ^ 1.3)::int] as first,
        (${last}::text[])[1 + floor(${last.length} * random() ^ 2.15)::int] as last, random() as a, random() as b, random() as c
      from generate_series(0, ${count - 1}::int) as n)
    insert into customer (id, email, name, phone, time_zone, owner_id, coordinator, created_at)
    select md5('customer ' || n)::uuid,
      -- Some have told no address, and some share one with somebody at home.
      case when a > 0.96 then null when a > 0.94 then 'home' || (n / 200) || '@mail.example'
        else lower(translate(first || '.' || last, '’ëéøọü', 'oeeoou')) || n || '@' || (array['mail', 'post', 'letters'])[1 + n % 3] || '.example' end,
      first || ' ' || last,
      case when b > 0.95 then null else '+1' || (2010000000 + (b * 7900000)::bigint * 1000 + n % 1000) end,
      case when c > 0.7 then null else 'America/New_York' end,
      case when c > 0.4 then null else ids[1 + (n % ${ONSITE}) + ${ONSITE} * floor(c * 2.5 * ${REPS / ONSITE})::int] end,
      case when a > 0.5 then null else 'coordinator' || floor(a * 2 * ${COORDINATORS}) || '@large.example' end,
      ${now}::timestamptz - c * interval '700 days'
    from drawn, rep_at`.execute(tx)

/** Each rep has about two a day, an hour long, none of which overlap. */
async function fillBookings(tx: Database, count: number, customers: number, now: Date): Promise<void> {
  const monday = sql`date_trunc('week', ${now}::timestamptz, 'UTC') - ${WEEKS - WEEKS_AHEAD} * interval '7 days'`
  const perDay = count / REPS / (WEEKS * 5)
  await sql`
    with ${places}, drawn as (
      select n, n % ${REPS} as rep, n / ${REPS} as turn, random() as a, random() as b, random() as c, random() as d, random() as e
      from generate_series(0, ${count - 1}::int) as n),
    placed as (
      select *, rep % ${ONSITE} as place, floor(turn / ${perDay}::float8)::int as day, ceil(turn - floor(turn / ${perDay}::float8) * ${perDay}::float8)::int as slot,
        least(${customers - 1}, ${ONSITE} * floor(${customers / ONSITE} * a ^ 1.4)::int + rep % ${ONSITE}) as whom
      from drawn),
    timed as (
      select *, ${monday} + (day + 2 * (day / 5)) * interval '1 day' + (13 + slot * ${9 / perDay}::float8) * interval '1 hour' as start from placed),
    judged as (
      select *, case when b > 0.9 then 'cancelled' when start > ${now} then case when b > 0.87 then 'requested' else 'scheduled' end
        when b > 0.83 then 'no-show' when b > 0.81 then 'scheduled' when b > 0.8 then 'declined' else 'completed' end as status
      from timed)
    insert into booking (id, uid, sequence, status, event_type_id, pool_id, rep_id, "with", customer_id, customer_name, customer_email,
      customer_phone, guests, project_id, created_in, completed_in, completed_by, starts_at, ends_at, buffer_before_minutes,
      buffer_after_minutes, time_zone, subject, location, details, answers, booked_by, assignment, notify, policy, generation,
      invitation_sync, created_at)
    select md5('booking ' || n)::uuid, 'large' || n || '@large.example', 0, status, type_at.ids[1 + floor(c ^ 2 * 4)::int], pool_at.ids[1 + place],
      rep_at.ids[1 + rep], '[]',
      -- Whoever books on a public page is no stored customer.
      case when d > 0.95 then null else customer.id end, customer.name, customer.email, customer.phone, '[]',
      onsite_at.ids[1 + place], created.id,
      case when status in ('completed', 'no-show', 'cancelled') then case when e > 0.85 then created.id else onsite_at.ids[1 + place] end end,
      case when status in ('completed', 'no-show', 'cancelled') then jsonb_build_object('name', rep_at.names[1 + rep], 'email', rep_at.emails[1 + rep]) end,
      start, start + interval '1 hour', 0, 0, 'America/New_York', 'Appointment: ' || customer.name,
      '{"kind":"in-person","value":"Model home"}', null, '[]',
      case when d > 0.75 then jsonb_build_object('kind', 'customer', 'name', customer.name, 'email', customer.email)
        when d > 0.2 then jsonb_build_object('kind', 'coordinator', 'name', 'Coordinator ' || n % ${COORDINATORS}, 'email', 'coordinator' || n % ${COORDINATORS} || '@large.example')
        else jsonb_build_object('kind', 'coordinator', 'name', rep_at.names[1 + rep], 'email', rep_at.emails[1 + rep]) end,
      '{"method":"longest-idle","reasons":[]}', '{"customer":["email"],"rep":["email"]}',
      '{"rescheduleUntilMinutes":60,"cancelUntilMinutes":60,"moveTo":"any"}', 0, 'done',
      least(start - (1 + e * 20) * interval '1 day', ${now})
    from judged join customer on customer.id = md5('customer ' || whom)::uuid, rep_at, onsite_at, online_at, pool_at, type_at,
      lateral (select case when c > 0.4 then online_at.ids[1 + n % ${ONLINE}] else onsite_at.ids[1 + place] end as id) as created`.execute(
    tx,
  )
  await sql`
    insert into occupancy (rep_id, booking_id, starts_at, ends_at, busy_from, busy_until)
    select rep_id, id, starts_at, ends_at, starts_at, ends_at from booking
    where starts_at > ${now} and status in ('requested', 'scheduled')`.execute(tx)
}

/** Everybody has a place onsite, and one wherever an appointment was made for them. */
const fillRegistrations = (tx: Database, now: Date) =>
  sql`
    with ${places}, wanted as (
      select customer.id as customer_id, onsite_at.ids[1 + floor(random() * ${ONSITE})::int] as project_id, owner_id as rep_id, created_at
      from customer, onsite_at
      where not exists (select from booking where customer_id = customer.id)
      union all select customer_id, project_id, rep_id, created_at from booking where customer_id is not null
      union all select customer_id, created_in, null, created_at from booking where customer_id is not null),
    earliest as (select distinct on (customer_id, project_id) *, random() as a, random() as b from wanted order by customer_id, project_id, created_at, rep_id)
    insert into registration (id, customer_id, project_id, rep_id, rating, source, status, created_at, created_by)
    select md5(customer_id || ' ' || project_id)::uuid, customer_id, project_id, rep_id,
      (array['A', 'B', 'C', 'D', null])[1 + floor(a * 5)::int], (array['Website', 'Referral', 'Walk-in', 'Broker', 'Phone', null])[1 + floor(b * 6)::int],
      (array['Prospect', 'Hot', 'Contract', 'Closed'])[1 + floor(a ^ 2 * 4)::int], least(created_at, ${now}),
      '{"kind":"coordinator","name":"Coordinator 1","email":"coordinator1@large.example"}'
    from earliest`.execute(tx)
