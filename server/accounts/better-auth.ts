/** Signing in, with better-auth on our own tables. Nothing else knows that package. */
import { hkdfSync, randomUUID } from 'node:crypto'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { type GenericOAuthConfig, genericOAuth, twoFactor } from 'better-auth/plugins'
import { CamelCasePlugin } from 'kysely'
import type { Database } from '../db/database.ts'
import { PASSWORD } from '../domain/account.ts'
import type { Level } from '../domain/rights.ts'
import type { Asking, SignedIn, SignIn } from './sign-in.ts'

/** A company's own sign-in, by OpenID Connect. */
export interface Issuer {
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly name: string
}

export interface SignInSettings {
  readonly publicUrl: string
  readonly secret: string
  /** Secrets that were used before, the newest first: what they encrypted can still be read. */
  readonly secretsBefore?: readonly string[]
  readonly company: string
  readonly issuer: Issuer | null
}

const HALF_A_DAY = 12 * 3600
const ISSUER = 'oidc'

/** A number that tells secrets apart, and tells nothing of them. */
const numberOf = (secret: string): number => Buffer.from(hkdfSync('sha256', secret, '', 'switchboard sign-in key id', 4)).readUInt32BE()

/** The options for better-auth: our tables, our ids, our cookie. Exported so that a test can compare them with the tables. */
export function signInOptions(db: Database, { publicUrl, secret, secretsBefore = [], company }: SignInSettings) {
  return {
    appName: company,
    baseURL: publicUrl,
    basePath: '/api/v1/sign-in',
    // What names no secret was encrypted by the oldest.
    secret: secretsBefore.at(-1) ?? secret,
    secrets: [secret, ...secretsBefore].map((value) => ({ version: numberOf(value), value })),
    database: { db: db.withPlugin(new CamelCasePlugin({ maintainNestedObjectKeys: true })), type: 'postgres' },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    // What it would log can hold addresses and codes; refusals are told to the caller, and that is enough.
    logger: { disabled: true },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: PASSWORD.min, maxPasswordLength: PASSWORD.max },
    user: {
      modelName: 'staff_account',
      additionalFields: {
        level: { type: 'string', required: true, input: false },
        generation: { type: 'number', required: true, input: false },
        deactivatedAt: { type: 'date', required: false, input: false },
      },
    },
    session: { modelName: 'account_session', expiresIn: HALF_A_DAY, disableSessionRefresh: true, freshAge: 0 },
    account: {
      modelName: 'account_credential',
      fields: { accountId: 'subject' },
      storeStateStrategy: 'database',
      encryptOAuthTokens: true,
      accountLinking: { enabled: true, requireLocalEmailVerified: false },
    },
    verification: { modelName: 'account_verification' },
    databaseHooks: {
      session: {
        create: {
          // Whoever was deactivated gets no session, by whichever way.
          before: async ({ userId }) => {
            const row = await db.selectFrom('staff_account').select('deactivated_at').where('id', '=', userId).executeTakeFirst()
            return row?.deactivated_at === null ? undefined : false
          },
        },
      },
    },
    advanced: {
      database: { generateId: () => randomUUID() },
      cookiePrefix: 'switchboard',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: publicUrl.startsWith('https:') },
      cookies: { session_token: { name: 'switchboard_session', attributes: { sameSite: 'strict' } } },
      ipAddress: { ipAddressHeaders: ['x-forwarded-for'] },
    },
  } as const satisfies BetterAuthOptions
}

/** Second factors of this service: the codes of any authenticator app, and ten codes for the day it is lost. */
export const secondFactor = (company: string) => twoFactor({ twoFactorTable: 'account_second_factor', issuer: company })

/** Open the sign-in on our database. */
export function openSignIn(db: Database, settings: SignInSettings): SignIn {
  const options = signInOptions(db, settings)
  const auth = betterAuth({ ...options, plugins: [secondFactor(settings.company)] })
  const elsewhere = settings.issuer ? openElsewhere(options, settings.issuer) : null

  async function withCode(asking: Asking, pending: Headers, code: string): Promise<SignedIn> {
    const headers = headersOf({ ...asking, cookie: pairsOf(pending) })
    const way = /^\d{6}$/.test(code) ? auth.api.verifyTOTP : auth.api.verifyBackupCode
    const done = await allowed(way({ body: { code }, headers, returnHeaders: true }))
    if (!done || !('user' in done.response) || !done.response.user) return { is: 'code-needed' }
    return { is: 'in', cookies: done.headers.getSetCookie(), accountId: done.response.user.id }
  }

  return {
    async withPassword(asking, email, password, code) {
      const headers = headersOf({ ...asking, cookie: '' })
      const done = await allowed(auth.api.signInEmail({ body: { email, password }, headers, returnHeaders: true }))
      if (!done) return { is: 'refused' }
      if (!('twoFactorRedirect' in done.response))
        return { is: 'in', cookies: done.headers.getSetCookie(), accountId: done.response.user.id }
      return code === null ? { is: 'code-needed' } : withCode(asking, done.headers, code)
    },
    async session(asking) {
      if (!asking.cookie.includes('switchboard_session=')) return null
      const found = await allowed(auth.api.getSession({ headers: headersOf(asking) }))
      if (!found || found.user.deactivatedAt) return null
      const { id, name, email, level, twoFactorEnabled } = found.user
      return { accountId: id, sessionId: found.session.id, name, email, level: level as Level, secondFactor: twoFactorEnabled ?? false }
    },
    async end(asking) {
      const done = await allowed(auth.api.signOut({ headers: headersOf(asking), returnHeaders: true }))
      return done?.headers.getSetCookie() ?? []
    },
    hash: async (password) => (await auth.$context).password.hash(password),
    async changePassword(asking, currentPassword, newPassword) {
      const body = { currentPassword, newPassword, revokeOtherSessions: true }
      const done = await allowed(auth.api.changePassword({ body, headers: headersOf(asking), returnHeaders: true }))
      return done?.headers.getSetCookie() ?? null
    },
    async enrolSecondFactor(asking, password) {
      const done = await allowed(auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers: headersOf(asking) }))
      return done && 'totpURI' in done && done.backupCodes ? { uri: done.totpURI, backupCodes: done.backupCodes } : null
    },
    async confirmSecondFactor(asking, code) {
      const done = await allowed(auth.api.verifyTOTP({ body: { code }, headers: headersOf(asking), returnHeaders: true }))
      return done?.headers.getSetCookie() ?? null
    },
    async disableSecondFactor(asking, password) {
      const done = await allowed(auth.api.disableTwoFactor({ body: { password }, headers: headersOf(asking), returnHeaders: true }))
      return done?.headers.getSetCookie() ?? null
    },
    elsewhere: settings.issuer && { name: settings.issuer.name },
    startElsewhere: async (asking) => elsewhere?.start(asking) ?? null,
    finishElsewhere: async (asking, query) => elsewhere?.finish(asking, query) ?? null,
  }
}

/**
 * The sign-in elsewhere. better-auth asks the issuer for its addresses once and gives up if it is away; so this part is made when somebody
 * first needs it, and again if the issuer was away then.
 */
function openElsewhere(options: ReturnType<typeof signInOptions>, issuer: Issuer) {
  const config: GenericOAuthConfig = {
    providerId: ISSUER,
    discoveryUrl: `${issuer.url.replace(/(?<!\/)\/+$/, '')}/.well-known/openid-configuration`,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
    disableSignUp: true,
    // Some issuers say nothing of the address because they only know verified ones; one that says “not verified” is believed.
    mapProfileToUser: (profile) => ({ emailVerified: profile.email_verified !== false }),
  }
  const make = () => betterAuth({ ...options, plugins: [genericOAuth({ config: [config] })] })
  let made: ReturnType<typeof make> | null = null
  async function current() {
    const auth = made ?? make()
    const reached = (await auth.$context).socialProviders.some((provider) => provider.id === ISSUER)
    made = reached ? auth : null
    return made
  }
  return {
    async start(asking: Asking) {
      const auth = await current()
      if (!auth) return null
      const body = { provider: ISSUER, callbackURL: '/console/home', errorCallbackURL: '/console/home', disableRedirect: true }
      const done = await allowed(auth.api.signInSocial({ body, headers: headersOf({ ...asking, cookie: '' }), returnHeaders: true }))
      return done?.response.url ? { url: done.response.url, cookies: done.headers.getSetCookie() } : null
    },
    async finish(asking: Asking, query: Readonly<Record<string, string>>) {
      const auth = await current()
      if (!auth) return null
      const answer = await auth.handler(
        new Request(`${options.baseURL}${options.basePath}/callback/${ISSUER}?${new URLSearchParams(query)}`, {
          headers: headersOf(asking),
        }),
      )
      const cookies = answer.headers.getSetCookie()
      return cookies.some((one) => /^switchboard_session=[^;]/.test(one)) ? cookies : null
    },
  }
}

/** What was asked for, or null where better-auth says no. Anything else that it throws is a bug. */
async function allowed<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof APIError && error.statusCode >= 400 && error.statusCode < 500) return null
    throw error
  }
}

const headersOf = ({ cookie, address, userAgent }: Asking): Headers =>
  new Headers({ ...(cookie && { cookie }), 'x-forwarded-for': address, 'user-agent': userAgent })

/** Cookies that were just set, as a browser would send them back. */
const pairsOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
