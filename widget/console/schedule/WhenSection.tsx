import { dateText } from '../../ui/format.ts'
import { daysAway, isSameClock, ownZone, sentence } from '../said.ts'
import { locale, texts } from '../text.ts'
import { answer } from './answer-state.ts'
import { calendarProblem, day, days, leaf, monday, showDay, today, week, weeks } from './calendar-state.ts'
import { backToCustomer, goToCandidates } from './call.ts'
import { zone } from './customer-state.ts'
import { DayPicker } from './DayPicker.tsx'
import { onKeys } from './focus.ts'
import { now, pick, spokenDay, type, typed, when, whenText } from './time-state.ts'
import { WeekGrid } from './WeekGrid.tsx'

/** When the customer wants to be met: said in words, or picked in the calendar. */
export function WhenSection() {
  return (
    <section class="panel stack" aria-labelledby="when-title">
      <h2 id="when-title">{texts.when.title}</h2>
      <div class="field">
        <label for="when">{texts.when.label}</label>
        <input
          id="when"
          class="control when"
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder={texts.when.placeholder}
          aria-describedby="when-read"
          value={whenText.value}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={onKeys({ Enter: () => void goToCandidates(), Escape: backToCustomer })}
        />
        <ReadBack />
        <InShort />
      </div>
      <DayPicker
        days={days.value}
        shown={{ day: day.value, today: today.value, weeks: weeks.value, isFirst: monday.value <= today.value }}
        onPick={showDay}
        onLeaf={leaf}
        onWeeks={(count) => {
          weeks.value = count
        }}
      />
      {calendarProblem.value && (
        <p role="alert" class="error">
          {texts.calendar.failed} {calendarProblem.value}
        </p>
      )}
      <WeekGrid week={week.value} timeZone={zone.value} now={now.value} picked={when.value?.start ?? null} onPick={pickOrGoOn} />
    </section>
  )
}

/** What is picked already is meant: on to the reps. */
function pickOrGoOn(start: Date) {
  if (when.value?.start.getTime() === start.getTime()) void goToCandidates()
  else pick(start)
}

/** The answer in a line, where the answer itself stands far below: on narrow screens. */
function InShort() {
  const known = answer.value
  if (!known || !when.value) return null
  return (
    <button type="button" class="button-quiet in-short" onClick={() => void goToCandidates()}>
      {texts.answer.inShort(known.available, known.candidates[0]?.rep.name ?? null)}
    </button>
  )
}

/** What was understood, at once and in full. */
function ReadBack() {
  const understood = when.value
  const isElsewhere = understood !== null && !isSameClock(understood.start, zone.value, ownZone())
  return (
    <div id="when-read" class="read-back" role="status">
      {understood ? (
        <>
          <p class="strong">{sentence(understood.start, zone.value, now.value)}</p>
          <p class="small muted">
            {daysAway(understood.start, zone.value, now.value)}
            {isElsewhere && ` · ${texts.when.yours(sentence(understood.start, ownZone(), now.value))}`}
          </p>
          {understood.note && <p class="warning">{texts.when[understood.note]}</p>}
        </>
      ) : (
        <p class="muted">{hintFor(typed.value, spokenDay.value)}</p>
      )}
    </div>
  )
}

function hintFor(text: string, date: string | null): string {
  if (!text.trim()) return texts.answer.waiting
  return date ? texts.when.dayOnly(dateText(locale, date)) : texts.when.unread
}
