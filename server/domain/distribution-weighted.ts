import { drawer, type Placed, type PoolMember, type Turn } from './distribution.ts'
import { cycleStart } from './distribution-cycle.ts'
import { gained, type LedgerState, type Tally, talliesAt } from './ledger.ts'

/** What a member should have had in this cycle, and what he had, in bookings. */
export interface Standing {
  readonly share: number
  readonly target: number
  /** Bookings he was given and still has, and what credits change about it. */
  readonly given: number
  /** Bookings that count as had although he was not there to get them: before he joined, and while he was away. */
  readonly calibration: number
  readonly shortfall: number
}

/**
 * The first `limit` by weight: whoever is furthest below his share of the cycle's bookings; equals by weight, priority and longest idle.
 *
 * Shares are those of all members, free or not. A weight of nothing comes last.
 */
export function byWeight(
  state: LedgerState,
  members: ReadonlyMap<string, PoolMember>,
  turns: readonly Turn[],
  now: Date,
  seed: string,
  limit = turns.length,
): Placed[] {
  const standings = standingsOf(state, members, now)
  const drawn = drawer(seed)
  return turns
    .flatMap(({ repId, lastBookedAt }) => {
      const [member, standing] = [members.get(repId), standings.get(repId)]
      if (!member || !standing) return []
      const since = lastBookedAt?.getTime() ?? Number.NEGATIVE_INFINITY
      return [{ repId, member, standing, shortfall: exact(standing.shortfall), since, draw: drawn(repId) }]
    })
    .sort(
      (a, b) =>
        Number(a.member.weight === 0) - Number(b.member.weight === 0) ||
        b.shortfall - a.shortfall ||
        b.member.weight - a.member.weight ||
        b.member.priority - a.member.priority ||
        (a.since === b.since ? a.draw - b.draw || (a.repId < b.repId ? -1 : 1) : a.since < b.since ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ repId, member, standing }) => ({
      repId,
      reasons: [
        {
          code: 'below-share',
          weight: member.weight,
          share: shown(standing.share),
          target: shown(standing.target),
          given: standing.given,
          calibration: shown(standing.calibration),
          shortfall: shown(standing.shortfall),
        },
      ],
    }))
}

/** Fractions that ought to be equal must tie, whatever the order in which they were added. */
const exact = (value: number) => Math.round(value * 1e9)
const shown = (value: number) => Math.round(value * 1000) / 1000 || 0

/** Where each member stands in the cycle that `now` lies in. */
export function standingsOf(state: LedgerState, members: ReadonlyMap<string, PoolMember>, now: Date): Map<string, Standing> {
  const tallies = talliesAt(state, now)
  const calibrationOf = calibrations(state, tallies, members, now)
  const had = [...members.values()].map((member) => {
    const tally = tallies.get(member.repId)
    const given = tally ? tally.given - tally.returned - tally.credited : 0
    return { member, given, calibration: (tally?.calibrated ?? 0) + calibrationOf(member) }
  })
  const total = had.reduce((sum, one) => sum + one.given + one.calibration, 0)
  const weights = had.reduce((sum, { member }) => sum + member.weight, 0)
  return new Map(
    had.map(({ member, given, calibration }) => {
      const share = weights > 0 ? member.weight / weights : 0
      const target = total * share
      return [member.repId, { share, target, given, calibration, shortfall: target - given - calibration }]
    }),
  )
}

/**
 * What a member missed through no fault of his, in proportion to his weight: for each unit of weight as much as the others got meanwhile,
 * less what he got himself. It counts as had, so that nobody is flooded who is new or comes back.
 *
 * Whoever joined in this cycle missed what the members before him got until then; whoever was on leave, what all others got during it.
 */
function calibrations(
  state: LedgerState,
  tallies: ReadonlyMap<string, Tally>,
  members: ReadonlyMap<string, PoolMember>,
  now: Date,
): (member: PoolMember) => number {
  if (tallies.size === 0) return () => 0
  const beginning = cycleStart(state.rule.cycle, Math.max(now.getTime(), state.at))
  const former = [...tallies].flatMap(([repId, { series }]) => (members.has(repId) ? [] : [series]))
  const weights = [...members.values()].reduce((sum, { weight }) => sum + weight, 0)
  const before = weightsBefore([...members.values()])

  const missed = (member: PoolMember, from: number, until: number, others: number): number => {
    if (others <= 0 || from >= until) return 0
    const series = tallies.get(member.repId)?.series
    const own = series ? gained(series, from, until) : 0
    const gone = former.reduce((sum, one) => sum + gained(one, from, until), 0)
    return Math.max(0, (member.weight * (gained(state.total, from, until) - own - gone)) / others - Math.max(0, own))
  }
  return (member) => {
    const joined = member.joinedAt.getTime()
    const asNewcomer = joined > beginning ? missed(member, beginning, joined, before(joined)) : 0
    return member.leaves.reduce(
      (sum, { start, end }) => sum + missed(member, Math.max(start.getTime(), joined, beginning), end.getTime(), weights - member.weight),
      asNewcomer,
    )
  }
}

/** The weight of all who joined before a moment. */
function weightsBefore(members: readonly PoolMember[]): (moment: number) => number {
  const sorted = members.map(({ joinedAt, weight }) => ({ at: joinedAt.getTime(), weight })).sort((a, b) => a.at - b.at)
  const sums = new Map<number, number>()
  let sum = 0
  for (const { at, weight } of sorted) {
    if (!sums.has(at)) sums.set(at, sum)
    sum += weight
  }
  return (moment) => sums.get(moment) ?? 0
}
