import { useEffect } from 'preact/hooks'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Message } from '../wire.ts'
import { MessagePane } from './MessagePane.tsx'
import { messages, open, openId, outboxProblem, watchOutbox } from './outbox-state.ts'

/** The messages that went out, or would have. */
export function OutboxPage() {
  useEffect(() => {
    document.title = `${texts.nav.outbox} · ${texts.brand}`
    return watchOutbox()
  }, [])
  return (
    <div class="outbox-page">
      <header class="stack tight">
        <h1>{texts.outbox.title}</h1>
        <p class="muted">{texts.outbox.hint}</p>
      </header>
      {outboxProblem.value && (
        <p role="alert" class="error">
          {texts.outbox.failed} {outboxProblem.value}
        </p>
      )}
      {messages.value?.length === 0 && (
        <div class="panel empty-state">
          <h2>{texts.outbox.empty}</h2>
          <p class="muted">{texts.outbox.emptyHint}</p>
          <a class="button" href="/console/schedule">
            {texts.outbox.goBook}
          </a>
        </div>
      )}
      {messages.value && messages.value.length > 0 && (
        <div class="mail">
          <MessageList messages={messages.value} openId={open.value?.id ?? null} onOpen={show} />
          {open.value && <MessagePane key={open.value.id} message={open.value} />}
        </div>
      )}
    </div>
  )
}

/** Where list and message stand one below the other, the message comes into sight. */
function show(id: string) {
  openId.value = id
  requestAnimationFrame(() => document.getElementById('message-title')?.scrollIntoView({ block: 'nearest' }))
}

function MessageList({ messages, openId, onOpen }: { messages: readonly Message[]; openId: string | null; onOpen: (id: string) => void }) {
  return (
    <nav aria-label={texts.outbox.list} class="panel flush">
      <ul class="messages">
        {messages.map(({ id, to, subject, createdAt, status, audience, channel, delivery }) => (
          <li key={id}>
            <button type="button" {...(id === openId && { 'aria-current': 'true' })} onClick={() => onOpen(id)}>
              <span class="row spread">
                <span class="strong wrap">{to.name ?? to.address}</span>
                <time class="small muted" dateTime={createdAt}>
                  {shortMoment(new Date(createdAt), ownZone())}
                </time>
              </span>
              <span>{subject}</span>
              <span class="row tight">
                <span class={`tag ${delivery === 'failed' || delivery === 'undelivered' ? 'failed' : status}`}>
                  {delivery ? texts.outbox.delivery[delivery] : texts.outbox.status[status]}
                </span>
                <span class="small muted">
                  {texts.outbox.audience[audience]} · {texts.outbox.channel[channel]}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
