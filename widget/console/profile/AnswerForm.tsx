import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Booking } from '../wire.ts'

interface Props {
  readonly booking: Booking
  /** It is answered; what was done, in words. */
  readonly onDone: (said: string) => void
}

/** The answer to a customer's request: yes, or no with a reason that the customer reads. */
export function AnswerForm({ booking, onDone }: Props) {
  const [answer, setAnswer] = useState<'approve' | 'decline' | null>(null)
  const { problem, busy, submit } = useSubmit(async (value) => {
    const reason = answer === 'decline' && value('reason')
    await asking(post(`/api/v1/bookings/${booking.id}/${answer}`, reason ? { reason } : {}))
    onDone(texts.home.answered(booking.subject, answer === 'approve'))
  })
  return (
    <form class="stack" onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <fieldset class="checks">
        <legend>{texts.home.answer}</legend>
        {(['approve', 'decline'] as const).map((one) => (
          <label key={one}>
            <input type="radio" name="answer" value={one} required onChange={() => setAnswer(one)} />
            {texts.home.answers[one]}
          </label>
        ))}
      </fieldset>
      {answer === 'decline' && (
        <Field id="decline-reason" label={texts.profile.reason} hint={texts.home.reasonHint}>
          {(control) => <textarea {...control} name="reason" maxLength={1000} rows={2} />}
        </Field>
      )}
      <button type="submit" class="button" disabled={busy || answer === null}>
        {texts.home.sendAnswer}
      </button>
    </form>
  )
}
