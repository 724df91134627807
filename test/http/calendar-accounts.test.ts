import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAccount } from '../../server/actions/calendars/access.ts'
import { type MemoryCalendar, memoryCalendar } from '../../server/calendars/memory.ts'
import { touchReps } from '../../server/db/reps.ts'
import { CLIENT, type ConsentServer, consentServer } from '../servers/consent.ts'
import { company, cookiesOf, NOW, person, type Reply, type RequestOptions, signedIn, type TestApp, wish } from '../support/app.ts'
import { APP_PASSWORD, calendarSettings } from '../support/calendars.ts'
import { ownApp } from './every-route.ts'

const PATH = '/api/v1/calendar-accounts'
const calendars = new Map<string, MemoryCalendar>()
let vendor: ConsentServer
let app: TestApp
beforeAll(async () => {
  vendor = await consentServer()
  const registered = { ...CLIENT, signInUrl: vendor.url, apiUrl: null }
  // Nobody works here: what is asked of the worker is seen as it was asked.
  app = await ownApp({ ...calendarSettings({ google: registered, microsoft: registered, calendars }), role: 'web' })
})
beforeEach(() => {
  app.at(NOW)
  calendars.clear()
  for (const name of ['Work', 'Private']) calendars.set(name, memoryCalendar())
  vendor.answer = { email: `ann.${randomUUID()}@vendor.example`, says: 'yes' }
})
afterAll(async () => {
  await app.close()
  await vendor.close()
})

/** A rep who is signed in. */
async function rep(): Promise<{ email: string; options: RequestOptions }> {
  const { reps } = await company(app)
  const email = reps[0]!
  return { email, options: await signedIn(app, await person(app, 'rep', { email })) }
}

const caldav = (who: string, user = `ann.${randomUUID()}`) => ({ rep: who, address: 'dav.example.com', user, password: APP_PASSWORD })

/** The browser goes to the vendor and comes back: what it is sent to then, and with which cookies. */
async function throughVendor(begun: Reply, options: RequestOptions) {
  const atVendor = await fetch(begun.body.url, { redirect: 'manual' })
  const back = new URL(atVendor.headers.get('location') ?? '')
  const cookie = [options.headers?.cookie, cookiesOf(begun)].filter(Boolean).join('; ')
  return { path: `${back.pathname}${back.search}`, cookie }
}
const comeBack = ({ path, cookie }: { path: string; cookie: string }) => app.get(path, { signedIn: false, headers: { cookie } })

async function connect(options: RequestOptions, body: object = { vendor: 'google' }): Promise<string> {
  const begun = await app.post(`${PATH}/authorize`, body, options)
  expect(begun.status).toBe(200)
  return (await comeBack(await throughVendor(begun, options))).headers.get('location') ?? ''
}

test.each(['google', 'microsoft'])(
  'a rep connects an account at %s: its usual calendar counts and takes bookings, and it is read at once',
  async (name) => {
    const { email, options } = await rep()
    const begun = await app.post(`${PATH}/authorize`, { vendor: name }, options)
    expect(begun.headers.get('set-cookie')).toMatch(
      /^switchboard_calendars=.*Max-Age=900; Path=\/calendars\/connected;.*HttpOnly; SameSite=Lax$/,
    )

    const landed = await comeBack(await throughVendor(begun, options))
    expect(landed.headers.get('location')).toMatch(/^\/console\/calendars\?connected=[0-9a-f-]{36}$/)
    expect(landed.headers.getSetCookie()[0]).toMatch(/^switchboard_calendars=; /)
    const { body } = await app.get(PATH, options)
    expect(body.vendors).toEqual(['google', 'microsoft', 'caldav'])
    expect(body.items).toMatchObject([
      {
        rep: { email },
        vendor: name,
        name: vendor.answer.email,
        server: null,
        state: 'connected',
        problem: null,
        lastSyncAt: null,
        calendars: [
          { name: 'Private', access: 'write', counts: false, takesBookings: false },
          { name: 'Work', access: 'write', counts: true, takesBookings: true },
        ],
      },
    ])
    expect(await dueAt(body.items[0].id)).toEqual(new Date(NOW))
    expect(JSON.stringify(body)).not.toMatch(/access-|refresh-|secret/)
  },
)

const accountRow = (id: string) => app.services.db.selectFrom('calendar_account').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const dueAt = async (id: string) => (await accountRow(id)).next_sync_at

test('a browser that comes from the vendor without its session asks once more, and then it is known', async () => {
  const { options } = await rep()
  const back = await throughVendor(await app.post(`${PATH}/authorize`, { vendor: 'google' }, options), options)
  const [session, kept] = back.cookie.split('; ').map((one) => one.trim())

  const first = await comeBack({ path: back.path, cookie: kept! })
  expect(first.status).toBe(200)
  const again = /content="0;url=([^"]+)"/.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const path = `${back.path.split('?')[0]}${again}`
  expect((await comeBack({ path, cookie: kept! })).headers.get('location')).toBe('/console/calendars?problem=other-person')
  expect((await comeBack({ path, cookie: `${session}; ${kept}` })).headers.get('location')).toMatch(/connected=/)
})

test('what comes back without its state, with another, too late, twice, or to somebody else connects nothing', async () => {
  const [one, other] = [await rep(), await rep()]
  const begin = async () => throughVendor(await app.post(`${PATH}/authorize`, { vendor: 'google' }, one.options), one.options)
  const problem = async (given: { path: string; cookie: string }) =>
    new URL((await comeBack(given)).headers.get('location') ?? '', 'http://here').searchParams.get('problem')

  const back = await begin()
  expect(await problem({ ...back, path: back.path.replace(/state=[^&]+/, `state=${'x'.repeat(32)}`) })).toBe('expired')
  expect(await problem({ ...back, path: back.path.replace(/state=[^&]+&/, '') })).toBe('expired')
  expect(await problem({ ...back, path: back.path.replace('/google', '/microsoft') })).toBe('expired')
  expect(await problem({ ...back, cookie: one.options.headers?.cookie ?? '' })).toBe('expired')
  expect(await problem({ ...back, cookie: back.cookie.replace(/(switchboard_calendars=.{20})./, '$1-') })).toBe('expired')
  const kept = back.cookie.split('; ').at(-1)
  expect(await problem({ ...back, cookie: `${other.options.headers?.cookie}; ${kept}` })).toBe('other-person')
  expect((await app.get(PATH, one.options)).body.items).toEqual([])

  expect((await comeBack(back)).headers.get('location')).toMatch(/connected=/)
  expect(await problem(back)).toBe('denied')
  const late = await begin()
  app.at('2027-03-01T12:16:00Z')
  expect(await problem(late)).toBe('expired')
  expect((await app.get('/calendars/connected/yahoo?code=1&state=2', one.options)).status).toBe(404)
})

test.each([
  ['no', 'denied'],
  ['less', 'denied'],
] as const)('a person who says %s connects nothing: %s', async (says, problem) => {
  const { options } = await rep()
  vendor.answer = { ...vendor.answer, says }

  expect(await connect(options)).toBe(`/console/calendars?problem=${problem}`)
  expect((await app.get(PATH, options)).body.items).toEqual([])
})

test('an account is connected anew: what was wrong is over, what was chosen stays, calendars that are gone go', async () => {
  const { options } = await rep()
  const id = new URL(await connect(options), 'http://here').searchParams.get('connected')!
  const { db } = app.services
  const before = (await app.get(PATH, options)).body.items[0]
  const [spare] = before.calendars
  await app.patch(`${PATH}/${id}`, { calendars: [{ id: spare.id, counts: true }] }, options)
  await db
    .updateTable('calendar_account')
    .set({ revoked: true, unreachable: true, failing_since: new Date(NOW), problem: 'Gone.', failures: 9 })
    .where('id', '=', id)
    .execute()
  expect((await app.get(PATH, options)).body.items).toMatchObject([{ state: 'disconnected', problem: 'Gone.', failingSince: NOW }])

  calendars.delete('Work')
  calendars.set('Team', memoryCalendar())
  app.at('2027-03-01T13:00:00Z')
  expect(await connect(options, { vendor: 'google', account: id })).toBe(`/console/calendars?connected=${id}`)
  const after = (await app.get(PATH, options)).body.items
  expect(after).toMatchObject([{ id, state: 'connected', problem: null, failingSince: null }])
  expect(after[0].calendars.map((one: any) => [one.name, one.counts, one.takesBookings])).toEqual([
    ['Private', true, false],
    ['Team', false, false],
  ])
  expect(await accountRow(id)).toMatchObject({ failures: 0, secret_version: 1, next_sync_at: new Date('2027-03-01T13:00:00Z') })

  vendor.answer = { email: 'somebody.else@vendor.example', says: 'yes' }
  expect(await connect(options, { vendor: 'google', account: id })).toBe('/console/calendars?problem=other-account')
})

test('a CalDAV account is connected with a password, which no answer shows', async () => {
  const { email, options } = await rep()
  const reply = await app.post(PATH, { ...caldav(email, 'ann'), address: 'https://cloud.example.com/remote.php' }, options)

  expect(reply.status).toBe(201)
  expect(reply.body).toMatchObject({ vendor: 'caldav', name: 'ann', server: 'https://cloud.example.com/dav/', rep: { email } })
  expect(JSON.stringify(reply.body)).not.toContain(APP_PASSWORD)
  expect((await accountRow(reply.body.id)).secret).not.toContain(APP_PASSWORD)
  expect(await (await openAccount(app.services, reply.body.id)).calendars()).toHaveLength(2)

  const elsewhere = await app.post(PATH, { ...caldav(email, 'ann'), address: 'other.example.com' }, options)
  expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'conflict'])
})

test.each([
  [{ password: 'wrong' }, 'The server does not take this user and password.'],
  [{ address: 'nowhere.example.com' }, 'There is no CalDAV server at this address.'],
])('a CalDAV account that cannot be opened is refused in words: %j', async (change, words) => {
  const { email, options } = await rep()
  const reply = await app.post(PATH, { ...caldav(email), ...change }, options)

  expect([reply.status, reply.body.detail]).toEqual([400, words])
  expect((await app.get(PATH, options)).body.items).toEqual([])
})

test('one calendar of all accounts takes bookings, and those to come are written anew when it changes', async () => {
  const made = await company(app)
  const [email] = made.reps
  const booked = await app.post('/api/v1/bookings', wish(made, '2027-03-02T20:30:00Z'))
  const first = (await app.post(PATH, caldav(email!))).body
  const second = (await app.post(PATH, caldav(email!))).body
  const taking = (account: any) => account.calendars.filter((one: any) => one.takesBookings).map((one: any) => one.name)
  expect([taking(first), taking(second)]).toEqual([['Work'], []])
  const sync = async () =>
    (await app.services.db.selectFrom('booking').select('calendar_sync').where('id', '=', booked.body.id).executeTakeFirstOrThrow())
      .calendar_sync
  await app.services.db.updateTable('booking').set({ calendar_sync: 'done' }).where('id', '=', booked.body.id).execute()

  const [spare] = second.calendars
  const changed = await app.patch(`${PATH}/${second.id}`, { calendars: [{ id: spare.id, counts: true }] })
  expect([changed.status, await sync()]).toEqual([200, 'done'])
  await app.patch(`${PATH}/${second.id}`, { calendars: [{ id: spare.id, takesBookings: true }] })
  const { items } = (await app.get(`${PATH}?rep=${email}`)).body
  const takes = (id: string) => taking(items.find((one: any) => one.id === id))
  expect([takes(first.id), takes(second.id), await sync()]).toEqual([[], ['Private'], 'pending'])

  expect((await app.patch(`${PATH}/${first.id}`, { calendars: [{ id: spare.id, counts: true }] })).status).toBe(400)
})

test('busy time of a calendar that counts no more, or is disconnected, is forgotten at once', async () => {
  const made = await company(app)
  const account = (await app.post(PATH, caldav(made.reps[0]!))).body
  const work = account.calendars.find((one: any) => one.counts)
  const { db } = app.services
  const at = '2027-03-02T15:30:00-05:00'
  const isFree = async () =>
    (await app.post('/api/v1/find-by-time', { eventType: made.eventType, pool: made.pool, at, timeZone: 'America/New_York' })).body
      .available === 1
  const fill = async () => {
    const rows = {
      rep_id: account.rep.id,
      source: work.id,
      starts_at: new Date(at),
      ends_at: new Date('2027-03-02T21:00:00Z'),
      entry: 'one',
    }
    await db.insertInto('busy').values(rows).execute()
    await db.transaction().execute((tx) => touchReps(tx, [account.rep.id]))
  }

  await fill()
  expect(await isFree()).toBe(false)
  await app.patch(`${PATH}/${account.id}`, { calendars: [{ id: work.id, counts: false }] })
  expect(await isFree()).toBe(true)
  await app.patch(`${PATH}/${account.id}`, { calendars: [{ id: work.id, counts: true }] })
  await fill()
  expect(await isFree()).toBe(false)
  expect((await app.delete(`${PATH}/${account.id}`)).status).toBe(204)
  expect(await isFree()).toBe(true)
  expect((await app.get(`${PATH}?rep=${made.reps[0]}`)).body.items).toEqual([])
  expect((await app.delete(`${PATH}/${account.id}`)).status).toBe(404)
})

test('consent is given back at the vendor with the last account that has it', async () => {
  const [one, other] = [await rep(), await rep()]
  await connect(one.options)
  await connect(other.options)
  const idOf = async ({ options }: typeof one) => (await app.get(PATH, options)).body.items[0].id as string
  const revoked = () => vendor.asked.filter(({ path }) => path === '/revoke').length
  const before = revoked()

  await app.delete(`${PATH}/${await idOf(one)}`, one.options)
  expect(revoked()).toBe(before)
  await app.delete(`${PATH}/${await idOf(other)}`, other.options)
  expect(revoked()).toBe(before + 1)
})

test('an account that can no longer be opened can still be disconnected', async () => {
  const { options } = await rep()
  const id = new URL(await connect(options), 'http://here').searchParams.get('connected')!
  await app.services.db.updateTable('calendar_account').set({ secret: 'unreadable' }).where('id', '=', id).execute()

  expect((await app.delete(`${PATH}/${id}`, options)).status).toBe(204)
})

test('a rep sees and changes his own alone; administrators and managers see all', async () => {
  const [one, other] = [await rep(), await rep()]
  const account = (await app.post(PATH, caldav(one.email))).body
  const path = `${PATH}/${account.id}`
  const choice = { calendars: [{ id: account.calendars[0].id, counts: true }] }

  expect((await app.get(PATH, other.options)).body.items).toEqual([])
  expect((await app.get(`${PATH}?rep=${one.email}`, other.options)).status).toBe(404)
  expect((await app.post(PATH, caldav(one.email), other.options)).status).toBe(404)
  expect((await app.post(`${PATH}/authorize`, { vendor: 'google', rep: one.email }, other.options)).status).toBe(404)
  expect((await app.post(`${PATH}/authorize`, { vendor: 'google', account: account.id }, other.options)).status).toBe(404)
  expect((await app.patch(path, choice, other.options)).status).toBe(404)
  expect((await app.post(`${path}/check`, {}, other.options)).status).toBe(404)
  expect((await app.delete(path, other.options)).status).toBe(404)
  expect((await app.patch(path, choice, one.options)).status).toBe(200)

  const manager = await signedIn(app, await person(app, 'manager'))
  expect((await app.get(`${PATH}?rep=${one.email}`, manager)).body.items).toHaveLength(1)
  expect((await app.delete(path, manager)).status).toBe(403)
  const administrator = await signedIn(app, await person(app, 'administrator'))
  expect((await app.post(`${PATH}/authorize`, { vendor: 'google' }, administrator)).body.errors).toEqual([
    { pointer: '/rep', detail: 'is required' },
  ])
  expect((await app.post(`${PATH}/authorize`, { vendor: 'google', rep: one.email }, administrator)).status).toBe(200)
  expect((await app.delete(path, administrator)).status).toBe(204)
})
