import { instantText } from './interval.ts'

/** What a rep was given in a pool for an event type, from the pool's ledger. */
export interface Turn {
  readonly repId: string
  /** When the rep's latest booking here was made; null: never. The meeting's own date has no part in it. */
  readonly lastBookedAt: Date | null
}

/** A rep's place in the order, and why. */
export interface Placed {
  readonly repId: string
  readonly reasons: readonly RankReason[]
}

/** Why a rep stands where it does, with the figures behind it. */
export interface RankReason {
  readonly code: 'longest-idle'
  /** When the rep was last given a booking here, RFC 3339; null: never. */
  readonly idleSince: string | null
  readonly idleMinutes: number | null
}

/**
 * The first `limit` by longest idle: the rep whose latest booking was made longest ago comes first, one who never had any before all.
 *
 * Ties are drawn by a hash of `seed` and rep, so that the same world always gives the same order.
 */
export function byLongestIdle(turns: readonly Turn[], now: Date, seed: string, limit = turns.length): Placed[] {
  return turns
    .map(({ repId, lastBookedAt }) => ({
      repId,
      lastBookedAt,
      since: lastBookedAt ? lastBookedAt.getTime() : Number.NEGATIVE_INFINITY,
      draw: hash(`${seed}:${repId}`),
    }))
    .sort((a, b) => (a.since === b.since ? a.draw - b.draw || (a.repId < b.repId ? -1 : 1) : a.since < b.since ? -1 : 1))
    .slice(0, limit)
    .map(({ repId, lastBookedAt, since }) => ({
      repId,
      reasons: [
        {
          code: 'longest-idle',
          idleSince: lastBookedAt ? instantText(lastBookedAt) : null,
          idleMinutes: lastBookedAt ? Math.max(0, Math.floor((now.getTime() - since) / 60_000)) : null,
        },
      ],
    }))
}

/** FNV-1a, 32 bits, stirred by MurmurHash3's last step: without it, of the ids r1 to r4 the last would win four times as often as the second. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
