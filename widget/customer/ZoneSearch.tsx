import { useMemo, useRef, useState } from 'preact/hooks'
import { laterTexts, locale, texts } from '../text/language.ts'
import { findZones, listZones, type NamedZone } from '../ui/zone-list.ts'
import type { Picker } from './picker.ts'

interface Props {
  readonly picker: Picker
  readonly at: Date
  readonly onClose: () => void
}

const MOST_SHOWN = 40

/** A search for a time zone by city, country or offset: type, move with the arrow keys, take with Enter. */
export function ZoneSearch({ picker, at, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const zones = useMemo(() => listZones(locale, at, picker.timeZone.value), [])
  const found = findZones(zones, typed).slice(0, MOST_SHOWN)

  /** The field gives way to its button, which takes the focus that would be lost. */
  function close() {
    const around = box.current?.parentElement
    onClose()
    setTimeout(() => around?.querySelector<HTMLElement>('.zone-button')?.focus())
  }

  function take(zone: NamedZone | undefined) {
    if (!zone) return
    picker.showZone(zone.name)
    close()
  }

  function onKey(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 && event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    // A dialog around the field stays open.
    event.stopPropagation()
    if (event.key === 'Escape') return close()
    if (event.key === 'Enter') return take(found[place])
    const next = Math.max(0, Math.min(found.length - 1, place + step))
    setPlace(next)
    box.current?.querySelectorAll('[role="option"]')[next]?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <div class="field zone" ref={box} onFocusOut={(event) => box.current?.contains(event.relatedTarget as Node | null) || onClose()}>
      <label for="time-zone">{texts.time.zone}</label>
      <input
        ref={begin}
        id="time-zone"
        class="control"
        role="combobox"
        autoComplete="off"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls="time-zones"
        {...(found[place] && { 'aria-activedescendant': `zone-${place}` })}
        placeholder={laterTexts.zone.search}
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          setPlace(0)
        }}
        onKeyDown={onKey}
      />
      <div id="time-zones" role="listbox" aria-label={texts.time.zone} class="zones">
        {found.map((zone, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field, which keeps the focus
          <div
            key={zone.name}
            id={`zone-${at}`}
            role="option"
            tabIndex={-1}
            class="zone-option"
            aria-selected={at === place}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(zone)}
          >
            <span>
              <span class="strong">{zone.city}</span> <span class="muted small">{zone.long}</span>
            </span>
            <span class="muted small">{zone.offset}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p role="status">{laterTexts.zone.none}</p>}
    </div>
  )
}

const begin = (input: HTMLInputElement | null) => input?.focus()
