import { randomUUID } from 'node:crypto'
import { type Blocked, deleteBlocked, insertBlocked } from '../db/blocklist.ts'
import type { Caller } from '../domain/booking.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Services } from './services.ts'

/** Keep an email address, or everybody of a domain, from booking on public pages. Refuses with `conflict` if that is so already. */
export async function block(
  { db, now }: Services,
  author: Caller,
  { entry, reason }: { readonly entry: string; readonly reason?: string },
): Promise<Blocked> {
  const blocked = { id: randomUUID(), entry, reason: reason ?? null, author, createdAt: now() }
  await insertBlocked(db, blocked)
  return blocked
}

/** Let them book again. Refuses with `not-found`. */
export async function unblock({ db }: Services, id: string): Promise<void> {
  if (!(await deleteBlocked(db, id))) throw new Refusal('not-found', 'There is no such entry on the blocklist.')
}
