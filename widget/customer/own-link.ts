/** A link that staff made for one customer. It stands behind the `#` of our own page's address, and on no other website. */
import type { z } from 'zod'
import type { OpenedLinkView } from '../../server/http/contract/booking-links.ts'
import { signal } from '../ui/signal.ts'
import type { Prefill } from './prefill.ts'

export type Known = z.infer<typeof OpenedLinkView>['customer']

/** The customer whom the link names, once the server has said who it is. */
export const known = signal<Known | null>(null)

/** The token of the link that this page was opened with, if any. */
export let token: string | null = null

/** Take the link from the address of this page. */
export function readOwnLink(): void {
  token = new URLSearchParams(location.hash.slice(1)).get('link')
}

/** What is typed in beforehand: what the link says of the customer goes before what the address says. */
export function withKnown(given: Prefill): Prefill {
  const person = known.value
  return person ? { ...given, name: person.name, email: person.email ?? given.email, phone: person.phone ?? given.phone } : given
}
