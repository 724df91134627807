import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import { texts } from '../text/language.ts'
import { addDays, addMonths, dateIn, firstOf, type LocalDate, lastOf, type Month, monthOf } from '../ui/dates.ts'
import { announce } from '../ui/LiveStatus.tsx'
import type { Days } from '../ui/MonthGrid.tsx'
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
  readonly days: ReadonlySignal<Days>
  /** The free times of the chosen day, or null while they are not known. */
  readonly slots: ReadonlySignal<readonly string[] | null>
  readonly failure: ReadonlySignal<Failure | null>
  readonly search: ReadonlySignal<'idle' | 'busy' | 'none'>
  showMonth(month: Month): void
  showZone(timeZone: string): void
  pickDay(date: LocalDate): void
  findNext(): Promise<void>
  /** What is known of free times may be wrong: read it again. */
  refresh(): void
}

type MonthOfSlots = ReadonlyMap<LocalDate, readonly string[]>

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone
const SEARCH_STEP_DAYS = 92
const SEARCH_STEPS = 4
const STALE_AFTER = 60_000

export function createPicker(choices: Choices, source: ReadonlySignal<SlotSource | null>): Picker {
  const known = signal<ReadonlyMap<string, MonthOfSlots>>(new Map())
  const failure = signal<Failure | null>(null)
  const search = signal<'idle' | 'busy' | 'none'>('idle')
  const asked = new Set<string>()

  const timeZone = computed(() => choices.now.value.timeZone ?? ownZone)
  const today = computed(() => dateIn(timeZone.value, new Date()))
  const date = computed(() => {
    const { date, start } = choices.now.value
    return date ?? (start === null ? null : dateIn(timeZone.value, new Date(start)))
  })
  const month = computed(() => {
    const wished = choices.now.value.month ?? monthOf(date.value ?? today.value)
    return wished < monthOf(today.value) ? monthOf(today.value) : wished
  })
  const slotsIn = (month: Month) => known.value.get(`${source.value?.key} ${timeZone.value} ${month}`)

  effect(() => {
    if (source.value === null) return
    void load(source.value, month.value)
    if (date.value !== null && date.value >= today.value) void load(source.value, monthOf(date.value))
  })

  async function load(from: SlotSource, month: Month) {
    const key = `${from.key} ${timeZone.value} ${month}`
    if (known.value.has(key) || asked.has(key)) return
    asked.add(key)
    failure.value = null
    const first = firstOf(month) < today.value ? today.value : firstOf(month)
    try {
      const { days } = await from.load({ from: first, to: lastOf(month), timeZone: timeZone.value })
      known.value = new Map(known.value).set(key, new Map(days.map(({ date, slots }) => [date, slots])))
      asked.delete(key)
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  function refresh() {
    asked.clear()
    failure.value = null
    known.value = new Map()
  }

  let leftAt = 0
  addEventListener('visibilitychange', () => {
    if (document.hidden) leftAt = Date.now()
    else if (Date.now() - leftAt > STALE_AFTER) refresh()
  })

  return {
    timeZone,
    month,
    failure,
    search,
    refresh,
    days: computed(() => {
      const shown = slotsIn(month.value)
      const free = [...(shown ?? [])].filter(([, slots]) => slots.length > 0).map(([date]) => date)
      return { today: today.value, selected: date.value, free: new Set(free), loading: shown === undefined && failure.value === null }
    }),
    slots: computed(() => {
      if (date.value === null) return null
      const days = slotsIn(monthOf(date.value))
      if (date.value < today.value) return []
      return days === undefined ? null : (days.get(date.value) ?? [])
    }),
    showMonth(month) {
      search.value = 'idle'
      choices.adjust({ month })
    },
    showZone(timeZone) {
      choices.adjust({ timeZone: timeZone === ownZone ? null : timeZone })
    },
    pickDay(date) {
      const change = { date, month: null, start: null }
      if (choices.now.value.date === null) choices.choose(change)
      else choices.adjust(change)
    },
    async findNext() {
      const from = source.value
      if (from === null || search.value === 'busy') return
      search.value = 'busy'
      announce(texts.day.searching)
      try {
        const found = await firstFree(from, firstOf(addMonths(month.value, 1)), timeZone.value)
        search.value = found === null ? 'none' : 'idle'
        if (found !== null) choices.adjust({ month: monthOf(found) })
        else announce(texts.day.noneAtAll)
      } catch (error) {
        search.value = 'idle'
        failure.value = failureOf(error)
      }
    },
  }
}

async function firstFree(source: SlotSource, after: LocalDate, timeZone: string): Promise<LocalDate | null> {
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const from = addDays(after, step * SEARCH_STEP_DAYS)
    const { days } = await source.load({ from, to: addDays(from, SEARCH_STEP_DAYS - 1), timeZone })
    const found = days.find(({ slots }) => slots.length > 0)
    if (found) return found.date
  }
  return null
}
