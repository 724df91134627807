import { locale, texts } from '../text/language.ts'
import { signal } from '../ui/signal.ts'
import { cityOf, offsetText } from '../ui/zone-name.ts'
import { later, prepareLater } from './later.tsx'
import type { Picker } from './picker.ts'

const ZoneSearch = later((parts) => parts.ZoneSearch)

/** The field whose search is open. */
const opened = signal<Picker | null>(null)

interface Props {
  readonly picker: Picker
}

/** The clock that times are shown on: its city, its offset, and a search for another one. */
export function ZoneField({ picker }: Props) {
  const { timeZone, days } = picker
  const at = days.value.selected ? new Date(`${days.value.selected}T12:00Z`) : new Date()
  if (opened.value === picker) return <ZoneSearch picker={picker} at={at} onClose={() => (opened.value = null)} />
  return (
    <p class="zone">
      <button type="button" class="zone-button" onPointerEnter={prepareLater} onClick={() => (opened.value = picker)}>
        <span class="muted">{texts.time.zone}: </span>
        <span class="strong">{cityOf(timeZone.value)}</span> <span class="muted">({offsetText(locale, timeZone.value, at)})</span>
      </button>
    </p>
  )
}
