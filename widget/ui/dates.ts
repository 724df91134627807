import { formatter } from './format.ts'

/** Dates of a wall calendar as `YYYY-MM-DD`, months as `YYYY-MM`: they sort as text and know no time zone. */
export type LocalDate = string
export type Month = string

const DAY = 86_400_000
const midnight = (date: LocalDate) => Date.parse(`${date}T00:00:00Z`)
const textOf = (time: number): LocalDate => new Date(time).toISOString().slice(0, 10)

export const addDays = (date: LocalDate, days: number): LocalDate => textOf(midnight(date) + days * DAY)

/** The month that a date lies in. */
export const monthOf = (date: LocalDate): Month => date.slice(0, 7)
export const firstOf = (month: Month): LocalDate => `${month}-01`

export function addMonths(month: Month, months: number): Month {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`
}

export const lastOf = (month: Month): LocalDate => addDays(firstOf(addMonths(month, 1)), -1)

/** 1 is Monday, 7 is Sunday, as ISO 8601 counts. */
export const weekdayOf = (date: LocalDate): number => ((Math.round(midnight(date) / DAY) + 3) % 7) + 1

/** The day that the week of a date begins with. `firstDay` 1 is Monday, 7 is Sunday. */
export const weekStart = (date: LocalDate, firstDay: number): LocalDate => addDays(date, -((weekdayOf(date) - firstDay + 7) % 7))

/** The weeks of a month, seven places each; places outside the month are null. `firstDay` 1 is Monday, 7 is Sunday. */
export function weeksOf(month: Month, firstDay: number): (LocalDate | null)[][] {
  const before = (weekdayOf(firstOf(month)) - firstDay + 7) % 7
  const days = Number(lastOf(month).slice(8))
  const weeks = Math.ceil((before + days) / 7)
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, place) => {
      const day = week * 7 + place - before
      return day >= 0 && day < days ? addDays(firstOf(month), day) : null
    }),
  )
}

/** Whether a text is a date that exists. */
export const isDate = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(midnight(value)) && textOf(midnight(value)) === value

/** The date that the wall calendar of a zone shows at an instant. */
export function dateIn(timeZone: string, at: Date): LocalDate {
  const parts = formatter('en', {
    timeZone,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}
