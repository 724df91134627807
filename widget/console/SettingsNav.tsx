import { useDisclosure } from './disclosure.ts'
import { texts } from './text.ts'

interface SettingsPage {
  readonly href: string
  readonly name: string
  readonly setting: keyof typeof texts.nav.groups
  readonly open: boolean
}

/** The settings, grouped by what they are about: a list beside the page, or above it behind a button that says where one is. */
export function SettingsNav({ pages, path }: { pages: readonly SettingsPage[]; path: string }) {
  const { open, button, toggle } = useDisclosure(path)
  const groups = Object.entries(texts.nav.groups).map(([group, name]) => ({
    group,
    name,
    pages: pages.filter((page) => page.setting === group),
  }))
  return (
    <nav class="settings-nav" aria-label={texts.nav.settings}>
      <button ref={button} type="button" class="settings-here" aria-expanded={open} aria-controls="settings-list" onClick={toggle}>
        <span class="muted">{texts.nav.settings}</span> {pages.find((page) => page.open)?.name}
      </button>
      <div id="settings-list" class={open ? 'settings-list open' : 'settings-list'}>
        {groups
          .filter((one) => one.pages.length > 0)
          .map((one) => (
            <div key={one.group}>
              <p class="settings-group" id={`settings-${one.group}`}>
                {one.name}
              </p>
              <ul class="plain-list" aria-labelledby={`settings-${one.group}`}>
                {one.pages.map((page) => (
                  <li key={page.href}>
                    <a href={page.href} {...(page.open && { 'aria-current': path === page.href ? 'page' : 'true' })}>
                      {page.name}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
      </div>
    </nav>
  )
}
