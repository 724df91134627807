import { useRef, useState } from 'preact/hooks'
import { attempts, patch, post } from '../../api.ts'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { asking } from '../asking.ts'
import { failureText } from '../failure.ts'
import { session } from '../session.ts'
import type { Customer, Order, OrderChange, OrderWish } from '../wire.ts'
import { BuyerFields, buyerWish } from './BuyerFields.tsx'
import { CURRENCY, type Draft, draftOf, type EntryStatus, isAsOrdered, itemsOf, itemsTyped, keepDraft, sumOf } from './entry-state.ts'
import { ItemsFields } from './ItemsFields.tsx'
import { moneyText } from './money.ts'
import { orderTexts as words } from './words.ts'

interface Props {
  /** The order that is gone on with; null: a new one. */
  readonly order: Order | null
  readonly customer: Customer | null
  readonly onDone: (order: Order, status: EntryStatus) => void
}

const CURRENCIES = Intl.supportedValuesOf('currency')

/** An order that is entered: for whom, of what, and how it was paid. */
export function OrderForm({ order, customer, onDone }: Props) {
  const [draft, setDraft] = useState(() => draftOf(order, customer))
  const { buyer, currency, items, reference, note } = draft
  function set(part: Partial<Draft>) {
    const next = { ...draft, ...part }
    setDraft(next)
    keepDraft(order, customer, next)
  }
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const tries = useRef(attempts())
  const isOpen = order === null || order.status === 'partial' || order.status === 'declined'
  const isAsShop = order !== null && isAsOrdered(items, order)
  const sum = isAsShop ? order.total : sumOf(items)

  async function send(status: EntryStatus) {
    if (busy) return
    if (!order && !('known' in buyer) && buyer.name.trim() === '') {
      document.getElementById('buyer-search')?.focus()
      return setProblem(words.whomMissing)
    }
    const said = { status, paymentReference: reference.trim() || null, note: note.trim() || null }
    setBusy(true)
    setProblem(null)
    try {
      const made = order
        ? await patch<Order>(`/api/v1/order-entry/${order.id}`, {
            ...said,
            ...(isAsShop ? {} : { items: itemsOf(items) }),
          } satisfies OrderChange)
        : await make({ ...said, customer: buyerWish(buyer), currency, items: itemsOf(items) })
      keepDraft(order, customer, null)
      onDone(made, status)
    } catch (error) {
      await asking(Promise.reject(error)).catch(() => {})
      setProblem(failureText(error))
    } finally {
      setBusy(false)
    }
  }
  async function make(wish: OrderWish): Promise<Order> {
    localStorage.setItem(CURRENCY, wish.currency)
    const made = await post<Order>('/api/v1/order-entry', wish, tries.current.keyFor(wish))
    tries.current.settled()
    return made
  }
  if (!isOpen) return <Notice tone="warning" title={words.closed(words.statuses[order.status])} />
  return (
    <form
      class="stack"
      onKeyDown={(event) => {
        // Enter in a field would complete the sale.
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        const { submitter } = event
        void send((submitter instanceof HTMLButtonElement ? submitter.value : 'partial') as EntryStatus)
      }}
    >
      <section class="panel stack" aria-labelledby="buyer-title">
        <h2 id="buyer-title">{words.whom}</h2>
        {order ? (
          <p class="wrap">
            <span class="strong">{order.customer?.name ?? words.erased}</span>
            <span class="small muted block">{[order.customer?.email, order.customer?.phone].filter(Boolean).join(' · ')}</span>
          </p>
        ) : (
          <BuyerFields buyer={buyer} onBuyer={(next) => set({ buyer: next })} allowsNew={!session.value?.agent?.onlyAssigned} />
        )}
      </section>
      <section class="panel stack" aria-labelledby="items-title">
        <h2 id="items-title">{words.items}</h2>
        {!order && (
          <Field id="order-currency" label={words.currency}>
            {(control) => (
              <select {...control} value={currency} onChange={({ currentTarget }) => set({ currency: currentTarget.value })}>
                {CURRENCIES.map((code) => (
                  <option key={code} value={code}>
                    {code}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <ItemsFields items={items} currency={currency} onItems={(next) => set({ items: next })} />
        <p class="order-sum" role="status">
          <span class="muted">{words.total}</span>
          <span class="strong large">{sum === null ? '–' : moneyText(sum, currency)}</span>
        </p>
        {isAsShop && sumOf(items) !== null && Number(sumOf(items)) !== Number(order.total) && (
          <p class="small muted">{words.totalOfShop}</p>
        )}
        {order && !isAsShop && sumOf(itemsTyped(order)) !== order.total && (
          <p class="small muted">{words.totalLost(moneyText(order.total, currency))}</p>
        )}
      </section>
      <section class="panel stack" aria-labelledby="payment-title">
        <h2 id="payment-title">{words.payment}</h2>
        {order?.paymentUrl && (
          <div class="stack tight">
            <div>
              <a class="button-quiet" href={order.paymentUrl} target="_blank" rel="noreferrer noopener">
                {words.takePayment} <span class="visually-hidden">({words.newTab})</span>
                <span aria-hidden="true">↗</span>
              </a>
            </div>
            <p class="small muted">{words.paymentHint}</p>
          </div>
        )}
        <Field id="order-reference" label={words.reference} hint={words.referenceHint}>
          {(control) => (
            <input
              {...control}
              name="reference"
              maxLength={200}
              autocomplete="off"
              value={reference}
              onInput={({ currentTarget }) => set({ reference: currentTarget.value })}
            />
          )}
        </Field>
        <Field id="order-note" label={words.note}>
          {(control) => (
            <textarea
              {...control}
              name="note"
              rows={3}
              maxLength={4000}
              value={note}
              onInput={({ currentTarget }) => set({ note: currentTarget.value })}
            />
          )}
        </Field>
      </section>
      {problem && <Notice tone="danger" title={problem} />}
      <div class="row">
        <button type="submit" class="button" value="complete" disabled={busy}>
          {words.complete}
        </button>
        <button type="submit" class="button-quiet" value="partial" disabled={busy}>
          {words.save}
        </button>
        <button type="submit" class="button-quiet" value="declined" disabled={busy}>
          {words.declined}
        </button>
      </div>
    </form>
  )
}
