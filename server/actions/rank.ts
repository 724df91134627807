/** Whose turn it is among the free members of a pool. */
import { findMembers, type Pool } from '../db/pools.ts'
import type { Placed, PoolMember, RankReason } from '../domain/distribution.ts'
import { cycleAt } from '../domain/distribution-cycle.ts'
import { needsMembers, rank as rankBy } from '../domain/distribution-rank.ts'
import type { LedgerState } from '../domain/ledger.ts'
import { type Member, membersById } from '../domain/matching.ts'
import type { Scene } from './scene.ts'
import type { Services } from './services.ts'

interface Options {
  /** The rep who looks after the customer: first if the pool says so. */
  readonly ownerId?: string | null
  readonly limit?: number
}

/** What a pool's rule looks at. */
interface Basis {
  readonly state: LedgerState
  readonly members: ReadonlyMap<string, PoolMember>
}

/**
 * The free reps in the pool's order, at most `limit` of them.
 *
 * Whoever is going to book by it has locked the pool, and `db` is his transaction: then nobody else uses the same turn.
 */
export async function rank(
  services: Services,
  pool: Pool,
  eventTypeId: string | null,
  free: readonly string[],
  options: Options = {},
): Promise<Placed[]> {
  return free.length === 0 ? [] : order(services, pool, eventTypeId, free, options, await readBasis(services, pool))
}

/** A member in the pool's order, and why there. */
export interface Ranked {
  readonly member: Member
  readonly reasons: readonly RankReason[]
}

/**
 * The same order, to be looked at: the first `limit` of the scene's members who can take it, by what was committed before the finder's last
 * refresh, without a query unless there was news since. A rule's order does not depend on who is free, so all are put in order once, and whoever
 * stands behind the last who is shown is not even looked at.
 */
export async function rankKnown(
  services: Services,
  pool: Pool,
  { eventType, members }: Scene,
  can: (member: Member) => boolean,
  { ownerId = null, limit = members.length }: Options = {},
): Promise<Ranked[]> {
  // Every entry in a ledger and every change of a member is news. A leave that begins meanwhile changes nothing before the next entry.
  const key = `turns ${pool.id} ${eventType.id} ${cycleAt(pool.cycle, services.now()).start?.getTime()}`
  const { basis, line } = await services.finder.kept(key, async () => {
    const basis = await readBasis(services, pool)
    return { basis, line: order(services, pool, eventType.id, pool.members, {}, basis).map(({ repId }) => repId) }
  })
  const byId = membersById(members)
  const shown = new Map<string, Member>()
  for (const id of pool.ownerFirst && ownerId !== null ? [ownerId, ...line] : line) {
    if (shown.size === limit) break
    const member = byId.get(id)
    if (member && can(member)) shown.set(id, member)
  }
  return order(services, pool, eventType.id, [...shown.keys()], { ownerId }, basis).flatMap(({ repId, reasons }) => {
    const member = shown.get(repId)
    return member ? [{ member, reasons }] : []
  })
}

async function readBasis({ db, turns, now }: Services, pool: Pool): Promise<Basis> {
  const at = now()
  const members = needsMembers(pool.distribution) ? await findMembers(db, pool.id, cycleAt(pool.cycle, at).start, at) : []
  const active = members.filter((member) => member.active).map((member) => [member.repId, member] as const)
  return { state: await turns.read(db, pool), members: new Map(active) }
}

function order(
  { now }: Services,
  pool: Pool,
  eventTypeId: string | null,
  free: readonly string[],
  { ownerId = null, limit = free.length }: Options,
  { state, members }: Basis,
): Placed[] {
  return rankBy(state, {
    poolId: pool.id,
    distribution: pool.distribution,
    members,
    free,
    eventTypeId,
    now: now(),
    ownerId: pool.ownerFirst ? ownerId : null,
    limit,
  })
}
