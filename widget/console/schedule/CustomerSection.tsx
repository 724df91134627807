import { may } from '../session.ts'
import { texts } from '../text.ts'
import { BookingLinks } from './BookingLinks.tsx'
import { CustomerCard } from './CustomerCard.tsx'
import { CustomerKnown } from './CustomerKnown.tsx'
import { CustomerSearch } from './CustomerSearch.tsx'
import { backToCustomer, findTimesIn, startMoving } from './call.ts'
import {
  cancelBooking,
  changeNew,
  choose,
  chooseNew,
  chosen,
  firstMatches,
  isChoosing,
  matches,
  matchesFor,
  search,
  searchProblem,
  upcoming,
  zone,
} from './customer-state.ts'
import { focusOn } from './focus.ts'
import { known } from './known-state.ts'
import { NewCustomerForm } from './NewCustomerForm.tsx'
import { now } from './time-state.ts'
import { Upcoming } from './Upcoming.tsx'
import { ZoneField } from './ZoneField.tsx'

/** Who is on the phone. */
export function CustomerSection() {
  const who = chosen.value
  return (
    <section class="panel stack" aria-labelledby="customer-title">
      <h2 id="customer-title">{texts.customer.title}</h2>
      {isChoosing.value || who === null ? (
        <CustomerSearch
          typed={search.value}
          found={{ customers: matches.value, first: firstMatches.value, answers: matchesFor.value, problem: searchProblem.value }}
          onType={(text) => {
            search.value = text
          }}
          onChoose={(customer) => {
            choose(customer)
            focusOn('when')
          }}
          onNew={(typed) => {
            chooseNew(typed)
            focusOn('new-name')
          }}
          onBack={() => {
            if (who === null) return
            isChoosing.value = false
            focusOn('when')
          }}
        />
      ) : (
        <>
          {'stored' in who ? (
            <CustomerCard customer={who.stored} timeZone={zone.value} now={now.value} onChange={backToCustomer} />
          ) : (
            <NewCustomerForm
              typed={who.typed}
              onType={(change) => void changeNew(change)}
              onNext={() => focusOn('when')}
              onBack={backToCustomer}
            />
          )}
          <ZoneField
            timeZone={zone.value}
            hint={'stored' in who && who.stored.timeZone === null ? texts.customer.zoneUnknown : undefined}
            onChange={(timeZone) => {
              zone.value = timeZone
            }}
          />
          {'stored' in who && <Upcoming bookings={upcoming.value} timeZone={zone.value} onMove={startMoving} onCancel={cancelBooking} />}
          {known.value && <CustomerKnown profile={known.value} timeZone={zone.value} onPlace={findTimesIn} />}
          {'stored' in who && may('POST /api/v1/booking-links') && <BookingLinks key={who.stored.id} customerId={who.stored.id} />}
        </>
      )}
    </section>
  )
}
