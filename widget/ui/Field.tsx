import type { ComponentChildren } from 'preact'

/** What a control needs to belong to its label, its hint and its error. */
export interface FieldControl {
  readonly id: string
  readonly class: string
  readonly 'aria-invalid'?: 'true'
  readonly 'aria-describedby'?: string
}

interface Props {
  readonly id: string
  readonly label: ComponentChildren
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly children: (control: FieldControl) => ComponentChildren
}

/** A label, a control, and what there is to say about it; the control is made by the child function. */
export function Field({ id, label, hint, error, children }: Props) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children({ id, class: 'control', ...(error && { 'aria-invalid': 'true' }), ...(described && { 'aria-describedby': described }) })}
      {error && (
        <span class="error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  )
}
