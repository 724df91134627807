import { Router } from 'express'
import type { z } from 'zod'
import { makeBookingLink, revokeLink } from '../../actions/booking-links.ts'
import type { Services } from '../../actions/services.ts'
import { findBookingLinks, getBookingLink } from '../../db/booking-links.ts'
import { findPagesByIds } from '../../db/booking-pages.ts'
import type { Database } from '../../db/database.ts'
import { type BookingLink, bookingLinkUrl, statusOfLink } from '../../domain/booking-link.ts'
import { instantText } from '../../domain/interval.ts'
import { callerOf, seenCustomer } from '../auth.ts'
import { BookingLinkQuery, BookingLinkRequest, type BookingLinkView } from '../contract/booking-links.ts'
import { read } from '../problem.ts'

/** As many links of a customer are listed, the newest. */
const MOST_LISTED = 50

/** Links with which customers book for themselves. */
export const bookingLinkRoutes = (services: Services): Router => {
  const views = async (db: Database, links: readonly BookingLink[]): Promise<z.input<typeof BookingLinkView>[]> => {
    const pages = new Map((await findPagesByIds(db, [...new Set(links.map((one) => one.pageId))])).map((one) => [one.id, one]))
    return links.map((link) => {
      const { slug, title } = pages.get(link.pageId) ?? { slug: '', title: '' }
      const status = statusOfLink(link, services.now())
      return {
        id: link.id,
        url: status === 'active' ? bookingLinkUrl(services.publicUrl, services.secret, slug, link) : null,
        page: { slug, title },
        uses: link.uses,
        usesLeft: link.usesLeft,
        status,
        expiresAt: instantText(link.expiresAt),
        createdAt: instantText(link.createdAt),
      }
    })
  }
  return Router()
    .get('/booking-links', async (req, res) => {
      const { id } = await seenCustomer(services, res, read(BookingLinkQuery, req.query).customer)
      res.json({ items: await views(services.db, await findBookingLinks(services.db, id, MOST_LISTED)), nextCursor: null })
    })
    .post('/booking-links', async (req, res) => {
      const wish = read(BookingLinkRequest, req.body)
      await seenCustomer(services, res, wish.customer)
      const made = await makeBookingLink(services, callerOf(res), wish)
      res.status(201).json((await views(services.db, [made]))[0])
    })
    .delete('/booking-links/:id', async (req, res) => {
      await seenCustomer(services, res, (await getBookingLink(services.db, req.params.id)).customerId)
      await revokeLink(services, req.params.id)
      res.status(204).end()
    })
}
