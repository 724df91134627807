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
 * Order by longest idle: the rep whose latest booking was made longest ago comes first, one who never had any before all.
 *
 * Ties are drawn by a hash of `seed` and rep, so that the same world always gives the same order.
 */
export function byLongestIdle(turns: readonly Turn[], now: Date, seed: string): Placed[] {
  const since = (turn: Turn) => turn.lastBookedAt?.getTime() ?? Number.NEGATIVE_INFINITY
  return turns
    .map((turn) => ({ turn, draw: hash(`${seed}:${turn.repId}`) }))
    .sort((a, b) => {
      const [left, right] = [since(a.turn), since(b.turn)]
      return left === right ? a.draw - b.draw || (a.turn.repId < b.turn.repId ? -1 : 1) : left < right ? -1 : 1
    })
    .map(({ turn }) => ({
      repId: turn.repId,
      reasons: [
        {
          code: 'longest-idle',
          idleSince: turn.lastBookedAt ? `${turn.lastBookedAt.toISOString().slice(0, 19)}Z` : null,
          idleMinutes: turn.lastBookedAt ? Math.max(0, Math.floor((now.getTime() - turn.lastBookedAt.getTime()) / 60_000)) : null,
        },
      ],
    }))
}

/** FNV-1a, 32 bits: spreads well enough to draw lots, and gives the same number everywhere. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}
