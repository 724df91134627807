import { type ComponentChildren, render } from 'preact'
import { texts } from '../text/language.ts'
import { LiveStatus } from '../ui/LiveStatus.tsx'
import { BookingPage } from './BookingPage.tsx'
import { ownChoices } from './choices.ts'
import { later } from './later.tsx'
import type { Place } from './place.ts'
import { readPrefill } from './prefill.ts'
import { createBooking } from './state.ts'

/** Show something in a place: as the main part of a page of ours, or as a part of somebody else's. */
export function fill(into: HTMLElement, place: Place, content: ComponentChildren): void {
  const shown = (
    <>
      {content}
      <LiveStatus />
    </>
  )
  const attributes = { lang: texts.language, dir: texts.direction }
  render(
    place.showPage === null ? (
      <main class="shell" {...attributes}>
        {shown}
      </main>
    ) : (
      <div class="shell embedded" {...attributes}>
        {shown}
      </div>
    ),
    into,
  )
}

/** Show a booking page in a place. Returns when there is something to see. */
export function showBooking(slug: string, into: HTMLElement, place: Place): Promise<void> {
  const booking = createBooking(slug, place)
  fill(into, place, <BookingPage key={slug} booking={booking} />)
  return booking.open()
}

const Registering = later((parts) => parts.Registering)

/** Show a registration form in a place. */
export function showForm(slug: string, into: HTMLElement, place: Place): void {
  fill(into, place, <Registering key={slug} slug={slug} place={place} />)
}

/** A place on somebody else's page: other booking pages are shown in it, with nothing typed in beforehand. */
export function guestPlace(into: HTMLElement, place: Omit<Place, 'showPage'>): Place {
  const showPage = (slug: string) => {
    const prefill = readPrefill(new URLSearchParams())
    void showBooking(slug, into, { ...place, prefill, choices: () => ownChoices(), showPage })
  }
  return { ...place, showPage }
}
