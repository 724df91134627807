import type { ComponentChildren } from 'preact'
import { useLocation } from 'preact-iso'
import { may, signOut } from './session.ts'
import { texts } from './text.ts'

const pages = [
  { href: '/console/schedule', name: texts.nav.schedule, needs: 'POST /api/v1/find-by-time' },
  { href: '/console/fairness', name: texts.nav.fairness, needs: 'GET /api/v1/pools/{ref}/fairness' },
  { href: '/console/outbox', name: texts.nav.outbox, needs: 'GET /api/v1/outbox' },
  { href: '/console/texts', name: texts.nav.texts, needs: 'GET /api/v1/message-templates' },
  { href: '/console/users', name: texts.nav.users, needs: 'GET /api/v1/accounts' },
  { href: '/console/calendars', name: texts.nav.calendars, needs: 'GET /api/v1/calendar-accounts' },
  { href: '/console/webhooks', name: texts.nav.webhooks, needs: 'GET /api/v1/webhooks' },
  { href: '/console/blocklist', name: texts.nav.blocklist, needs: 'GET /api/v1/blocklist' },
  { href: '/console/account', name: texts.nav.account, needs: 'GET /api/v1/sessions' },
]

/** The pages that whoever is signed in may open. */
export const ownPages = () => pages.filter((page) => may(page.needs))

/** What surrounds every page: where one is, where one can go, and who one is. */
export function Shell({ name, children }: { name: string; children: ComponentChildren }) {
  const { path } = useLocation()
  return (
    <>
      <a class="skip" href="#content">
        {texts.nav.skip}
      </a>
      <header class="bar">
        <span class="brand">
          <Mark />
          {texts.brand}
        </span>
        <nav aria-label={texts.nav.label}>
          {ownPages().map((page) => (
            <a key={page.href} href={page.href} {...(path === page.href && { 'aria-current': 'page' })}>
              {page.name}
            </a>
          ))}
        </nav>
        <span class="who">{name}</span>
        <button type="button" class="button-link" onClick={() => void signOut()}>
          {texts.nav.signOut}
        </button>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
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
