import { texts } from '../text/language.ts'

const known = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

interface Props {
  readonly timeZone: string
  readonly onChange: (timeZone: string) => void
}

/** The time zone that times are shown in, and all others to choose from. */
export function ZoneSelect({ timeZone, onChange }: Props) {
  const zones = known.includes(timeZone) ? known : [timeZone, ...known]
  return (
    <div class="field zone">
      <label for="time-zone">{texts.time.zone}</label>
      <select id="time-zone" class="control" value={timeZone} onChange={(event) => onChange(event.currentTarget.value)}>
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
    </div>
  )
}
