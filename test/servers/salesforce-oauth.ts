/**
 * How the fake org lets programs in: the web server flow with PKCE (RFC 7636), refresh tokens, and signed statements ("OAuth 2.0 Web Server
 * Flow", "OAuth 2.0 JWT Bearer Flow for Server-to-Server Integration", Salesforce Help).
 */
import { createHash, createHmac, createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import type { RestAnswer } from './salesforce-rest.ts'
import type { Store, StoredRecord } from './salesforce-store.ts'

export const CLIENT = { clientId: '3MVG9.the_app_of_a_test', clientSecret: 'THE0SECRET0OF0A0TEST' }

interface Grant {
  readonly user: string
  readonly scope: string
  revoked: boolean
}

export interface SignIn {
  /** An access token of a user. */
  issue(user: string): string
  /** Whose session it is; null: nobody's, or nobody's any more. */
  userOf(token: string | null): string | null
  /** Sessions end; new ones can be had. */
  expire(): void
  /** All that was consented to ends, and no signed statement is taken any more. */
  revoke(): void
  /** The certificate, or public key, of the app: what it signs is believed from now on. */
  trust(pem: string): void
  /** A new refresh token with each use, the old one good no more ("Refresh Token Rotation"). */
  rotate: boolean
  answer(method: string, url: URL, form: URLSearchParams, headers: Readonly<Record<string, string>>): RestAnswer | null
}

const ASKED = [
  ...['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'code_challenge', 'code_challenge_method'],
  ...['prompt', 'display', 'login_hint', 'nonce', 'immediate'],
]

const page = (words: string): RestAnswer => ({ status: 400, body: `error=invalid_request&error_description=${words}` })
const no = (status: number, error: string, error_description: string): RestAnswer => ({ status, body: { error, error_description } })

/** `who`: the user who signs in when the app asks for consent; null says no. */
export function openSignIn(base: () => string, orgId: string, store: Store, who: () => string | null, now: () => Date): SignIn {
  const codes = new Map<string, { grant: Grant; redirectUri: string; challenge: string; until: number }>()
  const access = new Map<string, { grant: Grant; expired: boolean }>()
  const refresh = new Map<string, Grant>()
  const keys: KeyObject[] = []
  let bearer = true

  const users = () => [...store.records.values()].filter(({ object }) => object === 'User')
  const active = (user: string) => store.records.get(user)?.fields.IsActive === true

  function give(grant: Grant): string {
    const token = `${orgId.slice(0, 15)}!AQ${randomBytes(24).toString('base64url').replaceAll('-', '.')}`
    access.set(token, { grant, expired: false })
    return token
  }
  /** No `expires_in`: a session lasts as long as the org's settings say, which nobody is told. */
  function tokens(grant: Grant, refreshToken: string | null): RestAnswer {
    const id = `${base()}/id/${orgId}/${grant.user}`
    const issued = String(now().getTime())
    const signature = createHmac('sha256', CLIENT.clientSecret).update(`${id}${issued}`).digest('base64')
    const common = { access_token: give(grant), instance_url: base(), id, token_type: 'Bearer', scope: grant.scope }
    return { status: 200, body: { ...common, issued_at: issued, signature, ...(refreshToken ? { refresh_token: refreshToken } : {}) } }
  }

  function authorize(query: URLSearchParams): RestAnswer {
    const one = (name: string) => query.get(name) ?? ''
    const odd = [...query.keys()].find((name) => !ASKED.includes(name))
    if (odd !== undefined) return page(`unknown parameter ${odd}`)
    if (one('client_id') !== CLIENT.clientId) return page('client identifier invalid')
    if (one('response_type') !== 'code') return page('response_type')
    if (!URL.canParse(one('redirect_uri'))) return page('redirect_uri_mismatch')
    if (one('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(one('code_challenge')))
      return page('missing required code challenge')
    const odder = one('scope')
      .split(' ')
      .find((scope) => !['api', 'refresh_token', 'offline_access', 'id', 'openid', 'profile', 'email', 'web'].includes(scope))
    if (odder !== undefined) return page('invalid_scope')
    const back = new URL(one('redirect_uri'))
    if (query.has('state')) back.searchParams.set('state', one('state'))
    const user = who()
    if (user === null) {
      back.searchParams.set('error', 'access_denied')
      back.searchParams.set('error_description', 'end-user denied authorization')
    } else {
      const code = `aPrx${randomBytes(24).toString('base64url')}==`
      const grant = { user, scope: one('scope'), revoked: false }
      codes.set(code, { grant, redirectUri: one('redirect_uri'), challenge: one('code_challenge'), until: now().getTime() + 15 * 60_000 })
      back.searchParams.set('code', code)
    }
    return { status: 302, body: '', headers: { location: back.href } }
  }

  function token(form: URLSearchParams, authorization: string | undefined): RestAnswer {
    const one = (name: string) => form.get(name) ?? ''
    if (one('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer') return statement(one('assertion'))
    const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1]
    const [id, secret] = basic
      ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
      : [one('client_id'), one('client_secret')]
    if (id !== CLIENT.clientId) return no(400, 'invalid_client_id', 'client identifier invalid')
    if (secret !== CLIENT.clientSecret) return no(400, 'invalid_client', 'invalid client credentials')
    if (one('grant_type') === 'refresh_token') {
      const grant = refresh.get(one('refresh_token'))
      if (!grant || grant.revoked) return no(400, 'invalid_grant', 'expired access/refresh token')
      if (!active(grant.user)) return no(400, 'inactive_user', 'user is inactive')
      if (!signIn.rotate) return tokens(grant, null)
      refresh.delete(one('refresh_token'))
      return tokens(grant, keepRefresh(grant))
    }
    if (one('grant_type') !== 'authorization_code') return no(400, 'unsupported_grant_type', 'grant type not supported')
    const code = codes.get(one('code'))
    codes.delete(one('code'))
    if (!code || code.until < now().getTime()) return no(400, 'invalid_grant', 'expired authorization code')
    if (one('redirect_uri') !== code.redirectUri) return no(400, 'redirect_uri_mismatch', 'redirect_uri must match configuration')
    const verifier = one('code_verifier')
    // RFC 7636, 4.1: 43 to 128 characters, each of them unreserved.
    if (!/^[\w.~-]{43,128}$/.test(verifier)) return no(400, 'invalid_request', 'invalid code verifier')
    if (createHash('sha256').update(verifier).digest('base64url') !== code.challenge)
      return no(400, 'invalid_grant', 'invalid code verifier')
    const lasting = /\b(refresh_token|offline_access)\b/.test(code.grant.scope)
    return tokens(code.grant, lasting ? keepRefresh(code.grant) : null)
  }
  function keepRefresh(grant: Grant): string {
    const made = `5Aep${randomBytes(24).toString('base64url')}`
    refresh.set(made, grant)
    return made
  }

  function statement(assertion: string): RestAnswer {
    const [head = '', claims = '', signature = '', ...odd] = assertion.split('.')
    const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString())
    try {
      if (odd.length > 0 || read(head).alg !== 'RS256') return no(400, 'invalid_grant', 'invalid assertion')
      const signed = keys.some((key) => verify('RSA-SHA256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')))
      if (!signed) return no(400, 'invalid_grant', 'invalid assertion')
      const { iss, sub, aud, exp } = read(claims)
      if (iss !== CLIENT.clientId) return no(400, 'invalid_client_id', 'client identifier invalid')
      if (aud !== base()) return no(400, 'invalid_grant', 'audience is invalid')
      const left = typeof exp === 'number' ? exp * 1000 - now().getTime() : Number.NaN
      if (!(left > 0)) return no(400, 'invalid_grant', 'assertion expired')
      if (left > 180_000) return no(400, 'invalid_grant', 'assertion lasts longer than three minutes')
      const user = users().find(({ fields }) => fields.Username === sub)
      if (!user || !bearer) return no(400, 'invalid_grant', 'user hasn’t approved this consumer')
      if (user.fields.IsActive !== true) return no(400, 'inactive_user', 'user is inactive')
      return tokens({ user: String(user.fields.Id), scope: 'api', revoked: false }, null)
    } catch {
      return no(400, 'invalid_grant', 'invalid assertion')
    }
  }

  function revoke(form: URLSearchParams): RestAnswer {
    const given = form.get('token') ?? ''
    const grant = access.get(given)?.grant ?? refresh.get(given)
    if (!grant || grant.revoked) return no(400, 'unsupported_token_type', 'this token type is not supported')
    grant.revoked = true
    return { status: 200, body: '' }
  }

  const told = ({ fields }: StoredRecord) => ({
    id: `${base()}/id/${orgId}/${fields.Id}`,
    user_id: fields.Id,
    organization_id: orgId,
    username: fields.Username,
    display_name: fields.Name,
    email: fields.Email,
    active: fields.IsActive,
  })

  const signIn: SignIn = {
    issue: (user) => give({ user, scope: 'api refresh_token', revoked: false }),
    userOf(given) {
      const known = given === null ? undefined : access.get(given)
      return known && !known.expired && !known.grant.revoked && active(known.grant.user) ? known.grant.user : null
    },
    expire() {
      for (const one of access.values()) one.expired = true
    },
    revoke() {
      bearer = false
      for (const grant of [...refresh.values(), ...[...access.values()].map((one) => one.grant)]) grant.revoked = true
    },
    trust: (pem) => void keys.push(createPublicKey(pem)),
    rotate: false,
    answer(method, { pathname, searchParams }, form, headers) {
      const path = pathname.replace(/^\/services\/oauth2\//, '')
      if (method === 'GET' && path === 'authorize') return authorize(searchParams)
      if (method === 'POST' && (path === 'token' || path === 'revoke')) {
        if (!/^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? ''))
          return no(400, 'invalid_request', 'a form was expected')
        return path === 'token' ? token(form, headers.authorization) : revoke(form)
      }
      const identity = /^\/id\/(\w+)\/(\w+)$/.exec(pathname)
      if (method === 'GET' && (path === 'userinfo' || identity)) {
        const user = signIn.userOf(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? null)
        const record = user === null ? undefined : store.records.get(user)
        if (!record || (identity && (identity[1] !== orgId || identity[2] !== user))) return { status: 403, body: 'Bad_OAuth_Token' }
        if (identity) return { status: 200, body: told(record) }
        const { id, user_id, organization_id, username, display_name, email } = told(record)
        return { status: 200, body: { sub: id, user_id, organization_id, preferred_username: username, name: display_name, email } }
      }
      return null
    },
  }
  return signIn
}
