import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Crm, CrmSignIn, TokenSource } from '../../crm/provider.ts'
import { findOrg, noteCalls, noteRevoked, replaceOrgSecret, type StoredOrg } from '../../db/crm-org.ts'
import { CrmTrouble } from '../../domain/crm.ts'
import type { CrmLetIn, CrmTokens } from '../../domain/crm-sign-in.ts'
import { OAuthTrouble } from '../../domain/oauth.ts'
import { seal, unseal } from '../../domain/sealed.ts'
import type { Services } from '../services.ts'

/** How long another process that has just renewed a token may take to store it. */
const GRACE_MS = 1000

/** Where the tokens of an org are kept: moved elsewhere, they cannot be read. */
export const placeOfOrg = (orgId: string): string => `crm org ${orgId}`

const StoredTokens = z.object({ accessToken: z.string(), refreshToken: z.string() })
type StoredTokens = z.infer<typeof StoredTokens>

/** The tokens of a consent as they are kept; null where each is asked for with a signed statement. */
export const sealedTokens = ({ secret }: Services, orgId: string, { accessToken, refreshToken }: CrmTokens): string | null =>
  refreshToken === null ? null : seal(secret, placeOfOrg(orgId), JSON.stringify({ accessToken, refreshToken }), randomBytes(12))

/** The connected org and its records; null if there is none. Throws `CrmTrouble`, here or when they are used. */
export async function openOrg(services: Services): Promise<{ readonly org: StoredOrg; readonly crm: Crm } | null> {
  const org = await findOrg(services.db)
  if (org === null) return null
  if (org.revoked) throw new CrmTrouble('revoked', org.problem ?? 'The org no longer lets us in.')
  return { org, crm: crmOf(services, org, tokenOf(services, org)) }
}

function crmOf(services: Services, org: StoredOrg, token: TokenSource): Crm {
  const { timeZoneField, languageField } = org.rules
  const heard = (calls: Parameters<typeof noteCalls>[1]) =>
    noteCalls(services.db, calls).catch((error: unknown) => services.report('The count of calls was not kept', {}, error))
  return services.openCrm({ apiUrl: org.apiUrl, token, timeZoneField, languageField, heardCalls: (calls) => void heard(calls) })
}

/** The refresh token of a consent; null where there is none. */
export const refreshTokenOf = (services: Services, org: StoredOrg): string | null =>
  org.secret === null ? null : read(services, org, org.secret).refreshToken

function read({ seals }: Services, { id }: StoredOrg, secret: string): StoredTokens {
  const text = unseal(seals, placeOfOrg(id), secret)
  if (text !== null) return StoredTokens.parse(JSON.parse(text))
  throw new CrmTrouble('revoked', 'What was kept to sign in cannot be read: SECRET_KEY is not the one with which it was sealed.')
}

/** Access tokens of an org. They are not known to end, so one is used until it is refused. */
const tokenOf = (services: Services, org: StoredOrg): TokenSource =>
  org.secret === null ? statedTokens(services, org) : grantedTokens(services, org, org.secret)

/** With a consent: whatever is given out has been stored before. */
function grantedTokens(services: Services, org: StoredOrg, secret: string): TokenSource {
  let known = read(services, org, secret).accessToken
  return async (refused) => {
    if (known !== refused) return known
    // One renewal at a time: whoever comes meanwhile waits for the same.
    const begun = services.crmTokens.get(org.id) ?? renewed(services, org.id, refused)
    services.crmTokens.set(org.id, begun)
    try {
      known = await begun
    } finally {
      if (services.crmTokens.get(org.id) === begun) services.crmTokens.delete(org.id)
    }
    return known
  }
}

/** With a signed statement: a token is kept by this process alone, until it is refused. */
function statedTokens(services: Services, org: StoredOrg): TokenSource {
  const { crmTokens } = services
  return async (refused) => {
    const kept = crmTokens.get(org.id)
    if (kept && (await kept) !== refused) return kept
    // While this one waited, somebody else may have asked for a new one.
    const meanwhile = crmTokens.get(org.id)
    if (meanwhile && meanwhile !== kept) return meanwhile
    const begun = stated(services, org)
    crmTokens.set(org.id, begun)
    begun.catch(() => crmTokens.get(org.id) === begun && crmTokens.delete(org.id))
    return begun
  }
}

async function stated(services: Services, org: StoredOrg): Promise<string> {
  try {
    const letIn = await signInOf(services).state()
    refuseOther(org, letIn)
    return letIn.accessToken
  } catch (error) {
    throw await noted(services, org, error)
  }
}

async function renewed(services: Services, orgId: string, refused: string): Promise<string> {
  const { db } = services
  const { org, tokens } = await stored(services, orgId)
  // Another process may have renewed it, or an administrator has connected it anew.
  if (tokens.accessToken !== refused) return tokens.accessToken
  try {
    const fresh = await signInOf(services).renew(tokens.refreshToken)
    refuseOther(org, fresh)
    const secret = sealedTokens(services, orgId, fresh)
    if (secret !== null && (await replaceOrgSecret(db, org, secret, fresh.apiUrl))) return fresh.accessToken
    return (await stored(services, orgId)).tokens.accessToken
  } catch (error) {
    if (error instanceof OAuthTrouble && error.kind === 'denied') {
      // A refresh token that is good for one use may have been used by another process, which is about to store the next.
      await wait(GRACE_MS)
      const later = await stored(services, orgId)
      if (later.org.secretVersion !== org.secretVersion) return later.tokens.accessToken
    }
    throw await noted(services, org, error)
  }
}

async function stored(services: Services, orgId: string): Promise<{ org: StoredOrg; tokens: StoredTokens }> {
  const org = await findOrg(services.db)
  if (org === null || org.id !== orgId || org.secret === null) throw new CrmTrouble('revoked', 'This org is no longer connected.')
  return { org, tokens: read(services, org, org.secret) }
}

function signInOf({ crmSignIn }: Services): CrmSignIn {
  if (crmSignIn) return crmSignIn
  throw new CrmTrouble('unreachable', 'The settings of Salesforce are missing: SALESFORCE_CLIENT_ID and those that go with it.')
}

/** A key or a consent that opens another org than the connected one opens nothing: ids of one mean nothing in the other. */
function refuseOther(org: StoredOrg, letIn: CrmLetIn): void {
  if (letIn.orgId !== org.id) throw new CrmTrouble('revoked', `The settings of Salesforce lead into another org than ${org.name}.`)
}

/** The same trouble, as a CRM tells it; that we are no longer let in is noted. */
async function noted(services: Services, org: StoredOrg, error: unknown): Promise<unknown> {
  const trouble = error instanceof OAuthTrouble ? crmTrouble(error) : error
  if (trouble instanceof CrmTrouble && trouble.kind === 'revoked') await noteRevoked(services.db, org, trouble.message)
  return trouble
}

/** Trouble with tokens, as a CRM tells it. */
function crmTrouble(error: OAuthTrouble): CrmTrouble {
  const { message, retryAfterMs, cause } = error
  const words = message.replace('The vendor', 'Salesforce')
  if (error.kind === 'denied') return new CrmTrouble('revoked', words, { cause })
  if (error.kind === 'later')
    return new CrmTrouble('later', words, { cause, wholeOrg: true, ...(retryAfterMs === null ? {} : { retryAfterMs }) })
  return new CrmTrouble('unreachable', words, { cause })
}
