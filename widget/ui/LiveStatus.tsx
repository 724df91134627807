import { signal } from './signal.ts'

const spoken = signal('')

/** Say something to those who listen to the page instead of looking at it. */
export function announce(text: string): void {
  spoken.value = text !== '' && spoken.value === text ? `${text}\u00a0` : text
}

/** The place that is read out; once on every page. */
export function LiveStatus() {
  return (
    <p class="visually-hidden" role="status">
      {spoken.value}
    </p>
  )
}
