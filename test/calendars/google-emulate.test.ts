/**
 * The same provider against another party's picture of Google: the npm package `emulate`. It was written by others, so it errs in other places
 * than our own server does.
 *
 * What it lacks, and what is therefore left to google.test.ts: it chooses the ids of events itself, has no sync tokens, no zone in its lists, no
 * get, patch or update of an event, no extended properties and no watches, and answers busy time only for calendars that it knows. So here an event
 * is deleted by the id that it was given, and lists are read as plain pages.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { googleCalendars } from '../../server/calendars/google.ts'
import { googleCalls } from '../../server/calendars/google-calls.ts'
import { freeBusy } from '../../server/calendars/google-free-busy.ts'

const EMAIL = 'rep@example.com'
const CLIENT = { client_id: 'switchboard', client_secret: 'a-secret-of-tests' }
const redirect_uri = 'http://127.0.0.1/connected'
const window = { start: new Date('2027-03-01T00:00:00Z'), end: new Date('2027-05-01T00:00:00Z') }
const event = {
  uid: 'uid-1@booking.example',
  sequence: 0,
  start: new Date('2027-03-02T15:00:00Z'),
  end: new Date('2027-03-02T15:30:00Z'),
  timeZone: 'America/New_York',
  subject: 'Consultation',
  description: '',
  location: '',
  video: false,
  attendees: [],
}

let emulator: Emulator
let url: string

beforeAll(async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  emulator = await createEmulator({
    service: 'google',
    port,
    seed: {
      google: {
        users: [{ email: EMAIL, name: 'A Rep' }],
        oauth_clients: [{ ...CLIENT, redirect_uris: [redirect_uri] }],
        calendars: [{ id: EMAIL, summary: EMAIL, primary: true, time_zone: 'UTC', user_email: EMAIL }],
      },
    },
  })
  url = emulator.url.replace('localhost', '127.0.0.1')
})
afterAll(() => emulator.close())

const form = (path: string, fields: Record<string, string>) =>
  fetch(`${url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

/** As somebody who signs in walks through it: consent, the code in the address, the code for tokens. */
async function signIn() {
  const verifier = randomBytes(32).toString('base64url')
  const asked = {
    client_id: CLIENT.client_id,
    redirect_uri,
    scope: 'openid email https://www.googleapis.com/auth/calendar',
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  const page = await fetch(`${url}/o/oauth2/v2/auth?${new URLSearchParams({ ...asked, response_type: 'code' })}`)
  expect(await page.text()).toContain(EMAIL)
  const back = new URL((await form('/o/oauth2/v2/auth/callback', { ...asked, email: EMAIL })).headers.get('location') ?? '')
  expect(back.searchParams.get('state')).toBe('a-state')
  const code = back.searchParams.get('code') ?? ''
  const grant = { ...CLIENT, grant_type: 'authorization_code', code, redirect_uri }
  return { grant, verifier }
}
const Tokens = z.object({ access_token: z.string(), refresh_token: z.string().optional(), id_token: z.string().optional() })

async function tokens() {
  const { grant, verifier } = await signIn()
  return Tokens.parse(await (await form('/oauth2/token', { ...grant, code_verifier: verifier })).json())
}

test('a code is worth tokens only to whoever asked for it', async () => {
  const { grant } = await signIn()
  const stolen = await form('/oauth2/token', { ...grant, code_verifier: randomBytes(32).toString('base64url') })
  expect([stolen.status, await stolen.json()]).toMatchObject([400, { error: 'invalid_grant' }])
  const { access_token, refresh_token, id_token } = await tokens()
  expect([access_token, refresh_token]).not.toContain(undefined)
  expect(JSON.parse(Buffer.from(id_token?.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({ email: EMAIL })
})

test('calendars are listed, an event is written, its time is busy, and deleted it is gone', async () => {
  const { access_token } = await tokens()
  const calendars = googleCalendars({ apiUrl: url }, async () => access_token)
  const ask = googleCalls(url, async () => access_token, 5000)
  const busy = async () => (await freeBusy(ask, EMAIL, window)).flatMap((entry) => entry.busy)
  const listed = () =>
    ask(z.object({ items: z.array(z.object({ id: z.string(), summary: z.string() })) }), (api, options) =>
      api.events.list({ calendarId: EMAIL, timeMin: window.start.toISOString(), timeMax: window.end.toISOString() }, options),
    )

  expect(await calendars.calendars()).toEqual([{ id: EMAIL, name: EMAIL, primary: true, access: 'write' }])
  const { key } = await calendars.put(EMAIL, event)
  expect((await listed()).items).toEqual([{ id: key, summary: 'Consultation' }])
  expect(await busy()).toEqual([{ start: event.start, end: event.end }])

  await ask(z.unknown(), (api, options) => api.events.delete({ calendarId: EMAIL, eventId: key, sendUpdates: 'none' }, options))
  expect((await listed()).items).toEqual([])
  expect(await busy()).toEqual([])
  await calendars.remove(EMAIL, event.uid)
})

test('a list that does not say its zone, or how to read on, is not taken for a calendar without events', async () => {
  const { access_token } = await tokens()
  const calendars = googleCalendars({ apiUrl: url }, async () => access_token)

  await expect(calendars.changes(EMAIL, window, null)).rejects.toMatchObject({ kind: 'unreachable' })
  await expect(calendars.busy(EMAIL, window)).rejects.toMatchObject({ kind: 'unreachable' })
})

test('a token is renewed until the consent is revoked', async () => {
  const first = await tokens()
  const refresh = () => form('/oauth2/token', { ...CLIENT, grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' })
  const renewed = Tokens.parse(await (await refresh()).json())
  expect(renewed.access_token).not.toBe(first.access_token)
  expect(await googleCalendars({ apiUrl: url }, async () => renewed.access_token).calendars()).toHaveLength(1)

  await form('/oauth2/revoke', { token: first.refresh_token ?? '' })
  const refused = await refresh()
  expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_grant' }])
})
