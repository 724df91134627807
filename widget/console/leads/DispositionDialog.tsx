import { useEffect, useRef, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import type { List } from '../wire.ts'
import { leadTexts as words } from './words.ts'

interface Props {
  readonly id: string
  readonly title: string
  readonly hint?: string
  readonly kind: 'sales' | 'service'
  /** The lead that is resolved, if one is: what can be chosen is its agent's. */
  readonly lead?: string
  readonly submit: string
  /** Where the disposition and the note go. */
  readonly path: string
  readonly onDone: (disposition: string) => void
  readonly onClose: () => void
}

/** What came of a call, in words of the Call Centers page: for a lead that is closed, or for the history. */
export function DispositionDialog({ id, title, hint, kind, lead, submit, path, onDone, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [choices, setChoices] = useState<readonly string[] | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  useEffect(() => {
    dialog.current?.showModal()
    asking(get<List<string>>('/api/v1/dispositions', { kind, ...(lead && { lead }) })).then(
      ({ items }) => setChoices(items),
      (error: unknown) => setFailed(failureText(error)),
    )
  }, [kind, lead])
  const sending = useSubmit(async (value) => {
    const note = value('note')
    await asking(post(path, { disposition: value('disposition'), ...(note && { note }) }))
    dialog.current?.close()
    onDone(value('disposition'))
  })
  const problem = failed ?? sending.problem
  return (
    <dialog ref={dialog} class="card sheet appointment" aria-labelledby={`${id}-title`} onClose={onClose}>
      <form class="stack" onSubmit={sending.submit}>
        <h2 id={`${id}-title`}>{title}</h2>
        {problem && <Notice tone="danger" title={problem} />}
        {hint && <p class="muted">{hint}</p>}
        {choices?.length === 0 && <Notice tone="warning" title={words.noDispositions} />}
        <Field id={`${id}-disposition`} label={words.disposition}>
          {(control) => (
            <select {...control} name="disposition" required disabled={choices?.length === 0}>
              <option value="">{words.choose}</option>
              {choices?.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field id={`${id}-note`} label={words.note}>
          {(control) => <textarea {...control} name="note" rows={3} maxLength={2000} />}
        </Field>
        <div class="row">
          <button type="submit" class="button" disabled={sending.busy || !choices?.length}>
            {submit}
          </button>
          <button type="button" class="button-quiet" onClick={() => dialog.current?.close()}>
            {words.keep}
          </button>
        </div>
      </form>
    </dialog>
  )
}
