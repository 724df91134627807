import { beforeEach, expect, test } from 'vitest'
import { type Company, company, question, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

/** Tuesday, March 2, 2027, 15:30 in New York: 20:30 to 21:00 UTC. */
const TUESDAY = '2027-03-02T15:30:00-05:00'

const find = async (made: Company, at: string, more: object = {}) => (await app.post('/api/v1/find-by-time', question(made, at, more))).body

/** The reasons of the first rep, who alone is in question. */
const reasonsOf = async (made: Company, at: string, more: object = {}) => {
  const { unavailable } = await find(made, at, more)
  return unavailable.find((one: any) => one.rep.email === made.reps[0])?.reasons
}

test.each<[string, { rep?: object; eventType?: object; asked?: object }, object]>([
  [
    'hours that end before the meeting does are outside-hours',
    { rep: { weeklyHours: [{ days: ['TU'], start: '09:00', end: '15:59' }] } },
    { code: 'outside-hours' },
  ],
  [
    'other hours on that very date are a date-override',
    { rep: { overrides: [{ date: '2027-03-02', hours: [{ start: '10:00', end: '14:00' }] }] } },
    { code: 'date-override' },
  ],
  ['a date without hours is a date-override', { rep: { overrides: [{ date: '2027-03-02', hours: [] }] } }, { code: 'date-override' }],
  [
    'time off that touches the meeting is time-off, and says from when until when',
    { rep: { timeOff: [{ start: '2027-03-02T20:59:00Z', end: '2027-03-04T00:00:00Z' }] } },
    { code: 'time-off', from: '2027-03-02T20:59:00Z', until: '2027-03-04T00:00:00Z' },
  ],
  [
    'a calendar entry within the meeting is busy',
    { rep: { busy: [{ start: '2027-03-02T20:40:00Z', end: '2027-03-02T20:41:00Z' }] } },
    { code: 'busy', from: '2027-03-02T20:40:00Z', until: '2027-03-02T20:41:00Z' },
  ],
  [
    'a calendar entry that only the buffer before touches is a buffer',
    { rep: { busy: [{ start: '2027-03-02T20:00:00Z', end: '2027-03-02T20:21:00Z' }] }, eventType: { bufferBeforeMinutes: 10 } },
    { code: 'buffer', of: 'busy', from: '2027-03-02T20:00:00Z', until: '2027-03-02T20:21:00Z' },
  ],
  [
    'a calendar entry that only the buffer after touches is a buffer',
    { rep: { busy: [{ start: '2027-03-02T21:14:00Z', end: '2027-03-02T22:00:00Z' }] }, eventType: { bufferAfterMinutes: 15 } },
    { code: 'buffer', of: 'busy', from: '2027-03-02T21:14:00Z', until: '2027-03-02T22:00:00Z' },
  ],
  [
    'less than the minimum notice is too-soon, and says until when',
    { eventType: { minimumNoticeMinutes: 2 * 1440 } },
    { code: 'too-soon', until: '2027-03-03T12:00:00Z' },
  ],
  [
    'a date beyond the booking window is too-far-ahead, and says since when',
    { eventType: { bookingWindowDays: 0 } },
    { code: 'too-far-ahead', from: '2027-03-02T05:00:00Z' },
  ],
  [
    'a skill the rep lacks is a missing-skill, and is named',
    { rep: { skills: ['solar'] }, asked: { skills: ['solar', 'roof'] } },
    { code: 'missing-skill', missing: ['roof'] },
  ],
  [
    'a language the rep lacks is a missing-language, and is named',
    { rep: { languages: ['en'] }, asked: { languages: ['en', 'es'] } },
    { code: 'missing-language', missing: ['es'] },
  ],
  [
    'a territory that is not among the rep’s is other-territory',
    { rep: { territories: ['east'] }, asked: { territory: 'west' } },
    { code: 'other-territory' },
  ],
  ['a rep who left is inactive', { rep: { active: false } }, { code: 'inactive' }],
])('%s', async (_, { rep = {}, eventType = {}, asked = {} }, reason) => {
  const made = await company(app, { reps: [rep], eventType })

  const { available, candidates, unavailable } = await find(made, TUESDAY, asked)

  expect([available, candidates]).toEqual([0, []])
  expect(unavailable).toMatchObject([{ rep: { email: made.reps[0], name: 'Ann Lee', timeZone: 'America/New_York' }, reasons: [reason] }])
})

test.each<[string, { rep?: object; eventType?: object; asked?: object }]>([
  [
    'meetings and calendar entries that only meet at their ends',
    {
      rep: {
        busy: [
          { start: '2027-03-02T20:00:00Z', end: '2027-03-02T20:30:00Z' },
          { start: '2027-03-02T21:00:00Z', end: '2027-03-02T21:30:00Z' },
        ],
      },
    },
  ],
  [
    'a buffer outside the hours',
    {
      rep: { weeklyHours: [{ days: ['TU'], start: '15:30', end: '16:00' }] },
      eventType: { bufferBeforeMinutes: 60, bufferAfterMinutes: 60 },
    },
  ],
  ['exactly the minimum notice', { eventType: { minimumNoticeMinutes: 32 * 60 + 30 } }],
  ['the last date of the booking window', { eventType: { bookingWindowDays: 1 } }],
  ['a territory asked of a rep who has none', { asked: { territory: 'west' } }],
  [
    'all of the skills and languages',
    { rep: { skills: ['a', 'b'], languages: ['en', 'es'] }, asked: { skills: ['b', 'a'], languages: ['es'] } },
  ],
])('%s keep nobody from a meeting', async (_, { rep = {}, eventType = {}, asked = {} }) => {
  const made = await company(app, { reps: [rep], eventType })

  const { available, unavailable } = await find(made, TUESDAY, asked)

  expect([available, unavailable]).toEqual([1, []])
})

test('a rep of other projects is other-project; a rep of none works for any', async () => {
  const projects = ['bluewater', 'hillside'].map((name) => ({ slug: `${name}-${crypto.randomUUID().slice(0, 8)}`, name }))
  await app.post('/api/v1/import', { projects })
  const made = await company(app, { reps: [{ projects: [projects[0]!.slug] }, {}] })

  const elsewhere = await find(made, TUESDAY, { project: projects[1]!.slug })
  const there = await find(made, TUESDAY, { project: projects[0]!.slug })

  expect(elsewhere.unavailable).toMatchObject([{ rep: { email: made.reps[0] }, reasons: [{ code: 'other-project' }] }])
  expect([elsewhere.available, there.available]).toEqual([1, 2])
})

test('a booking is booked, with its own span; its own buffers make the time around it a buffer', async () => {
  const made = await company(app, { eventType: { bufferBeforeMinutes: 10, bufferAfterMinutes: 20 } })
  await app.post('/api/v1/bookings', wish(made, TUESDAY))
  const plain = `plain-${made.tag}`
  await app.post('/api/v1/import', { eventTypes: [{ slug: plain, name: 'Plain', durationMinutes: 15 }] })
  const ask = (at: string) => reasonsOf(made, at, { eventType: plain })

  expect(await ask('2027-03-02T20:45:00Z')).toEqual([{ code: 'booked', from: '2027-03-02T20:30:00Z', until: '2027-03-02T21:00:00Z' }])
  const buffer = { code: 'buffer', of: 'booked', from: '2027-03-02T20:20:00Z', until: '2027-03-02T21:20:00Z' }
  expect(await ask('2027-03-02T20:15:00Z')).toEqual([buffer])
  expect(await ask('2027-03-02T21:00:00Z')).toEqual([buffer])
  expect(await ask('2027-03-02T20:05:00Z')).toBeUndefined()
  expect(await ask('2027-03-02T21:20:00Z')).toBeUndefined()
})

test('the buffers of neighbours add up', async () => {
  const made = await company(app, { eventType: { bufferBeforeMinutes: 10, bufferAfterMinutes: 20 } })
  await app.post('/api/v1/bookings', wish(made, TUESDAY))

  expect(await reasonsOf(made, '2027-03-02T21:29:00Z')).toMatchObject([{ code: 'buffer', of: 'booked' }])
  expect(await reasonsOf(made, '2027-03-02T21:30:00Z')).toBeUndefined()
})

test('as many bookings as the daily limit allows make the rest of that local date a daily-limit', async () => {
  const made = await company(app, { reps: [{ dailyLimit: 2 }] })
  for (const start of ['2027-03-02T14:00:00Z', '2027-03-02T15:00:00Z']) await app.post('/api/v1/bookings', wish(made, start))

  expect(await reasonsOf(made, TUESDAY)).toEqual([{ code: 'daily-limit', limit: 2 }])
  expect(await reasonsOf(made, '2027-03-03T15:00:00Z')).toBeUndefined()
})

test('as many bookings as the weekly limit allows make the rest of that week, from Monday, a weekly-limit', async () => {
  const made = await company(app, { reps: [{ weeklyLimit: 1 }] })
  await app.post('/api/v1/bookings', wish(made, '2027-03-05T15:00:00Z'))

  expect(await reasonsOf(made, TUESDAY)).toEqual([{ code: 'weekly-limit', limit: 1 }])
  expect(await reasonsOf(made, '2027-03-08T15:00:00Z')).toBeUndefined()
})

test('all reasons that hold are given together', async () => {
  const project = `far-${crypto.randomUUID().slice(0, 8)}`
  await app.post('/api/v1/import', {
    projects: [
      { slug: project, name: 'Far' },
      { slug: `${project}-2`, name: 'Farther' },
    ],
  })
  const made = await company(app, { reps: [{ dailyLimit: 1, weeklyLimit: 1 }] })
  await app.post('/api/v1/bookings', wish(made, TUESDAY))
  await app.post('/api/v1/import', {
    reps: [
      {
        email: made.reps[0],
        active: false,
        territories: ['east'],
        projects: [project],
        weeklyHours: [{ days: ['MO'], start: '09:00', end: '17:00' }],
        overrides: [{ date: '2027-03-02', hours: [{ start: '10:00', end: '14:00' }] }],
        timeOff: [{ start: '2027-03-02T00:00:00Z', end: '2027-03-03T00:00:00Z' }],
        busy: [
          { start: '2027-03-02T20:45:00Z', end: '2027-03-02T20:50:00Z' },
          { start: '2027-03-02T21:05:00Z', end: '2027-03-02T21:10:00Z' },
        ],
      },
    ],
    eventTypes: [{ slug: made.eventType, bufferAfterMinutes: 15, minimumNoticeMinutes: 5 * 1440, bookingWindowDays: 0 }],
  })

  const reasons = await reasonsOf(made, TUESDAY, { skills: ['solar'], languages: ['es'], territory: 'west', project: `${project}-2` })

  expect(reasons.map((one: { code: string }) => one.code).sort()).toEqual([
    'booked',
    'buffer',
    'busy',
    'daily-limit',
    'date-override',
    'inactive',
    'missing-language',
    'missing-skill',
    'other-project',
    'other-territory',
    'outside-hours',
    'time-off',
    'too-far-ahead',
    'too-soon',
    'weekly-limit',
  ])
})

test('those who cannot are left out unless an explanation is asked for', async () => {
  const made = await company(app, { reps: [{}, { active: false }] })

  expect((await find(made, TUESDAY, { explain: false })).unavailable).toEqual([])
  expect((await find(made, TUESDAY)).unavailable).toHaveLength(1)
})
