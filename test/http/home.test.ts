/** What Home shows to each level: the days to come, and what needs attention. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { accountIdOf, type Company, company, NOW, person, type RequestOptions, signedIn, type TestApp } from '../support/app.ts'
import { ownApp } from './every-route.ts'

let app: TestApp
// Bookings of no project are everybody's: those of other tests would fill the lists.
beforeAll(async () => {
  app = await ownApp()
})
afterAll(() => app?.close())

interface World extends Company {
  readonly online: string
  readonly bluewater: string
  readonly closed: string
  readonly osc: RequestOptions
  readonly ann: RequestOptions
  readonly jane: string
}

let worlds = 0
let all: World

/** An online project, one on site that shares with it and one that shares no appointments; a counselor of the first, a rep of the others. */
beforeEach(async () => {
  app.at(NOW)
  const tag = `${Date.now().toString(36)}${worlds++}`
  const [online, bluewater, closed] = [`online-${tag}`, `bluewater-${tag}`, `closed-${tag}`]
  const project = (slug: string, kind: string, name: string) => ({ slug, name, kind, timeZone: 'America/New_York' })
  await app.post('/api/v1/import', {
    projects: [project(online, 'osc', 'Online'), project(bluewater, 'onsite', 'Bluewater'), project(closed, 'onsite', 'Closed Shores')],
    shares: [{ between: [online, closed], appointments: false, history: true }],
  })
  const made = await company(app, { reps: [{ projects: [bluewater, closed] }, { projects: [bluewater] }] })
  const osc = await counselor([online])
  const ann = await signedIn(app, await person(app, 'rep', { email: made.reps[0]!, name: 'Ann Lee' }))
  const email = `jane.${made.tag}@example.com`
  await app.post('/api/v1/import', { customers: [{ email, name: 'Jane Smith' }] })
  const jane = (await app.get(`/api/v1/customers/${email}`)).body.id
  await app.post(`/api/v1/customers/${jane}/registrations`, { project: online })
  all = { ...made, online, bluewater, closed, osc, ann, jane }
})

async function counselor(projects: string[], level: 'coordinator' | 'manager' = 'coordinator'): Promise<RequestOptions> {
  const options = await signedIn(app, await person(app, level, { name: 'Olive Stone' }))
  const { email } = (await app.get('/api/v1/session', options)).body
  const id = await accountIdOf(app, email)
  expect((await app.patch(`/api/v1/accounts/${id}`, { projects })).status).toBe(200)
  return options
}

async function appoint(start: string, more: object = {}, who = all.osc): Promise<string> {
  const body = { eventType: all.eventType, rep: all.reps[0], start, timeZone: 'America/New_York', customer: { id: all.jane }, ...more }
  const reply = await app.post('/api/v1/bookings', { createdIn: all.online, ...body }, who)
  expect([reply.status, reply.body.detail]).toEqual([201, undefined])
  return reply.body.id
}

const home = async (who: RequestOptions, project?: string, more = '') =>
  (await app.get(`/api/v1/home?timeZone=America/New_York${project ? `&project=${project}` : ''}${more}`, who)).body

const ids = ({ items }: any) => items.map(({ booking }: any) => booking.id)
/** Those of this test's rep. */
const ofAnn = (list: any) => ({ ...list, items: list.items.filter(({ booking }: any) => booking.rep.email === all.reps[0]) })

test('S0.21 the new appointment of the online project is on its Home, by time, with those of the days to come', async () => {
  const later = await appoint('2027-03-02T15:00:00-05:00')
  const today = await appoint('2027-03-01T11:00:00-05:00')
  const nextWeek = await appoint('2027-03-08T11:00:00-05:00')

  const { appointments, today: date } = await home(all.osc, all.online)

  expect([date, ids(ofAnn(appointments)), appointments.more]).toEqual(['2027-03-01', [today, later], false])
  expect(ofAnn(appointments).items[0]).toMatchObject({ elsewhere: null, booking: { subject: 'Consultation: Jane Smith' } })
  expect(ids(ofAnn((await home(all.osc, all.online, '&days=8')).appointments))).toEqual([today, later, nextWeek])
})

test('a day of Home is a day of the zone that is asked for: what began before midnight there and is not over yet is on it', async () => {
  app.at('2027-03-02T04:30:00Z')
  const late = await company(app, { reps: [{ weeklyHours: [{ days: ['MO', 'TU'], start: '00:00', end: '24:00' }] }] })
  const wish = { eventType: late.eventType, rep: late.reps[0], timeZone: 'UTC', customer: { name: 'Night Owl' } }
  const { body } = await app.post('/api/v1/bookings', { ...wish, start: '2027-03-02T04:45:00Z' })
  const who = await signedIn(app, await person(app, 'rep', { email: late.reps[0]!, name: 'Ann Lee' }))
  app.at('2027-03-02T05:05:00Z')

  expect(await home(who)).toMatchObject({ today: '2027-03-02', appointments: { items: [{ booking: { id: body.id } }] } })
  app.at('2027-03-03T05:00:00Z')
  expect(ids((await home(who)).appointments)).toEqual([])
})

test('an onsite project shows what is shared with it, with the project in which it was made; what is not shared is on the Home of its rep alone', async () => {
  const shared = await appoint('2027-03-02T10:00:00-05:00', { project: all.bluewater })
  const hidden = await appoint('2027-03-02T11:00:00-05:00', { project: all.closed })
  const manager = await counselor([all.bluewater, all.closed], 'manager')

  const [bluewater, closed] = [await home(manager, all.bluewater), await home(manager, all.closed)]
  const own = await home(all.ann, all.closed)

  expect(ids(bluewater.appointments)).toContain(shared)
  expect(ofAnn(bluewater.appointments).items[0]).toMatchObject({ elsewhere: { slug: all.online, initial: 'O' } })
  expect(ids(closed.appointments)).not.toContain(hidden)
  expect(ids(own.appointments)).toEqual([shared, hidden])
})

test('a rep has their own appointments, and nobody else’s', async () => {
  const mine = await appoint('2027-03-02T10:00:00-05:00')
  const others = await appoint('2027-03-02T10:00:00-05:00', { rep: all.reps[1], project: all.bluewater })

  const shown = ids((await home(all.ann, all.bluewater)).appointments)

  expect([shown.includes(mine), shown.includes(others)]).toEqual([true, false])
})

test('outcomes that are not set need attention until they are, or until nobody remembers', async () => {
  const id = await appoint('2027-03-01T10:00:00-05:00')
  const outcomes = async (who: RequestOptions) => ids(ofAnn((await home(who)).attention.outcomes))
  app.at('2027-03-01T15:20:00Z')
  const during = await outcomes(all.ann)
  app.at('2027-03-01T15:30:00Z')
  const after = await outcomes(all.ann)

  expect([during, after, await outcomes(all.osc)]).toEqual([[], [id], [id]])
  await app.post(`/api/v1/bookings/${id}/outcome`, { status: 'completed' }, all.ann)
  expect(await outcomes(all.ann)).toEqual([])
  await app.post(`/api/v1/bookings/${id}/outcome`, { status: 'scheduled' }, all.ann)
  app.at('2027-05-20T15:30:00Z')
  expect(await outcomes(all.ann)).toEqual([])
})

test('requests that nobody has answered, and what could not be told, need attention', async () => {
  const { services } = app
  const failed = await appoint('2027-03-02T10:00:00-05:00')
  await app.settled()
  await sql`update booking set invitation_sync = 'failed' where id = ${failed}::uuid`.execute(services.db)
  const asked = await appoint('2027-03-02T11:00:00-05:00')
  await app.settled()
  await sql`update booking set status = 'requested' where id = ${asked}::uuid`.execute(services.db)

  const { attention } = await home(all.osc, all.online)

  expect([ids(ofAnn(attention.requests)), ids(ofAnn(attention.failed))]).toEqual([[asked], [failed]])
  expect(ofAnn(attention.failed).items[0].booking.sync.invitation).toBe('failed')
})

test('calendars out of reach are for those who look after them: a rep their own, a manager those of the projects', async () => {
  const { db } = app.services
  const rep = async (email: string) => (await db.selectFrom('rep').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id
  for (const email of all.reps)
    await sql`insert into calendar_account (id, rep_id, vendor, name, secret, revoked, problem, next_sync_at, created_at)
      values (gen_random_uuid(), ${await rep(email)}::uuid, 'google', ${email}, 'sealed', true, 'The consent was withdrawn.', now(), now())`.execute(
      db,
    )
  const lost = async (who: RequestOptions, project?: string) =>
    (await home(who, project)).attention.calendars.map((one: any) => one.rep.email)

  expect(await lost(all.ann)).toEqual([all.reps[0]])
  expect(await lost(await counselor([all.bluewater], 'manager'))).toEqual([...all.reps])
  expect(await lost(await counselor([all.bluewater, all.closed], 'manager'), all.closed)).toEqual([all.reps[0]])
  expect(await lost(await counselor([all.online], 'manager'))).toEqual([])
  expect(await lost(all.osc)).toEqual([])
  await sql`delete from calendar_account where name = any(${[...all.reps]}::text[])`.execute(db)
})

test('a project in which one does not work is not there to look from, and its appointments are on nobody else’s Home', async () => {
  const foreign = await appoint('2027-03-02T10:00:00-05:00', { createdIn: undefined, project: all.closed }, { signedIn: true })

  expect((await app.get(`/api/v1/home?project=${all.closed}`, all.osc)).status).toBe(404)
  expect(ids((await home(all.osc)).appointments)).not.toContain(foreign)
})
