import { useEffect, useMemo, useRef } from 'preact/hooks'
import { laterTexts } from '../text/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { CustomerFields } from './CustomerFields.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { formOf } from './form.ts'
import { GuestFields } from './GuestFields.tsx'
import { NoteField } from './NoteField.tsx'
import { answersFrom } from './prefill-answers.ts'
import { QuestionField } from './QuestionField.tsx'
import { Review } from './Review.tsx'
import type { Booking } from './state.ts'
import { submit } from './submit.ts'
import { TimeGoneNotice } from './TimeGoneNotice.tsx'

interface Props {
  readonly booking: Booking
}

/** Who the customer is. Nothing is taken from the person at the keyboard, who may be somebody else; only the link itself may bring something along. */
export function DetailsStep({ booking }: Props) {
  const { gone } = booking
  const form = formOf(booking)
  const eventType = booking.eventType.value
  const errors = form.errors.value
  const sending = booking.sending.value
  useMemo(() => {
    if (eventType) form.set({ answers: { ...answersFrom(booking.place.prefill, eventType.questions), ...form.typed.value.answers } })
  }, [eventType])
  const element = useRef<HTMLFormElement>(null)

  useEffect(() => {
    const first = element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    const control = first?.matches('fieldset') ? first.querySelector<HTMLElement>('input') : first
    control?.focus()
  }, [errors])

  const hadGone = useRef(false)
  useEffect(() => {
    if (hadGone.current && gone.value === null) element.current?.querySelector<HTMLElement>('.done-button')?.focus()
    hadGone.current = gone.value !== null
  }, [gone.value])

  const send = (event: Event) => {
    event.preventDefault()
    void submit(booking)
  }

  return (
    <form ref={element} class="stack details" noValidate onSubmit={send}>
      <StepHeading>{form.typed.value.forOther ? laterTexts.details.headingOther : laterTexts.details.heading}</StepHeading>
      <CustomerFields form={form} location={eventType?.location ?? null} />
      {eventType?.questions.map((question) => (
        <QuestionField
          key={question.key}
          question={question}
          answer={form.typed.value.answers[question.key]}
          error={errors[`/answers/${question.key}`]}
          onAnswer={(answer) => form.answer(question.key, answer)}
        />
      ))}
      <NoteField form={form} />
      <GuestFields form={form} />
      <Review booking={booking} />
      {gone.value && <TimeGoneNotice booking={booking} gone={gone.value} />}
      {booking.failure.value && <FailureNotice failure={booking.failure.value} />}
      {Object.keys(errors).length > 0 && <Notice tone="danger" title={laterTexts.wrong.heading(Object.keys(errors).length)} />}
      <button type="submit" class="button done-button" aria-disabled={sending}>
        {sending && <span class="busy" aria-hidden="true" />}
        {sending ? laterTexts.details.sending : laterTexts.details.done}
      </button>
    </form>
  )
}
