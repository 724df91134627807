/** Microsoft's sign-in as tests meet it: code flow with PKCE, and refresh tokens that are good once. */
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'

export const CLIENT = { clientId: '11111111-2222-4333-8444-555555555555', clientSecret: 'the~secret~of~a~test' }

/** The answer of an endpoint. */
export interface OauthAnswer {
  readonly status: number
  readonly body?: unknown
  readonly location?: string
}

export interface SignIn {
  /** An access token of this account. */
  issue(email: string, scopes: readonly string[]): string
  /** Whose token it is, and for what; null if it is none, or not any more. */
  tokenOf(token: string): { readonly email: string; readonly scopes: readonly string[] } | null
  /** Access tokens that were given out are no longer good. */
  expire(email: string): void
  /** Neither access nor refresh tokens are any longer good. */
  revoke(email: string): void
  answer(method: string, url: URL, form: URLSearchParams, authorization: string | undefined): OauthAnswer | null
}

const AUTHORIZE = new Set([
  ...['client_id', 'response_type', 'redirect_uri', 'response_mode', 'scope', 'state', 'nonce'],
  ...['code_challenge', 'code_challenge_method', 'prompt', 'login_hint', 'domain_hint', 'claims'],
])

/** `userOf` says who signs in when an account is connected, unless the application hints at somebody. */
export function openSignIn(base: () => string, userOf: () => string | null, known: (email: string) => boolean): SignIn {
  const codes = new Map<string, { email: string; scopes: string[]; challenge: string; redirect: string; nonce: string | null }>()
  const refreshes = new Map<string, { email: string; scopes: string[]; good: boolean }>()
  const tokens = new Map<string, { email: string; scopes: readonly string[] }>()
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const refusal = (error: string, number: number, words: string): OauthAnswer => ({
    status: error === 'invalid_client' ? 401 : 400,
    body: { error, error_description: `AADSTS${number}: ${words}`, error_codes: [number], timestamp: new Date().toISOString() },
  })
  const random = (head: string) => `${head}${randomBytes(24).toString('base64url')}`

  function issue(email: string, scopes: readonly string[]): string {
    const token = random('EwB')
    tokens.set(token, { email, scopes })
    return token
  }

  function authorize(url: URL): OauthAnswer {
    const asked = url.searchParams
    const unknown = [...asked.keys()].find((name) => !AUTHORIZE.has(name))
    if (unknown) return refusal('invalid_request', 900144, `The parameter '${unknown}' is not known.`)
    const redirect = asked.get('redirect_uri') ?? ''
    if (asked.get('client_id') !== CLIENT.clientId) return refusal('unauthorized_client', 700016, 'The application was not found.')
    if (!URL.canParse(redirect)) return refusal('invalid_request', 50011, 'The redirect URI is not one of the application.')
    const back = new URL(redirect)
    const scopes = (asked.get('scope') ?? '').split(' ').filter(Boolean)
    const send = (answer: Record<string, string>): OauthAnswer => {
      const state = asked.get('state')
      for (const [name, value] of Object.entries({ ...answer, ...(state === null ? {} : { state }) })) back.searchParams.set(name, value)
      return { status: 302, location: back.href }
    }
    if (asked.get('response_type') !== 'code') return send({ error: 'unsupported_response_type' })
    if (scopes.length === 0) return send({ error: 'invalid_request', error_description: 'AADSTS900144: scope is missing.' })
    const challenge = asked.get('code_challenge') ?? ''
    if (asked.get('code_challenge_method') !== 'S256' || challenge.length !== 43)
      return send({ error: 'invalid_request', error_description: 'AADSTS9002325: Proof Key for Code Exchange is required.' })
    const email = asked.get('login_hint') ?? userOf()
    if (email === null || !known(email)) return send({ error: 'access_denied', error_description: 'The user declined.' })
    const code = random('0.A')
    codes.set(code, { email, scopes, challenge, redirect, nonce: asked.get('nonce') })
    return send({ code })
  }

  function granted(email: string, scopes: string[], nonce: string | null): OauthAnswer {
    const lasting = scopes.includes('offline_access')
    const refresh = random('0.AR')
    if (lasting) refreshes.set(refresh, { email, scopes, good: true })
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        scope: scopes.filter((scope) => !['offline_access', 'openid'].includes(scope)).join(' '),
        expires_in: 3600,
        ext_expires_in: 3600,
        access_token: issue(email, scopes),
        ...(lasting ? { refresh_token: refresh } : {}),
        ...(scopes.includes('openid') ? { id_token: idToken(email, nonce) } : {}),
      },
    }
  }

  function idToken(email: string, nonce: string | null): string {
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: `${base()}/common/v2.0`, aud: CLIENT.clientId, sub: email, iat: now, exp: now + 3600 }
    const more = { preferred_username: email, email, ...(nonce === null ? {} : { nonce }) }
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const text = `${part({ typ: 'JWT', alg: 'RS256', kid: 'test' })}.${part({ ...claims, ...more })}`
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
  }

  function token(form: URLSearchParams, authorization: string | undefined): OauthAnswer {
    const [id, secret] = authorization?.startsWith('Basic ')
      ? Buffer.from(authorization.slice(6), 'base64').toString().split(':').map(decodeURIComponent)
      : [form.get('client_id'), form.get('client_secret')]
    if (id !== CLIENT.clientId || secret !== CLIENT.clientSecret)
      return refusal('invalid_client', 7000215, 'Invalid client secret provided.')
    if (form.get('grant_type') === 'refresh_token') {
      const old = refreshes.get(form.get('refresh_token') ?? '')
      if (!old?.good) return refusal('invalid_grant', 70000, 'The refresh token is not valid, or was used before.')
      old.good = false
      return granted(old.email, old.scopes, null)
    }
    if (form.get('grant_type') !== 'authorization_code') return refusal('unsupported_grant_type', 70003, 'The grant is not supported.')
    const code = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    if (!code) return refusal('invalid_grant', 54005, 'The code was already redeemed.')
    if (form.get('redirect_uri') !== code.redirect) return refusal('invalid_grant', 500112, 'The reply address does not match.')
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (proof !== code.challenge) return refusal('invalid_grant', 501481, 'The Code_Verifier does not match the code_challenge.')
    return granted(code.email, code.scopes, code.nonce)
  }

  return {
    issue,
    tokenOf: (text) => tokens.get(text) ?? null,
    expire(email) {
      for (const [text, one] of tokens) if (one.email === email) tokens.delete(text)
    },
    revoke(email) {
      for (const [text, one] of tokens) if (one.email === email) tokens.delete(text)
      for (const one of refreshes.values()) if (one.email === email) one.good = false
    },
    answer(method, url, form, authorization) {
      const [, tenant, rest] = /^\/([\w.-]+)(\/(?:oauth2\/v2\.0|v2\.0|discovery\/v2\.0)\/.+)$/.exec(url.pathname) ?? []
      if (tenant === undefined) return null
      if (rest === '/v2.0/.well-known/openid-configuration')
        return {
          status: 200,
          body: {
            issuer: `${base()}/${tenant}/v2.0`,
            authorization_endpoint: `${base()}/${tenant}/oauth2/v2.0/authorize`,
            token_endpoint: `${base()}/${tenant}/oauth2/v2.0/token`,
            jwks_uri: `${base()}/${tenant}/discovery/v2.0/keys`,
            response_types_supported: ['code'],
            subject_types_supported: ['pairwise'],
            id_token_signing_alg_values_supported: ['RS256'],
            token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
          },
        }
      if (rest === '/discovery/v2.0/keys')
        return { status: 200, body: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' }] } }
      if (rest === '/oauth2/v2.0/authorize' && method === 'GET') return authorize(url)
      if (rest === '/oauth2/v2.0/token' && method === 'POST') return token(form, authorization)
      return { status: 404 }
    },
  }
}
