import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

let opened = false

interface Props {
  readonly children: ComponentChildren
  readonly id?: string
}

/** The heading of a step. It takes the focus when the step appears, but never when the page is first opened. */
export function StepHeading({ children, id }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (opened) heading.current?.focus()
    opened = true
  }, [])
  return (
    <h2 ref={heading} tabIndex={-1} {...(id && { id })}>
      {children}
    </h2>
  )
}
