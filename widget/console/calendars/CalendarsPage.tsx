import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post, remove } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { may } from '../session.ts'
import { texts } from '../text.ts'
import type { CalendarAccount, CalendarAccounts, Consent } from '../wire.ts'
import { AccountRow } from './AccountRow.tsx'
import { ConnectPanel } from './ConnectPanel.tsx'
import { EditsPanel } from './EditsPanel.tsx'

const WORST_FIRST = ['disconnected', 'unreachable', 'failing', 'connected'] as const

/** What stands in the way of answers comes first. */
const inOrder = (items: readonly CalendarAccount[]): CalendarAccount[] =>
  items.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state) || a.rep.name.localeCompare(b.rep.name))

/** The calendars of reps, or of whoever is signed in: how they are, which count, and how to connect more. */
export function CalendarsPage() {
  const [known, setKnown] = useState<CalendarAccounts | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [outcome] = useState(outcomeOf)
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(() => asking(get<CalendarAccounts>('/api/v1/calendar-accounts')).then(setKnown, failed), [failed])
  useEffect(() => {
    document.title = `${texts.nav.calendars} · ${texts.brand}`
    // What came of a consent is said once.
    if (location.search !== '') history.replaceState(null, '', location.pathname)
    void load()
  }, [load])

  /** To the vendor, and back to this page. */
  function authorize(wish: { vendor: 'google' | 'microsoft'; rep?: string; account?: string }) {
    setProblem(null)
    asking(post<Consent>('/api/v1/calendar-accounts/authorize', wish)).then(({ url }) => location.assign(url), failed)
  }
  function disconnect({ id }: CalendarAccount) {
    setProblem(null)
    asking(remove(`/api/v1/calendar-accounts/${id}`)).then(load, failed)
  }
  const mayConnect = may('POST /api/v1/calendar-accounts')

  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{texts.calendars.title}</h1>
        <p class="muted">{texts.calendars.hint}</p>
      </header>
      {outcome && <Notice {...outcome} />}
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <EditsPanel />
      <div class="panels users">
        <section class="panel stack" aria-labelledby="calendars-title" aria-busy={known === null}>
          <h2 id="calendars-title">{texts.calendars.list}</h2>
          {known?.items.length === 0 && <p class="muted">{texts.calendars.none}</p>}
          <ul class="rows">
            {known &&
              inOrder(known.items).map((account) => (
                <AccountRow
                  key={account.id}
                  account={account}
                  onConsent={(vendor) => authorize({ vendor, account: account.id })}
                  onDisconnect={disconnect}
                  onChanged={load}
                />
              ))}
          </ul>
        </section>
        {known && mayConnect && <ConnectPanel known={known} onConsent={authorize} onConnected={load} />}
      </div>
    </div>
  )
}

/** What came of a consent, as the address says it. */
function outcomeOf(): { tone: 'info' | 'danger'; title: string } | null {
  const query = new URLSearchParams(location.search)
  const problem = query.get('problem')
  if (query.has('connected')) return { tone: 'info', title: texts.calendars.connected }
  if (problem === null) return null
  const words: Readonly<Record<string, string>> = texts.calendars.problems
  return { tone: 'danger', title: words[problem] ?? texts.problems.unknown }
}
