/** A rep falls ill, leaves, or is away: the bookings that this concerns are found, given to others or asked anew, and none is lost. */
import { beforeAll, expect, test } from 'vitest'
import { accountIdOf, type Company, company, NOW, person, type Reply, signedIn, startApp, type TestApp, wish } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

const TUESDAY = '2027-03-02'
const WEDNESDAY = '2027-03-03'
const at = (time: string, date = TUESDAY) => `${date}T${time}:00-05:00`
const utc = (text: string) => new Date(text).toISOString().replace('.000', '')

/** A company of its own, the clock at the Monday before. */
async function setUp(given: Parameters<typeof company>[1] = {}): Promise<Company> {
  app.at(NOW)
  return company(app, { reps: [{}, {}, {}], ...given })
}

async function ok(asked: Promise<Reply>): Promise<any> {
  const { status, body } = await asked
  expect([status, body.detail]).toEqual([expect.toSatisfy((one: number) => one < 300), undefined])
  return body
}

const book = (made: Company, time: string, more: object = {}) =>
  ok(app.post('/api/v1/bookings', wish(made, time, { rep: made.reps[0], notify: { customer: ['email'], rep: [] }, ...more })))
const ofRep = (made: Company, rest: string, i = 0) => `/api/v1/reps/${made.reps[i]}/${rest}`
const idsOf = ({ items }: { items: { booking: { id: string } }[] }) => items.map(({ booking }) => booking.id)

test('time off over bookings is entered at once, and tells which bookings it concerns and why', async () => {
  const made = await setUp()
  const inside = await book(made, at('10:00'))
  const outside = await book(made, at('10:00', WEDNESDAY))

  const { timeOff, affected } = await ok(app.post(ofRep(made, 'time-off'), { timeOff: [{ from: TUESDAY, to: TUESDAY, reason: 'Ill' }] }))

  expect(timeOff).toMatchObject([{ start: '2027-03-02T05:00:00Z', end: '2027-03-03T05:00:00Z', source: 'entered', reason: 'Ill' }])
  expect(idsOf(affected)).toEqual([inside.id])
  expect(affected.items[0]).toMatchObject({ booking: { status: 'scheduled' }, reasons: [{ code: 'time-off' }] })
  expect((await ok(app.get(ofRep(made, 'affected')))).items).toEqual(affected.items)
  expect((await ok(app.get(`/api/v1/bookings/${outside.id}`))).status).toBe('scheduled')
  const found = await ok(
    app.post('/api/v1/find-by-time', { eventType: made.eventType, pool: made.pool, at: at('14:00'), timeZone: 'UTC', explain: true }),
  )
  expect(found.unavailable).toMatchObject([{ rep: { email: made.reps[0] }, reasons: [{ code: 'time-off' }] }])
})

test('before somebody is away, the bookings that it would concern are listed', async () => {
  const made = await setUp()
  const first = await book(made, at('10:00'))
  await book(made, at('10:00', WEDNESDAY))

  const byDate = await ok(app.get(ofRep(made, `affected?from=${TUESDAY}&to=${TUESDAY}`)))
  const byInstant = await ok(app.get(ofRep(made, 'affected?from=2027-03-02T15:29:00Z&to=2027-03-02T23:00:00Z')))
  const past = await ok(app.get(ofRep(made, 'affected?from=2027-03-02T15:30:00Z&to=2027-03-02T23:00:00Z')))

  expect([idsOf(byDate), idsOf(byInstant), idsOf(past)]).toEqual([[first.id], [first.id], []])
  expect(byDate.items[0].reasons).toEqual([])
})

test('time off is taken back, but not what an import has brought; an import takes back only its own', async () => {
  const made = await setUp()
  const rep = (timeOff: object[]) => ({ email: made.reps[0], name: 'Ann Lee', timeZone: 'America/New_York', timeOff })
  await ok(app.post('/api/v1/import', { reps: [rep([{ start: at('09:00'), end: at('12:00') }])] }))
  const { timeOff } = await ok(app.post(ofRep(made, 'time-off'), { timeOff: [{ from: at('13:00'), to: at('15:00') }] }))
  const imported = async () => (await ok(app.get(ofRep(made, 'schedule')))).timeOff.filter((one: any) => one.source === 'import')

  const refused = await app.delete(ofRep(made, `time-off/${(await imported())[0].id}`))
  await ok(app.post('/api/v1/import', { reps: [rep([])] }))
  const left = (await ok(app.get(ofRep(made, 'schedule')))).timeOff
  const taken = await app.delete(ofRep(made, `time-off/${timeOff[0].id}`))

  expect([refused.status, refused.body.code]).toEqual([409, 'conflict'])
  expect(left).toMatchObject([{ id: timeOff[0].id, source: 'entered' }])
  expect(taken.status).toBe(204)
  expect((await ok(app.get(ofRep(made, 'schedule')))).timeOff).toEqual([])
  expect((await app.delete(ofRep(made, `time-off/${timeOff[0].id}`))).status).toBe(404)
  const { items } = await ok(app.get(`/api/v1/audit?kind=rep&name=${made.reps[0]}`))
  const entered = { start: utc(at('13:00')).replace('Z', '.000Z'), end: utc(at('15:00')).replace('Z', '.000Z'), reason: null }
  expect(items.slice(0, 1)).toMatchObject([{ changes: [{ field: 'timeOff', before: [entered], after: null }] }])
})

test('what is exported and imported again does not enter time off a second time', async () => {
  const made = await setUp()
  await ok(app.post(ofRep(made, 'time-off'), { timeOff: [{ from: TUESDAY, to: TUESDAY, reason: 'Ill' }] }))
  const { reps } = await ok(app.get('/api/v1/export'))
  const own = reps.find((one: any) => one.email === made.reps[0])

  await ok(app.post('/api/v1/import', { reps: [own] }))

  expect(own.timeOff).toEqual([{ start: '2027-03-02T05:00:00Z', end: '2027-03-03T05:00:00Z', reason: 'Ill' }])
  expect((await ok(app.get(ofRep(made, 'schedule')))).timeOff).toHaveLength(1)
})

test('other hours, and other hours on a date, tell which bookings no longer lie in them', async () => {
  const made = await setUp()
  const early = await book(made, at('09:00'))
  const late = await book(made, at('16:00'))
  const next = await book(made, at('16:00', WEDNESDAY))

  const { schedule, affected } = await ok(
    app.patch(ofRep(made, 'schedule'), {
      weeklyHours: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '10:00', end: '17:00' }],
      overrides: [{ date: WEDNESDAY, hours: [] }],
    }),
  )

  expect(schedule.overrides).toEqual([{ date: WEDNESDAY, hours: [] }])
  expect(affected.items.map((one: any) => [one.booking.id, one.reasons[0].code])).toEqual([
    [early.id, 'outside-hours'],
    [next.id, 'date-override'],
  ])
  expect(idsOf(affected)).not.toContain(late.id)
})

test('a date is changed once, and time off ends after it begins', async () => {
  const made = await setUp()
  const twice = [TUESDAY, TUESDAY].map((date) => ({ date, hours: [] }))

  const replies = [
    await app.patch(ofRep(made, 'schedule'), { overrides: twice }),
    await app.post(ofRep(made, 'time-off'), { timeOff: [{ from: WEDNESDAY, to: TUESDAY }] }),
  ]

  expect(replies.map(({ status, body }) => [status, body.errors[0].pointer])).toEqual([
    [400, '/overrides'],
    [400, '/timeOff/0/to'],
  ])
})

test('a rep who leaves is told with the bookings that are still to come, by the import that says so', async () => {
  const made = await setUp()
  const booking = await book(made, at('10:00'))

  const { affected } = await ok(
    app.post('/api/v1/import', { reps: [{ email: made.reps[0], name: 'Ann Lee', timeZone: 'America/New_York', active: false }] }),
  )

  expect(affected).toMatchObject([{ rep: { email: made.reps[0] }, bookings: 1 }])
  const listed = await ok(app.get(ofRep(made, 'affected')))
  expect(listed.items).toMatchObject([{ booking: { id: booking.id }, reasons: [{ code: 'inactive' }] }])
  const all = await ok(app.get('/api/v1/affected'))
  expect(all.items.find((one: any) => one.rep.email === made.reps[0])).toMatchObject({ bookings: 1 })
  const { items } = await ok(app.get('/api/v1/reps'))
  expect(items.find((one: any) => one.email === made.reps[0])).toMatchObject({ active: false })
})

test('bookings of somebody who is ill are given to others by the finder: the preview says to whom, and doing it does just that', async () => {
  const made = await setUp()
  const mine = [await book(made, at('10:00')), await book(made, at('10:30')), await book(made, at('11:00'))]
  // One of the two others is taken at eleven, and both work to the end.
  await book(made, at('11:00'), { rep: made.reps[1] })
  await ok(app.post(ofRep(made, 'time-off'), { timeOff: [{ from: TUESDAY, to: TUESDAY }] }))
  const bookings = mine.map(({ id }) => ({ booking: id }))

  const plan = await ok(app.post('/api/v1/bookings/reassign-many', { bookings, preview: true }))
  const unchanged = await ok(app.get(`/api/v1/bookings/${mine[0].id}`))
  const done = await ok(app.post('/api/v1/bookings/reassign-many', { bookings, reason: 'Ann is ill.' }))

  expect(unchanged.rep.email).toBe(made.reps[0])
  expect(plan.items.map((one: any) => one.booking.rep.email)).toEqual([made.reps[0], made.reps[0], made.reps[0]])
  expect(plan.items[2]).toMatchObject({ rep: { email: made.reps[2] }, others: [] })
  expect(done.items.map((one: any) => one.rep.id)).toEqual(plan.items.map((one: any) => one.rep.id))
  expect(done.items.map((one: any) => one.booking.rep.id)).toEqual(plan.items.map((one: any) => one.rep.id))
  expect((await ok(app.get(ofRep(made, 'affected')))).items).toEqual([])
})

test('nobody is given two bookings of one time, and whoever cannot be placed stays where they are, with the reasons', async () => {
  const made = await setUp({ reps: [{}, {}] })
  const mine = await book(made, at('10:00'))
  const others = await book(made, at('10:00'), { rep: made.reps[1] })
  await ok(app.post(ofRep(made, 'time-off'), { timeOff: [{ from: TUESDAY, to: TUESDAY }] }))

  const { items } = await ok(app.post('/api/v1/bookings/reassign-many', { bookings: [{ booking: mine.id }] }))

  expect(items).toMatchObject([
    { booking: { id: mine.id, status: 'scheduled', rep: { email: made.reps[0] } }, rep: null, refusal: { code: 'slot-taken' } },
  ])
  expect(items[0].unavailable).toMatchObject([{ rep: { email: made.reps[1] }, reasons: [{ code: 'booked' }] }])
  expect((await ok(app.get(`/api/v1/bookings/${others.id}`))).sequence).toBe(0)
})

test('two bookings of the same time that a room of people shares go to two reps', async () => {
  const made = await setUp({ reps: [{}, {}, {}, {}] })
  const bookings = [await book(made, at('10:00')), await book(made, at('10:00'), { rep: made.reps[1] })].map(({ id }) => ({ booking: id }))

  const { items } = await ok(app.post('/api/v1/bookings/reassign-many', { bookings, preview: true }))

  expect(new Set(items.map((one: any) => one.rep.email)).size).toBe(2)
})

test('whoever gives bookings away may choose to whom each goes', async () => {
  const made = await setUp()
  const [one, other] = [await book(made, at('10:00')), await book(made, at('12:00'))]

  const { items } = await ok(
    app.post('/api/v1/bookings/reassign-many', {
      bookings: [
        { booking: one.id, rep: made.reps[2] },
        { booking: other.id, rep: made.reps[2] },
      ],
    }),
  )

  expect(items.map((item: any) => item.booking.rep.email)).toEqual([made.reps[2], made.reps[2]])
})

test('a customer who is asked to choose anew gets a message with the link, and the booking stays until they have chosen', async () => {
  const made = await setUp({ eventType: { policy: { rescheduleUntilMinutes: null, cancelUntilMinutes: null, moveTo: 'same' } } })
  const booking = await book(made, at('10:00'))
  await ok(app.post(ofRep(made, 'time-off'), { timeOff: [{ from: TUESDAY, to: TUESDAY }] }))
  await app.settled()

  const asked = await ok(app.post(`/api/v1/bookings/${booking.id}/ask-anew`, {}))
  await app.settled()

  expect(asked).toMatchObject({ status: 'scheduled', start: booking.start, sequence: 0, askedAnewAt: utc(NOW) })
  const outbox = await ok(app.get(`/api/v1/outbox?booking=${booking.id}`))
  const told = outbox.items.find(({ subject }: any) => subject.startsWith('Please choose another time'))
  expect(told.text).toContain(booking.manageUrl)
  expect(told.text).toContain('Until you do, your booking stays as it is.')
  expect((await ok(app.get(ofRep(made, 'affected')))).items).toMatchObject([{ booking: { id: booking.id, askedAnewAt: utc(NOW) } }])

  const token = booking.manageUrl.split('/manage/')[1]
  const seen = await ok(app.get(`/api/v1/manage/${token}`, { signedIn: false }))
  expect([seen.chooseAnew, seen.moveTo, seen.rescheduleUntil]).toEqual([true, undefined, undefined])
  const chosen = await ok(
    app.post(`/api/v1/manage/${token}/reschedule`, { start: at('14:00'), timeZone: 'UTC', rep: 'any' }, { signedIn: false }),
  )
  const after = await ok(app.get(`/api/v1/bookings/${booking.id}`))

  expect(chosen).toMatchObject({ start: utc(at('14:00')), moveTo: 'same', rescheduleUntil: null })
  expect(chosen).not.toHaveProperty('chooseAnew')
  expect(after).toMatchObject({ askedAnewAt: null, start: utc(at('14:00')) })
  expect(after.rep.email).not.toBe(made.reps[0])
  expect((await ok(app.get(ofRep(made, 'affected')))).items).toEqual([])
  // What was opened for the choice is closed again.
  const again = { start: at('15:00'), timeZone: 'UTC' }
  expect((await app.post(`/api/v1/manage/${token}/reschedule`, again, { signedIn: false })).body.code).toBe('too-soon')
})

test('a customer whom no message reaches is not asked: somebody has to call', async () => {
  const made = await setUp()
  const booking = await book(made, at('10:00'), { customer: { name: 'Paula Phone', phone: '+12125550123' } })
  const past = await book(made, at('11:00'))
  app.at('2027-03-02T16:15:00Z')

  const replies = [
    await app.post(`/api/v1/bookings/${booking.id}/ask-anew`, {}),
    await app.post(`/api/v1/bookings/${past.id}/ask-anew`, {}),
  ]

  expect(replies.map(({ status, body }) => [status, body.code])).toEqual([
    [409, 'conflict'],
    [409, 'conflict'],
  ])
})

test('a calendar shows hours, bookings, busy time and time off, and only the time of bookings that one does not see', async () => {
  const tag = Date.now().toString(36)
  const project = (slug: string) => ({ slug, name: slug, kind: 'onsite', timeZone: 'America/New_York' })
  const [ours, theirs] = [`ours-${tag}`, `theirs-${tag}`]
  await ok(
    app.post('/api/v1/import', {
      projects: [project(ours), project(theirs)],
      shares: [{ between: [ours, theirs], appointments: false, history: false }],
    }),
  )
  const made = await setUp({ reps: [{ projects: [ours, theirs], busy: [{ start: at('12:00'), end: at('13:00') }] }] })
  const own = await book(made, at('10:00'), { createdIn: ours })
  await book(made, at('15:00'), { createdIn: theirs })
  await ok(app.post(ofRep(made, 'time-off'), { timeOff: [{ from: at('16:00'), to: at('17:00') }] }))
  const { email } = await person(app, 'coordinator')
  await ok(app.patch(`/api/v1/accounts/${await accountIdOf(app, email)}`, { projects: [ours] }))
  const coordinator = await signedIn(app, { email })
  const days = `calendar?from=${TUESDAY}&to=${TUESDAY}&timeZone=America/New_York`

  const all = await ok(app.get(ofRep(made, days)))
  const some = await ok(app.get(ofRep(made, days), coordinator))
  const listed = await ok(app.get(ofRep(made, `affected?from=${TUESDAY}&to=${TUESDAY}`), coordinator))

  const span = (from: string, to: string) => ({ start: utc(at(from)), end: utc(at(to)) })
  expect(all).toMatchObject({ working: [span('09:00', '17:00')], busy: [span('12:00', '13:00')], timeOff: [span('16:00', '17:00')] })
  expect([all.bookings.length, all.elsewhere]).toEqual([2, []])
  expect(some.bookings.map(({ id }: any) => id)).toEqual([own.id])
  expect(some.elsewhere).toEqual([span('15:00', '15:30')])
  expect([idsOf(listed), listed.unseen]).toEqual([[own.id], 1])
})

test('a rep changes their own hours and time off, asks their own customers anew, and nothing of others', async () => {
  const made = await setUp()
  const ann = await signedIn(app, await person(app, 'rep', { email: made.reps[0]!, name: 'Ann Lee' }))
  const [own, other] = [await book(made, at('10:00')), await book(made, at('10:00'), { rep: made.reps[1] })]
  const off = { timeOff: [{ from: TUESDAY, to: TUESDAY }] }
  const hours = { weeklyHours: [{ days: ['MO'], start: '09:00', end: '17:00' }] }

  const replies = [
    await app.post(ofRep(made, 'time-off'), off, ann),
    await app.post(ofRep(made, 'time-off', 1), off, ann),
    await app.patch(ofRep(made, 'schedule'), hours, ann),
    await app.patch(ofRep(made, 'schedule', 1), hours, ann),
    await app.post(`/api/v1/bookings/${own.id}/ask-anew`, {}, ann),
    await app.post(`/api/v1/bookings/${other.id}/ask-anew`, {}, ann),
    await app.post('/api/v1/bookings/reassign-many', { bookings: [{ booking: own.id }] }, ann),
  ]

  expect(replies.map(({ status }) => status)).toEqual([201, 404, 200, 404, 200, 404, 403])
  expect((await ok(app.get('/api/v1/reps', ann))).items.map((one: any) => one.email)).toEqual([made.reps[0]])
})

test('holidays are known by country and region', async () => {
  const { items: countries } = await ok(app.get('/api/v1/holidays/countries'))
  const germany = countries.find(({ code }: any) => code === 'DE')
  const of = async (query: string) => (await ok(app.get(`/api/v1/holidays?${query}`))).items

  expect(countries.length).toBeGreaterThan(150)
  expect(germany).toMatchObject({ name: 'Germany', regions: expect.arrayContaining([{ code: 'BY', name: 'Bayern' }]) })
  expect(await of('country=US&year=2027')).toContainEqual({ from: '2027-11-25', to: '2027-11-25', name: 'Thanksgiving Day' })
  expect((await of('country=DE&region=BY&year=2027')).length).toBeGreaterThan((await of('country=DE&year=2027')).length)
  expect((await app.get('/api/v1/holidays?country=XX&year=2027')).status).toBe(404)
  expect((await app.get('/api/v1/holidays?country=DE&region=XX&year=2027')).status).toBe(404)
})
