import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../../server/db/database.ts'
import type { Distribution } from '../../server/domain/distribution.ts'
import { type Company, company, onPostgres, openTestApp, type Reply, type TestApp, wish } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'
import { brokenInvariants } from './invariants.ts'

/** The embedded database belongs to one process. */
const race = test.runIf(onPostgres)

let apps: TestApp[] = []
let drop = async () => {}
beforeAll(async () => {
  if (!onPostgres) return
  const database = await freshDatabase()
  drop = database.drop
  for (let i = 0; i < 2; i++) apps.push(await openTestApp(await openPostgres(database.url, 10)))
})
afterAll(async () => {
  for (const app of apps) await app.close()
  apps = []
  await drop()
})

/** 9:00 in New York on Monday 8 March 2027, and half-hours later, sixteen a day on working days. */
const at = (half: number) => {
  const day = Math.floor(half / 16)
  const start = Date.parse('2027-03-08T14:00:00Z') + (day + 2 * Math.floor(day / 5)) * 86_400_000 + (half % 16) * 1_800_000
  // The clocks of New York go forward on 14 March.
  return new Date(start - (day >= 5 ? 3_600_000 : 0)).toISOString().replace('.000Z', 'Z')
}

/** Every other request to the other process, all at once, each at a moment of its own. */
const all = (count: number, ask: (app: TestApp, i: number) => Promise<Reply>): Promise<Reply[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => ask(apps[i % 2]!, i)))
const bookAll = (made: Company, count: number, from = 0) => all(count, (app, i) => app.post('/api/v1/bookings', wish(made, at(from + i))))
const given = (made: Company, replies: readonly Reply[]) =>
  made.reps.map((email) => replies.filter(({ body }) => body.rep?.email === email).length)
const statuses = (replies: readonly Reply[]) => [...new Set(replies.map(({ status }) => status))]

race.each<[Distribution, number[]]>([
  ['round-robin', [12, 12, 12, 12]],
  ['weighted', [6, 12, 6, 24]],
])(
  'two processes never give one turn to two people: of 48 bookings at once, a %s pool gives everybody exactly his part',
  async (distribution, parts) => {
    const first = apps[0]!
    const reps = parts.map(() => ({}))
    const made = await company(first, { reps, pool: { distribution } })
    await first.post('/api/v1/import', {
      pools: [{ slug: made.pool, members: made.reps.map((email, i) => ({ email, weight: parts[i]! * 10 })) }],
    })

    const replies = await bookAll(made, 48)

    expect(statuses(replies)).toEqual([201])
    expect(given(made, replies)).toEqual(parts)
    expect(await brokenInvariants(first.services.db, made)).toEqual([])
  },
)

race('turns that are lost while others are booked are made good, and nobody waits in a ring', async () => {
  const first = apps[0]!
  const made = await company(first, { reps: [{}, {}, {}, {}], pool: { distribution: 'round-robin' } })
  const bookings = await bookAll(made, 24)

  const replies = await Promise.all([
    all(12, (app, i) => app.post(`/api/v1/bookings/${bookings[i]!.body.id}/cancel`, {})),
    all(6, (app, i) =>
      app.post(`/api/v1/bookings/${bookings[12 + i]!.body.id}/reassign`, {
        rep: made.reps[(made.reps.indexOf(bookings[12 + i]!.body.rep.email) + 1) % 4],
      }),
    ),
    bookAll(made, 24, 30),
    all(6, (app) =>
      app.post('/api/v1/import', {
        reps: [...made.reps].reverse().map((email) => ({ email, dailyLimit: 90 })),
        pools: [{ slug: made.pool, name: 'Sales' }],
      }),
    ),
    all(6, (app, i) => app.post(`/api/v1/pools/${made.pool}/credits`, { rep: made.reps[i % 4], amount: 1, reason: 'At once' })),
  ])
  const rows = await Promise.all(apps.map(async (app) => (await app.get(`/api/v1/pools/${made.pool}/fairness`)).body))

  expect(statuses(replies.flat()).sort()).toEqual([200, 201])
  expect(rows[0]).toEqual(rows[1])
  expect(rows[0].given).toBe(24 + 24 + 6)
  expect(rows[0].members.reduce((sum: number, one: { lost: number }) => sum + one.lost, 0)).toBe(12 + 6)
  expect(await brokenInvariants(first.services.db, made)).toEqual([])
})

race('of two who book a strict pool’s first at once, one is booked and the other is told that somebody else is next', async () => {
  const first = apps[0]!
  const made = await company(first, { reps: [{}, {}, {}], pool: { distribution: 'round-robin', strict: true } })
  for (let round = 0; round < 6; round++) {
    const question = { eventType: made.eventType, pool: made.pool, at: at(round * 2), timeZone: 'America/New_York' }
    const rep = (await first.post('/api/v1/find-by-time', question)).body.candidates[0].rep.email

    const replies = await all(2, (app, i) => app.post('/api/v1/bookings', wish(made, at(round * 2 + i), { rep })))

    expect(replies.map(({ body, status }) => body.code ?? status).sort()).toEqual([201, 'not-first'])
  }
})
