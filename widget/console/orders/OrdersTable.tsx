import { ownZone, shortMoment } from '../said.ts'
import { may } from '../session.ts'
import type { Order } from '../wire.ts'
import { moneyText } from './money.ts'
import { showsAgent } from './orders-state.ts'
import { orderTexts as words } from './words.ts'

interface Props {
  readonly orders: readonly Order[]
  /** The orders that are selected; null: none can be. */
  readonly selected: ReadonlySet<string> | null
  readonly onSelect: (id: string, isSelected: boolean) => void
}

/** Orders, the newest first. */
export function OrdersTable({ orders, selected, onSelect }: Props) {
  const { heads } = words
  const enters = may('PATCH /api/v1/order-entry/{id}')
  return (
    <table class="figures report-items orders-table">
      <thead>
        <tr>
          <th scope="col">{heads.number}</th>
          <th scope="col">{heads.placed}</th>
          <th scope="col">{heads.customer}</th>
          <th scope="col">{heads.items}</th>
          <th scope="col">{heads.status}</th>
          <th scope="col" class="number">
            {heads.total}
          </th>
          {showsAgent.value && <th scope="col">{words.agent}</th>}
          {enters && (
            <th scope="col">
              <span class="visually-hidden">{heads.actions}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => (
          <Line key={order.id} order={order} isSelected={selected?.has(order.id) ?? null} onSelect={onSelect} enters={enters} />
        ))}
      </tbody>
    </table>
  )
}

interface LineProps extends Pick<Props, 'onSelect'> {
  readonly order: Order
  /** Null: it cannot be selected. */
  readonly isSelected: boolean | null
  readonly enters: boolean
}

function Line({ order, isSelected, onSelect, enters }: LineProps) {
  const { id, number, shop, status, customer, items, placedAt, leadsAgent } = order
  const { heads } = words
  const opens = may('GET /api/v1/customers/{id}/profile')
  const isOpen = status === 'partial' || status === 'declined'
  return (
    <tr>
      <th scope="row" data-head={heads.number}>
        <span class="order-number">
          {isSelected !== null && (
            <input
              type="checkbox"
              aria-label={words.select(number)}
              checked={isSelected}
              onChange={({ currentTarget }) => onSelect(id, currentTarget.checked)}
            />
          )}
          <span>
            {number}
            <span class="small muted">{shop ?? words.entered}</span>
          </span>
        </span>
      </th>
      <td data-head={heads.placed} class="when-cell">
        <time dateTime={placedAt}>{shortMoment(new Date(placedAt), ownZone())}</time>
      </td>
      <td data-head={heads.customer}>
        {customer === null ? (
          <span class="muted">{words.erased}</span>
        ) : opens ? (
          <a href={`/console/customers/${customer.id}`}>{customer.name}</a>
        ) : (
          customer.name
        )}
        {customer && <span class="small muted wrap">{customer.email ?? customer.phone}</span>}
      </td>
      <td data-head={heads.items}>{items.map((one) => (one.quantity === 1 ? one.name : `${one.quantity} × ${one.name}`)).join(', ')}</td>
      <td data-head={heads.status}>
        <span class="tag order-status" data-status={status}>
          {words.statuses[status]}
        </span>
      </td>
      <td data-head={heads.total} class="number">
        {moneyText(order.total, order.currency)}
      </td>
      {showsAgent.value && (
        <td data-head={words.agent} {...(!leadsAgent && { class: 'nothing' })}>
          {leadsAgent?.name ?? ''}
        </td>
      )}
      {enters && (
        <td {...(!isOpen && { class: 'nothing' })}>
          {isOpen && (
            <a class="button-link compact" href={`/console/order-entry?order=${id}`} aria-label={words.finishLabel(number)}>
              {words.finish}
            </a>
          )}
        </td>
      )}
    </tr>
  )
}
