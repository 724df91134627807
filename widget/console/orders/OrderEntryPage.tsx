import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { get } from '../../api.ts'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { texts } from '../text.ts'
import type { Customer, Order } from '../wire.ts'
import { OrderForm } from './OrderForm.tsx'
import { orderTexts as words } from './words.ts'
import '../profile/profile.css'
import './orders.css'

/** What an order is begun with: one that is finished, somebody whom it is for, or nothing. */
interface Begun {
  readonly order: Order | null
  readonly customer: Customer | null
}

/** Order Entry: a partial order is finished, or a new one made. */
export function OrderEntryPage() {
  const { url } = useLocation()
  const asked = new URLSearchParams(url.split('?')[1] ?? '')
  const [orderId, customerId] = [asked.get('order'), asked.get('customer')]
  const [begun, setBegun] = useState<Begun | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [done, setDone] = useState<{ readonly order: Order; readonly said: string } | null>(null)
  useEffect(() => {
    document.title = `${words.entry} · ${texts.brand}`
    setDone(null)
    setProblem(null)
    setBegun(null)
    begin(orderId, customerId).then(setBegun, (error: unknown) => setProblem(failureText(error)))
  }, [orderId, customerId])

  return (
    <div class="settings-page">
      <header>
        <h1 id="entry-title" tabIndex={-1}>
          {begun?.order ? words.entryOf(begun.order.number) : words.entry}
        </h1>
      </header>
      {problem && <Notice tone="danger" title={problem} />}
      {done && (
        <Notice title={done.said}>
          <p class="row">
            {done.order.customer && (
              <a class="button-quiet compact" href={`/console/customers/${done.order.customer.id}`}>
                {words.toCustomer}
              </a>
            )}
            {(done.order.status === 'partial' || done.order.status === 'declined') && (
              <a class="button-quiet compact" href={`/console/order-entry?order=${done.order.id}`} onClick={() => setDone(null)}>
                {words.goOn}
              </a>
            )}
            <a
              class="button-quiet compact"
              href="/console/order-entry"
              onClick={() => {
                setDone(null)
                setBegun({ order: null, customer: null })
              }}
            >
              {words.another}
            </a>
          </p>
        </Notice>
      )}
      {begun && !done && (
        <OrderForm
          key={begun.order?.id ?? begun.customer?.id ?? 'new'}
          order={begun.order}
          customer={begun.customer}
          onDone={(order, status) => {
            setDone({ order, said: words.done[status](order.number) })
            document.getElementById('entry-title')?.focus()
          }}
        />
      )}
    </div>
  )
}

async function begin(orderId: string | null, customerId: string | null): Promise<Begun> {
  const order = orderId === null ? null : await asking(get<Order>(`/api/v1/orders/${encodeURIComponent(orderId)}`))
  const customer = order || customerId === null ? null : await asking(get<Customer>(`/api/v1/customers/${encodeURIComponent(customerId)}`))
  return { order, customer }
}
