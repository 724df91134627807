/** Doing something on our own server; reading from it is in a file of its own, which the widget brings along without this one. */
import { send } from './reading.ts'

export { get, Problem, Unreachable } from './reading.ts'

/** Do something. `key` is the Idempotency-Key: the same for every try of the same body. */
export const post = <T>(path: string, body: unknown = {}, key?: string): Promise<T> =>
  send<T>('POST', path, {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
  })

/** Change something. */
export const patch = <T>(path: string, body: unknown): Promise<T> =>
  send<T>('PATCH', path, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })

/** Take something away; also when the page is going away itself. */
export const remove = (path: string): Promise<void> => send<void>('DELETE', path, { keepalive: true })

/**
 * A function from a body to the Idempotency-Key of this try.
 *
 * Whoever presses again after a lost answer sends the same key, so nothing is made twice; `settled` says that the server has answered,
 * and the next press is a new wish.
 */
export function attempts(): { keyFor(body: unknown): string; settled(): void } {
  let last: { text: string; key: string } | null = null
  return {
    keyFor(body) {
      const text = JSON.stringify(body)
      if (last?.text !== text) last = { text, key: newKey() }
      return last.key
    },
    settled() {
      last = null
    },
  }
}

/** Chance in hexadecimal: `crypto.randomUUID` does not exist on pages without TLS. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
