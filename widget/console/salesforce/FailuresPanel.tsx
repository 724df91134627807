import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { List, SalesforceFailure, SalesforceReplays } from '../wire.ts'

interface Props {
  /** Rises whenever somebody wants to look again. */
  readonly looks: number
  readonly onChanged: () => void
}

const PATH = '/api/v1/salesforce/failures'
const when = (instant: string) => shortMoment(new Date(instant), ownZone())

/** Bookings that Salesforce did not take, why, and how to write them again. */
export function FailuresPanel({ looks, onChanged }: Props) {
  const [failures, setFailures] = useState<readonly SalesforceFailure[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [said, setSaid] = useState('')
  const load = useCallback(
    (from: string | null) =>
      asking(get<List<SalesforceFailure>>(PATH, from === null ? {} : { cursor: from })).then(
        ({ items, nextCursor }) => {
          setFailures((before) => (from === null ? items : [...(before ?? []), ...items]))
          setCursor(nextCursor)
        },
        (error: unknown) => setProblem(failureText(error)),
      ),
    [],
  )
  useEffect(() => void load(null), [load, looks])

  async function replay(path: string) {
    setProblem(null)
    setSaid('')
    try {
      const { replayed } = await asking(post<SalesforceReplays>(path))
      setSaid(texts.salesforce.replayed(replayed))
    } catch (error) {
      setProblem(failureText(error))
    }
    await load(null)
    onChanged()
  }

  return (
    <section class="panel stack" aria-labelledby="failures-title" aria-busy={failures === null}>
      <div class="row spread">
        <h2 id="failures-title">{texts.salesforce.failures}</h2>
        {failures !== null && failures.length > 1 && (
          <button type="button" class="button-quiet" onClick={() => void replay('/api/v1/salesforce/replays')}>
            {texts.salesforce.replayAll}
          </button>
        )}
      </div>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <p role="status" class="muted">
        {said} {failures?.length === 0 ? texts.salesforce.noFailures : texts.salesforce.failuresHint}
      </p>
      <ul class="rows">
        {failures?.map((one) => (
          <Failure key={one.id} failure={one} onReplay={() => void replay(`${PATH}/${one.id}/replay`)} />
        ))}
      </ul>
      {cursor !== null && (
        <button type="button" class="button-quiet" onClick={() => void load(cursor)}>
          {texts.salesforce.more}
        </button>
      )}
    </section>
  )
}

function Failure({ failure, onReplay }: { failure: SalesforceFailure; onReplay: () => void }) {
  const { subject, customer, rep, start, problem, tries, failedAt } = failure
  return (
    <li class="user">
      <span class="grow">
        <span class="strong wrap">{subject}</span>
        <span class="small muted wrap block">{texts.salesforce.failureOf(customer, rep, when(start))}</span>
        <span class="wrap block">{problem}</span>
        <span class="small muted block">{texts.salesforce.tries(tries, when(failedAt))}</span>
      </span>
      <button type="button" class="button-quiet" aria-label={texts.salesforce.replayLabel(subject)} onClick={onReplay}>
        {texts.salesforce.replay}
      </button>
    </li>
  )
}
