import { dateText, shortDateText, weekdayNames } from '../../ui/format.ts'
import { locale, texts } from '../text.ts'
import { moveInGrid } from './grid-keys.ts'

interface Props {
  readonly days: readonly { readonly date: string; readonly free: number | null }[]
  readonly shown: { readonly day: string; readonly today: string; readonly weeks: 2 | 6; readonly isFirst: boolean }
  readonly onPick: (date: string) => void
  readonly onLeaf: (direction: -1 | 1) => void
  readonly onWeeks: (weeks: 2 | 6) => void
}

/** Two or six weeks of days, to choose whose week is shown by half-hours. */
export function DayPicker({ days, shown, onPick, onLeaf, onWeeks }: Props) {
  const rows = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
  const first = days[0]?.date ?? shown.today
  const last = days.at(-1)?.date ?? shown.today
  const inTabOrder = days.some(({ date }) => date === shown.day) ? shown.day : first
  return (
    <div class="days">
      <div class="row spread">
        <h3 aria-live="polite">{texts.calendar.weekOf(shortDateText(locale, first), shortDateText(locale, last))}</h3>
        <span class="row tight">
          <button type="button" class="button-link compact" onClick={() => onWeeks(shown.weeks === 2 ? 6 : 2)}>
            {shown.weeks === 2 ? texts.calendar.more : texts.calendar.fewer}
          </button>
          <Leaf label={texts.calendar.earlier} path="M15 5l-7 7 7 7" disabled={shown.isFirst} onClick={() => onLeaf(-1)} />
          <Leaf label={texts.calendar.later} path="M9 5l7 7-7 7" disabled={false} onClick={() => onLeaf(1)} />
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of days that arrow keys move in is a grid */}
      <table role="grid" aria-label={texts.calendar.days} onKeyDown={moveInGrid}>
        <thead>
          <tr>
            {weekdayNames(locale, 1).map(({ long, short }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]?.date}>
              {row.map(({ date, free }) => (
                <td key={date}>
                  <button
                    type="button"
                    class="date"
                    data-open={free !== null && free > 0 && date >= shown.today}
                    disabled={date < shown.today}
                    tabIndex={date === inTabOrder ? 0 : -1}
                    aria-pressed={date === shown.day}
                    aria-label={`${dateText(locale, date)}, ${free ? texts.calendar.open : texts.calendar.full}`}
                    {...(date === shown.today && { 'aria-current': 'date' })}
                    onClick={() => onPick(date)}
                  >
                    {Number(date.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Leaf(props: { label: string; path: string; disabled: boolean; onClick: () => void }) {
  return (
    <button type="button" class="leaf" aria-label={props.label} disabled={props.disabled} onClick={props.onClick}>
      <svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
        <path d={props.path} stroke-linecap="round" stroke-linejoin="round" />
      </svg>
    </button>
  )
}
