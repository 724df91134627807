/** Being let in by somebody's consent, at whichever vendor (OAuth 2.0, RFC 6749). */

/** What a vendor gives to whoever was let in. */
export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresAt: Date
}

/** Tokens of somebody who has just said yes. */
export interface Granted extends Tokens {
  /** Whose account it is. */
  readonly email: string
}

/**
 * Why we were not let in. `denied`: its owner said no, or takes it back. `misconfigured`: the vendor does not know us as we present
 * ourselves. `later`: it asks for patience. `unreachable`: anything else.
 */
export type OAuthTroubleKind = 'denied' | 'misconfigured' | 'later' | 'unreachable'

/** A vendor that did not let us in. The message holds no secret. */
export class OAuthTrouble extends Error {
  readonly kind: OAuthTroubleKind
  readonly retryAfterMs: number | null

  constructor(kind: OAuthTroubleKind, message: string, options: { retryAfterMs?: number | null; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
  }
}
