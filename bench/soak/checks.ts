/** What must be true of the database when the storm is over. */
import { sql } from 'kysely'
import type { Database } from '../../server/db/database.ts'
import { brokenInvariants } from '../../test/actions/invariants.ts'
import { EVENT_TYPES } from './company.ts'
import type { Acknowledged } from './people.ts'

/** Something that must hold, and all that breaks it. */
export interface Check {
  readonly holds: string
  readonly broken: readonly string[]
}

const check = async (holds: string, broken: Promise<{ readonly rows: readonly { readonly what: string }[] }>): Promise<Check> => ({
  ...{ holds, broken: (await broken).rows.map(({ what }) => what) },
})

/** The members of a list that another has not. */
const without = (all: readonly string[], known: ReadonlySet<string>): string[] => all.filter((one) => !known.has(one))

/** No two meetings of one person, told from the bookings themselves rather than from the rows that the constraint judges. */
const overlaps = (db: Database) =>
  sql<{ what: string }>`
    with taken as (
      select b.id, people.rep_id, b.starts_at - b.buffer_before_minutes * interval '1 minute' as busy_from,
        b.ends_at + b.buffer_after_minutes * interval '1 minute' as busy_until
      from booking b cross join lateral (
        select b.rep_id union all select (one ->> 'repId')::uuid from jsonb_array_elements(b."with") one
      ) people
      where b.status in ('requested', 'scheduled', 'completed', 'no-show')
    ), placed as (
      select *, max(busy_until) over (partition by rep_id order by busy_from, id rows between unbounded preceding and 1 preceding) as before_until
      from taken
    )
    select id || ' of ' || rep_id as what from placed where busy_from < before_until`.execute(db)

/** Each wish had a key and a customer of its own, so two bookings of one customer are one wish booked twice. */
const twice = (db: Database) =>
  sql<{ what: string }>`select customer_email || ': ' || count(*) as what from booking group by customer_email having count(*) > 1`.execute(
    db,
  )

async function acknowledgedExist(db: Database, acknowledged: readonly Acknowledged[]): Promise<Check[]> {
  const rows = await db.selectFrom('booking').select(['id', 'uid', 'customer_email as email']).execute()
  const there = new Set(rows.map(({ id, uid, email }) => `${id} ${uid} ${email}`))
  const kept = await sql<{ what: string }>`select key || ' ' || coalesce(body::jsonb ->> 'uid', '') as what from idempotency`.execute(db)
  const keys = new Set(kept.rows.map(({ what }) => what))
  return [
    {
      holds: `each of ${acknowledged.length.toLocaleString('en')} bookings that were acknowledged is there`,
      broken: without(
        acknowledged.map(({ id, uid, email }) => `${id} ${uid} ${email}`),
        there,
      ),
    },
    {
      holds: 'what is kept under a key is the booking that was acknowledged',
      broken: without(
        acknowledged.map(({ key, uid }) => `${key} ${uid}`),
        keys,
      ),
    },
  ]
}

/** What the tests of single actions hold of a company's bookings, held of every kind of booking here. */
async function invariants(db: Database): Promise<Check> {
  const broken: string[] = []
  for (const { slug } of EVENT_TYPES)
    for (const one of await brokenInvariants(db, { eventType: slug })) broken.push(`${one.broken}: ${one.what}`)
  return { holds: 'occupancy, history, ledger and jobs say what the bookings say', broken }
}

/** Turns of the ledger, told from the bookings: who has one was given it and has not lost it. */
const ledger = (db: Database) =>
  sql<{ what: string }>`
    with balance as (
      select booking_id, rep_id, count(*) filter (where kind in ('assigned', 'reassigned-to')) - count(*) filter (where kind in ('cancelled', 'reassigned-away')) as has
      from ledger where booking_id is not null group by booking_id, rep_id
    )
    select coalesce(b.id, l.booking_id) || ' ' || coalesce(l.has, 0) as what
      from balance l full join (
        select * from booking where pool_id is not null and status in ('requested', 'scheduled', 'completed', 'no-show')
      ) b on b.id = l.booking_id and b.rep_id = l.rep_id
      where coalesce(l.has, 0) <> (b.id is not null)::int`.execute(db)

const CHANGES = sql`action in ('booked', 'requested', 'approved', 'declined', 'expired', 'rescheduled', 'reassigned', 'cancelled') or action like 'outcome:%'`

/** Everything that must be true of the database. */
export async function checkDatabase(db: Database, acknowledged: readonly Acknowledged[]): Promise<Check[]> {
  return [
    await check('no two bookings of one person overlap, buffers included', overlaps(db)),
    ...(await acknowledgedExist(db, acknowledged)),
    await check('no wish was booked twice', twice(db)),
    await invariants(db),
    await check('each booking of a pool is one turn of the rep who has it, and of nobody else', ledger(db)),
    await check(
      'no job has failed, and none that is due is left',
      sql<{ what: string }>`select name || ' ' || state || ' ' || data as what from pgboss.job
        where state = 'failed' or (state < 'completed' and start_after < now() - interval '5 seconds' and singleton_key is distinct from name)`.execute(
        db,
      ),
    ),
    await check(
      'nothing that follows a booking is pending or failed',
      sql<{ what: string }>`select id || ' ' || invitation_sync || ' ' || calendar_sync || ' ' || crm_sync as what from booking
        where not (array[invitation_sync, calendar_sync, crm_sync] <@ array['done', 'none'])`.execute(db),
    ),
    await check(
      'every message is in its final state',
      sql<{ what: string }>`select id || ' ' || status as what from message where status not in ('sent', 'superseded')`.execute(db),
    ),
    await check(
      'nobody is written to twice of one change',
      sql<{
        what: string
      }>`select booking_id || ' ' || sequence || ' ' || to_address || ' ' || moment as what from message where status = 'sent'
        group by booking_id, sequence, to_address, moment, coalesce(method, '') having count(*) > 1`.execute(db),
    ),
    await check(
      // A meeting that was over before a worker came to it needs no invitation any more.
      'the customer of every booking was told what it has come to',
      sql<{ what: string }>`
        select b.id || ' ' || b.status || ' ' || b.sequence || ', told ' || coalesce(told.sequence || ' ' || told.method, 'nothing') as what
        from booking b left join lateral (
          select sequence, method from message m where m.booking_id = b.id and m.audience = 'customer' and m.status = 'sent'
            and m.moment not in ('reminder', 'follow-up', 'no-show') order by sequence desc, created_at desc limit 1
        ) told on true
        where (b.status in ('scheduled', 'completed', 'no-show') and told.method is distinct from 'REQUEST'
            and not (b.status <> 'scheduled' and told.method is null and b.created_at > b.starts_at - interval '3 minutes'))
          or (b.status in ('cancelled', 'declined') and told.method = 'REQUEST')`.execute(db),
    ),
    await check(
      'each change is one delivery to the webhook, and it was taken',
      sql<{ what: string }>`
        select coalesce(h.id::text, '-') || ' ' || coalesce(h.action, '-') || ' ' || coalesce(d.status, 'not told') as what
        from (select * from booking_history where ${CHANGES}) h
        full join webhook_delivery d on (d.body::jsonb ->> 'change')::bigint = h.id
        where h.id is null or d.id is null or d.status <> 'delivered'
        union all
        select body::jsonb ->> 'change' || ' told ' || count(*) from webhook_delivery group by webhook_id, body::jsonb ->> 'change' having count(*) > 1`.execute(
        db,
      ),
    ),
  ]
}
