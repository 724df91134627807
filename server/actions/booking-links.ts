/** Links with which one customer books on one page: staff make them, customers open them. */
import { randomUUID } from 'node:crypto'
import { getBookingLink, insertBookingLink, revokeBookingLink } from '../db/booking-links.ts'
import { findPagesByIds, getPage } from '../db/booking-pages.ts'
import { type Customer, getCustomer } from '../db/customers.ts'
import type { Caller } from '../domain/booking.ts'
import { type BookingLink, readBookingLinkToken, statusOfLink } from '../domain/booking-link.ts'
import { Refusal } from '../domain/refusal.ts'
import { type OpenPage, openPage } from './open-page.ts'
import type { Services } from './services.ts'

const DAY_MS = 86_400_000
const USUAL_DAYS = 14
const MOST_DAYS = 366

/** Make a link for a customer and a page. It ends after two weeks unless something else is said. */
export async function makeBookingLink(
  { db, now }: Services,
  author: Caller,
  wish: { readonly customer: string; readonly page: string; readonly uses: number; readonly expiresAt?: Date },
): Promise<BookingLink> {
  const customer = await getCustomer(db, wish.customer)
  const page = await getPage(db, wish.page)
  if (page.pages.length > 0) throw wrong('/page', 'leads to other pages: choose one of those')
  const at = now()
  const expiresAt = wish.expiresAt ?? new Date(at.getTime() + USUAL_DAYS * DAY_MS)
  if (expiresAt <= at) throw wrong('/expiresAt', 'must be still to come')
  if (expiresAt.getTime() > at.getTime() + MOST_DAYS * DAY_MS) throw wrong('/expiresAt', 'must be within a year')
  const link: BookingLink = {
    id: randomUUID(),
    customerId: customer.id,
    pageId: page.id,
    uses: wish.uses,
    usesLeft: wish.uses,
    generation: 0,
    expiresAt,
    revokedAt: null,
    createdAt: at,
  }
  await insertBookingLink(db, link, author)
  return link
}

const wrong = (pointer: string, detail: string) =>
  new Refusal('invalid', 'Some fields are missing or wrong.', { errors: [{ pointer, detail }] })

/** Make a link void. Refuses with `not-found`. */
export async function revokeLink({ db, now }: Services, id: string): Promise<void> {
  const link = await getBookingLink(db, id)
  await revokeBookingLink(db, link.id, now())
}

/** A link with the customer and the page that it is for. */
export interface OpenLink {
  readonly link: BookingLink
  readonly customer: Customer
  readonly open: OpenPage
}

/** What a token opens. Refuses with `not-found` if it is not ours, and with `gone` once the link is used up, expired or void. */
export async function openLink(services: Services, token: string): Promise<OpenLink> {
  const { db, secret, now } = services
  const named = readBookingLinkToken(secret, token)
  if (!named) throw new Refusal('not-found', 'This link is not valid. Ask whoever gave it to you for a new one.')
  const link = await getBookingLink(db, named.id)
  if (link.generation !== named.generation || statusOfLink(link, now()) !== 'active') throw usedUp()
  const [page] = await findPagesByIds(db, [link.pageId])
  if (!page) throw usedUp()
  return { link, customer: await getCustomer(db, link.customerId), open: await openPage(services, page.slug) }
}

/** The refusal of a link that was good once. */
export const usedUp = (): Refusal => new Refusal('gone', 'This link can no longer be used. Ask whoever gave it to you for a new one.')

/** Whether a meeting on this page may be a call to the customer, so that the number that is called must be in sight. */
export const asksForPhone = ({ eventTypes }: OpenPage): boolean =>
  eventTypes.some(({ location }) => location.kind === 'phone' && location.value === undefined)
