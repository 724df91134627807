/** A thousand changes of bookings while the org fails in every way it can: at the end bookings, events and rows agree exactly. */
import { expect } from 'vitest'
import { writeCrmRecord } from '../../server/actions/crm/write.ts'
import type { Crm } from '../../server/crm/provider.ts'
import { CrmTrouble, type PersonRef } from '../../server/domain/crm.ts'
import { company, type TestApp } from '../support/app.ts'
import { chances } from './calendar-chaos.ts'
import { openCrmWorld } from './crm-world.ts'

/** What an org holds of a booking, in its row or its event. */
export interface HeldEvent {
  readonly id: string
  readonly bookingId: string
  readonly status: string
  readonly start: string
  readonly end: string
  readonly ownerId: string | null
  readonly whoId: string | null
}
export interface HeldRow {
  readonly bookingId: string
  readonly status: string
  readonly start: string
  readonly repName: string
  readonly whoId: string | null
  readonly eventId: string | null
}

/** An org that fails on demand, and shows what it holds. */
export interface OrgBench {
  readonly crm: Crm
  /** How the next so many calls fail. */
  fail(how: OrgFailure, times: number): void
  /** Nothing fails any more. */
  recover(): void
  contact(email: string): Promise<PersonRef>
  user(email: string): Promise<string>
  events(): Promise<HeldEvent[]>
  rows(): Promise<HeldRow[]>
  /** The emails of all leads. */
  leads(): Promise<string[]>
  /** How many calls were made so far. */
  calls(): number
  close(): Promise<void>
}

export const ORG_FAILURES = ['server-error', 'maintenance', 'slow-down', 'limit', 'locked', 'reset', 'lost', 'half', 'time-out'] as const
export type OrgFailure = (typeof ORG_FAILURES)[number]

const REPS = 5
/** Half hours of nineteen weekdays: so many that few are refused, for a refusal takes longer than a booking. */
const STARTS = [2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22, 23, 24, 25, 26].flatMap((day) =>
  Array.from({ length: 13 }, (_, i) => new Date(Date.UTC(2027, 2, day, 14, 30 * i)).toISOString().replace('.000', '')),
)
/** From here on the first meetings are over, and get outcomes. */
const LATER = '2027-03-05T22:00:00Z'

type Made = Awaited<ReturnType<typeof company>>
interface Chaos {
  readonly app: TestApp
  readonly made: Made
  readonly ids: string[]
  readonly contacts: ReadonlyMap<string, PersonRef>
  readonly chance: () => number
  readonly pick: <T>(all: readonly T[]) => T
  now: Date
}

/** Let `changes` changes of bookings meet an org that fails, and compare what it holds with what the bookings say. */
export async function crmChaos(name: string, open: () => Promise<OrgBench>, changes: number, seed: number): Promise<void> {
  console.log(`Seed of the chaos with ${name}: ${seed}`)
  const chance = chances(seed)
  const pick = <T>(all: readonly T[]): T => all[Math.floor(chance() * all.length)] as T
  const bench = await open()
  const world = await openCrmWorld({ openCrm: () => bench.crm })
  const { app } = world
  try {
    await world.connect()
    const made = await company(app, { reps: Array.from({ length: REPS }, () => ({})) })
    // The last rep does not work in the org.
    const users = new Map<string, string>()
    for (const rep of made.reps.slice(0, -1)) users.set(rep, await bench.user(rep))
    for (const [email, id] of users) await app.services.db.insertInto('crm_user').values({ id, name: email, email, active: true }).execute()
    const contacts = new Map<string, PersonRef>()
    for (let i = 0; i < 40; i++) contacts.set(`known${i}.${made.tag}@example.com`, await bench.contact(`known${i}.${made.tag}@example.com`))
    const chaos: Chaos = { app, made, ids: [], contacts, chance, pick, now: new Date('2027-03-01T12:00:00Z') }
    const left = new Set<string>()
    for (let done = 0; done < changes; ) {
      pass(chaos, 1)
      if (done > changes / 2 && chaos.now < new Date(LATER)) pass(chaos, (Date.parse(LATER) - chaos.now.getTime()) / 60_000)
      const changed = await changeSomething(chaos)
      if (changed) {
        done++
        left.add(changed)
      }
      // A time-out takes its time.
      const how = pick(ORG_FAILURES)
      if (chance() < (how === 'time-out' ? 0.1 : 0.4)) bench.fail(how, 1 + Math.floor(chance() * 3))
      if (chance() < 0.1) pass(chaos, 16)
      if (chance() < 0.7)
        await Promise.all(
          [...left]
            .sort(() => chance() - 0.5)
            .slice(0, 4)
            .map((id) => tryWrite(chaos, id)),
        )
    }
    bench.recover()
    await calm(chaos)
    await compare(chaos, bench, users)
    await eachIsOneCall(chaos, bench)
    await compare(chaos, bench, users)
  } finally {
    await bench.close()
    await app.close()
  }
}

function pass(chaos: Chaos, minutes: number): void {
  chaos.now = new Date(chaos.now.getTime() + minutes * 60_000)
  chaos.app.at(chaos.now.toISOString())
}

/** One change of a booking, by chance; the id of what was changed, or null if the rules refused it. */
async function changeSomething({ app, made, ids, contacts, chance, pick, now }: Chaos): Promise<string | null> {
  const start = pick(STARTS.filter((at) => new Date(at) > now))
  const rep = pick(made.reps)
  const what = ids.length < 20 ? 0 : chance()
  if (what < 0.4) {
    const email = chance() < 0.5 ? pick([...contacts.keys()]) : `new${Math.floor(chance() * 150)}.${made.tag}@example.com`
    const customer = { name: 'Jane Smith', email }
    const wanted = { eventType: made.eventType, rep, start, timeZone: 'America/New_York', customer }
    if (chance() < 0.7) {
      const reply = await app.post('/api/v1/bookings', wanted)
      if (reply.status === 201) ids.push(reply.body.id)
      return reply.status === 201 ? reply.body.id : null
    }
    const reply = await app.post(`/api/v1/pages/${made.page}/bookings`, { ...wanted, answers: {} }, { signedIn: false })
    const id = reply.status === 201 ? reply.body.uid.split('@')[0] : null
    if (id) ids.push(id)
    return id
  }
  const id = pick(ids)
  const step: [string, object] =
    what < 0.55
      ? ['reschedule', { start }]
      : what < 0.65
        ? ['reschedule', { start, rep }]
        : what < 0.8
          ? ['reassign', { rep }]
          : what < 0.9
            ? ['outcome', { status: pick(['completed', 'no-show', 'scheduled']) }]
            : ['cancel', { reason: 'By chance' }]
  const reply = await app.post(`/api/v1/bookings/${id}/${step[0]}`, step[1])
  return reply.status === 200 ? id : null
}

async function tryWrite({ app, chance }: Chaos, bookingId: string): Promise<void> {
  for (let times = chance() < 0.2 ? 2 : 1; times > 0; times--) await attempt(app, bookingId)
}

async function attempt(app: TestApp, bookingId: string): Promise<void> {
  try {
    await writeCrmRecord(app.services, { bookingId })
  } catch (error) {
    // A fault of ours is no trouble of the org's.
    if (!(error instanceof CrmTrouble) || error.message.startsWith('Switchboard itself')) throw error
  }
}

const unwritten = async ({ db }: TestApp['services']): Promise<string[]> =>
  (await db.selectFrom('booking').select('id').where('crm_sync', '=', 'pending').orderBy('id').execute()).map(({ id }) => id)

/** The org has recovered: what is left is written until nothing is, as the queue does it. */
async function calm(chaos: Chaos): Promise<void> {
  for (let round = 0; round < 30; round++) {
    pass(chaos, 16)
    const left = await unwritten(chaos.app.services)
    if (left.length === 0) return
    for (const id of left) await attempt(chaos.app, id)
  }
  throw new Error('Some bookings cannot be written.')
}

/** Each booking has one row and one event, which say what it says, and there is nothing else. */
async function compare({ app, contacts, made }: Chaos, bench: OrgBench, users: ReadonlyMap<string, string>): Promise<void> {
  const { db } = app.services
  const bookings = await db
    .selectFrom('booking')
    .innerJoin('rep', 'rep.id', 'booking.rep_id')
    .select(['booking.id', 'status', 'starts_at', 'ends_at', 'rep.name', 'rep.email', 'customer_email', 'crm_sync'])
    .orderBy('booking.id')
    .execute()
  const [events, rows] = [await bench.events(), await bench.rows()]
  const text = (at: Date) => at.toISOString().replace('.000', '')
  const byBooking = <T extends { bookingId: string }>(all: readonly T[]) => all.toSorted((a, b) => (a.bookingId < b.bookingId ? -1 : 1))
  expect(bookings.filter((one) => one.crm_sync !== 'done')).toEqual([])
  expect(byBooking(rows).map(({ bookingId, status, start, repName }) => `${bookingId} ${status} ${start} ${repName}`)).toEqual(
    bookings.map((one) => `${one.id} ${one.status} ${text(one.starts_at)} ${one.name}`),
  )
  expect(byBooking(events).map(({ bookingId, status, start, end }) => `${bookingId} ${status} ${start} ${end}`)).toEqual(
    bookings.map((one) => `${one.id} ${one.status} ${text(one.starts_at)} ${text(one.ends_at)}`),
  )
  const eventOf = new Map(events.map((one) => [one.bookingId, one]))
  const rowOf = new Map(rows.map((one) => [one.bookingId, one]))
  for (const { id, email, customer_email } of bookings) {
    const [event, row] = [eventOf.get(id), rowOf.get(id)]
    expect(row?.eventId).toBe(event?.id)
    expect([event?.whoId === null, row?.whoId]).toEqual([false, event?.whoId])
    if (users.has(email)) expect(event?.ownerId).toBe(users.get(email))
    const contact = contacts.get(customer_email ?? '')
    if (contact) expect(event?.whoId).toBe(contact.id)
  }
  // Whoever was not known became one lead, whatever was lost on the way.
  const strangers = new Set(bookings.flatMap((one) => (one.customer_email && !contacts.has(one.customer_email) ? one.customer_email : [])))
  expect((await bench.leads()).toSorted()).toEqual([...strangers].toSorted())
  expect(strangers.size + contacts.size).toBeGreaterThan(made.reps.length)
}

/** Without a fault, a change costs one call. */
async function eachIsOneCall(chaos: Chaos, bench: OrgBench): Promise<void> {
  const before = bench.calls()
  let changed = 0
  for (let tries = 0; tries < 60; tries++) {
    const id = await changeSomething({ ...chaos, chance: () => 0.4 + chaos.chance() * 0.6 })
    // A booking that was given to the rep who had it has not changed.
    if (id === null || !(await unwritten(chaos.app.services)).includes(id)) continue
    changed++
    await writeCrmRecord(chaos.app.services, { bookingId: id })
  }
  expect(changed).toBeGreaterThan(5)
  expect(bench.calls() - before).toBe(changed)
}
