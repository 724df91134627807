import { hash, type Placed, type PoolMember } from './distribution.ts'
import { instantText } from './interval.ts'
import { type LedgerState, talliesAt } from './ledger.ts'

/**
 * The first `limit` by round robin: whoever is owed a turn (most, then longest), then the line.
 *
 * The line is a list. Being served in turn moves a member to its end, being served an owed turn moves nobody, a newcomer joins at the
 * end, and those passed over stay where they are. Who joined at the same moment stands in an order drawn once.
 */
export function byLine(
  state: LedgerState,
  members: ReadonlyMap<string, PoolMember>,
  free: readonly string[],
  now: Date,
  poolId: string,
  limit = free.length,
): Placed[] {
  const tallies = talliesAt(state, now)
  const places = new Map(lineOf(state, members, poolId).map((repId, i) => [repId, i + 1]))
  return free
    .map((repId) => {
      const owed = tallies.get(repId)?.owed ?? []
      return { repId, owed: owed.length, since: owed[0]?.at ?? 0, place: places.get(repId) ?? places.size + 1 }
    })
    .sort((a, b) => b.owed - a.owed || a.since - b.since || a.place - b.place)
    .slice(0, limit)
    .map(({ repId, owed, since, place }) => {
      if (owed > 0) return { repId, reasons: [{ code: 'owed', owed, owedSince: instantText(new Date(since)) }] }
      const last = state.line.get(repId)
      return { repId, reasons: [{ code: 'next-in-line', place, lastTurnAt: last ? instantText(new Date(last.at)) : null }] }
    })
}

/** The whole line, its head first. */
function lineOf(state: LedgerState, members: ReadonlyMap<string, PoolMember>, poolId: string): string[] {
  return [...members.values()]
    .map(({ repId, joinedAt }) => {
      const served = state.line.get(repId)
      const joined = joinedAt.getTime()
      const place = served && served.at >= joined ? served : { at: joined, turn: 0 }
      return { repId, ...place, draw: hash(`${poolId}:${repId}`) }
    })
    .sort((a, b) => a.at - b.at || a.turn - b.turn || a.draw - b.draw || (a.repId < b.repId ? -1 : 1))
    .map(({ repId }) => repId)
}
