import { Router } from 'express'
import { book } from '../../actions/book.ts'
import { type Days, eventTypeOf, findFirstSlots, findSlotReps, findSlots, openPage, repOf } from '../../actions/open-page.ts'
import type { Services } from '../../actions/services.ts'
import type { Caller } from '../../domain/booking.ts'
import { minuteText } from '../../domain/interval.ts'
import { PageQuery, PublicBookingRequest, SlotRepsQuery, SlotsQuery } from '../contract/pages.ts'
import { Instant, Slug } from '../contract/shapes.ts'
import { answerCreation } from '../idempotency.ts'
import { answerKept } from '../kept.ts'
import { read } from '../problem.ts'
import { publicBookingView } from '../views.ts'

/** Booking pages: anybody may ask, nobody is signed in. */
export const pageRoutes = (services: Services): Router =>
  Router()
    .get('/pages/:slug', async (req, res) => {
      const slug = read(Slug, req.params.slug)
      const { from, to, timeZone, ...whose } = read(PageQuery, req.query)
      const open = await openPage(services, slug)
      const { page, eventTypes, reps, pages } = open
      const asked = from !== undefined && to !== undefined && timeZone !== undefined
      const first = asked ? await findFirstSlots(services, open, { from, to, timeZone, ...whose }) : null
      res.json({
        slug: page.slug,
        title: page.title,
        choice: page.choice,
        eventTypes: eventTypes.map(({ slug, name, durationMinutes, location, approval, questions }) => ({
          slug,
          name,
          durationMinutes,
          location,
          approval,
          questions,
        })),
        reps: page.choice === 'automatic' ? [] : reps.map(({ id, name }) => ({ id, name })),
        pages: pages.map(({ slug, title }) => ({ slug, title })),
        ...(first && { slots: slotsView(first) }),
      })
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
      const { customer, ...request } = read(PublicBookingRequest, req.body)
      await answerCreation(services, req, res, `page ${slug}`, async (keep) => {
        const open = await openPage(services, slug)
        const wish = {
          ...request,
          eventType: eventTypeOf(open, request.eventType).id,
          ...(open.page.repId ? { rep: open.page.repId } : request.rep === undefined ? {} : { rep: repOf(open, request.rep) }),
          ...(open.pool ? { pool: open.pool.id } : {}),
          customer,
          language: request.language ?? req.get('accept-language') ?? 'en',
          allowConflict: false,
        }
        const caller: Caller = { kind: 'customer', name: customer.name, email: customer.email }
        const answered = async (from: typeof services.db, booking: Parameters<typeof publicBookingView>[2]) => ({
          status: 201,
          location: null,
          body: await publicBookingView(from, services, booking),
        })
        const booking = await book(services, caller, wish, async (tx, made) => keep(tx, await answered(tx, made)))
        return answered(services.db, booking)
      })
    })

const slotsView = ({ timeZone, days }: Days) => ({
  timeZone,
  days: days.map(({ date, slots }) => ({ date, slots: slots.map(minuteText) })),
})
