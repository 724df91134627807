import { texts } from '../text/language.ts'
import { Chevron } from './icons.tsx'
import type { Page } from './public-api.ts'

interface Props {
  readonly page: Page
}

/** A page over other pages: links to each of them. */
export function MasterPage({ page }: Props) {
  return (
    <div class="card screen stack">
      <h1>{page.title}</h1>
      <p class="muted">{texts.masterPage.heading}</p>
      <ul class="options">
        {page.pages.map(({ slug, title }) => (
          <li key={slug}>
            <a class="option" href={`/${slug}`}>
              <span class="option-name">{title}</span>
              <Chevron />
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
