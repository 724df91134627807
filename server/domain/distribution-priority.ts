import { drawer, idleReason, type Placed, type PoolMember, type Turn } from './distribution.ts'

/**
 * The first `limit` by priority: the highest number comes first, equals by longest idle, and what is still equal is drawn.
 *
 * Whoever has a low number is served only while everybody above is taken. That is what the rule is for.
 */
export function byPriority(
  turns: readonly Turn[],
  members: ReadonlyMap<string, PoolMember>,
  now: Date,
  seed: string,
  limit = turns.length,
): Placed[] {
  const drawn = drawer(seed)
  return turns
    .map(({ repId, lastBookedAt }) => ({
      repId,
      lastBookedAt,
      priority: members.get(repId)?.priority ?? 0,
      since: lastBookedAt?.getTime() ?? Number.NEGATIVE_INFINITY,
      draw: drawn(repId),
    }))
    .sort(
      (a, b) =>
        b.priority - a.priority || (a.since === b.since ? a.draw - b.draw || (a.repId < b.repId ? -1 : 1) : a.since < b.since ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ repId, lastBookedAt, priority }) => ({
      repId,
      reasons: [{ code: 'priority', priority }, idleReason(lastBookedAt, now)],
    }))
}
