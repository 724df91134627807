import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { loadAlerts, pressing } from './alerts/alerts.ts'
import { alertPageTexts } from './alerts/words.ts'
import { useDisclosure } from './disclosure.ts'
import { ProjectSwitch } from './ProjectSwitch.tsx'
import { SettingsNav } from './SettingsNav.tsx'
import { may, session, signOut } from './session.ts'
import { texts } from './text.ts'

interface Page {
  readonly href: string
  readonly name: string
  /** The right without which there is nothing to see there. */
  readonly needs: string
  /** What leads agents call it, if not so. */
  readonly agentsName?: string
  /** Whether it stands in the bar of leads agents alone; others come to it from another page. */
  readonly forAgents?: true
  /** Where it stands among the settings, if it does. */
  readonly setting?: keyof typeof texts.nav.groups
}

/** One’s own account is behind one’s own name, and fairness is among the reports. */
const ACCOUNT = '/console/account'
const FAIRNESS = '/console/fairness'
/** What runs badly is counted beside the way there. */
const ALERTS = '/console/alerts'
/** A tab of the users for those who have both. */
const ASSIGNED = '/console/users/leads'

/** Every page: what its link is called, the right that it needs, and whether it stands among the settings. */
const pages: readonly Page[] = [
  { href: '/console/leads', name: texts.nav.leads, needs: 'GET /api/v1/leads/report', forAgents: true },
  { href: '/console/home', name: texts.nav.home, needs: 'GET /api/v1/home' },
  { href: '/console/schedule', name: texts.nav.schedule, needs: 'GET /api/v1/availability/{instant}/reps' },
  {
    href: '/console/customers',
    name: texts.nav.customers,
    agentsName: texts.nav.customerService,
    needs: 'GET /api/v1/customers/{id}/profile',
  },
  { href: '/console/activities', name: texts.nav.activities, needs: 'GET /api/v1/activities' },
  { href: '/console/calendar', name: texts.nav.calendar, needs: 'GET /api/v1/reps/{ref}/calendar' },
  { href: '/console/reports', name: texts.nav.reports, needs: 'GET /api/v1/reports/appointment-summary' },
  { href: FAIRNESS, name: texts.nav.fairness, needs: 'GET /api/v1/pools/{ref}/fairness' },
  { href: '/console/orders', name: texts.nav.orders, agentsName: texts.nav.orderDetails, needs: 'GET /api/v1/orders' },
  { href: '/console/order-entry', name: texts.nav.orderEntry, needs: 'POST /api/v1/order-entry', forAgents: true },
  { href: '/console/outbox', name: texts.nav.outbox, needs: 'GET /api/v1/outbox' },
  { href: ACCOUNT, name: texts.nav.account, needs: 'GET /api/v1/sessions' },
  { href: '/console/reps', name: texts.nav.reps, needs: 'POST /api/v1/import', setting: 'company' },
  { href: '/console/pools', name: texts.nav.pools, needs: 'POST /api/v1/import', setting: 'company' },
  { href: '/console/projects', name: texts.nav.projects, needs: 'POST /api/v1/import', setting: 'company' },
  { href: '/console/event-types', name: texts.nav.eventTypes, needs: 'POST /api/v1/import', setting: 'booking' },
  { href: '/console/pages', name: texts.nav.pages, needs: 'POST /api/v1/import', setting: 'booking' },
  { href: '/console/forms', name: texts.nav.forms, needs: 'POST /api/v1/import', setting: 'booking' },
  { href: '/console/processes', name: texts.nav.processes, needs: 'POST /api/v1/processes', setting: 'booking' },
  { href: '/console/texts', name: texts.nav.texts, needs: 'GET /api/v1/message-templates', setting: 'messages' },
  { href: '/console/blocklist', name: texts.nav.blocklist, needs: 'GET /api/v1/blocklist', setting: 'messages' },
  { href: '/console/users', name: texts.nav.users, needs: 'GET /api/v1/accounts', setting: 'company' },
  { href: ASSIGNED, name: texts.nav.assignedLeads, needs: 'GET /api/v1/leads', setting: 'company' },
  { href: '/console/call-centers', name: texts.nav.callCenters, needs: 'POST /api/v1/import', setting: 'company' },
  { href: '/console/calendars', name: texts.nav.calendars, needs: 'GET /api/v1/calendar-accounts', setting: 'connections' },
  { href: '/console/salesforce', name: texts.nav.salesforce, needs: 'GET /api/v1/salesforce', setting: 'connections' },
  { href: '/console/shops', name: texts.nav.shops, needs: 'GET /api/v1/shops', setting: 'connections' },
  { href: '/console/webhooks', name: texts.nav.webhooks, needs: 'GET /api/v1/webhooks', setting: 'connections' },
  { href: ALERTS, name: texts.nav.alerts, needs: 'GET /api/v1/alerts', setting: 'records' },
  { href: '/console/audit', name: texts.nav.audit, needs: 'GET /api/v1/audit', setting: 'records' },
  { href: '/console/transfer', name: texts.nav.transfer, needs: 'GET /api/v1/export', setting: 'records' },
]

/** The pages that whoever is signed in may open. */
export const ownPages = () => pages.filter((page) => may(page.needs))

/** Whether a page, or one below it, is open. */
const isAt = (href: string, path: string): boolean => path === href || path.startsWith(`${href}/`)

/** What surrounds every page: where one is, where one can go, and who one is. */
export function Shell({ name, children }: { name: string; children: ComponentChildren }) {
  const { path } = useLocation()
  const isAgent = session.value?.level === 'leads-agent'
  const main = ownPages().filter((page) => !page.setting && page.href !== ACCOUNT && page.href !== FAIRNESS && (isAgent || !page.forAgents))
  const settings = ownPages()
    .filter(({ href }) => href !== ASSIGNED || !may('GET /api/v1/accounts'))
    .flatMap(({ setting, ...page }) => (setting ? [{ ...page, setting, open: isAt(page.href, path) }] : []))
  const amongSettings = settings.some((page) => page.open)
  const [first] = settings
  return (
    <>
      <a class="skip" href="#content">
        {texts.nav.skip}
      </a>
      <header class="bar">
        <span class="brand">
          <Mark />
          <span>{texts.brand}</span>
        </span>
        <ProjectSwitch />
        <Menu path={path}>
          <nav aria-label={texts.nav.label}>
            {main.map((page) => (
              <a key={page.href} href={page.href} {...(isAt(page.href, path) && { 'aria-current': path === page.href ? 'page' : 'true' })}>
                {(isAgent && page.agentsName) || page.name}
              </a>
            ))}
            {first && (
              <a href={first.href} {...(amongSettings && { 'aria-current': 'true' })}>
                {settings.length === 1 ? first.name : texts.nav.settings}
                <AlertCount />
              </a>
            )}
          </nav>
          <a class="who" href={ACCOUNT} {...(isAt(ACCOUNT, path) && { 'aria-current': 'page' })}>
            {name}
            <span class="visually-hidden">, {texts.nav.account}</span>
          </a>
          <button type="button" class="button-link" onClick={() => void signOut()}>
            {texts.nav.signOut}
          </button>
        </Menu>
      </header>
      <div class={amongSettings && settings.length > 1 ? 'with-settings' : 'without-settings'}>
        {amongSettings && settings.length > 1 && <SettingsNav pages={settings} path={path} />}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </>
  )
}

/** How often it is asked what runs badly. */
const LOOK_MS = 5 * 60_000

/** How much runs badly, if anything does. */
function AlertCount() {
  useEffect(() => {
    const look = () => void loadAlerts().catch(() => {}) // What one came for says better that the server is out of reach.
    look()
    const timer = setInterval(() => document.visibilityState === 'visible' && look(), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  const count = pressing()
  return count === 0 ? null : (
    <span class="badge count">
      <span aria-hidden="true">{count}</span>
      <span class="visually-hidden">{alertPageTexts.count(count)}</span>
    </span>
  )
}

/** Where one can go: in the bar on a desk, behind a button where there is no room for that. */
function Menu({ path, children }: { path: string; children: ComponentChildren }) {
  const { open, button, toggle } = useDisclosure(path)
  return (
    <>
      <button ref={button} type="button" class="button-quiet menu-button" aria-expanded={open} aria-controls="menu" onClick={toggle}>
        {texts.nav.menu}
      </button>
      <div id="menu" class={open ? 'menu open' : 'menu'}>
        {children}
      </div>
    </>
  )
}

/** The sign of the product. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M9 12h14M9 12v11h14V12M9 12V9h14v3M12.5 17.5l2.5 2.5 5-5"
        fill="none"
        stroke="var(--on-accent)"
        stroke-width="2.2"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
