import type { ComponentChildren } from 'preact'
import { laterTexts } from '../text/language.ts'
import type { Page } from './public-api.ts'

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

/** A page that does not exist, or offers nothing. */
export function NothingHere({ page }: { readonly page: Page | null }) {
  return page === null ? <Message {...laterTexts.unknownPage} /> : <Message title={page.title} detail={laterTexts.nothingToBook} />
}
