import { useState } from 'preact/hooks'
import { Problem, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { FormPanel } from '../profile/FormPanel.tsx'
import { ownProjects, project } from '../session.ts'
import type { FormEvent } from '../submitting.ts'
import type { CustomerTable } from '../wire.ts'
import { customerTexts as words } from './words.ts'

/** Registrants from a file: looked at first, and taken over only when nothing is wrong with it. */
export function ImportForm({ onClose, onImported }: { onClose: () => void; onImported: (said: string) => void }) {
  const [file, setFile] = useState<File | null>(null)
  const [into, setInto] = useState(project.value?.slug ?? '')
  const [checked, setChecked] = useState<CustomerTable | null>(null)
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!file || busy) return
    setBusy(true)
    setFailure(null)
    try {
      const csv = await file.text()
      const dryRun = checked === null
      const table = await asking(post<CustomerTable>('/api/v1/customers/import-csv', { csv, dryRun, ...(into && { project: into }) }))
      if (dryRun) setChecked(table)
      else onImported(words.imported(table.created, table.updated))
    } catch (error) {
      setChecked(null)
      setFailure({ error })
    } finally {
      setBusy(false)
    }
  }
  return (
    <FormPanel id="import" title={words.importTitle} onClose={onClose} onSubmit={submit}>
      <p class="muted">{words.importHint}</p>
      {failure && <Wrong error={failure.error} />}
      <div class="panels">
        <Field id="import-file" label={words.file}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".csv,text/csv,text/plain"
              required
              onChange={({ currentTarget }) => {
                setFile(currentTarget.files?.[0] ?? null)
                setChecked(null)
                setFailure(null)
              }}
            />
          )}
        </Field>
        <Field id="import-into" label={words.into}>
          {(control) => (
            <select {...control} value={into} onChange={({ currentTarget }) => setInto(currentTarget.value)}>
              <option value="">{words.intoNone}</option>
              {ownProjects().map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {checked && (
        <Notice title={words.wouldBe(checked.created, checked.updated)}>
          {checked.ignored.length > 0 && <p>{words.ignored(checked.ignored)}</p>}
        </Notice>
      )}
      <button type="submit" class="button" disabled={busy || file === null}>
        {busy ? words.checking : checked ? words.importNow(checked.created + checked.updated) : words.check}
      </button>
    </FormPanel>
  )
}

/** What is wrong with a file, line by line. */
function Wrong({ error }: { error: unknown }) {
  const lines = error instanceof Problem ? error.errors.map(({ detail }) => detail) : []
  if (lines.length === 0) return <Notice tone="danger" title={failureText(error)} />
  return (
    <Notice tone="danger" title={words.wrong(lines.length)}>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  )
}
