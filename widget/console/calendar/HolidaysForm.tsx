import { useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { shortDateText } from '../../ui/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import { locale, texts } from '../text.ts'
import type { Country, Holiday, Schedule } from '../wire.ts'
import { dateAt } from '../zone.ts'
import { ofRep } from './calendar-state.ts'

const t = texts.repCalendar

interface Props {
  readonly schedule: Schedule
  readonly onDone: (said: string) => void
}

/** The public holidays of a country, to be entered as time off together. */
export function HolidaysForm({ schedule: { rep, timeOff }, onDone }: Props) {
  const today = dateAt(new Date(), rep.timeZone)
  const [isOpen, setOpen] = useState(false)
  const [countries, setCountries] = useState<readonly Country[]>([])
  const [place, setPlace] = useState({
    country: new Intl.Locale(locale).maximize().region ?? 'US',
    region: '',
    year: Number(today.slice(0, 4)),
  })
  const [holidays, setHolidays] = useState<readonly Holiday[]>([])
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [unread, setUnread] = useState<string | null>(null)
  useEffect(() => {
    if (isOpen && countries.length === 0)
      asking(get<{ items: Country[] }>('/api/v1/holidays/countries')).then(
        ({ items }) => setCountries(items),
        (error: unknown) => setUnread(failureText(error)),
      )
  }, [isOpen])
  useEffect(() => {
    if (!isOpen) return
    let isWanted = true
    const { region, ...rest } = place
    asking(get<{ items: Holiday[] }>('/api/v1/holidays', { ...rest, ...(region && { region }) })).then(
      ({ items }) => isWanted && setHolidays(items),
      (error: unknown) => setUnread(failureText(error)),
    )
    return () => {
      isWanted = false
    }
  }, [isOpen, place.country, place.region, place.year])

  const entered = (date: string) =>
    timeOff.some(({ start, end }) => dateAt(new Date(start), rep.timeZone) <= date && date < dateAt(new Date(end), rep.timeZone))
  const coming = holidays.filter(({ from, to }) => to >= today && !entered(from))
  const chosen = coming.filter((one) => !left.has(one.from + one.name))
  const regions = countries.find(({ code }) => code === place.country)?.regions ?? []
  const { problem, busy, submit } = useSubmit(async () => {
    const wish = chosen.map(({ from, to, name }) => ({ from, to, reason: name.slice(0, 200) }))
    await asking(post(ofRep('time-off'), { timeOff: wish }))
    onDone(t.timeOffSaved)
  })
  return (
    <details open={isOpen} onToggle={({ currentTarget: { open } }) => setOpen(open)}>
      <summary>{t.holidays}</summary>
      <form class="stack tight" onSubmit={submit}>
        {[unread, problem].map((one) => one && <Notice key={one} tone="danger" title={one} />)}
        <Field id="holiday-country" label={t.country}>
          {(control) => (
            <select
              {...control}
              value={place.country}
              onChange={({ currentTarget: { value } }) => setPlace({ ...place, country: value, region: '' })}
            >
              {countries.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {regions.length > 0 && (
          <Field id="holiday-region" label={t.region}>
            {(control) => (
              <select {...control} value={place.region} onChange={({ currentTarget: { value } }) => setPlace({ ...place, region: value })}>
                <option value="">{t.wholeCountry}</option>
                {regions.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field id="holiday-year" label={t.year}>
          {(control) => (
            <select
              {...control}
              value={String(place.year)}
              onChange={({ currentTarget: { value } }) => setPlace({ ...place, year: Number(value) })}
            >
              {[0, 1, 2].map((more) => (
                <option key={more} value={String(Number(today.slice(0, 4)) + more)}>
                  {Number(today.slice(0, 4)) + more}
                </option>
              ))}
            </select>
          )}
        </Field>
        {coming.length === 0 && <p class="muted">{t.noHolidays}</p>}
        <ul class="rows holidays">
          {coming.map((one) => {
            const key = one.from + one.name
            return (
              <li key={key}>
                <label class="row tight">
                  <input
                    type="checkbox"
                    checked={!left.has(key)}
                    onChange={({ currentTarget: { checked } }) =>
                      setLeft(new Set(checked ? [...left].filter((other) => other !== key) : [...left, key]))
                    }
                  />
                  <span>
                    {shortDateText(locale, one.from)}
                    {one.to !== one.from && ` – ${shortDateText(locale, one.to)}`} · {one.name}
                  </span>
                </label>
              </li>
            )
          })}
        </ul>
        {chosen.length > 0 && (
          <button type="submit" class="button-quiet" disabled={busy}>
            {t.addHolidays(chosen.length)}
          </button>
        )}
      </form>
    </details>
  )
}
