import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { CrmSignIn } from '../../crm/provider.ts'
import { findOrg } from '../../db/crm-org.ts'
import type { Caller } from '../../domain/booking.ts'
import { CrmTrouble } from '../../domain/crm.ts'
import { OAuthTrouble } from '../../domain/oauth.ts'
import { Refusal } from '../../domain/refusal.ts'
import { seal, unseal } from '../../domain/sealed.ts'
import type { Services } from '../services.ts'
import { keepOrg } from './keep-org.ts'

/** How long somebody may take at Salesforce to say yes. */
export const CONSENT_MINUTES = 15

/** Where the browser keeps what it was sent away with: a seal made for anything else is worth nothing there. */
const PLACE = 'crm consent'

const Pending = z.strictObject({ by: z.string(), state: z.string(), verifier: z.string(), until: z.number() })

/** Why a consent did not lead to an org, in a word for the page that says it in many. */
export type CrmConsentProblem = 'denied' | 'expired' | 'other-person' | 'other-org' | 'misconfigured' | 'unreachable'

/**
 * Connect an org, or begin to. With a signed statement it is connected at once: then null. Else where the administrator (`by`) goes to let us
 * in, and what their browser keeps until it comes back.
 */
export async function connectCrm(services: Services, author: Caller, by: string): Promise<{ url: string; kept: string } | null> {
  const { now, secret } = services
  const signIn = services.crmSignIn
  if (!signIn) throw new Refusal('conflict', 'The settings of Salesforce are missing: see docs/salesforce.md.')
  if (signIn.by === 'statement') {
    await byStatement(services, author, signIn)
    return null
  }
  const proof = { state: randomBytes(24).toString('base64url'), verifier: randomBytes(32).toString('base64url') }
  const url = await signIn.begin({ ...proof, redirectUri: consentUrl(services) })
  const pending: z.input<typeof Pending> = { ...proof, by, until: now().getTime() + CONSENT_MINUTES * 60_000 }
  return { url, kept: seal(secret, PLACE, JSON.stringify(pending), randomBytes(12)) }
}

async function byStatement(services: Services, author: Caller, signIn: CrmSignIn): Promise<void> {
  try {
    await keepOrg(services, author, await signIn.state())
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null || problem === 'other-org') throw error
    services.report('Salesforce could not be connected', { problem }, error)
    throw new Refusal('conflict', REFUSED[problem])
  }
}

const REFUSED = {
  denied:
    'Salesforce does not let us in: SALESFORCE_USERNAME must be the name of a user who is admitted to the app, and the app must hold the certificate of SALESFORCE_PRIVATE_KEY.',
  misconfigured: 'Salesforce does not know the app: see SALESFORCE_CLIENT_ID and SALESFORCE_LOGIN_URL.',
  unreachable: 'Salesforce cannot be reached at the moment.',
} as const

/** Where Salesforce sends the browser back to. */
const consentUrl = ({ publicUrl }: Pick<Services, 'publicUrl'>): string => `${publicUrl}/salesforce/connected`

interface Return {
  /** What the browser has kept. */
  readonly kept: string
  /** The account that is signed in now, and whose it is. */
  readonly by: string
  readonly author: Caller
  /** What Salesforce says. */
  readonly says: Readonly<Record<string, string>>
}

/** An administrator comes back from Salesforce: if they have let us in, their org is kept. Null if all is well. */
export async function finishCrmConsent(services: Services, given: Return): Promise<CrmConsentProblem | null> {
  const pending = read(services, given)
  if (typeof pending === 'string') return pending
  const { state, verifier } = pending
  const cameBack = new URL(consentUrl(services))
  for (const name of ['code', 'state', 'error', 'error_description'])
    if (given.says[name] !== undefined) cameBack.searchParams.set(name, given.says[name])
  try {
    if (!services.crmSignIn) return 'misconfigured'
    await keepOrg(services, given.author, await services.crmSignIn.finish({ state, verifier, cameBack }))
    return null
  } catch (error) {
    const problem = problemOf(error)
    if (problem === null) throw error
    services.report('Salesforce could not be connected', { problem }, error)
    return problem
  }
}

function read({ seals, now }: Services, { kept, by, says }: Return): z.output<typeof Pending> | CrmConsentProblem {
  const text = unseal(seals, PLACE, kept)
  const pending = text === null ? null : Pending.parse(JSON.parse(text))
  // Without its state an answer belongs to another question, or to nobody's (RFC 6749 section 10.12).
  if (!pending || pending.until < now().getTime() || pending.state !== says.state) return 'expired'
  return pending.by === by ? pending : 'other-person'
}

function problemOf(error: unknown): Exclude<CrmConsentProblem, 'expired' | 'other-person'> | null {
  if (error instanceof OAuthTrouble) return error.kind === 'later' ? 'unreachable' : error.kind
  if (error instanceof CrmTrouble) return error.kind === 'revoked' ? 'denied' : error.kind === 'refused' ? 'misconfigured' : 'unreachable'
  return error instanceof Refusal && error.code === 'conflict' ? 'other-org' : null
}

/** Refuses while no org is connected. */
export async function getOrg({ db }: Pick<Services, 'db'>) {
  const org = await findOrg(db)
  if (!org) throw new Refusal('conflict', 'Salesforce is not connected.')
  return org
}
