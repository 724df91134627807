import { useState } from 'preact/hooks'
import { laterTexts, locale } from '../text/language.ts'
import { addDays, addMonths, firstOf, type LocalDate, monthOf } from '../ui/dates.ts'
import { monthText } from '../ui/format.ts'
import { announce } from '../ui/LiveStatus.tsx'
import { Notice } from '../ui/Notice.tsx'
import { failureOf } from './failure.ts'
import type { Picker, SlotSource } from './picker.ts'

const SEARCH_STEP_DAYS = 92
const SEARCH_STEPS = 4

interface Props {
  readonly picker: Picker
}

/** An empty month says so, and leads to the next one that is not. */
export function NoTimesInMonth({ picker }: Props) {
  const [search, setSearch] = useState<'idle' | 'busy' | 'none'>('idle')
  const { noTimes } = laterTexts

  async function findNext(button: HTMLElement) {
    const from = picker.source.value
    if (from === null || search === 'busy') return
    setSearch('busy')
    announce(noTimes.searching)
    try {
      const found = await firstFree(from, firstOf(addMonths(picker.month.value, 1)), picker.timeZone.value)
      setSearch(found === null ? 'none' : 'idle')
      if (found === null) return announce(noTimes.noneAtAll)
      announce('')
      // This button goes away with its month; the focus goes on to what comes in its place.
      const name = button.closest('.picker')?.querySelector<HTMLElement>('.month-name')
      picker.showMonth(monthOf(found))
      name?.focus()
    } catch (error) {
      setSearch('idle')
      picker.failure.value = failureOf(error)
    }
  }

  if (search === 'none') {
    return (
      <Notice title={noTimes.noneAtAll}>
        <p>{noTimes.noneAtAllDetail}</p>
      </Notice>
    )
  }
  const busy = search === 'busy'
  return (
    <Notice title={noTimes.inMonth(monthText(locale, picker.month.value))}>
      <p>
        <button type="button" class="button-quiet" aria-disabled={busy} onClick={(event) => void findNext(event.currentTarget)}>
          {busy && <span class="busy" aria-hidden="true" />}
          {busy ? noTimes.searching : noTimes.findNext}
        </button>
      </p>
    </Notice>
  )
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
