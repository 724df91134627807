import { addRows, countsOf, type Grid, type Row, recount, rowLength } from '../domain/availability.ts'
import type { Member, Need, Wish } from '../domain/matching.ts'
import { isQualified } from '../domain/rep.ts'

/** How many reps can take a meeting, for each point of a grid. */
export type Counts = Uint32Array

type RowOf = (member: Member) => Row

export interface KeptCounts {
  of(members: readonly Member[], wish: Wish, grid: Grid, rowOf: RowOf): Counts
  /** What was counted of `before` shall serve for `after`, a list of the same reps of whom some have changed. */
  succeed(after: readonly Member[], before: readonly Member[]): void
}

interface Known {
  readonly members: readonly Member[]
  readonly needs: readonly Need[]
  readonly counts: Counts
}

/** Counts that are kept for each list of members. */
const MOST_KEPT = 24

/** If more members than this have changed, all are counted anew. */
const MOST_CHANGED = 100

/** Count, and keep what was counted as long as the lists of members that it depends on are in use. */
export function keepCounts(): KeptCounts {
  const kept = new WeakMap<readonly Member[], Map<string, Known>>()
  return {
    of(members, wish, grid, rowOf) {
      const ofMembers = kept.get(members) ?? new Map<string, Known>()
      kept.set(members, ofMembers)
      const key = keyOf(wish, grid)
      const known = ofMembers.get(key)
      const isUsable = known !== undefined && sameNeeds(known.needs, wish.needs)
      if (isUsable && known.members === members) return known.counts
      const counts = (isUsable && countChanged(known, members, wish, grid, rowOf)) || countStarts(members, wish, grid, rowOf)
      if (ofMembers.size >= MOST_KEPT) ofMembers.clear()
      ofMembers.set(key, { members, needs: wish.needs, counts })
      return counts
    },
    succeed(after, before) {
      const known = kept.get(before)
      if (known) kept.set(after, new Map(known))
    },
  }
}

/** The counts with what is new about members who have changed; null if they are too many, or others. */
function countChanged(known: Known, members: readonly Member[], wish: Wish, grid: Grid, rowOf: RowOf): Counts | null {
  const changed: [Member, Member][] = []
  if (known.members.length !== members.length) return null
  for (const [i, after] of members.entries()) {
    const before = known.members[i]
    if (before === after) continue
    if (before?.rep.id !== after.rep.id || changed.length === MOST_CHANGED) return null
    changed.push([before, after])
  }
  const counts = known.counts.slice()
  const together = togetherWith(wish.needs, grid, rowOf)
  const nothing: Row = new Int32Array(rowLength(grid))
  const rowIn = (member: Member) => (isQualified(member.rep, wish.wanted) ? together(member, rowOf(member)) : nothing)
  for (const [before, after] of changed) recount(counts, rowIn(before), rowIn(after))
  return counts
}

function keyOf({ shape: { duration, before, after }, wanted, needs }: Wish, { origin, step, length }: Grid): string {
  const together = needs.map(({ poolId, count }) => `${poolId} ${count}`)
  return JSON.stringify([duration, before, after, origin, step, length, wanted, together])
}

const sameNeeds = (a: readonly Need[], b: readonly Need[]): boolean =>
  a.length === b.length && a.every((one, i) => one.members === b[i]?.members && one.count === b[i]?.count)

function countStarts(members: readonly Member[], wish: Wish, grid: Grid, rowOf: RowOf): Counts {
  const together = togetherWith(wish.needs, grid, rowOf)
  const rows = members.filter(({ rep }) => isQualified(rep, wish.wanted)).map((member) => together(member, rowOf(member)))
  const planes = addRows(rows, rowLength(grid))
  return countsOf(planes, grid.length)
}

/**
 * Makes of a member's row the points at which enough companions are free as well, the member himself not counted among them.
 *
 * Enough means: of any of the pools together, at least as many as those pools must send (Hall's theorem), since one may be in several.
 */
function togetherWith(needs: readonly Need[], grid: Grid, rowOf: RowOf): (member: Member, row: Row) => Row {
  const unions = Array.from({ length: (1 << needs.length) - 1 }, (_, some) => {
    const chosen = needs.filter((_, i) => ((some + 1) >> i) & 1)
    const active = chosen.flatMap((need) => need.members).filter(({ rep }) => rep.active)
    const people = new Map(active.map((one) => [one.rep.id, one]))
    const count = chosen.reduce((sum, need) => sum + need.count, 0)
    return { people, count, row: enough(people, null, count, grid, rowOf) }
  })
  return (member, row) => {
    if (unions.length === 0) return row
    const joint = row.slice()
    for (const { people, count, row: usual } of unions) {
      const others = people.has(member.rep.id) ? enough(people, member.rep.id, count, grid, rowOf) : usual
      for (let i = 0; i < joint.length; i++) joint[i] = (joint[i] as number) & (others[i] as number)
    }
    return joint
  }
}

/** The points at which enough of these people are free, one of them left out. */
function enough(people: ReadonlyMap<string, Member>, exceptId: string | null, count: number, grid: Grid, rowOf: RowOf): Row {
  const others = [...people.values()].filter(({ rep }) => rep.id !== exceptId)
  const counts = countsOf(addRows(others.map(rowOf), rowLength(grid)), grid.length)
  const row: Row = new Int32Array(rowLength(grid))
  for (let i = 0; i < grid.length; i++) if ((counts[i] as number) >= count) row[i >> 5] = (row[i >> 5] as number) | (1 << (i & 31))
  return row
}
