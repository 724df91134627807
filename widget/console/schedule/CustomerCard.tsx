import { timeText } from '../../ui/format.ts'
import { dayText } from '../said.ts'
import { locale, texts } from '../text.ts'
import type { Customer } from '../wire.ts'

interface Props {
  readonly customer: Customer
  readonly timeZone: string
  readonly now: Date
  readonly onChange: () => void
}

/** The customer at a glance. */
export function CustomerCard({ customer, timeZone, now, onChange }: Props) {
  return (
    <div class="customer-card">
      <div class="row spread">
        <h3 class="large">{customer.name}</h3>
        <button type="button" class="button-link compact" aria-label={texts.customer.changeLabel} onClick={onChange}>
          {texts.customer.change}
        </button>
      </div>
      {customer.email ? <p class="wrap">{customer.email}</p> : <p class="warning">{texts.customer.noEmail}</p>}
      {customer.phone && <p>{customer.phone}</p>}
      {customer.smsStopped && <p class="warning">{texts.customer.smsStopped}</p>}
      {customer.salesforceDeleted && <p class="warning">{texts.customer.salesforceDeleted}</p>}
      <dl class="facts">
        <div>
          <dt>{texts.customer.now}</dt>
          <dd>
            <span class="strong">{timeText(locale, timeZone, now.toISOString())}</span> {dayText(now, timeZone, now).split(',')[0]}
          </dd>
        </div>
        {customer.owner && (
          <div>
            <dt>{texts.customer.owner}</dt>
            <dd>{customer.owner.name}</dd>
          </div>
        )}
      </dl>
    </div>
  )
}
