import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { project } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Booking } from '../wire.ts'

const OUTCOMES = ['completed', 'cancelled', 'no-show'] as const

interface Props {
  readonly booking: Booking
  readonly hasBegun: boolean
  /** It is set; what was done, in words. */
  readonly onDone: (said: string) => void
}

/** What came of an appointment; before it has begun it can only be cancelled, and afterwards only what was set be corrected. */
export function OutcomeForm({ booking, hasBegun, onDone }: Props) {
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number] | null>(null)
  const { problem, busy, submit } = useSubmit(async (value) => {
    const notes = value('notes')
    const where = project.value ? { project: project.value.slug } : {}
    if (outcome === 'cancelled') await asking(post(`/api/v1/bookings/${booking.id}/cancel`, { ...where, ...(notes && { reason: notes }) }))
    else await asking(post(`/api/v1/bookings/${booking.id}/outcome`, { status: outcome, ...where, ...(notes && { notes }) }))
    onDone(texts.profile.updated(booking.subject, outcome ? texts.profile.status[outcome] : ''))
  })
  const can = { completed: hasBegun, 'no-show': hasBegun, cancelled: booking.status === 'scheduled' }
  return (
    <form class="stack" onSubmit={submit}>
      {problem && <Notice tone="danger" title={problem} />}
      <fieldset class="checks" {...(!hasBegun && { 'aria-describedby': 'outcome-hint' })}>
        <legend>{texts.profile.whatCame}</legend>
        {!hasBegun && (
          <p id="outcome-hint" class="hint">
            {texts.profile.notBegun}
          </p>
        )}
        {OUTCOMES.map((one) => (
          <label key={one}>
            <input type="radio" name="outcome" value={one} required disabled={!can[one]} onChange={() => setOutcome(one)} />
            {texts.profile.status[one]}
          </label>
        ))}
      </fieldset>
      <Field id="outcome-notes" label={outcome === 'cancelled' ? texts.profile.reason : texts.profile.notes}>
        {(control) => <textarea {...control} name="notes" maxLength={1000} rows={3} />}
      </Field>
      <button type="submit" class="button" disabled={busy || outcome === null}>
        {texts.profile.update}
      </button>
    </form>
  )
}
