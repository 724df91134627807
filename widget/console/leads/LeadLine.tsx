import { moneyText } from '../orders/money.ts'
import { orderTexts } from '../orders/words.ts'
import { ownZone, shortMoment } from '../said.ts'
import { may } from '../session.ts'
import type { LeadOf } from '../wire.ts'
import { leadTexts as words } from './words.ts'

/** A lead: whom to call, what they ordered last, and what can be done. */
export function LeadLine({ lead, onResolve }: { lead: LeadOf; onResolve: () => void }) {
  const { customer, assignedAt, assignedBy } = lead
  const { id, name, email, phone, order } = customer
  const when = (instant: string) => shortMoment(new Date(instant), ownZone())
  const isOpen = order !== null && (order.status === 'partial' || order.status === 'declined')
  return (
    <li class="stack tight">
      <div class="lead-head">
        <div class="grow">
          {may('GET /api/v1/customers/{id}/profile') ? (
            <a class="strong wrap" href={`/console/customers/${id}`}>
              {name}
            </a>
          ) : (
            <span class="strong wrap">{name}</span>
          )}
          <p class="row tight small">
            {phone && (
              <a href={`tel:${phone}`} aria-label={words.call(name, phone)}>
                {phone}
              </a>
            )}
            {email && (
              <a class="wrap" href={`mailto:${email}`} aria-label={words.write(name, email)}>
                {email}
              </a>
            )}
          </p>
        </div>
        <p class="small muted">{words.assigned(when(assignedAt), assignedBy)}</p>
      </div>
      {order && (
        <p class="wrap small">
          <span class="tag order-status" data-status={order.status}>
            {orderTexts.statuses[order.status]}
          </span>{' '}
          <span class="strong">{words.order(order.number)}</span> · {moneyText(order.total, order.currency)} · {order.items} ·{' '}
          <span class="muted">{words.placed(when(order.placedAt))}</span>
        </p>
      )}
      <p class="row tight">
        {isOpen && may('PATCH /api/v1/order-entry/{id}') ? (
          <a class="button compact" href={`/console/order-entry?order=${order.id}`} aria-label={words.finishLabel(name)}>
            {words.finish}
          </a>
        ) : (
          may('POST /api/v1/order-entry') && (
            <a class="button compact" href={`/console/order-entry?customer=${id}`} aria-label={words.newOrderLabel(name)}>
              {words.newOrder}
            </a>
          )
        )}
        <a class="button-quiet compact" href={`/console/schedule?customer=${id}`} aria-label={words.scheduleLabel(name)}>
          {words.schedule}
        </a>
        <button type="button" class="button-quiet compact" aria-haspopup="dialog" aria-label={words.resolveLabel(name)} onClick={onResolve}>
          {words.resolve}
        </button>
      </p>
    </li>
  )
}
