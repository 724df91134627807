import { useCallback, useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { may, session } from '../session.ts'
import { texts } from '../text.ts'
import type { ApiKey, List, OwnSession } from '../wire.ts'
import { KeysPanel } from './KeysPanel.tsx'
import { PasswordPanel } from './PasswordPanel.tsx'
import { SecondFactorPanel } from './SecondFactorPanel.tsx'
import { SessionsPanel } from './SessionsPanel.tsx'

/** One's own account. */
export function AccountPage() {
  const [sessions, setSessions] = useState<readonly OwnSession[]>([])
  const [keys, setKeys] = useState<readonly ApiKey[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const hasKeys = may('GET /api/v1/api-keys')
  const load = useCallback(() => {
    const failed = (error: unknown) => setProblem(failureText(error))
    asking(get<List<OwnSession>>('/api/v1/sessions')).then(({ items }) => setSessions(items), failed)
    if (hasKeys) asking(get<List<ApiKey>>('/api/v1/api-keys')).then(({ items }) => setKeys(items), failed)
  }, [hasKeys])
  const known = session.value
  useEffect(() => {
    document.title = `${texts.nav.account} · ${texts.brand}`
    load()
  }, [load])

  if (!known) return null
  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{texts.account.title}</h1>
        <p class="wrap">
          <span class="strong">{known.name}</span> <span class="muted">{known.email}</span>
        </p>
        <p class="muted">
          {texts.account.level}: {texts.account.levels[known.level]}
        </p>
      </header>
      {problem && (
        <p role="alert" class="error">
          {texts.account.failed} {problem}
        </p>
      )}
      <div class="panels">
        <PasswordPanel onChanged={load} />
        <SecondFactorPanel />
        <SessionsPanel sessions={sessions} onEnded={load} />
        {hasKeys && <KeysPanel keys={keys} onChanged={load} />}
      </div>
    </div>
  )
}
