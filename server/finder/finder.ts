/**
 * The finder: every rep's time, and what can be booked, in memory, kept exact by the database.
 *
 * Each question first learns what has changed since the last answer, and only that is read again. So an answer is never older than what
 * was committed when the question arrived, in any number of processes. Holds end by the clock: that counts as news as well.
 */
import { type Change, type News, openNews } from '../db/changes.ts'
import type { Opened } from '../db/database.ts'
import type { Pool } from '../db/pools.ts'
import type { Project } from '../db/projects.ts'
import { findRepTimes, type StoredTime } from '../db/rep-times.ts'
import { findReps } from '../db/reps.ts'
import { type Grid, type Held, type Packed, packWorking, repTime } from '../domain/availability.ts'
import type { EventType } from '../domain/event-type.ts'
import { DAY, type Minute, minuteOf } from '../domain/interval.ts'
import type { Member, Wish } from '../domain/matching.ts'
import type { Rep } from '../domain/rep.ts'
import type { Schedule } from '../domain/schedule.ts'
import { liveHolds, withoutBooking } from '../domain/unavailability.ts'
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
  /** While `member` stays right. */
  during: Lull
}

/** The instants, in epoch milliseconds, between which no hold ends. */
interface Lull {
  readonly from: number
  readonly until: number
}

const FOREVER: Lull = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }

export interface Finder {
  /** Read what has changed. Resolves once everything that was committed before this call is known. */
  refresh(): Promise<void>
  /** Rises whenever anything that answers depend on has changed: by what was written, or because a hold has ended by the clock. */
  version(): number
  /** What can be booked, by id or slug, as of the last refresh. Each refuses with `not-found`. */
  eventType(ref: string): EventType
  pool(ref: string): Pool
  project(ref: string): Project
  /**
   * The members with these ids, unknown ones left out, with their time up to `until`. What `bookingId` and `holdId` occupy counts as free.
   * The same list of ids gives the same list of members until one of them changes.
   */
  members(ids: readonly string[], until: Minute, bookingId?: string | null, holdId?: string | null): readonly Member[]
  /** How many of these members can take the meeting at each start of the grid. */
  countStarts(members: readonly Member[], wish: Wish, grid: Grid): Counts
  /** What `make` gives, kept under `key` until anything changes. It may be what the database says, read after the last refresh. */
  kept<T>(key: string, make: () => T): T
  /** How many reps are in memory. */
  size(): number
  /** When the database was last asked what has changed, and answered. */
  readAt(): Date | null
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
  /** Ids of the reps of whom a hold is stored, ended ones included, and how long all of these stay as they are. */
  const holding = new Set<string>()
  let quiet = FOREVER
  let offer: Offer | null = null
  let version = 0
  let readAt: Date | null = null
  let window = { from: 0, until: 0 }
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null

  async function read(): Promise<void> {
    const asked = now()
    const change = await news.read()
    if (change.anew || change.repIds.length > 0) await readReps(change)
    if (change.anew || change.config || !offer) offer = await readOffer(db)
    if (change.anew || change.config || change.turns || change.repIds.length > 0) changed()
    news.taken()
    readAt = asked
  }

  /** Everything is read into a new map, so that questions on their way keep what they have. */
  async function readReps({ repIds, anew }: Change): Promise<void> {
    const filled = anew ? new Map<string, Entry>() : entries
    for (let i = 0; i < repIds.length; i += BATCH) {
      const ids = repIds.slice(i, i + BATCH)
      const [reps, times] = await Promise.all([findReps(db, ids), findRepTimes(db, ids, minuteOf(now()) - BEHIND)])
      for (const rep of reps) {
        const before = filled.get(rep.id)
        if (before) forget(before)
        filled.set(rep.id, entryOf(rep, times.get(rep.id)))
      }
    }
    if (anew) {
      rows.clear()
      holding.clear()
    }
    entries = filled
    for (const id of repIds) {
      if (entries.get(id)?.stored.held.length) holding.add(id)
      else holding.delete(id)
    }
    listen(now().getTime())
  }

  /** Whoever had a hold that has ended since is worked out anew. */
  function listen(at: number): void {
    const held = [...holding].flatMap((id) => entries.get(id) ?? [])
    for (const entry of held) if (!isWithin(entry.during, at)) forget(entry)
    quiet = lullAt(
      held.flatMap(({ stored }) => stored.held),
      at,
    )
  }

  /** The instant, once everything is known that ended by it: a hold's end is written nowhere. */
  function heed(): number {
    const at = now().getTime()
    if (!isWithin(quiet, at)) {
      listen(at)
      changed()
    }
    return at
  }

  function forget(entry: Entry): void {
    if (entry.member) rows.forget(entry.member)
    entry.member = null
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

  function memberOf(entry: Entry, at: number): Member {
    if (entry.member) return entry.member
    entry.during = lullAt(entry.stored.held, at)
    entry.member = makeMember(entry, at, null, null)
    return entry.member
  }

  function makeMember(entry: Entry, at: number, bookingId: string | null, holdId: string | null): Member {
    const { rep, schedule, stored } = entry
    const taken = withoutBooking(stored.taken, bookingId)
    const held = liveHolds(stored.held, at, holdId)
    const limits = { daily: rep.dailyLimit, weekly: rep.weeklyLimit }
    return { rep, schedule, time: repTime(schedule.zone, workingOf(entry), stored.timeOff, stored.busy, taken, limits, held) }
  }

  function members(
    ids: readonly string[],
    until: Minute,
    bookingId: string | null = null,
    holdId: string | null = null,
  ): readonly Member[] {
    const at = heed()
    cover(until)
    const all = allMembers(ids, at)
    if (bookingId === null && holdId === null) return all
    const concerned = (entry: Entry | undefined): entry is Entry =>
      entry !== undefined &&
      (entry.stored.taken.some((one) => one.bookingId === bookingId) || entry.stored.held.some((one) => one.holdId === holdId))
    if (!ids.some((id) => concerned(entries.get(id)))) return all
    const some = all.map((member) => {
      const entry = entries.get(member.rep.id)
      return concerned(entry) ? makeMember(entry, at, bookingId, holdId) : member
    })
    counts.succeed(some, all)
    return some
  }

  function allMembers(ids: readonly string[], at: number): readonly Member[] {
    const list = lists.get(ids)
    if (list?.version === version) return list.members
    const found: Member[] = []
    for (const id of ids) {
      const entry = entries.get(id)
      if (entry) found.push(memberOf(entry, at))
    }
    const isSame = list?.members.length === found.length && found.every((member, i) => member === list.members[i])
    if (list && !isSame) counts.succeed(found, list.members)
    const current = list && isSame ? list.members : found
    lists.set(ids, { version, members: current })
    return current
  }

  function present(): Offer {
    if (!offer) throw new Error('The finder was asked before its first refresh')
    return offer
  }

  return {
    refresh,
    members,
    version() {
      heed()
      return version
    },
    eventType: (ref) => present().eventType(ref),
    pool: (ref) => present().pool(ref),
    project: (ref) => present().project(ref),
    countStarts: (list, wish, grid) =>
      counts.of(list, wish, grid, (member) => rows.of(member, wish.shape, grid, entries.get(member.rep.id)?.member === member)),
    kept<T>(key: string, make: () => T): T {
      heed()
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
    readAt: () => readAt,
    async close() {
      await running?.catch(() => {})
      await news.close()
    },
  }
}

/** Answers that are kept under a key. */
const MOST_KEPT = 100

function entryOf(rep: Rep, stored: StoredTime = { timeOff: [], busy: new Int32Array(), taken: [], held: [] }): Entry {
  const schedule = { zone: zone(rep.timeZone), weekly: rep.weekly, overrides: rep.overrides }
  return { rep, schedule, stored, member: null, during: FOREVER }
}

const isWithin = ({ from, until }: Lull, at: number): boolean => at >= from && at < until

/** Between the last of these holds that ended by `at` and the first that ends after it. */
function lullAt(held: readonly Held[], at: number): Lull {
  if (held.length === 0) return FOREVER
  let { from, until } = FOREVER
  for (const { expiresAt } of held) {
    if (expiresAt <= at) from = Math.max(from, expiresAt)
    else until = Math.min(until, expiresAt)
  }
  return { from, until }
}
