/** From consent to the event in the calendar, and through the end of consent: against servers as strict as the vendors'. */
import { afterEach, describe, expect, test } from 'vitest'
import { UID } from '../../server/calendars/google-events.ts'
import { SETTINGS } from '../actions/calendar-world.ts'
import { openGoogle, type TestGoogle } from '../servers/google.ts'
import { openGraph, type TestGraph } from '../servers/microsoft.ts'
import { CLIENT as GRAPH_CLIENT } from '../servers/microsoft-oauth.ts'
import { company, cookiesOf, openTestApp, person, type RequestOptions, signedIn, type TestApp, wish } from '../support/app.ts'
import { openOwnDatabase } from '../support/own-database.ts'

const DAY_MS = 86_400_000

/** The vendors' servers go by the real clock. A Tuesday, and the days after it, at half past three or four in New York. */
const TUESDAY = Math.floor(Date.now() / DAY_MS) * DAY_MS + (((2 - new Date().getUTCDay() + 7) % 7) + 7) * DAY_MS
const onDay = (days: number, time: string) => new Date(TUESDAY + days * DAY_MS).toISOString().slice(0, 11) + time
const START = onDay(0, '20:30:00Z')
const ACCOUNTS = '/api/v1/calendar-accounts'

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

async function openApp({ google, graph }: { google?: TestGoogle; graph?: TestGraph }): Promise<TestApp> {
  const app = await openTestApp(await openOwnDatabase(), (url) => ({
    publicUrl: url,
    calendars: {
      ...SETTINGS,
      google: google ? { clientId: google.clientId, clientSecret: google.clientSecret, signInUrl: google.url, apiUrl: google.url } : null,
      microsoft: graph ? { ...GRAPH_CLIENT, signInUrl: graph.url, apiUrl: graph.url } : null,
    },
  }))
  app.at(new Date().toISOString())
  cleaning.push(() => app.close())
  return app
}

/** A signed-in rep, who connects accounts in a browser. */
async function repOf(app: TestApp) {
  const made = await company(app)
  const email = made.reps[0] ?? ''
  const options = await signedIn(app, await person(app, 'rep', { email }))
  return { made, email, options, connect: (body: object) => connect(app, options, body) }
}

async function connect(app: TestApp, options: RequestOptions, body: object): Promise<string> {
  const begun = await app.post(`${ACCOUNTS}/authorize`, body, options)
  const atVendor = await fetch(begun.body.url, { redirect: 'manual' })
  const back = new URL(atVendor.headers.get('location') ?? '')
  const cookie = [options.headers?.cookie, cookiesOf(begun)].join('; ')
  const landed = await app.get(`${back.pathname}${back.search}`, { signedIn: false, headers: { cookie } })
  await app.settled()
  return landed.headers.get('location') ?? ''
}

const isFree = async (app: TestApp, made: { eventType: string; pool: string }, at = START) =>
  (await app.post('/api/v1/find-by-time', { eventType: made.eventType, pool: made.pool, at, timeZone: 'UTC' })).body.available === 1

describe('Google Calendar', () => {
  async function connected() {
    const google = await openGoogle()
    cleaning.push(() => google.close())
    const app = await openApp({ google })
    const rep = await repOf(app)
    const account = google.account(rep.email)
    expect(await rep.connect({ vendor: 'google' })).toMatch(/connected=/)
    const state = async () => (await app.get(ACCOUNTS, rep.options)).body.items[0]
    const ours = () => account.events().filter((one) => one.extendedProperties?.private?.[UID])
    return { google, app, ...rep, account, state, ours }
  }

  test('a rep consents, a booking stands in the calendar, and Google’s call makes what is entered there busy', async () => {
    const { google, app, made, account, state, ours } = await connected()
    expect(await state()).toMatchObject({ state: 'connected', calendars: [{ counts: true, takesBookings: true }] })
    const { body: booking } = await app.post('/api/v1/bookings', wish(made, START))
    await app.settled()
    expect(ours()).toMatchObject([{ summary: 'Consultation: Jane Smith', start: { dateTime: expect.any(String) } }])
    expect(google.mails).toEqual([]) // We have invited; Google invites nobody.
    expect((await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.calendar).toBe('done')

    const at = onDay(1, '20:30:00Z')
    expect(await isFree(app, made, at)).toBe(true)
    account.addEvent({ summary: 'Dentist', start: { dateTime: onDay(1, '20:00:00Z') }, end: { dateTime: onDay(1, '21:00:00Z') } })
    await google.settled()
    await expect.poll(() => isFree(app, made, at), { timeout: 10_000 }).toBe(false)
  })

  test('consent ends at Google: within one reading the console says so, mails are sent, and the rep leaves the answers; reconnecting heals all, backlog included', async () => {
    const { google, app, made, email, options, connect, state, ours } = await connected()
    const boss = await person(app, 'administrator')
    const { body: booking } = await app.post('/api/v1/bookings', wish(made, START))
    await app.settled()
    google.revoke(email)
    const checked = await app.post(`${ACCOUNTS}/${(await state()).id}/check`, {}, options)
    expect(checked.body.state).toBe('disconnected')
    expect(await isFree(app, made, onDay(1, '20:30:00Z'))).toBe(false)
    await app.settled()
    const mails = await app.services.db.selectFrom('message').selectAll().where('moment', '=', 'calendar revoked').execute()
    expect(mails.map((one) => one.to_address).sort()).toEqual([boss.email, email].sort())

    await app.post(`/api/v1/bookings/${booking.id}/cancel`, {})
    await app.settled()
    expect([(await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.calendar, ours().length]).toEqual(['failed', 1])

    expect(await connect({ vendor: 'google', account: (await state()).id })).toMatch(/connected=/)
    await app.settled()
    expect((await state()).state).toBe('connected')
    expect([(await app.get(`/api/v1/bookings/${booking.id}`)).body.sync.calendar, ours().length]).toEqual(['done', 0])
    expect(await isFree(app, made)).toBe(true)
  })
})

describe('Microsoft 365', () => {
  test('a rep consents, a booking stands in the calendar and moves with it, and Graph’s call makes what is entered there busy', async () => {
    const graph = await openGraph()
    cleaning.push(() => graph.close())
    const app = await openApp({ graph })
    const { made, email, options, connect } = await repOf(app)
    const account = graph.account(email)
    graph.signsIn(email)
    expect(await connect({ vendor: 'microsoft' })).toMatch(/connected=/)
    expect((await app.get(ACCOUNTS, options)).body.items).toMatchObject([{ name: email, state: 'connected' }])
    const { body: booking } = await app.post('/api/v1/bookings', wish(made, START))
    await app.post(`/api/v1/bookings/${booking.id}/reschedule`, { start: onDay(2, '20:30:00Z') })
    await app.settled()
    expect(account.events()).toMatchObject([{ uid: booking.uid, start: new Date(onDay(2, '20:30:00Z')) }])

    const at = onDay(1, '20:30:00Z')
    expect(await isFree(app, made, at)).toBe(true)
    account.add({ title: 'Dentist', start: new Date(onDay(1, '20:00:00Z')), end: new Date(onDay(1, '21:00:00Z')), showAs: 'busy' })
    await graph.settled()
    await expect.poll(() => isFree(app, made, at), { timeout: 10_000 }).toBe(false)
  })
})
