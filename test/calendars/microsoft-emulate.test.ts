/**
 * Microsoft's sign-in by somebody else's hand: the `emulate` package has its authorization, its token endpoint and `/me`, but no calendars; those are
 * tried on our own stand-in, test/servers/microsoft.ts. Its refresh tokens are good once. Unlike Microsoft it does not demand PKCE, and gives a
 * refresh token to whoever does not ask for `offline_access`.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEmulator } from 'emulate'
import * as oauth from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGraph, type TestGraph } from '../servers/microsoft.ts'

const EMAIL = 'rep@contoso.example'
const SCOPE = 'openid email offline_access User.Read Calendars.ReadWrite MailboxSettings.Read'
const BACK = 'http://127.0.0.1/oauth/microsoft'

interface Party {
  readonly config: oauth.Configuration
  /** What a browser does: follow the address, sign in, and come back to the application with an answer. */
  signIn(address: URL): Promise<URL>
  me(token: string): Promise<{ status: number; mail?: string | null; userPrincipalName?: string | null }>
  close(): Promise<void>
}

function configOf(issuer: string, endpoints: string, client: { clientId: string; clientSecret: string }): oauth.Configuration {
  const server = { issuer, authorization_endpoint: `${endpoints}/authorize`, token_endpoint: `${endpoints}/token` }
  const config = new oauth.Configuration(server, client.clientId, client.clientSecret)
  oauth.allowInsecureRequests(config)
  return config
}

async function meAt(url: string, token: string) {
  const reply = await fetch(`${url}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } })
  return { status: reply.status, ...(reply.ok ? ((await reply.json()) as { mail: string | null; userPrincipalName: string | null }) : {}) }
}

async function openEmulated(): Promise<Party> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  const client = { clientId: 'switchboard', clientSecret: 'a-secret-of-the-emulated-tenant' }
  const emulator = await createEmulator({
    service: 'microsoft',
    port,
    seed: {
      microsoft: {
        users: [{ email: EMAIL, name: 'Rae Rep' }],
        oauth_clients: [{ client_id: client.clientId, client_secret: client.clientSecret, name: 'Switchboard', redirect_uris: [BACK] }],
      },
    },
  })
  const url = emulator.url.replace('localhost', '127.0.0.1')
  const discovered = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as { issuer: string }
  return {
    config: configOf(discovered.issuer, `${url}/oauth2/v2.0`, client),
    async signIn(address) {
      expect(await (await fetch(address)).text()).toContain(EMAIL)
      const body = new URLSearchParams([...address.searchParams, ['email', EMAIL]])
      const reply = await fetch(`${url}/oauth2/v2.0/authorize/callback`, { method: 'POST', body, redirect: 'manual' })
      return new URL(reply.headers.get('location') ?? '')
    },
    me: (token) => meAt(url, token),
    close: () => emulator.close(),
  }
}

async function openOurs(): Promise<Party> {
  const graph: TestGraph = await openGraph()
  graph.account(EMAIL)
  graph.signsIn(EMAIL)
  return {
    config: configOf(`${graph.url}/common/v2.0`, `${graph.url}/common/oauth2/v2.0`, graph.client),
    async signIn(address) {
      const reply = await fetch(address, { redirect: 'manual' })
      return new URL(reply.headers.get('location') ?? '')
    },
    me: (token) => meAt(graph.url, token),
    close: () => graph.close(),
  }
}

describe.each([
  ['as the emulate package has it', openEmulated],
  ['as our own stand-in has it', openOurs],
])('Microsoft’s sign-in, %s', (_, open) => {
  let party: Party
  beforeAll(async () => {
    party = await open()
  })
  afterAll(() => party.close())

  async function asked(more: Record<string, string> = {}) {
    const verifier = oauth.randomPKCECodeVerifier()
    const state = oauth.randomState()
    const address = oauth.buildAuthorizationUrl(party.config, {
      redirect_uri: BACK,
      scope: SCOPE,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...more,
    })
    return { verifier, state, back: await party.signIn(address) }
  }

  test('a code, with PKCE and state, becomes tokens; each refresh token is good once', async () => {
    const { verifier, state, back } = await asked()
    const first = await oauth.authorizationCodeGrant(party.config, back, { pkceCodeVerifier: verifier, expectedState: state })
    const me = await party.me(first.access_token)
    expect([me.mail, me.userPrincipalName]).toContain(EMAIL)

    const second = await oauth.refreshTokenGrant(party.config, first.refresh_token ?? '')
    const third = await oauth.refreshTokenGrant(party.config, second.refresh_token ?? '')
    expect(new Set([first, second, third].map((tokens) => tokens.refresh_token)).size).toBe(3)
    expect((await party.me(third.access_token)).status).toBe(200)
    await expect(oauth.refreshTokenGrant(party.config, first.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' })
  })
  test('a code with another verifier, and one that was used, give nothing', async () => {
    const { verifier, state, back } = await asked()
    const wrong = { pkceCodeVerifier: oauth.randomPKCECodeVerifier(), expectedState: state }
    await expect(oauth.authorizationCodeGrant(party.config, back, wrong)).rejects.toMatchObject({ error: 'invalid_grant' })
    const once = await asked()
    const right = { pkceCodeVerifier: once.verifier, expectedState: once.state }
    await oauth.authorizationCodeGrant(party.config, once.back, right)
    await expect(oauth.authorizationCodeGrant(party.config, once.back, right)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect(verifier).not.toBe(once.verifier)
  })
  test('an answer with a state that is not ours is not taken', async () => {
    const { verifier, back } = await asked()
    const expecting = { pkceCodeVerifier: verifier, expectedState: oauth.randomState() }
    await expect(oauth.authorizationCodeGrant(party.config, back, expecting)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('state') },
    })
  })
})

test('our stand-in demands PKCE, and gives a refresh token only for offline access, as Microsoft does', async () => {
  const party = await openOurs()
  const plain = oauth.buildAuthorizationUrl(party.config, { redirect_uri: BACK, scope: SCOPE, state: 'x' })
  expect((await party.signIn(plain)).searchParams.get('error')).toBe('invalid_request')
  const verifier = oauth.randomPKCECodeVerifier()
  const address = oauth.buildAuthorizationUrl(party.config, {
    redirect_uri: BACK,
    scope: 'User.Read',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const tokens = await oauth.authorizationCodeGrant(party.config, await party.signIn(address), { pkceCodeVerifier: verifier })
  expect(tokens.refresh_token).toBeUndefined()
  expect((await party.me(tokens.access_token)).status).toBe(200)
  await party.close()
})
