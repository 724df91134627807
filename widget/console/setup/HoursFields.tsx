/** When a rep works: the usual hours, other hours on single days, and time off. */
import { texts } from '../text.ts'
import { Group } from './fields.tsx'
import type { Draft } from './form.ts'
import { RowList } from './RowList.tsx'
import { instantOf, wallOf } from './wall.ts'

const words = texts.setup.reps
type Day = keyof typeof texts.setup.days

interface Hours {
  readonly start: string
  readonly end: string
}
interface WeeklyHours extends Hours {
  readonly days: readonly Day[]
}
interface Override {
  readonly date: string
  readonly hours: readonly Hours[]
}

const rowsOf = <T,>(draft: Draft, field: string) => (draft.thing[field] ?? []) as readonly T[]

/** The hours of every week. */
export function HoursField({ draft }: { draft: Draft }) {
  return (
    <Group isAlone name="weeklyHours" label={words.hours} hint={words.hoursHint} error={draft.errorAt('weeklyHours')}>
      <RowList<WeeklyHours>
        rows={rowsOf(draft, 'weeklyHours')}
        onRows={(rows) => draft.set('weeklyHours', rows)}
        nameOf={(_, i) => words.hoursRow(i + 1)}
        add={words.addHours}
        blank={() => ({ days: ['MO', 'TU', 'WE', 'TH', 'FR'], start: '09:00', end: '17:00' })}
      >
        {(row, change, i) => (
          <>
            <fieldset class="days-of" aria-label={words.daysOf(i + 1)}>
              {Object.entries(texts.setup.days).map(([day, name]) => (
                <label key={day} class="day">
                  <input
                    type="checkbox"
                    checked={row.days.includes(day as Day)}
                    onChange={({ currentTarget }) => change({ days: daysWith(row.days, day as Day, currentTarget.checked) })}
                  />
                  <span>{name}</span>
                </label>
              ))}
            </fieldset>
            <Between row={row} change={change} />
          </>
        )}
      </RowList>
    </Group>
  )
}

/** The days in the order of the week. */
const daysWith = (days: readonly Day[], day: Day, on: boolean) =>
  (Object.keys(texts.setup.days) as Day[]).filter((one) => (one === day ? on : days.includes(one)))

/** From and to, as wall time; the end of a day can be written as 24:00. */
function Between({ row, change }: { row: Hours; change: (part: Partial<Hours>) => void }) {
  return (
    <span class="between">
      <input
        class="control"
        type="time"
        aria-label={words.from}
        value={row.start}
        onInput={({ currentTarget }) => change({ start: currentTarget.value })}
      />
      <span aria-hidden="true">–</span>
      <input
        class="control"
        type="time"
        aria-label={words.to}
        // A browser knows no 24:00: midnight at the end of a day is shown as the beginning of the next, and kept as it was.
        value={row.end === '24:00' ? '00:00' : row.end}
        onInput={({ currentTarget }) => change({ end: currentTarget.value === '00:00' ? '24:00' : currentTarget.value })}
      />
    </span>
  )
}

/** Days on which other hours hold. */
export function OverridesField({ draft }: { draft: Draft }) {
  return (
    <Group name="overrides" label={words.dates} hint={words.datesHint} error={draft.errorAt('overrides')}>
      <RowList<Override>
        rows={rowsOf(draft, 'overrides')}
        onRows={(rows) => draft.set('overrides', rows)}
        nameOf={(_, i) => words.dateRow(i + 1)}
        add={words.addDate}
        blank={() => ({ date: '', hours: [] })}
      >
        {(row, change) => (
          <>
            <input
              class="control narrow"
              type="date"
              aria-label={words.date}
              value={row.date}
              onInput={({ currentTarget }) => change({ date: currentTarget.value })}
            />
            <label class="tick">
              <input
                type="checkbox"
                checked={row.hours.length > 0}
                onChange={({ currentTarget }) => change({ hours: currentTarget.checked ? [{ start: '09:00', end: '17:00' }] : [] })}
              />
              <span>{words.works}</span>
            </label>
            {row.hours.map((hours, i) => (
              <Between
                key={i}
                row={hours}
                change={(part) => change({ hours: row.hours.map((one, k) => (k === i ? { ...one, ...part } : one)) })}
              />
            ))}
          </>
        )}
      </RowList>
    </Group>
  )
}

interface Span {
  readonly start: string
  readonly end: string
}

/** When the rep is away, as wall time in the rep's zone. */
export function TimeOffField({ draft }: { draft: Draft }) {
  const zone = String(draft.thing.timeZone)
  return (
    <Group name="timeOff" label={words.off} hint={words.offHint(zone)} error={draft.errorAt('timeOff')}>
      <RowList<Span>
        rows={rowsOf(draft, 'timeOff')}
        onRows={(rows) => draft.set('timeOff', rows)}
        nameOf={(_, i) => words.offRow(i + 1)}
        add={words.addOff}
        blank={() => ({ start: '', end: '' })}
      >
        {(row, change) => (
          <span class="between wide-between">
            {(['start', 'end'] as const).map((side) => (
              <input
                key={side}
                class="control"
                type="datetime-local"
                aria-label={side === 'start' ? words.from : words.to}
                value={wallOf(row[side], zone)}
                onChange={({ currentTarget }) => change({ [side]: instantOf(currentTarget.value, zone) })}
              />
            ))}
          </span>
        )}
      </RowList>
    </Group>
  )
}
