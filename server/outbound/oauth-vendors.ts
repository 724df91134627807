import { z } from 'zod'

/** Vendors whose accounts are opened by their owner's consent. */
export const OAUTH_VENDORS = ['google', 'microsoft'] as const
export type OAuthVendor = (typeof OAUTH_VENDORS)[number]

/** Where a vendor is asked for consent and tokens. */
export interface Endpoints {
  /** Who signs its identity tokens, with `{tenantid}` where each tenant is its own; null: not known. */
  readonly issuer: string | null
  readonly authorize: string
  readonly token: string
  /** Where consent is given back; null where the vendor knows no such thing. */
  readonly revoke: string | null
}

interface VendorOfTokens {
  readonly endpoints: Endpoints
  /** The same under another address, which tells of itself at `discovery` (OpenID Connect Discovery 1.0, section 4) or has the vendor's own paths. */
  readonly under: (base: string) => { readonly discovery: string; readonly endpoints: Endpoints }
  readonly scopes: readonly string[]
  /** Of these, what nothing works without: people may leave out some at the vendor. */
  readonly needed: readonly string[]
  /** What else the vendor is told when consent is asked for. */
  readonly parameters: Readonly<Record<string, string>>
}

const google = (scope: string): string => `https://www.googleapis.com/auth/${scope}`

/** `https://login.example/<tenant>`; without a tenant, everybody may come. */
const tenantOf = (base: string): string => (new URL(base).pathname === '/' ? `${base}/common` : base)
const microsoftAt = (base: string, issuer: string | null): Endpoints => ({
  issuer,
  authorize: `${tenantOf(base)}/oauth2/v2.0/authorize`,
  token: `${tenantOf(base)}/oauth2/v2.0/token`,
  revoke: null,
})

/** What we ask for is the least that serves: the list of calendars, their events to read and to write, and who is busy where only that is shown. */
export const vendors: Readonly<Record<OAuthVendor, VendorOfTokens>> = {
  google: {
    endpoints: {
      issuer: 'https://accounts.google.com',
      authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      revoke: 'https://oauth2.googleapis.com/revoke',
    },
    under: (base) => ({
      discovery: `${base}/.well-known/openid-configuration`,
      endpoints: { issuer: null, authorize: `${base}/o/oauth2/v2/auth`, token: `${base}/token`, revoke: `${base}/revoke` },
    }),
    // `calendar.events.freebusy` reaches the calendars of others, which `calendar.freebusy` does not (Google, “Choose Calendar API scopes”).
    scopes: ['openid', 'email', google('calendar.events'), google('calendar.calendarlist.readonly'), google('calendar.events.freebusy')],
    needed: [google('calendar.events'), google('calendar.calendarlist.readonly')],
    // Google gives a refresh token to those alone who ask for one, and again only if consent is asked for again (“Using OAuth 2.0 for Web Server Applications”).
    parameters: { access_type: 'offline', prompt: 'consent' },
  },
  microsoft: {
    endpoints: microsoftAt('https://login.microsoftonline.com', 'https://login.microsoftonline.com/{tenantid}/v2.0'),
    under: (base) => ({
      discovery: `${tenantOf(base)}/v2.0/.well-known/openid-configuration`,
      endpoints: microsoftAt(base, null),
    }),
    // `MailboxSettings.Read`: when whole days begin is known by the mailbox's zone alone.
    scopes: ['openid', 'email', 'profile', 'offline_access', 'User.Read', 'Calendars.ReadWrite', 'MailboxSettings.Read'],
    needed: ['Calendars.ReadWrite'],
    parameters: { prompt: 'select_account' },
  },
}

const Discovered = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  revocation_endpoint: z.url().optional(),
})

/** Where a vendor is asked; under another address than its own, what that says of itself. */
export async function endpointsOf(vendor: OAuthVendor, base: string | null, limitMs: number): Promise<Endpoints> {
  if (base === null) return vendors[vendor].endpoints
  const { discovery, endpoints } = vendors[vendor].under(base)
  const answer = await fetch(discovery, { redirect: 'error', signal: AbortSignal.timeout(limitMs) })
  const told = answer.ok ? Discovered.safeParse(await answer.json().catch(() => null)) : null
  if (!told?.success) return endpoints
  return {
    issuer: told.data.issuer,
    authorize: told.data.authorization_endpoint,
    token: told.data.token_endpoint,
    revoke: told.data.revocation_endpoint ?? null,
  }
}
