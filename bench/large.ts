/**
 * How long somebody waits on the phone for a customer among 50,000 with 200,000 bookings, beside the look-up of one customer by key on the same
 * kept-alive connection: the ratio is the point, and must stay below 5. On PostgreSQL, if TEST_DATABASE_URL names a server.
 */
import { sql } from 'kysely'
import { findComeDue, findDueOf } from '../server/db/activities.ts'
import { type Database, openPostgres } from '../server/db/database.ts'
import { findMornings } from '../server/db/reminders.ts'
import { fillLarge, LARGE, largeSetup } from '../test/db/large.ts'
import { fillActivities } from '../test/db/large-activities.ts'
import { freshDatabase } from '../test/support/postgres.ts'
import { inTurn, number, timed } from './measure.ts'
import { type Server, startServer } from './server.ts'

const MOST = 5
const ROUNDS = process.argv.includes('--quick') ? 100 : 400

interface Known {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly phone: string
}

/** Customers of whom everything is known, with appointments. */
async function knownOf(url: string): Promise<Known[]> {
  const opened = await openPostgres(url, 1)
  const { rows } = await sql<Known>`
    select id, name, email, phone from customer
    where email not like 'home%' and phone is not null and (select count(*) from booking where customer_id = customer.id) between 3 and 12
    order by id limit 100`.execute(opened.db)
  await opened.close()
  return rows
}

/** The last name with two letters in each other's place. */
const misspelt = (name: string) => name.replace(/(.)(.)(?=.{2}$)/, '$2$1')

async function measure({ ask }: Server, known: readonly Known[]): Promise<void> {
  let turn = 0
  const each = (path: (one: Known) => string) => () => {
    const one = known[turn++ % known.length]
    if (!one) throw new Error('Nobody is known.')
    return ask('GET', `/api/v1/${path(one)}`)
  }
  const search = (text: string) => `customers?search=${encodeURIComponent(text)}&limit=20`
  const rows: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['one customer, by key', each(({ id }) => `customers/${id}`)],
    ['search: first and last name', each(({ name }) => search(name))],
    ['search: last name', each(({ name }) => search(name.split(' ')[1] ?? ''))],
    ['search: last name, misspelt', each(({ name }) => search(misspelt(name.split(' ')[1] ?? '')))],
    ['search: the most frequent last name', each(() => search('smith'))],
    ['search: email', each(({ email }) => search(email))],
    ['search: phone', each(({ phone }) => search(phone))],
    ['search: the last four digits of a phone', each(({ phone }) => search(phone.slice(-4)))],
    ['profile', each(({ id }) => `customers/${id}/profile`)],
    ['profile, as a project sees it', each(({ id }) => `customers/${id}/profile?project=online-0`)],
    [
      'appointments to come of a customer',
      each(({ id }) => `bookings?customer=${id}&from=${new Date().toISOString().slice(0, 10)}&timeZone=UTC`),
    ],
    [
      'the week’s appointments of a project',
      each(() => `bookings?project=onsite-3&from=${new Date().toISOString().slice(0, 10)}&timeZone=UTC`),
    ],
    ['home', each(() => 'home?timeZone=America/New_York')],
    ['home, as a project has it', each(() => 'home?project=onsite-3&timeZone=America/New_York')],
    ['a rep’s activities that are due', each(() => 'activities?rep=rep013@large.example&when=overdue,today')],
    ['how many activities a rep has', each(() => 'activities/counts?rep=rep013@large.example')],
    ['the activities of a project', each(() => 'activities?project=onsite-3')],
  ]
  const [base = Number.NaN, ...others] = await inTurn(
    rows.map(([, question]) => question),
    ROUNDS,
  )
  console.log('| question | answered in | ratio |\n|---|---:|---:|')
  console.log(`| ${rows[0]?.[0]} | ${number(base)} ms | 1 × |`)
  others.forEach((ms, i) => {
    console.log(`| ${rows[i + 1]?.[0]} | ${number(ms)} ms | ${number(ms / base)} × |`)
  })
  await measureReports(ask, base)
  const slow = others.filter((ms) => ms > MOST * base).length
  console.log(slow === 0 ? `\nAll below ${MOST} ×.` : `\n${slow} of them above ${MOST} ×.`)
  if (slow > 0) process.exitCode = 1
}

/** What comes by the clock, beside the look-up of one customer by key on the same connection: it costs what has come, however much there is. */
async function measureClock(db: Database): Promise<void> {
  const { rows } = await sql<{ id: string; open: number; runs: number }>`
    select (select id from customer order by id limit 1) as id, (select count(*)::int from activity where status = 'open') as open,
      (select count(*)::int from process_run) as runs`.execute(db)
  const [{ id = '', open = 0, runs = 0 } = {}] = rows
  const now = new Date()
  // Seven in the morning where the reps are.
  const morning = new Date(`${now.toISOString().slice(0, 10)}T12:00:00Z`)
  const due = await findComeDue(db, now, 200)
  const mornings = await findMornings(db, morning, ['06:30', '11:00'])
  const [first] = mornings
  const [base = Number.NaN, ...others] = await inTurn(
    [
      () => db.selectFrom('customer').selectAll().where('id', '=', id).execute(),
      () => findComeDue(db, now, 200),
      () => findMornings(db, morning, ['06:30', '11:00']),
      () => (first ? findDueOf(db, first.rep.id, first.today, 30) : Promise.resolve()),
    ],
    ROUNDS,
  )
  console.log(
    `\n${runs.toLocaleString('en')} processes that run, with ${open.toLocaleString('en')} open activities, on the database itself:\n`,
  )
  console.log('| question | returns | answered in | ratio |\n|---|---:|---:|---:|')
  console.log(`| one customer, by key | 1 | ${number(base)} ms | 1 × |`)
  const named = [
    ['what is due now', due.length],
    ['whose morning it is', mornings.length],
    ['what a rep’s mail of the morning lists', 30],
  ] as const
  named.forEach(([name, count], i) => {
    console.log(`| ${name} | ${count} | ${number(others[i] ?? 0)} ms | ${number((others[i] ?? 0) / base)} × |`)
  })
}

/** Reports read what they count once, so they take longer the more that is; said beside it. */
async function measureReports(ask: Server['ask'], base: number): Promise<void> {
  const now = Date.now()
  const date = (days: number) => new Date(now + days * 86_400_000).toISOString().slice(0, 10)
  const paths = ['appointment-summary', 'registrant-history', 'bookings', 'appointments'].flatMap((report) =>
    ['', '&project=onsite-3'].map(
      (project) => `/api/v1/reports/${report}?from=${date(-30)}&to=${date(0)}&timeZone=America/New_York${project}`,
    ),
  )
  const counted = await Promise.all(paths.map(async (path) => JSON.parse((await ask('GET', path)).text).totals.total as number))
  const took = await inTurn(
    paths.map((path) => () => ask('GET', path)),
    Math.ceil(ROUNDS / 10),
  )
  console.log('\n| report of 31 days | counts | answered in | ratio |\n|---|---:|---:|---:|')
  for (const [i, path] of paths.entries()) {
    const name = `${path.slice('/api/v1/reports/'.length).split('?')[0]?.replaceAll('-', ' ')}${path.includes('project') ? ' of a project' : ''}`
    console.log(`| ${name} | ${counted[i]?.toLocaleString('en')} | ${number(took[i] ?? 0)} ms | ${number((took[i] ?? 0) / base)} × |`)
  }
}

if (process.env.TEST_DATABASE_URL) {
  const { url, drop } = await freshDatabase(`bench_large_${process.pid}`)
  try {
    const first = await startServer({ url })
    await first.ask('POST', '/api/v1/import', JSON.stringify(largeSetup))
    await first.stop()
    const opened = await openPostgres(url, 1)
    const took = await timed(() => fillLarge(opened.db, new Date()))
    await fillActivities(opened.db, new Date())
    await measureClock(opened.db)
    await opened.close()
    const [customers, bookings] = [LARGE.customers, LARGE.bookings].map((count) => count.toLocaleString('en'))
    console.log(
      `\n${customers} customers and ${bookings} bookings on PostgreSQL, filled in ${number(took / 1000)} s; medians of ${ROUNDS}:\n`,
    )
    const server = await startServer({ url })
    await measure(server, await knownOf(url))
    await server.stop()
  } finally {
    await drop()
  }
} else console.log('\nThe large company was left out: TEST_DATABASE_URL is not set.')
