/** Changes in any order, told more than once, with crashes in between: the end is always the same. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readCrmChanges } from '../../server/actions/crm/read.ts'
import type { Crm } from '../../server/crm/provider.ts'
import type { CrmChanges, CrmPerson, CrmUser } from '../../server/domain/crm.ts'
import { chances } from './calendar-chaos.ts'
import { openReadingWorld, type ReadingWorld } from './crm-reading-world.ts'

let world: ReadingWorld
let users: CrmUser[]
beforeAll(async () => {
  world = await openReadingWorld()
  users = world.made.reps.map((email) => world.org.user({ email }))
  await world.read()
})
afterAll(() => world.close())

const RECORDS = 4
const STATUSES = ['completed', 'no-show', 'scheduled'] as const

const record = fc.nat({ max: RECORDS - 1 })
/** What people do in the org, and how it is read in between: `seed` says in which order it is told and what twice, `dies` at which statement the process ends. */
const Step = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), record, user: fc.nat({ max: 1 }), name: fc.string({ maxLength: 12, unit: 'grapheme' }) }),
  fc.record({ kind: fc.constant('becomes' as const), record, into: record }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'undelete' as const), record }),
  fc.record({ kind: fc.constant('user' as const), user: fc.nat({ max: 1 }), active: fc.boolean() }),
  fc.record({ kind: fc.constant('status' as const), record, status: fc.constantFrom(...STATUSES) }),
  fc.record({ kind: fc.constant('read' as const), seed: fc.nat(), dies: fc.option(fc.nat({ max: 40 })) }),
)
type Step = typeof Step extends fc.Arbitrary<infer S> ? S : never

test('S1.11 whatever the order, the repetitions and the crashes, customers and bookings end as the org has them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { maxLength: 25 }), async (steps) => {
      const people = await start()
      const model = people.map(({ person, booking }) => ({
        ref: person.ref,
        person,
        booking,
        into: null as number | null,
        gone: false,
        status: 'scheduled',
      }))
      const active = [true, true]
      for (const [i, id] of users.map((user) => user.id).entries()) if (active[i]) world.org.changeUser(id, { active: true })
      for (const step of steps) {
        world.later(1)
        await play(step, model, active)
      }
      await world.read()
      await compare(model, active)
    }),
    { numRuns: 15 },
  )
}, 300_000)

interface Row {
  readonly ref: CrmPerson['ref']
  person: CrmPerson
  readonly booking: string
  into: number | null
  gone: boolean
  status: string
}

let weeks = 0

/** Records with a customer and a meeting that has begun each. */
async function start(): Promise<{ person: CrmPerson; booking: string }[]> {
  const day = Date.UTC(2027, 2, 2, 15) + weeks++ * 7 * 24 * 3_600_000
  world.later((day - world.app.services.now().getTime()) / 60_000 - 24 * 60)
  const people = []
  for (let i = 0; i < RECORDS; i++) {
    const person = world.org.person({ object: i % 2 === 0 ? 'Contact' : 'Lead', name: `Person ${weeks}.${i}` })
    const { id } = await world.launch(person)
    const booking = await world.book(id, new Date(day + i * 1_800_000).toISOString().replace('.000', ''), person.ref)
    people.push({ person, booking })
  }
  world.later(2 * 24 * 60)
  return people
}

async function play(step: Step, model: Row[], active: boolean[]): Promise<void> {
  const { org } = world
  if (step.kind === 'read') return read(step)
  if (step.kind === 'user') {
    active[step.user] = step.active
    return void org.changeUser(users[step.user]!.id, { active: step.active })
  }
  const row = model[step.record]!
  if (step.kind === 'status') {
    row.status = step.status
    return org.setStatus(row.booking, step.status)
  }
  if (row.into !== null) return // Nobody can do anything with what was merged away.
  if (step.kind === 'undelete' && row.gone) {
    row.gone = false
    org.undelete(row.ref)
  }
  if (row.gone) return
  if (step.kind === 'edit') row.person = org.edit(row.ref, { name: step.name, ownerId: users[step.user]!.id })
  if (step.kind === 'remove') {
    row.gone = true
    org.remove(row.ref)
  }
  if (step.kind === 'becomes') {
    const target = model[step.into]!
    if (target === row || target.gone || target.into !== null) return
    row.into = step.into
    org.becomes(row.ref, target.ref)
  }
}

/** One reading, told as badly as may be, in a process that may end in the middle of it. */
async function read({ seed, dies }: { seed: number; dies: number | null }): Promise<void> {
  const chance = chances(seed)
  let left = dies ?? Number.POSITIVE_INFINITY
  const mortal = world.app.services.db.withPlugin({
    transformQuery({ node }) {
      if (left-- <= 0) throw new Error('The process dies here.')
      return node
    },
    transformResult: async ({ result }) => result,
  })
  world.door = (crm) => badlyTold(crm, chance)
  try {
    await readCrmChanges({ ...world.app.services, db: mortal })
  } catch (error) {
    expect(String(error)).toContain('dies here')
  } finally {
    world.door = (crm) => crm
  }
}

/** An org that tells what was before once more, some of it twice, and in any order; of each thing what it is now. */
const badlyTold = (crm: Crm, chance: () => number): Crm => ({
  ...crm,
  async changes(since) {
    const told = await crm.changes(new Date(since.getTime() - chance() * 10 * 60_000))
    const stir = <T>(all: readonly T[]): T[] => [...all, ...all.filter(() => chance() < 0.3)].sort(() => chance() - 0.5)
    const { people, users: changed, bookings } = asItIs(told)
    return { ...told, people: stir(people), users: stir(changed), bookings: stir(bookings) }
  },
})

const asItIs = ({ people, users: changed, bookings }: CrmChanges) => ({
  people: [...new Map(people.map((one) => [one.ref.id, one])).values()],
  users: [...new Map(changed.map((one) => [one.id, one])).values()],
  bookings: [...new Map(bookings.map((one) => [one.bookingId, one])).values()],
})

/** There is one customer for each record that something of ours went into, with all its bookings. */
async function compare(model: readonly Row[], active: readonly boolean[]): Promise<void> {
  const { db } = world.app.services
  const rootOf = (i: number): number => (model[i]!.into === null ? i : rootOf(model[i]!.into!))
  const reps = new Map((await db.selectFrom('rep').select(['id', 'email']).execute()).map(({ id, email }) => [email, id]))
  for (const [root, row] of model.entries()) {
    if (row.into !== null) continue
    const bookings = model.flatMap((one, i) => (rootOf(i) === root ? [one.booking] : []))
    const held = await db.selectFrom('booking').select(['id', 'customer_id']).where('id', 'in', bookings).execute()
    expect(new Set(held.map((one) => one.customer_id)).size).toBe(1)
    const customer = await db.selectFrom('customer').selectAll().where('id', '=', held[0]!.customer_id!).executeTakeFirstOrThrow()
    if (row.gone) {
      expect(customer).toMatchObject({ salesforce_id: null, salesforce_was: row.ref.id, owner_id: null })
    } else {
      const owner = users.findIndex((user) => user.id === row.person.ownerId)
      const ownerId = active[owner] ? reps.get(users[owner]!.email)! : null
      expect(customer).toMatchObject({ salesforce_id: row.ref.id, salesforce_was: null, name: row.person.name, owner_id: ownerId })
    }
    const records = await db.selectFrom('crm_record').select('person_id').where('booking_id', 'in', bookings).execute()
    // A booking whose record was deleted is nobody's there until it is written again.
    const ids = new Set(records.map((one) => one.person_id))
    for (const id of ids) expect([row.gone ? null : row.ref.id, null]).toContain(id)
  }
  for (const { booking, status } of model) expect((await world.booking(booking)).status).toBe(status)
}
