import type { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { CompiledQuery, type Driver, Kysely, PGliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { importSetup } from '../../server/actions/import/import-setup.ts'
import { CHANGES, follow } from '../../server/db/changes.ts'
import type { Opened } from '../../server/db/database.ts'
import type { Tables } from '../../server/db/tables.ts'
import { baseGrid } from '../../server/domain/availability.ts'
import { DAY, minuteOf } from '../../server/domain/interval.ts'
import type { Member, Wish } from '../../server/domain/matching.ts'
import { type Finder, openFinder } from '../../server/finder/finder.ts'
import { ImportRequest } from '../../server/http/contract/import.ts'
import { type Company, company, NOW, onPostgres, openTestApp, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

vi.setConfig({ testTimeout: 120_000 }) // properties are many cases, and the machine may be busy

let own: Opened
let app: TestApp
beforeAll(async () => {
  own = await openOwnDatabase()
  app = await openTestApp(own, { role: 'web' })
})
afterAll(() => app.close())

const HOUR = 3_600_000
const at = (hour: number) =>
  new Date(Date.parse('2027-03-08T14:00:00Z') + Math.floor(hour / 8) * 24 * HOUR + (hour % 8) * HOUR).toISOString()

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'book',
      'book',
      'book',
      'move',
      'give',
      'cancel',
      'hours',
      'override',
      'busy',
      'time off',
      'leave',
      'limit',
      'next day',
    ),
    rep: fc.integer({ min: 0, max: 2 }),
    hour: fc.integer({ min: 0, max: 15 }),
  }),
  { minLength: 1, maxLength: 14 },
)

async function act(made: Company, bookings: string[], { kind, rep, hour }: { kind: string; rep: number; hour: number }): Promise<void> {
  const email = made.reps[rep]
  const booking = bookings[hour % Math.max(1, bookings.length)]
  const set = (data: object) => app.post('/api/v1/import', { reps: [{ email, ...data }] })
  const span = { start: at(hour), end: at(hour + 1) }
  const change = (step: string, body: object) => (booking ? app.post(`/api/v1/bookings/${booking}/${step}`, body) : null)
  const done = await {
    book: async () => {
      const reply = await app.post('/api/v1/bookings', wish(made, at(hour), { rep: email, pool: undefined }))
      if (reply.status === 201) bookings.push(reply.body.id)
      return reply
    },
    move: () => change('reschedule', { start: at(hour) }),
    give: () => change('reassign', { rep: email }),
    cancel: () => change('cancel', {}),
    hours: () => set({ weeklyHours: [{ days: ['MO', 'WE'], start: '10:00', end: hour % 2 === 0 ? '14:00' : '02:00' }] }),
    override: () => set({ overrides: [{ date: '2027-03-09', hours: hour % 2 === 0 ? [] : [{ start: '07:00', end: '12:00' }] }] }),
    busy: () => set({ busy: [span] }),
    'time off': () => set({ timeOff: [span] }),
    leave: () => set({ active: hour % 2 === 0 }),
    limit: () => set({ dailyLimit: hour % 3 === 0 ? null : hour % 3 }),
    'next day': () => app.at(new Date(app.services.now().getTime() + 24 * HOUR).toISOString()),
  }[kind]!()
  if (done) expect(done.status, JSON.stringify(done.body)).toBeLessThan(500)
}

const anybody = { wanted: { skills: [], languages: [], territory: null, project: null }, needs: [] }

const shapes = [
  { duration: 30, before: 0, after: 0 },
  { duration: 45, before: 10, after: 15 },
]

/** Everything a finder knows of the company's reps: who they are, and where meetings of two shapes may start in three weeks. */
async function knownTo(finder: Finder, ids: readonly string[]) {
  const grid = baseGrid(minuteOf(new Date(NOW)), minuteOf(new Date(NOW)) + 21 * DAY, false)
  await finder.refresh()
  const members = finder.members(ids, grid.origin + 21 * DAY)
  const counted = (list: readonly Member[], wish: Wish) => [...finder.countStarts(list, wish, grid)].join('')
  const together = [{ poolId: 'any', poolSlug: 'any', count: 1, members }]
  return {
    // Kept counts of all, in which only the reps are counted again who have changed; and each rep by himself, counted anew.
    all: shapes.flatMap((shape) => [counted(members, { ...anybody, shape }), counted(members, { ...anybody, shape, needs: together })]),
    each: members.map((member) => ({ rep: member.rep, counts: shapes.map((shape) => counted([member], { ...anybody, shape })) })),
  }
}

test('after any bookings, changes and imports the finder answers as one that was filled anew', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (wanted) => {
      app.at(NOW)
      const made = await company(app, { reps: [{}, {}, {}] })
      const ids = (await app.services.db.selectFrom('rep').select('id').where('email', 'in', made.reps).orderBy('email').execute()).map(
        ({ id }) => id,
      )
      const bookings: string[] = []
      const before = await knownTo(app.services.finder, ids)
      expect(before.each).toHaveLength(3)

      for (const one of wanted) {
        await act(made, bookings, one)
        const fresh = openFinder(own, app.services.now)
        expect(await knownTo(app.services.finder, ids)).toEqual(await knownTo(fresh, ids))
        await fresh.close()
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)

test('a booking counts as free when it is the one that is asked about, and only then', async () => {
  app.at(NOW)
  const made = await company(app)
  const { body } = await app.post('/api/v1/bookings', wish(made, at(0)))
  const { finder } = app.services
  const start = minuteOf(new Date(at(0)))
  const grid = baseGrid(start - DAY, start + DAY, false)
  const index = (start - grid.origin) / grid.step
  const isFree = (bookingId: string | null) => {
    const [member] = finder.members([body.rep.id], start + DAY, bookingId)
    return finder.countStarts([member!], { ...anybody, shape: { duration: 30, before: 0, after: 0 } }, grid)[index] === 1
  }

  await finder.refresh()

  expect([isFree(null), isFree(body.id), isFree(null), isFree(made.tag)]).toEqual([false, true, false, false])
})

const pgliteOf = ({ engine }: Opened) => (engine as { pglite: PGlite }).pglite

/** A database that is the first one until `change` is called, and then the second: what a restored server looks like. */
function changing(first: PGlite, second: PGlite) {
  const drivers = [first, second].map((pglite) => new PGliteDialect({ pglite }).createDriver())
  let current = drivers[0]!
  const driver: Driver = {
    async init() {
      for (const one of drivers) await one.init()
    },
    acquireConnection: () => current.acquireConnection(),
    releaseConnection: (connection) => current.releaseConnection(connection),
    beginTransaction: (...args) => current.beginTransaction(...args),
    commitTransaction: (connection) => current.commitTransaction(connection),
    rollbackTransaction: (connection) => current.rollbackTransaction(connection),
    async destroy() {},
  }
  const dialect = new PGliteDialect({ pglite: first })
  const db = new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => dialect.createAdapter(),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createIntrospector: (of) => dialect.createIntrospector(of),
    },
  })
  return {
    db,
    change() {
      current = drivers[1]!
    },
  }
}

test.runIf(!onPostgres)('a database that goes back to an older state is read anew from the beginning', async () => {
  const later = await openOwnDatabase()
  const made = await Promise.all(
    [later.db, app.services.db].map(async (db, i) => {
      const email = `restored${i}@example.com`
      await importSetup(
        { ...app.services, db },
        { kind: 'api', name: null, email: null },
        ImportRequest.parse({ reps: [{ email, name: `Rep ${i}`, timeZone: 'UTC' }] }),
      )
      return db.selectFrom('rep').select('id').where('email', '=', email).executeTakeFirstOrThrow()
    }),
  )
  const { next } = await sql<{ next: number }>`select pg_current_xact_id()::text::int as next`
    .execute(app.services.db)
    .then(({ rows }) => rows[0]!)
  while ((await sql<{ next: number }>`select pg_current_xact_id()::text::int as next`.execute(later.db)).rows[0]!.next <= next);
  const { db, change } = changing(pgliteOf(later), pgliteOf(own))
  const ask = async (snapshot: string) => {
    const { rows } = await db.executeQuery<any>(CompiledQuery.raw(CHANGES.text, [snapshot]))
    return { ...rows[0], anew: false }
  }
  const finder = openFinder({ ...own, db }, app.services.now, { ...follow(ask), close: async () => {} })
  const known = () => made.map(({ id }) => finder.members([id], minuteOf(new Date(NOW)) + DAY).map(({ rep }) => rep.name))

  await finder.refresh()
  const before = known()
  change()
  await finder.refresh()

  expect([before, known()]).toEqual([
    [['Rep 0'], []],
    [[], ['Rep 1']],
  ])
  await later.close()
})

test('questions that arrive while the finder reads wait for one read that began after them, and all are answered', async () => {
  let reads = 0
  const { db } = app.services
  const counting = db.withPlugin({
    transformQuery({ node }) {
      reads++
      return node
    },
    async transformResult({ result }) {
      return result
    },
  })
  const finder = openFinder({ ...own, db: counting }, app.services.now)

  await Promise.all(Array.from({ length: 50 }, () => finder.refresh()))

  expect(finder.size()).toBe((await db.selectFrom('rep').select('id').execute()).length)
  expect(reads).toBe(5) // Reps and their time; event types, pools and projects. Nothing else has changed for the second read.
  await finder.close()
})
