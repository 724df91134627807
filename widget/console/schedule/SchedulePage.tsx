import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { texts } from '../text.ts'
import { AnswerSection } from './AnswerSection.tsx'
import { watchAnswer } from './answer-state.ts'
import { BookSection } from './BookSection.tsx'
import { done } from './book-state.ts'
import { CustomerSection } from './CustomerSection.tsx'
import { watchCalendar } from './calendar-state.ts'
import { nextCall } from './call.ts'
import { chooseFromAddress, watchSearch, zone } from './customer-state.ts'
import { DonePanel } from './DonePanel.tsx'
import { focusOn } from './focus.ts'
import { watchHold } from './hold-state.ts'
import { KeysSheet } from './KeysSheet.tsx'
import { watchReview } from './review.ts'
import { now, watchClock } from './time-state.ts'
import { WhatSection } from './WhatSection.tsx'
import { WhenSection } from './WhenSection.tsx'
import { watchWhat } from './what-state.ts'

/** One call: who, what, when, and who can meet them. */
export function SchedulePage() {
  const { query } = useLocation()
  useEffect(() => {
    const stops = [watchWhat(), watchSearch(), watchAnswer(), watchCalendar(), watchClock(), watchReview(), watchHold()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  useEffect(() => {
    document.title = `${texts.nav.schedule} · ${texts.brand}`
    if (query.customer) void chooseFromAddress(query.customer).then(() => focusOn('when'))
    else focusOn('customer-search')
  }, [query.customer])

  return (
    <div class="schedule">
      <h1 class="visually-hidden">{texts.nav.schedule}</h1>
      <div class="column">
        <CustomerSection />
        <WhatSection />
        <KeysSheet />
      </div>
      <div class="column">
        <WhenSection />
      </div>
      <div class="column last">
        {done.value ? (
          <DonePanel booking={done.value.booking} moved={done.value.moved} timeZone={zone.value} now={now.value} onNext={nextCall} />
        ) : (
          <>
            <AnswerSection />
            <BookSection />
          </>
        )}
      </div>
    </div>
  )
}
