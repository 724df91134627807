import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { laterTexts } from '../text/language.ts'
import { Notice } from '../ui/Notice.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import { CustomerFields } from './CustomerFields.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { useFirstWrong } from './first-wrong.ts'
import { formOf } from './form.ts'
import { GuestFields } from './GuestFields.tsx'
import { isAllKnown, KnownPerson } from './KnownPerson.tsx'
import { NoteField } from './NoteField.tsx'
import { answersFrom } from './prefill-answers.ts'
import { QuestionField } from './QuestionField.tsx'
import { Review } from './Review.tsx'
import type { Booking } from './state.ts'
import { submit } from './submit.ts'
import { TimeGoneNotice } from './TimeGoneNotice.tsx'
import { TrapField, trapOf } from './TrapField.tsx'

interface Props {
  readonly booking: Booking
}

/** Who the customer is. Nothing is taken from the person at the keyboard, who may be somebody else; only the link itself may bring something along; if that is all there is to know, nothing is asked. */
export function DetailsStep({ booking }: Props) {
  const { gone } = booking
  const form = formOf(booking)
  const eventType = booking.eventType.value
  const errors = form.errors.value
  const sending = booking.sending.value
  useMemo(() => {
    if (eventType) form.set({ answers: { ...answersFrom(booking.place.prefill, eventType.questions), ...form.typed.value.answers } })
  }, [eventType])
  const [changing, setChanging] = useState(false)
  const questions = eventType?.questions ?? []
  const short = !changing && Object.keys(errors).length === 0 && isAllKnown(form, questions)
  const element = useRef<HTMLFormElement>(null)

  useFirstWrong(element, errors)

  // The button that was pressed is gone: go on where the form begins.
  useEffect(() => {
    if (changing) element.current?.querySelector<HTMLElement>('#name')?.focus()
  }, [changing])

  const hadGone = useRef(false)
  useEffect(() => {
    if (hadGone.current && gone.value === null) element.current?.querySelector<HTMLElement>('.done-button')?.focus()
    hadGone.current = gone.value !== null
  }, [gone.value])

  const send = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    void submit(booking, trapOf(event.currentTarget))
  }

  return (
    <form ref={element} class="stack details" noValidate onSubmit={send}>
      <StepHeading>{form.typed.value.forOther ? laterTexts.details.headingOther : laterTexts.details.heading}</StepHeading>
      {short ? (
        <KnownPerson form={form} onChange={() => setChanging(true)} />
      ) : (
        <>
          <CustomerFields form={form} location={eventType?.location ?? null} />
          {questions.map((question) => (
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
        </>
      )}
      <TrapField />
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
