import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Opened } from '../../server/db/database.ts'
import { baseGrid, isFree } from '../../server/domain/availability.ts'
import { DAY, minuteOf } from '../../server/domain/interval.ts'
import { type Finder, openFinder } from '../../server/finder/finder.ts'
import { company, NOW, openTestApp, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

let own: Opened
let app: TestApp
beforeAll(async () => {
  own = await openOwnDatabase()
  app = await openTestApp(own, { role: 'web' })
})
afterAll(() => app.close())

const FIRST = '2027-03-08T15:00:00Z'
const CALL = { duration: 30, before: 0, after: 0 }
const anybody = { shape: CALL, wanted: { skills: [], languages: [], territory: null, project: null }, needs: [] }
const places = [0, 1, 2, 3]
const startOf = (place: number) => new Date(Date.parse(FIRST) + place * 3_600_000)

interface Act {
  readonly kind: 'hold' | 'book' | 'renew' | 'release' | 'wait'
  readonly place: number
  readonly seconds: number
}

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('hold', 'hold', 'book', 'renew', 'release', 'wait', 'wait'),
    place: fc.constantFrom(...places),
    seconds: fc.oneof(fc.constantFrom(60, 299, 300, 301), fc.integer({ min: 1, max: 400 })),
  }),
  { minLength: 3, maxLength: 14 },
)

/** Which of the places are free: asked for one minute each, and counted over all. */
async function freeIn(finder: Finder, repId: string): Promise<{ one: boolean[]; counted: boolean[] }> {
  await finder.refresh()
  const from = minuteOf(new Date(NOW))
  const grid = baseGrid(from, from + 14 * DAY, false)
  const members = finder.members([repId], from + 14 * DAY)
  const counts = finder.countStarts(members, anybody, grid)
  const minutes = places.map((place) => minuteOf(startOf(place)))
  return {
    one: minutes.map((minute) => isFree(members[0]!.time, minute, CALL)),
    counted: minutes.map((minute) => counts[(minute - grid.origin) / grid.step] === 1),
  }
}

test('a hold never outlives its time, and until then nobody else gets it: whatever is held, renewed, released, booked and waited for', async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (wanted) => {
      app.at(NOW)
      const made = await company(app)
      const rep = await app.services.db.selectFrom('rep').select('id').where('email', '=', made.reps[0]!).executeTakeFirstOrThrow()
      const fixed = { eventType: made.eventType, rep: rep.id }
      const ends = new Map<number, { id: string; at: number }>()
      const booked = new Set<number>()
      const now = () => app.services.now().getTime()
      const isHeld = (place: number) => (ends.get(place)?.at ?? 0) > now()

      for (const { kind, place, seconds } of wanted) {
        const start = startOf(place).toISOString()
        const mayHave = !isHeld(place) && !booked.has(place)
        const known = ends.get(place)
        if (kind === 'wait') app.at(new Date(now() + seconds * 1000).toISOString())
        if (kind === 'hold') {
          const { status, body } = await app.post('/api/v1/holds', { ...fixed, start })
          expect(status).toBe(mayHave ? 201 : 409)
          if (mayHave) {
            ends.set(place, { id: body.id, at: now() + 300_000 })
            expect(Date.parse(body.expiresAt)).toBe(now() + 300_000)
          }
        }
        if (kind === 'book') {
          const { status } = await app.post(
            '/api/v1/bookings',
            wish(made, start, { rep: rep.id, pool: undefined, hold: known?.id ?? 'none' }),
          )
          expect(status).toBe(booked.has(place) ? 409 : isHeld(place) || mayHave ? 201 : 409)
          if (status === 201) {
            booked.add(place)
            ends.delete(place)
          }
        }
        if (kind === 'renew' && known) {
          const { status } = await app.post(`/api/v1/holds/${known.id}/renew`)
          expect(status).toBe(isHeld(place) ? 200 : 410)
          if (status === 200) ends.set(place, { ...known, at: now() + 300_000 })
        }
        if (kind === 'release' && known) {
          expect((await app.delete(`/api/v1/holds/${known.id}`)).status).toBe(204)
          ends.delete(place)
        }

        const free = places.map((one) => !isHeld(one) && !booked.has(one))
        const seen = await freeIn(app.services.finder, rep.id)
        const fresh = openFinder(own, app.services.now)
        expect(seen).toEqual({ one: free, counted: free })
        expect(seen).toEqual(await freeIn(fresh, rep.id))
        await fresh.close()
      }
    }),
    { numRuns: 12 },
  )
})

test('what was counted, kept and tagged before a hold ended is not answered from the instant at which it ends, nor before it began', async () => {
  app.at('2027-03-01T12:00:10Z')
  const made = await company(app, { reps: [{}, {}] })
  const ids = (await app.services.db.selectFrom('rep').select('id').where('email', 'in', made.reps).orderBy('email').execute()).map(
    ({ id }) => id,
  )
  const { finder } = app.services
  const from = minuteOf(new Date(NOW))
  const grid = baseGrid(from, from + 14 * DAY, false)
  const index = (minuteOf(startOf(0)) - grid.origin) / grid.step
  const seen = () => ({
    count: finder.countStarts(finder.members(ids, from + 14 * DAY), anybody, grid)[index],
    kept: finder.kept(
      'free',
      () => finder.members(ids, from + 14 * DAY).filter(({ time }) => isFree(time, minuteOf(startOf(0)), CALL)).length,
    ),
  })
  const holds = await Promise.all(
    ids.map((rep) => app.post('/api/v1/holds', { eventType: made.eventType, rep, start: startOf(0).toISOString() })),
  )
  await app.services.finder.refresh()
  expect(holds.map(({ status }) => status)).toEqual([201, 201])

  const versions = ['12:05:09.998', '12:05:09.999', '12:05:10.000', '12:05:10.001', '12:05:09.999', '12:05:10.000'].map((time) => {
    app.at(`2027-03-01T${time}Z`)
    return { version: finder.version(), ...seen() }
  })

  expect(versions.map(({ count, kept }) => [count, kept])).toEqual([
    [0, 0],
    [0, 0],
    [2, 2],
    [2, 2],
    [0, 0],
    [2, 2],
  ])
  const steps = versions.slice(1).map(({ version }, i) => version > versions[i]!.version)
  expect(steps).toEqual([false, true, false, true, true])
})
