import type { ComponentChildren } from 'preact'
import { timeText } from '../../ui/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { dayText, zoneCity } from '../said.ts'
import { zone } from '../schedule/customer-state.ts'
import { Upcoming } from '../schedule/Upcoming.tsx'
import { ZoneField } from '../schedule/ZoneField.tsx'
import { locale, texts } from '../text.ts'
import type { Booking, Customer } from '../wire.ts'

interface Props {
  readonly customer: Customer
  readonly upcoming: readonly Booking[]
  readonly timeZone: string
  readonly now: Date
}

/** The customer as the record has them: to be seen, and not to be typed. */
export function LaunchedCustomer({ customer, upcoming, timeZone, now }: Props) {
  const { name, email, phone, smsStopped, owner } = customer
  return (
    <section class="panel stack" aria-labelledby="customer-title">
      <h2 id="customer-title">{texts.launch.from}</h2>
      <div class="customer-card">
        <h3 class="large wrap">{name}</h3>
        <dl class="facts">
          <Fact name={texts.customer.email}>{email ?? texts.launch.none}</Fact>
          <Fact name={texts.customer.phone}>{phone ?? texts.launch.none}</Fact>
          <Fact name={texts.launch.zone}>
            {customer.timeZone ? zoneCity(timeZone) : texts.launch.zoneUnknown}
            {`, ${timeText(locale, timeZone, now.toISOString())} ${dayText(now, timeZone, now).split(',')[0] ?? ''}`}
          </Fact>
          <Fact name={texts.launch.owner}>{owner?.name ?? texts.launch.noOwner}</Fact>
        </dl>
      </div>
      {email === null && (
        <Notice tone="warning" title={texts.launch.noEmail}>
          <p>{phone === null ? texts.launch.noWay : texts.launch.byPhone(phone)}</p>
        </Notice>
      )}
      {smsStopped && <p class="warning">{texts.customer.smsStopped}</p>}
      {customer.timeZone === null && (
        <details>
          <summary>{texts.launch.otherZone}</summary>
          <ZoneField
            timeZone={timeZone}
            onChange={(chosen) => {
              zone.value = chosen
            }}
          />
        </details>
      )}
      <Upcoming bookings={upcoming} timeZone={timeZone} />
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="wrap">{children}</dd>
    </div>
  )
}
