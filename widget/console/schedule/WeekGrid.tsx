import { useEffect, useRef } from 'preact/hooks'
import { shortDateText, timeText } from '../../ui/format.ts'
import { shortMoment } from '../said.ts'
import { locale, texts } from '../text.ts'
import type { Cell, week } from './calendar-state.ts'
import { moveInGrid } from './grid-keys.ts'

interface Props {
  readonly week: typeof week.value
  readonly timeZone: string
  readonly now: Date
  readonly picked: Date | null
  readonly onPick: (start: Date) => void
}

/** A week by half-hours, each with the number of reps who are free then: the darker, the more. */
export function WeekGrid({ week, timeZone, now, picked, onPick }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const pickedTime = picked?.getTime() ?? null
  const cells = week.rows.flatMap((row) => row.cells)
  const usable = cells.filter(({ start }) => start && start >= now)
  const entry = usable.find(({ start }) => start?.getTime() === pickedTime) ?? usable.find(({ free }) => free) ?? usable[0]

  // What is picked, or else the first free time, is in sight.
  useEffect(() => {
    const frame = scroller.current
    const row = frame?.querySelector<HTMLElement>('[aria-pressed="true"], [data-entry]')?.closest('tr')
    if (frame && row) frame.scrollTop = Math.max(0, row.offsetTop - frame.clientHeight / 2)
  }, [pickedTime, week.dates[0], week.rows.length])

  const slotOf = (cell: Cell) =>
    cell.start && cell.start >= now ? (
      <Slot
        start={cell.start}
        free={cell.free}
        level={levelOf(cell.free, week.most)}
        timeZone={timeZone}
        state={{ picked: cell.start.getTime() === pickedTime, entry: cell === entry }}
        onPick={onPick}
      />
    ) : (
      <span class="slot past" />
    )

  return (
    <div class="week" ref={scroller}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of times that arrow keys move in is a grid */}
      <table role="grid" aria-label={texts.calendar.week} onKeyDown={moveInGrid}>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">{texts.calendar.time}</span>
            </th>
            {week.dates.map((date) => (
              <th key={date} scope="col">
                {shortDateText(locale, date).split(',')[0]} <span class="muted">{Number(date.slice(8))}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {week.rows.map((row) => (
            <tr key={row.minute}>
              <th scope="row">
                {row.minute % 60 === 0 ? hourText(row.minute) : <span class="visually-hidden">{hourText(row.minute)}</span>}
              </th>
              {row.cells.map((cell) => (
                <td key={cell.date}>{slotOf(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface SlotProps {
  readonly start: Date
  readonly free: number | null
  readonly level: number
  readonly timeZone: string
  readonly state: { readonly picked: boolean; readonly entry: boolean }
  readonly onPick: (start: Date) => void
}

function Slot({ start, free, level, timeZone, state, onPick }: SlotProps) {
  const count = free ? texts.calendar.free(free) : texts.calendar.nobody
  return (
    <button
      type="button"
      class="slot"
      data-level={level}
      data-entry={state.entry || undefined}
      tabIndex={state.entry ? 0 : -1}
      aria-pressed={state.picked}
      aria-label={`${shortMoment(start, timeZone)}, ${count}`}
      onClick={() => onPick(start)}
    >
      {free || ''}
    </button>
  )
}

const levelOf = (free: number | null, most: number) => (free ? Math.ceil((free / most) * 4) : 0)

const hourText = (minute: number) => timeText(locale, 'UTC', new Date(minute * 60_000).toISOString()).replace(':00', '')
