import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Duplicates, List } from '../wire.ts'
import { customerTexts as words } from './words.ts'

/** Registrants who may be one person, to be made one. */
export function DuplicatesPage() {
  const [groups, setGroups] = useState<readonly Duplicates[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const load = useCallback(
    () =>
      asking(get<List<Duplicates>>('/api/v1/customers/duplicates')).then(
        ({ items }) => setGroups(items),
        (error: unknown) => setProblem(failureText(error)),
      ),
    [],
  )
  useEffect(() => {
    document.title = `${words.duplicatesTitle} · ${texts.brand}`
    void load()
  }, [load])
  return (
    <div class="settings-page">
      <header class="stack tight">
        <p>
          <a href="/console/customers">← {words.everybody}</a>
        </p>
        <h1>{words.duplicatesTitle}</h1>
        <p class="muted">{words.duplicatesHint}</p>
      </header>
      {problem && <Notice tone="danger" title={problem} />}
      {done && <Notice title={done} />}
      {groups?.length === 0 && <p class="panel muted">{words.noDuplicates}</p>}
      <div class="panels" aria-busy={groups === null}>
        {groups?.map((group) => (
          <Group
            key={`${group.by} ${group.value}`}
            group={group}
            onMerged={(said) => {
              setDone(said)
              void load()
            }}
          />
        ))}
      </div>
    </div>
  )
}

/** People who share something: whoever is chosen stays, and all others become part of them. */
function Group({ group: { by, value, customers }, onMerged }: { group: Duplicates; onMerged: (said: string) => void }) {
  const [stays, setStays] = useState(customers[0]?.id)
  const into = customers.find(({ id }) => id === stays)
  const { problem, busy, submit } = useSubmit(async () => {
    const others = customers.filter(({ id }) => id !== stays)
    for (const { id } of others) await asking(post(`/api/v1/customers/${id}/merge`, { into: stays }))
    onMerged(words.merged(others.map(({ name }) => name).join(', '), into?.name ?? ''))
  })
  const title = `duplicates ${by} ${value}`.replaceAll(/[^a-z0-9]/gi, '-')
  return (
    <form class="panel stack tight" aria-labelledby={title} onSubmit={submit}>
      <h2 id={title} class="wrap">
        {words.share[by]}: {value}
      </h2>
      {problem && <Notice tone="danger" title={problem} />}
      <fieldset class="checks">
        <legend>{words.stays}</legend>
        {customers.map(({ id, name, email, phone, owner, salesforce }) => (
          <label key={id}>
            <input type="radio" name="stays" checked={id === stays} onChange={() => setStays(id)} />
            <span class="wrap">
              <a href={`/console/customers/${id}`}>{name}</a>{' '}
              <span class="small muted">{[email, phone, owner?.name, salesforce && 'Salesforce'].filter(Boolean).join(' · ')}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button-quiet" disabled={busy}>
        {words.since(into?.name ?? '')}
      </button>
    </form>
  )
}
