import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { FormEvent } from '../submitting.ts'
import { texts } from '../text.ts'

interface Props {
  readonly id: string
  readonly title: string
  readonly onClose: () => void
  readonly onSubmit: (event: FormEvent) => void
  readonly children: ComponentChildren
}

/** A form that opens on a page: it takes the focus, and Escape closes it. */
export function FormPanel({ id, title, onClose, onSubmit, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <form
      class="panel stack form-panel"
      aria-labelledby={`${id}-title`}
      onSubmit={onSubmit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div class="row spread">
        <h2 id={`${id}-title`} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" class="button-link compact" onClick={onClose}>
          {texts.profile.close}
        </button>
      </div>
      {children}
    </form>
  )
}
