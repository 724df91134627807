import type { ComponentChildren } from 'preact'

interface Props {
  readonly tone?: 'info' | 'warning' | 'danger'
  readonly title: string
  readonly children?: ComponentChildren
}

/** Something that a person must hear of now: read out as soon as it appears. */
export function Notice({ tone = 'info', title, children }: Props) {
  return (
    <div class={`notice ${tone}`} role={tone === 'info' ? 'status' : 'alert'}>
      <p class="notice-title">{title}</p>
      {children}
    </div>
  )
}
