import { texts } from '../text/language.ts'
import { StepHeading } from '../ui/StepHeading.tsx'
import { BookedFacts } from './BookedFacts.tsx'
import { Check } from './icons.tsx'
import { type Booked, inviteUrl, type Page } from './public-api.ts'

interface Props {
  readonly booked: Booked
  readonly email: string
  readonly page: Page
}

/** The end of a booking: what was booked, when, with whom, and where the confirmation went. */
export function Done({ booked, email, page }: Props) {
  const waits = booked.status === 'requested'
  return (
    <section class="card screen stack done">
      <h1 class="done-page">{page.title}</h1>
      <div class="done-head">
        <span class="done-mark" aria-hidden="true">
          <Check />
        </span>
        <StepHeading>{waits ? texts.done.headingRequested : texts.done.heading}</StepHeading>
        <p>{waits ? texts.done.requested(email) : texts.done.mailed(email)}</p>
      </div>
      <BookedFacts booked={booked} />
      <p class="row">
        {!waits && (
          <a class="button" href={inviteUrl(booked.manageUrl)} download>
            {texts.done.calendar}
          </a>
        )}
        <a class="button-quiet" href={booked.manageUrl}>
          {texts.done.manage}
        </a>
      </p>
      <p>
        <a href={`/${page.slug}`}>{texts.done.another}</a>
      </p>
    </section>
  )
}
