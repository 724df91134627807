import { locale, texts } from '../text/language.ts'
import { addDays, addMonths, firstOf, type LocalDate, lastOf, type Month, monthOf, weekdayOf, weeksOf } from './dates.ts'
import { dateText, firstDayOf, monthText, numberText, weekdayNames } from './format.ts'
import type { Signal } from './signal.ts'

/** What is known of the days: which may be picked, which one is, and where the calendar begins. */
export interface Days {
  readonly today: LocalDate
  readonly selected: LocalDate | null
  readonly free: ReadonlySet<LocalDate>
  readonly loading: boolean
}

/** The day that arrow keys have moved to, if any. */
export type Cursor = Signal<LocalDate | null>

interface Props {
  readonly month: Month
  readonly days: Days
  readonly cursor: Cursor
  readonly onMonth: (month: Month) => void
  readonly onPick: (date: LocalDate) => void
}

/** A month of days. One day is in the tab order; arrows, Home, End and Page keys move among them and into other months. */
export function MonthGrid({ month, days, cursor, onMonth, onPick }: Props) {
  const firstDay = firstDayOf(locale)
  const current = cursor.value !== null && monthOf(cursor.value) === month ? cursor.value : entryOf(month, days)

  function move(event: KeyboardEvent & { currentTarget: HTMLElement }) {
    const target = targetOf(event.key, (event.target as HTMLElement).dataset.date ?? current, firstDay)
    if (target === null) return
    event.preventDefault()
    const date = target < days.today ? days.today : target
    const grid = event.currentTarget
    cursor.value = date
    const focus = () => grid.querySelector<HTMLElement>(`[data-date="${date}"]`)?.focus()
    // At once, so that the next key begins there; in another month once that is drawn.
    if (monthOf(date) === month) return focus()
    onMonth(monthOf(date))
    setTimeout(focus)
  }

  return (
    <div class="month">
      <div class="month-bar">
        <h3 class="month-name" tabIndex={-1} aria-live="polite">
          {monthText(locale, month)}
        </h3>
        <MonthButton label={texts.day.previousMonth} path="M15 5l-7 7 7 7" {...step(-1)} />
        <MonthButton label={texts.day.nextMonth} path="M9 5l7 7-7 7" {...step(1)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of days that arrow keys move in is a grid */}
      <table role="grid" aria-label={monthText(locale, month)} aria-busy={days.loading} onKeyDown={move}>
        <thead>
          <tr>
            {weekdayNames(locale, firstDay).map(({ long, short }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month, firstDay).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((date, place) =>
                date === null ? (
                  <td key={place} />
                ) : (
                  <Day key={date} date={date} days={days} inTabOrder={date === current} onPick={onPick} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )

  function step(by: 1 | -1) {
    const other = addMonths(month, by)
    return { disabled: other < monthOf(days.today), onClick: () => onMonth(other) }
  }
}

function Day({ date, days, inTabOrder, onPick }: { date: LocalDate; days: Days; inTabOrder: boolean; onPick: Props['onPick'] }) {
  const free = days.free.has(date)
  const selected = date === days.selected
  const spoken = [dateText(locale, date), date === days.today && texts.day.today, free ? texts.day.free : texts.day.notFree]
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the cells of a grid are gridcells, and these may be selected
    <td aria-selected={selected}>
      <button
        type="button"
        data-date={date}
        class="day"
        tabIndex={inTabOrder ? 0 : -1}
        aria-disabled={!free}
        aria-label={spoken.filter(Boolean).join(', ')}
        {...(date === days.today && { 'aria-current': 'date' })}
        onClick={() => free && onPick(date)}
      >
        <time dateTime={date}>{numberText(locale, date)}</time>
      </button>
    </td>
  )
}

function MonthButton(props: { label: string; path: string; disabled: boolean; onClick: () => void }) {
  return (
    <button type="button" class="month-step" aria-label={props.label} disabled={props.disabled} onClick={props.onClick}>
      <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
        <path d={props.path} stroke-linecap="round" stroke-linejoin="round" />
      </svg>
    </button>
  )
}

/** Where the Tab key enters a month: the day that is picked, else the first free one, else today or the first. */
function entryOf(month: Month, { today, selected, free }: Days): LocalDate {
  if (selected !== null && monthOf(selected) === month) return selected
  const firstFree = [...free].filter((date) => monthOf(date) === month).sort()[0]
  return firstFree ?? (monthOf(today) === month ? today : firstOf(month))
}

function targetOf(key: string, from: LocalDate, firstDay: number): LocalDate | null {
  const place = (weekdayOf(from) - firstDay + 7) % 7
  const onwards = texts.direction === 'rtl' ? -1 : 1
  switch (key) {
    case 'ArrowLeft':
      return addDays(from, -onwards)
    case 'ArrowRight':
      return addDays(from, onwards)
    case 'ArrowUp':
      return addDays(from, -7)
    case 'ArrowDown':
      return addDays(from, 7)
    case 'Home':
      return addDays(from, -place)
    case 'End':
      return addDays(from, 6 - place)
    case 'PageUp':
      return sameDay(from, -1)
    case 'PageDown':
      return sameDay(from, 1)
    default:
      return null
  }
}

function sameDay(from: LocalDate, months: number): LocalDate {
  const month = addMonths(monthOf(from), months)
  const date = `${month}-${from.slice(8)}`
  return date > lastOf(month) ? lastOf(month) : date
}
