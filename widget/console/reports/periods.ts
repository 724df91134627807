import { addDays, dateOf, mondayOf } from '../zone.ts'

export const PERIODS = ['week', 'month', 'before', 'days', 'year', 'own'] as const
export type Period = (typeof PERIODS)[number]

/** The first and the last date of something. */
export interface Dates {
  readonly from: string
  readonly to: string
}

/** The dates of a period that is named, on the date of today; null: they are chosen one by one. */
export function datesOf(period: Period, today: string): Dates | null {
  const [year = 0, month = 1] = today.split('-').map(Number)
  switch (period) {
    case 'week':
      return { from: mondayOf(today), to: addDays(mondayOf(today), 6) }
    case 'month':
      return { from: dateOf(year, month, 1), to: dateOf(year, month + 1, 0) }
    case 'before':
      return { from: dateOf(year, month - 1, 1), to: dateOf(year, month, 0) }
    case 'days':
      return { from: addDays(today, -29), to: today }
    case 'year':
      return { from: dateOf(year, 1, 1), to: dateOf(year, 12, 31) }
    case 'own':
      return null
  }
}
