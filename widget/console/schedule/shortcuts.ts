import { backToCustomer, goToCandidates, nextCall } from './call.ts'
import { focusOn } from './focus.ts'

/** What Alt and a letter do, wherever the focus is. */
const shortcuts: Readonly<Record<string, () => void>> = {
  c: backToCustomer,
  p: () => focusOn('what-eventType'),
  w: () => focusOn('when'),
  g: () => focusOn('week'),
  r: () => void goToCandidates(),
  n: nextCall,
}

/** The letter that was pressed; on a Mac the option key makes another sign of it, so the key's place counts there. */
const letterOf = ({ key, code }: KeyboardEvent) => (/^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace('Key', '').toLowerCase())

/** Listen to the shortcuts until the returned function is called. */
export function watchKeys(): () => void {
  const press = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || document.querySelector('dialog[open]')) return
    const act = shortcuts[letterOf(event)]
    if (!act) return
    event.preventDefault()
    act()
  }
  document.addEventListener('keydown', press)
  return () => document.removeEventListener('keydown', press)
}
