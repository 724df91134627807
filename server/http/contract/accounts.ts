import { z } from 'zod'
import { PASSWORD } from '../../domain/account.ts'
import { LEVELS, SCOPES } from '../../domain/rights.ts'
import { AgentChange, AgentView } from './leads.ts'
import { anyText, Email, InstantOut, line, listOf, Paging, Ref } from './shapes.ts'

const Level = z.enum(LEVELS).meta({ id: 'Level', description: 'What an account allows' })
const Scope = z.enum(SCOPES).meta({ id: 'Scope', description: 'What a key allows; each holds the ones before it' })
/** A secret as it was typed or copied: nothing is trimmed, and it stands on one line. */
const secret = (min: number, max: number, error?: string) =>
  anyText(max)
    .min(min, error)
    .refine((value) => !/[\r\n]/.test(value), 'must be a single line')
const given = secret(1, PASSWORD.max)
const NewPassword = secret(PASSWORD.min, PASSWORD.max, `must have at least ${PASSWORD.min} characters`)
const Code = z
  .string()
  .trim()
  .regex(/^[\w-]{6,20}$/, 'must be the six digits that the app shows, or a backup code')

/** `code`: of the authenticator app, or one of the backup codes. */
export const SessionRequest = z.strictObject({ email: Email, password: given, code: Code.exactOptional() }).meta({ id: 'SessionRequest' })

/** A console that was opened from a record of Salesforce: for which customer, and where the record is. `stale`: Salesforce did not answer, and what is shown was read at `readAt`, if that is known. */
export const LaunchedView = z
  .object({ customer: z.string(), recordUrl: z.string().nullable(), stale: z.boolean(), readAt: InstantOut.nullable() })
  .meta({ id: 'Launched' })

/** Who asks, and which operations of this document they may use. */
export const SessionView = z
  .object({
    name: z.string().nullable(),
    email: z.string().nullable(),
    /** `launched`: a user of Salesforce, in a console that was opened from a record. */
    level: z.enum([...LEVELS, 'launched']),
    secondFactor: z.boolean(),
    rights: z.array(z.string()),
    /** The projects in which they work. */
    projects: z.array(
      z.object({ id: z.string(), slug: z.string(), name: z.string(), kind: z.enum(['osc', 'onsite']), timeZone: z.string() }),
    ),
    /** What a leads agent may do; null: somebody else. */
    agent: AgentView.nullable(),
    launch: LaunchedView.nullable(),
  })
  .meta({ id: 'Session' })

/** What the sign-in page offers. */
export const SignInView = z
  .object({ firstAccount: z.boolean(), elsewhere: z.object({ name: z.string(), url: z.string() }).nullable() })
  .meta({ id: 'SignIn' })

/** `key` is the administrator key, whose file is named when the service starts. */
export const FirstAccountRequest = z
  .strictObject({ key: secret(1, 500), name: line(200), email: Email, password: NewPassword })
  .meta({ id: 'FirstAccountRequest' })

/** `projects`: in which the person works; none: in all. A rep works in the rep's own projects, an administrator in all. `agent`: of a leads agent. */
export const AccountRequest = z
  .strictObject({
    email: Email,
    name: line(200),
    level: Level,
    projects: z.array(Ref).max(1000).exactOptional(),
    agent: AgentChange.exactOptional(),
  })
  .meta({ id: 'AccountRequest' })
export const AccountChange = z
  .strictObject({
    level: Level.exactOptional(),
    active: z.boolean().exactOptional(),
    projects: z.array(Ref).max(1000).exactOptional(),
    agent: AgentChange.exactOptional(),
  })
  .meta({ id: 'AccountChange' })
export const AccountView = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    level: Level,
    /** Slugs; none: all. */
    projects: z.array(z.string()),
    /** What a leads agent may do; null: the account is none's. */
    agent: AgentView.nullable(),
    status: z.enum(['invited', 'active', 'deactivated']),
    secondFactor: z.boolean(),
    createdAt: InstantOut,
  })
  .meta({ id: 'Account' })
export const AccountQuery = z.strictObject(Paging).meta({ id: 'AccountQuery' })
export const AccountList = listOf(AccountView).meta({ id: 'AccountList' })

export const ResetRequest = z.strictObject({ email: Email }).meta({ id: 'ResetRequest' })
export const AccountLinkRequest = z.strictObject({ token: secret(1, 500) }).meta({ id: 'AccountLinkRequest' })
export const AccountLinkView = z
  .object({ kind: z.enum(['invitation', 'reset']), name: z.string(), email: z.string() })
  .meta({ id: 'AccountLink' })
export const ChoosePasswordRequest = AccountLinkRequest.extend({ password: NewPassword }).meta({ id: 'ChoosePasswordRequest' })

export const PasswordChange = z.strictObject({ current: given, password: NewPassword }).meta({ id: 'PasswordChange' })
export const SecondFactorRequest = z.strictObject({ password: given }).meta({ id: 'SecondFactorRequest' })
export const SecondFactorCode = z.strictObject({ code: Code }).meta({ id: 'SecondFactorCode' })
/** `uri` goes into the app, as a QR code; the backup codes are shown this once. */
export const SecondFactorView = z.object({ uri: z.string(), backupCodes: z.array(z.string()) }).meta({ id: 'SecondFactor' })

export const SessionListItem = z
  .object({
    id: z.string(),
    current: z.boolean(),
    createdAt: InstantOut,
    expiresAt: InstantOut,
    userAgent: z.string().nullable(),
    address: z.string().nullable(),
  })
  .meta({ id: 'SessionListItem' })
export const SessionList = listOf(SessionListItem).meta({ id: 'SessionList' })

export const ApiKeyRequest = z
  .strictObject({
    name: line(200),
    scopes: z.array(Scope).min(1).max(SCOPES.length),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be an instant such as 2027-03-02T15:30:00-05:00' })
      .transform((value) => new Date(value))
      .nullable()
      .default(null),
  })
  .meta({ id: 'ApiKeyRequest' })
export const ApiKeyView = z
  .object({ id: z.string(), name: z.string(), scopes: z.array(Scope), expiresAt: InstantOut.nullable(), createdAt: InstantOut })
  .meta({ id: 'ApiKey' })
export const ApiKeyList = listOf(ApiKeyView).meta({ id: 'ApiKeyList' })
/** `key` is shown this once. */
export const NewApiKeyView = ApiKeyView.extend({ key: z.string() }).meta({ id: 'NewApiKey' })
