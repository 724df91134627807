/** The environment as one validated object. Nothing else reads `process.env`. */
import { createPrivateKey, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { CalendarSettings } from './domain/calendar.ts'
import type { CrmSettings } from './domain/crm-sign-in.ts'
import type { TwilioSettings } from './messages/twilio.ts'

const flag = z.enum(['0', '1']).transform((value) => value === '1')
const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `must be an address that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`,
  })

/** Websites, as browsers name them: `https://www.example.com`, no path. */
function originsOf(value: string | undefined, context: z.RefinementCtx): readonly string[] | null {
  const given = (value ?? '*').split(/[\s,]+/).filter(Boolean)
  if (given.includes('*')) return null
  const origins = given.map((one) => (/^https?:\/\//i.test(one) && URL.canParse(one) ? new URL(one) : null))
  // What is more than an origin has a longer address; the rest goes into a header, where a semicolon would begin another rule.
  if (origins.every((one) => one !== null && one.href === `${one.origin}/` && /^[\w.:[\]-]+$/.test(one.host)))
    return origins.flatMap((one) => one?.origin ?? [])
  context.addIssue({ code: 'custom', message: 'must be * or a list of origins such as https://www.example.com' })
  return z.NEVER
}

/** A private key in PEM, in which `\\n` may stand for the end of a line. */
function rsaKeyOf(value: string, context: z.RefinementCtx): string {
  const pem = value.replaceAll('\\n', '\n')
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048) return pem
  } catch {
    // What is wrong with it is not said in detail: it is a secret.
  }
  context.addIssue({ code: 'custom', message: 'must be a private RSA key of at least 2048 bits in PEM form, without a password' })
  return z.NEVER
}

const Environment = z.object({
  PORT: z.coerce.number({ error: 'must be a number' }).int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url('https?').optional(),
  TRUST_PROXY: z.string().default(''),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  DATABASE_POOL_URL: url('postgres', 'postgresql').optional(),
  DATA_DIR: z.string().default('./data'),
  ADMIN_API_KEY: z.string().min(32, 'must be at least 32 characters').optional(),
  SECRET_KEY: z.string().min(32, 'must be at least 32 characters').optional(),
  SECRET_KEY_BEFORE: z
    .string()
    .transform((value) => value.split(',').map((one) => one.trim()))
    .refine((keys) => keys.every((one) => one.length >= 32), 'must be keys of at least 32 characters, with commas between them')
    .optional(),
  DEMO: flag.optional(),
  COMPANY: z.string().min(1).optional(),
  SMTP_URL: url('smtps?').optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/, 'must be an address, or Name <address>')
    .optional(),
  EMBED_ORIGINS: z.string().optional().transform(originsOf),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-zA-Z]{32}$/, 'must be AC and 32 characters')
    .optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|MG[0-9a-zA-Z]{32})$/, 'must be a number such as +12125550100, or a messaging service (MG…)')
    .optional(),
  TWILIO_API_URL: url('https?').optional(),
  OIDC_ISSUER: url('https?').optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_NAME: z.string().min(1).max(100).optional(),
  GOOGLE_CLIENT_ID: z.string().min(1).optional(),
  GOOGLE_CLIENT_SECRET: z.string().min(1).optional(),
  GOOGLE_OAUTH_URL: url('https?').optional(),
  GOOGLE_API_URL: url('https?').optional(),
  MICROSOFT_CLIENT_ID: z.string().min(1).optional(),
  MICROSOFT_CLIENT_SECRET: z.string().min(1).optional(),
  MICROSOFT_LOGIN_URL: url('https?').optional(),
  MICROSOFT_GRAPH_URL: url('https?').optional(),
  SALESFORCE_CLIENT_ID: z.string().min(1).optional(),
  SALESFORCE_CLIENT_SECRET: z.string().min(1).optional(),
  SALESFORCE_LOGIN_URL: url('https?').optional(),
  SALESFORCE_USERNAME: z.string().min(1).optional(),
  SALESFORCE_PRIVATE_KEY: z.string().transform(rsaKeyOf).optional(),
  CALENDAR_EDITS: z.enum(['follow', 'ask', 'ignore']).default('follow'),
  CALENDAR_INVITES: z.enum(['mail', 'vendor']).default('mail'),
  CALENDAR_WHEN_UNREACHABLE: z.enum(['refuse', 'book']).default('refuse'),
  CALENDAR_PATIENCE_MINUTES: z.coerce.number({ error: 'must be a number' }).int().min(1).max(1440).default(15),
  OUTBOUND_ALLOW: z
    .string()
    .transform((value) => value.split(',').map((one) => one.trim()))
    .refine(
      (hosts) => hosts.every((one) => /^([\w.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(one)),
      'must be hosts, or host:port, with commas between them',
    )
    .optional(),
  DRAIN_SECONDS: z.coerce.number({ error: 'must be a number' }).int().min(0).max(300).optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export interface Config {
  readonly port: number
  readonly host: string
  /** Where people reach us; null: the address we listen on. */
  readonly publicUrl: string | null
  readonly trustProxy: string
  readonly databaseUrl: string | null
  /** A transaction pooler before the same database, for all but the jobs and the finder; null: there is none. */
  readonly databasePoolUrl: string | null
  readonly dataDir: string
  readonly demo: boolean
  readonly company: string
  readonly smtpUrl: string | null
  readonly mailFrom: string
  /** Hosts, or `host:port`, that webhooks and CalDAV servers may have although they lie in a private network. */
  readonly outboundAllow: readonly string[]
  /** The websites that may show booking pages and ask the public API; null: any. */
  readonly embedOrigins: readonly string[] | null
  /** Null: text messages stay in the outbox. */
  readonly twilio: TwilioSettings | null
  readonly calendars: CalendarSettings
  /** How we present ourselves to Salesforce; null: not at all. */
  readonly salesforce: CrmSettings | null
  /** For how long a process that was asked to stop still answers, and says that it is not ready. */
  readonly drainSeconds: number
  readonly role: 'all' | 'web' | 'worker'
  readonly logLevel: string
  readonly adminKey: string | null
  readonly secret: string | null
  /** Keys that were used before: what they sealed can still be read. */
  readonly secretsBefore: readonly string[]
  /** The company's own sign-in by OpenID Connect, if it has one. */
  readonly issuer: { readonly url: string; readonly clientId: string; readonly clientSecret: string; readonly name: string } | null
}

/** A setting that is missing or wrong. The message is one line that names it. */
export class WrongSetting extends Error {}

/** Read the settings. Throws `WrongSetting`. An empty value counts as absent. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const result = Environment.safeParse(given)
  if (!result.success) {
    const issue = result.error.issues[0]
    throw new WrongSetting(`Setting ${issue?.path.join('.')} ${issue?.message}.`)
  }
  const env = result.data
  const embedded = env.DATABASE_URL === undefined
  if (!embedded && env.SECRET_KEY === undefined) throw new WrongSetting('Setting SECRET_KEY is required with DATABASE_URL.')
  if (!embedded && env.ADMIN_API_KEY === undefined) throw new WrongSetting('Setting ADMIN_API_KEY is required with DATABASE_URL.')
  if (embedded && env.DATABASE_POOL_URL !== undefined)
    throw new WrongSetting('Setting DATABASE_POOL_URL needs DATABASE_URL, the same database without the pooler.')
  const demo = env.DEMO ?? embedded
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL?.replace(/(?<!\/)\/+$/, '') ?? null,
    trustProxy: env.TRUST_PROXY,
    databaseUrl: env.DATABASE_URL ?? null,
    databasePoolUrl: env.DATABASE_POOL_URL ?? null,
    dataDir: resolve(env.DATA_DIR),
    demo,
    company: env.COMPANY ?? (demo ? 'Harbor & Vale Homes' : 'Switchboard'),
    smtpUrl: env.SMTP_URL ?? null,
    mailFrom: env.MAIL_FROM ?? 'Switchboard <bookings@localhost>',
    outboundAllow: env.OUTBOUND_ALLOW ?? [],
    embedOrigins: env.EMBED_ORIGINS,
    twilio: twilioOf(env),
    calendars: calendarsOf(env),
    salesforce: salesforceOf(env),
    drainSeconds: env.DRAIN_SECONDS ?? (embedded || env.ROLE === 'worker' ? 0 : 2),
    role: env.ROLE,
    logLevel: env.LOG_LEVEL,
    adminKey: env.ADMIN_API_KEY ?? null,
    secret: env.SECRET_KEY ?? null,
    secretsBefore: env.SECRET_KEY_BEFORE ?? [],
    issuer: issuerOf(env),
  }
}

/** Sending texts takes all three; with none of them, none is sent. */
function twilioOf(env: z.output<typeof Environment>): TwilioSettings | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from, TWILIO_API_URL: apiUrl } = env
  const given = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from }
  const names = Object.keys(given) as (keyof typeof given)[]
  if (names.every((name) => given[name] === undefined)) return null
  const missing = names.find((name) => given[name] === undefined)
  if (missing) throw new WrongSetting(`Setting ${missing} is required with the other settings of Twilio.`)
  return { accountSid: accountSid ?? '', authToken: authToken ?? '', from: from ?? '', apiUrl: apiUrl?.replace(/(?<!\/)\/+$/, '') ?? null }
}

/** A vendor's calendars can be connected once we are registered there; the addresses are the vendor's own unless said otherwise. */
function calendarsOf(env: z.output<typeof Environment>): CalendarSettings {
  const vendor = (name: 'GOOGLE' | 'MICROSOFT', signIn: string | undefined, api: string | undefined) => {
    const [clientId, clientSecret] = [env[`${name}_CLIENT_ID`], env[`${name}_CLIENT_SECRET`]]
    if (clientId === undefined && clientSecret === undefined) return null
    if (clientId === undefined) throw new WrongSetting(`Setting ${name}_CLIENT_ID is required with ${name}_CLIENT_SECRET.`)
    if (clientSecret === undefined) throw new WrongSetting(`Setting ${name}_CLIENT_SECRET is required with ${name}_CLIENT_ID.`)
    const bare = (address: string | undefined) => address?.replace(/(?<!\/)\/+$/, '') ?? null
    return { clientId, clientSecret, signInUrl: bare(signIn), apiUrl: bare(api) }
  }
  return {
    google: vendor('GOOGLE', env.GOOGLE_OAUTH_URL, env.GOOGLE_API_URL),
    microsoft: vendor('MICROSOFT', env.MICROSOFT_LOGIN_URL, env.MICROSOFT_GRAPH_URL),
    edits: env.CALENDAR_EDITS,
    invites: env.CALENDAR_INVITES,
    whenUnreachable: env.CALENDAR_WHEN_UNREACHABLE,
    patienceMinutes: env.CALENDAR_PATIENCE_MINUTES,
  }
}

/** Salesforce is reached with somebody's consent, which takes a client secret, or with signed statements, which take a user and a key. */
function salesforceOf(env: z.output<typeof Environment>): CrmSettings | null {
  const { SALESFORCE_CLIENT_ID: clientId, SALESFORCE_CLIENT_SECRET: clientSecret, SALESFORCE_LOGIN_URL: loginUrl } = env
  const { SALESFORCE_USERNAME: username, SALESFORCE_PRIVATE_KEY: privateKey } = env
  const given = Object.entries({ clientId, clientSecret, loginUrl, username, privateKey }).filter(([, value]) => value !== undefined)
  if (given.length === 0) return null
  const required = (name: string, others: string) => new WrongSetting(`Setting ${name} is required with ${others}.`)
  if (clientId === undefined) throw required('SALESFORCE_CLIENT_ID', 'the other settings of Salesforce')
  if (username === undefined && privateKey !== undefined) throw required('SALESFORCE_USERNAME', 'SALESFORCE_PRIVATE_KEY')
  if (username !== undefined && privateKey === undefined) throw required('SALESFORCE_PRIVATE_KEY', 'SALESFORCE_USERNAME')
  const bearer = username === undefined || privateKey === undefined ? null : { username, privateKey }
  if (!bearer && clientSecret === undefined)
    throw required('SALESFORCE_CLIENT_SECRET', 'SALESFORCE_CLIENT_ID, unless SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY are set')
  const bare = loginUrl?.replace(/(?<!\/)\/+$/, '') ?? 'https://login.salesforce.com'
  return { clientId, clientSecret: clientSecret ?? null, loginUrl: bare, bearer }
}

function issuerOf(env: z.infer<typeof Environment>): Config['issuer'] {
  const { OIDC_ISSUER: url, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env
  if (url === undefined) return null
  if (clientId === undefined) throw new WrongSetting('Setting OIDC_CLIENT_ID is required with OIDC_ISSUER.')
  if (clientSecret === undefined) throw new WrongSetting('Setting OIDC_CLIENT_SECRET is required with OIDC_ISSUER.')
  return { url, clientId, clientSecret, name: env.OIDC_NAME ?? new URL(url).host }
}

/**
 * A secret of the data folder, made on the first start and kept in a file that only its owner can read.
 *
 * The file appears with its content (`link`), so whoever finds it never reads half a secret.
 */
export async function keptSecret(dataDir: string, name: string): Promise<{ value: string; path: string }> {
  const path = join(dataDir, name)
  await mkdir(dataDir, { recursive: true })
  const secret = randomBytes(32).toString('base64url')
  const draft = join(dataDir, `${name}-draft-${randomBytes(6).toString('hex')}`)
  await writeFile(draft, `${secret}\n`, { mode: 0o600, flag: 'wx' })
  try {
    await link(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft)
  }
  return { value: (await readFile(path, 'utf8')).trim(), path }
}
