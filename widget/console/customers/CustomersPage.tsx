import { useEffect, useMemo, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { get } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking, newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import { leadTexts } from '../leads/words.ts'
import { orderTexts } from '../orders/words.ts'
import { profileGone } from '../profile/profile-state.ts'
import { may, project, session } from '../session.ts'
import { texts } from '../text.ts'
import type { Customer, List } from '../wire.ts'
import { CustomerForm } from './CustomerForm.tsx'
import { ImportForm } from './ImportForm.tsx'
import { customerTexts as words } from './words.ts'

/** Everybody whom one may see, found by name, email or phone; each opens their profile. */
export function CustomersPage() {
  const [search, setSearch] = useState('')
  const [found, setFound] = useState<List<Customer> | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [form, setForm] = useState<'new' | 'import' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const [changes, setChanges] = useState(0)
  const { route } = useLocation()
  const finding = useMemo(newestOnly, [])
  const here = project.value?.slug
  const isAgent = session.value?.level === 'leads-agent'
  const [ledBack] = useState(() => isAgent && profileGone.value)
  const title = isAgent ? leadTexts.search : texts.nav.customers
  const typed = search.trim()
  const wanted = { ...(typed && { search: typed }), ...(here && { project: here }) }
  useEffect(() => {
    document.title = `${title} · ${texts.brand}`
    // It is told once: whoever goes on from here is not led back again.
    profileGone.value = false
  }, [title])
  useEffect(() => {
    const query = { limit: 50, ...wanted }
    void finding((signal) => get<List<Customer>>('/api/v1/customers', query, signal), typed ? 120 : 0).then((outcome) => {
      if (!outcome) return
      setProblem('error' in outcome ? failureText(outcome.error) : null)
      if ('value' in outcome) setFound(outcome.value)
    })
  }, [typed, here, changes])

  async function more(before: List<Customer>) {
    try {
      const next = await asking(get<List<Customer>>('/api/v1/customers', { limit: 50, ...wanted, cursor: before.nextCursor ?? '' }))
      setFound((now) => (now === before ? { ...next, items: [...before.items, ...next.items] } : now))
    } catch (error) {
      setProblem(failureText(error))
    }
  }
  const close = () => setForm(null)
  return (
    <div class="settings-page">
      <header class="row spread">
        <h1>{title}</h1>
        <div class="row">
          {may('GET /api/v1/customers/duplicates') && (
            <a class="button-link" href="/console/customers/duplicates">
              {words.duplicates}
            </a>
          )}
          {may('POST /api/v1/customers/import-csv') && (
            <button type="button" class="button-quiet" onClick={() => setForm('import')}>
              {words.bring}
            </button>
          )}
          {may('GET /api/v1/customers.csv') && (
            <a class="button-quiet" href={`/api/v1/customers.csv?${new URLSearchParams(wanted)}`} download="registrants.csv">
              {words.take}
            </a>
          )}
          {may('POST /api/v1/customers') && (
            <button type="button" class="button" onClick={() => setForm('new')}>
              {words.add}
            </button>
          )}
        </div>
      </header>
      {done && <Notice title={done} />}
      {ledBack && <Notice tone="warning" title={session.value?.agent?.onlyAssigned ? leadTexts.notYours : leadTexts.notThere} />}
      {form === 'new' && <CustomerForm customer={null} onClose={close} onSaved={({ id }) => route(`/console/customers/${id}`)} />}
      {form === 'import' && (
        <ImportForm
          onClose={close}
          onImported={(said) => {
            close()
            setDone(said)
            setChanges(changes + 1)
          }}
        />
      )}
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <section class="panel stack" aria-busy={found === null}>
        <label class="stack tight" for="registrant-search">
          {isAgent ? orderTexts.whomFind : texts.profile.search}
          <input
            id="registrant-search"
            class="control"
            type="search"
            value={search}
            placeholder={isAgent ? orderTexts.whomHint : texts.customer.placeholder}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </label>
        <p class="small muted" role="status">
          {found?.items.length === 0 ? texts.customer.none : ''}
        </p>
        <ul class="rows">
          {found?.items.map(({ id, name, email, phone }) => (
            <li key={id}>
              <a class="strong" href={`/console/customers/${id}`}>
                {name}
              </a>
              <p class="small muted wrap">{[email, phone].filter(Boolean).join(' · ')}</p>
            </li>
          ))}
        </ul>
        {found?.nextCursor && (
          <button type="button" class="button-quiet" onClick={() => void more(found)}>
            {words.more}
          </button>
        )}
      </section>
    </div>
  )
}
