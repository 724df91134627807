import { useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { useSubmit } from '../submitting.ts'
import { texts } from '../text.ts'
import type { NewWebhook } from '../wire.ts'
import { WebhookFields, wishOf } from './WebhookFields.tsx'

/** Tell one more program. */
export function NewWebhookPanel({ onMade }: { onMade: () => void }) {
  const [made, setMade] = useState<NewWebhook | null>(null)
  const { problem, busy, submit } = useSubmit(async (value, form) => {
    setMade(null)
    setMade(await asking(post<NewWebhook>('/api/v1/webhooks', wishOf(value))))
    form.reset()
    onMade()
  })
  return (
    <form class="panel stack" aria-labelledby="new-webhook-title" onSubmit={submit}>
      <h2 id="new-webhook-title">{texts.webhooks.add}</h2>
      {problem && <Notice tone="danger" title={problem} />}
      {made && (
        <Notice title={texts.webhooks.secret}>
          <p class="wrap">
            <code>{made.secret}</code>
          </p>
        </Notice>
      )}
      <WebhookFields id="new-webhook" />
      <button type="submit" class="button" disabled={busy}>
        {texts.webhooks.addSubmit}
      </button>
    </form>
  )
}
