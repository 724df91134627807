/**
 * What each member of a pool was given and lost, folded entry by entry from the pool's one ledger.
 *
 * All distribution is computed from this state. It is changed in place, one entry at a time and in the ledger's order, so that it can be
 * kept and brought up to date for the price of the new entries alone.
 */
import { type Cycle, cycleStart } from './distribution-cycle.ts'

export type LedgerKind =
  | 'assigned'
  | 'cancelled'
  | 'no-show'
  | 'no-show-undone'
  | 'reassigned-away'
  | 'reassigned-to'
  | 'calibration'
  | 'credit'
  | 'skipped'

/** One line of a pool's ledger. */
export interface Entry {
  /** Rises with every entry of the pool. */
  readonly id: string
  readonly repId: string
  readonly eventTypeId: string | null
  readonly bookingId: string | null
  readonly kind: LedgerKind
  readonly at: Date
  /** Turns that a credit owes the rep, or that a calibration counts as had already; may be negative. */
  readonly amount: number
  /** Whether a booking uses a turn. One that came to its customer's owner does not, unless the pool says so. */
  readonly counts: boolean
}

/** What of a pool's settings changes how its ledger is read. */
export interface LedgerRule {
  readonly cycle: Cycle
  /** Whether lost turns are made good: cancellations, no-shows and reassignments put a member back to the front. */
  readonly correction: boolean
}

/** A lost turn, and what became of the debt to the member. */
interface Removal {
  readonly at: number
  readonly cycle: number
  state: 'owed' | 'made-good' | 'set-off'
}

/** A booking that a member was given. */
interface Holding {
  readonly repId: string
  readonly eventTypeId: string
  readonly at: number
  readonly counts: boolean
  lost: boolean
  /** Whether it counts as never had. */
  returned: boolean
  removal: Removal | null
}

/** Running sums over time, for “how many between these moments”. */
interface Series {
  readonly at: number[]
  readonly sum: number[]
}

/** A member's counters of one cycle. */
export interface Tally {
  given: number
  lost: number
  /** Lost turns that count as never had: no-shows among them only with correction. */
  returned: number
  skipped: number
  credited: number
  calibrated: number
  /** Lost turns that are still to be made good, oldest first. */
  readonly owed: Removal[]
  /** Turns that were taken away by a negative credit and will be set off against the next lost ones. */
  debt: number
  readonly series: Series
}

/** The newest moment at which a member was served in his turn: his place in the line. */
export interface LinePlace {
  readonly at: number
  readonly turn: number
}

export interface LedgerState {
  readonly rule: LedgerRule
  /** The id of the newest entry; `0` before the first. */
  version: string
  /** The moment of the newest entry, in epoch milliseconds. It never goes back, though clocks of several servers may. */
  at: number
  cycle: number
  tallies: Map<string, Tally>
  total: Series
  readonly bookings: Map<string, Holding>
  /** The bookings of each member by event type, in order; those of all event types under `*`. */
  readonly held: Map<string, Map<string, Holding[]>>
  readonly line: Map<string, LinePlace>
  turns: number
}

/** The state before the first entry. */
export const emptyLedger = (rule: LedgerRule): LedgerState => ({
  rule,
  version: '0',
  at: Number.NEGATIVE_INFINITY,
  cycle: Number.NEGATIVE_INFINITY,
  tallies: new Map(),
  total: { at: [], sum: [] },
  bookings: new Map(),
  held: new Map(),
  line: new Map(),
  turns: 0,
})

const newTally = (): Tally => ({
  given: 0,
  lost: 0,
  returned: 0,
  skipped: 0,
  credited: 0,
  calibrated: 0,
  owed: [],
  debt: 0,
  series: { at: [], sum: [] },
})
const NOTHING: Readonly<Tally> = newTally()

/** The state after one more entry. */
export function fold(state: LedgerState, entry: Entry): void {
  state.version = entry.id
  state.at = Math.max(state.at, entry.at.getTime())
  const cycle = cycleStart(state.rule.cycle, state.at)
  if (cycle !== state.cycle) Object.assign(state, { cycle, tallies: new Map(), total: { at: [], sum: [] } })
  const tally = state.tallies.get(entry.repId) ?? newTally()
  state.tallies.set(entry.repId, tally)
  if (entry.kind === 'assigned' || entry.kind === 'reassigned-to') give(state, tally, entry)
  else if (entry.kind === 'no-show-undone') giveBack(state, tally, entry)
  else if (entry.kind === 'credit') credit(state, tally, entry.amount)
  else if (entry.kind === 'calibration') tally.calibrated += entry.amount
  else if (entry.kind === 'skipped') tally.skipped += 1
  else lose(state, tally, entry)
}

/** A turn that is owed moves nobody; any other sends the member to the end of the line. */
function give(state: LedgerState, tally: Tally, { repId, eventTypeId, bookingId, counts }: Entry): void {
  const holding: Holding = { repId, eventTypeId: eventTypeId ?? '', at: state.at, counts, lost: false, returned: false, removal: null }
  state.bookings.set(bookingId ?? '', holding)
  if (!counts) return
  tally.given += 1
  note(state, tally, 1)
  for (const key of [holding.eventTypeId, '*']) {
    const byRep = state.held.get(key) ?? new Map<string, Holding[]>()
    const list = byRep.get(repId) ?? []
    list.push(holding)
    state.held.set(key, byRep.set(repId, list))
  }
  const owed = tally.owed.shift()
  if (owed) owed.state = 'made-good'
  else toTheEnd(state, repId)
}

/** Whoever loses a booking is owed a turn: once, whatever else becomes of that booking. */
function lose(state: LedgerState, tally: Tally, { repId, bookingId, kind }: Entry): void {
  const holding = state.bookings.get(bookingId ?? '')
  if (!holding || holding.repId !== repId || holding.lost) return
  const isNoShow = kind === 'no-show'
  if (!isNoShow) state.bookings.delete(bookingId ?? '')
  holding.lost = true
  if (!holding.counts) return
  tally.lost += 1
  if (isNoShow && !state.rule.correction) return
  holding.returned = true
  tally.returned += 1
  note(state, tally, -1)
  if (!state.rule.correction) return
  const removal: Removal = { at: state.at, cycle: state.cycle, state: tally.debt > 0 ? 'set-off' : 'owed' }
  holding.removal = removal
  if (tally.debt > 0) tally.debt -= 1
  else tally.owed.push(removal)
}

/** A no-show that was none: the turn was had after all. If it was made good already, the turn that did so was an ordinary one. */
function giveBack(state: LedgerState, tally: Tally, { repId, bookingId }: Entry): void {
  const holding = state.bookings.get(bookingId ?? '')
  if (!holding || holding.repId !== repId || !holding.lost) return
  holding.lost = false
  if (!holding.counts) return
  tally.lost -= 1
  if (!holding.returned) return
  holding.returned = false
  tally.returned -= 1
  note(state, tally, 1)
  const { removal } = holding
  holding.removal = null
  if (!removal || removal.cycle !== state.cycle) return
  if (removal.state === 'made-good') toTheEnd(state, repId)
  else if (removal.state === 'set-off') tally.debt += 1
  else if (tally.owed.includes(removal)) tally.owed.splice(tally.owed.indexOf(removal), 1)
}

function credit(state: LedgerState, tally: Tally, amount: number): void {
  tally.credited += amount
  for (let i = 0; i < amount; i++) {
    if (tally.debt > 0) tally.debt -= 1
    else tally.owed.push({ at: state.at, cycle: state.cycle, state: 'owed' })
  }
  for (let i = 0; i > amount; i--) {
    const newest = tally.owed.pop()
    if (newest) newest.state = 'set-off'
    else tally.debt += 1
  }
}

function toTheEnd(state: LedgerState, repId: string): void {
  state.turns += 1
  state.line.set(repId, { at: state.at, turn: state.turns })
}

function note(state: LedgerState, tally: Tally, change: 1 | -1): void {
  for (const { at, sum } of [state.total, tally.series]) {
    sum.push((sum.at(-1) ?? 0) + change)
    at.push(state.at)
  }
}

/** A member's counters in the cycle that `now` lies in. */
export const tallyOf = (state: LedgerState, repId: string, now: Date): Readonly<Tally> => talliesAt(state, now).get(repId) ?? NOTHING

/** Everybody's counters in the cycle that `now` lies in: nothing, if the newest entry lies in one before. */
export const talliesAt = (state: LedgerState, now: Date): ReadonlyMap<string, Tally> =>
  cycleStart(state.rule.cycle, Math.max(now.getTime(), state.at)) === state.cycle ? state.tallies : new Map()

/** When the newest booking that a member still has was made, for an event type or (null) for any; null: he has none. */
export function lastBookedAt(state: LedgerState, repId: string, eventTypeId: string | null): Date | null {
  const last = state.held
    .get(eventTypeId ?? '*')
    ?.get(repId)
    ?.findLast(({ returned }) => !returned)
  return last ? new Date(last.at) : null
}

/** What a series gained within [from, until), in epoch milliseconds: less than nothing, if more was lost than given. */
export const gained = (series: Series, from: number, until: number): number => sumBefore(series, until) - sumBefore(series, from)

function sumBefore({ at, sum }: Series, moment: number): number {
  let [low, high] = [0, at.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) < moment) low = middle + 1
    else high = middle
  }
  return sum[low - 1] ?? 0
}
