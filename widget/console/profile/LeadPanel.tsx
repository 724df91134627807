import { useState } from 'preact/hooks'
import { DispositionDialog } from '../leads/DispositionDialog.tsx'
import { HistoryList } from '../leads/HistoryList.tsx'
import { leadTexts as words } from '../leads/words.ts'
import { shortMoment } from '../said.ts'
import { may, session } from '../session.ts'
import type { Profile } from '../wire.ts'
import { profileZone } from './profile-state.ts'
import '../leads/leads.css'

/** Whose lead the customer is, and what came of orders and calls. */
export function LeadPanel({ profile, onChanged }: { profile: Profile; onChanged: (said: string) => void }) {
  const [dialog, setDialog] = useState<'resolve' | 'call' | null>(null)
  const { lead, log, customer } = profile
  const isMine = lead?.agent.email === session.value?.email
  const isOpen = lead !== null && lead.endedAt === null
  const mayResolve = isOpen && may('POST /api/v1/leads/{id}/resolve') && (isMine || session.value?.level !== 'leads-agent')
  const mayLog = may('POST /api/v1/customers/{id}/calls')
  if (!lead && log.length === 0 && !mayLog) return null
  return (
    <section class="panel stack tight" aria-labelledby="lead-title">
      <div class="row spread">
        <h2 id="lead-title">{words.log}</h2>
        {mayLog && (
          <button type="button" class="button-link compact" aria-haspopup="dialog" onClick={() => setDialog('call')}>
            {words.logCall}
          </button>
        )}
      </div>
      {lead && (
        <div class="row spread">
          <p>
            <span class="tag">{isOpen ? (isMine ? words.yours : words.theirs(lead.agent.name)) : words.nobodys}</span>{' '}
            <span class="small muted">
              {isOpen || lead.ending === null || lead.endedAt === null
                ? words.assigned(shortMoment(new Date(lead.assignedAt), profileZone()), lead.assignedBy)
                : `${words.lastOf(lead.agent.name)}, ${words.endings[lead.ending]} ${shortMoment(new Date(lead.endedAt), profileZone())}`}
              {lead.disposition && `: ${lead.disposition}`}
            </span>
          </p>
          {mayResolve && (
            <button type="button" class="button-quiet compact" aria-haspopup="dialog" onClick={() => setDialog('resolve')}>
              {words.resolve}
            </button>
          )}
        </div>
      )}
      {log.length === 0 && <p class="small muted">{words.noLog}</p>}
      <HistoryList entries={log} zone={profileZone()} />
      {dialog === 'resolve' && lead && (
        <DispositionDialog
          id="resolve"
          title={words.resolveTitle}
          hint={words.resolveHint(customer.name)}
          kind="sales"
          lead={lead.id}
          submit={words.resolve}
          path={`/api/v1/leads/${lead.id}/resolve`}
          onClose={() => setDialog(null)}
          onDone={(disposition) => onChanged(words.resolved(customer.name, disposition))}
        />
      )}
      {dialog === 'call' && (
        <DispositionDialog
          id="call"
          title={words.logTitle}
          kind="service"
          submit={words.logCall}
          path={`/api/v1/customers/${customer.id}/calls`}
          onClose={() => setDialog(null)}
          onDone={() => onChanged(words.logged)}
        />
      )}
    </section>
  )
}
