/**
 * `npm run kill -- 100`: the embedded service is killed at random while it books, as often as said. After each time the database is opened by
 * itself: every booking that was confirmed is there, nothing is half there, nothing overlaps, and indexes say what tables say.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Opened, openEmbedded } from '../server/db/database.ts'
import { type Running, run } from '../test/process/service.ts'
import { randomFrom } from './world.ts'

const rounds = Number(process.argv[2] ?? 10)
const CLIENTS = 4
const DAY_MS = 86_400_000

interface Wish {
  readonly key: string
  readonly body: object
}

const random = randomFrom(Number(process.argv[3] ?? Date.now() % 1e6))
/** What was confirmed: the id of the booking by the key of its wish. */
const confirmed = new Map<string, string>()
/** What was asked and never answered: it may be there or not, and may be asked again. */
let open: Wish[] = []
let refused = 0
let answeredAgain = 0

const aWish = (): Wish => {
  const start = new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + Math.floor(random() * 60 * 48) * 30 * 60_000)
  const customer = { name: 'Una Key', email: `una.${randomUUID()}@example.com` }
  return { key: randomUUID(), body: { eventType: 'consultation', pool: 'sales', start, timeZone: 'UTC', customer } }
}

async function ask(service: Running, folder: string, wish: Wish): Promise<void> {
  const authorization = `Bearer ${(await readFile(join(folder, 'admin-key'), 'utf8')).trim()}`
  const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': wish.key }
  const answer = await fetch(`${service.url}/api/v1/bookings`, { method: 'POST', headers, body: JSON.stringify(wish.body) })
  const { id, status } = (await answer.json()) as { id?: string; status: unknown }
  if (answer.status === 201 && id) confirmed.set(wish.key, id)
  else if (answer.status < 500) refused++
  else throw new Error(`The service answered ${answer.status}: ${JSON.stringify(status)}`)
}

/** Book until the process is gone. */
async function client(service: Running, folder: string, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const wish = aWish()
    try {
      await ask(service, folder, wish)
    } catch (error) {
      if (!isOver()) throw error
      open.push(wish)
    }
  }
}

/** What is wrong with the database, in words. */
async function faultsOf({ db }: Opened): Promise<string[]> {
  const count = async (words: string, query: ReturnType<typeof sql<{ count: number }>>) => {
    const { rows } = await query.execute(db)
    return rows[0]?.count === 0 ? [] : [`${rows[0]?.count} ${words}`]
  }
  const ids = [...confirmed.values()]
  const faults = [
    await count(
      'confirmed bookings are gone',
      sql`select count(*)::int as count from unnest(${ids}::uuid[]) id where not exists (select from booking where booking.id = id)`,
    ),
    await count(
      'bookings lack their history, their time or their turn',
      sql`select count(*)::int as count from booking where status = 'scheduled' and not (
        exists (select from booking_history where booking_id = booking.id) and exists (select from occupancy where booking_id = booking.id)
        and exists (select from ledger where booking_id = booking.id))`,
    ),
    await count(
      'bookings have no job, done or to be done',
      sql`select count(*)::int as count from booking where invitation_sync = 'pending'
        and not exists (select from pgboss.job where data ->> 'bookingId' = booking.id::text and state <> 'failed')`,
    ),
    await count(
      'times of one person overlap',
      sql`select count(*)::int as count from occupancy one join occupancy other on one.rep_id = other.rep_id and one.ctid < other.ctid
        and tstzrange(one.busy_from, one.busy_until) && tstzrange(other.busy_from, other.busy_until)`,
    ),
  ]
  for (const [table, column] of [
    ['booking', 'id'],
    ['occupancy', 'booking_id'],
    ['booking_history', 'booking_id'],
    ['customer', 'email'],
  ] as const) {
    const { rows: plain } = await sql<{ value: string }>`select ${sql.ref(column)}::text as value from ${sql.table(table)}`.execute(db)
    const counts = await db.transaction().execute(async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx)
      const { rows } = await sql<{
        count: number
      }>`select count(*)::int as count from unnest(${plain.map(({ value }) => value)}::text[]) value
        where not exists (select from ${sql.table(table)} where ${sql.ref(column)} = value::${sql.raw(column === 'email' ? 'text' : 'uuid')})`.execute(
        tx,
      )
      return rows[0]?.count ?? 0
    })
    if (counts > 0) faults.push([`${counts} rows of ${table} are not found by ${column}`])
  }
  return faults.flat()
}

const folder = await mkdtemp(join(tmpdir(), 'switchboard-kill-'))
const began = performance.now()
let bad = 0
try {
  for (let round = 1; round <= rounds; round++) {
    const service = await run({ DATA_DIR: folder })
    const again = open
    open = []
    for (const wish of again) {
      await ask(service, folder, wish)
      answeredAgain++
    }
    let over = false
    const clients = Array.from({ length: CLIENTS }, () => client(service, folder, () => over))
    await wait(50 + random() * 1500)
    over = true
    await service.stop('SIGKILL')
    await Promise.all(clients)
    const opened = await openEmbedded(join(folder, 'database'))
    const faults = await faultsOf(opened)
    await opened.close()
    bad += faults.length
    for (const fault of faults) console.log(`Round ${round}: ${fault}`)
    if (round % 10 === 0) console.log(`${round} of ${rounds}: ${confirmed.size} bookings are confirmed and there.`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(
  `Killed ${rounds} times in ${Math.round((performance.now() - began) / 1000)} s: ${confirmed.size} bookings confirmed, ${refused} refused, ${answeredAgain} asked again because the answer was lost.`,
)
console.log(bad === 0 ? 'Nothing that was confirmed is lost, and nothing is half there.' : `${bad} faults.`)
process.exitCode = bad === 0 ? 0 : 1
