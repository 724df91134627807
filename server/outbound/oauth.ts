/** Consent and tokens by the authorization code flow with PKCE (RFC 6749 section 4.1, RFC 7636), the same way at every vendor. */
import * as client from 'openid-client'
import { z } from 'zod'
import { type Granted, OAuthTrouble, type Tokens } from '../domain/oauth.ts'
import { type Endpoints, endpointsOf, type OAuthVendor, vendors } from './oauth-vendors.ts'

/** What both ends of one consent know: the state comes back with the browser, the verifier proves to the vendor that it is us who asked. */
export interface Proof {
  readonly state: string
  readonly verifier: string
}

/** The vendors that ask their people for consent. */
export interface OAuth {
  /** Where the browser is sent, to come back to `redirectUri`. `email` says whose account is meant, if that is known. */
  begin(vendor: OAuthVendor, proof: Proof & { readonly redirectUri: string; readonly email: string | null }): Promise<string>
  /** The tokens for a consent; `cameBack` is the address at which the browser came back. Throws `OAuthTrouble`. */
  finish(vendor: OAuthVendor, proof: Proof & { readonly cameBack: URL }): Promise<Granted>
  /** New tokens for old. Throws `OAuthTrouble`. */
  renew(vendor: OAuthVendor, refreshToken: string): Promise<Tokens>
  /** Give consent back, where the vendor can take it. Throws `OAuthTrouble`. */
  revoke(vendor: OAuthVendor, refreshToken: string): Promise<void>
}

interface Registered {
  readonly clientId: string
  readonly clientSecret: string
  /** The vendor's own address is replaced by this one. */
  readonly signInUrl: string | null
}

/** How long a token is taken to be good if the vendor does not say (RFC 6749 section 5.1 lets it be silent). */
const UNTOLD_SECONDS = 300

/** OAuth as whom we are registered; a vendor at which we are not is a mistake of ours to ask. One call takes `limitMs` at most. */
export function oauth(registered: Readonly<Record<OAuthVendor, Registered | null>>, now: () => Date, limitMs = 10_000): OAuth {
  const known = new Map<OAuthVendor, Endpoints>()

  async function open(vendor: OAuthVendor): Promise<{ config: client.Configuration; endpoints: Endpoints; clientId: string }> {
    const settings = registered[vendor]
    if (!settings) throw new OAuthTrouble('misconfigured', `We are not registered at ${vendor}.`)
    const endpoints = known.get(vendor) ?? (await endpointsOf(vendor, settings.signInUrl, limitMs))
    known.set(vendor, endpoints)
    const server = {
      issuer: endpoints.issuer ?? new URL(endpoints.token).origin,
      authorization_endpoint: endpoints.authorize,
      token_endpoint: endpoints.token,
    }
    const config = new client.Configuration(server, settings.clientId, settings.clientSecret)
    config.timeout = limitMs / 1000
    if (endpoints.token.startsWith('http:')) client.allowInsecureRequests(config)
    return { config, endpoints, clientId: settings.clientId }
  }

  const tokensOf = (answer: client.TokenEndpointResponse, before: string | null): Tokens => {
    const refreshToken = answer.refresh_token ?? before
    if (refreshToken === null) throw new OAuthTrouble('misconfigured', 'The vendor gave no refresh token.')
    const expiresAt = new Date(now().getTime() + (answer.expires_in ?? UNTOLD_SECONDS) * 1000)
    return { accessToken: answer.access_token, refreshToken, expiresAt }
  }

  return {
    begin: (vendor, { state, verifier, redirectUri, email }) =>
      telling(async () => {
        const { config } = await open(vendor)
        const parameters = {
          ...vendors[vendor].parameters,
          ...(email === null ? {} : { login_hint: email }),
          redirect_uri: redirectUri,
          scope: vendors[vendor].scopes.join(' '),
          state,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        }
        return client.buildAuthorizationUrl(config, parameters).href
      }),
    finish: (vendor, { state, verifier, cameBack }) =>
      telling(async () => {
        const { config, endpoints, clientId } = await open(vendor)
        const identity = takeIdentity(config)
        const answer = await client.authorizationCodeGrant(config, cameBack, { pkceCodeVerifier: verifier, expectedState: state })
        const missing = answer.scope === undefined ? [] : vendors[vendor].needed.filter((one) => !holds(answer.scope ?? '', one))
        if (missing.length > 0) throw new OAuthTrouble('denied', 'The consent leaves out the calendars.')
        return { ...tokensOf(answer, null), email: emailIn(identity(), clientId, endpoints.issuer) }
      }),
    renew: (vendor, refreshToken) =>
      telling(async () => tokensOf(await client.refreshTokenGrant(await bare(await open(vendor)), refreshToken), refreshToken)),
    revoke: (vendor, refreshToken) =>
      telling(async () => {
        const { endpoints } = await open(vendor)
        if (endpoints.revoke === null) return
        const body = new URLSearchParams({ token: refreshToken, token_type_hint: 'refresh_token' })
        const answer = await fetch(endpoints.revoke, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(limitMs) })
        // What is no longer valid needs no revoking (RFC 7009 section 2.2; Google says 400).
        if (!answer.ok && answer.status !== 400) throw new OAuthTrouble('unreachable', `The vendor answered ${answer.status}.`)
      }),
  }
}

const holds = (scope: string, one: string): boolean =>
  scope.split(' ').some((given) => given === one || given.toLowerCase().endsWith(`/${one.toLowerCase()}`))

/** At renewal nobody asks again whose account it is. */
function bare({ config }: { config: client.Configuration }): client.Configuration {
  takeIdentity(config)
  return config
}

/**
 * Take the identity token out of the answers to come, to be read by ourselves: Microsoft signs for each tenant under another name, which is not
 * known before the token is.
 */
function takeIdentity(config: client.Configuration): () => string | null {
  let taken: string | null = null
  config[client.customFetch] = async (url, options) => {
    const answer = await fetch(url, { ...options, body: options.body as string })
    if (!answer.ok) return answer
    const { id_token: identity, ...rest } = z.record(z.string(), z.unknown()).parse(await answer.json())
    taken = typeof identity === 'string' ? identity : null
    return Response.json(rest, { status: answer.status })
  }
  return () => taken
}

const Claims = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  tid: z.string().optional(),
  email: z.string().optional(),
  preferred_username: z.string().optional(),
})

/**
 * Whose account it is, as the identity token says. It came straight from the vendor, so its signature need not be checked (OpenID Connect
 * Core, section 3.1.3.7), but it must be the vendor's, and for us.
 */
function emailIn(token: string | null, clientId: string, issuer: string | null): string {
  const body = token?.split('.')[1]
  if (body === undefined) throw new OAuthTrouble('misconfigured', 'The vendor does not say whose account it is.')
  const claims = Claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
  const expected = issuer?.replace(/\{tenantid\}|(?<=\/)(common|organizations|consumers)(?=\/v2\.0)/, claims.tid ?? '$&')
  if (![claims.aud].flat().includes(clientId) || (expected !== undefined && claims.iss !== expected))
    throw new OAuthTrouble('misconfigured', 'The vendor speaks of another account than asked for.')
  const email = claims.email ?? claims.preferred_username
  if (!email) throw new OAuthTrouble('misconfigured', 'The vendor does not say whose account it is.')
  return email.toLowerCase()
}

/** Ask a vendor; what goes wrong is told in our words (`OAuthTrouble`): those of the vendor may hold what was sent to it. */
export async function telling<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw troubleOf(error)
  }
}

/**
 * A consent that does not hold, or holds no longer (RFC 6749 sections 4.1.2.1 and 5.2; OpenID Connect Core, section 3.1.2.6). The last three
 * are Salesforce's ("OAuth 2.0 Authorization Errors", Salesforce Help).
 */
const DENIED = new Set([
  'invalid_grant',
  'access_denied',
  'consent_required',
  'interaction_required',
  'login_required',
  'inactive_user',
  'inactive_org',
  'invalid_app_access',
])

function troubleOf(error: unknown): OAuthTrouble {
  if (error instanceof OAuthTrouble) return error
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
    const status = 'status' in error ? error.status : 400
    // Salesforce says that a user signs in too often with the code for a consent that has ended.
    if (/rate exceeded/i.test(error.error_description ?? '')) return new OAuthTrouble('later', 'The vendor asks for patience.')
    if (DENIED.has(error.error)) return new OAuthTrouble('denied', `The vendor does not let us in (${error.error}).`)
    if (status !== 429 && status < 500 && error.error !== 'temporarily_unavailable')
      return new OAuthTrouble('misconfigured', `The vendor does not know us as we present ourselves (${error.error}).`)
  }
  const answer =
    error instanceof Error ? [error.cause, 'response' in error ? error.response : null].find((one) => one instanceof Response) : null
  if (answer?.status === 429) {
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
    return new OAuthTrouble('later', 'The vendor asks for patience.', { retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null })
  }
  return new OAuthTrouble('unreachable', `The vendor cannot be reached${answer ? ` (${answer.status})` : ''}.`, { cause: error })
}
