import { laterTexts, locale, texts } from '../text/language.ts'
import { addDays, type LocalDate, weekStart } from '../ui/dates.ts'
import { dateText, firstDayOf } from '../ui/format.ts'
import { dayParts, rangeText } from '../ui/span.ts'
import { Chevron } from './Chevron.tsx'
import type { Picker } from './picker.ts'
import { timesOf } from './times.ts'

interface Props {
  readonly picker: Picker
  readonly onPick: (start: string) => void
}

/** A week of days, each with its free times. */
export function WeekGrid({ picker, onPick }: Props) {
  const { today } = picker.days.value
  const first = weekStart(picker.week.value ?? today, firstDayOf(locale))
  const days = Array.from({ length: 7 }, (_, place) => addDays(first, place))
  const step = (by: number) => () => picker.showWeek(addDays(first, by))
  const slots = days.map((date) => ({ date, slots: picker.slotsOn(date) }))
  return (
    <div class="week">
      <div class="month-bar">
        <h3 class="month-name" tabIndex={-1} aria-live="polite">
          {rangeText(locale, first, days[6] ?? first)}
        </h3>
        <WeekButton label={laterTexts.week.previous} back disabled={first <= today} onClick={step(-7)} />
        <WeekButton label={laterTexts.week.next} onClick={step(7)} />
      </div>
      {slots.some((one) => one.slots === null) && (
        <p class="muted" role="status">
          <span class="busy" aria-hidden="true" /> {texts.loading}
        </p>
      )}
      {slots.every((one) => one.slots?.length === 0) && <p role="status">{laterTexts.week.none}</p>}
      <div class="week-days">
        {slots.map((one) => (
          <Day key={one.date} {...one} isToday={one.date === today} timeZone={picker.timeZone.value} onPick={onPick} />
        ))}
      </div>
    </div>
  )
}

interface DayProps {
  readonly date: LocalDate
  readonly slots: readonly string[] | null
  readonly isToday: boolean
  readonly timeZone: string
  readonly onPick: (start: string) => void
}

function Day({ date, slots, isToday, timeZone, onPick }: DayProps) {
  const [weekday, day] = dayParts(locale, date)
  return (
    <section class={slots?.length ? 'week-day' : 'week-day empty'} aria-label={dateText(locale, date)}>
      <h4 class="week-day-name" {...(isToday && { 'aria-current': 'date' })}>
        <time dateTime={date}>
          <span class="muted">{weekday}</span>
          <span>{day}</span>
        </time>
      </h4>
      {slots?.length ? (
        <ul class="week-slots">
          {timesOf(slots, timeZone).map(({ start, label }) => (
            <li key={start}>
              <button type="button" class="slot" onClick={() => onPick(start)}>
                <time dateTime={start}>{label}</time>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="muted small">
          <span aria-hidden="true">–</span>
          <span class="visually-hidden">{slots === null ? texts.loading : texts.day.notFree}</span>
        </p>
      )}
    </section>
  )
}

function WeekButton({ label, back, disabled, onClick }: { label: string; back?: boolean; disabled?: boolean; onClick: () => void }) {
  return (
    <button type="button" class={back ? 'month-step back' : 'month-step'} aria-label={label} disabled={disabled ?? false} onClick={onClick}>
      <Chevron />
    </button>
  )
}
