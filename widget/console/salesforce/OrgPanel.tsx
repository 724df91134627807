import { useState } from 'preact/hooks'
import { Notice } from '../../ui/Notice.tsx'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Salesforce, SalesforceOrg } from '../wire.ts'

interface Props {
  readonly org: SalesforceOrg
  readonly writes: Salesforce['writes']
  readonly mayConnect: boolean
  readonly busy: boolean
  readonly onConnect: () => void
  readonly onDisconnect: () => void
  readonly onLook: () => void
}

const TONE = { connected: 'sent', paused: '', failing: '', revoked: 'failed' } as const
const when = (instant: string) => shortMoment(new Date(instant), ownZone())

/** The connected org, and how it is, in plain words. */
export function OrgPanel({ org, writes, mayConnect, busy, onConnect, onDisconnect, onLook }: Props) {
  const [leaving, setLeaving] = useState(false)
  const words = texts.salesforce
  return (
    <section class="panel stack" aria-labelledby="org-title">
      <div class="row spread">
        <h2 id="org-title">{words.org}</h2>
        <button type="button" class="button-link compact" onClick={onLook}>
          {words.refresh}
        </button>
      </div>
      <div class="user">
        <span class="grow">
          <span class="strong wrap">{org.name}</span>
          <span class="small muted wrap block">{org.address}</span>
        </span>
        {org.sandbox && <span class="tag">{words.sandbox}</span>}
        <span class={`tag ${TONE[org.state]}`}>{words.states[org.state]}</span>
      </div>
      <State org={org} />
      {org.state === 'revoked' && mayConnect && (
        <p class="row">
          <button type="button" class="button" disabled={busy} onClick={onConnect}>
            {busy ? words.connecting : words.reconnect}
          </button>
        </p>
      )}
      <Facts org={org} writes={writes} />
      <p class="row">
        <button type="button" class="button-quiet" aria-expanded={leaving} onClick={() => setLeaving(!leaving)}>
          {words.disconnect}
        </button>
      </p>
      {leaving && (
        <Notice tone="warning" title={words.disconnectSure(org.name)}>
          <p>{words.disconnectHint}</p>
          <p class="row">
            <button type="button" class="button danger" onClick={onDisconnect}>
              {words.disconnectYes}
            </button>
            <button type="button" class="button-quiet" onClick={() => setLeaving(false)}>
              {words.disconnectNo}
            </button>
          </p>
        </Notice>
      )}
    </section>
  )
}

/** What a state means for whoever reads it; nothing, if all is well. */
function State({ org: { state, problem, pausedUntil, failingSince } }: Pick<Props, 'org'>) {
  const { meaning } = texts.salesforce
  if (state === 'connected') return null
  return (
    <p class="wrap">
      {state === 'paused' && meaning.paused(when(pausedUntil ?? ''))}
      {state === 'failing' && meaning.failing(when(failingSince ?? ''))}
      {state === 'revoked' && meaning.revoked}
      {state !== 'paused' && problem !== null && <span class="small muted block">{problem}</span>}
    </p>
  )
}

function Facts({ org: { user, calls, lastReadAt, connectedAt }, writes }: Pick<Props, 'org' | 'writes'>) {
  const { facts } = texts.salesforce
  return (
    <dl class="facts org-facts">
      <div>
        <dt>{facts.lastRead}</dt>
        <dd>{lastReadAt === null ? facts.neverRead : when(lastReadAt)}</dd>
      </div>
      <div>
        <dt>{facts.writes}</dt>
        <dd>
          {facts.waiting(writes.pending)}
          {writes.failed > 0 && <span class="error block">{facts.failed(writes.failed)}</span>}
        </dd>
      </div>
      <div>
        <dt>{facts.calls}</dt>
        <dd>
          {calls === null ? (
            facts.callsUnknown
          ) : (
            <>
              <meter
                class="calls"
                aria-label={facts.callsLabel}
                min={0}
                max={Math.max(calls.allowed, 1)}
                high={calls.allowed * 0.8}
                optimum={0}
                value={calls.used}
              />
              <span class="small block">{facts.callsOf(calls.used, calls.allowed)}</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{facts.user}</dt>
        <dd class="wrap">
          {user.name ?? user.id}
          {user.email !== null && <span class="small muted block">{user.email}</span>}
        </dd>
      </div>
      <div>
        <dt>{facts.connectedAt}</dt>
        <dd>{when(connectedAt)}</dd>
      </div>
    </dl>
  )
}
