import { beforeEach, expect, test } from 'vitest'
import { type Company, company, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02T20:30:00Z'

const typed = (made: Company, start: string, more: object = {}) => ({
  eventType: made.eventType,
  start,
  timeZone: 'America/New_York',
  customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com`, phone: '+12125550100' },
  answers: {},
  ...more,
})
const book = (made: Company, start: string, more: object = {}) =>
  app.post(`/api/v1/pages/${made.page}/bookings`, typed(made, start, more), { signedIn: false })
const stored = async (made: Company) => (await app.get(`/api/v1/bookings?rep=${made.reps[0]}`)).body.items

test('a customer books on a page: the answer tells what a customer may know, and nothing else', async () => {
  const made = await company(app, { eventType: { location: { kind: 'link', value: 'https://meet.example.com/ann' } } })

  const { status, body } = await book(made, TUESDAY)

  expect(status).toBe(201)
  expect(body).toEqual({
    uid: expect.any(String),
    status: 'scheduled',
    start: TUESDAY,
    end: '2027-03-02T21:00:00Z',
    timeZone: 'America/New_York',
    eventType: { slug: made.eventType, name: 'Consultation' },
    rep: { name: 'Ann Lee' },
    location: { kind: 'link', value: 'https://meet.example.com/ann' },
    manageUrl: expect.stringMatching(/^http:\/\/booking\.test\/manage\/\S+$/),
  })
  expect(await stored(made)).toMatchObject([{ uid: body.uid, pool: made.pool, bookedBy: { kind: 'customer', name: 'Jane Smith' } }])
})

test('no public answer carries an email of staff, a reason or what became of the messages', async () => {
  const made = await company(app, { reps: [{}, {}] })
  const query = new URLSearchParams({ eventType: made.eventType, from: '2027-03-02', to: '2027-03-02', timeZone: 'UTC' })
  const booked = await book(made, TUESDAY)
  await book(made, TUESDAY)
  const manage = `/api/v1/manage/${booked.body.manageUrl.split('/manage/')[1]}`
  const full = await book(made, TUESDAY)
  expect(full.status).toBe(409)

  const answers = [
    booked,
    full,
    await app.get(`/api/v1/pages/${made.page}`, { signedIn: false }),
    await app.get(`/api/v1/pages/${made.page}/slots?${query}`, { signedIn: false }),
    await app.get(`/api/v1/pages/${made.page}/slots/2027-03-02T15:00:00Z/reps?eventType=${made.eventType}&timeZone=UTC`, {
      signedIn: false,
    }),
    await app.get(manage, { signedIn: false }),
    await app.post(`${manage}/reschedule`, { start: '2027-03-03T15:00:00Z', timeZone: 'UTC' }, { signedIn: false }),
    await app.post(`${manage}/cancel`, {}, { signedIn: false }),
  ]

  for (const { body } of answers) {
    const text = JSON.stringify(body)
    for (const rep of made.reps) expect(text).not.toContain(rep)
    for (const word of ['"reasons"', '"sync"', '"assignment"', '"bookedBy"', '"notes"']) expect(text).not.toContain(word)
  }
})

test('the rep whom the customer picks is booked', async () => {
  const made = await company(app, { reps: [{}, {}, {}] })
  const { body } = await app.get(`/api/v1/pages/${made.page}/slots/${TUESDAY}/reps?eventType=${made.eventType}&timeZone=UTC`, {
    signedIn: false,
  })
  const last = body.reps.at(-1)

  const reply = await book(made, TUESDAY, { rep: last.id })

  expect([reply.status, reply.body.rep]).toEqual([201, { name: last.name }])
})

test('whatever time is shown can be booked, until it is shown no more', async () => {
  const made = await company(app, {
    reps: [
      { dailyLimit: 3, overrides: [{ date: '2027-03-15', hours: [{ start: '12:10', end: '14:40' }] }] },
      { timeZone: 'Australia/Lord_Howe', weeklyHours: [{ days: ['FR', 'SA', 'SU'], start: '22:00', end: '01:00' }] },
      { busy: [{ start: '2027-03-12T15:07:00Z', end: '2027-03-12T16:03:00Z' }], weeklyLimit: 3 },
    ],
    eventType: {
      bufferBeforeMinutes: 5,
      bufferAfterMinutes: 15,
      slotIntervalMinutes: 20,
      minimumNoticeMinutes: 600,
      bookingWindowDays: 20,
    },
  })
  const timeZone = 'Asia/Kathmandu'
  const query = new URLSearchParams({ eventType: made.eventType, from: '2027-03-10', to: '2027-03-20', timeZone })
  const shown = async (): Promise<string[]> =>
    (await app.get(`/api/v1/pages/${made.page}/slots?${query}`, { signedIn: false })).body.days.flatMap((day: any) => day.slots)

  let offered = await shown()
  const before = offered.length
  for (let i = 0; i < 14; i++) {
    const start = offered[(i * 37) % offered.length]!
    expect([start, (await book(made, start, { timeZone })).status]).toEqual([start, 201])
    offered = await shown()
  }

  expect(before).toBeGreaterThan(100)
  expect(offered.length).toBeLessThan(before)
})

test('a time that is free but not on the page’s grid is outside-availability', async () => {
  const made = await company(app)

  const { status, body } = await book(made, '2027-03-02T20:37:00Z')

  expect([status, body.code]).toEqual([422, 'outside-availability'])
})

test.each([
  [60, 'Asia/Kathmandu', '2027-03-02T15:15:00Z', 201],
  [60, 'Asia/Kathmandu', '2027-03-02T15:00:00Z', 422],
  [60, 'America/New_York', '2027-03-02T15:00:00Z', 201],
])('every %i minutes in %s: %s is answered %i', async (slotIntervalMinutes, timeZone, start, status) => {
  const made = await company(app, { eventType: { slotIntervalMinutes } })

  expect((await book(made, start, { timeZone })).status).toBe(status)
})

test.each([
  ['too-soon', 422, { minimumNoticeMinutes: 10 * 1440 }],
  ['too-far-ahead', 422, { bookingWindowDays: 0 }],
])('a customer is refused with %s like staff, on the grid or off it', async (code, status, eventType) => {
  const made = await company(app, { eventType })

  for (const start of [TUESDAY, '2027-03-02T20:37:00Z']) {
    const reply = await book(made, start)
    expect([reply.status, reply.body.code]).toEqual([status, code])
  }
})

test('a time that somebody else took is refused with the nearest ones', async () => {
  const made = await company(app)
  await book(made, TUESDAY)

  const { status, body } = await book(made, TUESDAY)

  expect([status, body.code]).toEqual([409, 'slot-taken'])
  expect(body.nearest).toContainEqual({ start: '2027-03-02T21:00:00Z', available: 1 })
})

const questions = [
  { key: 'roof', label: 'Kind of roof', kind: 'choice', required: true, options: ['flat', 'steep'] },
  { key: 'terms', label: 'I agree', kind: 'consent', required: true },
  { key: 'size', label: 'Size', kind: 'number' },
]

test.each([
  [{}, ['/answers/roof', '/answers/terms']],
  [{ roof: 'flat', terms: false }, ['/answers/terms']],
  [{ roof: 'round', terms: true }, ['/answers/roof']],
  [{ roof: 'flat', terms: true, size: 'large' }, ['/answers/size']],
  [{ roof: 'flat', terms: true, colour: 'red' }, ['/answers/colour']],
])('answers %j are refused at their places', async (answers, pointers) => {
  const made = await company(app, { eventType: { questions } })

  const { status, body } = await book(made, TUESDAY, { answers })

  expect([status, body.code]).toEqual([400, 'invalid'])
  expect(body.errors.map((one: any) => one.pointer).sort()).toEqual(pointers)
  expect(await stored(made)).toEqual([])
})

test('what was answered is kept with the question', async () => {
  const made = await company(app, { eventType: { questions } })

  expect((await book(made, TUESDAY, { answers: { size: 12, terms: true, roof: 'steep' } })).status).toBe(201)

  const [booking] = await stored(made)
  expect(booking.answers).toEqual([
    { key: 'roof', label: 'Kind of roof', value: 'steep' },
    { key: 'terms', label: 'I agree', value: true },
    { key: 'size', label: 'Size', value: 12 },
  ])
})

test('staff may leave required questions open', async () => {
  const made = await company(app, { eventType: { questions } })

  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY))).status).toBe(201)
})

test('a public booking changes no stored customer and makes none; the booking keeps what was typed', async () => {
  const made = await company(app)
  const email = `jane.${made.tag}@example.com`
  const record = { email, name: `Jane Miller ${made.tag}`, phone: '+12125550199', timeZone: 'Europe/Paris' }
  await app.post('/api/v1/import', { customers: [record] })
  const find = async (search: string) => (await app.get(`/api/v1/customers?search=${encodeURIComponent(search)}`)).body.items
  const before = await find(email)

  await book(made, TUESDAY)
  await book(made, '2027-03-03T15:00:00Z', { customer: { name: 'New Person', email: `new.${made.tag}@example.com` } })

  expect(before).toMatchObject([record])
  expect(await find(email)).toEqual(before)
  const [booking] = await stored(made)
  expect(booking.customer).toMatchObject({ name: 'Jane Smith', email, phone: '+12125550100' })
  expect((await app.get(`/api/v1/bookings?customer=${email}`)).body.items).toMatchObject([{ id: booking.id }])
})

test.each([
  [{ pool: 'sales' }, '/pool'],
  [{ allowConflict: true }, '/allowConflict'],
  [{ durationMinutes: 5 }, '/durationMinutes'],
  [{ notify: { customer: [] } }, '/notify'],
  [{ customer: { name: 'Jane' } }, '/customer/email'],
  [{ customer: { id: 'jane@example.com' } }, '/customer/id'],
  [{ start: '2027-03-02T20:30:30Z' }, '/start'],
])('what only staff may say is refused on a page: %j', async (more, pointer) => {
  const made = await company(app)

  const { status, body } = await book(made, TUESDAY, more)

  expect([status, body.errors.map((one: any) => one.pointer)]).toEqual([400, expect.arrayContaining([pointer])])
})

test('with many pages for the same reps, two customers never get the same time', async () => {
  const made = await company(app)
  const page = `second-${made.tag}`
  await app.post('/api/v1/import', { bookingPages: [{ slug: page, title: 'Second', rep: made.reps[0], eventTypes: [made.eventType] }] })

  const replies = await Promise.all([book(made, TUESDAY), book({ ...made, page }, TUESDAY), book(made, '2027-03-02T20:45:00Z')])

  expect(replies.map((one) => one.status).sort()).toEqual([201, 409, 409])
})

test('a customer may take any rep who is shown, of a strict pool too: strictness binds staff', async () => {
  const app = await startApp()
  const made = await company(app, { reps: [{}, {}], pool: { strict: true } })
  const at = '2027-03-02T20:30:00Z'
  const { body } = await app.get(`/api/v1/pages/${made.page}/slots/${at}/reps?eventType=${made.eventType}&timeZone=America/New_York`, {
    signedIn: false,
  })

  const reply = await app.post(
    `/api/v1/pages/${made.page}/bookings`,
    {
      eventType: made.eventType,
      start: at,
      timeZone: 'America/New_York',
      rep: body.reps[1].id,
      customer: { name: 'Jane Smith', email: 'jane@example.com' },
      answers: {},
    },
    { signedIn: false },
  )

  expect(reply).toMatchObject({ status: 201, body: { rep: { name: body.reps[1].name } } })
})
