import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { LeadOf, LeadReport } from '../wire.ts'
import { DispositionDialog } from './DispositionDialog.tsx'
import { HistoryList } from './HistoryList.tsx'
import { LeadLine } from './LeadLine.tsx'
import { leadTexts as words } from './words.ts'
import './leads.css'

/** The Leads Agent Report: the leads of whoever is signed in, and what happened last with them. */
export function LeadsPage() {
  const [report, setReport] = useState<LeadReport | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [resolving, setResolving] = useState<LeadOf | null>(null)
  const [done, setDone] = useState<string | null>(null)
  /** How many leads are shown: as many are read again. */
  const shown = useRef(0)
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(
    () =>
      asking(get<LeadReport>('/api/v1/leads/report', { limit: Math.min(200, Math.max(50, shown.current)) })).then((read) => {
        setProblem(null)
        setReport(read)
        shown.current = read.leads.items.length
      }, failed),
    [failed],
  )
  useEffect(() => {
    document.title = `${words.title} · ${texts.brand}`
    void load()
    // Whoever comes back to this page sees what was assigned meanwhile.
    const again = () => void load()
    addEventListener('focus', again)
    return () => removeEventListener('focus', again)
  }, [load])

  async function more(before: LeadReport) {
    const query = { limit: 50, cursor: before.leads.nextCursor ?? '' }
    await asking(get<LeadReport>('/api/v1/leads/report', query)).then((next) => {
      const items = [...before.leads.items, ...next.leads.items]
      shown.current = items.length
      setReport({ ...next, leads: { ...next.leads, items } })
    }, failed)
  }
  return (
    <div class="settings-page">
      <header class="row spread">
        <h1>{words.title}</h1>
        <span class="muted" role="status">
          {report && words.count(report.leads.total)}
        </span>
      </header>
      {done && <Notice title={done} />}
      {problem && <Notice tone="danger" title={problem} />}
      {report === null && problem === null && <p class="muted">{words.loading} …</p>}
      {report && (
        <div class="lead-columns">
          <section class="panel stack" aria-labelledby="leads-title">
            <h2 id="leads-title" tabIndex={-1}>
              {words.leads}
            </h2>
            {report.leads.items.length === 0 && <p class="muted">{words.none}</p>}
            <ul class="rows">
              {report.leads.items.map((lead) => (
                <LeadLine key={lead.id} lead={lead} onResolve={() => setResolving(lead)} />
              ))}
            </ul>
            {report.leads.nextCursor && (
              <button type="button" class="button-quiet" onClick={() => void more(report)}>
                {words.more}
              </button>
            )}
          </section>
          <section class="panel stack" aria-labelledby="lead-history-title">
            <h2 id="lead-history-title">{words.history}</h2>
            {report.history.length === 0 && <p class="small muted">{words.noHistory}</p>}
            <HistoryList entries={report.history} ofMany />
          </section>
        </div>
      )}
      {resolving && (
        <DispositionDialog
          id="resolve"
          title={words.resolveTitle}
          hint={words.resolveHint(resolving.customer.name)}
          kind="sales"
          lead={resolving.id}
          submit={words.resolve}
          path={`/api/v1/leads/${resolving.id}/resolve`}
          onClose={() => setResolving(null)}
          onDone={(disposition) => {
            setDone(words.resolved(resolving.customer.name, disposition))
            void load()
            document.getElementById('leads-title')?.focus()
          }}
        />
      )}
    </div>
  )
}
