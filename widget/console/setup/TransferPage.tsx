import { useEffect, useState } from 'preact/hooks'
import { get, Problem, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { setup } from '../session.ts'
import type { FormEvent } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Imported, Setup } from '../wire.ts'

const words = texts.setup.transfer
type Kind = keyof typeof words.kinds

/** The whole configuration as a file, out and in. */
export function TransferPage() {
  useEffect(() => {
    document.title = `${words.title} · ${texts.brand}`
  }, [])
  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{words.title}</h1>
        <p class="muted">{words.hint}</p>
      </header>
      <ExportPanel />
      <ImportPanel />
    </div>
  )
}

function ExportPanel() {
  const [kinds, setKinds] = useState<readonly Kind[]>((Object.keys(words.kinds) as Kind[]).filter((kind) => kind !== 'customers'))
  return (
    <section class="panel stack" aria-labelledby="export-title">
      <h2 id="export-title">{words.exporting}</h2>
      <p class="hint">{words.exportHint}</p>
      <fieldset class="field group">
        <legend>{words.what}</legend>
        <div class="ticks">
          {Object.entries(words.kinds).map(([kind, name]) => (
            <label key={kind} class="tick">
              <input
                type="checkbox"
                checked={kinds.includes(kind as Kind)}
                onChange={({ currentTarget }) =>
                  setKinds(currentTarget.checked ? [...kinds, kind as Kind] : kinds.filter((one) => one !== kind))
                }
              />
              <span>{name}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {kinds.length > 0 && (
        <div>
          <a class="button" href={`/api/v1/export?only=${kinds.join(',')}`} download="switchboard.json">
            {words.download}
          </a>
        </div>
      )}
    </section>
  )
}

/** What a file holds, as far as it can be told before the server has looked at it. */
interface Read {
  readonly name: string
  readonly body: Readonly<Record<string, unknown>> | null
}

function ImportPanel() {
  const [read, setRead] = useState<Read | null>(null)
  const [done, setDone] = useState<Imported | null>(null)
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null)
  const [busy, setBusy] = useState(false)

  async function choose(file: File | undefined) {
    setDone(null)
    setFailure(null)
    if (!file) return setRead(null)
    const text = await file.text()
    try {
      const body: unknown = JSON.parse(text)
      setRead({ name: file.name, body: typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null })
    } catch {
      setRead({ name: file.name, body: null })
    }
  }
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!read?.body || busy) return
    setBusy(true)
    setFailure(null)
    try {
      setDone(await asking(post<Imported>('/api/v1/import', read.body)))
      setup.value = await asking(get<Setup>('/api/v1/setup'))
    } catch (error) {
      setFailure({ error })
    } finally {
      setBusy(false)
    }
  }
  const listed = Object.entries(read?.body ?? {}).filter(([, list]) => Array.isArray(list) && list.length > 0) as [string, unknown[]][]
  return (
    <form class="panel stack" aria-labelledby="import-title" onSubmit={submit}>
      <h2 id="import-title">{words.importing}</h2>
      <p class="hint">{words.importHint}</p>
      {failure && <Wrong error={failure.error} />}
      {done && <Notice title={words.done}>{<Counts counts={done} />}</Notice>}
      <Field id="import-file" label={words.file} error={read !== null && read.body === null ? words.notJson : undefined}>
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".json,application/json"
            onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
          />
        )}
      </Field>
      {listed.length > 0 && (
        <dl class="facts" aria-label={words.look}>
          {listed.map(([kind, list]) => (
            <div key={kind}>
              <dt>{words.kinds[kind as Kind] ?? kind}</dt>
              <dd>{list.length}</dd>
            </div>
          ))}
        </dl>
      )}
      <div>
        <button type="submit" class="button" disabled={busy || !read?.body}>
          {words.submit}
        </button>
      </div>
    </form>
  )
}

function Counts({ counts: { created, updated } }: { counts: Imported }) {
  const kinds = Object.keys(created).filter((kind) => (created[kind] ?? 0) + (updated[kind] ?? 0) > 0)
  return (
    <ul>
      {kinds.map((kind) => (
        <li key={kind}>
          {words.kinds[kind as Kind] ?? kind}: {words.counts(created[kind] ?? 0, updated[kind] ?? 0)}
        </li>
      ))}
    </ul>
  )
}

/** What is wrong with a file, place by place. */
function Wrong({ error }: { error: unknown }) {
  if (!(error instanceof Problem) || error.errors.length === 0) return <Notice tone="danger" title={failureText(error)} />
  return (
    <Notice tone="danger" title={words.errors}>
      <ul>
        {error.errors.map(({ pointer, detail }) => (
          <li key={`${pointer} ${detail}`}>
            <code class="wrap">{pointer || '/'}</code> {detail}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
