import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { Notice } from '../ui/Notice.tsx'
import { AccountPage } from './account/AccountPage.tsx'
import { BlocklistPage } from './blocklist/BlocklistPage.tsx'
import { CalendarsPage } from './calendars/CalendarsPage.tsx'
import { failureText } from './failure.ts'
import { FairnessPage } from './fairness/FairnessPage.tsx'
import { OutboxPage } from './outbox/OutboxPage.tsx'
import { ownPages, Shell } from './Shell.tsx'
import { SchedulePage } from './schedule/SchedulePage.tsx'
import { resume, session, signIn, startProblem, ways } from './session.ts'
import { FirstAccount } from './sign-in/FirstAccount.tsx'
import { isMailedLink, LinkPage } from './sign-in/LinkPage.tsx'
import { SignIn } from './sign-in/SignIn.tsx'
import { texts } from './text.ts'
import { TextsPage } from './texts/TextsPage.tsx'
import { UsersPage } from './users/UsersPage.tsx'
import { WebhooksPage } from './webhooks/WebhooksPage.tsx'

/** What staff see: the sign-in, what a mailed link opens, or the page that the address names. */
export function Console() {
  const [linked, setLinked] = useState(isMailedLink)
  if (linked) return <LinkPage onChosen={chosen} />

  /** The password is new: sign in with it. With a second factor, the sign-in asks for both again. */
  async function chosen(email: string, password: string) {
    history.replaceState(null, '', '/console/schedule')
    await signIn({ email, password }).catch(resume)
    setLinked(false)
  }

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
  if (session.value === null) return ways.value?.firstAccount ? <FirstAccount /> : <SignIn />
  return (
    <LocationProvider scope="/console">
      <Shell name={session.value.name ?? session.value.email ?? session.value.level}>
        <Router>
          <Route path="/console/schedule" component={mine('/console/schedule', SchedulePage)} />
          <Route path="/console/fairness" component={mine('/console/fairness', FairnessPage)} />
          <Route path="/console/outbox" component={mine('/console/outbox', OutboxPage)} />
          <Route path="/console/texts" component={mine('/console/texts', TextsPage)} />
          <Route path="/console/users" component={mine('/console/users', UsersPage)} />
          <Route path="/console/calendars" component={mine('/console/calendars', CalendarsPage)} />
          <Route path="/console/webhooks" component={mine('/console/webhooks', WebhooksPage)} />
          <Route path="/console/blocklist" component={mine('/console/blocklist', BlocklistPage)} />
          <Route path="/console/account" component={AccountPage} />
          <Route path="/console" component={ToFirstPage} />
          <Route default component={NotFound} />
        </Router>
      </Shell>
    </LocationProvider>
  )
}

/** A page for those who may open it; the others are led to the first of theirs. */
const mine = (href: string, page: ComponentType) => (ownPages().some((one) => one.href === href) ? page : ToFirstPage)

function ToFirstPage() {
  const { route } = useLocation()
  useEffect(() => route(ownPages()[0]?.href ?? '/console/account', true), [route])
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
