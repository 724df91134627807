import type { Account, LinkKind } from './account.ts'
import { readSigned, signed } from './signed.ts'

/** What a link in a mail about an account says. */
export interface AccountLink {
  readonly accountId: string
  readonly kind: LinkKind
  readonly generation: number
  readonly until: Date
}

/**
 * The address at which whoever has it can choose the account's password until `until`. Nothing is stored: raising the generation makes it
 * void, and choosing a password does. The token stands behind the `#`, which browsers keep to themselves.
 */
export function accountUrl(publicUrl: string, secret: string, { id, generation }: Account, kind: LinkKind, until: Date): string {
  const token = signed(secret, 'account', `${kind}:${id}:${generation}:${until.getTime()}`)
  return `${publicUrl}/console/${kind}#${token}`
}

/** What a token of ours says, or null if it is not ours. */
export function readAccountToken(secret: string, token: string): AccountLink | null {
  const [kind, accountId, generation, until] = readSigned(secret, 'account', token)?.split(':') ?? []
  if ((kind !== 'invitation' && kind !== 'reset') || !accountId || !generation || !until) return null
  return { accountId, kind, generation: Number(generation), until: new Date(Number(until)) }
}
