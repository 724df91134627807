import { computed, signal } from '@preact/signals'
import { get } from '../../api.ts'
import { newestOnly } from '../asking.ts'
import { failureText } from '../failure.ts'
import type { List, Message } from '../wire.ts'

/** The messages, newest first; null while not known. */
export const messages = signal<readonly Message[] | null>(null)
export const outboxProblem = signal<string | null>(null)
export const openId = signal<string | null>(null)

/** The message that is read: the one picked, or else the newest. */
export const open = computed(() => messages.value?.find(({ id }) => id === openId.value) ?? messages.value?.[0] ?? null)

const EVERY = 4000
const asked = newestOnly()

async function load(): Promise<void> {
  if (document.visibilityState !== 'visible') return
  const outcome = await asked((signal) => get<List<Message>>('/api/v1/outbox', { limit: 100 }, signal))
  if (!outcome) return
  outboxProblem.value = 'error' in outcome ? failureText(outcome.error) : null
  if ('value' in outcome) messages.value = outcome.value.items
}

/** Keep the messages fresh while the page is looked at, until the returned function is called. */
export function watchOutbox(): () => void {
  const again = () => void load()
  const timer = setInterval(again, EVERY)
  document.addEventListener('visibilitychange', again)
  again()
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', again)
  }
}
