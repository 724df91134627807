/**
 * The kernel: who is free when, over packed memory.
 *
 * A rep's time is a few sorted `Int32Array`s of epoch minutes. From them comes either the answer for one minute (`isFree`, by binary
 * search) or a row of bits, one for each point of a grid at which a meeting may start (`startRow`). Counts are sums of rows.
 */
import { DAY, type Minute, merge, type Span } from './interval.ts'
import { type Schedule, spansOn, WHOLE_DAY, workingSpans } from './schedule.ts'
import { type LocalDay, mondayOf, type Zone } from './zone.ts'

/** Spans as start, end, start, end …, sorted, not touching. */
export type Packed = Int32Array

/** A meeting's length and the time kept free around it, in minutes. */
export interface Shape {
  readonly duration: number
  readonly before: number
  readonly after: number
}

/** A booking that blocks a rep: the meeting, and the time it takes with its own buffers. */
export interface Taken {
  readonly bookingId: string
  readonly meeting: Span
  readonly blocks: Span
}

/** A hold that keeps a rep's time for a moment; it ends by the clock. */
export interface Held {
  readonly holdId: string
  readonly meeting: Span
  readonly blocks: Span
  /** Epoch milliseconds from which on its time is free again. */
  readonly expiresAt: number
}

/** Everything that decides when a rep is free. */
export interface RepTime {
  readonly zone: Zone
  /** Hours by schedule and overrides. */
  readonly working: Packed
  readonly timeOff: Packed
  /** Busy time that comes from calendars or was imported. */
  readonly busy: Packed
  readonly taken: readonly Taken[]
  /** The holds that still keep time. They block it, and count against no limit. */
  readonly held: readonly Held[]
  /** Busy, taken and held time with the bookings' and holds' own buffers. */
  readonly blocked: Packed
  /** Whole local days on which a daily or weekly limit is reached. */
  readonly full: Packed
}

/** How many bookings a local day and an ISO week may hold. */
export interface Limits {
  readonly daily: number | null
  readonly weekly: number | null
}

/** The same time packed. Quick for spans that come in order, as from the database. */
export function pack(spans: readonly Span[]): Packed {
  const packed = new Int32Array(spans.length * 2)
  let length = 0
  for (const { start, end } of spans) {
    if (start >= end) continue
    if (length > 0 && start < (packed[length - 2] as number)) return pack(merge(spans))
    if (length === 0 || start > (packed[length - 1] as number)) {
      packed[length++] = start
      packed[length++] = end
    } else if (end > (packed[length - 1] as number)) packed[length - 1] = end
  }
  return length === packed.length ? packed : packed.slice(0, length)
}

/** The same time packed, from starts and ends in turn, sorted by start. The numbers are used up. */
export function packPairs(pairs: Int32Array): Packed {
  let length = 0
  for (let i = 0; i < pairs.length; i += 2) {
    const start = pairs[i] as number
    const end = pairs[i + 1] as number
    if (start >= end) continue
    if (length === 0 || start > (pairs[length - 1] as number)) {
      pairs[length++] = start
      pairs[length++] = end
    } else if (end > (pairs[length - 1] as number)) pairs[length - 1] = end
  }
  return length === pairs.length ? pairs : pairs.slice(0, length)
}

/** Packed time and some spans together. */
function union(packed: Packed, spans: readonly Span[]): Packed {
  if (spans.length === 0) return packed
  const more = pack(spans)
  const pairs = new Int32Array(packed.length + more.length)
  for (let i = 0, a = 0, b = 0; i < pairs.length; i += 2) {
    const fromMore = a === packed.length || (b < more.length && (more[b] as number) < (packed[a] as number))
    const [from, at] = fromMore ? [more, b] : [packed, a]
    pairs[i] = from[at] as number
    pairs[i + 1] = from[at + 1] as number
    if (fromMore) b += 2
    else a += 2
  }
  return packPairs(pairs)
}

/** A rep's working time that touches [from, to), packed. */
export const packWorking = (schedule: Schedule, from: Minute, to: Minute): Packed => pack(workingSpans(schedule, from, to))

/** A rep's time, from its parts. `working` may be shared between reps of one zone and one week. */
export function repTime(
  zone: Zone,
  working: Packed,
  timeOff: readonly Span[],
  busy: readonly Span[] | Packed,
  taken: readonly Taken[],
  limits: Limits,
  held: readonly Held[] = [],
): RepTime {
  const packedBusy = busy instanceof Int32Array ? busy : pack(busy)
  return {
    zone,
    working,
    timeOff: pack(timeOff),
    busy: packedBusy,
    taken: [...taken].sort((a, b) => a.blocks.start - b.blocks.start),
    held,
    blocked: union(
      packedBusy,
      [...taken, ...held].map((one) => one.blocks),
    ),
    full: pack(fullDays(zone, taken, limits)),
  }
}

/** How many of the bookings begin on each local day of `zone`. */
export function countByDay(zone: Zone, taken: readonly Taken[]): Map<LocalDay, number> {
  const counts = new Map<LocalDay, number>()
  for (const { meeting } of taken) {
    const day = zone.localDay(meeting.start)
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  return counts
}

const WHOLE_WEEK = { start: 0, end: 7 * DAY }

function fullDays(zone: Zone, taken: readonly Taken[], limits: Limits): Span[] {
  if (limits.daily === null && limits.weekly === null) return []
  const full: Span[] = []
  const days = countByDay(zone, taken)
  const weeks = new Map<LocalDay, number>()
  for (const [day, count] of days) {
    weeks.set(mondayOf(day), (weeks.get(mondayOf(day)) ?? 0) + count)
    if (limits.daily !== null && count >= limits.daily) full.push(...spansOn(day, WHOLE_DAY, zone))
  }
  for (const [monday, count] of weeks) if (limits.weekly !== null && count >= limits.weekly) full.push(...spansOn(monday, WHOLE_WEEK, zone))
  return full
}

/** The index of the first span that ends after `minute`, in steps of two. */
function firstEndingAfter(packed: Packed, minute: Minute): number {
  let low = 0
  let high = packed.length >> 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((packed[2 * middle + 1] as number) <= minute) low = middle + 1
    else high = middle
  }
  return 2 * low
}

/** Whether [start, end) lies wholly in the packed spans. */
export function covers(packed: Packed, start: Minute, end: Minute): boolean {
  const i = firstEndingAfter(packed, start)
  return i < packed.length && (packed[i] as number) <= start && (packed[i + 1] as number) >= end
}

/** Whether [start, end) touches the packed spans. */
export function touches(packed: Packed, start: Minute, end: Minute): boolean {
  const i = firstEndingAfter(packed, start)
  return i < packed.length && (packed[i] as number) < end
}

/** The packed spans that [start, end) touches. */
export function touched(packed: Packed, start: Minute, end: Minute): Span[] {
  const found: Span[] = []
  for (let i = firstEndingAfter(packed, start); i < packed.length && (packed[i] as number) < end; i += 2)
    found.push({ start: packed[i] as number, end: packed[i + 1] as number })
  return found
}

/** Whether a meeting of this shape may start at `start`: any minute, on or off a grid. */
export function isFree(rep: RepTime, start: Minute, shape: Shape): boolean {
  const end = start + shape.duration
  return (
    covers(rep.working, start, end) &&
    !touches(rep.timeOff, start, end) &&
    !touches(rep.blocked, start - shape.before, end + shape.after) &&
    !touches(rep.full, start, start + 1)
  )
}

/** Evenly spaced minutes: `origin`, `origin + step`, … */
export interface Grid {
  readonly origin: Minute
  readonly step: number
  readonly length: number
}

/** One bit for each point of a grid. */
export type Row = Int32Array

export const rowLength = (grid: Grid): number => (grid.length + 31) >> 5

/**
 * Set or clear the bits of the points that the packed spans hold, each span moved by `head` at its start and `tail` at its end.
 *
 * This is where the time of a question goes: a million spans take about ten milliseconds.
 */
function paint(row: Row, { origin, step, length }: Grid, packed: Packed, head: number, tail: number, on: boolean): void {
  const end = origin + length * step - head
  const fromHead = head - origin + step - 1
  const fromTail = tail - origin - 1
  const final = length - 1
  for (let i = firstEndingAfter(packed, origin - tail); i < packed.length && (packed[i] as number) < end; i += 2) {
    // Whole numbers from here on: `| 0` rounds down, since what is below zero is cut to zero first.
    const head = (packed[i] as number) + fromHead
    const tail = (packed[i + 1] as number) + fromTail
    if (tail < 0) continue
    const first = head <= 0 ? 0 : (head / step) | 0
    const reach = (tail / step) | 0
    const last = reach < final ? reach : final
    if (first > last) continue
    const a = first >> 5
    const b = last >> 5
    const left = -1 << (first & 31)
    const right = -1 >>> (31 - (last & 31))
    if (a === b) {
      if (on) row[a] = (row[a] as number) | (left & right)
      else row[a] = (row[a] as number) & ~(left & right)
    } else {
      mark(row, a, left, on)
      if (b > a + 1) row.fill(on ? -1 : 0, a + 1, b)
      mark(row, b, right, on)
    }
  }
}

function mark(row: Row, word: number, mask: number, on: boolean): void {
  row[word] = on ? (row[word] as number) | mask : (row[word] as number) & ~mask
}

/** The points at which working time alone lets a meeting of `duration` minutes start. */
export function workingRow(working: Packed, duration: number, grid: Grid): Row {
  const row = new Int32Array(rowLength(grid))
  paint(row, grid, working, 0, 1 - duration, true)
  return row
}

/** The points of the grid at which a meeting of this shape may start, `isFree` for each of them. `base` is the rep's `workingRow`. */
export function startRow(rep: RepTime, shape: Shape, grid: Grid, base: Row): Row {
  const row = base.slice()
  const { duration, before, after } = shape
  paint(row, grid, rep.timeOff, 1 - duration, 0, false)
  paint(row, grid, rep.blocked, 1 - duration - after, before, false)
  paint(row, grid, rep.full, 0, 0, false)
  return row
}

/**
 * How many rows have each bit set, as binary digits: plane k holds the digit 2^k of every point. Four rows at a time go through carry-save
 * adders, which leaves one carry in four to ripple on.
 */
export function addRows(rows: readonly Row[], words: number): Row[] {
  const planes: Row[] = Array.from({ length: 32 - Math.clz32(rows.length) }, () => new Int32Array(words))
  const [ones, twos] = [planes[0], planes[1]]
  let r = 0
  if (ones && twos)
    for (; r + 4 <= rows.length; r += 4) {
      const [a, b, c, d] = [rows[r] as Row, rows[r + 1] as Row, rows[r + 2] as Row, rows[r + 3] as Row]
      for (let i = 0; i < words; i++) {
        const one = ones[i] as number
        const half = one ^ (a[i] as number)
        const first = (one & (a[i] as number)) | (half & (b[i] as number))
        const sum = half ^ (b[i] as number)
        const rest = sum ^ (c[i] as number)
        const second = (sum & (c[i] as number)) | (rest & (d[i] as number))
        ones[i] = rest ^ (d[i] as number)
        const two = twos[i] as number
        const both = two ^ first
        twos[i] = both ^ second
        carry(planes, 2, i, (two & first) | (both & second))
      }
    }
  for (; r < rows.length; r++) for (let i = 0; i < words; i++) carry(planes, 0, i, (rows[r] as Row)[i] as number)
  return planes
}

/** Add a word of bits, each worth 2^k, at word `i`. */
function carry(planes: readonly Row[], from: number, i: number, bits: number): void {
  let left = bits
  for (let k = from; left !== 0; k++) {
    const plane = planes[k] as Row
    const both = (plane[i] as number) & left
    plane[i] = (plane[i] as number) ^ left
    left = both
  }
}

/** The sum of the rows that were added, at each of the first `length` points. */
export function countsOf(planes: readonly Row[], length: number): Uint32Array {
  const counts = new Uint32Array(length)
  for (let k = 0; k < planes.length; k++) {
    const plane = planes[k] as Row
    for (let word = 0; word < plane.length; word++)
      for (let left = plane[word] as number; left !== 0; left &= left - 1) {
        const i = 32 * word + 31 - Math.clz32(left & -left)
        counts[i] = (counts[i] as number) + (1 << k)
      }
  }
  return counts
}

/** Let `counts` tell of a rep whose row was `before` and is `after`. */
export function recount(counts: Uint32Array, before: Row, after: Row): void {
  for (let word = 0; word < after.length; word++)
    for (let left = (before[word] as number) ^ (after[word] as number); left !== 0; left &= left - 1) {
      const bit = left & -left
      const i = 32 * word + 31 - Math.clz32(bit)
      counts[i] = (counts[i] as number) + (((after[word] as number) & bit) === 0 ? -1 : 1)
    }
}

/** Whether the bit of grid index `i` is set. */
export const isSet = (row: Row, i: number): boolean => (((row[i >> 5] as number) >>> (i & 31)) & 1) === 1

/** The grid over [from, to) on which kept rows stand: every five minutes, or every minute if `fine`. */
export function baseGrid(from: Minute, to: Minute, fine: boolean): Grid {
  const step = fine ? 1 : 5
  const origin = Math.floor(from / DAY) * DAY
  return { origin, step, length: Math.ceil((to - origin) / step) }
}
