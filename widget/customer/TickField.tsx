import type { ComponentChildren } from 'preact'

interface Props {
  readonly id: string
  readonly checked: boolean
  readonly required: boolean
  readonly error: string | undefined
  readonly onTick: (checked: boolean) => void
  /** What is agreed to, or said to be so. */
  readonly children: ComponentChildren
}

/** A box to tick, with what it means beside it. */
export function TickField({ id, checked, required, error, onTick, children }: Props) {
  return (
    <div class="field">
      <label class="tick">
        <input
          type="checkbox"
          id={id}
          checked={checked}
          required={required}
          {...(error && { 'aria-invalid': 'true', 'aria-describedby': `${id}-error` })}
          onChange={(event) => onTick(event.currentTarget.checked)}
        />
        <span>{children}</span>
      </label>
      {error && (
        <span class="error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  )
}
