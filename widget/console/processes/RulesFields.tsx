import { useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { asking } from '../asking.ts'
import type { Draft } from './draft.ts'
import { processTexts } from './words.ts'

interface Props {
  readonly draft: Draft
  readonly errorAt: (pointer: string) => string | undefined
  readonly onChange: (some: Partial<Draft>) => void
}

const STOPS = ['purchaser', 'not-interested', 'appointment-booked'] as const
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const toggled = <T,>(list: readonly T[], one: T): T[] => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one])

/** How dates behave, what ends a process early, and on which days nothing is due. */
export function RulesFields({ draft, errorAt, onChange }: Props) {
  const [countries, setCountries] = useState<readonly { readonly code: string; readonly name: string }[]>([])
  useEffect(() => {
    asking(get<{ items: { code: string; name: string }[] }>('/api/v1/holidays/countries')).then(
      ({ items }) => setCountries(items),
      () => setCountries([]),
    )
  }, [])
  return (
    <>
      <h3>{processTexts.rules}</h3>
      <Field id="process-dates" label={processTexts.dates} error={errorAt('/dates')}>
        {(control) => (
          <select
            {...control}
            value={draft.dates}
            onChange={({ currentTarget }) => onChange({ dates: currentTarget.value as Draft['dates'] })}
          >
            {(['fixed', 'from-completion'] as const).map((one) => (
              <option key={one} value={one}>
                {processTexts.datesAre[one]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <fieldset class="checks">
        <legend>{processTexts.stops}</legend>
        {STOPS.map((one) => (
          <label key={one}>
            <input type="checkbox" checked={draft.stops.includes(one)} onChange={() => onChange({ stops: toggled(draft.stops, one) })} />
            {processTexts.stop[one]}
          </label>
        ))}
      </fieldset>
      <fieldset class="checks">
        <legend>{processTexts.closed}</legend>
        {WEEKDAYS.map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              checked={draft.weekdays.includes(one)}
              onChange={() => onChange({ weekdays: toggled(draft.weekdays, one) })}
            />
            {processTexts.weekdays[one]}
          </label>
        ))}
      </fieldset>
      {errorAt('/closed/weekdays') && <p class="error">{errorAt('/closed/weekdays')}</p>}
      <Field id="process-country" label={processTexts.country} error={errorAt('/closed/country')}>
        {(control) => (
          <select {...control} value={draft.country} onChange={({ currentTarget }) => onChange({ country: currentTarget.value })}>
            <option value="">{processTexts.noCountry}</option>
            {countries.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}
