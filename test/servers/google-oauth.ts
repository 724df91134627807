/** How the fake of Google lets programs in: the authorization code flow with PKCE (RFC 6749, 7636), and what becomes of its tokens. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

interface Grant {
  readonly email: string
  readonly scope: string
  revoked: boolean
}

/** The tokens that were given out. */
export interface Tokens {
  readonly codes: Map<
    string,
    { grant: Grant; redirectUri: string; challenge: string; clientId: string; refresh: boolean; nonce: string | null }
  >
  readonly access: Map<string, { grant: Grant; expired: boolean }>
  readonly refresh: Map<string, Grant>
}

export interface OauthSettings {
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in, or null if that person says no. */
  who(hint: string | null): string | null
}

export interface Reply {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
const SCOPES = 'https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.readonly'

export const newTokens = (): Tokens => ({ codes: new Map(), access: new Map(), refresh: new Map() })

/** An access token of an account, as if it had been let in. */
export function issueAccess({ access }: Tokens, grant: Grant): string {
  const token = `ya29.${randomBytes(24).toString('base64url')}`
  access.set(token, { grant, expired: false })
  return token
}

export const grantFor = (email: string, scope = SCOPES): Grant => ({ email, scope, revoked: false })

const json = (status: number, body: unknown): Reply => ({ status, headers: { 'content-type': 'application/json; charset=utf-8' }, body })
const oauthError = (status: number, error: string, words: string) => json(status, { error, error_description: words })

const ASKED = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'access_type',
  'prompt',
  'login_hint',
  'include_granted_scopes',
  'nonce',
  'hd',
  'enable_granular_consent',
]

/** `GET /o/oauth2/v2/auth`: the person says yes at once. */
export function authorize(query: URLSearchParams, tokens: Tokens, settings: OauthSettings): Reply {
  const one = (name: string) => query.get(name)
  const no = (words: string): Reply => ({
    status: 400,
    headers: { 'content-type': 'text/html' },
    body: `Error 400: invalid_request (${words})`,
  })
  const unknown = [...query.keys()].find((name) => !ASKED.includes(name))
  if (unknown) return no(`unknown parameter ${unknown}`)
  if (one('client_id') !== settings.clientId)
    return { status: 401, headers: { 'content-type': 'text/html' }, body: 'Error 401: invalid_client' }
  const redirectUri = one('redirect_uri')
  if (!redirectUri || !URL.canParse(redirectUri)) return no('redirect_uri')
  if (one('response_type') !== 'code') return no('response_type')
  if (!one('scope')) return no('scope')
  if (!/^[\w-]{43}$/.test(one('code_challenge') ?? '') || one('code_challenge_method') !== 'S256') return no('PKCE with S256 is missing')
  const back = new URL(redirectUri)
  const state = one('state')
  if (state !== null) back.searchParams.set('state', state)
  const email = settings.who(one('login_hint'))
  if (email === null) back.searchParams.set('error', 'access_denied')
  else {
    const code = `4/${randomBytes(18).toString('base64url')}`
    tokens.codes.set(code, {
      grant: grantFor(email, one('scope')!),
      redirectUri,
      challenge: one('code_challenge')!,
      clientId: settings.clientId,
      // Google gives a refresh token only to those who ask for one, and again only when the person is asked again.
      refresh: one('access_type') === 'offline' && (one('prompt') ?? '').includes('consent'),
      nonce: one('nonce'),
    })
    back.searchParams.set('code', code)
    back.searchParams.set('scope', one('scope')!)
  }
  return { status: 302, headers: { location: back.href } }
}

/** `POST /token`. */
export function token(form: URLSearchParams, authorization: string | undefined, tokens: Tokens, settings: OauthSettings): Reply {
  const one = (name: string) => form.get(name)
  const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1]
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
    : [one('client_id'), one('client_secret')]
  if (id !== settings.clientId || secret !== settings.clientSecret) return oauthError(401, 'invalid_client', 'Unauthorized')
  if (one('grant_type') === 'refresh_token') {
    const grant = tokens.refresh.get(one('refresh_token') ?? '')
    if (!grant || grant.revoked) return oauthError(400, 'invalid_grant', 'Token has been expired or revoked.')
    return json(200, { access_token: issueAccess(tokens, grant), expires_in: 3599, scope: grant.scope, token_type: 'Bearer' })
  }
  if (one('grant_type') !== 'authorization_code') return oauthError(400, 'unsupported_grant_type', 'Invalid grant_type')
  const code = tokens.codes.get(one('code') ?? '')
  if (!code) return oauthError(400, 'invalid_grant', 'Malformed auth code.')
  tokens.codes.delete(one('code')!)
  if (one('redirect_uri') !== code.redirectUri) return oauthError(400, 'redirect_uri_mismatch', 'Bad Request')
  const verifier = one('code_verifier') ?? ''
  if (createHash('sha256').update(verifier).digest('base64url') !== code.challenge)
    return oauthError(400, 'invalid_grant', 'Invalid code verifier.')
  const { grant, clientId, nonce } = code
  const refresh = code.refresh ? `1//${randomBytes(24).toString('base64url')}` : null
  if (refresh) tokens.refresh.set(refresh, grant)
  return json(200, {
    access_token: issueAccess(tokens, grant),
    expires_in: 3599,
    scope: grant.scope,
    token_type: 'Bearer',
    ...(refresh && { refresh_token: refresh }),
    ...(grant.scope.split(' ').includes('openid') && { id_token: idToken(grant.email, clientId, nonce) }),
  })
}

/** `POST /revoke`: with whichever token, all of that consent ends. */
export function revoke(form: URLSearchParams, { access, refresh }: Tokens): Reply {
  const given = form.get('token') ?? ''
  const grant = access.get(given)?.grant ?? refresh.get(given)
  if (!grant || grant.revoked) return oauthError(400, 'invalid_token', 'Token expired or revoked')
  grant.revoked = true
  return json(200, {})
}

/** `GET /oauth2/v3/userinfo`. */
export function userInfo(access: string | null, tokens: Tokens): Reply {
  const known = access === null ? undefined : tokens.access.get(access)
  if (!known || known.expired || known.grant.revoked) return oauthError(401, 'invalid_request', 'Invalid Credentials')
  return json(200, { sub: subjectOf(known.grant.email), email: known.grant.email, email_verified: true })
}

const subjectOf = (email: string): string => BigInt(`0x${createHash('sha256').update(email).digest('hex').slice(0, 16)}`).toString()

function idToken(email: string, clientId: string, nonce: string | null): string {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: 'https://accounts.google.com',
    azp: clientId,
    aud: clientId,
    sub: subjectOf(email),
    email,
    email_verified: true,
    iat: now,
    exp: now + 3599,
    ...(nonce !== null && { nonce }),
  }
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const body = `${part({ alg: 'RS256', kid: 'fake', typ: 'JWT' })}.${part(claims)}`
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), key.privateKey).toString('base64url')}`
}
