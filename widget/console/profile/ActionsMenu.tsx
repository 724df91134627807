import { useEffect, useRef, useState } from 'preact/hooks'
import { may } from '../session.ts'
import { texts } from '../text.ts'

/** What can be done from a profile. */
export type ProfileAction = 'project' | 'appointment'

const actions: readonly { readonly action: ProfileAction; readonly needs: string }[] = [
  { action: 'project', needs: 'POST /api/v1/customers/{id}/registrations' },
  { action: 'appointment', needs: 'POST /api/v1/bookings' },
]

/** The menu button of a profile, as the ARIA practices have menus: arrows move, Escape closes. */
export function ActionsMenu({ onChoose }: { onChoose: (action: ProfileAction) => void }) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const own = actions.filter(({ needs }) => may(needs))
  const items = () => [...(root.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
  const focusOn = (at: number) => items().at(at)?.focus()
  useEffect(() => {
    if (open) focusOn(0)
  }, [open])
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    addEventListener('pointerdown', elsewhere)
    return () => removeEventListener('pointerdown', elsewhere)
  }, [])

  function onKeyDown(event: KeyboardEvent) {
    const at = items().indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: (at + 1) % own.length, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Escape') close()
    else if (to !== undefined && open) focusOn(to)
    else if (event.key === 'ArrowDown') setOpen(true)
    else return
    event.preventDefault()
  }
  function close() {
    setOpen(false)
    root.current?.querySelector('button')?.focus()
  }
  if (own.length === 0) return null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of the button and the menu in it
    <div
      class="menu"
      ref={root}
      onKeyDown={onKeyDown}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget && !root.current?.contains(relatedTarget as Node)) setOpen(false)
      }}
    >
      <button type="button" class="button-quiet" aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {texts.profile.actions} <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <div class="menu-items card" role="menu" aria-label={texts.profile.actions}>
          {own.map(({ action }) => (
            <button
              key={action}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                setOpen(false)
                onChoose(action)
              }}
            >
              {texts.profile.action[action]}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
