/** Asking our own server as a page that may have something to say with each request; reading alone is in a file of its own, which the widget brings along without this one. */
import { type Query, queryOf, send } from './reading.ts'

export { Problem, Unreachable } from './reading.ts'

let always: Readonly<Record<string, string>> = { 'content-type': 'application/json' }

/** Say this as well with every request from now on. */
export function sayAlways(headers: Readonly<Record<string, string>>): void {
  always = { ...always, ...headers }
}

/** Read something. */
export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  send<T>('GET', path + queryOf(query), { headers: always, ...(signal && { signal }) })

/** Do something. `key` is the Idempotency-Key: the same for every try of the same body. */
export const post = <T>(path: string, body: unknown = {}, key?: string, signal?: AbortSignal): Promise<T> =>
  send<T>('POST', path, {
    body: JSON.stringify(body),
    headers: { ...always, ...(key && { 'idempotency-key': key }) },
    ...(signal && { signal }),
  })

/** Change something. */
export const patch = <T>(path: string, body: unknown): Promise<T> => send<T>('PATCH', path, { body: JSON.stringify(body), headers: always })

/** Take something away; also when the page is going away itself. */
export const remove = (path: string): Promise<void> => send<void>('DELETE', path, { headers: always, keepalive: true })

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
