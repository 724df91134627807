import { timeText } from '../../ui/format.ts'
import { customerTexts } from '../customers/words.ts'
import { zoneCity } from '../said.ts'
import { may } from '../session.ts'
import { locale, texts } from '../text.ts'
import type { Customer } from '../wire.ts'
import { type Fact, Facts } from './Facts.tsx'

/** Who the customer is, and how they are reached. */
export function DetailsPanel({ customer, onEdit }: { customer: Customer; onEdit: () => void }) {
  const { email, phone, timeZone, owner, coordinator, language } = customer
  const facts: readonly Fact[] = [
    [texts.customer.phone, phone],
    [texts.customer.now, timeZone && `${timeText(locale, timeZone, new Date().toISOString())}, ${zoneCity(timeZone)}`],
    [texts.profile.language, language && (new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language)],
    [texts.customer.owner, owner?.name ?? null],
    [texts.profile.coordinator, coordinator],
    [customerTexts.notes, customer.notes],
  ]
  return (
    <section class="panel stack tight" aria-labelledby="details-title">
      <div class="row spread">
        <h2 id="details-title">{texts.profile.details}</h2>
        {may('PATCH /api/v1/customers/{id}') && (
          <button type="button" class="button-link compact" aria-label={customerTexts.editTitle} onClick={onEdit}>
            {customerTexts.edit}
          </button>
        )}
      </div>
      {email ? (
        <p class="wrap">
          <a href={`mailto:${email}`}>{email}</a>
        </p>
      ) : (
        <p class="warning">{texts.customer.noEmail}</p>
      )}
      <Facts facts={facts} />
      {customer.smsStopped && <p class="warning">{texts.customer.smsStopped}</p>}
      {customer.salesforceDeleted && <p class="warning">{texts.customer.salesforceDeleted}</p>}
    </section>
  )
}
