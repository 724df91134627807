import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, patch, remove } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { List, Webhook } from '../wire.ts'
import { DeliveriesPanel } from './DeliveriesPanel.tsx'
import { NewWebhookPanel } from './NewWebhookPanel.tsx'
import { WebhookRow } from './WebhookRow.tsx'

/** Who else is told of every change of a booking, and how that went. */
export function WebhooksPage() {
  const [webhooks, setWebhooks] = useState<readonly Webhook[] | null>(null)
  const [openId, setOpenId] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const load = useCallback(() => asking(get<List<Webhook>>('/api/v1/webhooks')).then(({ items }) => setWebhooks(items), failed), [failed])
  useEffect(() => {
    document.title = `${texts.nav.webhooks} · ${texts.brand}`
    void load()
  }, [load])
  const open = webhooks?.find(({ id }) => id === openId) ?? webhooks?.[0]

  function turn({ id, active }: Webhook) {
    setProblem(null)
    asking(patch(`/api/v1/webhooks/${id}`, { active: !active })).then(load, failed)
  }
  function drop({ id }: Webhook) {
    setProblem(null)
    asking(remove(`/api/v1/webhooks/${id}`)).then(load, failed)
  }

  return (
    <div class="settings-page">
      <header class="stack tight">
        <h1>{texts.webhooks.title}</h1>
        <p class="muted">{texts.webhooks.hint}</p>
      </header>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      <div class="panels users">
        <div class="stack">
          <section class="panel stack" aria-labelledby="webhooks-title">
            <h2 id="webhooks-title">{texts.webhooks.list}</h2>
            {webhooks?.length === 0 && <p class="muted">{texts.webhooks.none}</p>}
            <ul class="rows">
              {webhooks?.map((webhook) => (
                <WebhookRow
                  key={webhook.id}
                  webhook={webhook}
                  isOpen={webhook.id === open?.id}
                  onOpen={() => setOpenId(webhook.id)}
                  onTurn={turn}
                  onDrop={drop}
                  onChanged={load}
                />
              ))}
            </ul>
          </section>
          {open && <DeliveriesPanel key={open.id} webhook={open} />}
        </div>
        <NewWebhookPanel onMade={load} />
      </div>
    </div>
  )
}
