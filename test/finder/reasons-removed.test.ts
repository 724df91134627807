import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

/** Tuesday 2 March 2027, half past three in New York. */
const AT = '2027-03-02T20:30:00Z'
const minutes = (by: number) => new Date(Date.parse(AT) + by * 60_000).toISOString()
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`

const span = fc
  .tuple(fc.integer({ min: -90, max: 60 }), fc.integer({ min: 15, max: 120 }))
  .map(([from, length]) => ({ start: minutes(from), end: minutes(from + length) }))
const hours = fc
  .tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 9 }))
  .map(([from, length]) => ({ start: clock(from), end: clock(from + length) }))
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 1 })
const rep = fc.record({
  timeZone: fc.constantFrom('America/New_York', 'America/Los_Angeles', 'Europe/London'),
  weeklyHours: hours.map((one) => [{ days, ...one }]),
  overrides: rarely(fc.record({ date: fc.constantFrom('2027-03-01', '2027-03-02'), hours: rarely(hours) })),
  timeOff: rarely(span),
  busy: rarely(span),
  skills: fc.subarray(['solar', 'financing']),
  languages: fc.subarray(['en', 'es']),
  territories: fc.subarray(['east', 'west']),
  active: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
})
const filters = fc.record(
  { skills: fc.subarray(['solar']), languages: fc.subarray(['es']), territory: fc.constantFrom('east', 'west') },
  { requiredKeys: [] },
)
const eventType = fc.record({ bufferBeforeMinutes: fc.constantFrom(0, 15), bufferAfterMinutes: fc.constantFrom(0, 30) })
const world = fc.record({
  reps: fc.array(rep, { minLength: 6, maxLength: 6 }),
  filters,
  eventType,
  booked: fc.integer({ min: -60, max: 60 }),
})

/** What has to be different about a rep for a reason to hold no longer. */
const without: Record<string, object> = {
  'outside-hours': { weeklyHours: [{ days, start: '00:00', end: '24:00' }] },
  'date-override': { overrides: [] },
  'time-off': { timeOff: [] },
  busy: { busy: [] },
  'missing-skill': { skills: ['solar', 'financing'] },
  'missing-language': { languages: ['en', 'es'] },
  'other-territory': { territories: [] },
  inactive: { active: true },
  'daily-limit': { dailyLimit: null },
}

test('whoever is shown unavailable becomes a candidate when the reasons named are gone, and only then', async () => {
  let shown = 0
  const check = async ({ reps, filters, eventType, booked }: typeof world extends fc.Arbitrary<infer T> ? T : never) => {
    const always = { weeklyHours: [{ days, start: '00:00', end: '24:00' }], dailyLimit: 1 }
    const made = await company(app, { reps: [...reps, always], eventType })
    await app.post('/api/v1/bookings', wish(made, minutes(booked), { rep: made.reps[6], pool: undefined }))
    const ask = async () => (await app.post('/api/v1/find-by-time', question(made, AT, filters))).body
    const before = await ask()
    shown += before.unavailable.length

    // All reasons but one: still unavailable, for the one that is left. Then that one too.
    const changes = before.unavailable.map(({ rep, reasons }: { rep: { email: string }; reasons: { code: string; of?: string }[] }) => ({
      email: rep.email,
      codes: [...new Set(reasons.map(({ code, of }) => (code === 'buffer' ? `${of}` : code)))],
    }))
    const remedy = (email: string, codes: readonly string[]) => Object.assign({ email }, ...codes.map((code) => without[code] ?? {}))
    await app.post('/api/v1/import', {
      reps: changes.map(({ email, codes }: { email: string; codes: string[] }) => remedy(email, codes.slice(1))),
    })
    const between = await ask()
    expect(between.candidates.map((one: { rep: { email: string } }) => one.rep.email).sort()).toEqual(
      before.candidates.map((one: { rep: { email: string } }) => one.rep.email).sort(),
    )

    await app.post('/api/v1/import', { reps: changes.map(({ email, codes }: { email: string; codes: string[] }) => remedy(email, codes)) })
    for (const { items } of [(await app.get(`/api/v1/bookings?rep=${made.reps[6]}`)).body])
      for (const { id } of items) await app.post(`/api/v1/bookings/${id}/cancel`, {})
    const after = await ask()
    expect(after.unavailable).toEqual([])
    expect(after.candidates).toHaveLength(7)
  }

  await fc.assert(fc.asyncProperty(world, check), { numRuns: 12, seed: 20270302 })

  expect(shown).toBeGreaterThan(30)
}, 120_000)
