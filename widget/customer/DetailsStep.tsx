import { useEffect, useRef } from 'preact/hooks'
import { texts } from '../text/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { CustomerFields } from './CustomerFields.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { GuestFields } from './GuestFields.tsx'
import { QuestionField } from './QuestionField.tsx'
import type { Booking } from './state.ts'
import { eventTypeOf } from './steps.ts'
import { TimeGoneNotice } from './TimeGoneNotice.tsx'

interface Props {
  readonly booking: Booking
}

/** Who the customer is. Nothing is filled in beforehand: the person at the keyboard may be somebody else. */
export function DetailsStep({ booking }: Props) {
  const { form, gone } = booking
  const page = booking.page.value
  const eventType = page && eventTypeOf(page, booking.choices.now.value)
  const errors = form.errors.value
  const sending = booking.sending.value
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

  const submit = (event: Event) => {
    event.preventDefault()
    void booking.submit()
  }

  return (
    <form ref={element} class="stack details" noValidate onSubmit={submit}>
      <StepHeading>{form.typed.value.forOther ? texts.details.headingOther : texts.details.heading}</StepHeading>
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
      <GuestFields form={form} />
      {gone.value && <TimeGoneNotice booking={booking} gone={gone.value} />}
      {booking.failure.value && <FailureNotice failure={booking.failure.value} />}
      {Object.keys(errors).length > 0 && <Notice tone="danger" title={texts.wrong.heading(Object.keys(errors).length)} />}
      <button type="submit" class="button done-button" aria-disabled={sending}>
        {sending && <span class="busy" aria-hidden="true" />}
        {sending ? texts.details.sending : texts.details.done}
      </button>
    </form>
  )
}
