import { randomUUID } from 'node:crypto'
import { noteAudit } from '../db/audit.ts'
import { type Blocked, deleteBlocked, findBlockedEntry, insertBlocked } from '../db/blocklist.ts'
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
  await db.transaction().execute(async (tx) => {
    await insertBlocked(tx, blocked)
    await noteAudit(tx, author, blocked.createdAt, [{ kind: 'blocked', name: entry, before: null, after: { reason: blocked.reason } }])
  })
  return blocked
}

/** Let them book again. Refuses with `not-found`. */
export async function unblock({ db, now }: Services, author: Caller, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const known = await findBlockedEntry(tx, id)
    if (!known || !(await deleteBlocked(tx, id))) throw new Refusal('not-found', 'There is no such entry on the blocklist.')
    await noteAudit(tx, author, now(), [{ kind: 'blocked', name: known.entry, before: { reason: known.reason }, after: null }])
  })
}
