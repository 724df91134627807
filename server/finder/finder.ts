/**
 * The finder: every rep's time in memory, kept exact by the database.
 *
 * Each question first asks the database which reps changed since the last answer and reads just those again, so an answer is never
 * older than what was committed when the question arrived, in any number of processes.
 */
import type { Database } from '../db/database.ts'
import { findChangedReps, nextOf } from '../db/rep-changes.ts'
import { findRepTimes, type StoredTime } from '../db/rep-times.ts'
import { findReps } from '../db/reps.ts'
import { type Grid, type Packed, packWorking, type Row, repTime, type Shape, startRow, workingRow } from '../domain/availability.ts'
import { DAY, type Minute, minuteOf } from '../domain/interval.ts'
import type { Member } from '../domain/matching.ts'
import type { Rep } from '../domain/rep.ts'
import type { Schedule } from '../domain/schedule.ts'
import { liveHolds, withoutBooking } from '../domain/unavailability.ts'
import { zone } from '../domain/zone.ts'

/** Time before now that is kept: a week's bookings count against limits, and meetings reach over midnight. */
const BEHIND = 9 * DAY

/** Rows kept for each rep (one for each shape of meeting that was asked for), and rows of working time kept in all. */
const ROWS_KEPT = 12
const BASES_KEPT = 500

/** The most memory that kept rows may take, in words of four bytes: of each rep, and of working time in all. */
const WORDS_OF_REP = 32_768
const WORDS_OF_BASES = 4_194_304

/** Farther questions move the end of what is known by this much, so that a row of them cannot make everything anew each time. */
const STRIDE = 32 * DAY

interface Entry {
  readonly rep: Rep
  readonly schedule: Schedule
  readonly stored: StoredTime
  member: Member | null
  /** The instants, in epoch milliseconds, between which `member` stays right: a hold ends by the clock. */
  memberAt: { readonly from: number; readonly until: number }
  readonly rows: Map<string, Row>
}

export interface Finder {
  /** Read what has changed. Resolves once everything that was committed before this call is known. */
  refresh(): Promise<void>
  /** The members with these ids, unknown ones left out, with their time up to `until`. What `bookingId` and `holdId` occupy counts as free. */
  members(ids: readonly string[], until: Minute, bookingId?: string | null, holdId?: string | null): Member[]
  /** The starts on `grid` at which the member may begin a meeting of this shape. */
  row(member: Member, shape: Shape, grid: Grid): Row
  /** How many reps are in memory. */
  size(): number
}

export function openFinder(db: Database, now: () => Date): Finder {
  const entries = new Map<string, Entry>()
  const patterns = new Map<string, Packed>()
  const bases = new Map<string, Row>()
  let window = { from: 0, until: 0 }
  let cursor = '1:1:'
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null

  async function read(): Promise<void> {
    let changed = await findChangedReps(db, cursor)
    // A snapshot that goes backward is another server's: what we know may be wrong, so read everything.
    if (nextOf(changed.snapshot) < nextOf(cursor)) {
      entries.clear()
      changed = await findChangedReps(db, '1:1:')
    }
    if (changed.repIds.length > 0) {
      const [reps, times] = [await findReps(db, changed.repIds), await findRepTimes(db, changed.repIds, minuteOf(now()) - BEHIND)]
      for (const rep of reps) entries.set(rep.id, entryOf(rep, times.get(rep.id)))
    }
    cursor = changed.snapshot
  }

  /** A question may join only a read that begins after it arrived: the one that waits, never the one that runs. */
  function refresh(): Promise<void> {
    if (!running) {
      running = read().finally(() => {
        running = null
      })
      return running
    }
    waiting ??= running
      .catch(() => {})
      .then(() => {
        waiting = null
        return refresh()
      })
    return waiting
  }

  /** Working time is kept from the day before yesterday to as far as anybody asked; each day, and each farther question, makes it anew. */
  function cover(until: Minute): void {
    const today = Math.floor(minuteOf(now()) / DAY) * DAY
    if (window.from === today - 2 * DAY && window.until >= until) return
    window = { from: today - 2 * DAY, until: Math.max(Math.ceil(until / STRIDE) * STRIDE, today + 64 * DAY, window.until) }
    patterns.clear()
    bases.clear()
    for (const entry of entries.values()) {
      entry.member = null
      entry.rows.clear()
    }
  }

  function workingOf({ rep, schedule }: Entry): Packed {
    if (rep.overrides.size > 0) return packWorking(schedule, window.from, window.until)
    const pattern = `${rep.timeZone} ${JSON.stringify(rep.weekly)}`
    const known = patterns.get(pattern)
    if (known) return known
    const made = packWorking(schedule, window.from, window.until)
    patterns.set(pattern, made)
    return made
  }

  function memberOf(entry: Entry, at: number, bookingId: string | null, holdId: string | null): Member {
    const { rep, schedule, stored } = entry
    const concerned =
      (bookingId !== null && stored.taken.some((one) => one.bookingId === bookingId)) ||
      (holdId !== null && stored.held.some((one) => one.holdId === holdId))
    if (entry.member && !concerned && at >= entry.memberAt.from && at < entry.memberAt.until) return entry.member
    const taken = withoutBooking(stored.taken, concerned ? bookingId : null)
    const held = liveHolds(stored.held, at, concerned ? holdId : null)
    const limits = { daily: rep.dailyLimit, weekly: rep.weeklyLimit }
    const member = { rep, schedule, time: repTime(schedule.zone, workingOf(entry), stored.timeOff, stored.busy, taken, limits, held) }
    if (concerned) return member
    const ends = stored.held.map((one) => one.expiresAt)
    entry.member = member
    entry.memberAt = { from: Math.max(...ends.filter((end) => end <= at)), until: Math.min(...ends.filter((end) => end > at)) }
    entry.rows.clear()
    return member
  }

  function row(member: Member, shape: Shape, grid: Grid): Row {
    const key = `${shape.duration} ${shape.before} ${shape.after} ${grid.origin} ${grid.step} ${grid.length}`
    const entry = entries.get(member.rep.id)
    const kept = entry?.member === member ? entry.rows : null
    const known = kept?.get(key)
    if (known) return known
    const made = startRow(member.time, shape, grid, baseOf(member, shape, grid, key))
    if (kept && (kept.size >= ROWS_KEPT || kept.size * made.length > WORDS_OF_REP)) kept.clear()
    kept?.set(key, made)
    return made
  }

  /** Reps of one zone and week share the row of their working time. */
  function baseOf({ rep, time }: Member, shape: Shape, grid: Grid, key: string): Row {
    if (rep.overrides.size > 0) return workingRow(time.working, shape.duration, grid)
    const pattern = `${key} ${rep.timeZone} ${JSON.stringify(rep.weekly)}`
    const known = bases.get(pattern)
    if (known) return known
    const made = workingRow(time.working, shape.duration, grid)
    if (bases.size >= BASES_KEPT || bases.size * made.length > WORDS_OF_BASES) bases.clear()
    bases.set(pattern, made)
    return made
  }

  return {
    refresh,
    row,
    size: () => entries.size,
    members(ids, until, bookingId = null, holdId = null) {
      const at = now().getTime()
      cover(until)
      return ids.flatMap((id) => {
        const entry = entries.get(id)
        return entry ? [memberOf(entry, at, bookingId, holdId)] : []
      })
    },
  }
}

function entryOf(rep: Rep, stored: StoredTime = { timeOff: [], busy: [], taken: [], held: [] }): Entry {
  const schedule = { zone: zone(rep.timeZone), weekly: rep.weekly, overrides: rep.overrides }
  return { rep, schedule, stored, member: null, memberAt: { from: 0, until: 0 }, rows: new Map() }
}
