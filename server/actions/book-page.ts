/** A customer books on a page: alone, or with a link that says who it is. */
import { spendBookingLink } from '../db/booking-links.ts'
import type { GivenAnswers } from '../domain/answers.ts'
import type { Booking, Caller } from '../domain/booking.ts'
import { admit } from './admit.ts'
import { type Also, type BookingWish, book } from './book.ts'
import { asksForPhone, type OpenLink, usedUp } from './booking-links.ts'
import { eventTypeOf, type OpenPage, repOf } from './open-page.ts'
import type { Services } from './services.ts'

/** What a booking page sends. */
export interface PageWish {
  readonly eventType: string
  readonly start: Date
  readonly timeZone: string
  readonly rep?: string
  readonly customer: { readonly name: string; readonly email: string; readonly phone?: string }
  readonly guests: BookingWish['guests']
  readonly details?: string
  /** The customer's language, or what a browser says of it. A customer whom we know has one of his own. */
  readonly language?: string
  readonly answers: GivenAnswers
  readonly form?: string
  readonly website?: string
}

/** Book on an open page. With a link, one of its uses goes with the booking or not at all, and the booking is the stored customer's. */
export async function bookPage(
  services: Services,
  open: OpenPage,
  { form, website, ...request }: PageWish,
  also: Also,
  opened: OpenLink | null = null,
): Promise<Booking> {
  const { email } = request.customer
  await admit(services, { email, ...(website === undefined ? {} : { website }), ...(form === undefined ? {} : { form }) })
  const wish: BookingWish = {
    ...request,
    customer: opened ? withPhone(request.customer, opened) : request.customer,
    eventType: eventTypeOf(open, request.eventType).id,
    ...(open.page.repId ? { rep: open.page.repId } : request.rep === undefined ? {} : { rep: repOf(open, request.rep) }),
    ...(open.pool ? { pool: open.pool.id } : {}),
    ...(opened ? { knownAs: opened.customer.id } : {}),
    allowConflict: false,
  }
  const caller: Caller = { kind: 'customer', name: request.customer.name, email }
  return book(services, caller, wish, also, async (tx) => {
    if (opened && !(await spendBookingLink(tx, opened.link, services.now()))) throw usedUp()
  })
}

/** The number that a link showed by its ends only stays with the booking, unless another is typed. */
function withPhone(typed: PageWish['customer'], { customer, open }: OpenLink): PageWish['customer'] {
  return typed.phone === undefined && customer.phone !== null && !asksForPhone(open) ? { ...typed, phone: customer.phone } : typed
}
