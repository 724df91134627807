import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { oauth } from '../../server/outbound/oauth.ts'
import { vendors } from '../../server/outbound/oauth-vendors.ts'

const REDIRECT = 'http://booking.test/calendars/connected/any'
const registered = { clientId: 'our-client', clientSecret: 'our-secret' }
const client = { client_id: registered.clientId, client_secret: registered.clientSecret, name: 'Switchboard', redirect_uris: [REDIRECT] }
const proof = { state: 's'.repeat(32), verifier: 'v'.repeat(43) }
const email = 'ann@vendor.example'

let google: Emulator
let microsoft: Emulator
beforeAll(async () => {
  google = await createEmulator({
    service: 'google',
    port: 0,
    seed: { google: { users: [{ email, name: 'Ann Lee' }], oauth_clients: [client] } },
  })
  microsoft = await createEmulator({
    service: 'microsoft',
    port: 0,
    seed: { microsoft: { users: [{ email, name: 'Ann Lee' }], oauth_clients: [client] } },
  })
})
afterAll(async () => {
  await google.close()
  await microsoft.close()
})

const way = () =>
  oauth({ google: { ...registered, signInUrl: google.url }, microsoft: { ...registered, signInUrl: microsoft.url } }, () => new Date())

/** Somebody picks Ann's account on the page of consent; where the browser is led. */
async function sayYes(url: string): Promise<URL> {
  const page = await (await fetch(url)).text()
  const form = page.split('<form').find((one) => one.includes(email)) ?? ''
  const action = /action="([^"]+)"/.exec(form)?.[1] ?? ''
  const fields = [...form.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name!, plain(value!)])
  const answer = await fetch(new URL(plain(action), url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '')
}
const plain = (html: string) => html.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'")

test.each(['google', 'microsoft'] as const)(
  'with an emulated %s, consent leads to tokens and a name, and tokens are renewed',
  async (vendor) => {
    const url = await way().begin(vendor, { ...proof, redirectUri: REDIRECT, email: null })
    expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256')
    const cameBack = await sayYes(url)
    const granted = await way().finish(vendor, { ...proof, cameBack })

    expect(granted.email).toBe(email)
    const renewed = await way().renew(vendor, granted.refreshToken)
    expect(renewed.accessToken).not.toBe(granted.accessToken)
    expect(renewed.expiresAt.getTime()).toBeGreaterThan(Date.now())
    await way().revoke(vendor, renewed.refreshToken)
  },
)

test('refresh tokens of an emulated Microsoft are good once', async () => {
  const cameBack = await sayYes(await way().begin('microsoft', { ...proof, redirectUri: REDIRECT, email: null }))
  const { refreshToken } = await way().finish('microsoft', { ...proof, cameBack })
  const next = await way().renew('microsoft', refreshToken)

  expect(next.refreshToken).not.toBe(refreshToken)
  await expect(way().renew('microsoft', refreshToken)).rejects.toMatchObject({ kind: 'denied' })
})

test('what comes back is refused with another verifier or another state', async () => {
  const again = async () => sayYes(await way().begin('google', { ...proof, redirectUri: REDIRECT, email: null }))

  await expect(way().finish('google', { ...proof, verifier: 'w'.repeat(43), cameBack: await again() })).rejects.toMatchObject({
    kind: 'denied',
  })
  await expect(way().finish('google', { ...proof, state: 't'.repeat(32), cameBack: await again() })).rejects.toMatchObject({
    name: 'Error',
  })
})

test('without an address of our own, people are sent to the vendors themselves, and asked for what is needed', async () => {
  const own = { ...registered, signInUrl: null }
  const real = oauth({ google: own, microsoft: own }, () => new Date())
  const asked = async (vendor: 'google' | 'microsoft') => new URL(await real.begin(vendor, { ...proof, redirectUri: REDIRECT, email }))

  const [atGoogle, atMicrosoft] = [await asked('google'), await asked('microsoft')]
  expect(atGoogle.href).toMatch(/^https:\/\/accounts\.google\.com\/o\/oauth2\/v2\/auth\?/)
  expect(Object.fromEntries(atGoogle.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'our-client',
    access_type: 'offline',
    prompt: 'consent',
    login_hint: email,
    scope: vendors.google.scopes.join(' '),
  })
  expect(atMicrosoft.href).toMatch(/^https:\/\/login\.microsoftonline\.com\/common\/oauth2\/v2\.0\/authorize\?/)
  expect(atMicrosoft.searchParams.get('scope')).toContain('Calendars.ReadWrite')
})

test('a vendor at which we are not registered is not asked, and one that is down is unreachable', async () => {
  const none = oauth({ google: null, microsoft: { ...registered, signInUrl: 'http://127.0.0.1:9' } }, () => new Date())

  await expect(none.renew('google', 'refresh')).rejects.toMatchObject({ kind: 'misconfigured' })
  await expect(none.renew('microsoft', 'refresh')).rejects.toMatchObject({ kind: 'unreachable' })
})
