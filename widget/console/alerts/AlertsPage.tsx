import { useEffect, useState } from 'preact/hooks'
import { Notice } from '../../ui/Notice.tsx'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Alert } from '../wire.ts'
import { alerts, loadAlerts } from './alerts.ts'
import { FailedJobs } from './FailedJobs.tsx'
import { alertTexts, alertPageTexts as words } from './words.ts'
import './alerts.css'

const REFRESH_MS = 60_000
/** Tags are coloured by what became of something: an error is like a message that failed. */
const TONES = { error: 'failed', warning: 'warning', notice: '' } as const

/** What runs badly, what to do about it, and the jobs that were given up. */
export function AlertsPage() {
  const [problem, setProblem] = useState<string | null>(null)
  const load = () =>
    loadAlerts().then(
      () => setProblem(null),
      (error: unknown) => setProblem(failureText(error)),
    )
  useEffect(() => {
    document.title = `${words.title} · ${texts.brand}`
    void load()
    const timer = setInterval(() => document.visibilityState === 'visible' && void load(), REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  const now = alerts.value
  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{words.title}</h1>
        <p class="muted">{words.hint}</p>
      </header>
      {problem && <Notice tone="danger" title={problem} />}
      <section class="panel stack" aria-labelledby="alerts-title" aria-busy={now === null}>
        <h2 id="alerts-title">{words.all}</h2>
        {now?.length === 0 && <p>{words.well}</p>}
        <ul class="rows alerts">
          {now?.map((alert) => (
            <Told key={alert.kind} alert={alert} />
          ))}
        </ul>
      </section>
      <FailedJobs count={now?.find(({ kind }) => kind === 'jobs-failed')?.count ?? 0} onChanged={() => void load()} />
    </div>
  )
}

function Told({ alert: { kind, level, count, since } }: { alert: Alert }) {
  const { title, hint, page } = alertTexts[kind]
  return (
    <li class="alert">
      <span class={`tag ${TONES[level]}`}>{words.levels[level]}</span>
      <span class="grow">
        <span class="strong block">{title(count)}</span>
        <span class="muted block">{hint(since === null ? '' : shortMoment(new Date(since), ownZone()))}</span>
      </span>
      {page && <a href={page.href}>{words.open(page.name)}</a>}
    </li>
  )
}
