/** The places of a call, in the order in which the keyboard walks them. */
export type Place = 'customer-search' | 'new-name' | 'when' | 'candidates' | 'book' | 'done' | 'sign-in-key'

/** Put the focus on a place, once it is on the screen; of the candidates, on the one that is picked. */
export function focusOn(place: Place): void {
  requestAnimationFrame(() => {
    const found = document.getElementById(place)
    const target = place === 'candidates' ? firstOf(found) : found
    target?.focus()
    if (target instanceof HTMLInputElement && target.type === 'text') target.select()
  })
}

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
