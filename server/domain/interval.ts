/** A half-open span [start, end) of epoch minutes: a meeting that ends at ten leaves ten free. */
export interface Span {
  readonly start: Minute
  readonly end: Minute
}

/** A half-open span of instants, as calendars elsewhere tell it. */
export interface Interval {
  readonly start: Date
  readonly end: Date
}

/** Whole minutes since 1970-01-01T00:00Z. */
export type Minute = number

/** Minutes of a day without a clock change. */
export const DAY = 1440

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

/** The span widened by `before` and `after` minutes. */
export const widen = (span: Span, before: number, after: number): Span => ({ start: span.start - before, end: span.end + after })

/** The same time as few spans as possible, in order. */
export function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of [...spans].filter((s) => s.start < s.end).sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && span.start <= last.end) merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else merged.push(span)
  }
  return merged
}

/** What is left of `spans` without `holes`. Both are merged first. */
export function subtract(spans: readonly Span[], holes: readonly Span[]): Span[] {
  const left: Span[] = []
  const cuts = merge(holes)
  let first = 0
  for (const span of merge(spans)) {
    let from = span.start
    while (first < cuts.length && (cuts[first] as Span).end <= from) first++
    for (let i = first; i < cuts.length; i++) {
      const cut = cuts[i] as Span
      if (cut.start >= span.end) break
      if (cut.start > from) left.push({ start: from, end: cut.start })
      from = Math.max(from, cut.end)
    }
    if (from < span.end) left.push({ start: from, end: span.end })
  }
  return left
}

/** The minute an instant lies in. */
export const minuteOf = (instant: Date): Minute => Math.floor(instant.getTime() / 60_000)

/** The first minute that begins at or after an instant: a partly busy minute is busy. */
export const minuteAfter = (instant: Date): Minute => Math.ceil(instant.getTime() / 60_000)

export const dateOf = (minute: Minute): Date => new Date(minute * 60_000)

/** RFC 3339 in UTC with whole seconds, the form of every instant that leaves the house. */
export function instantText(instant: Date): string {
  const seconds = Math.floor(instant.getTime() / 1000)
  const day = Math.floor(seconds / 86_400)
  const second = seconds - day * 86_400
  return `${dayText(day)}T${DIGITS[Math.floor(second / 3600)]}:${DIGITS[Math.floor(second / 60) % 60]}:${DIGITS[second % 60]}Z`
}

const DIGITS = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'))
const days = new Map<number, string>()

/** Days are remembered: an answer has hundreds of instants, and `toISOString` would be half of its price. */
function dayText(day: number): string {
  const known = days.get(day)
  if (known !== undefined) return known
  const text = new Date(day * 86_400_000).toISOString().slice(0, 10)
  if (days.size >= 2000) days.clear()
  days.set(day, text)
  return text
}

export const minuteText = (minute: Minute): string => instantText(dateOf(minute))
