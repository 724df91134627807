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

/** Jane is on record, so that bookings can be asked for by her. */
const jane = async (made: Company, more: object = {}) =>
  app.post('/api/v1/import', { customers: [{ email: `jane.${made.tag}@example.com`, name: 'Jane Smith', ...more }] })

const mails = async (id: string) => {
  await app.settled()
  return (await app.get(`/api/v1/outbox?booking=${id}`)).body.items
}

test('S1.1 a coordinator on the phone books instead of the customer: the booking is the customer’s, and says who made it', async () => {
  const made = await company(app)

  const { status, body } = await app.post('/api/v1/bookings', wish(made, TUESDAY), await olivia())

  expect(status).toBe(201)
  expect(body).toMatchObject({
    status: 'scheduled',
    start: TUESDAY,
    customer: { name: 'Jane Smith', email: `jane.${made.tag}@example.com` },
    bookedBy: { kind: 'coordinator', name: 'Olivia Ortiz', email: 'olivia@example.com' },
  })
})

test('S1.2 the coordinator enters the customer’s preferred time and sees the reps who can take it, and only those', async () => {
  const made = await company(app, { reps: [{}, { busy: [{ start: TUESDAY, end: '2027-03-02T21:00:00Z' }] }, {}, { weeklyHours: [] }] })

  const { status, body } = await app.post('/api/v1/find-by-time', question(made, '2027-03-02T15:30:00-05:00'), await olivia())

  expect([status, body.at, body.available]).toEqual([200, TUESDAY, 2])
  expect(body.candidates.map((one: any) => one.rep.name).sort()).toEqual(['Ann Lee', 'Cara Diaz'])
})

test('S1.3 find by time puts the most suitable rep first and says why; the appointment is set with that rep from the result', async () => {
  const made = await company(app, { reps: [{ skills: ['solar'] }, {}, { skills: ['solar'] }] })
  const coordinator = await olivia()
  await app.post('/api/v1/bookings', wish(made, '2027-03-04T15:00:00Z', { rep: made.reps[0] }), coordinator)
  const { body } = await app.post('/api/v1/find-by-time', question(made, TUESDAY, { skills: ['solar'] }), coordinator)
  const [best] = body.candidates

  const booking = await app.post('/api/v1/bookings', wish(made, body.at, { rep: best.rep.id }), coordinator)

  expect(best).toMatchObject({ rank: 1, rep: { email: made.reps[2] }, reasons: [{ code: 'longest-idle', idleSince: null }] })
  expect(body.candidates[1]).toMatchObject({
    rank: 2,
    rep: { email: made.reps[0] },
    reasons: [{ code: 'longest-idle', idleSince: '2027-03-01T12:00:00Z' }],
  })
  expect([booking.status, booking.body.start, booking.body.rep]).toEqual([201, TUESDAY, best.rep])
  expect(booking.body.assignment).toEqual({ method: 'longest-idle', reasons: best.reasons })
})

test('S1.22 customers assigned to a coordinator before the call are hers to find', async () => {
  const made = await company(app)
  const email = `olivia.${made.tag}@example.com`
  await jane(made, { coordinator: email })
  await app.post('/api/v1/import', {
    customers: [{ email: `kim.${made.tag}@example.com`, name: 'Kim', coordinator: 'someone.else@example.com' }],
  })
  const coordinator = await olivia(email)

  const mine = (await app.get('/api/v1/customers?coordinator=me', coordinator)).body.items
  const named = (await app.get(`/api/v1/customers?coordinator=${email}`)).body.items

  expect(mine).toMatchObject([{ name: 'Jane Smith', email: `jane.${made.tag}@example.com`, coordinator: email }])
  expect(named).toEqual(mine)
  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { customer: { id: mine[0].id } }), coordinator)
  expect([body.customer.id, body.bookedBy.email]).toEqual([mine[0].id, email])
})

test('S1.28 the person who meets the customer is somebody else than the coordinator who books', async () => {
  const made = await company(app, { reps: [{}, {}] })

  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY, { rep: made.reps[1] }), await olivia(made.reps[0]))

  expect([body.bookedBy.email, body.rep.email]).toEqual([made.reps[0], made.reps[1]])
  const { candidates } = (await app.post('/api/v1/find-by-time', question(made, TUESDAY))).body
  expect(candidates.map((one: any) => one.rep.email)).toEqual([made.reps[0]])
})

test('S1.29 that person is a user of the account: only those who are set up, and active, can be booked', async () => {
  const made = await company(app, { reps: [{}, { active: false }] })
  const book = (rep: string, pool?: string) => app.post('/api/v1/bookings', wish(made, TUESDAY, { rep, pool }))

  expect((await book('stranger@example.com')).status).toBe(404)
  expect((await book(made.reps[1]!)).body.code).toBe('not-qualified')
  const { body } = await book(made.reps[0]!)
  const users = (await app.get('/api/v1/export')).body.reps.filter((one: any) => one.active).map((one: any) => one.email)
  expect(users).toContain(body.rep.email)
})

test('S1.30 that person is notified as well: of the booking, of a new time, and of the end of it', async () => {
  const made = await company(app)
  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY), await olivia())
  const told = async () =>
    (await mails(body.id))
      .filter((one: any) => one.to.address === made.reps[0])
      .map((one: any) => [one.audience, one.subject.split(':')[0]])

  expect(await told()).toEqual([['rep', 'New booking']])
  app.at('2027-03-01T12:01:00Z')
  await app.post(`/api/v1/bookings/${body.id}/reschedule`, { start: '2027-03-03T15:00:00Z' })
  expect((await told()).map(([, title]: string[]) => title).sort()).toEqual(['New booking', 'New time'])
  app.at('2027-03-01T12:02:00Z')
  await app.post(`/api/v1/bookings/${body.id}/cancel`, {})
  expect((await told()).map(([, title]: string[]) => title).sort()).toEqual(['Cancelled', 'New booking', 'New time'])
})

test('S1.31 the coordinator is no guest of the booking and gets none of the customer’s notices', async () => {
  const made = await company(app)
  const { body } = await app.post('/api/v1/bookings', wish(made, TUESDAY), await olivia())
  await app.post(`/api/v1/bookings/${body.id}/reschedule`, { start: '2027-03-03T15:00:00Z' }, await olivia())
  await app.post(`/api/v1/bookings/${body.id}/cancel`, {}, await olivia())

  const all = await mails(body.id)

  expect([body.guests, body.customer.email]).toEqual([[], `jane.${made.tag}@example.com`])
  expect(new Set(all.map((one: any) => one.to.address))).toEqual(new Set([`jane.${made.tag}@example.com`, made.reps[0]]))
  for (const one of all) expect(one.invitation ?? '').not.toContain('olivia@example.com')
  for (const one of all.filter((mail: any) => mail.audience === 'customer')) expect(one.text).not.toContain('Olivia')
})

test('S1.13 the parties of a meeting are the customer and the rep; the coordinator is one only when added', async () => {
  const made = await company(app)
  const { body: usual } = await app.post('/api/v1/bookings', wish(made, TUESDAY), await olivia())
  const guests = [{ name: 'Olivia', email: 'olivia@example.com' }]
  const { body: added } = await app.post('/api/v1/bookings', wish(made, '2027-03-03T15:00:00Z', { guests }), await olivia())
  const partiesOf = async (id: string) => new Set((await mails(id)).map((one: any) => one.to.address))
  const parties = [`jane.${made.tag}@example.com`, made.reps[0]]

  expect(await partiesOf(usual.id)).toEqual(new Set(parties))
  expect(await partiesOf(added.id)).toEqual(new Set([...parties, 'olivia@example.com']))
})
