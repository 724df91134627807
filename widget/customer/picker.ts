import { addDays, dateIn, firstOf, type LocalDate, lastOf, type Month, monthOf } from '../ui/dates.ts'
import type { Cursor, Days } from '../ui/MonthGrid.tsx'
import { computed, effect, type ReadonlySignal, type Signal, signal } from '../ui/signal.ts'
import type { Choices } from './choices.ts'
import { type Failure, failureOf } from './failure.ts'
import type { DateRange, Slots } from './public-api.ts'

/** Where free times come from; what is read is kept under `key`. */
export interface SlotSource {
  readonly key: string
  load(range: DateRange): Promise<Slots>
}

/** Choosing a day and a time: the same for a new booking and for one that moves. */
export interface Picker {
  readonly timeZone: ReadonlySignal<string>
  readonly month: ReadonlySignal<Month>
  /** The first day of the week on screen, or null: a month is. */
  readonly week: ReadonlySignal<LocalDate | null>
  readonly days: ReadonlySignal<Days>
  /** The free times of a day, or null while they are not known. */
  slotsOn(date: LocalDate): readonly string[] | null
  /** The free times of the chosen day, or null while they are not known. */
  readonly slots: ReadonlySignal<readonly string[] | null>
  readonly failure: Signal<Failure | null>
  readonly source: ReadonlySignal<SlotSource | null>
  /** The day that the arrow keys stand on. */
  readonly cursor: Cursor
  showMonth(month: Month): void
  /** Show the week that begins with a day, or a month again. */
  showWeek(first: LocalDate | null): void
  showZone(timeZone: string): void
  pickDay(date: LocalDate): void
  /** The dates of the month on screen that can still be booked. */
  range(): DateRange
  /** What a source has answered to such a range. */
  learn(source: SlotSource, range: DateRange, slots: Slots): void
  /** What is known of free times may be wrong: read it again. */
  refresh(): void
}

type MonthOfSlots = ReadonlyMap<LocalDate, readonly string[]>

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
const STALE_AFTER = 60_000

export function createPicker(choices: Choices, source: ReadonlySignal<SlotSource | null>, lifetime: AbortSignal): Picker {
  const known = signal<ReadonlyMap<string, MonthOfSlots>>(new Map())
  const failure = signal<Failure | null>(null)
  const asked = new Set<string>()

  const timeZone = computed(() => choices.now.value.timeZone ?? ownZone)
  const today = computed(() => dateIn(timeZone.value, new Date()))
  const date = computed(() => {
    const { date, start } = choices.now.value
    return date ?? (start === null ? null : dateIn(timeZone.value, new Date(start)))
  })
  const month = computed(() => {
    const wished = choices.now.value.month ?? monthOf(date.value ?? week.value ?? today.value)
    return wished < monthOf(today.value) ? monthOf(today.value) : wished
  })
  const week = computed(() => choices.now.value.week)
  const slotsIn = (month: Month) => known.value.get(`${source.value?.key} ${timeZone.value} ${month}`)

  effect(() => {
    if (source.value === null) return
    void load(source.value, month.value)
    for (const day of week.value === null ? [] : [week.value, addDays(week.value, 6)])
      if (day >= today.value) void load(source.value, monthOf(day))
    if (date.value !== null && date.value >= today.value) void load(source.value, monthOf(date.value))
  })

  async function load(from: SlotSource, month: Month) {
    const key = `${from.key} ${timeZone.value} ${month}`
    if (known.value.has(key) || asked.has(key)) return
    asked.add(key)
    failure.value = null
    try {
      keep(key, await from.load(rangeOf(month)))
      asked.delete(key)
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  function rangeOf(month: Month): DateRange {
    const first = firstOf(month) < today.value ? today.value : firstOf(month)
    return { from: first, to: lastOf(month), timeZone: timeZone.value }
  }

  const keep = (key: string, { days }: Slots) => {
    known.value = new Map(known.value).set(key, new Map(days.map(({ date, slots }) => [date, slots])))
  }

  function slotsOn(day: LocalDate): readonly string[] | null {
    if (day < today.value) return []
    const known = slotsIn(monthOf(day))
    return known === undefined ? null : (known.get(day) ?? [])
  }

  function refresh() {
    asked.clear()
    failure.value = null
    known.value = new Map()
  }

  let leftAt = 0
  const onLook = () => {
    if (document.hidden) leftAt = Date.now()
    else if (Date.now() - leftAt > STALE_AFTER) refresh()
  }
  addEventListener('visibilitychange', onLook, { signal: lifetime })

  return {
    timeZone,
    month,
    failure,
    source,
    cursor: signal(null),
    refresh,
    range: () => rangeOf(month.value),
    learn: (from, { to, timeZone }, slots) => keep(`${from.key} ${timeZone} ${monthOf(to)}`, slots),
    days: computed(() => {
      const shown = slotsIn(month.value)
      const free = [...(shown ?? [])].filter(([, slots]) => slots.length > 0).map(([date]) => date)
      return { today: today.value, selected: date.value, free: new Set(free), loading: shown === undefined && failure.value === null }
    }),
    week,
    slotsOn,
    slots: computed(() => (date.value === null ? null : slotsOn(date.value))),
    showMonth(month) {
      choices.adjust({ month })
    },
    showWeek: (first) => choices.adjust(first === null ? { week: null } : { week: first, month: null, date: null }),
    showZone(timeZone) {
      choices.adjust({ timeZone: timeZone === ownZone ? null : timeZone })
    },
    pickDay(date) {
      const change = { date, month: null, start: null }
      if (choices.now.value.date === null) choices.choose(change)
      else choices.adjust(change)
    },
  }
}
