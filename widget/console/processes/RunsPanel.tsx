import { useEffect, useState } from 'preact/hooks'
import { get } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import type { List, Process, Run } from '../wire.ts'
import { processTexts } from './words.ts'

/** For whom a process runs, and what is next for each. */
export function RunsPanel({ process: { id, name } }: { process: Process }) {
  const [runs, setRuns] = useState<readonly Run[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    asking(get<List<Run>>(`/api/v1/processes/${id}/runs`)).then(
      ({ items }) => setRuns(items),
      (error: unknown) => setProblem(failureText(error)),
    )
  }, [id])
  return (
    <section class="well stack tight" aria-label={processTexts.runs(name)} aria-busy={runs === null}>
      {problem && <Notice tone="danger" title={problem} />}
      {runs?.length === 0 && <p class="small muted">{processTexts.nobody}</p>}
      <ul class="plain-list">
        {runs?.map(({ id: run, customer, rep, begunAt, open, nextOn }) => (
          <li key={run}>
            <a href={`/console/customers/${customer.id}`}>{customer.name}</a>{' '}
            <span class="small muted">
              {[rep?.name, begunAt ? processTexts.next(open, nextOn) : processTexts.waits].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
