import type { ComponentChildren } from 'preact'
import { texts } from '../text/language.ts'
import type { Failure } from './failure.ts'

/** While something is on its way. */
export function Busy({ class: name = 'muted' }: { readonly class?: string }) {
  return (
    <p class={name} role="status">
      <span class="busy" aria-hidden="true" /> {texts.loading}
    </p>
  )
}

/** While nothing is known yet. */
export const Loading = () => <Busy class="card screen loading" />

interface Props {
  readonly title: string
  readonly detail?: string
  readonly children?: ComponentChildren
}

/** A page that has one thing to say. */
export function Message({ title, detail, children }: Props) {
  return (
    <div class="card screen stack">
      <h1>{title}</h1>
      {detail && <p class="muted">{detail}</p>}
      {children}
    </div>
  )
}

/** The page could not be had at all. */
export function Failed({ failure, onAgain }: { readonly failure: Failure; readonly onAgain: () => unknown }) {
  return (
    <Message {...failure}>
      <p>
        <button type="button" class="button" onClick={() => void onAgain()}>
          {texts.failure.again}
        </button>
      </p>
    </Message>
  )
}
