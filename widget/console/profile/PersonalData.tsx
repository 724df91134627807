import { useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { customerTexts as words } from '../customers/words.ts'
import { may } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import type { Customer } from '../wire.ts'

/** What a person may ask for: all that is known of them as a file, and to be forgotten. */
export function PersonalData({ customer }: { customer: Customer }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const { route } = useLocation()
  const { problem, busy, submit } = useSubmit(async () => {
    await asking(post(`/api/v1/customers/${customer.id}/erase`, {}))
    route('/console/customers', true)
  })
  if (!may('GET /api/v1/customers/{id}/data')) return null
  return (
    <section class="panel stack tight" aria-labelledby="personal-title">
      <h2 id="personal-title">{words.personal}</h2>
      <div class="asks">
        <a class="button-link compact" href={`/api/v1/customers/${customer.id}/data`} download="personal-data.json">
          {words.data}
        </a>
        <button type="button" class="button-link compact" aria-haspopup="dialog" onClick={() => dialog.current?.showModal()}>
          {words.erase}
        </button>
      </div>
      <dialog ref={dialog} class="card sheet appointment" aria-labelledby="erase-title" onClose={() => setTyped('')}>
        <form class="stack" onSubmit={submit}>
          <h2 id="erase-title">{words.eraseTitle(customer.name)}</h2>
          {problem && <Notice tone="danger" title={problem} />}
          <p>{words.eraseHint}</p>
          <Field id="erase-name" label={words.eraseCheck(customer.name)}>
            {(control) => (
              <input {...control} autocomplete="off" value={typed} onInput={({ currentTarget }) => setTyped(currentTarget.value)} />
            )}
          </Field>
          <div class="row">
            <button type="submit" class="button danger" disabled={busy || typed.trim() !== customer.name}>
              {words.eraseYes}
            </button>
            <button type="button" class="button-quiet" onClick={() => dialog.current?.close()}>
              {words.keep}
            </button>
          </div>
        </form>
      </dialog>
    </section>
  )
}
