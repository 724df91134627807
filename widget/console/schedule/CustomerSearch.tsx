import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { texts } from '../text.ts'
import type { Customer } from '../wire.ts'

interface Found {
  readonly customers: readonly Customer[]
  /** How many of them, the first ones, were talked with lately, or are written as was typed. */
  readonly first: number
  readonly answers: string | null
  readonly problem: string | null
}

interface Props {
  readonly typed: string
  readonly found: Found
  readonly onType: (text: string) => void
  readonly onChoose: (customer: Customer) => void
  readonly onNew: (typed: string) => void
  readonly onBack: () => void
}

/** The search for a customer: a combobox whose list is always on the screen, and whose last entry is somebody new. */
export function CustomerSearch({ typed, found, onType, onChoose, onNew, onBack }: Props) {
  const [active, setActive] = useState(0)
  const waiting = useRef(false)
  const wanted = typed.trim()
  const isCurrent = found.answers === wanted
  const { customers, first } = found
  const last = customers.length
  const current = Math.min(active, last)

  // Enter pressed before the answer came: it counts once the answer leaves no doubt.
  useEffect(() => {
    const only = first === 1 || customers.length === 1 ? customers[0] : undefined
    if (isCurrent && waiting.current && only) onChoose(only)
    if (isCurrent) waiting.current = false
  }, [isCurrent, customers, first, onChoose])

  useEffect(() => setActive(0), [found.answers])

  useEffect(() => {
    document.getElementById(`customer-option-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  function enter() {
    const customer = customers[current]
    if (!isCurrent) waiting.current = true
    else if (customer) onChoose(customer)
    else onNew(wanted)
  }

  function press(event: KeyboardEvent) {
    if (event.isComposing) return
    const keys: Record<string, () => void> = {
      ArrowDown: () => setActive((current + 1) % (last + 1)),
      ArrowUp: () => setActive((current + last) % (last + 1)),
      Enter: enter,
      Escape: () => (typed ? onType('') : onBack()),
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }

  const groups = [
    { title: wanted ? texts.customer.found : texts.customer.recent, from: 0, members: customers.slice(0, first) },
    { title: wanted ? texts.customer.alike : texts.customer.mine, from: first, members: customers.slice(first) },
  ].filter(({ members }) => members.length > 0)
  const option = (place: number) => ({ place, active: place === current, onPoint: () => setActive(place) })

  return (
    <div class="field">
      <label for="customer-search">{texts.customer.label}</label>
      <input
        id="customer-search"
        class="control"
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="customer-options"
        aria-autocomplete="list"
        aria-activedescendant={`customer-option-${current}`}
        autocomplete="off"
        spellcheck={false}
        placeholder={texts.customer.placeholder}
        value={typed}
        onInput={(event) => onType(event.currentTarget.value)}
        onKeyDown={press}
      />
      <div
        id="customer-options"
        role="listbox"
        class="options"
        aria-label={wanted || first > 0 ? texts.customer.found : texts.customer.mine}
      >
        {groups.map(({ title, from, members }) => (
          // biome-ignore lint/a11y/useSemanticElements: options of a listbox are grouped by role
          <div key={title} role="group" aria-label={title}>
            <p class="list-title" aria-hidden="true">
              {title}
            </p>
            {members.map((customer, place) => (
              <Option key={customer.id} {...option(from + place)} onChoose={() => onChoose(customer)}>
                <span class="strong">{customer.name}</span>
                {customer.email && <span class="small muted">{customer.email}</span>}
                {customer.phone && <span class="small muted">{customer.phone}</span>}
              </Option>
            ))}
          </div>
        ))}
        <Option key="new" {...option(last)} onChoose={() => onNew(wanted)}>
          <span class="strong accent">+ {wanted ? texts.customer.addNamed(wanted) : texts.customer.add}</span>
        </Option>
      </div>
      <p class="small muted" role="status">
        {found.problem ?? (isCurrent ? statusOf(wanted, last, first) : '')}
      </p>
    </div>
  )
}

interface OptionProps {
  readonly place: number
  readonly active: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
  readonly children: ComponentChildren
}

/** The combobox keeps the focus, so an option is never focused; it answers to the mouse only. */
function Option({ place, active, onPoint, onChoose, children }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: keys are pressed in the combobox
    <div
      id={`customer-option-${place}`}
      role="option"
      aria-selected={active}
      onMouseMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {children}
    </div>
  )
}

function statusOf(wanted: string, count: number, first: number): string {
  if (!wanted) return count === 0 ? texts.customer.nothingMine : ''
  return count > 0 && first === 0 ? texts.customer.onlyAlike(count) : texts.customer.count(count)
}
