import { z } from 'zod'
import { PageView } from './pages.ts'
import { Instant, InstantOut, listOf, Ref, Slug } from './shapes.ts'

export const BookingLinkRequest = z
  .strictObject({
    customer: Ref,
    page: Slug,
    uses: z.int().min(1).max(100).default(1),
    expiresAt: Instant.exactOptional(),
  })
  .meta({ id: 'BookingLinkRequest' })

/** A link as staff see it; `url` opens it and is there as long as it can be used. */
export const BookingLinkView = z
  .object({
    id: z.string(),
    url: z.string().nullable(),
    page: z.object({ slug: z.string(), title: z.string() }),
    uses: z.int(),
    usesLeft: z.int(),
    status: z.enum(['active', 'used', 'expired', 'revoked']),
    expiresAt: InstantOut,
    createdAt: InstantOut,
  })
  .meta({ id: 'BookingLink' })

export const BookingLinkQuery = z.strictObject({ customer: Ref }).meta({ id: 'BookingLinkQuery' })
export const BookingLinkList = listOf(BookingLinkView).meta({ id: 'BookingLinkList' })

/** What a link opens: the page, and who is to book there. Where nobody is called, the phone is given by its ends alone. */
export const OpenedLinkView = z
  .object({
    page: PageView,
    customer: z.object({
      name: z.string(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      phoneHint: z.string().nullable(),
    }),
    usesLeft: z.int(),
    expiresAt: InstantOut,
  })
  .meta({ id: 'OpenedLink' })
