/** The console opened from a record of the CRM: for which record, as whom, and for how long. */
import { crmRecordId, type RecordRef } from './crm.ts'

/** A launch is good for this long, signed or as a one-time address. */
export const LAUNCH_SECONDS = 60
/** An org's clock may be this much ahead of ours: in when a token was made, and from when it holds. In when it ends it may not. */
const LEEWAY_SECONDS = 10
/** The console stays open for a working day, used or not. */
export const SESSION_HOURS = 8

/** The record that somebody launches from, and the user of the CRM who does. */
export interface Launch {
  readonly user: string
  readonly ref: RecordRef
}

/** What a signed token says. */
export interface LaunchClaims {
  readonly iss: string
  readonly sub: string
  readonly aud: string
  readonly exp: number
  readonly iat: number
  readonly nbf?: number | undefined
  readonly jti: string
  readonly object: string
  readonly record: string
}

/** Why a signed token opens nothing, in a word for the log. */
export type ClaimFault = 'issuer' | 'audience' | 'expired' | 'too-far-ahead' | 'issued-ahead' | 'too-long' | 'not-yet' | 'user' | 'record'

const PREFIXES: Readonly<Record<RecordRef['object'], string>> = { Contact: '003', Lead: '00Q', Account: '001' }

const isLaunchObject = (object: string): object is RecordRef['object'] => Object.hasOwn(PREFIXES, object)

/** A record of an object that somebody may launch from, or null: the object is another, the id is none, or it is not of that object. */
export function recordRefOf(object: string, id: string): RecordRef | null {
  const full = crmRecordId(id)
  return isLaunchObject(object) && full?.startsWith(PREFIXES[object]) ? { object, id: full } : null
}

/** The id of a user of the CRM in its form of 18 characters, or null if it is none. */
export function crmUserId(text: string): string | null {
  const id = crmRecordId(text)
  return id?.startsWith('005') ? id : null
}

/** What a token opens whose signature is the org's; or why it opens nothing. */
export function launchOf(claims: LaunchClaims, expected: { orgId: string; audience: string; now: Date }): Launch | ClaimFault {
  const now = expected.now.getTime() / 1000
  if (crmRecordId(claims.iss) !== crmRecordId(expected.orgId)) return 'issuer'
  if (claims.aud !== expected.audience) return 'audience'
  if (claims.exp <= now) return 'expired'
  if (claims.exp > now + LAUNCH_SECONDS) return 'too-far-ahead'
  if (claims.iat > now + LEEWAY_SECONDS) return 'issued-ahead'
  // Made long ago for now: somebody has had it in a drawer.
  if (claims.exp - claims.iat > LAUNCH_SECONDS + LEEWAY_SECONDS) return 'too-long'
  if (claims.nbf !== undefined && claims.nbf > now + LEEWAY_SECONDS) return 'not-yet'
  const user = crmUserId(claims.sub)
  if (user === null) return 'user'
  const ref = recordRefOf(claims.object, claims.record)
  return ref === null ? 'record' : { user, ref }
}
