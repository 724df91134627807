import { texts } from '../text/language.ts'
import { FailureNotice } from './FailureNotice.tsx'
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

/** The page could not be had at all. */
export const Failed = (props: { readonly failure: Failure; readonly onAgain: () => unknown }) => (
  <div class="card screen">
    <FailureNotice {...props} />
  </div>
)
