/**
 * The finder: every rep's time, and what can be booked, in memory, kept exact by the database.
 *
 * Each question first learns what has changed since the last answer, and only that is read again. So an answer is never older than what
 * was committed when the question arrived, in any number of processes.
 */
import { type Change, type News, openNews } from '../db/changes.ts'
import type { Opened } from '../db/database.ts'
import type { Pool } from '../db/pools.ts'
import type { Project } from '../db/projects.ts'
import { findRepTimes, type StoredTime } from '../db/rep-times.ts'
import { findReps } from '../db/reps.ts'
import { type Grid, type Packed, packWorking, repTime } from '../domain/availability.ts'
import type { EventType } from '../domain/event-type.ts'
import { DAY, type Minute, minuteOf } from '../domain/interval.ts'
import type { Member, Wish } from '../domain/matching.ts'
import type { Rep } from '../domain/rep.ts'
import type { Schedule } from '../domain/schedule.ts'
import { withoutBooking } from '../domain/unavailability.ts'
import { zone } from '../domain/zone.ts'
import { type Counts, keepCounts } from './counts.ts'
import { type Offer, readOffer } from './offer.ts'
import { keepRows } from './rows.ts'

/** Time before now that is kept: a week's bookings count against limits, and meetings reach over midnight. */
const BEHIND = 9 * DAY

/** Bytes of rows that are kept: those of a thousand reps for some ten shapes of meeting. */
const ROWS_BUDGET = 32 * 1024 * 1024

/** Farther questions move the end of what is known by this much, so that a row of them cannot make everything anew each time. */
const STRIDE = 32 * DAY

/** Reps that are read at once, so that reading all of them takes little memory beside what is kept. */
const BATCH = 200

interface Entry {
  readonly rep: Rep
  readonly schedule: Schedule
  readonly stored: StoredTime
  member: Member | null
}

export interface Finder {
  /** Read what has changed. Resolves once everything that was committed before this call is known. */
  refresh(): Promise<void>
  /** Rises whenever anything that answers depend on has changed. */
  version(): number
  /** What can be booked, by id or slug, as of the last refresh. Each refuses with `not-found`. */
  eventType(ref: string): EventType
  pool(ref: string): Pool
  project(ref: string): Project
  /**
   * The members with these ids, unknown ones left out, with their time up to `until`. What `bookingId` occupies counts as free. The same
   * list of ids gives the same list of members until one of them changes.
   */
  members(ids: readonly string[], until: Minute, bookingId?: string | null): readonly Member[]
  /** How many of these members can take the meeting at each start of the grid. */
  countStarts(members: readonly Member[], wish: Wish, grid: Grid): Counts
  /** What `make` gives, kept under `key` until anything changes. It may be what the database says, read after the last refresh. */
  kept<T>(key: string, make: () => T): T
  /** How many reps are in memory. */
  size(): number
  close(): Promise<void>
}

export function openFinder(opened: Opened, now: () => Date, news: News = openNews(opened)): Finder {
  const { db } = opened
  const patterns = new Map<string, Packed>()
  const rows = keepRows(ROWS_BUDGET)
  const counts = keepCounts()
  const remembered = new Map<string, unknown>()
  let lists = new WeakMap<readonly string[], { readonly version: number; readonly members: readonly Member[] }>()
  let entries = new Map<string, Entry>()
  let offer: Offer | null = null
  let version = 0
  let window = { from: 0, until: 0 }
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null

  async function read(): Promise<void> {
    const change = await news.read()
    if (change.anew || change.repIds.length > 0) await readReps(change)
    if (change.anew || change.config || !offer) offer = await readOffer(db)
    if (change.anew || change.config || change.repIds.length > 0) changed()
    news.taken()
  }

  /** Everything is read into a new map, so that questions on their way keep what they have. */
  async function readReps({ repIds, anew }: Change): Promise<void> {
    const filled = anew ? new Map<string, Entry>() : entries
    for (let i = 0; i < repIds.length; i += BATCH) {
      const ids = repIds.slice(i, i + BATCH)
      const [reps, times] = await Promise.all([findReps(db, ids), findRepTimes(db, ids, minuteOf(now()) - BEHIND)])
      for (const rep of reps) {
        const before = filled.get(rep.id)
        if (before?.member) rows.forget(before.member)
        filled.set(rep.id, entryOf(rep, times.get(rep.id)))
      }
    }
    if (anew) rows.clear()
    entries = filled
  }

  function changed(): void {
    version++
    remembered.clear()
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
    const sameDay = window.from === today - 2 * DAY
    if (sameDay && window.until >= until) return
    const farthest = Math.max(Math.ceil(until / STRIDE) * STRIDE, today + 64 * DAY)
    window = { from: today - 2 * DAY, until: sameDay ? Math.max(farthest, window.until) : farthest }
    patterns.clear()
    rows.clear()
    lists = new WeakMap()
    for (const entry of entries.values()) entry.member = null
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

  function memberOf(entry: Entry, bookingId: string | null): Member {
    const concerned = bookingId !== null && entry.stored.taken.some((one) => one.bookingId === bookingId)
    if (entry.member && !concerned) return entry.member
    const { rep, schedule, stored } = entry
    const taken = withoutBooking(stored.taken, concerned ? bookingId : null)
    const limits = { daily: rep.dailyLimit, weekly: rep.weeklyLimit }
    const member = { rep, schedule, time: repTime(schedule.zone, workingOf(entry), stored.timeOff, stored.busy, taken, limits) }
    if (!concerned) entry.member = member
    return member
  }

  function members(ids: readonly string[], until: Minute, bookingId: string | null = null): readonly Member[] {
    cover(until)
    const list = lists.get(ids)
    if (list?.version === version && bookingId === null) return list.members
    const found: Member[] = []
    for (const id of ids) {
      const entry = entries.get(id)
      if (entry) found.push(memberOf(entry, bookingId))
    }
    if (bookingId !== null) return found
    const same = list?.members.length === found.length && found.every((member, i) => member === list.members[i])
    const kept = same ? list.members : found
    lists.set(ids, { version, members: kept })
    return kept
  }

  function present(): Offer {
    if (!offer) throw new Error('The finder was asked before its first refresh')
    return offer
  }

  return {
    refresh,
    members,
    version: () => version,
    eventType: (ref) => present().eventType(ref),
    pool: (ref) => present().pool(ref),
    project: (ref) => present().project(ref),
    countStarts: (list, wish, grid) =>
      counts(list, wish, grid, (member) => rows.of(member, wish.shape, grid, entries.get(member.rep.id)?.member === member)),
    kept<T>(key: string, make: () => T): T {
      if (remembered.has(key)) return remembered.get(key) as T
      const made = make()
      if (remembered.size >= MOST_KEPT) remembered.clear()
      remembered.set(key, made)
      if (made instanceof Promise)
        made.catch(() => {
          if (remembered.get(key) === made) remembered.delete(key)
        })
      return made
    },
    size: () => entries.size,
    async close() {
      await running?.catch(() => {})
      await news.close()
    },
  }
}

/** Answers that are kept under a key. */
const MOST_KEPT = 100

function entryOf(rep: Rep, stored: StoredTime = { timeOff: [], busy: new Int32Array(), taken: [] }): Entry {
  const schedule = { zone: zone(rep.timeZone), weekly: rep.weekly, overrides: rep.overrides }
  return { rep, schedule, stored, member: null }
}
