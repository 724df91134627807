/** What a form of the settings is made of: each field reads its part of the draft, writes it, and says what is wrong with it. */
import type { ComponentChildren } from 'preact'
import { Field } from '../../ui/Field.tsx'
import { texts } from '../text.ts'
import type { Draft } from './form.ts'

/** What every field needs to know. */
export interface FieldProps {
  readonly draft: Draft
  readonly name: string
  readonly label: string
  readonly hint?: string
}

const idOf = (name: string) => `setup-${name.replaceAll('.', '-')}`

/** A line of text; an empty one is `null` where that is allowed. */
export function TextField({
  draft,
  name,
  label,
  hint,
  nullable,
  type = 'text',
}: FieldProps & { nullable?: boolean; type?: 'text' | 'email' | 'tel' }) {
  return (
    <Field id={idOf(name)} label={label} hint={hint} error={draft.errorAt(name)}>
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode={type}
          autocomplete="off"
          value={String(draft.thing[name] ?? '')}
          onInput={({ currentTarget: { value } }) => draft.set(name, nullable && value === '' ? null : value)}
        />
      )}
    </Field>
  )
}

/** Some lines of text; an empty field is `null`. */
export function LongTextField({ draft, name, label, hint }: FieldProps) {
  return (
    <Field id={idOf(name)} label={label} hint={hint} error={draft.errorAt(name)}>
      {(control) => (
        <textarea
          {...control}
          rows={3}
          value={String(draft.thing[name] ?? '')}
          onInput={({ currentTarget: { value } }) => draft.set(name, value === '' ? null : value)}
        />
      )}
    </Field>
  )
}

/** A whole number; an empty field is `null`. */
export function NumberField({ draft, name, label, hint }: FieldProps) {
  return (
    <Field id={idOf(name)} label={label} hint={hint} error={draft.errorAt(name)}>
      {(control) => (
        <input
          {...control}
          type="number"
          inputMode="numeric"
          value={draft.thing[name] === null || draft.thing[name] === undefined ? '' : Number(draft.thing[name])}
          onInput={({ currentTarget: { value } }) => draft.set(name, value === '' ? null : Number(value))}
        />
      )}
    </Field>
  )
}

/** Yes or no. */
export function TickField({ draft, name, label, hint }: FieldProps) {
  return (
    <div class="field">
      <label class="tick">
        <input
          type="checkbox"
          checked={draft.thing[name] === true}
          onChange={({ currentTarget }) => draft.set(name, currentTarget.checked)}
        />
        <span>
          {label}
          {hint && <span class="hint block">{hint}</span>}
        </span>
      </label>
    </div>
  )
}

type Choices = Readonly<Record<string, string>>

/** One of a few. */
export function ChoiceField({ draft, name, label, hint, choices, nullable }: FieldProps & { choices: Choices; nullable?: string }) {
  return (
    <Field id={idOf(name)} label={label} hint={hint} error={draft.errorAt(name)}>
      {(control) => (
        <select
          {...control}
          value={String(draft.thing[name] ?? '')}
          onChange={({ currentTarget: { value } }) => draft.set(name, nullable !== undefined && value === '' ? null : value)}
        >
          {nullable !== undefined && <option value="">{nullable}</option>}
          {Object.entries(choices).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Words with commas between them. */
export function WordsField({ draft, name, label, hint }: FieldProps) {
  const words = (draft.thing[name] ?? []) as readonly string[]
  return (
    <Field id={idOf(name)} label={label} hint={hint ?? texts.setup.commas} error={draft.errorAt(name)}>
      {(control) => (
        <input
          {...control}
          autocomplete="off"
          defaultValue={words.join(', ')}
          onInput={({ currentTarget: { value } }) =>
            draft.set(
              name,
              value
                .split(',')
                .map((word) => word.trim())
                .filter(Boolean),
            )
          }
        />
      )}
    </Field>
  )
}

/** Several of what there is, by a tick each. */
export function SeveralField({ draft, name, label, hint, choices, isAlone }: FieldProps & { choices: Choices; isAlone?: boolean }) {
  const chosen = (draft.thing[name] ?? []) as readonly string[]
  const toggle = (ref: string, on: boolean) => draft.set(name, on ? [...chosen, ref] : chosen.filter((one) => one !== ref))
  return (
    <Group name={name} label={label} hint={hint} error={draft.errorAt(name)} isAlone={isAlone === true}>
      <div class="ticks">
        {Object.entries(choices).map(([ref, words]) => (
          <label key={ref} class="tick">
            <input type="checkbox" checked={chosen.includes(ref)} onChange={({ currentTarget }) => toggle(ref, currentTarget.checked)} />
            <span class="wrap">{words}</span>
          </label>
        ))}
        {Object.keys(choices).length === 0 && <span class="muted small">{texts.setup.none}</span>}
      </div>
    </Group>
  )
}

const UNITS = [1, 60, 1440] as const

/** A span of time, which is kept in minutes and said in what reads best. */
export function SpanField({ draft, name, label, hint, value, onValue, nullable }: FieldProps & SpanOwn) {
  const minutes = value === undefined ? (draft.thing[name] as number | null) : value
  const set = onValue ?? ((next: number | null) => draft.set(name, next))
  const unit = [...UNITS].reverse().find((one) => minutes !== null && minutes > 0 && minutes % one === 0) ?? 1
  const id = idOf(name)
  return (
    <Field id={id} label={label} hint={hint} error={draft.errorAt(name)}>
      {(control) => (
        <span class="span-field">
          <input
            {...control}
            type="number"
            min={0}
            inputMode="numeric"
            value={minutes === null ? '' : minutes / unit}
            onInput={({ currentTarget: { value: text } }) => set(text === '' ? (nullable ? null : 0) : Number(text) * unit)}
          />
          <select
            class="control"
            aria-label={texts.setup.unitOf(label)}
            value={unit}
            onChange={({ currentTarget: { value: text } }) => set(((minutes ?? 0) / unit) * Number(text))}
          >
            {UNITS.map((one) => (
              <option key={one} value={one}>
                {texts.setup.units[one]}
              </option>
            ))}
          </select>
        </span>
      )}
    </Field>
  )
}

interface SpanOwn {
  /** Given with `onValue` where the span is a part of a field. */
  readonly value?: number | null
  readonly onValue?: (minutes: number | null) => void
  /** Whether nothing typed means that there is none. */
  readonly nullable?: boolean
}

interface GroupProps {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  /** Whether the heading above says the same. */
  readonly isAlone?: boolean
  readonly children: ComponentChildren
}

/** Several controls that are one field. */
export function Group({ name, label, hint, error, isAlone, children }: GroupProps) {
  const id = idOf(name)
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <fieldset
      class="field group"
      tabIndex={-1}
      {...(error && { 'data-wrong': 'true' })}
      {...(described && { 'aria-describedby': described })}
    >
      <legend class={isAlone ? 'visually-hidden' : ''}>{label}</legend>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span class="error" id={`${id}-error`}>
          {error}
        </span>
      )}
      {children}
    </fieldset>
  )
}

/** Whose it is: a choice between kinds, each with fields of its own. Something of more than one kind, or of none, is wrong as a whole. */
export function WhoseField<Whose extends string>({ draft, label, sorts, whose, onChange }: WhoseFieldProps<Whose>) {
  return (
    <Group name="whose" label={label} error={draft.errorAt('')}>
      <div class="ticks">
        {(Object.keys(sorts) as Whose[]).map((one) => (
          <label key={one} class="tick">
            <input type="radio" name="setup-whose" checked={one === whose} onChange={() => onChange(one)} />
            <span>{sorts[one]}</span>
          </label>
        ))}
      </div>
    </Group>
  )
}

interface WhoseFieldProps<Whose extends string> {
  readonly draft: Draft
  readonly label: string
  /** The name of each kind. */
  readonly sorts: Readonly<Record<Whose, string>>
  readonly whose: Whose
  readonly onChange: (whose: Whose) => void
}

/** Fields that belong together, under a heading of their own. */
export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="panel stack part">
      <h2>{title}</h2>
      {children}
    </section>
  )
}
