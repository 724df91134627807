import { batch, computed, effect, signal } from '@preact/signals'
import { get } from '../../api.ts'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import type { Counts } from '../wire.ts'
import { addDays, dateAt, instantOn, mondayOf } from '../zone.ts'
import { moving } from './book-state.ts'
import { zone } from './customer-state.ts'
import { heldId } from './hold-state.ts'
import { now, spokenDay } from './time-state.ts'
import { filters, what } from './what-state.ts'

/** How many weeks of days are shown. */
export const weeks = signal<2 | 6>(2)
/** The Monday that the days begin with; null: this week's. */
const firstMonday = signal<string | null>(null)
/** The day whose week is shown by half-hours; null: today. */
const shownDay = signal<string | null>(null)
/** How many reps are free, and for which question that holds. */
const known = signal<{ counts: Counts; timeZone: string } | null>(null)
export const calendarProblem = signal<string | null>(null)
/** Raised when the answer may have changed without another question: something was booked. */
const version = signal(0)

export const today = computed(() => dateAt(now.value, zone.value))
export const day = computed(() => shownDay.value ?? today.value)
export const monday = computed(() => firstMonday.value ?? mondayOf(today.value))

const asked = newestOnly()

/** Keep the counts of the days that are shown. */
export const watchCalendar = () => {
  const stop = effect(() => {
    const { eventType, pool } = what.value
    const timeZone = zone.value
    const span = weeks.value * 7
    const query = { eventType, pool, ...filters.value, timeZone, from: monday.value, to: addDays(monday.value, span - 1) }
    const booking = moving.value?.id
    version.value
    if (!eventType || !pool) return
    const count = async (signal: AbortSignal) => {
      const hold = (await heldId()) ?? undefined
      return get<Counts>('/api/v1/availability', { ...query, booking, hold }, signal)
    }
    void asked(count, 60).then((outcome) => {
      if (!outcome) return
      calendarProblem.value = 'error' in outcome ? failureText(outcome.error) : null
      known.value = 'value' in outcome ? { counts: outcome.value, timeZone } : null
    })
  })
  const follow = effect(() => {
    if (spokenDay.value) showDay(spokenDay.value)
  })
  return () => {
    stop()
    follow()
  }
}

/** Show the week of a day, and bring it into the days. */
export function showDay(date: string): void {
  batch(() => {
    shownDay.value = date
    const first = monday.peek()
    if (date < first || date >= addDays(first, weeks.peek() * 7)) firstMonday.value = mondayOf(date)
  })
}

/** Show earlier or later days. */
export function leaf(direction: -1 | 1): void {
  const first = addDays(monday.value, direction * weeks.value * 7)
  const begin = mondayOf(today.value)
  batch(() => {
    firstMonday.value = first < begin ? begin : first
    shownDay.value = first < begin ? today.value : first
  })
}

export const refreshCalendar = (): void => {
  version.value += 1
}

/** How many reps are free at an instant; null if that is not known, or in the past. */
function freeAt(instant: Date | null): number | null {
  if (!instant || !known.value || known.value.timeZone !== zone.value || instant < now.value) return null
  const { start, stepMinutes, counts } = known.value.counts
  return counts[(instant.getTime() - Date.parse(start)) / (stepMinutes * 60_000)] ?? null
}

/** The minutes between the rows of the week: half-hours, or the next that the steps of the counts allow. */
const rowMinutes = computed(() => {
  const step = known.value?.counts.stepMinutes ?? 15
  return step * Math.ceil(30 / step)
})

/** A cell of the week. */
export interface Cell {
  readonly date: string
  readonly start: Date | null
  readonly free: number | null
}

/** Seven days by half-hours, none of them past: the hours in which somebody is free on some day, at least nine to five. */
export const week = computed(() => {
  const monday = mondayOf(day.value)
  const first = monday < today.value ? today.value : monday
  const dates = Array.from({ length: 7 }, (_, place) => addDays(first, place))
  const rows = Array.from({ length: Math.ceil(1440 / rowMinutes.value) }, (_, place) => {
    const minute = place * rowMinutes.value
    const cells = dates.map((date): Cell => {
      const start = instantOn(date, minute, zone.value)
      return { date, start, free: freeAt(start) }
    })
    return { minute, cells }
  })
  const isUseful = (row: (typeof rows)[number]) => (row.minute >= 540 && row.minute < 1020) || row.cells.some(({ free }) => free)
  const from = rows.findIndex(isUseful)
  const to = rows.findLastIndex(isUseful)
  return { dates, rows: rows.slice(from, to + 1), most: Math.max(1, ...rows.flatMap(({ cells }) => cells.map(({ free }) => free ?? 0))) }
})

/** The days that are shown, with the largest number of reps free at one time; null while not known. */
export const days = computed(() =>
  Array.from({ length: weeks.value * 7 }, (_, place) => {
    const date = addDays(monday.value, place)
    return { date, free: mostOn(date) }
  }),
)

function mostOn(date: string): number | null {
  const counts = known.value?.counts
  const from = instantOn(date, 0, zone.value) ?? instantOn(date, 60, zone.value)
  const to = instantOn(addDays(date, 1), 0, zone.value) ?? instantOn(addDays(date, 1), 60, zone.value)
  if (!counts || !from || !to || known.value?.timeZone !== zone.value) return null
  const place = (instant: Date) => Math.ceil((instant.getTime() - Date.parse(counts.start)) / (counts.stepMinutes * 60_000))
  const first = Math.max(place(from), place(now.value))
  const ofDay = counts.counts.slice(Math.max(0, first), Math.max(0, place(to)))
  return place(from) < 0 || place(from) >= counts.counts.length ? null : Math.max(0, ...ofDay)
}
