import { texts } from '../text/language.ts'
import { MonthGrid } from '../ui/MonthGrid.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { ZoneSelect } from '../ui/ZoneSelect.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { later } from './later.tsx'
import type { Picker } from './picker.ts'
import { SlotList } from './SlotList.tsx'

const NoTimesInMonth = later((parts) => parts.NoTimesInMonth)

interface Props {
  readonly picker: Picker
  readonly onPick: (start: string) => void
  readonly onOtherDay: () => void
}

/** The day and the time. Side by side where there is room; on a narrow screen one after the other. */
export function PickTime({ picker, onPick, onOtherDay }: Props) {
  const days = picker.days.value
  const failure = picker.failure.value
  const hasDay = days.selected !== null
  return (
    <div class={hasDay ? 'picker has-day' : 'picker'}>
      <section class="picker-day stack">
        <StepHeading>{texts.day.heading}</StepHeading>
        <MonthGrid month={picker.month.value} days={days} cursor={picker.cursor} onMonth={picker.showMonth} onPick={picker.pickDay} />
        {failure && <FailureNotice failure={failure} onAgain={picker.refresh} />}
        {!failure && !days.loading && days.free.size === 0 && <NoTimesInMonth key={picker.month.value} picker={picker} />}
        <ZoneSelect timeZone={picker.timeZone.value} onChange={picker.showZone} />
      </section>
      <section class="picker-time stack">
        {days.selected === null ? (
          <p class="muted picker-hint">{texts.time.pickDay}</p>
        ) : (
          <SlotList
            key={days.selected}
            date={days.selected}
            slots={picker.slots.value}
            timeZone={picker.timeZone.value}
            onPick={onPick}
            onOtherDay={onOtherDay}
          />
        )}
      </section>
    </div>
  )
}
