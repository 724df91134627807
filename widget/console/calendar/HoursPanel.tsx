import { useState } from 'preact/hooks'
import { patch } from '../../api.ts'
import { weekdayNames } from '../../ui/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { zoneCity } from '../said.ts'
import { may } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { locale, texts } from '../text.ts'
import type { Schedule } from '../wire.ts'
import { ofRep } from './calendar-state.ts'
import { byDay, type ClockSpan, weeklyOf } from './weekly.ts'

const t = texts.repCalendar
const FIRST: ClockSpan = { start: '09:00', end: '17:00' }

interface Props {
  readonly schedule: Schedule
  readonly onDone: (said: string) => void
}

/** When a rep works each week. */
export function HoursPanel({ schedule, onDone }: Props) {
  const [days, setDays] = useState(() => byDay(schedule.weeklyHours))
  const mayChange = may('PATCH /api/v1/reps/{ref}/schedule')
  const { problem, busy, submit } = useSubmit(async () => {
    await asking(patch(ofRep('schedule'), { weeklyHours: weeklyOf(days) }))
    onDone(t.saved)
  })
  const put = (day: number, spans: readonly ClockSpan[]) => setDays(days.map((one, i) => (i === day ? spans : one)))
  const change = (day: number, at: number, part: Partial<ClockSpan>) =>
    put(
      day,
      (days[day] ?? []).map((one, i) => (i === at ? { ...one, ...part } : one)),
    )
  return (
    <form class="panel stack tight" aria-labelledby="hours-title" onSubmit={submit}>
      <h2 id="hours-title">{t.hours}</h2>
      <p class="small muted">{t.hoursHint(zoneCity(schedule.rep.timeZone))}</p>
      {problem && <Notice tone="danger" title={problem} />}
      <ul class="hours-days">
        {weekdayNames(locale, 1).map(({ long }, day) => (
          <li key={long}>
            <span class="strong">{long}</span>
            <div class="stack tight">
              {days[day]?.length === 0 && <span class="muted">{t.off}</span>}
              {days[day]?.map(({ start, end }, at) => (
                <div key={`${day}-${at}`} class="row tight clock-span">
                  <input
                    class="control"
                    type="time"
                    required
                    aria-label={t.from(long)}
                    value={start}
                    disabled={!mayChange}
                    onInput={({ currentTarget: { value } }) => change(day, at, { start: value })}
                  />
                  <span aria-hidden="true">–</span>
                  <input
                    class="control"
                    type="time"
                    required
                    aria-label={t.until(long)}
                    value={end}
                    disabled={!mayChange}
                    onInput={({ currentTarget: { value } }) => change(day, at, { end: value })}
                  />
                  {mayChange && (
                    <button
                      type="button"
                      class="button-link compact"
                      aria-label={t.removeHours(long, `${start}–${end}`)}
                      onClick={() =>
                        put(
                          day,
                          (days[day] ?? []).filter((_, i) => i !== at),
                        )
                      }
                    >
                      ✕
                    </button>
                  )}
                </div>
              ))}
            </div>
            {mayChange && (
              <button
                type="button"
                class="button-link compact"
                aria-label={t.addTo(long)}
                onClick={() => put(day, [...(days[day] ?? []), { start: days[day]?.at(-1)?.end ?? FIRST.start, end: FIRST.end }])}
              >
                +
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <button type="submit" class="button" disabled={busy}>
          {t.save}
        </button>
      )}
    </form>
  )
}
