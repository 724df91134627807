/** Who is next, worked out anew from the whole ledger each time: slow and obvious, for the quick way to be held against. */
import { type Distribution, hash, type PoolMember } from '../../server/domain/distribution.ts'
import type { Entry, LedgerRule } from '../../server/domain/ledger.ts'

export interface Situation {
  readonly poolId: string
  readonly rule: LedgerRule
  readonly entries: readonly Entry[]
  readonly members: readonly PoolMember[]
  readonly now: Date
}

interface Turn {
  readonly repId: string
  readonly bookingId: string | null
  readonly eventTypeId: string | null
  readonly at: number
  readonly cycle: string
}
interface Debt {
  readonly repId: string
  readonly cycle: string
  readonly at: number
  fate: 'open' | 'paid' | 'set off'
  readonly holder: Held | null
}
interface Held extends Turn {
  readonly counts: boolean
  here: boolean
  noShow: boolean
}

const cycleName = (rule: LedgerRule, at: number): string => {
  if (rule.cycle === 'continuous') return 'always'
  const [year, month] = new Date(at).toISOString().split('-')
  return rule.cycle === 'month' ? `${year}-${month}` : `${year} quarter ${Math.ceil(Number(month) / 3)}`
}

/** Everything that happened, told once through. */
function replay({ rule, entries, now }: Situation) {
  const held: Held[] = []
  const debts: Debt[] = []
  const changes: (Turn & { readonly by: number })[] = []
  let line: string[] = []
  const services: { repId: string; at: number }[] = []
  const setOff: { repId: string; cycle: string; by: number }[] = []
  let at = Number.NEGATIVE_INFINITY

  for (const entry of entries) {
    at = Math.max(at, entry.at.getTime())
    const { repId, bookingId, eventTypeId } = entry
    const cycle = cycleName(rule, at)
    const turn = { repId, bookingId, eventTypeId, at, cycle }
    const open = () => debts.filter((debt) => debt.repId === repId && debt.cycle === cycle && debt.fate === 'open')
    const balance = () => setOff.filter((one) => one.repId === repId && one.cycle === cycle).reduce((sum, one) => sum + one.by, 0)
    const serve = () => {
      line = [...line.filter((one) => one !== repId), repId]
      services.push({ repId, at })
    }
    const owe = (holder: Held | null) => {
      const covered = balance() > 0
      if (covered) setOff.push({ repId, cycle, by: -1 })
      debts.push({ repId, cycle, at, fate: covered ? 'set off' : 'open', holder })
    }
    const mine = held.findLast((one) => one.bookingId === bookingId)
    if (entry.kind === 'assigned' || entry.kind === 'reassigned-to') {
      held.push({ ...turn, counts: entry.counts, here: true, noShow: false })
      if (!entry.counts) continue
      changes.push({ ...turn, by: 1 })
      const [debt] = open()
      if (debt) debt.fate = 'paid'
      else serve()
    } else if (entry.kind === 'cancelled' || entry.kind === 'reassigned-away' || entry.kind === 'no-show') {
      if (!mine || mine.repId !== repId || !mine.here) continue
      if (entry.kind === 'no-show') {
        mine.noShow = true
        if (!rule.correction) continue
      }
      mine.here = false
      if (!mine.counts) continue
      changes.push({ ...turn, by: -1 })
      if (rule.correction) owe(mine)
    } else if (entry.kind === 'no-show-undone') {
      if (!mine || mine.repId !== repId || !mine.noShow) continue
      mine.noShow = false
      if (mine.here) continue
      mine.here = true
      if (!mine.counts) continue
      changes.push({ ...turn, by: 1 })
      const debt = debts.findLast((one) => one.holder === mine)
      if (!debt || debt.cycle !== cycle) continue
      if (debt.fate === 'paid') serve()
      else if (debt.fate === 'open') debts.splice(debts.indexOf(debt), 1)
      else setOff.push({ repId, cycle, by: 1 })
    } else if (entry.kind === 'credit') {
      for (let i = 0; i < Math.abs(entry.amount); i++) {
        changes.push({ ...turn, bookingId: 'credit', by: entry.amount > 0 ? -1 : 1 })
        const newest = open().at(-1)
        if (entry.amount > 0) owe(null)
        else if (newest) newest.fate = 'set off'
        else setOff.push({ repId, cycle, by: 1 })
      }
    }
  }
  const cycle = cycleName(rule, Math.max(at, now.getTime()))
  return {
    held,
    services,
    line,
    changes: changes.filter((one) => one.cycle === cycle),
    debts: debts.filter((one) => one.cycle === cycle && one.fate === 'open'),
    cycle,
  }
}

/** All free members in order, by name of the rule. */
export function plainOrder(distribution: Distribution, situation: Situation, free: readonly string[], eventTypeId: string): string[] {
  const { poolId, rule, members, entries, now } = situation
  const { held, services, changes, debts, cycle } = replay(situation)
  const memberOf = (repId: string) => members.find((one) => one.repId === repId)!
  const version = entries.at(-1)?.id ?? '0'
  const drawn = (repId: string) => hash(`${poolId}:${version}:${repId}`)
  const idleSince = (repId: string) =>
    Math.max(
      Number.NEGATIVE_INFINITY,
      ...held.filter((one) => one.repId === repId && one.eventTypeId === eventTypeId && one.counts && one.here).map((one) => one.at),
    )
  const owed = (repId: string) => debts.filter((one) => one.repId === repId)
  const place = (repId: string): [number, number] => {
    const joined = memberOf(repId).joinedAt.getTime()
    const served = services.findLastIndex((one) => one.repId === repId)
    const at = services[served]?.at ?? Number.NEGATIVE_INFINITY
    return at >= joined ? [at, served + 1] : [joined, 0]
  }
  const gains = (repIds: readonly string[], from: number, until: number) =>
    changes
      .filter((one) => repIds.includes(one.repId) && one.bookingId !== 'credit' && one.at >= from && one.at < until)
      .reduce((sum, one) => sum + one.by, 0)
  const weigh = (list: readonly PoolMember[]) => list.reduce((sum, one) => sum + one.weight, 0)
  const had = (member: PoolMember) => {
    const joined = member.joinedAt.getTime()
    const inCycle = (at: number) => cycleName(rule, at) === cycle
    const missed = (from: number, until: number, others: readonly PoolMember[]) => {
      const everybody = members.filter((one) => one !== member)
      const own = Math.max(0, gains([member.repId], from, until))
      const theirs = gains(
        members.map((one) => one.repId),
        from,
        until,
      )
      void everybody
      return weigh(others) > 0 && from < until
        ? Math.max(0, (member.weight * (theirs - gains([member.repId], from, until))) / weigh(others) - own)
        : 0
    }
    const newcomer =
      rule.cycle === 'continuous' || inCycle(joined) || member.joinedAt > now
        ? missed(
            Number.NEGATIVE_INFINITY,
            joined,
            members.filter((one) => one.joinedAt.getTime() < joined),
          )
        : 0
    const away = member.leaves.map(({ start, end }) =>
      missed(
        Math.max(start.getTime(), joined),
        end.getTime(),
        members.filter((one) => one !== member),
      ),
    )
    const given = changes.filter((one) => one.repId === member.repId).reduce((sum, one) => sum + one.by, 0)
    return given + newcomer + away.reduce((sum, one) => sum + one, 0)
  }
  const total = distribution === 'weighted' ? members.reduce((sum, one) => sum + had(one), 0) : 0
  const shortfall = (member: PoolMember) =>
    Math.round(((weigh(members) > 0 ? (total * member.weight) / weigh(members) : 0) - had(member)) * 1e9)

  const idle = (a: string, b: string) => (idleSince(a) === idleSince(b) ? drawn(a) - drawn(b) : idleSince(a) < idleSince(b) ? -1 : 1)
  const rules: Record<Distribution, (a: string, b: string) => number> = {
    'find-by-time': idle,
    'longest-idle': idle,
    priority: (a, b) => memberOf(b).priority - memberOf(a).priority || idle(a, b),
    'round-robin': (a, b) =>
      owed(b).length - owed(a).length ||
      (owed(a)[0]?.at ?? 0) - (owed(b)[0]?.at ?? 0) ||
      place(a)[0] - place(b)[0] ||
      place(a)[1] - place(b)[1] ||
      hash(`${poolId}:${a}`) - hash(`${poolId}:${b}`),
    weighted: (a, b) =>
      Number(memberOf(a).weight === 0) - Number(memberOf(b).weight === 0) ||
      shortfall(memberOf(b)) - shortfall(memberOf(a)) ||
      memberOf(b).weight - memberOf(a).weight ||
      memberOf(b).priority - memberOf(a).priority ||
      idle(a, b),
  }
  return [...free].sort(rules[distribution])
}
