import { findEntries } from '../db/ledger.ts'
import { findMembers, getPool, type Pool } from '../db/pools.ts'
import { findRepCards, type RepCard } from '../db/reps.ts'
import type { RankReason } from '../domain/distribution.ts'
import { type CycleSpan, cycleAt } from '../domain/distribution-cycle.ts'
import { rank } from '../domain/distribution-rank.ts'
import { standingsOf } from '../domain/distribution-weighted.ts'
import { emptyLedger, fold, type LedgerState, tallyOf } from '../domain/ledger.ts'
import type { Services } from './services.ts'

/** What a member of a pool was given and lost in a cycle, and where he stands. */
export interface FairnessRow {
  readonly rep: RepCard
  /** The place in the pool's order, were everybody free; null: not active. */
  readonly rank: number | null
  readonly joinedAt: Date
  readonly active: boolean
  readonly given: number
  readonly lost: number
  readonly skipped: number
  readonly credited: number
  /** Turns still to be made good; null where a pool does not work by turns. */
  readonly owed: number | null
  readonly priority: number
  readonly weight: number
  /** The part of the pool's bookings that is the member's, and how many that comes to; null where a pool has no shares. */
  readonly share: number | null
  readonly target: number | null
  readonly reasons: readonly RankReason[]
}

export interface Fairness {
  readonly pool: Pool
  readonly cycle: 'current' | 'previous'
  readonly span: CycleSpan
  /** Bookings given in the cycle, lost ones included. */
  readonly given: number
  readonly members: readonly FairnessRow[]
}

/**
 * What each member of a pool was given and lost in a cycle, best first, with the reason for the place: computed from the very ledger that
 * decides, so that it explains what happened. The cycle before is shown as it stood at its end.
 */
export async function findFairness(services: Services, poolRef: string, cycle: 'current' | 'previous'): Promise<Fairness> {
  const { db } = services
  const pool = await getPool(db, poolRef)
  const current = cycleAt(pool.cycle, services.now())
  const isOver = cycle === 'previous'
  const span = isOver && current.start ? cycleAt(pool.cycle, new Date(current.start.getTime() - 1)) : current
  const now = isOver && span.end ? new Date(span.end.getTime() - 1) : services.now()
  const members = await findMembers(db, pool.id, span.start, now)
  const state = isOver ? await stateAt(services, pool, span) : await services.turns.read(db, pool)
  const cards = await findRepCards(
    db,
    members.map(({ repId }) => repId),
  )

  const active = new Map(members.filter((one) => one.active).map((one) => [one.repId, one]))
  const free = [...active.keys()]
  const placed = rank(state, { poolId: pool.id, distribution: pool.distribution, members: active, free, eventTypeId: null, now })
  const ranks = new Map(placed.map(({ repId, reasons }, i) => [repId, { rank: i + 1, reasons }]))
  const isWeighted = pool.distribution === 'weighted'
  const equal = new Map([...active].map(([id, one]) => [id, { ...one, weight: 1, leaves: [], joinedAt: new Date(0) }]))
  const standings = pool.distribution === 'priority' ? new Map() : standingsOf(state, isWeighted ? active : equal, now)

  const rows = members.flatMap((member): FairnessRow[] => {
    const rep = cards.get(member.repId)
    const place = ranks.get(member.repId)
    const standing = standings.get(member.repId)
    const tally = tallyOf(state, member.repId, now)
    if (!rep) return []
    return [
      {
        rep,
        rank: place?.rank ?? null,
        joinedAt: member.joinedAt,
        active: member.active,
        given: tally.given,
        lost: tally.lost,
        skipped: tally.skipped,
        credited: tally.credited,
        owed: pool.distribution === 'round-robin' ? tally.owed.length : null,
        priority: member.priority,
        weight: member.weight,
        share: standing?.share ?? null,
        target: standing?.target ?? null,
        reasons: place?.reasons ?? [],
      },
    ]
  })
  rows.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.rep.name.localeCompare(b.rep.name))
  return { pool, cycle, span, given: rows.reduce((sum, one) => sum + one.given, 0), members: rows }
}

/** A pool's state at the end of a cycle that is over. Where turns are counted without end no cycle is, and there is nothing to tell. */
async function stateAt({ db }: Services, { id, correction, cycle }: Pool, { start, end }: CycleSpan): Promise<LedgerState> {
  const state = emptyLedger({ correction, cycle })
  if (start) for (const entry of await findEntries(db, id, '0', end)) fold(state, entry)
  return state
}
