import { addRows, countAt, type Grid, type Row, rowLength } from '../domain/availability.ts'
import type { Member, Need, Wish } from '../domain/matching.ts'
import { isQualified } from '../domain/rep.ts'

/** How many reps can take a meeting, for each point of a grid. */
export type Counts = Uint32Array

type RowOf = (member: Member) => Row

/** Counts that are kept for each list of members. */
const MOST_KEPT = 24

/** Count, and keep what was counted as long as the lists of members that it depends on are in use. */
export function keepCounts(): (members: readonly Member[], wish: Wish, grid: Grid, rowOf: RowOf) => Counts {
  const kept = new WeakMap<readonly Member[], Map<string, { readonly needs: readonly Need[]; readonly counts: Counts }>>()
  return (members, wish, grid, rowOf) => {
    const ofMembers = kept.get(members) ?? new Map()
    kept.set(members, ofMembers)
    const { duration, before, after } = wish.shape
    const key = `${duration} ${before} ${after} ${grid.origin} ${grid.step} ${grid.length} ${JSON.stringify(wish.wanted)}`
    const known = ofMembers.get(key)
    if (known && sameNeeds(known.needs, wish.needs)) return known.counts
    const counts = countStarts(members, wish, grid, rowOf)
    if (ofMembers.size >= MOST_KEPT) ofMembers.clear()
    ofMembers.set(key, { needs: wish.needs, counts })
    return counts
  }
}

const sameNeeds = (a: readonly Need[], b: readonly Need[]): boolean =>
  a.length === b.length && a.every((one, i) => one.members === b[i]?.members && one.count === b[i]?.count)

function countStarts(members: readonly Member[], wish: Wish, grid: Grid, rowOf: RowOf): Counts {
  const together = togetherWith(wish.needs, grid, rowOf)
  const rows = members.filter(({ rep }) => isQualified(rep, wish.wanted)).map((member) => together(member, rowOf(member)))
  const planes = addRows(rows, rowLength(grid))
  return Uint32Array.from({ length: grid.length }, (_, i) => countAt(planes, i))
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
  const planes = addRows(others.map(rowOf), rowLength(grid))
  const row: Row = new Int32Array(rowLength(grid))
  for (let i = 0; i < grid.length; i++) if (countAt(planes, i) >= count) row[i >> 5] = (row[i >> 5] as number) | (1 << (i & 31))
  return row
}
