import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { texts } from '../text.ts'
import { AnswerSection } from './AnswerSection.tsx'
import { BookSection } from './BookSection.tsx'
import { done } from './book-state.ts'
import { CustomerSection } from './CustomerSection.tsx'
import { nextCall } from './call.ts'
import { chooseFromAddress, watchSearch, zone } from './customer-state.ts'
import { DonePanel } from './DonePanel.tsx'
import { focusOn } from './focus.ts'
import { KeysSheet } from './KeysSheet.tsx'
import { watchKnown } from './known-state.ts'
import { watchKeys } from './shortcuts.ts'
import { now } from './time-state.ts'
import { WhatSection } from './WhatSection.tsx'
import { WhenSection } from './WhenSection.tsx'
import { watchCall } from './watch-call.ts'
import { watchPlace } from './what-state.ts'

/** One call: who, what, when, and who can meet them. */
export function SchedulePage() {
  const { query } = useLocation()
  useEffect(() => {
    const stops = [watchCall(), watchSearch(), watchKnown(), watchPlace(), watchKeys()]
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
        <KeysSheet />
      </div>
    </div>
  )
}
