import { ownZone, shortMoment } from '../said.ts'
import { may } from '../session.ts'
import type { HistoryEntry } from '../wire.ts'
import { historyText } from './history-words.ts'

interface Props {
  readonly entries: readonly HistoryEntry[]
  /** Whether they are of several customers, and so say whose they are. */
  readonly ofMany?: boolean
  readonly zone?: string
}

/** What happened, the newest first, each with when it was and by whom. */
export function HistoryList({ entries, ofMany = false, zone = ownZone() }: Props) {
  const opens = may('GET /api/v1/customers/{id}/profile')
  return (
    <ol class="history-list">
      {entries.map((entry) => (
        <li key={entry.id}>
          <p class="small muted">
            <time dateTime={entry.at}>{shortMoment(new Date(entry.at), zone)}</time>
            {entry.by && ` · ${entry.by}`}
          </p>
          <p class="wrap">
            {ofMany &&
              (opens ? (
                <a class="strong" href={`/console/customers/${entry.customer.id}`}>
                  {entry.customer.name}
                </a>
              ) : (
                <span class="strong">{entry.customer.name}</span>
              ))}
            {ofMany && ' '}
            {historyText(entry, zone)}
          </p>
        </li>
      ))}
    </ol>
  )
}
