import { useLocation } from 'preact-iso'
import { leadTexts as words } from '../leads/words.ts'
import { may } from '../session.ts'

const tabs = [
  { href: '/console/users', name: words.tabs.users, needs: 'GET /api/v1/accounts' },
  { href: '/console/users/leads', name: words.tabs.assigned, needs: 'GET /api/v1/leads' },
] as const

/** The tabs of the Users page that whoever is signed in may open. */
export function UserTabs() {
  const { path } = useLocation()
  const own = tabs.filter(({ needs }) => may(needs))
  if (own.length < 2) return null
  return (
    <nav class="tab-links" aria-label={words.tabsLabel}>
      {own.map(({ href, name }) => (
        <a key={href} href={href} {...(path === href && { 'aria-current': 'page' })}>
          {name}
        </a>
      ))}
    </nav>
  )
}
