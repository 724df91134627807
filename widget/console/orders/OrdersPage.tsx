import { useEffect, useState } from 'preact/hooks'
import { Notice } from '../../ui/Notice.tsx'
import { may, project } from '../session.ts'
import { texts } from '../text.ts'
import { BatchArea } from './BatchArea.tsx'
import { moneyText } from './money.ts'
import { OrderFilters } from './OrderFilters.tsx'
import { OrdersTable } from './OrdersTable.tsx'
import { isReading, loadChoices, loadOrders, orders, ordersProblem, queryOf, readOn } from './orders-state.ts'
import { orderTexts as words } from './words.ts'
import '../reports/reports.css'
import './orders.css'

/** As many customers as one batch assigns. */
const MOST_SELECTED = 1000

/** The Order Details report: orders by what they are asked for, and, for managers, leads in batches. */
export function OrdersPage() {
  const [batch, setBatch] = useState(false)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [done, setDone] = useState<readonly string[]>([])
  const here = project.value?.slug
  useEffect(() => {
    document.title = `${words.title} · ${texts.brand}`
    void loadChoices()
  }, [])
  useEffect(() => void loadOrders(), [here])
  const list = orders.value
  const all = list?.totals?.reduce((sum, one) => sum + one.orders, 0) ?? 0
  // What is no longer shown is not assigned unseen.
  const shown = new Set(list?.items.map(({ id }) => id))
  const chosen = new Set([...selected].filter((id) => shown.has(id)))

  function toggle() {
    setBatch(!batch)
    setDone([])
  }
  function select(id: string, isSelected: boolean) {
    const next = new Set(chosen)
    if (isSelected && next.size < MOST_SELECTED) next.add(id)
    if (!isSelected) next.delete(id)
    setSelected(next)
  }
  return (
    <div class="reports-page">
      <header class="row spread">
        <h1>{words.title}</h1>
        <div class="row">
          {may('GET /api/v1/orders.csv') && (
            <a class="button-quiet" href={`/api/v1/orders.csv?${new URLSearchParams(queryOf())}`} download="order-details.csv">
              {words.csv}
            </a>
          )}
          {may('POST /api/v1/leads/many') && (
            <button type="button" class="button-quiet" aria-expanded={batch} aria-controls="batch" onClick={toggle}>
              {batch ? words.hideBatch : words.showBatch}
            </button>
          )}
          {may('POST /api/v1/order-entry') && (
            <a class="button" href="/console/order-entry">
              {words.enter}
            </a>
          )}
        </div>
      </header>
      <OrderFilters />
      {done.length > 0 && (
        <Notice title={done[0] ?? ''}>
          {done.slice(1).map((one) => (
            <p key={one}>{one}</p>
          ))}
        </Notice>
      )}
      {ordersProblem.value && <Notice tone="danger" title={ordersProblem.value} />}
      {batch && (
        <BatchArea
          selected={chosen}
          isFull={chosen.size === MOST_SELECTED}
          onBegin={() => setDone([])}
          onSelectAll={() => setSelected(new Set([...shown].slice(0, MOST_SELECTED)))}
          onSelectNone={() => setSelected(new Set())}
          onDone={(said) => {
            setDone(said)
            setSelected(new Set())
            void loadOrders()
            void loadChoices()
          }}
        />
      )}
      <section class="panel stack" aria-labelledby="orders-title" aria-busy={isReading.value}>
        <div class="row spread">
          <h2 id="orders-title">{texts.nav.orders}</h2>
          <span class="small muted" role="status">
            {list ? words.shown(list.items.length, all) : `${words.loading} …`}
          </span>
        </div>
        {list?.totals && list.totals.length > 0 && (
          <ul class="order-totals" aria-label={words.totals}>
            {list.totals.map(({ status, currency, orders: count, total }) => (
              <li key={`${status} ${currency}`}>
                <span class="tag order-status" data-status={status}>
                  {words.statuses[status]}
                </span>
                <span class="strong">{moneyText(total, currency)}</span>
                <span class="small muted">{words.count(count)}</span>
              </li>
            ))}
          </ul>
        )}
        {list?.items.length === 0 && <p class="muted">{words.none}</p>}
        {list && list.items.length > 0 && <OrdersTable orders={list.items} selected={batch ? chosen : null} onSelect={select} />}
        {list?.nextCursor && (
          <button type="button" class="button-quiet" onClick={() => void readOn()}>
            {words.more}
          </button>
        )}
      </section>
    </div>
  )
}
