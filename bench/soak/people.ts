/** Who uses the service in the storm. Everybody does one thing after the other, drawn by a seed of their own. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { randomFrom } from '../world.ts'
import { type Client, type Figures, note, openClient, type Reply } from './ask.ts'
import { busyOf, type Company, hoursOf, RANGE, type Slug, someTime } from './company.ts'

/** A booking that a client was told is made. */
export interface Acknowledged {
  readonly id: string
  readonly uid: string
  readonly key: string
  /** Each wish has a customer of its own. */
  readonly email: string
  readonly start: string
}

/** What all of them know. */
export interface Storm {
  readonly company: Company
  readonly figures: Figures
  readonly acknowledged: Acknowledged[]
  /** Meetings that begin soon, whose outcome is to be said. */
  readonly soon: { readonly id: string; readonly start: number }[]
  /** Requests for approval. */
  readonly requested: string[]
  /** The addresses at which customers manage their bookings. */
  readonly manage: string[]
  /** Answers to one key that were not the same. */
  readonly unlike: string[]
  /** Somebody enters something into a calendar of their own. */
  readonly enterByHand: () => void
  /** When clients end. */
  over: boolean
}

/** What is asked for on the phone. */
interface Meeting {
  readonly eventType: string
  readonly pool: string
  readonly start: string
  readonly timeZone: string
  readonly rep?: string
}

interface Person {
  readonly storm: Storm
  readonly client: Client
  readonly chance: () => number
  pick<T>(all: readonly T[]): T
}

const ZONE = 'America/New_York'
const STAFF: readonly Slug[] = ['consultation', 'consultation', 'visit', 'showing', 'introduction']

/** How many of each there are, and about how long one waits after each thing done. */
const CAST = [
  { count: 8, pause: 120, act: coordinate, staff: true },
  { count: 4, pause: 250, act: bookByPage, staff: false },
  { count: 1, pause: 400, act: importHours, staff: true },
  { count: 1, pause: 120, act: changeBooking, staff: true },
] as const

/** All of them at work until the storm is over. */
export async function work(storm: Storm, port: number, key: string, seed: number): Promise<void> {
  const all = CAST.flatMap((one) => Array.from({ length: one.count }, () => one))
  await Promise.all(
    all.map(async ({ act, pause, staff }, i) => {
      const chance = randomFrom(seed + 1000 * (i + 1))
      const client = openClient(port, staff ? key : null, storm.figures, chance)
      const person: Person = { storm, client, chance, pick: (list) => list[Math.floor(chance() * list.length)] as never }
      while (!storm.over) {
        await act(person)
        await wait(pause * 2 * chance())
      }
      client.close()
    }),
  )
}

/** Book with a key of its own; sometimes the answer is not waited for, sometimes it is asked for twice. */
async function book({ storm, client, chance }: Person, kind: string, path: string, wish: object, name: string, address?: string) {
  const key = randomUUID()
  const email = `${key}@customer.example`
  const body = { ...wish, customer: { name, email } }
  const asked = { method: 'POST', path, body, key, ...(address === undefined ? {} : { address }) }
  const first = await client.ask(kind, { ...asked, lose: chance() < 0.06 })
  if (first?.status !== 201) return first
  const id = String(first.body.id ?? first.body.uid.split('@')[0])
  storm.acknowledged.push({ id, key, email, uid: first.body.uid, start: first.body.start })
  if (chance() < 0.06) {
    const second = await client.ask('the same again', asked)
    if (second && (second.status !== 201 || second.body.uid !== first.body.uid))
      storm.unlike.push(`${key}: ${second.status} ${second.body?.uid}`)
  }
  return first
}

const staffPath = '/api/v1/bookings'

async function coordinate(person: Person): Promise<void> {
  const { storm, client, chance, pick } = person
  const roll = chance()
  if (roll < 0.08) return bookAtOnce(person)
  if (roll < 0.16) return tellOutcome(person)
  if (roll < 0.22) return answerRequest(person)
  const pool = chance() < 0.8 ? pick(storm.company.teams).slug : 'everybody'
  const eventType = pick(STAFF)
  const start = someTime(chance)
  const meeting = { eventType, pool, start, timeZone: ZONE }
  if (roll < 0.36) return void (await bookOrNearest(person, meeting))
  if (roll < 0.42)
    return void (await client.ask('heat map', {
      path: `/api/v1/availability?${new URLSearchParams({ eventType, pool, ...RANGE, timeZone: ZONE })}`,
    }))

  const found = await client.ask('find by time', {
    method: 'POST',
    path: '/api/v1/find-by-time',
    body: { eventType, pool, at: start, timeZone: ZONE, limit: 10 },
  })
  const candidate = found?.body?.candidates?.[0]
  const at = candidate ? start : found?.body?.nearest?.[0]?.start
  if (!at) return
  if (!candidate) return void (await bookOrNearest(person, { ...meeting, start: at }))
  const rep = candidate.rep.id
  if (roll < 0.7) return void (await bookOrNearest(person, { ...meeting, rep }))
  await holdAndBook(person, { ...meeting, rep })
}

async function bookOrNearest(person: Person, meeting: Meeting): Promise<void> {
  const reply = await book(person, 'book', staffPath, meeting, 'Jane Caller')
  const near = reply?.status === 409 ? reply.body.nearest?.[0]?.start : undefined
  if (near) await book(person, 'book', staffPath, { ...meeting, start: near }, 'Jane Nearby')
}

async function holdAndBook(person: Person, meeting: Meeting & { readonly rep: string }) {
  const { client, chance } = person
  const { eventType, pool, rep, start } = meeting
  const held = await client.ask('hold', {
    ...{ method: 'POST', path: '/api/v1/holds', key: randomUUID(), body: { eventType, pool, rep, start }, lose: chance() < 0.05 },
  })
  if (held?.status !== 201) return
  await wait(chance() * 100)
  if (chance() < 0.15) await client.ask('release', { method: 'DELETE', path: `/api/v1/holds/${held.body.id}` })
  else if (chance() < 0.9) await book(person, 'book what is held', staffPath, { ...meeting, hold: held.body.id }, 'Jane Held')
}

/** A meeting that begins in the next minute or two, so that its outcome can be told while the storm lasts. */
async function bookAtOnce(person: Person): Promise<void> {
  const start = (Math.floor(Date.now() / 60_000) + 1 + Math.floor(person.chance() * 2)) * 60_000
  const at = new Date(start).toISOString().replace('.000', '')
  const wish = { eventType: 'introduction', pool: 'desk', start: at, timeZone: 'UTC' }
  const reply = await book(person, 'book', staffPath, wish, 'Jane Now')
  if (reply?.status === 201) person.storm.soon.push({ id: reply.body.id, start })
}

async function tellOutcome({ storm, client, chance, pick }: Person): Promise<void> {
  const over = storm.soon.filter(({ start }) => start < Date.now() - 1000)
  if (over.length === 0) return
  const status = pick(['completed', 'completed', 'no-show', 'scheduled'])
  const { id } = pick(over.slice(-20))
  const answer = await client.ask('outcome', {
    method: 'POST',
    path: `${staffPath}/${id}/outcome`,
    body: { status, notes: `Seen ${chance()}` },
  })
  mustKnow(storm, answer, id)
}

async function answerRequest({ storm, client, chance }: Person): Promise<void> {
  const id = storm.requested.shift()
  if (id)
    await client.ask('answer a request', { method: 'POST', path: `${staffPath}/${id}/${chance() < 0.7 ? 'approve' : 'decline'}`, body: {} })
}

async function changeBooking({ storm, client, chance, pick }: Person): Promise<void> {
  const one = storm.acknowledged.length === 0 ? null : pick(storm.acknowledged.slice(-400))
  if (!one) return
  const path = `${staffPath}/${one.id}`
  const roll = chance()
  const rep = pick(pick(storm.company.teams).emails)
  const answer =
    roll < 0.25
      ? await client.ask('reschedule', { method: 'POST', path: `${path}/reschedule`, body: { start: someTime(chance), rep: 'any' } })
      : roll < 0.45
        ? await client.ask('reschedule', { method: 'POST', path: `${path}/reschedule`, body: { start: someTime(chance), rep } })
        : roll < 0.75
          ? await client.ask('reassign', { method: 'POST', path: `${path}/reassign`, body: { rep, reason: 'Storm' } })
          : roll < 0.85
            ? await client.ask('read', { path })
            : await client.ask('cancel', { method: 'POST', path: `${path}/cancel`, body: { reason: 'Storm' } })
  mustKnow(storm, answer, one.id)
}

/** A booking that was acknowledged is never unknown afterwards. */
function mustKnow({ figures, unlike }: Storm, answer: Reply | null, id: string): void {
  if (answer?.status !== 404) return
  note(figures.answers, '404 of what was acknowledged')
  unlike.push(`Booking ${id} was acknowledged, and then there was none.`)
}

async function bookByPage(person: Person): Promise<void> {
  const { storm, client, chance, pick } = person
  const address = `10.${Math.floor(chance() * 250)}.${Math.floor(chance() * 250)}.${Math.floor(chance() * 250)}`
  if (chance() < 0.25) return manage(person, address)
  const { page } = pick(storm.company.teams)
  const eventType = pick(['consultation', 'introduction', 'showing'] as const)
  const query = new URLSearchParams({ eventType, ...RANGE, timeZone: ZONE })
  const shown = await client.ask('slots of a page', { path: `/api/v1/pages/${page}/slots?${query}`, address })
  const slots = (shown?.body?.days ?? []).flatMap((day: { slots: string[] }) => day.slots)
  if (slots.length === 0) return
  // Customers like the same times.
  const start = slots[Math.floor(chance() ** 3 * slots.length)]
  const wish = { eventType, start, timeZone: ZONE, answers: {} }
  const reply = await book(person, 'book by a page', `/api/v1/pages/${page}/bookings`, wish, 'Jane Page', address)
  if (reply?.status !== 201) return
  if (reply.body.status === 'requested') storm.requested.push(reply.body.uid.split('@')[0])
  if (chance() < 0.5) storm.manage.push(new URL(reply.body.manageUrl).pathname.split('/').at(-1) ?? '')
}

async function manage({ storm, client, chance, pick }: Person, address: string): Promise<void> {
  const token = storm.manage.shift()
  if (!token) return
  const path = `/api/v1/manage/${token}`
  if (chance() < 0.4) return void (await client.ask('cancel by link', { method: 'POST', path: `${path}/cancel`, body: {}, address }))
  const free = await client.ask('slots of a link', { path: `${path}/slots?${new URLSearchParams({ ...RANGE, timeZone: ZONE })}`, address })
  const slots = (free?.body?.days ?? []).flatMap((day: { slots: string[] }) => day.slots)
  if (slots.length === 0) return
  const body = { start: pick(slots), timeZone: ZONE, rep: 'any' }
  await client.ask('reschedule by link', { method: 'POST', path: `${path}/reschedule`, body, address })
}

async function importHours({ storm, client, chance, pick }: Person): Promise<void> {
  if (chance() < 0.3) storm.enterByHand()
  const chosen = new Map(Array.from({ length: 3 }, () => pick(storm.company.reps)).map((rep) => [rep.email, rep]))
  const reps = [...chosen.values()].map(({ email, timeZone }) => ({
    email,
    ...(chance() < 0.5 ? { weeklyHours: hoursOf(chance) } : {}),
    ...(chance() < 0.7 ? { busy: busyOf(timeZone, chance) } : {}),
  }))
  await client.ask('import', { method: 'POST', path: '/api/v1/import', body: { reps } })
}
