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

/** How a pool ranks its members. With `find-by-time` a person picks; the order is that of longest idle. */
export type Distribution = 'find-by-time' | 'longest-idle' | 'priority' | 'round-robin' | 'weighted'

/** Whether lost turns are made good unless a pool says otherwise: where turns are counted, and not where the time since the last one is. */
export const correctsItself = (distribution: Distribution): boolean => distribution === 'round-robin' || distribution === 'weighted'

/** Why a rep stands where he does, with the figures behind it. */
export type RankReason =
  /** When the rep was last given a booking here, RFC 3339; null: never. */
  | { readonly code: 'longest-idle'; readonly idleSince: string | null; readonly idleMinutes: number | null }
  | { readonly code: 'priority'; readonly priority: number }
  /** The place in the whole line, from 1, and when the rep was last served in his turn. */
  | { readonly code: 'next-in-line'; readonly place: number; readonly lastTurnAt: string | null }
  | { readonly code: 'owed'; readonly owed: number; readonly owedSince: string }
  /** All in bookings of this cycle: what the share comes to, what the rep had, and what is missing (negative: had more). */
  | {
      readonly code: 'below-share'
      readonly weight: number
      readonly share: number
      readonly target: number
      readonly given: number
      readonly calibration: number
      readonly shortfall: number
    }
  | { readonly code: 'record-owner' }

/** A member of a pool as its rule sees him. */
export interface PoolMember {
  readonly repId: string
  readonly priority: number
  readonly weight: number
  readonly joinedAt: Date
  /** Time off of whole days, in order and without overlap. */
  readonly leaves: readonly { readonly start: Date; readonly end: Date }[]
}

/**
 * The first `limit` by longest idle: the rep whose latest booking was made longest ago comes first, one who never had any before all.
 *
 * Ties are drawn by a hash of `seed` and rep, so that the same world always gives the same order.
 */
export function byLongestIdle(turns: readonly Turn[], now: Date, seed: string, limit = turns.length): Placed[] {
  const times = new Float64Array(turns.length)
  for (let i = 0; i < turns.length; i++) times[i] = turns[i]?.lastBookedAt?.getTime() ?? Number.NEGATIVE_INFINITY
  // Mostly few of many are shown: whoever stands behind all of these need not be put in order.
  const last = limit < turns.length ? (times.toSorted()[limit - 1] ?? Number.NEGATIVE_INFINITY) : Number.POSITIVE_INFINITY
  const drawn = drawer(seed)
  return turns
    .filter((_, i) => (times[i] as number) <= last)
    .map(({ repId, lastBookedAt }) => ({
      repId,
      lastBookedAt,
      since: lastBookedAt?.getTime() ?? Number.NEGATIVE_INFINITY,
      draw: drawn(repId),
    }))
    .sort((a, b) => (a.since === b.since ? a.draw - b.draw || (a.repId < b.repId ? -1 : 1) : a.since < b.since ? -1 : 1))
    .slice(0, limit)
    .map(({ repId, lastBookedAt }) => ({ repId, reasons: [idleReason(lastBookedAt, now)] }))
}

/** The reason of longest idle, with its figures. */
export const idleReason = (lastBookedAt: Date | null, now: Date) => ({
  code: 'longest-idle' as const,
  idleSince: lastBookedAt ? instantText(lastBookedAt) : null,
  idleMinutes: lastBookedAt ? Math.max(0, Math.floor((now.getTime() - lastBookedAt.getTime()) / 60_000)) : null,
})

/** FNV-1a, 32 bits, stirred by MurmurHash3's last step: without it, of the ids r1 to r4 the last would win four times as often as the second. */
export const hash = (text: string): number => stir(mix(0x811c9dc5, text))

/** Draws lots: the hash of `seed:repId` for one rep after the other. */
export function drawer(seed: string): (repId: string) => number {
  const begun = mix(0x811c9dc5, `${seed}:`)
  return (repId) => stir(mix(begun, repId))
}

function mix(begun: number, text: string): number {
  let h = begun
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h
}

function stir(mixed: number): number {
  let h = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
