import { useState } from 'preact/hooks'
import { laterTexts } from '../text/language.ts'
import { Field } from '../ui/Field.tsx'
import { StepHeading } from '../ui/StepHeading.tsx'
import type { Managing } from './manage-state.ts'
import { Optional } from './Optional.tsx'

interface Props {
  readonly managing: Managing
}

/** Cancelling asks once more, and for a reason that nobody has to give. */
export function CancelStep({ managing }: Props) {
  const [reason, setReason] = useState('')
  const sending = managing.sending.value
  const submit = (event: Event) => {
    event.preventDefault()
    void managing.cancel(reason)
  }
  return (
    <form class="stack" onSubmit={submit}>
      <StepHeading>{laterTexts.manage.cancelHeading}</StepHeading>
      <Field
        id="reason"
        label={
          <>
            {laterTexts.manage.cancelReason} <Optional />
          </>
        }
      >
        {(control) => (
          <textarea {...control} rows={3} maxLength={1000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        )}
      </Field>
      <p class="row">
        <button type="submit" class="button danger" aria-disabled={sending}>
          {sending ? laterTexts.manage.cancelling : laterTexts.manage.cancelYes}
        </button>
        <button type="button" class="button-quiet" onClick={() => managing.choices.choose({ do: null })}>
          {laterTexts.manage.cancelNo}
        </button>
      </p>
    </form>
  )
}
