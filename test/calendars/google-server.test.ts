/** Our picture of Google is only worth something if it refuses what Google refuses. Each line here is from Google's reference or its guides. */
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGoogle, type TestGoogle } from '../servers/google.ts'

const EMAIL = 'rep@example.com'
let google: TestGoogle
let token: string

beforeAll(async () => {
  google = await openGoogle()
  google.account(EMAIL)
  token = google.issueToken(EMAIL)
})
afterAll(() => google.close())

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${google.url}/calendar/v3${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}
const EVENTS = `/calendars/${encodeURIComponent(EMAIL)}/events`
const time = { start: { dateTime: '2027-03-02T10:00:00Z' }, end: { dateTime: '2027-03-02T11:00:00Z' } }
const add = async (more = {}): Promise<{ id: string; etag: string }> => (await ask('POST', EVENTS, { ...time, ...more })).body

describe('what is refused', () => {
  test.each<[string, string, string, unknown, string]>([
    ['a field that there is not', 'POST', EVENTS, { ...time, sumary: 'x' }, 'Unknown name "sumary"'],
    ['a field within a field', 'POST', EVENTS, { ...time, attendees: [{ mail: 'a@b.c' }] }, 'Unknown name "mail"'],
    ['a field of another kind', 'POST', EVENTS, { ...time, summary: 5 }, 'body.summary is no string'],
    ['a list that is none', 'POST', EVENTS, { ...time, attendees: {} }, 'body.attendees is no list'],
    ['a parameter that there is not', 'GET', `${EVENTS}?singleEvent=true`, undefined, 'Unknown name "singleEvent"'],
    ['a parameter of another kind', 'GET', `${EVENTS}?singleEvents=yes`, undefined, 'singleEvents is no boolean'],
    ['a selector of what there is not', 'GET', `${EVENTS}?fields=items(id,titel)`, undefined, 'Invalid field selection titel'],
    ['a selector that ends early', 'GET', `${EVENTS}?fields=items(id`, undefined, 'A bracket is open'],
    ['an id of other letters', 'POST', EVENTS, { ...time, id: 'zebra' }, 'Invalid resource id value'],
    ['an id that is too short', 'POST', EVENTS, { ...time, id: 'abc' }, 'Invalid resource id value'],
    ['an id and an iCalUID', 'POST', EVENTS, { ...time, id: 'abcde', iCalUID: 'x@y' }, 'Only one of'],
    ['an event without an end', 'POST', EVENTS, { start: time.start }, 'Missing end time'],
    ['an event that ends first', 'POST', EVENTS, { start: time.end, end: time.start }, 'range is empty'],
    ['a time without a zone', 'POST', EVENTS, { start: { dateTime: '2027-03-02T10:00:00' }, end: time.end }, 'Missing time zone'],
    ['half a whole day', 'POST', EVENTS, { start: { date: '2027-03-02' }, end: time.end }, 'both be date'],
    ['a series without a zone', 'POST', EVENTS, { ...time, recurrence: ['RRULE:FREQ=DAILY'] }, 'Missing time zone'],
    ['a wish for updates that there is not', 'POST', `${EVENTS}?sendUpdates=yes`, time, 'Invalid value for sendUpdates'],
    ['a window that is empty', 'GET', `${EVENTS}?timeMin=2027-03-02T10:00:00Z&timeMax=2027-03-02T10:00:00Z`, undefined, 'range is empty'],
    ['a page that there is not', 'GET', `${EVENTS}?pageToken=x`, undefined, 'Invalid page token'],
    [
      'a question about too long a time',
      'POST',
      '/freeBusy',
      { timeMin: '2027-01-01T00:00:00Z', timeMax: '2027-05-01T00:00:00Z', items: [{ id: EMAIL }] },
      'too long',
    ],
  ])('%s', async (_, method, path, body, words) => {
    const reply = await ask(method, path, body)
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 400, errors: [{ reason: expect.any(String) }] } } })
    expect(reply.body.error.message).toContain(words)
  })
  test('a taken id, also of what was deleted; a second deletion; an etag of before; a sequence of before', async () => {
    const { id, etag } = await add({ id: 'abcde01' })
    expect((await ask('POST', EVENTS, { ...time, id })).status).toBe(409)
    expect((await ask('PATCH', `${EVENTS}/${id}`, { sequence: 3, summary: 'Other' })).body.sequence).toBe(3)
    expect((await ask('PATCH', `${EVENTS}/${id}`, { summary: 'x' }, { 'if-match': etag })).status).toBe(412)
    expect((await ask('PUT', `${EVENTS}/${id}`, { ...time, sequence: 2 })).body.error.message).toContain('Invalid sequence value')
    expect((await ask('DELETE', `${EVENTS}/${id}`)).status).toBe(204)
    expect((await ask('DELETE', `${EVENTS}/${id}`)).body.error.errors[0].reason).toBe('deleted')
    expect((await ask('POST', EVENTS, { ...time, id })).status).toBe(409)
    expect((await ask('GET', `${EVENTS}/${id}`)).body.status).toBe('cancelled')
    expect((await ask('PUT', `${EVENTS}/${id}`, { ...time, status: 'confirmed' })).body.status).toBe('confirmed')
    expect((await ask('GET', `${EVENTS}/nosuchevent`)).status).toBe(404)
  })
  test('a sync token beside a window, of another query, or from before', async () => {
    const { nextSyncToken } = (await ask('GET', `${EVENTS}?singleEvents=true&maxResults=1&fields=nextSyncToken,nextPageToken`)).body
    expect(nextSyncToken).toBeDefined()
    const since = `${EVENTS}?syncToken=${nextSyncToken}`
    expect((await ask('GET', `${since}&singleEvents=true&timeMin=2027-03-01T00:00:00Z`)).status).toBe(400)
    expect((await ask('GET', since)).status).toBe(400)
    expect((await ask('GET', `${since}&singleEvents=true&showDeleted=false`)).status).toBe(400)
    expect((await ask('GET', `${since}&singleEvents=true`)).body.items).toEqual([])
    google.forgetCursors()
    const reply = await ask('GET', `${since}&singleEvents=true`)
    expect([reply.status, reply.body.error.errors[0].reason]).toEqual([410, 'fullSyncRequired'])
  })
  test('a further page of another query', async () => {
    await add()
    await add()
    const { nextPageToken } = (await ask('GET', `${EVENTS}?maxResults=1`)).body
    expect((await ask('GET', `${EVENTS}?maxResults=2&pageToken=${nextPageToken}`)).status).toBe(400)
    expect((await ask('GET', `${EVENTS}?maxResults=1&pageToken=${nextPageToken}`)).status).toBe(200)
  })
  test('a token that has expired, that nobody has, or none', async () => {
    const other = google.issueToken('other@example.com')
    google.expireTokens('other@example.com')
    for (const authorization of [`Bearer ${other}`, 'Bearer unknown', ''])
      expect((await ask('GET', EVENTS, undefined, { authorization })).status).toBe(401)
  })
  test('a calendar of somebody else, and a watch with an id that is taken', async () => {
    google.account('stranger@example.com')
    expect((await ask('GET', '/calendars/stranger%40example.com/events')).status).toBe(404)
    const watch = { id: 'one', type: 'web_hook', address: 'https://127.0.0.1:9/' }
    expect((await ask('POST', `${EVENTS}/watch`, watch)).status).toBe(200)
    expect((await ask('POST', `${EVENTS}/watch`, watch)).body.error.errors[0].reason).toBe('channelIdNotUnique')
    expect((await ask('POST', '/channels/stop', { id: 'two', resourceId: 'x' })).status).toBe(404)
  })
})

describe('signing in', () => {
  const verifier = randomBytes(32).toString('base64url')
  const redirect_uri = 'http://127.0.0.1/connected'
  const asked = () => ({
    client_id: google.clientId,
    redirect_uri,
    response_type: 'code',
    scope: 'openid email https://www.googleapis.com/auth/calendar.events',
    state: 'a-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    access_type: 'offline',
    prompt: 'consent',
    login_hint: EMAIL,
  })
  const visit = (query: Record<string, string>) =>
    fetch(`${google.url}/o/oauth2/v2/auth?${new URLSearchParams(query)}`, { redirect: 'manual' })
  const back = async (query: Record<string, string>) => new URL((await visit(query)).headers.get('location') ?? '').searchParams
  const form = async (path: string, fields: Record<string, string>) => {
    const response = await fetch(`${google.url}${path}`, { method: 'POST', body: new URLSearchParams(fields) })
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }
  const exchange = (code: string, more: Record<string, string> = {}) =>
    form('/token', {
      client_id: google.clientId,
      client_secret: google.clientSecret,
      grant_type: 'authorization_code',
      code,
      redirect_uri,
      code_verifier: verifier,
      ...more,
    })

  test('a code comes back with the state, and is worth tokens once, with the verifier, at the same address', async () => {
    const code = async () => (await back(asked())).get('code') ?? ''
    expect((await back(asked())).get('state')).toBe('a-state')
    expect((await exchange(await code(), { code_verifier: 'another' })).body.error).toBe('invalid_grant')
    expect((await exchange(await code(), { redirect_uri: 'http://127.0.0.1/elsewhere' })).body.error).toBe('redirect_uri_mismatch')
    expect((await exchange(await code(), { client_secret: 'guess' })).body.error).toBe('invalid_client')
    const once = await code()
    const { status, body } = await exchange(once)
    expect([status, body.token_type]).toEqual([200, 'Bearer'])
    expect((await exchange(once)).body.error).toBe('invalid_grant')
    expect(JSON.parse(Buffer.from(body.id_token!.split('.')[1]!, 'base64url').toString())).toMatchObject({
      email: EMAIL,
      aud: google.clientId,
    })
    expect((await ask('GET', EVENTS, undefined, { authorization: `Bearer ${body.access_token}` })).status).toBe(200)
    const who = await fetch(`${google.url}/oauth2/v3/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } })
    expect(await who.json()).toMatchObject({ email: EMAIL })
  })
  test('without PKCE, with a plain one, or as another client nobody is let in', async () => {
    const { code_challenge: _, ...bare } = asked()
    expect((await visit(bare)).status).toBe(400)
    expect((await visit({ ...asked(), code_challenge_method: 'plain' })).status).toBe(400)
    expect((await visit({ ...asked(), client_id: 'another' })).status).toBe(401)
    expect((await visit({ ...asked(), accesstype: 'offline' })).status).toBe(400)
  })
  test('who says no is sent back with that', async () => {
    google.signIn(null)
    const reply = await back(asked())
    google.signIn(EMAIL)
    expect([reply.get('error'), reply.get('code')]).toEqual(['access_denied', null])
  })
  test('a refresh token comes to those who ask for it, and works until the consent is revoked', async () => {
    const { access_type: _, ...online } = asked()
    expect((await exchange((await back(online)).get('code') ?? '')).body.refresh_token).toBeUndefined()
    const { body } = await exchange((await back(asked())).get('code') ?? '')
    const refresh = () =>
      form('/token', {
        client_id: google.clientId,
        client_secret: google.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: body.refresh_token!,
      })
    expect((await refresh()).status).toBe(200)
    expect((await form('/revoke', { token: body.access_token! })).status).toBe(200)
    expect((await refresh()).body.error).toBe('invalid_grant')
    expect((await form('/revoke', { token: body.access_token! })).body.error).toBe('invalid_token')
    expect((await ask('GET', EVENTS, undefined, { authorization: `Bearer ${body.access_token}` })).status).toBe(401)
  })
})
