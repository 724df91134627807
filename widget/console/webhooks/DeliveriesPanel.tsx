import { useCallback, useEffect, useState } from 'preact/hooks'
import { get, post } from '../../api.ts'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { ownZone, shortMoment } from '../said.ts'
import { texts } from '../text.ts'
import type { Delivery, List, Webhook } from '../wire.ts'

/** What was told to a webhook, newest first, and what it answered. */
export function DeliveriesPanel({ webhook }: { webhook: Webhook }) {
  const [deliveries, setDeliveries] = useState<readonly Delivery[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const failed = useCallback((error: unknown) => setProblem(failureText(error)), [])
  const path = `/api/v1/webhooks/${webhook.id}/deliveries`
  const load = useCallback(
    (from: string | null) =>
      asking(get<List<Delivery>>(path, from === null ? {} : { cursor: from })).then(({ items, nextCursor }) => {
        setDeliveries((before) => (from === null ? items : [...(before ?? []), ...items]))
        setCursor(nextCursor)
      }, failed),
    [path, failed],
  )
  useEffect(() => void load(null), [load])

  function replay({ id }: Delivery) {
    setProblem(null)
    const changed = (next: Delivery) => setDeliveries((all) => all?.map((one) => (one.id === next.id ? next : one)) ?? null)
    asking(post<Delivery>(`${path}/${id}/replay`)).then(changed, failed)
  }

  return (
    <section class="panel stack" aria-labelledby="deliveries-title">
      <div class="row spread">
        <h2 id="deliveries-title">{texts.webhooks.deliveries}</h2>
        <button type="button" class="button-link compact" onClick={() => void load(null)}>
          {texts.webhooks.refresh}
        </button>
      </div>
      <p class="small muted wrap">{webhook.url}</p>
      {problem && (
        <p role="alert" class="error">
          {problem}
        </p>
      )}
      {deliveries?.length === 0 && <p class="muted">{texts.webhooks.noDeliveries}</p>}
      <ul class="rows">
        {deliveries?.map((one) => (
          <DeliveryRow key={one.id} delivery={one} onReplay={replay} />
        ))}
      </ul>
      {cursor !== null && (
        <button type="button" class="button-quiet" onClick={() => void load(cursor)}>
          {texts.users.more}
        </button>
      )}
    </section>
  )
}

function DeliveryRow({ delivery, onReplay }: { delivery: Delivery; onReplay: (delivery: Delivery) => void }) {
  const { event, status, attempts, answer, createdAt } = delivery
  const name = event in texts.webhooks.eventNames ? texts.webhooks.eventNames[event as keyof typeof texts.webhooks.eventNames] : event
  const at = shortMoment(new Date(createdAt), ownZone())
  return (
    <li class="user">
      <span class="grow">
        <span class="strong">{name}</span>{' '}
        <time class="small muted" dateTime={createdAt}>
          {at}
        </time>
        <span class="small muted wrap block">
          {texts.webhooks.attempts(attempts)}
          {answer && ` ${texts.webhooks.answer(answer.status, answer.text)}`}
        </span>
      </span>
      <span class={`tag ${status === 'delivered' ? 'sent' : status}`}>{texts.webhooks.status[status]}</span>
      <button
        type="button"
        class="button-link compact"
        aria-label={texts.webhooks.replayLabel(name, at)}
        onClick={() => onReplay(delivery)}
      >
        {texts.webhooks.replay}
      </button>
    </li>
  )
}
