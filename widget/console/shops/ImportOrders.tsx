import { useState } from 'preact/hooks'
import { Problem, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { FormPanel } from '../profile/FormPanel.tsx'
import type { FormEvent } from '../submitting.ts'
import type { OrderTable, Shop } from '../wire.ts'
import { shopTexts as words } from './words.ts'

interface Props {
  readonly shop: Shop
  readonly onClose: () => void
  readonly onImported: (said: string) => void
}

/** Orders of a shop from a file: nothing is taken over while anything is wrong with it. */
export function ImportOrders({ shop, onClose, onImported }: Props) {
  const [file, setFile] = useState<File | null>(null)
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null)
  const [busy, setBusy] = useState(false)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!file || busy) return
    setBusy(true)
    setFailure(null)
    try {
      const { created, updated, unchanged, ignored } = await asking(
        post<OrderTable>('/api/v1/orders/import-csv', { shop: shop.id, csv: await file.text() }),
      )
      const said = words.imported(created, updated, unchanged)
      onImported(ignored.length > 0 ? `${said} ${words.ignored(ignored)}` : said)
    } catch (error) {
      setFailure({ error })
    } finally {
      setBusy(false)
    }
  }
  const lines = failure?.error instanceof Problem ? failure.error.errors.map(({ detail }) => detail) : []
  return (
    <FormPanel id={`import-${shop.id}`} title={words.importTitle(shop.name)} onClose={onClose} onSubmit={submit}>
      <p class="muted">{words.importHint}</p>
      {failure && (
        <Notice tone="danger" title={lines.length > 0 ? words.wrong(lines.length) : failureText(failure.error)}>
          {lines.length > 0 && (
            <ul>
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      <Field id={`import-${shop.id}-file`} label={words.file}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".csv,text/csv,text/plain"
            required
            onChange={({ currentTarget }) => {
              setFile(currentTarget.files?.[0] ?? null)
              setFailure(null)
            }}
          />
        )}
      </Field>
      <div>
        <button type="submit" class="button" disabled={busy || file === null}>
          {busy ? words.importing : words.importNow}
        </button>
      </div>
    </FormPanel>
  )
}
