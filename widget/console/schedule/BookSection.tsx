import { useState } from 'preact/hooks'
import { Field } from '../../ui/Field.tsx'
import { momentText, shortMoment, zoneCity } from '../said.ts'
import { texts } from '../text.ts'
import { candidate, conflict, isAsking } from './answer-state.ts'
import { bookProblem, details, guestsOf, isBooking, moving } from './book-state.ts'
import { ConflictNotice } from './ConflictNotice.tsx'
import { customerFacts, customerWish, zone } from './customer-state.ts'
import { onKeys } from './focus.ts'
import { held } from './hold-state.ts'
import { closeReview, confirm, isConfirming } from './review.ts'
import { now, when } from './time-state.ts'
import { eventTypeName, what } from './what-state.ts'

/** The booking in one sentence, and the button that makes it. */
export function BookSection() {
  const missing = missingText()
  const isMove = moving.value !== null
  return (
    <section class="panel stack book" aria-labelledby="book-title">
      <h2 id="book-title" class="visually-hidden">
        {texts.book.title}
      </h2>
      {moving.value && (
        <p class="row spread">
          <span>
            {texts.book.moving(`${eventTypeName(moving.value.eventType)}, ${shortMoment(new Date(moving.value.start), zone.value)}`)}
          </span>
          <button
            type="button"
            class="button-link compact"
            onClick={() => {
              moving.value = null
            }}
          >
            {texts.book.stopMoving}
          </button>
        </p>
      )}
      <p id="review" class={missing ? 'muted' : 'review'}>
        {missing ?? reviewText()}
      </p>
      {bookProblem.value && (
        <p role="alert" class="error">
          {bookProblem.value}
        </p>
      )}
      {held.value && missing === null && (
        <p role="status" class="small muted">
          {texts.book.held[held.value]}
        </p>
      )}
      {!isMove && <Details />}
      {conflict.value && isConfirming.value && when.value && (
        <ConflictNotice conflict={conflict.value} at={when.value.start} timeZone={zone.value} onYes={confirm} onNo={closeReview} />
      )}
      <button
        id="book"
        type="button"
        class="button wide"
        aria-describedby="review"
        aria-disabled={missing !== null || isBooking.value}
        onClick={() => {
          if (missing === null) confirm()
        }}
        onKeyDown={onKeys({ Escape: closeReview })}
      >
        {isBooking.value ? texts.book.busy : isMove ? texts.book.submitMove : texts.book.submit}
      </button>
    </section>
  )
}

function Details() {
  const { subject, note, guests } = details.value
  const [wasFilled] = useState(Boolean(subject || note || guests))
  const { fault } = guestsOf(guests)
  const change = (part: Partial<typeof details.value>) => {
    details.value = { ...details.value, ...part }
  }
  return (
    <details open={wasFilled}>
      <summary>{texts.book.details}</summary>
      <div class="stack tight">
        <Field id="book-subject" label={texts.book.subject}>
          {(control) => (
            <input {...control} maxLength={200} value={subject} onInput={(event) => change({ subject: event.currentTarget.value })} />
          )}
        </Field>
        <Field id="book-note" label={texts.book.note}>
          {(control) => (
            <textarea {...control} maxLength={10_000} value={note} onInput={(event) => change({ note: event.currentTarget.value })} />
          )}
        </Field>
        <Field
          id="book-guests"
          label={texts.book.guests}
          hint={texts.book.guestsHint}
          error={fault ? texts.book.badGuests(fault) : undefined}
        >
          {(control) => (
            <input {...control} inputMode="email" value={guests} onInput={(event) => change({ guests: event.currentTarget.value })} />
          )}
        </Field>
      </div>
    </details>
  )
}

function missingText(): string | null {
  if (customerWish.value === null) return texts.book.needs.customer
  if (when.value === null) return texts.book.needs.time
  if (isAsking.value) return texts.answer.asking
  if (candidate.value === null) return texts.book.needs.rep
  const { fault } = guestsOf(details.value.guests)
  return fault ? texts.book.badGuests(fault) : null
}

function reviewText(): string {
  const facts = customerFacts.value
  const time = when.value
  const rep = candidate.value?.rep
  if (!facts || !time || !rep) return ''
  const line = texts.book.review(
    eventTypeName(what.value.eventType),
    rep.name,
    momentText(time.start, zone.value, now.value),
    zoneCity(zone.value),
    facts.name,
  )
  return `${line}; ${facts.email ? texts.book.invitation(facts.email) : texts.book.noInvitation}.`
}
