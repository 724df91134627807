import type { ComponentChildren } from 'preact'

/** The documents and shadow roots that have shown a step already. */
const opened = new WeakSet<Node>()

interface Props {
  readonly children: ComponentChildren
  readonly id?: string
}

/** The heading of a step. It takes the focus when the step appears, but never when the page is first opened. */
export function StepHeading({ children, id }: Props) {
  return (
    <h2 ref={arrive} tabIndex={-1} {...(id && { id })}>
      {children}
    </h2>
  )
}

function arrive(heading: HTMLElement | null): void {
  if (heading === null) return
  // The root is known once the heading stands in it.
  queueMicrotask(() => {
    const root = heading.getRootNode()
    if (opened.has(root)) heading.focus()
    opened.add(root)
  })
}
