import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPostgres } from '../../server/db/database.ts'
import { touchReps } from '../../server/db/reps.ts'
import { type Company, company, onPostgres, openTestApp, question, type TestApp, wish } from '../support/app.ts'
import { freshDatabase } from '../support/postgres.ts'

/** The embedded database belongs to one process. */
const twice = test.runIf(onPostgres)

let apps: [TestApp, TestApp]
let drop: () => Promise<void>
beforeAll(async () => {
  if (!onPostgres) return
  const fresh = await freshDatabase()
  drop = fresh.drop
  apps = [
    await openTestApp(await openPostgres(fresh.url), { role: 'web' }),
    await openTestApp(await openPostgres(fresh.url), { role: 'web' }),
  ]
})
afterAll(async () => {
  if (!onPostgres) return
  for (const app of apps) await app.close()
  await drop()
})

const always = { weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], start: '00:00', end: '24:00' }] }
const slot = (i: number) => new Date(Date.parse('2027-03-03T00:00:00Z') + i * 30 * 60_000).toISOString()

/** How many reps a process offers for a time. */
async function offered(app: TestApp, made: Company, at: string): Promise<number> {
  const { status, body } = await app.post('/api/v1/find-by-time', question(made, at, { explain: false }))
  expect(status).toBe(200)
  return body.available
}

/** Book one time after the other at one process and ask the other at once. How often it was still offered there. */
async function missed(made: Company, rounds: number): Promise<number> {
  let count = 0
  for (let i = 0; i < rounds; i++) {
    const [here, there] = i % 2 === 0 ? apps : [apps[1], apps[0]]
    const booked = await here.post('/api/v1/bookings', wish(made, slot(i)))
    expect(booked.status).toBe(201)
    if ((await offered(there, made, slot(i))) > 0) count++
  }
  return count
}

/** Hold one time after the other at one process, ask the other at once, and again once the hold is released. How often that was wrong. */
async function missedHolds(made: Company, rounds: number): Promise<number> {
  let count = 0
  for (let i = 0; i < rounds; i++) {
    const [here, there] = i % 2 === 0 ? apps : [apps[1], apps[0]]
    const held = await here.post('/api/v1/holds', { eventType: made.eventType, pool: made.pool, rep: made.reps[0], start: slot(i) })
    expect(held.status).toBe(201)
    if ((await offered(there, made, slot(i))) !== 0) count++
    expect((await there.delete(`/api/v1/holds/${held.body.id}`)).status).toBe(204)
    if ((await offered(here, made, slot(i))) !== 1) count++
  }
  return count
}

/** Transactions of every kind on other reps, some long and some rolled back, until it is told to stop. */
async function disturb(made: Company, stopped: () => boolean): Promise<void> {
  const [{ services }] = apps
  const { rows } = await sql<{ id: string }>`select id from rep where email = any(${made.reps})`.execute(services.db)
  const ids = rows.map(({ id }) => id)
  for (let i = 0; !stopped(); i++) {
    const work = services.db.transaction().execute(async (tx) => {
      await touchReps(tx, [ids[i % ids.length]!])
      await sql`select pg_sleep(${(i % 4) * 0.01})`.execute(tx)
      if (i % 3 === 0) throw new Error('rolled back')
    })
    await work.catch(() => {})
    if (i % 10 === 0) await apps[1].post('/api/v1/import', { pools: [{ slug: made.pool, name: `Sales ${i}` }] })
  }
}

twice.each([
  { what: 'a booking', missed },
  { what: 'a hold', missed: missedHolds },
])(
  '$what made at one process is not offered by the other in the very next request, a thousand times out of a thousand, while others write',
  async ({ missed }) => {
    const lanes = [await company(apps[0], { reps: [always] }), await company(apps[1], { reps: [always] })]
    const others = await company(apps[0], { reps: [{}, {}, {}, {}] })
    let stop = false
    const disturbances = [disturb(others, () => stop), disturb(others, () => stop)]

    const counts = await Promise.all(lanes.map((made) => missed(made, 500)))

    stop = true
    await Promise.all(disturbances)
    expect(counts).toEqual([0, 0])
  },
  240_000,
)

twice('a credit that is given by hand at one process decides at the other in the very next request', async () => {
  const made = await company(apps[0], { reps: [always, always, always], pool: { distribution: 'round-robin' } })
  const first = async (app: TestApp) => (await app.post('/api/v1/find-by-time', question(made, slot(0)))).body.candidates[0].rep.email

  const usual = await first(apps[0])
  for (let i = 0; i < 30; i++) {
    const [here, there] = i % 2 === 0 ? apps : [apps[1], apps[0]]
    const rep = made.reps[i % 3]
    await here.post(`/api/v1/pools/${made.pool}/credits`, { rep, amount: 5, reason: 'Was passed over' })
    expect(await first(there)).toBe(rep)
    await there.post(`/api/v1/pools/${made.pool}/credits`, { rep, amount: -5, reason: 'A mistake' })
    expect(await first(here)).toBe(usual)
  }
})

twice(
  'a reader connection that is cut in mid-run costs no answer, and no booking made meanwhile is offered',
  async () => {
    const made = await company(apps[0], { reps: [always] })
    const [{ services }] = apps

    for (let i = 0; i < 60; i++) {
      if (i % 3 === 0)
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'switchboard finder' and datname = current_database()`.execute(services.db)
      const booked = await apps[0].post('/api/v1/bookings', wish(made, slot(i)))
      const [first, second, free] = await Promise.all([
        offered(apps[0], made, slot(i)),
        offered(apps[1], made, slot(i)),
        offered(apps[1], made, slot(i + 1)),
      ])

      expect([booked.status, first, second, free]).toEqual([201, 0, 0, 1])
    }
  },
  120_000,
)

twice(
  'event types, pools and projects that are imported at one process are known to the other in the very next request',
  async () => {
    for (let i = 0; i < 25; i++) {
      const made = await company(apps[i % 2]!, { reps: [always], more: { projects: [{ slug: `project-${i}`, name: 'Project' }] } })
      const there = apps[(i + 1) % 2]!

      expect(await offered(there, made, slot(i))).toBe(1)
      await apps[i % 2]!.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, bookingWindowDays: 1 }] })
      expect(await offered(there, made, slot(i + 48))).toBe(0)
      const asked = await there.post('/api/v1/find-by-time', question(made, slot(i), { project: `project-${i}` }))
      expect(asked.status).toBe(200)
    }
  },
  60_000,
)
