/** How long turns are counted before everybody begins anew; `continuous` never begins anew. */
export type Cycle = 'month' | 'quarter' | 'continuous'

/** When the cycle in which `at` lies began, and when it ends, in UTC; null: never. */
export interface CycleSpan {
  readonly start: Date | null
  readonly end: Date | null
}

/** The cycle that an instant lies in. Months and quarters are those of UTC, the same for every member wherever he lives. */
export function cycleAt(cycle: Cycle, at: Date): CycleSpan {
  if (cycle === 'continuous') return { start: null, end: null }
  const months = cycle === 'month' ? 1 : 3
  const month = Math.floor(at.getUTCMonth() / months) * months
  return { start: new Date(Date.UTC(at.getUTCFullYear(), month, 1)), end: new Date(Date.UTC(at.getUTCFullYear(), month + months, 1)) }
}

/** The beginning of the cycle that an epoch millisecond lies in, as one. */
export const cycleStart = (cycle: Cycle, at: number): number => cycleAt(cycle, new Date(at)).start?.getTime() ?? Number.NEGATIVE_INFINITY
