import { useEffect, useRef, useState } from 'preact/hooks'
import { post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { moneyText } from '../orders/money.ts'
import { orderTexts as words } from '../orders/words.ts'
import { shortMoment } from '../said.ts'
import { may } from '../session.ts'
import { useSubmit } from '../submitting.ts'
import type { Order, Profile } from '../wire.ts'
import { profileZone } from './profile-state.ts'
import '../orders/orders.css'

type Ending = 'cancel' | 'refund'

/** What the customer ordered, and what can be done about it. */
export function OrdersPanel({ profile, onChanged }: { profile: Profile; onChanged: (said: string) => void }) {
  const [ending, setEnding] = useState<{ readonly order: Order; readonly how: Ending } | null>(null)
  const { orders, customer } = profile
  return (
    <section class="panel stack tight" aria-labelledby="orders-title">
      <div class="row spread">
        <h2 id="orders-title">{words.orders}</h2>
        {may('POST /api/v1/order-entry') && (
          <a class="button-link compact" href={`/console/order-entry?customer=${customer.id}`}>
            {words.enter}
          </a>
        )}
      </div>
      {orders.length === 0 && <p class="small muted">{words.noOrders}</p>}
      <ul class="order-lines">
        {orders.map((order) => (
          <OrderLine key={order.id} order={order} onEnd={(how) => setEnding({ order, how })} />
        ))}
      </ul>
      {ending && <EndDialog {...ending} onClose={() => setEnding(null)} onDone={onChanged} />}
    </section>
  )
}

function OrderLine({ order, onEnd }: { order: Order; onEnd: (how: Ending) => void }) {
  const { id, number, status, items } = order
  const isOpen = status === 'partial' || status === 'declined'
  return (
    <li class="stack tight">
      <p class="wrap">
        <span class="strong">{number}</span>{' '}
        <span class="tag order-status" data-status={status}>
          {words.statuses[status]}
        </span>{' '}
        {moneyText(order.total, order.currency)}
        <span class="small muted block">
          {items.map((one) => (one.quantity === 1 ? one.name : `${one.quantity} × ${one.name}`)).join(', ')} ·{' '}
          {shortMoment(new Date(order.placedAt), profileZone())}
          {order.paymentReference && ` · ${order.paymentReference}`}
        </span>
        {order.note && <span class="small block">{order.note}</span>}
      </p>
      <p class="row tight">
        {isOpen && may('PATCH /api/v1/order-entry/{id}') && (
          <a class="button-link compact" href={`/console/order-entry?order=${id}`} aria-label={words.finishLabel(number)}>
            {words.finish}
          </a>
        )}
        {(isOpen || status === 'complete') && may('POST /api/v1/orders/{id}/cancel') && (
          <button
            type="button"
            class="button-link compact"
            aria-haspopup="dialog"
            aria-label={`${words.cancel} ${number}`}
            onClick={() => onEnd('cancel')}
          >
            {words.cancel}
          </button>
        )}
        {status === 'complete' && may('POST /api/v1/orders/{id}/refund') && (
          <button
            type="button"
            class="button-link compact"
            aria-haspopup="dialog"
            aria-label={`${words.refund} ${number}`}
            onClick={() => onEnd('refund')}
          >
            {words.refund}
          </button>
        )}
      </p>
    </li>
  )
}

interface EndProps {
  readonly order: Order
  readonly how: Ending
  readonly onClose: () => void
  readonly onDone: (said: string) => void
}

function EndDialog({ order: { id, number }, how, onClose, onDone }: EndProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const { problem, busy, submit } = useSubmit(async (value) => {
    const reason = value('reason')
    await asking(post(`/api/v1/orders/${id}/${how}`, reason ? { reason } : {}))
    dialog.current?.close()
    onDone(words.ended[how](number))
  })
  return (
    <dialog ref={dialog} class="card sheet appointment" aria-labelledby="order-end-title" onClose={onClose}>
      <form class="stack" onSubmit={submit}>
        <h2 id="order-end-title">{words.endTitle[how](number)}</h2>
        {problem && <Notice tone="danger" title={problem} />}
        <p class="muted">{words.endHint[how]}</p>
        <Field id="order-reason" label={words.reason}>
          {(control) => <textarea {...control} name="reason" rows={2} maxLength={500} />}
        </Field>
        <div class="row">
          <button type="submit" class="button danger" disabled={busy}>
            {words[how]}
          </button>
          <button type="button" class="button-quiet" onClick={() => dialog.current?.close()}>
            {words.keep}
          </button>
        </div>
      </form>
    </dialog>
  )
}
