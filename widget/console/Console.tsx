import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { LocationProvider, Route, Router, useLocation } from 'preact-iso'
import { Notice } from '../ui/Notice.tsx'
import { AccountPage } from './account/AccountPage.tsx'
import { ActivitiesPage } from './activities/ActivitiesPage.tsx'
import { AlertsPage } from './alerts/AlertsPage.tsx'
import { AuditPage } from './audit/AuditPage.tsx'
import { BlocklistPage } from './blocklist/BlocklistPage.tsx'
import { CalendarPage } from './calendar/CalendarPage.tsx'
import { CalendarsPage } from './calendars/CalendarsPage.tsx'
import { CustomersPage } from './customers/CustomersPage.tsx'
import { DuplicatesPage } from './customers/DuplicatesPage.tsx'
import { failureText } from './failure.ts'
import { FairnessPage } from './fairness/FairnessPage.tsx'
import { HomePage } from './home/HomePage.tsx'
import { LaunchEnded } from './launch/LaunchEnded.tsx'
import { LaunchPage } from './launch/LaunchPage.tsx'
import { isLaunched } from './launch/launched.ts'
import { AssignedPage } from './leads/AssignedPage.tsx'
import { LeadsPage } from './leads/LeadsPage.tsx'
import { OrderEntryPage } from './orders/OrderEntryPage.tsx'
import { OrdersPage } from './orders/OrdersPage.tsx'
import { OutboxPage } from './outbox/OutboxPage.tsx'
import { ProcessesPage } from './processes/ProcessesPage.tsx'
import { ProfilePage } from './profile/ProfilePage.tsx'
import { ReportsPage } from './reports/ReportsPage.tsx'
import { ownPages, Shell } from './Shell.tsx'
import { SalesforcePage } from './salesforce/SalesforcePage.tsx'
import { SchedulePage } from './schedule/SchedulePage.tsx'
import { may, resume, session, signIn, startProblem, ways } from './session.ts'
import { callCenters } from './setup/CallCenterForm.tsx'
import { eventTypes } from './setup/EventTypeForm.tsx'
import { bookingPages } from './setup/PageForm.tsx'
import { pools } from './setup/PoolForm.tsx'
import { projects } from './setup/ProjectForm.tsx'
import { registrationForms } from './setup/RegistrationFormForm.tsx'
import { reps } from './setup/RepForm.tsx'
import { type Sort, ThingsPage } from './setup/ThingsPage.tsx'
import { TransferPage } from './setup/TransferPage.tsx'
import { ShopsPage } from './shops/ShopsPage.tsx'
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
    history.replaceState(null, '', '/console/home')
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
  if (session.value === null && isLaunched()) return <LaunchEnded />
  if (session.value === null) return ways.value?.firstAccount ? <FirstAccount /> : <SignIn />
  if (session.value.launch) return <LaunchPage name={session.value.name ?? ''} launch={session.value.launch} />
  return (
    <LocationProvider scope="/console">
      <Shell name={session.value.name ?? session.value.email ?? session.value.level}>
        <Router>
          <Route path="/console/home" component={mine('/console/home', HomePage)} />
          <Route path="/console/schedule" component={mine('/console/schedule', SchedulePage)} />
          <Route path="/console/leads" component={session.value.level === 'leads-agent' ? LeadsPage : ToFirstPage} />
          <Route path="/console/orders" component={mine('/console/orders', OrdersPage)} />
          <Route path="/console/order-entry" component={mine('/console/order-entry', OrderEntryPage)} />
          <Route path="/console/shops" component={mine('/console/shops', ShopsPage)} />
          <Route path="/console/customers" component={mine('/console/customers', CustomersPage)} />
          <Route path="/console/customers/duplicates" component={may('GET /api/v1/customers/duplicates') ? DuplicatesPage : ToFirstPage} />
          <Route path="/console/customers/:id" component={may('GET /api/v1/customers/{id}/profile') ? ProfilePage : ToFirstPage} />
          <Route path="/console/processes" component={mine('/console/processes', ProcessesPage)} />
          <Route path="/console/activities" component={mine('/console/activities', ActivitiesPage)} />
          <Route path="/console/calendar" component={mine('/console/calendar', CalendarPage)} />
          <Route path="/console/reports" component={mine('/console/reports', ReportsPage)} />
          <Route path="/console/fairness" component={mine('/console/fairness', FairnessPage)} />
          <Route path="/console/outbox" component={mine('/console/outbox', OutboxPage)} />
          <Route path="/console/texts" component={mine('/console/texts', TextsPage)} />
          <Route path="/console/users/leads" component={mine('/console/users/leads', AssignedPage)} />
          <Route path="/console/users" component={mine('/console/users', UsersPage)} />
          <Route path="/console/calendars" component={mine('/console/calendars', CalendarsPage)} />
          <Route path="/console/salesforce" component={mine('/console/salesforce', SalesforcePage)} />
          <Route path="/console/webhooks" component={mine('/console/webhooks', WebhooksPage)} />
          {[reps, pools, projects, eventTypes, bookingPages, registrationForms, callCenters].flatMap((sort) => [
            <Route key={sort.href} path={sort.href} component={mine(sort.href, pageOf(sort))} />,
            <Route key={`${sort.href} one`} path={`${sort.href}/:ref`} component={mine(sort.href, pageOf(sort))} />,
          ])}
          <Route path="/console/alerts" component={mine('/console/alerts', AlertsPage)} />
          <Route path="/console/audit" component={mine('/console/audit', AuditPage)} />
          <Route path="/console/transfer" component={mine('/console/transfer', TransferPage)} />
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
  useEffect(
    () =>
      route(
        ownPages().find(({ href, forAgents }) => href !== '/console/account' && (!forAgents || session.value?.level === 'leads-agent'))
          ?.href ?? '/console/account',
        true,
      ),
    [route],
  )
  return null
}

const settingPages = new Map<Sort, ComponentType>()

/** The page of a kind of thing; the same one each time, so that it stays while one goes about in it. */
function pageOf(sort: Sort): ComponentType {
  const page = settingPages.get(sort) ?? (() => <ThingsPage sort={sort} />)
  settingPages.set(sort, page)
  return page
}

function NotFound() {
  return (
    <div class="alone">
      <h1>{texts.notFound.title}</h1>
      <a class="button" href="/console/home">
        {texts.notFound.back}
      </a>
    </div>
  )
}
