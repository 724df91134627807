import { Router } from 'express'
import { bookPage } from '../../actions/book-page.ts'
import { findFirstSlots, findSlotReps, findSlots, openPage } from '../../actions/open-page.ts'
import type { Services } from '../../actions/services.ts'
import { PageQuery, PublicBookingRequest, SlotRepsQuery, SlotsQuery } from '../contract/pages.ts'
import { Instant, Slug } from '../contract/shapes.ts'
import { answerCreation } from '../idempotency.ts'
import { answerKept } from '../kept.ts'
import { read } from '../problem.ts'
import { pageView, publiclyMade, slotsView } from './views.ts'

/** Booking pages: anybody may ask, nobody is signed in. */
export const pageRoutes = (services: Services): Router =>
  Router()
    .get('/pages/:slug', async (req, res) => {
      const slug = read(Slug, req.params.slug)
      const query = read(PageQuery, req.query)
      const open = await openPage(services, slug)
      res.json(pageView(services, open, await findFirstSlots(services, open, query)))
    })
    .get('/pages/:slug/slots', async (req, res) => {
      const slug = read(Slug, req.params.slug)
      const question = read(SlotsQuery, req.query)
      await answerKept(services, req, res, question, async () => slotsView(await findSlots(services, slug, question)))
    })
    .get('/pages/:slug/slots/:instant/reps', async (req, res) => {
      const at = read(Instant, req.params.instant)
      const reps = await findSlotReps(services, read(Slug, req.params.slug), { ...read(SlotRepsQuery, req.query), at })
      res.json({ reps: reps.map(({ id, name }) => ({ id, name })) })
    })
    .post('/pages/:slug/bookings', async (req, res) => {
      const slug = read(Slug, req.params.slug)
      const wish = { language: req.get('accept-language') ?? 'en', ...read(PublicBookingRequest, req.body) }
      await answerCreation(services, req, res, `page ${slug}`, async (keep) => {
        const booking = await bookPage(services, await openPage(services, slug), wish, async (tx, made) =>
          keep(tx, await publiclyMade(services, tx, made)),
        )
        return publiclyMade(services, services.db, booking)
      })
    })
