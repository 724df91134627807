import { useState } from 'preact/hooks'
import { get, post, remove } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { formatter } from '../../ui/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { spanText } from '../said.ts'
import { may } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { locale, texts } from '../text.ts'
import type { AffectedList, Schedule } from '../wire.ts'
import { dateAt, wallAt } from '../zone.ts'
import { ofRep } from './calendar-state.ts'
import { HolidaysForm } from './HolidaysForm.tsx'

const t = texts.repCalendar

interface Props {
  readonly schedule: Schedule
  readonly onDone: (said: string) => void
}

/** When a rep is away. Whoever enters it sees beforehand how many appointments it concerns. */
export function TimeOffPanel({ schedule, onDone }: Props) {
  const { rep, timeOff } = schedule
  const zone = rep.timeZone
  const today = dateAt(new Date(), zone)
  const [days, setDays] = useState({ start: '', end: '' })
  const [concerned, setConcerned] = useState<number | null>(null)
  const [undone, setUndone] = useState<string | null>(null)
  const [line] = useState(newestOnly)
  const mayEnter = may('POST /api/v1/reps/{ref}/time-off')

  const { problem, errorAt, busy, submit } = useSubmit(async (value, form) => {
    const reason = value('reason')
    await asking(post(ofRep('time-off'), { timeOff: [{ from: days.start, to: days.end, ...(reason && { reason }) }] }))
    form.reset()
    setDays({ start: '', end: '' })
    setConcerned(null)
    onDone(t.timeOffSaved)
  })

  async function choose(part: Partial<typeof days>) {
    const chosen = { ...days, ...part }
    // Whoever is away for a day says so once.
    if (part.start && chosen.end < part.start) chosen.end = part.start
    setDays(chosen)
    setConcerned(null)
    if (!chosen.start || chosen.end < chosen.start) return
    const outcome = await line((signal) => get<AffectedList>(ofRep('affected'), { from: chosen.start, to: chosen.end }, signal))
    if (outcome && 'value' in outcome) setConcerned(outcome.value.items.length + outcome.value.unseen)
  }

  return (
    <section class="panel stack tight" aria-labelledby="time-off-title">
      <h2 id="time-off-title">{t.timeOffTitle}</h2>
      {timeOff.length === 0 && <p class="muted">{t.noTimeOff}</p>}
      {undone && <Notice tone="danger" title={undone} />}
      <ul class="rows">
        {timeOff.map(({ id, start, end, source, reason }) => {
          const span = awayText(new Date(start), new Date(end), zone)
          return (
            <li key={id} class="row spread">
              <span class="item-words">
                <span>{span}</span>
                {(reason || source === 'import') && (
                  <span class="small muted">{[reason, source === 'import' ? t.imported : null].filter(Boolean).join(' · ')}</span>
                )}
              </span>
              {mayEnter && source === 'entered' && (
                <button
                  type="button"
                  class="button-link compact"
                  aria-label={t.removeTimeOff(span)}
                  onClick={() => {
                    setUndone(null)
                    asking(remove(ofRep(`time-off/${id}`))).then(
                      () => onDone(t.takenBack),
                      (error: unknown) => setUndone(failureText(error)),
                    )
                  }}
                >
                  {t.remove}
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {mayEnter && (
        <form class="stack tight" onSubmit={submit}>
          {problem && <Notice tone="danger" title={problem} />}
          <div class="row tight two-dates">
            <Field id="time-off-start" label={t.firstDay} error={errorAt('/timeOff/0/from')}>
              {(control) => (
                <input
                  {...control}
                  type="date"
                  required
                  min={today}
                  value={days.start}
                  onChange={({ currentTarget: { value } }) => void choose({ start: value })}
                />
              )}
            </Field>
            <Field id="time-off-end" label={t.lastDay} error={errorAt('/timeOff/0/to')}>
              {(control) => (
                <input
                  {...control}
                  type="date"
                  required
                  min={days.start || today}
                  value={days.end}
                  onChange={({ currentTarget: { value } }) => void choose({ end: value })}
                />
              )}
            </Field>
          </div>
          <Field id="time-off-reason" label={t.why}>
            {(control) => <input {...control} name="reason" maxLength={200} />}
          </Field>
          <p aria-live="polite" class={concerned ? 'warning' : 'small muted'}>
            {concerned === null ? '' : t.concerns(concerned)}
          </p>
          <button type="submit" class="button" disabled={busy}>
            {t.addTimeOff}
          </button>
        </form>
      )}
      {mayEnter && <HolidaysForm schedule={schedule} onDone={onDone} />}
    </section>
  )
}

/** `Mar 2 – Mar 5` of whole days, with times where it begins or ends within a day. */
function awayText(start: Date, end: Date, zone: string): string {
  const isMidnight = (at: Date) => wallAt(at, zone).hour === 0 && wallAt(at, zone).minute === 0
  if (!isMidnight(start) || !isMidnight(end)) return spanText(start, end, zone)
  const days = formatter(locale, { timeZone: zone, weekday: 'short', month: 'short', day: 'numeric' })
  return days.formatRange(start, new Date(end.getTime() - 1))
}
