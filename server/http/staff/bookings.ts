import { type Response, Router } from 'express'
import { approve, decline } from '../../actions/answer-request.ts'
import { book } from '../../actions/book.ts'
import { cancel } from '../../actions/cancel.ts'
import { getCustomerOfRecord } from '../../actions/crm/record-customer.ts'
import { reassign, reschedule } from '../../actions/reschedule.ts'
import type { Services } from '../../actions/services.ts'
import { setOutcome } from '../../actions/set-outcome.ts'
import { findBookings, getBooking } from '../../db/bookings.ts'
import { getProject } from '../../db/projects.ts'
import { getRepCard } from '../../db/reps.ts'
import { type Booking, callerKey } from '../../domain/booking.ts'
import { dateOf } from '../../domain/interval.ts'
import { dayOf, zone } from '../../domain/zone.ts'
import {
  callerOf,
  ownCustomerOf,
  ownHoldOf,
  ownRepOf,
  refuseOtherCustomer,
  refuseOtherRep,
  refuseStranger,
  seenCustomer,
  sightIn,
} from '../auth.ts'
import {
  ApproveRequest,
  BookingQuery,
  BookingRequest,
  CancelRequest,
  DeclineRequest,
  OutcomeRequest,
  ReassignRequest,
  RescheduleRequest,
} from '../contract/bookings.ts'
import { cursorOf, pageOf, readCursor } from '../cursor.ts'
import { answerCreation } from '../idempotency.ts'
import { read } from '../problem.ts'
import { bookingViews } from '../views.ts'

/** Bookings as staff make and change them. */
export function bookingRoutes(services: Services): Router {
  const { db } = services
  const view = async (id: string) => (await bookingViews(db, services, [await getBooking(db, id)]))[0]
  const answer = async (res: Response, booking: Booking) => void res.json(await view(booking.id))

  return Router()
    .post('/bookings', async (req, res) => {
      const wish = read(BookingRequest, req.body)
      const caller = callerOf(res)
      const { customer, hold, ...rest } = wish
      refuseOtherCustomer(res, 'id' in customer ? customer.id : '')
      refuseStranger(res, customer)
      await refuseOtherRep(services, res, rest.rep)
      if (rest.createdIn !== undefined) await sightIn(services, res, rest.createdIn)
      if ('id' in customer && ownCustomerOf(res) === null) await seenCustomer(services, res, customer.id)
      await answerCreation(services, req, res, `staff ${callerKey(caller)}`, async (keep) => {
        const location = (booking: Booking) => `${services.publicUrl}/api/v1/bookings/${booking.id}`
        const answered = async (from: typeof db, booking: Booking) => {
          const [body] = await bookingViews(from, services, [await getBooking(from, booking.id)])
          return { status: 201, location: location(booking), body }
        }
        // What is answered is what is kept for a repeated request: the booking as it was made, before any job has run.
        let first: Awaited<ReturnType<typeof answered>> | null = null
        const whom = 'salesforce' in customer ? { id: (await getCustomerOfRecord(services, customer.salesforce)).id } : customer
        const kept = hold === undefined ? undefined : await ownHoldOf(services, res, hold)
        const booking = await book(
          services,
          caller,
          { ...rest, customer: whom, ...(kept === undefined ? {} : { hold: kept }) },
          async (tx, made) => {
            first = await answered(tx, made)
            await keep(tx, first)
          },
        )
        return first ?? answered(db, booking)
      })
    })
    .get('/bookings', async (req, res) => {
      const { from, to, timeZone, rep, customer, project, status, cursor, limit } = read(BookingQuery, req.query)
      const ownRep = ownRepOf(res)
      const ownCustomer = ownCustomerOf(res)
      refuseOtherCustomer(res, customer)
      const midnight = (date: string, after: number) => dateOf(zone(timeZone).startOfDay(dayOf(date) + after))
      const [start, id] = readCursor(cursor, ['instant', 'id']) ?? []
      const found = await findBookings(db, {
        ...(from ? { from: typeof from === 'string' ? midnight(from, 0) : from } : {}),
        ...(to ? { to: typeof to === 'string' ? midnight(to, 1) : to } : {}),
        ...(ownRep !== null ? { repId: ownRep } : rep ? { repId: (await getRepCard(db, rep)).id } : {}),
        // Of a record's customer only what was booked for that very record: others may have the same email.
        ...(ownCustomer !== null
          ? { customer: { id: ownCustomer, email: null } }
          : customer
            ? { customer: await seenCustomer(services, res, customer) }
            : {}),
        sight: await sightIn(services, res),
        ...(project ? { projectId: (await getProject(db, project)).id } : {}),
        ...(status ? { status } : {}),
        ...(start && id ? { after: { start: new Date(start), id } } : {}),
        limit: limit + 1,
      })
      const page = pageOf(found, limit, (last) => cursorOf(last.start.toISOString(), last.id))
      res.json({ ...page, items: await bookingViews(db, services, page.items) })
    })
    .get('/bookings/:id', async (req, res) => void res.json(await view(req.params.id)))
    .post('/bookings/:id/reschedule', async (req, res) => {
      const move = read(RescheduleRequest, req.body)
      if (ownRepOf(res) !== null) await refuseOtherRep(services, res, move.rep ?? (await getBooking(db, req.params.id)).repId)
      await answer(res, await reschedule(services, callerOf(res), req.params.id, move))
    })
    .post('/bookings/:id/reassign', async (req, res) => {
      const wish = read(ReassignRequest, req.body)
      await answer(res, await reassign(services, callerOf(res), req.params.id, wish))
    })
    .post('/bookings/:id/cancel', async (req, res) => {
      await answer(res, await cancel(services, callerOf(res), req.params.id, read(CancelRequest, req.body)))
    })
    .post('/bookings/:id/outcome', async (req, res) => {
      const outcome = read(OutcomeRequest, req.body)
      await answer(res, await setOutcome(services, callerOf(res), req.params.id, outcome))
    })
    .post('/bookings/:id/approve', async (req, res) => {
      read(ApproveRequest, req.body)
      await answer(res, await approve(services, callerOf(res), req.params.id))
    })
    .post('/bookings/:id/decline', async (req, res) => {
      const { reason } = read(DeclineRequest, req.body)
      await answer(res, await decline(services, callerOf(res), req.params.id, reason))
    })
}
