import { Router } from 'express'
import type { z } from 'zod'
import { bookPage } from '../../actions/book-page.ts'
import { asksForPhone, type OpenLink, openLink } from '../../actions/booking-links.ts'
import { type Days, findFirstSlots, slotRepsOf, slotsOf } from '../../actions/open-page.ts'
import type { Services } from '../../actions/services.ts'
import { maskedPhone, readBookingLinkToken } from '../../domain/booking-link.ts'
import { instantText } from '../../domain/interval.ts'
import type { OpenedLinkView } from '../contract/booking-links.ts'
import { PageQuery, PublicBookingRequest, SlotRepsQuery, SlotsQuery } from '../contract/pages.ts'
import { Instant } from '../contract/shapes.ts'
import { answerCreation } from '../idempotency.ts'
import { read } from '../problem.ts'
import { pageView, publiclyMade, slotsView } from './views.ts'

const openedView = (services: Services, { link, customer, open }: OpenLink, first: Days | null): z.input<typeof OpenedLinkView> => ({
  page: pageView(services, open, first),
  customer: {
    name: customer.name,
    email: customer.email,
    phone: asksForPhone(open) ? customer.phone : null,
    phoneHint: customer.phone === null ? null : maskedPhone(customer.phone),
  },
  usesLeft: link.usesLeft,
  expiresAt: instantText(link.expiresAt),
})

/** A link that staff made for one customer: the page that it opens, its times for that customer, and booking with it. */
export const linkRoutes = (services: Services): Router =>
  Router()
    .get('/links/:token', async (req, res) => {
      const question = read(PageQuery, req.query)
      const opened = await openLink(services, req.params.token)
      res.json(openedView(services, opened, await findFirstSlots(services, opened.open, question, opened.customer.ownerId)))
    })
    .get('/links/:token/slots', async (req, res) => {
      const question = read(SlotsQuery, req.query)
      const { open, customer } = await openLink(services, req.params.token)
      res.json(slotsView(await slotsOf(services, open, question, customer.ownerId)))
    })
    .get('/links/:token/slots/:instant/reps', async (req, res) => {
      const question = { ...read(SlotRepsQuery, req.query), at: read(Instant, req.params.instant) }
      const { open, customer } = await openLink(services, req.params.token)
      const reps = await slotRepsOf(services, open, question, customer.ownerId)
      res.json({ reps: reps.map(({ id, name }) => ({ id, name })) })
    })
    .post('/links/:token/bookings', async (req, res) => {
      const asked = read(PublicBookingRequest, req.body)
      const { token } = req.params
      const named = readBookingLinkToken(services.secret, token)
      await answerCreation(services, req, res, `link ${named?.id ?? ''}`, async (keep) => {
        const opened = await openLink(services, token)
        const wish = { language: opened.customer.language ?? req.get('accept-language') ?? 'en', ...asked }
        const booking = await bookPage(
          services,
          opened.open,
          wish,
          async (tx, made) => keep(tx, await publiclyMade(services, tx, made)),
          opened,
        )
        return publiclyMade(services, services.db, booking)
      })
    })
