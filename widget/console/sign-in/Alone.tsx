import type { ComponentChildren } from 'preact'
import { Notice } from '../../ui/Notice.tsx'
import { Mark } from '../Shell.tsx'
import type { FormEvent } from '../submitting.ts'
import { texts } from '../text.ts'

interface Props {
  readonly title: string
  readonly hint?: string
  readonly problem?: string | null
  readonly onSubmit?: (event: FormEvent) => Promise<void>
  readonly children: ComponentChildren
}

/** A card in the middle of an empty page: what stands before the console. */
export function Alone({ title, hint, problem, onSubmit, children }: Props) {
  const inside = (
    <>
      <span class="brand">
        <Mark />
        {texts.brand}
      </span>
      <h1>{title}</h1>
      {hint && <p class="muted">{hint}</p>}
      {problem && <Notice tone="danger" title={problem} />}
      {children}
    </>
  )
  return (
    <main class="alone">
      {onSubmit ? (
        <form class="card sign-in stack" onSubmit={onSubmit}>
          {inside}
        </form>
      ) : (
        <div class="card sign-in stack">{inside}</div>
      )}
    </main>
  )
}
