import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post, remove } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { Salesforce, SalesforceConnect } from '../wire.ts'
import { CertificatePanel } from './CertificatePanel.tsx'
import { ConnectPanel } from './ConnectPanel.tsx'
import { FailuresPanel } from './FailuresPanel.tsx'
import { MappingsPanel } from './MappingsPanel.tsx'
import { OrgPanel } from './OrgPanel.tsx'
import { RulesPanel } from './RulesPanel.tsx'
import { SetUpPanel } from './SetUpPanel.tsx'

/** The org that bookings are written to: how it is, what was decided about it, and what it did not take. */
export function SalesforcePage() {
  const [known, setKnown] = useState<Salesforce | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [outcome, setOutcome] = useState(outcomeOf)
  const [looks, setLooks] = useState(0)
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(() => asking(get<Salesforce>('/api/v1/salesforce')).then(setKnown, failed), [failed])
  const look = useCallback(() => {
    setProblem(null)
    setLooks((before) => before + 1)
    void load()
  }, [load])
  useEffect(() => {
    document.title = `${texts.nav.salesforce} · ${texts.brand}`
    // What came of a consent is said once.
    if (location.search !== '') history.replaceState(null, '', location.pathname)
    void load()
  }, [load])

  /** To Salesforce, and back to this page; or connected at once. */
  async function connect() {
    setProblem(null)
    setOutcome(null)
    setBusy(true)
    try {
      const { url } = await asking(post<SalesforceConnect>('/api/v1/salesforce/connect'))
      if (url !== null) return location.assign(url)
      setOutcome(CONNECTED)
      await load()
    } catch (error) {
      failed(error)
    }
    setBusy(false)
  }
  function disconnect() {
    setProblem(null)
    setOutcome(null)
    asking(remove('/api/v1/salesforce')).then(load, failed)
  }
  const org = known?.org

  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{texts.salesforce.title}</h1>
        <p class="muted">{texts.salesforce.hint}</p>
      </header>
      {outcome && <Notice {...outcome} />}
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      {known && !org && known.signIn === null && <SetUpPanel redirectUri={known.redirectUri} />}
      {known && !org && known.signIn !== null && <ConnectPanel by={known.signIn} busy={busy} onConnect={() => void connect()} />}
      {known && org && (
        <div class="panels users">
          <div class="stack">
            <OrgPanel
              org={org}
              writes={known.writes}
              mayConnect={known.signIn !== null}
              busy={busy}
              onConnect={() => void connect()}
              onDisconnect={disconnect}
              onLook={look}
            />
            <FailuresPanel key={org.id} looks={looks} onChanged={load} />
            <RulesPanel rules={org.rules} onChanged={setKnown} />
            <MappingsPanel known={known} rules={org.rules} onChanged={setKnown} />
          </div>
          <CertificatePanel certificate={org.launchCertificate} onChanged={setKnown} />
        </div>
      )}
    </div>
  )
}

const CONNECTED = { tone: 'info', title: texts.salesforce.connected } as const

/** What came of a consent, as the address says it. */
function outcomeOf(): { tone: 'info' | 'danger'; title: string } | null {
  const query = new URLSearchParams(location.search)
  const problem = query.get('problem')
  if (query.has('connected')) return CONNECTED
  if (problem === null) return null
  const words: Readonly<Record<string, string>> = texts.salesforce.problems
  return { tone: 'danger', title: words[problem] ?? texts.problems.unknown }
}
