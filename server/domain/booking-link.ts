import { readSigned, signed } from './signed.ts'

/** A link with which one customer books on one page, a number of times, until it expires. */
export interface BookingLink {
  readonly id: string
  readonly customerId: string
  readonly pageId: string
  readonly uses: number
  readonly usesLeft: number
  /** Raising it makes the link void. */
  readonly generation: number
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly createdAt: Date
}

/** The address of a link. The token stands behind the `#`: browsers send that to nobody, so no log on the way can hold it. */
export const bookingLinkUrl = (publicUrl: string, secret: string, slug: string, { id, generation }: BookingLink): string =>
  `${publicUrl}/${slug}#link=${signed(secret, 'link', `${id}:${generation}`)}`

/** The link and generation that a token names, or null if it is not ours. */
export function readBookingLinkToken(secret: string, token: string): { id: string; generation: number } | null {
  const [id, generation] = readSigned(secret, 'link', token)?.split(':') ?? []
  return id && generation ? { id, generation: Number(generation) } : null
}

export type LinkStatus = 'active' | 'used' | 'expired' | 'revoked'

/** What has become of a link. */
export function statusOfLink({ revokedAt, usesLeft, expiresAt }: BookingLink, now: Date): LinkStatus {
  if (revokedAt) return 'revoked'
  if (usesLeft === 0) return 'used'
  return expiresAt <= now ? 'expired' : 'active'
}

/** A phone number by its first and last digits: whose it is knows it again. */
export const maskedPhone = (phone: string): string => `${phone.slice(0, 2)} ••• ${phone.slice(-2)}`
