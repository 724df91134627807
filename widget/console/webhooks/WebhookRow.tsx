import { useState } from 'preact/hooks'
import { patch } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { Webhook } from '../wire.ts'
import { WEBHOOK_EVENTS, WebhookFields, wishOf } from './WebhookFields.tsx'

interface Props {
  readonly webhook: Webhook
  /** Whether its deliveries are shown. */
  readonly isOpen: boolean
  readonly onOpen: () => void
  readonly onTurn: (webhook: Webhook) => void
  readonly onDrop: (webhook: Webhook) => void
  readonly onChanged: () => void
}

/** One webhook, with what an administrator can do about it. */
export function WebhookRow({ webhook, isOpen, onOpen, onTurn, onDrop, onChanged }: Props) {
  const [doing, setDoing] = useState<'change' | 'drop' | null>(null)
  const { url, events, active } = webhook
  const { problem, busy, submit } = useSubmit(async (value) => {
    await asking(patch(`/api/v1/webhooks/${webhook.id}`, wishOf(value)))
    setDoing(null)
    onChanged()
  })
  const toggle = (what: 'change' | 'drop') => setDoing(doing === what ? null : what)
  return (
    <li class="stack tight">
      <div class="user">
        <span class="grow">
          <span class="strong wrap">{url}</span>
          <span class="small muted block">
            {events.length === WEBHOOK_EVENTS.length
              ? texts.webhooks.everything
              : events.map((event) => texts.webhooks.eventNames[event]).join(', ')}
          </span>
        </span>
        <span class={`tag ${active ? 'sent' : ''}`}>{active ? texts.webhooks.on : texts.webhooks.off}</span>
      </div>
      <p class="row tight">
        <button
          type="button"
          class="button-link compact"
          aria-pressed={isOpen}
          aria-label={texts.webhooks.deliveriesLabel(url)}
          onClick={onOpen}
        >
          {texts.webhooks.deliveries}
        </button>
        <button
          type="button"
          class="button-link compact"
          aria-expanded={doing === 'change'}
          aria-label={texts.webhooks.changeLabel(url)}
          onClick={() => toggle('change')}
        >
          {texts.webhooks.change}
        </button>
        <button
          type="button"
          class="button-link compact"
          aria-label={active ? texts.webhooks.turnOffLabel(url) : texts.webhooks.turnOnLabel(url)}
          onClick={() => onTurn(webhook)}
        >
          {active ? texts.webhooks.turnOff : texts.webhooks.turnOn}
        </button>
        <button
          type="button"
          class="button-link compact"
          aria-expanded={doing === 'drop'}
          aria-label={texts.webhooks.dropLabel(url)}
          onClick={() => toggle('drop')}
        >
          {texts.webhooks.drop}
        </button>
      </p>
      {doing === 'drop' && (
        <Notice tone="warning" title={texts.webhooks.dropSure}>
          <p class="row">
            <button type="button" class="button danger" onClick={() => onDrop(webhook)}>
              {texts.webhooks.dropYes}
            </button>
            <button type="button" class="button-quiet" onClick={() => setDoing(null)}>
              {texts.webhooks.dropNo}
            </button>
          </p>
        </Notice>
      )}
      {doing === 'change' && (
        <form class="stack" aria-label={texts.webhooks.changeLabel(url)} onSubmit={submit}>
          {problem && <Notice tone="danger" title={problem} />}
          <WebhookFields id={webhook.id} webhook={webhook} />
          <p class="row">
            <button type="submit" class="button" disabled={busy}>
              {texts.webhooks.save}
            </button>
            <button type="button" class="button-quiet" onClick={() => setDoing(null)}>
              {texts.webhooks.dismiss}
            </button>
          </p>
        </form>
      )}
    </li>
  )
}
