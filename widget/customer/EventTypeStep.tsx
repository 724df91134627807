import { locale, texts } from '../text/language.ts'
import { durationText } from '../ui/format.ts'
import { StepHeading } from '../ui/StepHeading.tsx'
import { Chevron } from './Chevron.tsx'
import type { PageEventType } from './public-api.ts'

interface Props {
  readonly eventTypes: readonly PageEventType[]
  readonly onPick: (slug: string) => void
}

/** What to book, where a page offers several things. */
export function EventTypeStep({ eventTypes, onPick }: Props) {
  return (
    <section class="stack">
      <StepHeading>{texts.eventType.heading}</StepHeading>
      <ul class="options">
        {eventTypes.map(({ slug, name, durationMinutes, location }) => (
          <li key={slug}>
            <button type="button" class="option" onClick={() => onPick(slug)}>
              <span>
                <span class="option-name">{name}</span>
                <span class="option-hint">
                  {durationText(locale, durationMinutes)} · {texts.location[location.kind]}
                </span>
              </span>
              <Chevron />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
