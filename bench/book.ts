/**
 * How many bookings a second eight clients get, as a ratio to bare inserts under the same constraint in the same database and the same run. On
 * PostgreSQL, if TEST_DATABASE_URL names a server.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { pino } from 'pino'
import { book } from '../server/actions/book.ts'
import { importSetup } from '../server/actions/import/import-setup.ts'
import { openApp } from '../server/app.ts'
import { openPostgres } from '../server/db/database.ts'
import type { Caller } from '../server/domain/booking.ts'
import { ImportRequest } from '../server/http/contract/import.ts'
import { freshDatabase } from '../test/support/postgres.ts'
import { number } from './measure.ts'

const CLIENTS = 8
const REPS = 400
const SLICE_MS = 1500
const ROUNDS = process.argv.includes('--quick') ? 3 : 12
const KEY = 'bench-administrator-key-0123456789abcdef'
const NAMES = ['all rows of a booking, by one statement', 'bookings with a rep', 'bookings of one pool, turn by turn']
const caller: Caller = { kind: 'api', name: 'Bench', email: null }
const DAY_MS = 86_400_000

/** Bookings, or rows, that eight clients make in a slice of time, each one after the other. */
async function slice(make: (client: number) => Promise<unknown>): Promise<number> {
  const end = performance.now() + SLICE_MS
  const began = performance.now()
  let made = 0
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (; performance.now() < end; made++) await make(client)
    }),
  )
  return (made * 1000) / (performance.now() - began)
}

/** Another rep and half an hour at each call, none of them twice. */
function places() {
  const first = Math.ceil(Date.now() / DAY_MS) * DAY_MS + 2 * DAY_MS
  let n = 0
  return () => {
    const at = Math.floor(n / REPS)
    return { rep: n++ % REPS, start: new Date(first + Math.floor(at / 40) * DAY_MS + (at % 40) * 30 * 60_000) }
  }
}

/**
 * The rows of a booking with a rep, written again from the first one's by one statement: what the database alone takes for them, without asking whose turn
 * it is, whether the rules hold, or who the customer is.
 */
const ALL_ROWS = `
  with made as (
    insert into booking select copy.* from booking first, lateral jsonb_populate_record(first, jsonb_build_object(
      'id', $1::text, 'uid', $1::text, 'rep_id', $2::text, 'starts_at', $3::text, 'ends_at', $4::text)) copy
    where first.id = $5),
  customers as (
    insert into customer (id, name, email, created_at)
    select $1::uuid, name, $1::text, created_at from customer where id = (select customer_id from booking where id = $5)),
  touched as (update rep_change set changed = pg_current_xact_id() where rep_id = $2::uuid),
  taken as (
    insert into occupancy select copy.* from occupancy first, lateral jsonb_populate_record(first, jsonb_build_object(
      'booking_id', $1::text, 'rep_id', $2::text, 'starts_at', $3::text, 'ends_at', $4::text, 'busy_from', $3::text, 'busy_until', $4::text)) copy
    where first.booking_id = $5),
  turns as (
    insert into ledger (pool_id, event_type_id, rep_id, booking_id, kind, at, amount, counts)
    select pool_id, event_type_id, rep_id, $1::uuid, kind, at, amount, counts from ledger where booking_id = $5),
  history as (
    insert into booking_history (booking_id, at, action, sequence, caller, reason, before, after)
    select $1::uuid, at, action, sequence, caller, reason, before, after from booking_history where booking_id = $5)
  insert into pgboss.job_common select copy.* from pgboss.job_common first, lateral jsonb_populate_record(first, jsonb_build_object(
    'id', gen_random_uuid(), 'singleton_key', $1::text, 'data', jsonb_build_object('bookingId', $1::text))) copy
  where (first.name, first.id) in (select * from unnest($6::text[], $7::uuid[]))`

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number

async function measure(url: string): Promise<void> {
  const opened = await openPostgres(url, CLIENTS + 2)
  const app = await openApp(
    opened,
    {
      publicUrl: 'http://bench.test',
      trustProxy: '',
      adminKey: KEY,
      secret: KEY,
      company: 'Bench',
      smtpUrl: null,
      mailFrom: 'bench@example.com',
      outboundAllow: [],
      embedOrigins: null,
      calendars: { google: null, microsoft: null, edits: 'follow', invites: 'mail', whenUnreachable: 'refuse', patienceMinutes: 15 },
      role: 'web',
      publicLimits: { reads: 1e9, bookings: 1e9, bookingsPerPage: 1e9 },
      fastestFormSeconds: 0,
      signInLimits: { perAddress: 1e9, perAccount: 1e9 },
      issuer: null,
    },
    pino({ level: 'silent' }),
  )
  const { services } = app
  const weeklyHours = [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '23:00' }]
  const reps = Array.from({ length: REPS }, (_, i) => ({ email: `rep${i}@bench.example`, name: `Rep ${i}`, timeZone: 'UTC', weeklyHours }))
  const members = reps.map(({ email }) => ({ email }))
  const eventTypes = [{ slug: 'talk', name: 'Talk', durationMinutes: 30 }]
  await importSetup(services, caller, ImportRequest.parse({ reps, eventTypes, pools: [{ slug: 'sales', name: 'Sales', members }] }))
  const ids = new Map((await opened.db.selectFrom('rep').select(['id', 'email']).execute()).map(({ id, email }) => [email, id]))

  await opened.db.schema.createTable('bare').addColumn('rep_id', 'uuid').addColumn('busy_from', 'timestamptz').execute()
  const bare = new pg.Pool({ connectionString: url, max: CLIENTS })
  await bare.query(`alter table bare add column busy_until timestamptz not null, add column booking_id uuid not null,
    add constraint bare_once exclude using gist (rep_id with =, tstzrange(busy_from, busy_until) with &&)`)

  const [forBare, forBooking] = [places(), places()]
  const insert = async () => {
    const { rep, start } = forBare()
    const values = [ids.get(`rep${rep}@bench.example`), start, new Date(start.getTime() + 30 * 60_000), randomUUID()]
    await bare.query('insert into bare values ($1, $2, $3, $4)', values)
  }
  const wish = (whom: (rep: number) => { rep: string } | { pool: string; rep: string }) => () => {
    const { rep, start } = forBooking()
    const customer = { name: 'Jane Smith', email: `jane.${randomUUID()}@example.com` }
    return book(services, caller, {
      eventType: 'talk',
      start,
      timeZone: 'UTC',
      ...whom(rep),
      customer,
      guests: [],
      answers: {},
      allowConflict: false,
    })
  }
  const direct = wish((rep) => ({ rep: `rep${rep}@bench.example` }))
  const inTurn = wish((rep) => ({ pool: 'sales', rep: `rep${rep}@bench.example` }))
  const first = await direct()
  const { rows: jobs } = await bare.query<{ name: string; id: string }>(`select name, id from pgboss.job where data ->> 'bookingId' = $1`, [
    first.id,
  ])
  const jobNames = jobs.map(({ name }) => name)
  const jobIds = jobs.map(({ id }) => id)
  const rows = async () => {
    const { rep, start } = forBooking()
    const end = new Date(start.getTime() + 30 * 60_000)
    const values = [randomUUID(), ids.get(`rep${rep}@bench.example`), start, end, first.id, jobNames, jobIds]
    await bare.query({ name: 'rows', text: ALL_ROWS, values })
  }
  const ways = [insert, rows, direct, inTurn]
  for (const way of ways) await slice(way)
  const rates: number[][] = ways.map(() => [])
  for (let round = 0; round < ROUNDS; round++) for (const [i, way] of ways.entries()) rates[i]?.push(await slice(way))
  const [base = Number.NaN, ...others] = rates.map(median)
  console.log('| eight clients at once | a second | ratio |\n|---|---:|---:|')
  console.log(`| bare inserts under the constraint | ${number(base)} | 1 × |`)
  others.forEach((rate, i) => {
    console.log(`| ${NAMES[i]} | ${number(rate)} | ${number(rate / base)} × |`)
  })
  const { rows: sizes } = await bare.query<{ bytes: number }>(`select sum(pg_total_relation_size(name::regclass))::float8 as bytes
    from unnest(array['booking', 'booking_history', 'occupancy', 'ledger', 'customer']) name`)
  const { rows: counts } = await bare.query<{ count: number }>('select count(*)::int as count from booking')
  const size = (sizes[0]?.bytes ?? 0) / (counts[0]?.count ?? 1) / 1024
  console.log(`\nA booking of a new customer takes ${number(size)} kB, with its history, occupancy, turn and all indexes.`)
  await bare.end()
  await app.close()
  await opened.close()
}

if (process.env.TEST_DATABASE_URL) {
  const { url, drop } = await freshDatabase(`bench_book_${process.pid}`)
  try {
    console.log(`\nBookings on PostgreSQL; medians of ${ROUNDS} rounds:\n`)
    await measure(url)
  } finally {
    await drop()
  }
} else console.log('\nThe bookings were left out: TEST_DATABASE_URL is not set.')
