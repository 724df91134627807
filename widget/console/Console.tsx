import { useEffect } from 'preact/hooks'
import { LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { Notice } from '../ui/Notice.tsx'
import { failureText } from './failure.ts'
import { FairnessPage } from './fairness/FairnessPage.tsx'
import { OutboxPage } from './outbox/OutboxPage.tsx'
import { Shell } from './Shell.tsx'
import { SignIn } from './SignIn.tsx'
import { SchedulePage } from './schedule/SchedulePage.tsx'
import { resume, session, signIn, startProblem } from './session.ts'
import { texts } from './text.ts'
import { TextsPage } from './texts/TextsPage.tsx'

/** What staff see: the sign-in, or the page that the address names. */
export function Console() {
  if (startProblem.value !== null)
    return (
      <main class="alone">
        <Notice tone="danger" title={texts.start.failed}>
          <p>{failureText(startProblem.value)}</p>
          <button type="button" class="button" onClick={() => void resume()}>
            {texts.start.retry}
          </button>
        </Notice>
      </main>
    )
  if (session.value === undefined)
    return (
      <main class="alone" aria-busy="true">
        <p class="muted">{texts.start.loading} …</p>
      </main>
    )
  if (session.value === null) return <SignIn onSignIn={signIn} />
  return (
    <LocationProvider scope="/console">
      <Shell name={session.value.name ?? session.value.email ?? session.value.level}>
        <Router>
          <Route path="/console/schedule" component={SchedulePage} />
          <Route path="/console/fairness" component={FairnessPage} />
          <Route path="/console/texts" component={TextsPage} />
          <Route path="/console/outbox" component={OutboxPage} />
          <Route path="/console" component={ToSchedule} />
          <Route default component={NotFound} />
        </Router>
      </Shell>
    </LocationProvider>
  )
}

function ToSchedule() {
  const { route } = useLocation()
  useEffect(() => route('/console/schedule', true), [route])
  return null
}

function NotFound() {
  return (
    <div class="alone">
      <h1>{texts.notFound.title}</h1>
      <a class="button" href="/console/schedule">
        {texts.notFound.back}
      </a>
    </div>
  )
}
