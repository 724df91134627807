/** Being let into an org: by an administrator's consent, with PKCE, or with a signed statement (RFC 7523). */
import * as client from 'openid-client'
import { crmRecordId } from '../../domain/crm.ts'
import { audienceOf, type CrmLetIn, type CrmSettings, isTrusted } from '../../domain/crm-sign-in.ts'
import { OAuthTrouble } from '../../domain/oauth.ts'
import { telling } from '../../outbound/oauth.ts'
import type { CrmSignIn } from '../provider.ts'
import { bearerAssertion } from './assertion.ts'

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** To read and write records, and to go on when nobody is there. */
const SCOPES = 'api refresh_token'

/** The ways into an org of Salesforce for whom these settings name. One call takes `limitMs` at most. */
export function salesforceSignIn(settings: CrmSettings, now: () => Date, limitMs = 10_000): CrmSignIn {
  const { clientId, clientSecret, loginUrl, bearer } = settings
  const at = (name: string) => `${loginUrl}/services/oauth2/${name}`

  function open(authentication: client.ClientAuth): client.Configuration {
    const server = { issuer: new URL(loginUrl).origin, authorization_endpoint: at('authorize'), token_endpoint: at('token') }
    const config = new client.Configuration(server, clientId, undefined, authentication)
    config.timeout = limitMs / 1000
    if (loginUrl.startsWith('http:')) client.allowInsecureRequests(config)
    return config
  }
  const known = () => open(client.ClientSecretPost(clientSecret ?? undefined))
  // The statement says who we are; the flow knows no other word of it.
  const unsaid = () => open(() => {})

  const letIn = (answer: client.TokenEndpointResponse, before: string | null): CrmLetIn => {
    const { instance_url: apiUrl, id: identity } = answer
    const [, org, user] = /\/id\/(\w{15,18})\/(\w{15,18})$/.exec(typeof identity === 'string' ? identity : '') ?? []
    const [orgId, userId] = [crmRecordId(org ?? ''), crmRecordId(user ?? '')]
    if (typeof apiUrl !== 'string' || orgId === null || userId === null)
      throw new OAuthTrouble('misconfigured', 'Salesforce does not say which org has let us in.')
    for (const one of [apiUrl, String(identity)])
      if (!isTrusted(one, loginUrl)) throw new OAuthTrouble('misconfigured', 'The org lies at an address that is not Salesforce’s.')
    return { accessToken: answer.access_token, refreshToken: answer.refresh_token ?? before, apiUrl: new URL(apiUrl).origin, orgId, userId }
  }

  return {
    by: bearer ? 'statement' : 'consent',
    begin: ({ state, verifier, redirectUri }) =>
      telling(async () => {
        const challenge = await client.calculatePKCECodeChallenge(verifier)
        const parameters = { redirect_uri: redirectUri, scope: SCOPES, state, code_challenge: challenge, code_challenge_method: 'S256' }
        // Whoever is signed in at Salesforce is asked all the same: it may be another user than the one that is meant.
        return client.buildAuthorizationUrl(known(), { ...parameters, prompt: 'login consent' }).href
      }),
    finish: ({ state, verifier, cameBack }) =>
      telling(async () => {
        const answer = await client.authorizationCodeGrant(known(), cameBack, { pkceCodeVerifier: verifier, expectedState: state })
        if (!answer.refresh_token) throw new OAuthTrouble('misconfigured', 'Salesforce gave no refresh token: the app lacks that scope.')
        return letIn(answer, null)
      }),
    state: () =>
      telling(async () => {
        if (!bearer) throw new OAuthTrouble('misconfigured', 'There is no key to sign with.')
        const assertion = bearerAssertion({ clientId, ...bearer, audience: audienceOf(loginUrl) }, now())
        return letIn(await client.genericGrantRequest(unsaid(), JWT_BEARER, { assertion }), null)
      }),
    renew: (refreshToken) => telling(async () => letIn(await client.refreshTokenGrant(known(), refreshToken), refreshToken)),
    revoke: (token) =>
      telling(async () => {
        const body = new URLSearchParams({ token })
        const answer = await fetch(at('revoke'), { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(limitMs) })
        // What is no longer valid needs no revoking: Salesforce says 400.
        if (!answer.ok && answer.status !== 400) throw new OAuthTrouble('unreachable', `Salesforce answered ${answer.status}.`)
      }),
  }
}
