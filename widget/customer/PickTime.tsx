import { locale, texts } from '../text/language.ts'
import { weekStart } from '../ui/dates.ts'
import { firstDayOf } from '../ui/format.ts'
import { MonthGrid } from '../ui/MonthGrid.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { later } from './later.tsx'
import type { Picker } from './picker.ts'
import { SlotList } from './SlotList.tsx'
import { ZoneField } from './ZoneField.tsx'

const NoTimesInMonth = later((parts) => parts.NoTimesInMonth)
const WeekGrid = later((parts) => parts.WeekGrid)

interface Props {
  readonly picker: Picker
  readonly onPick: (start: string) => void
  readonly onOtherDay: () => void
}

/** The day and the time: a month of days with the times of one beside it, or a week with all its times. */
export function PickTime({ picker, onPick, onOtherDay }: Props) {
  const days = picker.days.value
  const failure = picker.failure.value
  const inWeeks = picker.week.value !== null
  const selected = inWeeks ? null : days.selected
  return (
    <div class={inWeeks ? 'picker in-weeks' : selected === null ? 'picker' : 'picker has-day'}>
      <section class="picker-day stack">
        <div class="picker-head">
          <StepHeading>{inWeeks ? texts.time.heading : texts.day.heading}</StepHeading>
          <Views picker={picker} />
        </div>
        {inWeeks ? (
          <WeekGrid picker={picker} onPick={onPick} />
        ) : (
          <MonthGrid month={picker.month.value} days={days} cursor={picker.cursor} onMonth={picker.showMonth} onPick={picker.pickDay} />
        )}
        {failure && <FailureNotice failure={failure} onAgain={picker.refresh} />}
        {!failure && !inWeeks && !days.loading && days.free.size === 0 && <NoTimesInMonth key={picker.month.value} picker={picker} />}
        <ZoneField picker={picker} />
      </section>
      {!inWeeks && (
        <section class="picker-time stack">
          {selected === null ? (
            <p class="muted picker-hint">{texts.time.pickDay}</p>
          ) : (
            <SlotList
              key={selected}
              date={selected}
              slots={picker.slots.value}
              timeZone={picker.timeZone.value}
              onPick={onPick}
              onOtherDay={onOtherDay}
            />
          )}
        </section>
      )}
    </div>
  )
}

/** Whether a month is shown or a week. */
function Views({ picker }: { picker: Picker }) {
  const { week, days } = picker
  const firstFree = [...days.value.free].sort()[0]
  const begin = weekStart(days.value.selected ?? firstFree ?? days.value.today, firstDayOf(locale))
  const views = [
    { name: texts.day.month, on: week.value === null, show: () => picker.showWeek(null) },
    { name: texts.day.week, on: week.value !== null, show: () => picker.showWeek(begin) },
  ]
  return (
    <div class="views">
      {views.map(({ name, on, show }) => (
        <button key={name} type="button" aria-pressed={on} onClick={show}>
          {name}
        </button>
      ))}
    </div>
  )
}
