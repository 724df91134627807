import { useState } from 'preact/hooks'
import { patch } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { shortDateText } from '../../ui/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { may } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { locale, texts } from '../text.ts'
import type { Schedule } from '../wire.ts'
import { dateAt } from '../zone.ts'
import { ofRep } from './calendar-state.ts'

const t = texts.repCalendar

interface Props {
  readonly schedule: Schedule
  readonly onDone: (said: string) => void
}

/** Dates on which a rep works at other hours than in other weeks. */
export function OverridesPanel({ schedule: { rep, overrides }, onDone }: Props) {
  const [isOff, setOff] = useState(false)
  const today = dateAt(new Date(), rep.timeZone)
  const coming = overrides.filter(({ date }) => date >= today).sort((a, b) => (a.date < b.date ? -1 : 1))
  const mayChange = may('PATCH /api/v1/reps/{ref}/schedule')
  const keep = async (list: Schedule['overrides']) => {
    await asking(patch(ofRep('schedule'), { overrides: list }))
    onDone(t.overrideSaved)
  }
  const { problem, errorAt, busy, submit } = useSubmit(async (value, form) => {
    const date = value('date')
    const hours = isOff ? [] : [{ start: value('start'), end: value('end') === '00:00' ? '24:00' : value('end') }]
    await keep([...overrides.filter((one) => one.date !== date), { date, hours }])
    form.reset()
    setOff(false)
  })
  const hoursText = (hours: Schedule['overrides'][number]['hours']) =>
    hours.length === 0 ? t.off : hours.map(({ start, end }) => `${start}–${end}`).join(', ')
  return (
    <section class="panel stack tight" aria-labelledby="overrides-title">
      <h2 id="overrides-title">{t.overrides}</h2>
      <p class="small muted">{t.overridesHint}</p>
      {coming.length === 0 && <p class="muted">{t.noOverrides}</p>}
      <ul class="rows">
        {coming.map(({ date, hours }) => (
          <li key={date} class="row spread">
            <span>
              {shortDateText(locale, date)}: {hoursText(hours)}
            </span>
            {mayChange && (
              <button
                type="button"
                class="button-link compact"
                aria-label={t.removeOverride(shortDateText(locale, date))}
                disabled={busy}
                onClick={() => void keep(overrides.filter((one) => one.date !== date))}
              >
                {t.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <form class="stack tight" onSubmit={submit}>
          {problem && <Notice tone="danger" title={problem} />}
          <Field id="override-date" label={t.date} error={errorAt('/overrides')}>
            {(control) => <input {...control} type="date" name="date" required min={today} />}
          </Field>
          <label class="row tight">
            <input type="checkbox" checked={isOff} onChange={({ currentTarget: { checked } }) => setOff(checked)} />
            {t.notWorking}
          </label>
          {!isOff && (
            <div class="row tight">
              <Field id="override-start" label={t.start}>
                {(control) => <input {...control} type="time" name="start" required defaultValue="09:00" />}
              </Field>
              <Field id="override-end" label={t.end}>
                {(control) => <input {...control} type="time" name="end" required defaultValue="17:00" />}
              </Field>
            </div>
          )}
          <button type="submit" class="button-quiet" disabled={busy}>
            {t.addOverride}
          </button>
        </form>
      )}
    </section>
  )
}
