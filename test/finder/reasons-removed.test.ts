import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
  await app.post('/api/v1/import', { projects: [east, west].map((slug) => ({ slug, name: slug })) })
})

/** Tuesday 2 March 2027, half past three in New York; it is Monday. */
const AT = '2027-03-02T20:30:00Z'
const [east, west] = ['every-reason-east', 'every-reason-west']
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const always = [{ days, start: '00:00', end: '24:00' }]
const minutes = (by: number) => new Date(Date.parse(AT) + by * 60_000).toISOString()
const span = (from: number, length: number) => ({ start: minutes(from), end: minutes(from + length) })

const spans = fc.array(
  fc.tuple(fc.integer({ min: -60, max: 40 }), fc.integer({ min: 15, max: 90 })).map(([from, length]) => span(from, length)),
  { maxLength: 1 },
)
const hours = fc.constantFrom(always, [{ days, start: '09:00', end: '15:00' }], [{ days, start: '16:00', end: '18:00' }])
const rep = fc.record({
  timeZone: fc.constantFrom('America/New_York', 'America/Los_Angeles', 'Europe/London'),
  weeklyHours: hours,
  overrides: fc.constantFrom(
    [],
    [],
    [{ date: '2027-03-02', hours: [] }],
    [{ date: '2027-03-02', hours: [{ start: '08:00', end: '11:00' }] }],
  ),
  timeOff: spans,
  busy: spans,
  skills: fc.subarray(['solar']),
  languages: fc.subarray(['es']),
  territories: fc.subarray(['north', 'south']),
  projects: fc.subarray([east, west]),
  active: fc.constantFrom(true, true, true, false),
})
const world = fc.record({
  reps: fc.array(rep, { minLength: 3, maxLength: 3 }),
  /** Of the rep who is booked, of the one who is held, both of whom always work. */
  booked: fc.integer({ min: -300, max: 60 }),
  held: fc.integer({ min: -60, max: 60 }),
  limits: fc.constantFrom({}, { dailyLimit: 1 }, { weeklyLimit: 1 }, { dailyLimit: 1, weeklyLimit: 1 }),
  room: spans,
  eventType: fc.record({
    bufferBeforeMinutes: fc.constantFrom(0, 15),
    bufferAfterMinutes: fc.constantFrom(0, 30),
    minimumNoticeMinutes: fc.constantFrom(0, 0, 3000),
    bookingWindowDays: fc.constantFrom(60, 60, 60, 0),
  }),
  filters: fc.record(
    { skills: fc.constant(['solar']), languages: fc.constant(['es']), territory: fc.constant('north'), project: fc.constant(east) },
    { requiredKeys: [] },
  ),
  /** Which of the reasons is left to the last. */
  last: fc.nat(),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

interface Unavailable {
  readonly rep: { readonly email: string }
  readonly reasons: readonly { readonly code: string; readonly of?: string; readonly pool?: string }[]
}

/** What has to be gone, by name: a `buffer` is gone with what it would touch. */
const namesOf = ({ reasons }: Unavailable): string[] => [
  ...new Set(reasons.map(({ code, of, pool }) => (pool ? 'no room' : code === 'buffer' ? `${of}` : code))),
]

const ofRep: Record<string, object> = {
  'outside-hours': { weeklyHours: always },
  'date-override': { overrides: [] },
  'time-off': { timeOff: [] },
  busy: { busy: [] },
  'missing-skill': { skills: ['solar'] },
  'missing-language': { languages: ['es'] },
  'other-territory': { territories: ['north'] },
  'other-project': { projects: [] },
  inactive: { active: true },
  'daily-limit': { dailyLimit: null },
  'weekly-limit': { weeklyLimit: null },
}

async function build({ reps, booked, held, limits, room, eventType }: World) {
  const steady = { weeklyHours: always, skills: ['solar'], languages: ['es'] }
  const made = await company(app, { reps: [...reps, { ...steady, ...limits }, steady] })
  const roomEmail = `room.${made.tag}@example.com`
  const rooms = `rooms-${made.tag}`
  const booking = await app.post('/api/v1/bookings', wish(made, minutes(booked), { rep: made.reps[3], pool: undefined }))
  const hold = await app.post('/api/v1/holds', { eventType: made.eventType, rep: made.reps[4], start: minutes(held) })
  const set = await app.post('/api/v1/import', {
    reps: [{ email: roomEmail, name: 'Room', kind: 'room', timeZone: 'America/New_York', weeklyHours: always, busy: room }],
    pools: [{ slug: rooms, name: 'Rooms', members: [{ email: roomEmail }] }],
    eventTypes: [{ slug: made.eventType, with: [{ pool: rooms, count: 1 }], ...eventType }],
  })
  expect([booking.status, hold.status, set.status]).toEqual([201, 201, 200])

  const ofAll: Record<string, () => Promise<unknown>> = {
    booked: () => app.post(`/api/v1/bookings/${booking.body.id}/cancel`, {}),
    held: () => app.delete(`/api/v1/holds/${hold.body.id}`),
    'no room': () => app.post('/api/v1/import', { reps: [{ email: roomEmail, busy: [] }] }),
    'too-soon': () => app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, minimumNoticeMinutes: 0 }] }),
    'too-far-ahead': () => app.post('/api/v1/import', { eventTypes: [{ slug: made.eventType, bookingWindowDays: 60 }] }),
  }
  return {
    made,
    async remove(email: string, names: readonly string[]) {
      const changes = Object.assign({}, ...names.map((name) => ofRep[name]))
      if (Object.keys(changes).length > 0) await app.post('/api/v1/import', { reps: [{ email, ...changes }] })
      for (const name of names) await ofAll[name]?.()
    },
  }
}

test('of whatever world: while one of the reasons named is left the rep is not offered, and without it he is a candidate', async () => {
  const seen = new Set<string>()
  const check = async (given: World) => {
    const { made, remove } = await build(given)
    const ask = async () => (await app.post('/api/v1/find-by-time', question(made, AT, given.filters))).body
    const named = (await ask()).unavailable.map((one: Unavailable) => ({ email: one.rep.email, names: namesOf(one) }))

    for (const { email, names } of named) {
      const find = async () => {
        const { candidates, unavailable } = await ask()
        const other = unavailable.find((one: Unavailable) => one.rep.email === email)
        return { isCandidate: candidates.some((one: Unavailable) => one.rep.email === email), names: other ? namesOf(other) : [] }
      }
      // A cancelled booking counts against no limit either, so a limit cannot be the last to go beside it.
      const able = names.includes('booked') ? names.filter((name: string) => !name.endsWith('-limit')) : names
      const last = able[given.last % able.length]
      await remove(
        email,
        names.filter((name: string) => name !== last),
      )
      const before = await find()
      // What belongs to all, such as the room, may be gone since another rep's turn.
      if (before.names.length > 0) expect(before).toEqual({ isCandidate: false, names: [last] })
      await remove(email, [last])
      expect(await find(), `${email} without ${names}`).toEqual({ isCandidate: true, names: [] })
      if (before.names.length > 0) seen.add(last)
    }
  }

  await fc.assert(fc.asyncProperty(world, check), { numRuns: 30, seed: 20270302 })

  expect([...seen].sort()).toEqual([...Object.keys(ofRep), 'booked', 'held', 'no room', 'too-soon', 'too-far-ahead'].sort())
}, 180_000)
