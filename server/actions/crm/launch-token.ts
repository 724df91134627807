import { hash, X509Certificate } from 'node:crypto'
import { compactVerify, decodeProtectedHeader, importX509 } from 'jose'
import { z } from 'zod'
import type { StoredOrg } from '../../db/crm-org.ts'
import { type ClaimFault, type Launch, launchOf } from '../../domain/launch.ts'

/** Longer than any that says only what it must. */
const MOST_CHARACTERS = 4096

const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  // One audience: a token that is for others as well could be used here by them.
  aud: z.string(),
  exp: z.int(),
  iat: z.int(),
  nbf: z.int().optional(),
  jti: z.string().min(1).max(255),
  object: z.string(),
  record: z.string(),
})

/** What a header may say. Whatever brings a key along, or names one elsewhere, is not ours; nor are extensions (RFC 7515, 4.1). */
const Header = z.strictObject({ alg: z.literal('RS256'), typ: z.literal('JWT').optional(), kid: z.string().max(255).optional() })

/** Why a token opens nothing, in a word for the log. */
export type TokenFault = ClaimFault | 'no-certificate' | 'certificate' | 'malformed' | 'header' | 'signature' | 'claims'

/** A token that is good, under the name by which it is used once. */
export interface SignedLaunch extends Launch {
  readonly id: string
  readonly expiresAt: Date
}

/** Read a signed launch. Only RS256 by the org's certificate counts: the algorithm is ours to choose, not the token's (RFC 8725, 3.1). */
export async function readLaunchToken(
  token: string,
  org: Pick<StoredOrg, 'id' | 'launchCertificate'>,
  audience: string,
  now: Date,
): Promise<SignedLaunch | TokenFault> {
  if (org.launchCertificate === null) return 'no-certificate'
  if (token.length > MOST_CHARACTERS || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return 'malformed'
  if (!Header.safeParse(headerOf(token)).success) return 'header'
  const key = await keyOf(org.launchCertificate, now)
  if (key === null) return 'certificate'
  const payload = await compactVerify(token, key, { algorithms: ['RS256'] }).then(
    (verified) => verified.payload,
    () => null,
  )
  if (payload === null) return 'signature'
  const claims = Claims.safeParse(jsonOf(payload))
  if (!claims.success) return 'claims'
  const launch = launchOf(claims.data, { orgId: org.id, audience, now })
  if (typeof launch === 'string') return launch
  return { ...launch, id: `token ${hash('sha256', claims.data.jti, 'base64url')}`, expiresAt: new Date(claims.data.exp * 1000) }
}

function headerOf(token: string): unknown {
  try {
    return decodeProtectedHeader(token)
  } catch {
    return null
  }
}

/** The key of a certificate that holds at this time. */
async function keyOf(certificate: string, now: Date) {
  try {
    const { validFromDate, validToDate } = new X509Certificate(certificate)
    return now < validFromDate || now > validToDate ? null : await importX509(certificate, 'RS256')
  } catch {
    return null
  }
}

function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return null
  }
}
