/** What keeps machines, and people who are not welcome, from booking on public pages. */
import { isAnyBlocked } from '../db/blocklist.ts'
import type { Database } from '../db/database.ts'
import { countOpenOwn, lockOpenOwn } from '../db/open-bookings.ts'
import { entriesAgainst } from '../domain/blocklist.ts'
import type { EventType } from '../domain/event-type.ts'
import { isTooFast } from '../domain/form-token.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Services } from './services.ts'

/** What a public booking says of itself beside the meeting. */
export interface Sent {
  readonly email: string
  /** A field that people do not see. */
  readonly website?: string
  /** The token that came with the page. */
  readonly form?: string
}

/** Refuse, always in the same words, whoever is blocked, fills in what nobody sees, or is faster than a person. */
export async function admit({ db, secret, now, fastestFormSeconds }: Services, { email, website = '', form }: Sent): Promise<void> {
  const machine = website !== '' || isTooFast(secret, form, now(), fastestFormSeconds)
  if (machine || (await isAnyBlocked(db, entriesAgainst(email))))
    throw new Refusal('forbidden', 'This cannot be taken here. Please contact us in another way.')
}

/** Refuse the booking of a customer who has as many open ones of this kind as one may. Holds until the transaction ends. */
export async function refuseTooMany(tx: Database, { id, openPerCustomer }: EventType, email: string, now: Date): Promise<void> {
  if (openPerCustomer === null) return
  await lockOpenOwn(tx, id, email)
  if ((await countOpenOwn(tx, id, email, now)) < openPerCustomer) return
  const detail = 'has as many open bookings here as it may have. Move or cancel one, or contact us.'
  throw new Refusal('limit-reached', `This email address ${detail}`, { errors: [{ pointer: '/customer/email', detail }] })
}
