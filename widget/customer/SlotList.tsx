import { locale, texts } from '../text/language.ts'
import { dateText } from '../ui/format.ts'
import { StepHeading } from '../ui/StepHeading.tsx'
import { Busy } from './Screens.tsx'
import { timesOf } from './times.ts'

interface Props {
  readonly date: string
  /** Null while they are not known. */
  readonly slots: readonly string[] | null
  readonly timeZone: string
  readonly onPick: (start: string) => void
  readonly onOtherDay: () => void
}

/** The free times of one day, as buttons. Times are shown in the customer's zone and sent back untouched. */
export function SlotList({ date, slots, timeZone, onPick, onOtherDay }: Props) {
  return (
    <>
      <div>
        <StepHeading>{texts.time.heading}</StepHeading>
        <p class="muted">
          <time dateTime={date}>{dateText(locale, date)}</time>
        </p>
      </div>
      <button type="button" class="button-quiet other-day" onClick={onOtherDay}>
        {texts.time.otherDay}
      </button>
      {slots === null && <Busy />}
      {slots?.length === 0 && <p role="status">{texts.time.none}</p>}
      {slots !== null && <Times slots={slots} timeZone={timeZone} onPick={onPick} />}
    </>
  )
}

/** Morning, afternoon and evening apart, so that an eye finds a time in a long list. */
function Times({ slots, timeZone, onPick }: Pick<Props, 'timeZone' | 'onPick'> & { slots: readonly string[] }) {
  const shown = timesOf(slots, timeZone)
  const parts = [
    { name: texts.time.morning, times: shown.filter(({ hour }) => hour < 12) },
    { name: texts.time.afternoon, times: shown.filter(({ hour }) => hour >= 12 && hour < 17) },
    { name: texts.time.evening, times: shown.filter(({ hour }) => hour >= 17) },
  ].filter(({ times }) => times.length > 0)
  return (
    <div class="times">
      {parts.map(({ name, times }) => (
        <section key={name} class="stack">
          <h3 class="times-name">{name}</h3>
          <ul class="slots">
            {times.map(({ start, label }) => (
              <li key={start}>
                <button type="button" class="slot" onClick={() => onPick(start)}>
                  <time dateTime={start}>{label}</time>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
