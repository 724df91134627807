import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import type { Activity } from '../wire.ts'
import { activityName, activityTexts } from './words.ts'

interface Props {
  readonly activity: Activity
  readonly onDone: (said: string) => void
}

/** It is done: what came of it, and, of an e-mail, the words that are sent now. */
export function CompleteForm({ activity, onDone }: Props) {
  const { id, type, email, customer } = activity
  const canSend = type === 'email' && customer.email !== null
  const [sends, setSends] = useState(canSend && email !== null)
  const { problem, errorAt, busy, submit } = useSubmit(async (value) => {
    const words = sends ? { email: { subject: value('subject'), body: value('body') } } : {}
    const result = value('result')
    await asking(post(`/api/v1/activities/${id}/complete`, { ...(result && { result }), ...words }))
    onDone((sends ? activityTexts.sent : activityTexts.completed)(activityName(activity)))
  })
  return (
    <form
      class="stack"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
    >
      {problem && <Notice tone="danger" title={problem} />}
      {canSend && (
        <label class="check">
          <input type="checkbox" checked={sends} onChange={({ currentTarget }) => setSends(currentTarget.checked)} />
          {activityTexts.sendNow}
        </label>
      )}
      {sends && (
        <>
          <Field id={`subject-${id}`} label={activityTexts.subject} error={errorAt('/email/subject')}>
            {(control) => <input {...control} name="subject" required maxLength={300} defaultValue={email?.subject ?? ''} />}
          </Field>
          <Field id={`body-${id}`} label={activityTexts.words} hint={activityTexts.wordsHint} error={errorAt('/email/body')}>
            {(control) => <textarea {...control} name="body" required rows={8} maxLength={10_000} defaultValue={email?.body ?? ''} />}
          </Field>
        </>
      )}
      <Field
        id={`result-${id}`}
        label={`${activityTexts.result} ${activityTexts.optional}`}
        hint={activityTexts.resultHint}
        error={errorAt('/result')}
      >
        {(control) => <textarea {...control} name="result" rows={2} maxLength={2000} />}
      </Field>
      <div>
        <button type="submit" class="button" disabled={busy}>
          {sends ? activityTexts.completeAndSend : activityTexts.complete}
        </button>
      </div>
    </form>
  )
}
