/** The places of a call, in the order in which the keyboard walks them. */
export type Place =
  | 'customer-search'
  | 'new-name'
  | 'when'
  | 'candidates'
  | 'book'
  | 'book-anyway'
  | 'done'
  | 'sign-in-key'
  | 'what-eventType'
  | 'week'

/** Put the focus on a place: at once if it is there, so that fast fingers lose no key, else as soon as it is on the screen. */
export function focusOn(place: Place): void {
  const found = place === 'candidates' ? null : place === 'week' ? entryOf() : document.getElementById(place)
  if (found) enter(found)
  else requestAnimationFrame(() => enter(place === 'candidates' ? firstOf(document.getElementById(place)) : document.getElementById(place)))
}

function enter(target: HTMLElement | null | undefined): void {
  target?.focus()
  if (target instanceof HTMLInputElement && target.type === 'text') target.select()
}

/** The time of the calendar at which the keyboard comes in. */
const entryOf = () => document.querySelector<HTMLElement>('.week [tabindex="0"]')

/** Of the candidates the one that is picked; if there is none, the nearest time. */
const firstOf = (list: HTMLElement | null) =>
  list?.querySelector<HTMLElement>('input:checked') ??
  list?.querySelector<HTMLElement>('input:enabled') ??
  document.querySelector<HTMLElement>('[data-nearest]')

/** Do something on Enter, or on Esc, and nothing else with that key. */
export const onKeys =
  (keys: Partial<Record<'Enter' | 'Escape', () => void>>) =>
  (event: KeyboardEvent): void => {
    const act = event.key === 'Enter' || event.key === 'Escape' ? keys[event.key] : undefined
    if (!act || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
