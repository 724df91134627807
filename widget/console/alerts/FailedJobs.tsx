import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post, remove } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import type { FailedJob, JobReplays, List } from '../wire.ts'
import { jobTexts, alertPageTexts as words } from './words.ts'

const PATH = '/api/v1/jobs/failed'
const nameOf = ({ name }: FailedJob) => jobTexts[name] ?? name

interface Props {
  /** How many there are; another number means that they are looked at again. */
  readonly count: number
  readonly onChanged: () => void
}

/** Jobs that were given up, why, and how to do them again. */
export function FailedJobs({ count, onChanged }: Props) {
  const [jobs, setJobs] = useState<readonly FailedJob[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const load = useCallback(
    (from: string | null) =>
      asking(get<List<FailedJob>>(PATH, from === null ? {} : { cursor: from })).then(
        ({ items, nextCursor }) => {
          setJobs((before) => (from === null ? items : [...(before ?? []), ...items]))
          setCursor(nextCursor)
        },
        (error: unknown) => setProblem(failureText(error)),
      ),
    [],
  )
  useEffect(() => void load(null), [load, count])

  async function act(work: () => Promise<string>) {
    setProblem(null)
    setSaid('')
    try {
      setSaid(await asking(work()))
    } catch (error) {
      setProblem(failureText(error))
    }
    await load(null)
    onChanged()
  }
  const replay = (path: string) => act(async () => words.replayed((await post<JobReplays>(path, {})).replayed))
  const drop = ({ id }: FailedJob) => act(() => remove(`${PATH}/${id}`).then(() => words.dropped))

  return (
    <section class="panel stack" aria-labelledby="failed-title" aria-busy={jobs === null}>
      <div class="row spread">
        <h2 id="failed-title">{words.failed}</h2>
        {jobs !== null && jobs.length > 1 && (
          <button type="button" class="button-quiet" onClick={() => void replay(`${PATH}/replays`)}>
            {words.replayAll}
          </button>
        )}
      </div>
      {problem && <Notice tone="danger" title={problem} />}
      <p role="status" class="muted">
        {said} {jobs?.length === 0 ? words.noFailed : words.failedHint}
      </p>
      <ul class="rows">
        {jobs?.map((job) => (
          <li key={job.id} class="user">
            <span class="grow">
              <span class="strong block">{nameOf(job)}</span>
              {job.concerns !== null && (
                <span class="wrap block">
                  {job.customerId === null ? job.concerns : <a href={`/console/customers/${job.customerId}`}>{job.concerns}</a>}
                </span>
              )}
              <span class="wrap block">{job.problem ?? words.unknown}</span>
              <span class="small muted block">{words.tries(job.tries, shortMoment(new Date(job.failedAt), ownZone()))}</span>
            </span>
            <span class="row">
              <button
                type="button"
                class="button-quiet"
                aria-label={words.replayLabel(nameOf(job))}
                onClick={() => void replay(`${PATH}/${job.id}/replay`)}
              >
                {words.replay}
              </button>
              <button type="button" class="button-quiet" aria-label={words.dropLabel(nameOf(job))} onClick={() => void drop(job)}>
                {words.drop}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {cursor !== null && (
        <button type="button" class="button-quiet" onClick={() => void load(cursor)}>
          {words.more}
        </button>
      )}
    </section>
  )
}
