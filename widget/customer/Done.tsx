import { useState } from 'preact/hooks'
import { laterTexts } from '../text/language.ts'
import { StepHeading } from '../ui/StepHeading.tsx'
import { BookedFacts } from './BookedFacts.tsx'
import { tokenOf } from './booking-api.ts'
import { CalendarLinks } from './CalendarLinks.tsx'
import { ownChoices } from './choices.ts'
import { Check } from './icons.tsx'
import { Managing } from './Managing.tsx'
import type { Place } from './place.ts'
import type { Page } from './public-api.ts'
import type { Made } from './state.ts'

interface Props {
  readonly made: Made
  readonly page: Page
  readonly place: Place
}

/** The end of a booking: what was booked, when, with whom, and where the confirmation went. */
export function Done({ made: { booking: booked, email }, page, place }: Props) {
  const [managed, setManaged] = useState(false)
  const { showPage } = place
  const waits = booked.status === 'requested'
  const { done } = laterTexts

  // On somebody else's page the booking is managed where it was made; on ours it has an address.
  if (managed) return <Managing token={tokenOf(booked.manageUrl)} place={{ ...place, choices: () => ownChoices() }} />

  return (
    <section class="card screen stack done">
      <h1 class="done-page">{page.title}</h1>
      <div class="done-head">
        <span class="done-mark" aria-hidden="true">
          <Check />
        </span>
        <StepHeading>{waits ? done.headingRequested : done.heading}</StepHeading>
        <p>{waits ? done.requested(email) : done.mailed(email)}</p>
      </div>
      <BookedFacts booked={booked} />
      {!waits && <CalendarLinks booked={booked} />}
      <p class="row">
        {showPage === null ? (
          <a class="button-quiet" href={booked.manageUrl}>
            {done.manage}
          </a>
        ) : (
          <button type="button" class="button-quiet" onClick={() => setManaged(true)}>
            {done.manage}
          </button>
        )}
        {showPage === null ? (
          <a class="button-link" href={`/${page.slug}`}>
            {done.another}
          </a>
        ) : (
          <button type="button" class="button-link" onClick={() => showPage(page.slug)}>
            {done.another}
          </button>
        )}
      </p>
    </section>
  )
}
