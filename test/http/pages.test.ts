import { beforeEach, expect, test } from 'vitest'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const ask = (path: string, query: Record<string, string> = {}) =>
  app.get(`/api/v1/pages/${path}?${new URLSearchParams(query)}`, { signedIn: false })

const slotsOf = async (made: Company, query: Record<string, string> = {}) => {
  const { body } = await ask(`${made.page}/slots`, {
    eventType: made.eventType,
    from: '2027-03-02',
    to: '2027-03-02',
    timeZone: 'America/New_York',
    ...query,
  })
  return body
}
const slots = (answer: any): string[] => answer.days.flatMap((day: any) => day.slots)

test('a page tells what can be booked and with whom, by name alone', async () => {
  const questions = [{ key: 'roof', label: 'Kind of roof', kind: 'choice', required: true, options: ['flat', 'steep'] }]
  const made = await company(app, {
    reps: [{ name: 'Zoe Ali' }, { name: 'Ann Lee' }],
    eventType: { location: { kind: 'in-person', value: '1 Main St' }, questions },
  })

  const { status, body } = await ask(made.page)

  expect(status).toBe(200)
  expect(body).toEqual({
    slug: made.page,
    title: 'Talk to sales',
    choice: 'customer',
    eventTypes: [
      {
        slug: made.eventType,
        name: 'Consultation',
        durationMinutes: 30,
        location: { kind: 'in-person', value: '1 Main St' },
        approval: false,
        questions,
      },
    ],
    reps: ['Ann Lee', 'Zoe Ali'].map((name) => ({ id: expect.any(String), name })),
    pages: [],
    form: expect.any(String),
  })
})

const MARCH_2 = { from: '2027-03-02', to: '2027-03-02', timeZone: 'America/New_York' }

test('a page comes with its first free times where it is clear whose they are, so one request is enough', async () => {
  const made = await company(app, { reps: [{}, { weeklyHours: [{ days: ['TU'], start: '13:00', end: '14:00' }] }] })
  const repFirst = await company(app, {
    reps: [{}, { weeklyHours: [{ days: ['TU'], start: '13:00', end: '14:00' }] }],
    page: { choice: 'rep-first' },
  })
  const first = async (path: string, query = {}) => (await ask(path, { ...MARCH_2, ...query })).body

  const page = await first(made.page)
  expect(page.slots).toEqual(await slotsOf(made))
  expect(slots(page.slots).length).toBe(31)

  const { reps, ...unclear } = await first(repFirst.page)
  expect(unclear.slots).toBeUndefined()
  expect(slots((await first(repFirst.page, { rep: reps[1].id })).slots)).toHaveLength(3)
  expect((await first(repFirst.page, { rep: 'nobody' })).slots).toBeUndefined()
})

test('a page that offers several things comes with times once one of them is named', async () => {
  const made = await company(app)
  const other = { slug: `other-${made.tag}`, name: 'Other', durationMinutes: 60 }
  const page = { slug: `two-${made.tag}`, title: 'Two', pool: made.pool, eventTypes: [made.eventType, other.slug] }
  expect((await app.post('/api/v1/import', { eventTypes: [other], bookingPages: [page] })).status).toBe(200)
  const first = async (query = {}) => (await ask(page.slug, { ...MARCH_2, ...query })).body.slots

  expect(await first()).toBeUndefined()
  expect(await first({ eventType: 'gone' })).toBeUndefined()
  expect(slots(await first({ eventType: other.slug }))).toHaveLength(29)
  expect(await ask(page.slug, { from: '2027-03-02' })).toMatchObject({ status: 400, body: { errors: [{ pointer: '/from' }] } })
})

test('a page that chooses by itself names nobody, and nobody can be asked for', async () => {
  const made = await company(app, { reps: [{}, {}], page: { choice: 'automatic' } })
  const at = '2027-03-02T20:30:00Z'
  const body = { eventType: made.eventType, start: at, timeZone: 'UTC', customer: { name: 'Jane', email: 'jane@example.com' } }

  expect((await ask(made.page)).body).toMatchObject({ choice: 'automatic', reps: [] })
  expect(slots(await slotsOf(made))).toContain(at)
  expect((await ask(`${made.page}/slots/${at}/reps`, { eventType: made.eventType, timeZone: 'UTC' })).status).toBe(404)
  expect((await app.post(`/api/v1/pages/${made.page}/bookings`, { ...body, rep: made.reps[0] }, { signedIn: false })).status).toBe(404)
  expect((await app.post(`/api/v1/pages/${made.page}/bookings`, body, { signedIn: false })).status).toBe(201)
})

test('where the customer chooses, a time is followed by the names of those free then, who waits longest first', async () => {
  const made = await company(app, { reps: [{}, {}, { active: false }] })
  await app.post('/api/v1/bookings', wish(made, '2027-03-04T15:00:00Z', { rep: made.reps[0] }))

  const { body } = await ask(`${made.page}/slots/2027-03-02T20:30:00Z/reps`, { eventType: made.eventType, timeZone: 'America/New_York' })

  expect(body.reps.map((one: any) => one.name)).toEqual(['Ben Ode', 'Ann Lee'])
  expect(JSON.stringify(body)).not.toContain('@')
})

test('where the rep comes first, the times are that rep’s alone', async () => {
  const made = await company(app, {
    reps: [
      { weeklyHours: [{ days: ['TU'], start: '09:00', end: '10:00' }] },
      { weeklyHours: [{ days: ['TU'], start: '16:00', end: '17:00' }] },
    ],
    page: { choice: 'rep-first' },
  })
  const { reps } = (await ask(made.page)).body
  const of = async (name: string) => slots(await slotsOf(made, { rep: reps.find((one: any) => one.name === name).id }))

  expect(await of('Ann Lee')).toEqual(['2027-03-02T14:00:00Z', '2027-03-02T14:15:00Z', '2027-03-02T14:30:00Z'])
  expect(await of('Ben Ode')).toEqual(['2027-03-02T21:00:00Z', '2027-03-02T21:15:00Z', '2027-03-02T21:30:00Z'])
  expect(slots(await slotsOf(made))).toEqual([...(await of('Ann Lee')), ...(await of('Ben Ode'))])
})

test('from and to are the customer’s dates, both included; a day without a time is not told', async () => {
  const made = await company(app, { reps: [{ overrides: [{ date: '2027-03-03', hours: [] }] }] })

  const { timeZone, days } = await slotsOf(made, { from: '2027-03-02', to: '2027-03-04', timeZone: 'Asia/Tokyo' })

  expect(timeZone).toBe('Asia/Tokyo')
  expect(days.map((day: any) => [day.date, day.slots[0], day.slots.at(-1), day.slots.length])).toEqual([
    ['2027-03-02', '2027-03-01T15:00:00Z', '2027-03-02T14:45:00Z', 31],
    ['2027-03-03', '2027-03-02T15:00:00Z', '2027-03-02T21:30:00Z', 27],
    ['2027-03-04', '2027-03-04T14:00:00Z', '2027-03-04T14:45:00Z', 4],
  ])
  const here = await slotsOf(made, { from: '2027-03-02', to: '2027-03-04' })
  expect(here.days.map((day: any) => day.date)).toEqual(['2027-03-02', '2027-03-04'])
})

test.each([
  ['Asia/Kathmandu', '2027-03-02T14:15:00Z', 60],
  ['Asia/Kolkata', '2027-03-02T14:30:00Z', 60],
  ['America/New_York', '2027-03-02T14:00:00Z', 60],
  ['America/New_York', '2027-03-02T14:10:00Z', 50],
])(
  'in %s the first time of a day is %s: the grid is the customer’s wall clock, every %i minutes',
  async (timeZone, first, slotIntervalMinutes) => {
    const made = await company(app, { eventType: { slotIntervalMinutes } })

    const answer = await slotsOf(made, { timeZone })

    expect(slots(answer).find((one) => one >= '2027-03-02T14:00')).toBe(first)
  },
)

test('on the night the clock goes back the grid gives the repeated hour twice', async () => {
  app.at('2027-11-01T12:00:00Z')
  const made = await company(app, {
    reps: [{ weeklyHours: [{ days: ['SU'], start: '00:30', end: '02:30' }] }],
    eventType: { slotIntervalMinutes: 30 },
  })

  const answer = await slotsOf(made, { from: '2027-11-07', to: '2027-11-07' })

  expect(slots(answer).map((one) => one.slice(11, 16))).toEqual(['04:30', '05:00', '05:30', '06:00', '06:30', '07:00'])
})

test.each([
  ['Asia/Tokyo', '2027-03-03', '2027-03-03T14:45:00Z'],
  ['America/Los_Angeles', '2027-03-02', '2027-03-02T21:30:00Z'],
])('in %s the booking window ends with the customer’s own %s', async (timeZone, date, last) => {
  app.at('2027-03-01T20:00:00Z')
  const made = await company(app, { eventType: { bookingWindowDays: 1 } })

  const { days } = await slotsOf(made, { from: '2027-03-01', to: '2027-03-10', timeZone })

  expect([days.at(-1).date, days.at(-1).slots.at(-1)]).toEqual([date, last])
})

test('the first time offered is the first on the grid after the notice', async () => {
  app.at('2027-03-02T14:07:30Z')
  const made = await company(app, { eventType: { minimumNoticeMinutes: 60 } })

  expect(slots(await slotsOf(made))[0]).toBe('2027-03-02T15:15:00Z')
})

test('the times of a page of one rep are that rep’s', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const slug = `ann-${made.tag}`
  await app.post('/api/v1/import', { bookingPages: [{ slug, title: 'Ann Lee', rep: made.reps[0], eventTypes: [made.eventType] }] })
  await app.post('/api/v1/bookings', wish(made, '2027-03-02T14:00:00Z', { rep: made.reps[0] }))

  expect(slots(await slotsOf({ ...made, page: slug }))[0]).toBe('2027-03-02T14:30:00Z')
  const { body } = await ask(slug)
  expect(body.reps.map((one: any) => one.name)).toEqual(['Ann Lee'])
})

test('a master page leads to the pages it is made of', async () => {
  const made = await company(app)
  const slug = `all-${made.tag}`
  const second = `second-${made.tag}`
  await app.post('/api/v1/import', {
    bookingPages: [
      { slug: second, title: 'Second', rep: made.reps[0], eventTypes: [made.eventType] },
      { slug, title: 'Everything', pages: [second, made.page] },
    ],
  })

  const { body } = await ask(slug)

  expect(body).toMatchObject({
    slug,
    title: 'Everything',
    eventTypes: [],
    reps: [],
    pages: [
      { slug: second, title: 'Second' },
      { slug: made.page, title: 'Talk to sales' },
    ],
  })
  expect((await ask(`${slug}/slots`, { eventType: made.eventType, from: '2027-03-02', to: '2027-03-02', timeZone: 'UTC' })).status).toBe(
    404,
  )
})

test('what a page does not offer is not found', async () => {
  const [made, other] = [await company(app), await company(app)]
  const query = { eventType: made.eventType, from: '2027-03-02', to: '2027-03-02', timeZone: 'UTC' }
  const body = {
    eventType: made.eventType,
    start: '2027-03-02T20:30:00Z',
    timeZone: 'UTC',
    customer: { name: 'Jane', email: 'j@example.com' },
  }
  const book = (page: string, more: object) => app.post(`/api/v1/pages/${page}/bookings`, { ...body, ...more }, { signedIn: false })

  for (const reply of [
    await ask('no-such-page'),
    await ask('no-such-page/slots', query),
    await ask(`${made.page}/slots`, { ...query, eventType: other.eventType }),
    await ask(`${made.page}/slots`, { ...query, rep: other.reps[0]! }),
    await book('no-such-page', {}),
    await book(made.page, { eventType: other.eventType }),
    await book(made.page, { rep: other.reps[0] }),
  ])
    expect([reply.status, reply.body.code]).toEqual([404, 'not-found'])
})

test.each([
  ['timeZone', { timeZone: 'Mars/Olympus' }],
  ['from', { from: '2027-02-30' }],
  ['to', { to: '2027-03-01' }],
  ['to', { to: '2027-06-02' }],
  ['colour', { colour: 'red' }],
])('slots asked with a wrong %s are refused', async (field, query) => {
  const made = await company(app)

  const body = await slotsOf(made, query as Record<string, string>)

  expect([body.status, body.code, body.errors[0].pointer]).toEqual([400, 'invalid', `/${field}`])
})

test('a zone that is a link, such as Asia/Calcutta or UTC, is taken and given back as it was asked', async () => {
  const made = await company(app)

  for (const timeZone of ['Asia/Calcutta', 'Asia/Kolkata', 'UTC', 'US/Eastern'])
    expect((await slotsOf(made, { timeZone })).timeZone).toBe(timeZone)
})
