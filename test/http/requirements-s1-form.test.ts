import { beforeEach, expect, test } from 'vitest'
import { type Company, company, person, question, signedIn, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeEach(async () => {
  app = await startApp()
})

/** Tuesday, March 2, 2027, 15:30 in New York: 20:30 UTC. */
const TUESDAY = '2027-03-02T20:30:00Z'

/** What a browser sends once Olivia, a coordinator, has signed in. */
async function olivia(email = 'olivia@example.com') {
  return signedIn(app, await person(app, 'coordinator', { name: 'Olivia Ortiz', email }))
}

/** The booking form of a page, filled in for a customer; nobody is signed in. */
const form = (made: Company, more: object = {}) => ({
  eventType: made.eventType,
  start: TUESDAY,
  timeZone: 'America/New_York',
  customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com`, phone: '+12125550100' },
  answers: {},
  ...more,
})
const nobody = { signedIn: false }
const submit = (made: Company, more: object = {}, options: object = nobody) =>
  app.post(`/api/v1/pages/${made.page}/bookings`, form(made, more), options)
const slots = async (made: Company, more: object = {}) => {
  const query = new URLSearchParams({
    eventType: made.eventType,
    from: '2027-03-02',
    to: '2027-03-02',
    timeZone: 'America/New_York',
    ...more,
  })
  return (await app.get(`/api/v1/pages/${made.page}/slots?${query}`, nobody)).body.days.flatMap((day: any) => day.slots) as string[]
}
/** The booking that a page made, as staff see it. */
const stored = async (made: Company) => (await app.get(`/api/v1/bookings?customer=jane.${made.tag}@example.com`)).body.items[0]
/** Jane is on record, so that bookings can be asked for by her. */
const jane = async (made: Company, more: object = {}) =>
  app.post('/api/v1/import', { customers: [{ email: `jane.${made.tag}@example.com`, name: 'Jane Smith', ...more }] })

const mails = async (id: string) => {
  await app.settled()
  return (await app.get(`/api/v1/outbox?booking=${id}`)).body.items
}

test('S1.14 the coordinator fills in the booking form of a page as if she were the customer', async () => {
  const made = await company(app)
  await jane(made)

  const { status, body } = await submit(made)

  expect([status, body.status, body.start]).toEqual([201, 'scheduled', TUESDAY])
  expect((await stored(made)).bookedBy).toMatchObject({ kind: 'customer', name: 'Jane Smith' })
})

test('S1.15 “Your name” takes the customer’s name, and the booking carries it', async () => {
  const made = await company(app)
  await jane(made, { name: 'Jane on record' })

  await submit(made, { customer: { name: 'Jané “JJ” Smith', email: `jane.${made.tag}@example.com` } })

  expect(await stored(made)).toMatchObject({ customer: { name: 'Jané “JJ” Smith' }, subject: expect.stringContaining('Jané “JJ” Smith') })
  const without = await submit(made, { customer: { email: `jane.${made.tag}@example.com` } })
  expect([without.status, without.body.errors[0].pointer]).toEqual([400, '/customer/name'])
})

test('S1.16 “Your email” takes the customer’s address, and the booking carries it', async () => {
  const made = await company(app)
  await jane(made)

  await submit(made)

  expect((await stored(made)).customer.email).toBe(`jane.${made.tag}@example.com`)
  const without = await submit(made, { customer: { name: 'Jane Smith' } })
  expect([without.status, without.body.errors[0].pointer]).toEqual([400, '/customer/email'])
})

test('S1.17 every other field carries the customer’s data, and nothing is taken from the coordinator, even if she is signed in', async () => {
  const questions = [
    { key: 'roof', label: 'Kind of roof', kind: 'text', required: true },
    { key: 'visits', label: 'Visits', kind: 'number' },
  ]
  const made = await company(app, { eventType: { questions } })
  await jane(made)
  const guests = [{ name: 'Joe Smith', email: 'joe@example.com' }]

  await submit(made, { timeZone: 'America/Chicago', guests, answers: { roof: 'flat', visits: 2 } }, await olivia())

  const booking = await stored(made)
  expect(booking).toMatchObject({
    timeZone: 'America/Chicago',
    customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com`, phone: '+12125550100' },
    guests,
    answers: [
      { key: 'roof', label: 'Kind of roof', value: 'flat' },
      { key: 'visits', label: 'Visits', value: 2 },
    ],
  })
  expect(JSON.stringify(booking).toLowerCase()).not.toContain('olivia')
})

test('S1.18 the times offered are those of that booking page, and the one that suits the customer is booked', async () => {
  const made = await company(app, { reps: [{ weeklyHours: [{ days: ['TU'], start: '15:00', end: '16:30' }] }] })
  const other = await company(app, { reps: [{ weeklyHours: [{ days: ['TU'], start: '09:00', end: '10:00' }] }] })
  const offered = await slots(made)

  expect(offered).toEqual([
    '2027-03-02T20:00:00Z',
    '2027-03-02T20:15:00Z',
    '2027-03-02T20:30:00Z',
    '2027-03-02T20:45:00Z',
    '2027-03-02T21:00:00Z',
  ])
  expect((await submit(made, { start: (await slots(other))[0] })).body.code).toBe('outside-availability')
  expect((await submit(made, { start: offered[3] })).body).toMatchObject({ status: 'scheduled', start: offered[3] })
})

test('S1.19 the coordinator needs no licence and no login: page, times, reps and booking are open, while what staff use is not', async () => {
  const made = await company(app)
  const times = new URLSearchParams({ eventType: made.eventType, from: '2027-03-02', to: '2027-03-02', timeZone: 'UTC' })

  expect((await app.get(`/${made.page}`, nobody)).status).toBe(200)
  expect((await app.get(`/api/v1/pages/${made.page}`, nobody)).status).toBe(200)
  expect((await app.get(`/api/v1/pages/${made.page}/slots?${times}`, nobody)).status).toBe(200)
  expect((await app.get(`/api/v1/pages/${made.page}/slots/${TUESDAY}/reps?eventType=${made.eventType}&timeZone=UTC`, nobody)).status).toBe(
    200,
  )
  expect((await submit(made)).status).toBe(201)
  expect((await app.post('/api/v1/bookings', wish(made, TUESDAY), nobody)).status).toBe(401)
})

test('S1.20 the account holder sees the booking pages and gives the coordinator the link to one, which opens for her', async () => {
  const made = await company(app, { page: { title: 'Talk to Bluewater' } })

  const { bookingPages } = (await app.get('/api/v1/setup', await olivia('holder@example.com'))).body
  const given = bookingPages.find((one: any) => one.slug === made.page)
  const opened = await app.get(`/${given.slug}`, nobody)

  expect(given).toEqual({ slug: made.page, title: 'Talk to Bluewater' })
  expect([opened.status, opened.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')])
  expect((await app.get(`/api/v1/pages/${given.slug}`, nobody)).body.title).toBe('Talk to Bluewater')
})

test('S1.21 or the link to a master page, or several links: each opens, and the master page leads to its pages', async () => {
  const [made, second] = [await company(app), await company(app, { page: { title: 'Second' } })]
  const [north, south] = [`north-${made.tag}`, `south-${made.tag}`]
  await app.post('/api/v1/import', {
    bookingPages: [
      { slug: north, title: 'North', pages: [made.page, second.page] },
      { slug: south, title: 'South', pages: [second.page] },
    ],
  })

  for (const slug of [north, south, made.page, second.page]) expect((await app.get(`/${slug}`, nobody)).status).toBe(200)
  const { pages } = (await app.get(`/api/v1/pages/${north}`, nobody)).body
  expect(pages.map((one: any) => one.slug)).toEqual([made.page, second.page])
  expect((await submit({ ...second, page: pages[1].slug })).status).toBe(201)
})

test('S1.23 half past three on Tuesday, June 6, can be checked, and is shown as available until it is taken', async () => {
  app.at('2028-06-01T12:00:00Z')
  const made = await company(app)
  const moment = '2028-06-06T15:30:00-04:00'
  const check = async () => (await app.post('/api/v1/find-by-time', question(made, moment))).body.available
  const shown = async () => (await slots(made, { from: '2028-06-06', to: '2028-06-06' })).includes('2028-06-06T19:30:00Z')

  expect(new Date(moment).getUTCDay()).toBe(2)
  expect([await check(), await shown()]).toEqual([1, true])
  expect((await submit(made, { start: moment })).status).toBe(201)
  expect([await check(), await shown()]).toEqual([0, false])
})

test('S1.24 first the time, then the customer: times and reps are shown before anything is known of the customer, the booking needs both', async () => {
  const made = await company(app)

  const [start] = await slots(made)
  const { reps } = (await app.get(`/api/v1/pages/${made.page}/slots/${start}/reps?eventType=${made.eventType}&timeZone=UTC`, nobody)).body
  const unknown = await submit(made, { start, customer: undefined })
  const complete = await submit(made, { start, rep: reps[0].id })

  expect([unknown.status, unknown.body.errors.map((one: any) => one.pointer)]).toEqual([400, ['/customer']])
  expect([complete.status, complete.body.start, complete.body.rep.name]).toEqual([201, start, reps[0].name])
})

test('S1.25 with Done the appointment is set: it is scheduled at once, and there is nothing left to approve', async () => {
  const made = await company(app)
  await jane(made)

  const { status, body } = await submit(made)

  const { id } = await stored(made)
  const approval = await app.post(`/api/v1/bookings/${id}/approve`, {})
  expect([status, body.status]).toEqual([201, 'scheduled'])
  expect([approval.status, approval.body.code]).toEqual([409, 'conflict'])
  const { unavailable } = (await app.post('/api/v1/find-by-time', question(made, TUESDAY))).body
  expect(unavailable[0].reasons).toMatchObject([{ code: 'booked', from: TUESDAY }])
})

test('S1.26 the customer gets a confirmation by e-mail, in her own time, with the appointment for her calendar', async () => {
  const made = await company(app)
  await jane(made)
  await submit(made, { timeZone: 'America/Chicago' })
  const { id, uid, manageUrl } = await stored(made)

  const own = (await mails(id)).filter((one: any) => one.audience === 'customer')

  expect(own).toMatchObject([
    {
      bookingId: id,
      to: { name: 'Jane Smith', address: `jane.${made.tag}@example.com` },
      status: 'outbox',
      subject: expect.stringContaining('Confirmed'),
    },
  ])
  expect(own[0].text).toContain('Tuesday, March 2, 2027, 2:30 PM to 3:00 PM, Central Standard Time')
  expect(own[0].text).toContain(manageUrl)
  expect(own[0].invitation).toContain('METHOD:REQUEST')
  expect(own[0].invitation.replaceAll('\r\n ', '')).toContain(`UID:${uid}`)
})
