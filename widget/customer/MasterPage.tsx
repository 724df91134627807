import { laterTexts } from '../text/language.ts'
import { Chevron } from './Chevron.tsx'
import type { Place } from './place.ts'
import type { Page } from './public-api.ts'

interface Props {
  readonly page: Page
  readonly place: Place
}

/** A page over other pages: the way to each of them. */
export function MasterPage({ page, place }: Props) {
  const { showPage } = place
  return (
    <div class="card screen stack">
      <h1>{page.title}</h1>
      <p class="muted">{laterTexts.masterPage.heading}</p>
      <ul class="options">
        {page.pages.map(({ slug, title }) => (
          <li key={slug}>
            {showPage === null ? (
              <a class="option" href={`/${slug}`}>
                <Entry title={title} />
              </a>
            ) : (
              <button type="button" class="option" onClick={() => showPage(slug)}>
                <Entry title={title} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const Entry = ({ title }: { title: string }) => (
  <>
    <span class="option-name">{title}</span>
    <Chevron />
  </>
)
