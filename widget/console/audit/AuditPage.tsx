import { useEffect, useMemo, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { AuditEntry, List } from '../wire.ts'
import { instantText } from '../wire.ts'
import { addDays, instantOf } from '../zone.ts'

const words = texts.setup.audit
const NOTHING = { kind: '', by: '', name: '', from: '', to: '' }
type Filters = typeof NOTHING

/** The first moment of a day here. */
function startOf(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return instantText(instantOf({ year, month, day, hour: 0, minute: 0 }, ownZone()).start)
}

function queryOf({ kind, by, name, from, to }: Filters) {
  return {
    ...(kind && { kind }),
    ...(by.trim() && { by: by.trim() }),
    ...(name.trim() && { name: name.trim() }),
    ...(from && { from: startOf(from) }),
    ...(to && { to: startOf(addDays(to, 1)) }),
  }
}

/** Every change of the settings, the newest first, with who has made it and what was there before. */
export function AuditPage() {
  const [filters, setFilters] = useState(NOTHING)
  const [found, setFound] = useState<List<AuditEntry> | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const finding = useMemo(newestOnly, [])
  const query = queryOf(filters)
  const asked = JSON.stringify(query)
  useEffect(() => {
    document.title = `${words.title} · ${texts.brand}`
  }, [])
  useEffect(() => {
    void finding((signal) => get<List<AuditEntry>>('/api/v1/audit', { ...JSON.parse(asked), limit: 50 }, signal), 150).then((outcome) => {
      if (!outcome) return
      setProblem('error' in outcome ? failureText(outcome.error) : null)
      if ('value' in outcome) setFound(outcome.value)
    })
  }, [asked, finding])

  async function more(before: List<AuditEntry>) {
    try {
      const next = await asking(get<List<AuditEntry>>('/api/v1/audit', { ...query, limit: 50, cursor: before.nextCursor ?? '' }))
      setFound((now) => (now === before ? { ...next, items: [...before.items, ...next.items] } : now))
    } catch (error) {
      setProblem(failureText(error))
    }
  }
  const field = (name: keyof Filters, label: string, type: 'search' | 'date', hint?: string) => (
    <Field id={`audit-${name}`} label={label} hint={hint}>
      {(control) => {
        const onInput = ({ currentTarget }: { currentTarget: HTMLInputElement }) => setFilters({ ...filters, [name]: currentTarget.value })
        return type === 'date' ? (
          <input {...control} type="date" value={filters[name]} onInput={onInput} />
        ) : (
          <input {...control} type="search" autocomplete="off" value={filters[name]} onInput={onInput} />
        )
      }}
    </Field>
  )
  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{words.title}</h1>
        <p class="muted">{words.hint}</p>
      </header>
      <form class="panel setup-fields" onSubmit={(event) => event.preventDefault()}>
        <Field id="audit-kind" label={words.kind}>
          {(control) => (
            <select
              {...control}
              value={filters.kind}
              onChange={({ currentTarget }) => setFilters({ ...filters, kind: currentTarget.value })}
            >
              <option value="">{words.all}</option>
              {Object.entries(words.kinds).map(([kind, name]) => (
                <option key={kind} value={kind}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        {field('name', words.name, 'search')}
        {field('by', words.by, 'search')}
        {field('from', words.from, 'date')}
        {field('to', words.to, 'date')}
      </form>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <section class="panel stack" aria-label={words.title} aria-busy={found === null}>
        {found?.items.length === 0 && <p class="muted">{words.none}</p>}
        <ul class="rows">
          {found?.items.map((entry) => (
            <li key={entry.id}>
              <Entry entry={entry} />
            </li>
          ))}
        </ul>
        {found?.nextCursor && (
          <div>
            <button type="button" class="button-quiet" onClick={() => void more(found)}>
              {words.more}
            </button>
          </div>
        )}
      </section>
    </div>
  )
}

const valueText = (value: unknown): string =>
  value === null || value === undefined ? words.nothing : typeof value === 'string' ? value : JSON.stringify(value)

function Entry({ entry: { at, author, kind, name, action, changes } }: { entry: AuditEntry }) {
  const who = author.name ?? author.email ?? words.program
  return (
    <div class="audit-entry">
      <p class="wrap grow">
        <span class="strong">{who}</span> {words.actions[action]} {words.kinds[kind]} <span class="strong">{name}</span>
      </p>
      <p class="small muted">
        <time dateTime={at}>{shortMoment(new Date(at), ownZone())}</time>
      </p>
      {changes.length > 0 && (
        <details>
          <summary class="small">{words.showChanges(changes.length)}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone must scroll with the keyboard too. */}
          <section class="wide-table" aria-label={words.showChanges(changes.length)} tabIndex={0}>
            <table class="figures">
              <thead>
                <tr>
                  <th scope="col">{words.field}</th>
                  <th scope="col">{words.before}</th>
                  <th scope="col">{words.after}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ field, before, after }) => (
                  <tr key={field}>
                    <th scope="row">{field}</th>
                    <td class="wrap">{valueText(before)}</td>
                    <td class="wrap">{valueText(after)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </div>
  )
}
