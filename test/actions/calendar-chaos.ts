/** A thousand changes of bookings while the calendars' vendor fails in every way it can: at the end both agree exactly. */
import { expect } from 'vitest'
import { syncCalendar } from '../../server/actions/calendars/sync.ts'
import { heedWatch } from '../../server/actions/calendars/watch.ts'
import { writeCalendarEvent } from '../../server/actions/calendars/write.ts'
import { askForSoonerSync } from '../../server/db/calendars.ts'
import { CalendarTrouble, type Vendor } from '../../server/domain/calendar.ts'
import type { Bench } from '../calendars/contract.ts'
import { company, type TestApp } from '../support/app.ts'
import { type OwnAccount, openCalendarWorld } from './calendar-world.ts'

const FAILURES = ['server-error', 'slow-down', 'reset', 'half'] as const

/** Numbers in [0, 1) that a seed decides (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Decides what happens; a run that failed is repeated with `CHAOS_SEED`. */
export const SEED = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000)
export const CHANGES = 1000

const REPS = 4
/** Starts that bookings are made at: half hours of eight weekdays, so that many meet. */
const STARTS = [2, 3, 4, 5, 8, 9, 10, 11].flatMap((day) =>
  Array.from({ length: 14 }, (_, i) => new Date(Date.UTC(2027, 2, day, 14, 30 * i)).toISOString().replace('.000', '')),
)

/** Let `changes` changes of bookings meet a vendor that fails, and compare what the calendars say with what the bookings say. */
export async function chaos(vendor: Vendor, open: () => Promise<Bench>, changes: number, seed: number): Promise<void> {
  console.log(`Seed of the chaos with ${vendor}: ${seed}`)
  const chance = chances(seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T
  // Nobody else works on the jobs: each is run here, late, twice and in any order of bookings.
  const world = await openCalendarWorld({ whenUnreachable: 'book', edits: 'ignore' }, { role: 'web' })
  const { app } = world
  const benches: Bench[] = []
  try {
    const made = await company(app, { reps: Array.from({ length: REPS }, () => ({})) })
    const accounts: OwnAccount[] = []
    for (const rep of made.reps) {
      const bench = await open()
      benches.push(bench)
      await bench.add({ title: 'By hand', start: new Date('2027-03-12T15:00:00Z'), end: new Date('2027-03-12T16:00:00Z') })
      accounts.push(await world.connect(rep, { vendor, bench }))
    }
    const ids: string[] = []
    const open_ = new Set<string>()
    for (let done = 0; done < changes; ) {
      const reply = await changeSomething(app, made, ids, chance, pick)
      if (reply) {
        done++
        open_.add(reply)
      }
      if (chance() < 0.5) pick(benches).fail(pick(FAILURES), 1 + Math.floor(chance() * 3))
      if (chance() < 0.7 && open_.size > 0) {
        const bookings = [...open_].sort(() => chance() - 0.5).slice(0, 4)
        await Promise.all(bookings.map((id) => tryWrite(app, id, chance)))
      }
      if (chance() < 0.1) {
        const account = pick(accounts)
        await Promise.all([1, 2].map(() => syncCalendar(app.services, { accountId: account.id }))) // A notice that comes twice.
        await heedWatch(app.services, { watchId: 'unknown', token: 'forged' })
      }
    }
    await calm(app, accounts, ids)
    await compare(app, accounts, benches)
  } finally {
    for (const bench of benches) await bench.close()
    await app.close()
  }
}

type Made = Awaited<ReturnType<typeof company>>

/** One change of a booking, by chance; the id of what was changed, or null if the rules refused it. */
async function changeSomething(app: TestApp, made: Made, ids: string[], chance: () => number, pick: <T>(all: readonly T[]) => T) {
  const start = pick(STARTS)
  const rep = pick(made.reps)
  const what = ids.length < 20 ? 0 : chance()
  if (what < 0.4) {
    const customer = { name: 'Jane Smith', email: `jane${ids.length}.${made.tag}@example.com` }
    const reply = await app.post('/api/v1/bookings', { eventType: made.eventType, rep, start, timeZone: 'America/New_York', customer })
    if (reply.status !== 201) return null
    ids.push(reply.body.id)
    return reply.body.id as string
  }
  const id = pick(ids)
  const step =
    what < 0.6
      ? ['reschedule', { start }]
      : what < 0.7
        ? ['reschedule', { start, rep }]
        : what < 0.85
          ? ['reassign', { rep }]
          : ['cancel', {}]
  const reply = await app.post(`/api/v1/bookings/${id}/${step[0]}`, step[1])
  return reply.status === 200 ? id : null
}

async function tryWrite(app: TestApp, bookingId: string, chance: () => number): Promise<void> {
  for (let times = chance() < 0.2 ? 2 : 1; times > 0; times--) {
    try {
      await writeCalendarEvent(app.services, { bookingId })
    } catch (error) {
      if (!(error instanceof CalendarTrouble)) throw error
    }
  }
}

/** The vendor has recovered: what failed is tried again until nothing is left, as the queue does it. */
async function calm(app: TestApp, accounts: readonly OwnAccount[], ids: readonly string[]): Promise<void> {
  let left = [...ids]
  for (let round = 0; left.length > 0; round++) {
    if (round > 30) throw new Error(`${left.length} bookings cannot be written`)
    const failed: string[] = []
    for (const bookingId of left) {
      try {
        await writeCalendarEvent(app.services, { bookingId })
      } catch (error) {
        if (!(error instanceof CalendarTrouble)) throw error
        failed.push(bookingId)
      }
    }
    left = failed
  }
  for (const account of accounts) {
    for (let tries = 0; tries < 30; tries++) {
      await askForSoonerSync(app.services.db, account.calendarId, new Date(0))
      await account.sync()
      const state = await app.services.db
        .selectFrom('calendar_account')
        .select('failures')
        .where('id', '=', account.id)
        .executeTakeFirstOrThrow()
      if (state.failures === 0) break
    }
  }
}

/** Every booking that stands is in its rep's calendar once, at its time, and nothing else is but what was entered by hand. */
async function compare(app: TestApp, accounts: readonly OwnAccount[], benches: readonly Bench[]): Promise<void> {
  const { db } = app.services
  for (const [i, account] of accounts.entries()) {
    const bookings = await db
      .selectFrom('booking')
      .select(['uid', 'starts_at as start', 'ends_at as end'])
      .where('rep_id', '=', account.repId)
      .where('status', '=', 'scheduled')
      .orderBy('starts_at')
      .execute()
    const events = (await benches[i]!.events()).sort((a, b) => a.start.getTime() - b.start.getTime())
    const line = ({ uid, start, end }: { uid: string | null; start: Date; end: Date }) =>
      `${uid} ${start.toISOString()} ${end.toISOString()}`
    expect(events.filter((one) => one.uid !== null).map(line)).toEqual(bookings.map(line))
    expect(events.filter((one) => one.uid === null).map((one) => one.title)).toEqual(['By hand'])
    // What makes the rep busy, once all is read, is what was entered by hand.
    const busy = await db.selectFrom('busy').select('starts_at').where('source', '=', account.calendarId).execute()
    expect(busy.map((one) => one.starts_at.toISOString())).toEqual(['2027-03-12T15:00:00.000Z'])
  }
  const unfinished = await db.selectFrom('booking').select('id').where('calendar_sync', 'not in', ['done', 'none']).execute()
  expect(unfinished).toEqual([])
}
