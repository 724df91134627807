import { useEffect } from 'preact/hooks'
import { Notice } from '../../ui/Notice.tsx'
import { Mark } from '../Shell.tsx'
import { momentText, ownZone } from '../said.ts'
import { AnswerSection } from '../schedule/AnswerSection.tsx'
import { BookSection } from '../schedule/BookSection.tsx'
import { done } from '../schedule/book-state.ts'
import { chosen, upcoming, zone } from '../schedule/customer-state.ts'
import { DonePanel } from '../schedule/DonePanel.tsx'
import { KeysSheet } from '../schedule/KeysSheet.tsx'
import { now } from '../schedule/time-state.ts'
import { WhatFields } from '../schedule/WhatSection.tsx'
import { WhenSection } from '../schedule/WhenSection.tsx'
import { watchCall } from '../schedule/watch-call.ts'
import { whatInShort } from '../schedule/what-state.ts'
import { signOut } from '../session.ts'
import { texts } from '../text.ts'
import type { Launch } from '../wire.ts'
import { LaunchedCustomer } from './LaunchedCustomer.tsx'
import { bookAnother, launchProblem, openCustomer } from './launch-state.ts'

interface Props {
  /** The user of Salesforce who books. */
  readonly name: string
  readonly launch: Launch
}

/** The phone workspace opened from a record of Salesforce: the customer is known, and a time and a rep are all that is left to choose. */
export function LaunchPage({ name, launch }: Props) {
  useEffect(watchCall, [])
  useEffect(() => {
    document.title = `${texts.nav.schedule} · ${texts.brand}`
    void openCustomer(launch.customer)
  }, [launch.customer])
  const who = chosen.value
  return (
    <>
      <a class="skip" href="#content">
        {texts.nav.skip}
      </a>
      <header class="bar launched">
        <span class="brand">
          <Mark />
          {texts.brand}
        </span>
        <span class="who">{texts.launch.as(name)}</span>
        <BackToRecord url={launch.recordUrl} />
        <button type="button" class="button-link" onClick={() => void signOut()}>
          {texts.launch.end}
        </button>
      </header>
      <main id="content" tabIndex={-1}>
        <div class="schedule">
          <h1 class="visually-hidden">{texts.nav.schedule}</h1>
          <div class="column">
            {launch.stale && (
              <Notice tone="warning" title={texts.launch.stale}>
                <p>{texts.launch.staleSince(launch.readAt && momentText(new Date(launch.readAt), ownZone(), now.value))}</p>
              </Notice>
            )}
            {launchProblem.value && (
              <Notice tone="danger" title={texts.start.failed}>
                <p>{launchProblem.value}</p>
                <button type="button" class="button" onClick={() => void openCustomer(launch.customer)}>
                  {texts.start.retry}
                </button>
              </Notice>
            )}
            {who && 'stored' in who && (
              <LaunchedCustomer customer={who.stored} upcoming={upcoming.value} timeZone={zone.value} now={now.value} />
            )}
            <details class="panel">
              <summary>
                <span class="small muted">{texts.what.title}</span> <span class="strong">{whatInShort.value || texts.what.nothing}</span>
              </summary>
              <div class="stack">
                <WhatFields />
              </div>
            </details>
            <KeysSheet />
          </div>
          <div class="column">
            <WhenSection />
          </div>
          <div class="column last">
            {done.value ? (
              <DonePanel booking={done.value.booking} moved={false} timeZone={zone.value} now={now.value} onNext={bookAnother}>
                <BackToRecord url={launch.recordUrl} />
              </DonePanel>
            ) : (
              <>
                <AnswerSection />
                <BookSection />
              </>
            )}
          </div>
        </div>
      </main>
    </>
  )
}

function BackToRecord({ url }: { url: string | null }) {
  if (url === null) return null
  return <a href={url}>{texts.launch.back}</a>
}
