/** Reports: what was made and finished where, and whom it is credited to. Each test has projects, people and bookings of its own. */
import { beforeEach, describe, expect, test } from 'vitest'
import { accountIdOf, type Company, company, NOW, person, type RequestOptions, signedIn, startApp, type TestApp } from '../support/app.ts'

interface World extends Company {
  readonly online: string
  readonly bluewater: string
  /** Shares no history with the online project. */
  readonly silent: string
  /** A counselor of the online project. */
  readonly osc: RequestOptions
  readonly olive: string
  /** Reps of Bluewater, of the silent project, and again of Bluewater. */
  readonly ann: RequestOptions
  readonly ben: RequestOptions
  readonly cara: RequestOptions
  readonly jane: string
}

let app: TestApp
let all: World
let worlds = 0
beforeEach(async () => {
  app = await startApp()
  const mark = `${Date.now().toString(36)}${worlds++}${process.env.VITEST_POOL_ID ?? ''}`
  const [online, bluewater, silent] = [`online-${mark}`, `bluewater-${mark}`, `silent-${mark}`]
  const timeZone = 'America/New_York'
  await app.post('/api/v1/import', {
    projects: [
      { slug: online, name: 'Online', kind: 'osc', timeZone },
      { slug: bluewater, name: 'Bluewater', kind: 'onsite', timeZone },
      { slug: silent, name: 'Silent Lakes', kind: 'onsite', timeZone },
    ],
    shares: [{ between: [online, silent], appointments: true, history: false }],
  })
  const made = await company(app, { reps: [{ projects: [bluewater] }, { projects: [silent] }, { projects: [bluewater] }] })
  await app.post('/api/v1/import', { customers: [{ email: `jane.${made.tag}@example.com`, name: 'Jane Smith' }] })
  const jane = (await app.get(`/api/v1/customers/jane.${made.tag}@example.com`)).body.id
  const olive = `olive.${made.tag}@example.com`
  const works = async (level: 'coordinator' | 'manager', email: string, name: string, projects: string[]) => {
    await person(app, level, { email, name })
    expect((await app.patch(`/api/v1/accounts/${await accountIdOf(app, email)}`, { projects })).status).toBe(200)
    return signedIn(app, { email })
  }
  const rep = async (at: number, name: string) => signedIn(app, await person(app, 'rep', { email: made.reps[at] as string, name }))
  all = {
    ...made,
    ...{ online, bluewater, silent, olive, jane },
    osc: await works('coordinator', olive, 'Olive Stone', [online]),
    ann: await rep(0, 'Ann Lee'),
    ben: await rep(1, 'Ben Ode'),
    cara: await rep(2, 'Cara Diaz'),
  }
})

const MARCH_2 = { from: '2027-03-02', to: '2027-03-02', timeZone: 'America/New_York' }

const report = async (name: string, query: Record<string, string>, who: RequestOptions = { signedIn: true }) =>
  app.get(`/api/v1/reports/${name}?${new URLSearchParams({ ...MARCH_2, ...query })}`, who)

const summary = async (project: string, who?: RequestOptions, more = {}) =>
  (await report('appointment-summary', { project, ...more }, who)).body
const history = async (project: string, who?: RequestOptions, more = {}) =>
  (await report('registrant-history', { project, ...more }, who)).body

const ids = ({ items }: any): string[] => items.map((one: any) => one.id)
const figures = ({ rows }: any) => rows.map(({ credited, total }: any) => [credited.name, total])

/** An appointment of the online project with Ann on March 2, or as `more` says. */
async function appoint(time: string, more: object = {}, who = all.osc): Promise<string> {
  const body = { eventType: all.eventType, rep: all.reps[0], start: `2027-03-02T${time}:00-05:00`, timeZone: 'America/New_York' }
  const reply = await app.post('/api/v1/bookings', { ...body, customer: { id: all.jane }, createdIn: all.online, ...more }, who)
  expect([reply.status, reply.body.detail]).toEqual([201, undefined])
  return reply.body.id
}

async function finish(id: string, status: string, who = all.ann, project = all.bluewater): Promise<void> {
  const step = status === 'cancelled' ? 'cancel' : 'outcome'
  app.at(step === 'cancel' ? NOW : '2027-03-02T23:00:00Z')
  const reply = await app.post(`/api/v1/bookings/${id}/${step}`, step === 'cancel' ? { project } : { status, project }, who)
  app.at(NOW)
  expect([reply.status, reply.body.detail]).toEqual([200, undefined])
}

describe('what S0 says of the two reports', () => {
  test.each(['completed', 'cancelled', 'no-show'])(
    'S0.36 S0.37 S0.38 S0.39 S0.40 S0.41 S0.43 an appointment made online and set to %s onsite: each report has it on its own side alone',
    async (status) => {
      const id = await appoint('10:00')
      await finish(id, status)

      const [made, notMade] = [await summary(all.online, all.osc), await summary(all.bluewater)]
      const [done, notDone] = [await history(all.bluewater), await history(all.online, all.osc)]

      expect(ids(made)).toEqual([id])
      expect(made.rows).toMatchObject([{ credited: { kind: 'staff', name: 'Olive Stone', email: all.olive }, total: 1 }])
      expect(made.items[0]).toMatchObject({ status, bookedBy: { name: 'Olive Stone' }, customer: { id: all.jane, name: 'Jane Smith' } })
      expect(ids(done)).toEqual([id])
      expect(done.rows).toMatchObject([{ credited: { kind: 'staff', name: 'Ann Lee', email: all.reps[0] }, byStatus: { [status]: 1 } }])
      expect([ids(notMade), notMade.totals.total, ids(notDone), notDone.totals.total]).toEqual([[], 0, [], 0])
    },
  )

  test('S0.42 what is made and completed in one project is in both reports of that project, credited to each', async () => {
    await app.post(`/api/v1/customers/${all.jane}/registrations`, { project: all.bluewater })
    const id = await appoint('10:00', { createdIn: all.bluewater, rep: all.reps[2] }, all.cara)
    await finish(id, 'completed', all.cara)

    const [made, done] = [await summary(all.bluewater), await history(all.bluewater)]

    expect([ids(made), figures(made)]).toEqual([[id], [['Cara Diaz', 1]]])
    expect([ids(done), figures(done)]).toEqual([[id], [['Cara Diaz', 1]]])
  })

  test('S0.36 S0.40 an appointment that is still to come is in the summary of where it was made, and in no history', async () => {
    const id = await appoint('10:00')

    expect(ids(await summary(all.online))).toEqual([id])
    expect([await summary(all.bluewater), await history(all.bluewater), await history(all.online)].map(ids)).toEqual([[], [], []])
  })

  test('S0.2 where history is not shared the summary says that there is an appointment, and not what came of it', async () => {
    const id = await appoint('10:00', { rep: all.reps[1] })
    await finish(id, 'completed', all.ben, all.silent)

    const made = await summary(all.online, all.osc)

    expect(made.items).toMatchObject([{ id, status: 'not-shared', completedIn: null, completedBy: null }])
    expect(made.totals.byStatus).toMatchObject({ 'not-shared': 1, completed: 0 })
    expect((await summary(all.online, all.osc, { status: 'completed' })).totals.total).toBe(0)
    expect(ids(await history(all.silent))).toEqual([id])
  })

  test('an outcome that is taken back, or corrected, is counted as it stands', async () => {
    const id = await appoint('10:00')
    await finish(id, 'completed')
    await finish(id, 'no-show')
    const corrected = await history(all.bluewater)
    await finish(id, 'scheduled')

    expect(corrected.totals).toMatchObject({ total: 1, byStatus: { completed: 0, 'no-show': 1 } })
    expect((await history(all.bluewater)).totals.total).toBe(0)
    expect((await summary(all.online)).totals.byStatus).toMatchObject({ scheduled: 1, 'no-show': 0 })
  })
})

describe('figures and panels', () => {
  test('S0.42 the figures of a project are those of its profiles: what was made there, and what was finished there', async () => {
    const [first, second, third] = [await appoint('09:00'), await appoint('10:00'), await appoint('11:00')]
    await appoint('12:00', { rep: all.reps[1] })
    await appoint('13:00', { createdIn: all.bluewater }, { signedIn: true })
    await finish(first as string, 'completed')
    await finish(second as string, 'no-show')
    await finish(third as string, 'cancelled')

    for (const project of [all.online, all.bluewater, all.silent]) {
      const { body: profile } = await app.get(`/api/v1/customers/${all.jane}/profile?project=${project}`)
      const panels = [...profile.appointments, ...profile.history].map(({ booking }: any) => booking)
      const [made, done] = [await summary(project), await history(project)]

      expect(ids(made).sort()).toEqual(
        panels
          .filter(({ createdIn }) => createdIn === project)
          .map(({ id }) => id)
          .sort(),
      )
      expect(ids(done).sort()).toEqual(
        profile.history
          .filter(({ elsewhere, booking }: any) => elsewhere === null && booking.completedIn === project)
          .map(({ booking }: any) => booking.id)
          .sort(),
      )
      expect([made.totals.total, done.totals.total]).toEqual([made.items.length, done.items.length])
    }
    expect(ids(await history(all.bluewater))).toHaveLength(3)
  })

  test('totals count everything, whatever page is shown; pages neither repeat nor leave out anything', async () => {
    const made = []
    for (const hour of ['09', '10', '11', '12', '13']) made.push(await appoint(`${hour}:00`))
    const pages: any[] = []
    for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1).nextCursor)
      pages.push(await summary(all.online, all.osc, { limit: '2', ...(cursor ? { cursor } : {}) }))

    expect(pages.map((page) => page.items.length)).toEqual([2, 2, 1])
    expect(pages.flatMap(ids)).toEqual(made)
    expect(pages.map((page) => [page.totals.total, page.rows[0].total])).toEqual([
      [5, 5],
      [5, 5],
      [5, 5],
    ])
  })

  test('those who make the most stand first; customers who booked by themselves, and programs, are lines of their own', async () => {
    await appoint('09:00')
    await appoint('10:00')
    await appoint('11:00', {}, { signedIn: true })
    const body = { eventType: all.eventType, timeZone: 'America/New_York', answers: {}, rep: all.reps[0] }
    const start = '2027-03-02T12:00:00-05:00'
    const public_ = { ...body, start, customer: { name: 'Paul Page', email: `paul.${all.tag}@example.com` } }
    expect((await app.post(`/api/v1/pages/${all.page}/bookings`, public_, { signedIn: false })).status).toBe(201)
    const { id } = (await app.get(`/api/v1/bookings?customer=${all.jane}`)).body.items[0]
    const { db } = app.services
    const online = (await db.selectFrom('booking').select('created_in').where('id', '=', id).executeTakeFirstOrThrow()).created_in
    await db.updateTable('booking').set({ created_in: online }).where('customer_email', '=', `paul.${all.tag}@example.com`).execute()

    const { rows } = await summary(all.online)

    expect(rows.map(({ credited, total }: any) => [credited.kind, credited.name, total])).toEqual([
      ['staff', 'Olive Stone', 2],
      ['customer', null, 1],
      ['program', null, 1],
    ])
  })

  test('whoever is credited is known by email, however it is written and whatever they were called then', async () => {
    await appoint('09:00')
    const id = await appoint('10:00')
    const other = JSON.stringify({ kind: 'coordinator', name: 'Olive', email: all.olive.toUpperCase() })
    await app.services.db.updateTable('booking').set({ booked_by: other }).where('id', '=', id).execute()

    expect(figures(await summary(all.online))).toEqual([['Olive Stone', 2]])
    expect((await summary(all.online, all.osc, { rep: all.olive.toUpperCase() })).totals.total).toBe(2)
    expect((await summary(all.online, all.osc, { rep: all.reps[0] })).totals.total).toBe(0)
  })
})

describe('which time, which status', () => {
  test('from and to are local dates in the zone that is named, and both are included', async () => {
    const late = { rep: all.reps[0], start: '2027-03-02T16:30:00-05:00' }
    const id = await appoint('09:00', late)
    const total = async (from: string, to: string, timeZone: string) =>
      (await summary(all.online, all.osc, { from, to, timeZone })).totals.total

    expect(await total('2027-03-02', '2027-03-02', 'America/New_York')).toBe(1)
    expect(await total('2027-03-03', '2027-03-03', 'America/New_York')).toBe(0)
    expect(await total('2027-03-01', '2027-03-01', 'America/New_York')).toBe(0)
    expect(await total('2027-03-02', '2027-03-02', 'Asia/Tokyo')).toBe(0)
    expect(await total('2027-03-01', '2027-03-03', 'Asia/Tokyo')).toBe(1)
    expect(ids(await summary(all.online, all.osc, { from: '2026-03-03', to: '2027-03-03' }))).toEqual([id])
  })

  test('the day on which clocks change begins and ends where its zone says', async () => {
    const at = async (start: string) => {
      const body = { eventType: all.eventType, rep: all.reps[0], start, timeZone: 'UTC', customer: { id: all.jane }, createdIn: all.online }
      const reply = await app.post('/api/v1/bookings', body, all.osc)
      expect([reply.status, reply.body.detail]).toEqual([201, undefined])
      return reply.body.id
    }
    const hours = [{ start: '00:00', end: '24:00' }]
    const overrides = ['2027-03-13', '2027-03-14', '2027-03-15'].map((date) => ({ date, hours }))
    await app.post('/api/v1/import', { reps: [{ email: all.reps[0], name: 'Ann Lee', timeZone: 'America/New_York', overrides }] })
    await at('2027-03-14T04:30:00Z')
    const inside = [await at('2027-03-14T05:00:00Z'), await at('2027-03-15T03:30:00Z')]
    await at('2027-03-15T04:00:00Z')

    expect(ids(await summary(all.online, all.osc, { from: '2027-03-14', to: '2027-03-14' }))).toEqual(inside)
  })

  test('a status is filtered by, in figures and list alike', async () => {
    const [kept, gone] = [await appoint('09:00'), await appoint('10:00')]
    await finish(gone as string, 'cancelled')

    const cancelled = await summary(all.online, all.osc, { status: 'cancelled' })

    expect([ids(cancelled), cancelled.totals.total, cancelled.rows[0].total]).toEqual([[gone], 1, 1])
    expect(ids(await summary(all.online, all.osc, { status: 'scheduled' }))).toEqual([kept])
    expect((await history(all.bluewater, undefined, { status: 'completed' })).totals.total).toBe(0)
  })

  test.each([
    [{ from: '2027-03-03', to: '2027-03-02' }, '/to'],
    [{ from: '2026-03-01', to: '2027-03-02' }, '/to'],
    [{ timeZone: 'Mars/Base' }, '/timeZone'],
    [{ status: 'lost' }, '/status'],
    [{ cursor: 'bm90IG91cnM' }, '/cursor'],
    [{ colour: 'red' }, '/colour'],
  ])('%j is refused', async (query, pointer) => {
    const { status, body } = await report('appointment-summary', query)

    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer])
  })
})

describe('who reads what', () => {
  test('a project in which one does not work is not there, in the very words for one that does not exist', async () => {
    for (const name of ['appointment-summary', 'registrant-history', 'bookings', 'appointment-summary.csv', 'bookings.csv']) {
      const reply = await report(name, { project: all.bluewater }, all.osc)
      expect([reply.status, reply.body.detail]).toEqual([404, `There is no project “${all.bluewater}”.`])
    }
    expect((await report('appointment-summary', { project: 'no-such-project' }, all.osc)).body.detail).toBe(
      'There is no project “no-such-project”.',
    )
  })

  test('without a project it is of one’s own, and of no other', async () => {
    const id = await appoint('09:00')
    await appoint('10:00', { createdIn: all.silent, rep: all.reps[1] }, { signedIn: true })
    await finish(id, 'completed')

    expect(ids((await report('appointment-summary', {}, all.osc)).body)).toEqual([id])
    expect((await report('registrant-history', {}, all.osc)).body.totals.total).toBe(0)
    expect(ids((await report('bookings', {}, all.osc)).body)).toEqual([id])
  })

  test('a rep reads what is credited to that very rep, whoever is asked for', async () => {
    const [hers, mine] = [await appoint('09:00', { rep: all.reps[2] }), await appoint('10:00')]
    await finish(hers as string, 'completed', all.cara)
    await finish(mine as string, 'no-show', all.ann)

    expect(ids(await history(all.bluewater))).toEqual([hers, mine])
    expect(ids(await history(all.bluewater, all.ann))).toEqual([mine])
    expect(ids((await report('registrant-history', {}, all.cara)).body)).toEqual([hers])
    expect(ids(await history(all.bluewater, all.ann, { rep: all.reps[2] }))).toEqual([])
    expect(ids((await report('bookings', {}, all.ann)).body)).toEqual([mine])
    expect((await report('appointment-summary', {}, all.ann)).body.totals.total).toBe(0)
    expect((await report('appointments', {}, all.ann)).status).toBe(403)
  })
})

describe('bookings by what they have in common', () => {
  test('by rep, event type, source, door and outcome', async () => {
    await app.post(`/api/v1/customers/${all.jane}/registrations`, { project: all.online, source: 'Walk-in' })
    const [first] = [await appoint('09:00'), await appoint('10:00', { rep: all.reps[2] }), await appoint('11:00')]
    await finish(first as string, 'completed')
    const by = async (what: string) =>
      (await report('bookings', { project: all.online, by: what })).body.rows.map(({ key, name, total }: any) => [name ?? key, total])

    expect(await by('rep')).toEqual([
      ['Ann Lee', 2],
      ['Cara Diaz', 1],
    ])
    expect(await by('event-type')).toEqual([['Consultation', 3]])
    expect(await by('source')).toEqual([['Walk-in', 3]])
    expect(await by('door')).toEqual([['coordinator', 3]])
    expect(await by('outcome')).toEqual([
      ['scheduled', 2],
      ['completed', 1],
    ])
  })

  test('a project counts what is made or met there, and a rep can be picked by email or id', async () => {
    const id = await appoint('09:00', { project: all.bluewater })
    await appoint('10:00', { createdIn: all.silent, rep: all.reps[1] }, { signedIn: true })
    const rep = (await app.get(`/api/v1/bookings/${id}`)).body.rep.id
    const met = async (query: object) => ids((await report('bookings', { project: all.bluewater, ...query })).body)

    expect(await met({})).toEqual([id])
    expect([await met({ rep: all.reps[0] }), await met({ rep }), await met({ rep: all.reps[2] })]).toEqual([[id], [id], []])
    expect((await report('bookings', { rep: 'nobody@example.com' })).status).toBe(404)
  })
})

describe('appointments across projects', () => {
  test('a line for each pair of projects says how many were made in the one and met in the other', async () => {
    const [first, second] = [await appoint('09:00'), await appoint('10:00', { project: all.bluewater })]
    await appoint('11:00', { createdIn: all.bluewater }, { signedIn: true })
    await finish(first as string, 'completed')

    const { body } = await report('appointments', { project: all.online })
    const onsite = (await report('appointments', { project: all.bluewater })).body
    const crossing = (await report('appointments', { project: all.bluewater, crossing: 'true' })).body

    expect(body.rows.map(({ createdIn, metIn, total }: any) => [createdIn.name, metIn?.name, total])).toEqual([['Online', 'Bluewater', 2]])
    expect(body.rows[0].byStatus).toMatchObject({ completed: 1, scheduled: 1 })
    expect(onsite.totals.total).toBe(3)
    expect([ids(crossing), crossing.totals.total]).toEqual([[first, second], 2])
  })

  test('where history is not shared it is not told where an appointment was finished', async () => {
    const id = await appoint('09:00', { rep: all.reps[1] })
    await finish(id, 'completed', all.ben, all.silent)

    const { body } = await report('appointments', { project: all.online })

    expect(body.rows).toMatchObject([{ createdIn: { slug: all.online }, metIn: null, byStatus: { 'not-shared': 1 } }])
    expect((await report('appointments', { project: all.online, crossing: 'true' })).body.totals.total).toBe(0)
  })
})

describe('tables to take away', () => {
  test('a list has every appointment with the date and time of the zone that is asked for, and nothing a spreadsheet would run', async () => {
    await appoint('16:30', { subject: '=HYPERLINK("http://evil.example")' })
    const { headers, body } = await report('appointment-summary.csv', { project: all.online }, all.osc)
    const lines = body.split('\r\n')

    expect(headers.get('content-type')).toMatch(/^text\/csv/)
    expect(headers.get('content-disposition')).toBe(`attachment; filename=appointment-summary-${all.online}-2027-03-02-2027-03-02.csv`)
    expect(lines[0]).toMatch(/^date,time,status,subject,registrant/)
    expect(lines[1]).toMatch(
      /^2027-03-02,16:30,scheduled,"'=HYPERLINK\(""http:\/\/evil\.example""\)",Jane Smith,jane\..*,Consultation,Ann Lee,.*,Online,,,Olive Stone,olive\..*,,,2027-03-02T21:30:00Z,2027-03-02T22:00:00Z$/,
    )
    expect(lines).toHaveLength(3)
  })

  test('the figures of bookings can be taken away, and are those that are shown', async () => {
    await app.post(`/api/v1/customers/${all.jane}/registrations`, { project: all.online, source: '+1 hotline' })
    const gone = await appoint('10:00')
    await appoint('09:00')
    await finish(gone, 'cancelled')

    const { body } = await report('bookings.csv', { project: all.online, by: 'source' }, all.osc)

    expect(body).toBe(
      "source,total,requested,scheduled,completed,no-show,cancelled,declined,expired,not-shared\r\n'+1 hotline,2,0,1,0,0,1,0,0,0\r\n",
    )
  })

  test('the other lists can be taken away as well', async () => {
    const id = await appoint('10:00')
    await finish(id, 'no-show')

    const done = await report('registrant-history.csv', { project: all.bluewater })
    const across = await report('appointments.csv', { project: all.online, crossing: 'true' })

    expect(done.body.split('\r\n')[1]).toMatch(/,no-show,.*,Online,,Bluewater,Olive Stone,.*,Ann Lee,/)
    expect(across.body.split('\r\n')[1]).toBe(done.body.split('\r\n')[1])
  })
})
