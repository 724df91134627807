import { byLongestIdle, type Distribution, type Placed, type PoolMember } from './distribution.ts'
import { byPriority } from './distribution-priority.ts'
import { byLine } from './distribution-round-robin.ts'
import { byWeight } from './distribution-weighted.ts'
import { type LedgerState, lastBookedAt } from './ledger.ts'

/** Among whom a pool's rule decides, and when. */
export interface Contest {
  readonly poolId: string
  readonly distribution: Distribution
  /** Every active member, free or not. Methods that look at nobody else do without. */
  readonly members: ReadonlyMap<string, PoolMember>
  /** The members who are free. */
  readonly free: readonly string[]
  /** Idle time is told for one event type, or (null) for all of the pool together. */
  readonly eventTypeId: string | null
  readonly now: Date
  /** The rep who looks after the customer, if such a one comes first here. */
  readonly ownerId?: string | null
  readonly limit?: number
}

/** Whether a method asks for weights, priorities and places, and not for the ledger alone. */
export const needsMembers = (distribution: Distribution): boolean => distribution !== 'find-by-time' && distribution !== 'longest-idle'

/**
 * The free members in the pool's order, each with the reason. The customer's own rep, if asked for and free, comes before all.
 *
 * What the rule leaves open is drawn by a hash of pool, ledger version and rep, so that the same world always gives the same order.
 */
export function rank(state: LedgerState, contest: Contest): Placed[] {
  const { ownerId = null, free, limit = free.length } = contest
  if (ownerId === null || !free.includes(ownerId)) return byRule(state, contest, limit)
  const order = byRule(state, contest, free.length)
  const owner = order.filter(({ repId }) => repId === ownerId)
  const others = order.filter(({ repId }) => repId !== ownerId)
  return [...owner.map((one) => ({ ...one, reasons: [{ code: 'record-owner' as const }, ...one.reasons] })), ...others].slice(0, limit)
}

function byRule(state: LedgerState, contest: Contest, limit: number): Placed[] {
  const { poolId, distribution, members, free, eventTypeId, now } = contest
  const seed = `${poolId}:${state.version}`
  const turns = () => free.map((repId) => ({ repId, lastBookedAt: lastBookedAt(state, repId, eventTypeId) }))
  switch (distribution) {
    case 'priority':
      return byPriority(turns(), members, now, seed, limit)
    case 'round-robin':
      return byLine(state, members, free, now, poolId, limit)
    case 'weighted':
      return byWeight(state, members, turns(), now, seed, limit)
    default:
      return byLongestIdle(turns(), now, seed, limit)
  }
}
