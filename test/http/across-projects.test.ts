/** An appointment that one project makes and another completes: what each of them shows, and who may look. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountIdOf, type Company, company, NOW, person, type RequestOptions, signedIn, startApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

/** An online project, one where people meet, and two that share less with it; a counselor of the first, and reps of the others. */
interface Communities extends Company {
  readonly online: string
  readonly bluewater: string
  /** Shares no appointments with the online project. */
  readonly closed: string
  /** Shares no history with it. */
  readonly silent: string
  readonly osc: RequestOptions
  readonly ann: RequestOptions
  readonly ben: RequestOptions
  /** The customer's id. */
  readonly jane: string
}

let all: Communities
let start: string
let day = 1
beforeEach(async () => {
  app.at(NOW)
  const slug = (name: string) => `${name}-${Date.now().toString(36)}${day}`
  const [online, bluewater, closed, silent] = [slug('online'), slug('bluewater'), slug('closed'), slug('silent')] as [
    string,
    string,
    string,
    string,
  ]
  const project = (name: string, kind: string, title: string) => ({ slug: name, name: title, kind, timeZone: 'America/New_York' })
  await app.post('/api/v1/import', {
    projects: [
      project(online, 'osc', 'Online'),
      project(bluewater, 'onsite', 'Bluewater'),
      project(closed, 'onsite', 'Closed Shores'),
      project(silent, 'onsite', 'Silent Hills'),
    ],
    shares: [
      { between: [online, closed], appointments: false, history: true },
      { between: [online, silent], appointments: true, history: false },
    ],
  })
  const made = await company(app, { reps: [{ projects: [bluewater] }, { projects: [closed, silent] }] })
  const osc = await signedIn(app, await person(app, 'coordinator', { name: 'Olive Stone' }))
  const email = (await app.get('/api/v1/session', osc)).body.email
  const id = await accountIdOf(app, email)
  expect((await app.patch(`/api/v1/accounts/${id}`, { projects: [online] })).status).toBe(200)
  const repOf = async (at: number, name: string) => signedIn(app, await person(app, 'rep', { email: made.reps[at]!, name }))
  const jane = await customer('Jane Smith', made.tag)
  await app.post(`/api/v1/customers/${jane}/registrations`, { project: online, source: 'Website' })
  all = { ...made, online, bluewater, closed, silent, osc, ann: await repOf(0, 'Ann Lee'), ben: await repOf(1, 'Ben Ode'), jane }
  start = `2027-03-0${2 + (day++ % 4)}T15:00:00-05:00`
})

async function customer(name: string, tag: string): Promise<string> {
  const email = `${name.split(' ')[0]?.toLowerCase()}.${tag}@example.com`
  await app.post('/api/v1/import', { customers: [{ email, name }] })
  return (await app.get(`/api/v1/customers/${email}`)).body.id
}

const associate = (project: string, rep: string, who = all.osc) =>
  app.post(`/api/v1/customers/${all.jane}/registrations`, { project, rep }, who)

/** What the online counselor makes: an appointment of the online project with an onsite rep. */
async function appoint(more: object = {}, who = all.osc): Promise<any> {
  const body = {
    eventType: all.eventType,
    rep: all.reps[0],
    start,
    timeZone: 'America/New_York',
    customer: { id: all.jane },
    createdIn: all.online,
    ...more,
  }
  const reply = await app.post('/api/v1/bookings', body, who)
  expect([reply.status, reply.body.detail]).toEqual([201, undefined])
  return reply.body
}

const profile = async (project: string | null, who: RequestOptions) =>
  (await app.get(`/api/v1/customers/${all.jane}/profile${project === null ? '' : `?project=${project}`}`, who)).body

const inPanel = (items: any[], id: string) => items.find(({ booking }) => booking.id === id)

async function setOutcome(id: string, status: string, who = all.ann, project = all.bluewater) {
  const step = status === 'cancelled' ? 'cancel' : 'outcome'
  if (step === 'outcome') app.at(new Date(Date.parse(start) + 3_600_000).toISOString())
  const body = step === 'cancel' ? { project, reason: 'No longer looking' } : { status, project, notes: 'Liked the view' }
  return app.post(`/api/v1/bookings/${id}/${step}`, body, who)
}

describe('association', () => {
  test('S0.8 S0.9 the counselor chooses the onsite project, and one of its own reps', async () => {
    const { body: projects } = await app.get('/api/v1/projects', all.osc)
    const { body: reps } = await app.get(`/api/v1/projects/${all.bluewater}/reps`, all.osc)
    const foreign = await associate(all.bluewater, all.reps[1]!)

    const listed = projects.items.filter(({ slug }: any) => [all.online, all.bluewater].includes(slug))
    expect(listed).toMatchObject([
      { slug: all.bluewater, kind: 'onsite', own: false },
      { slug: all.online, kind: 'osc', own: true },
    ])
    expect(reps.items.map(({ email }: any) => email)).toEqual([all.reps[0]])
    expect([foreign.status, foreign.body.errors]).toEqual([400, [{ pointer: '/rep', detail: 'must be a rep of the project' }]])
  })

  test('S0.10 S0.11 S0.12 the association is saved with the rep; the project is then listed, and the one that is looked from is the current one alone', async () => {
    const { status, body } = await associate(all.bluewater, all.reps[0]!)
    const { registrations } = await profile(all.online, all.osc)

    expect([status, body.rep.email, body.status]).toEqual([201, all.reps[0], 'Prospect'])
    expect(registrations.map(({ project, rep, current }: any) => [project.slug, rep?.email ?? null, current])).toEqual([
      [all.bluewater, all.reps[0], false],
      [all.online, null, true],
    ])
    expect((await profile(null, all.osc)).registrations.map(({ current }: any) => current)).toEqual([false, false])
  })

  test('whoever has a place in a project keeps it: another rep, and what is new, are what changes', async () => {
    const first = (await associate(all.online, all.reps[0]!)).status
    const place = (await profile(all.online, all.osc)).registrations[0]
    const { status, body } = await app.patch(`/api/v1/registrations/${place.id}`, { rating: 'A', rep: null }, all.osc)

    // Ann does not work in the online project.
    expect(first).toBe(400)
    expect([status, body.id, body.source, body.rating]).toEqual([200, place.id, 'Website', 'A'])
    expect((await app.post(`/api/v1/customers/${all.jane}/registrations`, { project: all.online }, all.osc)).body).toMatchObject({
      id: place.id,
      rating: 'A',
      source: 'Website',
    })
  })
})

describe('the appointment', () => {
  test('S0.19 S0.20 it belongs to the online project, names the counselor who made it, and stands among the appointments there', async () => {
    await associate(all.bluewater, all.reps[0]!)
    const made = await appoint({ subject: 'Tour', location: { kind: 'in-person', value: 'Bluewater, Lot 4' }, details: 'Likes the lake' })

    expect(made).toMatchObject({ createdIn: all.online, bookedBy: { name: 'Olive Stone' }, subject: 'Tour', details: 'Likes the lake' })
    expect(inPanel((await profile(all.online, all.osc)).appointments, made.id)).toMatchObject({ elsewhere: null, completedBy: null })
  })

  test('S0.24 S0.25 S0.26 the onsite rep finds the registrant, and the appointment with the arrow of another project', async () => {
    await associate(all.bluewater, all.reps[0]!)
    const { id } = await appoint()

    const found = await app.get(`/api/v1/customers?search=jane.${all.tag}`, all.ann)
    const { appointments } = await profile(all.bluewater, all.ann)

    expect(found.body.items.map((one: any) => one.id)).toEqual([all.jane])
    expect(inPanel(appointments, id)).toMatchObject({ elsewhere: { slug: all.online, name: 'Online', initial: 'O' } })
    expect((await app.get(`/api/v1/bookings/${id}`, all.ann)).status).toBe(200)
  })

  test.each([
    ['S0.27 S0.30', 'completed'],
    ['S0.28 S0.30', 'cancelled'],
    ['S0.29 S0.30', 'no-show'],
  ])(
    '%s S0.31 S0.32 S0.33 S0.34 S0.35 set to %s by the onsite rep it moves to the history of both projects, each with its marks',
    async (_, status) => {
      await associate(all.bluewater, all.reps[0]!)
      const { id } = await appoint()

      const reply = await setOutcome(id, status)
      const [onsite, online] = [await profile(all.bluewater, all.ann), await profile(all.online, all.osc)]

      expect([reply.status, reply.body.status, reply.body.completedIn]).toEqual([200, status, all.bluewater])
      expect([inPanel(onsite.appointments, id), inPanel(online.appointments, id)]).toEqual([undefined, undefined])
      expect(inPanel(onsite.history, id)).toMatchObject({ elsewhere: null, completedBy: { initials: 'AL' } })
      expect(inPanel(online.history, id)).toMatchObject({
        elsewhere: { slug: all.bluewater, initial: 'B' },
        completedBy: { name: 'Ann Lee', initials: 'AL' },
      })
    },
  )

  test('S0.1 S0.2 where appointments are not shared the onsite project does not show it; its history is shared all the same', async () => {
    await associate(all.closed, all.reps[1]!)
    const { id } = await appoint({ rep: all.reps[1] })

    const before = await profile(all.closed, all.ben)
    await setOutcome(id, 'completed', all.ben, all.closed)

    expect(inPanel(before.appointments, id)).toBeUndefined()
    expect(inPanel((await profile(all.online, all.osc)).history, id)).toMatchObject({ elsewhere: { slug: all.closed, initial: 'C' } })
  })

  test('S0.1 S0.2 where history is not shared the online project does not show its completion, although it made the appointment', async () => {
    await associate(all.silent, all.reps[1]!)
    const { id } = await appoint({ rep: all.reps[1] })

    const shown = await profile(all.silent, all.ben)
    await setOutcome(id, 'completed', all.ben, all.silent)
    const online = await profile(all.online, all.osc)

    expect(inPanel(shown.appointments, id)).toMatchObject({ elsewhere: { slug: all.online } })
    expect([inPanel(online.appointments, id), inPanel(online.history, id)]).toEqual([undefined, undefined])
    expect(inPanel((await profile(all.silent, all.ben)).history, id)).toMatchObject({ elsewhere: null })
  })

  test('S0.5 the order of the steps is recommended, not enforced: without any association it is booked and completed as well', async () => {
    const other = await appoint({ createdIn: undefined, project: all.bluewater }, { signedIn: true })
    const mine = await appoint({ createdIn: all.bluewater, start: start.replace('T15', 'T16') }, all.ann)

    await setOutcome(mine.id, 'no-show')
    const { history, appointments, registrations } = await profile(all.bluewater, all.ann)

    expect([other.createdIn, inPanel(appointments, other.id)?.elsewhere]).toEqual([all.bluewater, null])
    expect(inPanel(history, mine.id)).toMatchObject({ elsewhere: null })
    // Whoever is met has a place there from then on.
    expect(registrations.find(({ current }: any) => current)).toMatchObject({ project: { slug: all.bluewater } })
  })

  test('an outcome that was taken back is an appointment again', async () => {
    await associate(all.bluewater, all.reps[0]!)
    const { id } = await appoint()
    await setOutcome(id, 'completed')
    await setOutcome(id, 'scheduled')

    const { appointments, history } = await profile(all.bluewater, all.ann)
    expect([inPanel(appointments, id)?.booking.completedBy, inPanel(history, id)]).toEqual([null, undefined])
  })
})

describe('who sees whom', () => {
  test('a rep finds nobody of another project: by id, by search, by profile, by bookings', async () => {
    await associate(all.bluewater, all.reps[0]!)
    const { id } = await appoint()
    const seen = async (path: string) => (await app.get(path, all.ben)).status

    expect((await app.get(`/api/v1/customers?search=jane.${all.tag}`, all.ben)).body.items).toEqual([])
    for (const path of [`customers/${all.jane}`, `customers/${all.jane}/profile`, `bookings/${id}`, `bookings?customer=${all.jane}`])
      expect([path, await seen(`/api/v1/${path}`)]).toEqual([path, 404])
    expect((await app.get('/api/v1/bookings', all.ben)).body.items).toEqual([])
    expect((await setOutcome(id, 'completed', all.ben)).status).toBe(404)
    const ask = { eventType: all.eventType, pool: all.pool, at: start, timeZone: 'UTC', customer: all.jane }
    expect((await app.post('/api/v1/find-by-time', ask, all.ben)).status).toBe(404)
  })

  test('a project in which one does not work is not there to look from, nor to book in', async () => {
    const from = await app.get(`/api/v1/customers/${all.jane}/profile?project=${all.bluewater}`, all.osc)
    const body = {
      eventType: all.eventType,
      rep: all.reps[0],
      start,
      timeZone: 'UTC',
      customer: { id: all.jane },
      createdIn: all.bluewater,
    }

    expect([from.status, (await app.post('/api/v1/bookings', body, all.osc)).status]).toEqual([404, 404])
  })

  test('a counselor sees those who are registered nowhere, and nobody who is registered elsewhere alone', async () => {
    const [nowhere, elsewhere] = [await customer('Nora New', all.tag), await customer('Else Where', all.tag)]
    await app.post(`/api/v1/customers/${elsewhere}/registrations`, { project: all.bluewater })

    const statuses = await Promise.all([nowhere, elsewhere].map(async (id) => (await app.get(`/api/v1/customers/${id}`, all.osc)).status))
    expect(statuses).toEqual([200, 404])
    const byAnn = await Promise.all([nowhere, elsewhere].map(async (id) => (await app.get(`/api/v1/customers/${id}`, all.ann)).status))
    expect(byAnn).toEqual([404, 200])
  })

  test('a rep books, holds and moves for themselves alone', async () => {
    await associate(all.bluewater, all.reps[0]!)
    const wish = { eventType: all.eventType, start, timeZone: 'UTC', customer: { id: all.jane } }
    const book = async (more: object) => (await app.post('/api/v1/bookings', { ...wish, ...more }, all.ann)).status
    const { id } = await appoint({ start: start.replace('T15', 'T13') })
    const move = async (more: object) =>
      (await app.post(`/api/v1/bookings/${id}/reschedule`, { start: start.replace('T15', 'T12'), ...more }, all.ann)).status

    expect([await book({ rep: all.reps[1] }), await book({ pool: all.pool }), await book({ rep: all.reps[0] })]).toEqual([403, 403, 201])
    expect([await move({ rep: all.reps[1] }), await move({ rep: 'any' }), await move({})]).toEqual([403, 404, 200])
    const hold = async (rep: string) =>
      (await app.post('/api/v1/holds', { eventType: all.eventType, rep, start: start.replace('T15', 'T10') }, all.ann)).status
    expect([await hold(all.reps[1]!), await hold(all.reps[0]!)]).toEqual([403, 201])
  })
})
