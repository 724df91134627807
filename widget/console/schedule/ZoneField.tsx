import { Field } from '../../ui/Field.tsx'
import { ownZone, zoneCity } from '../said.ts'
import { texts } from '../text.ts'

const often = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Kolkata',
]
const all = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])].sort((a, b) => zoneCity(a).localeCompare(zoneCity(b)))

interface Props {
  readonly timeZone: string
  readonly hint?: string | undefined
  readonly onChange: (timeZone: string) => void
}

/** The customer's time zone. The city comes first, so that typing it finds it. */
export function ZoneField({ timeZone, hint, onChange }: Props) {
  const first = [...new Set([timeZone, ownZone(), ...often])]
  return (
    <Field id="customer-zone" label={texts.customer.zone} hint={hint}>
      {(control) => (
        <select {...control} value={timeZone} onChange={(event) => onChange(event.currentTarget.value)}>
          <optgroup label={texts.customer.zonesOften}>{first.map(Zone)}</optgroup>
          <optgroup label={texts.customer.zonesAll}>{all.filter((zone) => !first.includes(zone)).map(Zone)}</optgroup>
        </select>
      )}
    </Field>
  )
}

const Zone = (zone: string) => (
  <option key={zone} value={zone}>
    {zone.includes('/') ? `${zoneCity(zone)} (${zone.split('/').slice(0, -1).join('/').replaceAll('_', ' ')})` : zone}
  </option>
)
